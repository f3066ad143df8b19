"""How the reader of a page wants it shown."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from departments.services import DISPLAYS

DISPLAY_COOKIE = "display"


def display_of(request: HttpRequest) -> dict[str, bool]:
    """Also where a request failed before anyone asked who it is from."""
    person = getattr(request, "user", None)
    if person is None or isinstance(person, AnonymousUser):
        chosen = request.COOKIES.get(DISPLAY_COOKIE, "").split(".")
        return {name: name in chosen for name in DISPLAYS}
    return {name: getattr(person, name) for name in DISPLAYS}
