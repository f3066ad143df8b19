from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from xicheng_plan.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

EMPTY = "{% extends 'base.html' %}{% block content %}{% endblock %}"


def floor(request: HttpRequest) -> HttpResponse:
    """The floor: signed in, the same layout and frame, nothing in it."""
    return HttpResponse(engines["django"].from_string(EMPTY).render({}, request))


urlpatterns = [path("bench/floor/", floor), *urlpatterns]
