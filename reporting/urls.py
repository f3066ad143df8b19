from django.urls import path

from reporting.views import cell, grid, home

urlpatterns = [
    path("entry/", home.entry_home, name="entry_home"),
    path("entry/<str:plan_code>/<str:period_code>/", grid.entry, name="entry"),
    path("entry/<str:plan_code>/<str:period_code>/<str:code>/", cell.entry_cell, name="entry_cell"),
]
