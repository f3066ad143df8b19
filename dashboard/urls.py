from django.urls import URLPattern, path

from dashboard.views import departments, indicators, overview, pages, plans, readings

urlpatterns: list[URLPattern] = [
    path("", overview.show_overview, name="overview"),
    path("overview/counts.<kind:kind>", overview.counts_file, name="counts_file"),
    path("plans/", plans.show_plan, name="plans"),
    path("plans/indicators.<kind:kind>", plans.plan_file, name="plans_file"),
    path("plans/<str:code>/", plans.show_plan, name="plan"),
    path("plans/<str:code>/indicators.<kind:kind>", plans.plan_file, name="plan_file"),
    path("readings.<kind:kind>", readings.readings_file, name="readings_export"),
    path("indicators/<str:code>/", indicators.show_indicator, name="indicator"),
    path("indicators/<str:code>/data.<kind:kind>", indicators.indicator_file, name="indicator_file"),
    path("departments/", departments.show_departments, name="departments"),
    path("departments/list.<kind:kind>", departments.departments_file, name="departments_file"),
    path("departments/<int:pk>/", departments.show_department, name="department"),
    path("departments/<int:pk>/tasks.<kind:kind>", departments.duties_file, name="duties_file"),
    path("method/", pages.method, name="method"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_, name="help"),
    path("healthz", pages.healthz, name="healthz"),
]
