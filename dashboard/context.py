"""What the frame around every page needs. Two queries for whoever is signed in, one for others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from departments.access import Right, may
from departments.displays import display_of
from departments.models import Person
from departments.selectors import has_demo_people
from indicators.models import Plan


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Also for error pages, where a request may have failed before anyone asked who it is from."""
    person = getattr(request, "user", AnonymousUser())
    return {
        "site_name": settings.SITE_NAME,
        "navigation": navigation(person, request.path),
        "person_label": "" if isinstance(person, AnonymousUser) else label(person),
        "display": display_of(request),
        "is_demo_site": has_demo_people(),
        "session_seconds": settings.SESSION_COOKIE_AGE,
    }


def label(person: Person) -> str:
    """王芳（区卫生健康委）; whose name says it already is not called so twice."""
    belongs = person.department.name if person.department else person.get_role_display()
    return str(person) if belongs in str(person) else f"{person}（{belongs}）"


def navigation(person: Person | AnonymousUser, path: str) -> list[NavigationItem]:
    """Only what this person may open."""
    entries = [
        *([("我的填报", reverse("report"))] if is_liaison(person) else []),
        *(data_entries() if may(person, Right.SEE) else []),
        *([("填报进度", reverse("rounds"))] if may(person, Right.OVERSEE) else []),
        *([("录入", reverse("entry_home"))] if may(person, Right.RECORD) else []),
        *([("上传记录", reverse("imports"))] if may_upload(person) else []),
        *([("账号", reverse("people"))] if may(person, Right.PEOPLE) else []),
    ]
    return [NavigationItem(label, url, is_current(url, path)) for label, url in entries]


def is_liaison(person: Person | AnonymousUser) -> bool:
    """Who writes values, but only the own department's."""
    return may(person, Right.REPORT) and not may(person, Right.RECORD)


def may_upload(person: Person | AnonymousUser) -> bool:
    return may(person, Right.REPORT) or may(person, Right.RECORD)


def data_entries() -> list[tuple[str, str]]:
    plans = Plan.objects.values_list("short_title", "code")
    return [
        ("总览", reverse("overview")),
        *((short_title, reverse("plan", args=[code])) for short_title, code in plans),
        ("任务", reverse("tasks")),
        ("单位", reverse("departments")),
    ]


def is_current(url: str, path: str) -> bool:
    return path == url if url == reverse("overview") else path.startswith(url)
