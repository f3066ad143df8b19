from django.urls import URLPattern, path

from indicators.decisions import BASELINE, COUNTING, DEFINITION, DEPARTMENT, OWN_BASELINE, SPLIT, TOLERANCE
from indicators.views.decisions import view_of
from indicators.views.overrides import decide_override, withdraw

urlpatterns: list[URLPattern] = [
    path("indicators/<str:code>/baseline/", view_of(BASELINE), name=BASELINE.name),
    path("indicators/<str:code>/own-baseline/", view_of(OWN_BASELINE), name=OWN_BASELINE.name),
    path("indicators/<str:code>/tolerance/", view_of(TOLERANCE), name=TOLERANCE.name),
    path("indicators/<str:code>/department/", view_of(DEPARTMENT), name=DEPARTMENT.name),
    path("indicators/<str:code>/definition/", view_of(DEFINITION), name=DEFINITION.name),
    path("indicators/<str:code>/counting/", view_of(COUNTING), name=COUNTING.name),
    path("indicators/<str:code>/split/", view_of(SPLIT), name=SPLIT.name),
    path("indicators/<str:code>/override/", decide_override, name="decide_override"),
    path("indicators/<str:code>/override/withdraw/", withdraw, name="decide_override_withdraw"),
]
