"""大字、高对比、纯文本、深色: kept with the person, or in a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from departments.displays import DISPLAY_COOKIE
from departments.models import Person
from departments.services import DISPLAYS

AS_SCRIPT = {"Accept": "application/json"}


def toggle(client: Client, name: str, next_url: str = "/tasks/", **more: Any) -> Any:
    return client.post(reverse("display"), {"toggle": name, "next": next_url}, **more)


@pytest.mark.parametrize("name", DISPLAYS)
def test_it_is_kept_with_the_person_and_switched_off_again(
    as_leader: Client, leader: Person, name: str
) -> None:
    for expected in (True, False):
        answer = toggle(as_leader, name)
        assert (answer.status_code, answer["Location"]) == (302, "/tasks/")
        leader.refresh_from_db()
        assert getattr(leader, name) is expected


def test_the_page_shows_it(as_leader: Client) -> None:
    toggle(as_leader, "contrast")
    page = as_leader.get(reverse("password_change")).content.decode()
    assert "data-contrast" in page
    assert "data-large" not in page


@pytest.mark.django_db
def test_who_is_not_signed_in_keeps_it_in_a_cookie(as_nobody: Client) -> None:
    toggle(as_nobody, "dark")
    toggle(as_nobody, "large")
    page = as_nobody.get(reverse("login")).content.decode()
    assert "data-dark" in page
    assert "data-large" in page
    toggle(as_nobody, "dark")
    assert as_nobody.cookies[DISPLAY_COOKIE].value == "large"


def test_it_is_not_in_the_history(as_leader: Client, leader: Person) -> None:
    before = leader.history.count()
    toggle(as_leader, "large")
    assert leader.history.count() == before


def test_a_script_gets_json(as_leader: Client) -> None:
    answer = toggle(as_leader, "plain", headers=AS_SCRIPT)
    assert answer.status_code == 200
    assert answer.json() == {"display": {"large": False, "contrast": False, "plain": True, "dark": False}}


@pytest.mark.django_db
def test_an_unknown_one_is_refused_in_chinese(as_nobody: Client) -> None:
    answer = toggle(as_nobody, "is_active")
    assert answer.status_code == 400
    assert "没有这种显示方式" in answer.content.decode()
    as_json = toggle(as_nobody, "sparkling", headers=AS_SCRIPT)
    assert (as_json.status_code, "没有这种显示方式" in as_json.json()["detail"]) == (400, True)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "", "javascript:alert(1)"])
def test_it_leads_nobody_to_another_site(as_leader: Client, elsewhere: str) -> None:
    assert toggle(as_leader, "large", elsewhere)["Location"] == reverse("login")
