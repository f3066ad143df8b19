from django.urls import URLPattern, path

from dashboard.views import departments, indicators, overview, pages, plans

urlpatterns: list[URLPattern] = [
    path("", overview.show_overview, name="overview"),
    path("plans/", plans.show_plan, name="plans"),
    path("plans/indicators.csv", plans.plan_csv, name="plans_csv"),
    path("plans/<str:code>/", plans.show_plan, name="plan"),
    path("plans/<str:code>/indicators.csv", plans.plan_csv, name="plan_csv"),
    path("indicators/<str:code>/", indicators.show_indicator, name="indicator"),
    path("indicators/<str:code>/data.csv", indicators.indicator_csv, name="indicator_csv"),
    path("departments/", departments.show_departments, name="departments"),
    path("departments/<int:pk>/", departments.show_department, name="department"),
    path("method/", pages.method, name="method"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_, name="help"),
    path("healthz", pages.healthz, name="healthz"),
]
