"""What is checked at each request of someone signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

RENEW_AFTER_SECONDS = 60
RENEWED_AT = "renewed_at"
OPEN_WITH_INITIAL_PASSWORD = {"password_change", "logout", "display", "keepalive"}


class SignedInMiddleware:
    """Renews the idle session at most once a minute, keeps pages with data out of caches, and asks
    whoever still has the password that somebody else chose to change it first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return self.get_response(request)
        renew(request)
        if request.user.password_is_initial and not open_with_initial_password(request.path_info):
            return redirect("password_change")
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def renew(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session.get(RENEWED_AT, 0) >= RENEW_AFTER_SECONDS:
        request.session[RENEWED_AT] = now
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)


def open_with_initial_password(path: str) -> bool:
    try:
        return resolve(path).url_name in OPEN_WITH_INITIAL_PASSWORD
    except Resolver404:
        return False
