"""大字、高对比、纯文本、深色: kept with the person, or in a cookie for whoever is not signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from departments.displays import DISPLAY_COOKIE, display_of
from departments.services import DISPLAYS, toggle_display

YEAR = 365 * 24 * 3600
UNKNOWN = "没有这种显示方式，可选大字、高对比、纯文本、深色。"


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    toggle = request.POST.get("toggle", "")
    as_json = request.accepts("application/json") and not request.accepts("text/html")
    if toggle not in DISPLAYS:
        return refused(as_json)
    now = {**display_of(request), toggle: not display_of(request)[toggle]}
    answer = JsonResponse({"display": now}) if as_json else HttpResponseRedirect(way_back(request))
    keep(request, answer, toggle, now)
    return answer


def refused(as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"detail": UNKNOWN}, status=400)
    raise BadRequest(UNKNOWN)


def keep(request: HttpRequest, answer: HttpResponse, toggle: str, now: dict[str, bool]) -> None:
    if not isinstance(request.user, AnonymousUser):
        toggle_display(person=request.user, display=toggle)
        return
    chosen = ".".join(name for name, is_on in now.items() if is_on)
    answer.set_cookie(
        DISPLAY_COOKIE,
        chosen,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def way_back(request: HttpRequest) -> str:
    """Only an address of this site; anything else leads to the first page."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse("login")
