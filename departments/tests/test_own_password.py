"""Changing one's own password, and having to when somebody else chose it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD, ClientOf
from departments.models import Person

NEW = "Xicheng-2026"


def change(client: Client, old: str = PASSWORD, new: str = NEW, repeated: str | None = None) -> Any:
    given = {"old_password": old, "password": new, "repeated": new if repeated is None else repeated}
    return client.post(reverse("password_change"), given)


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    errors: dict[str, list[str]] = answer.context["form"].errors
    return errors


def test_the_new_password_counts_and_the_session_goes_on(as_liaison: Client, liaison: Person) -> None:
    answer = change(as_liaison)
    assert (answer.status_code, answer["Location"]) == (302, reverse("overview"))
    liaison.refresh_from_db()
    assert liaison.check_password(NEW)
    assert as_liaison.get(reverse("password_change")).status_code == 200


def test_other_sessions_end(as_liaison: Client, liaison: Person, client_of: ClientOf) -> None:
    elsewhere = client_of(liaison)
    change(as_liaison)
    assert elsewhere.get(reverse("password_change")).status_code == 302


def test_the_change_is_in_the_history_but_not_the_password(as_liaison: Client, liaison: Person) -> None:
    change(as_liaison)
    row = liaison.history.latest()
    assert row.history_change_reason == "本人修改密码"
    assert row.history_user == liaison
    assert not hasattr(row, "password")


def test_the_old_password_is_needed(as_liaison: Client, liaison: Person) -> None:
    assert errors_of(change(as_liaison, old="Wrong-2025")) == {"old_password": ["原密码不正确，请重新填写。"]}
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


def test_both_must_be_the_same(as_liaison: Client) -> None:
    errors = errors_of(change(as_liaison, repeated="Other-2026"))
    assert errors == {"repeated": ["两次填写的新密码不一样，请重新填写。"]}


def test_the_old_one_is_no_new_one(as_liaison: Client) -> None:
    assert errors_of(change(as_liaison, new=PASSWORD)) == {"password": ["新密码不能和原来的密码一样。"]}


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("Ab1-", "密码太短，至少 8 个字符。"),
        ("abcdefgh12", "密码要含大写字母、小写字母、数字、其他符号中的至少三种。"),
        ("Passw0rd", "这个密码太常见，请换一个。"),
        ("Cast.Liaison-1", "密码里不能含有用户名。"),
    ],
)
def test_a_weak_one_is_refused_with_its_reason(as_liaison: Client, weak: str, why: str) -> None:
    assert errors_of(change(as_liaison, new=weak)) == {"password": [why]}


@pytest.fixture
def newcomer(leader: Person) -> Person:
    leader.password_is_initial = True
    leader.save()
    return leader


def test_an_initial_password_must_be_changed_first(newcomer: Person, client_of: ClientOf) -> None:
    client = client_of(newcomer)
    for page in ("overview", "tasks"):
        assert client.get(reverse(page))["Location"] == reverse("password_change")
    assert client.get(reverse("password_change")).status_code == 200


def test_once_changed_every_page_is_open(newcomer: Person, client_of: ClientOf) -> None:
    client = client_of(newcomer)
    change(client)
    assert client.get(reverse("overview")).status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.password_is_initial


@pytest.mark.parametrize("still_open", ["display", "keepalive", "logout"])
def test_before_that_one_may_still_leave_and_read(
    newcomer: Person, client_of: ClientOf, still_open: str
) -> None:
    answer = client_of(newcomer).post(reverse(still_open), {"toggle": "large"})
    assert answer.headers.get("Location") != reverse("password_change")


def test_an_unknown_address_leads_to_the_password_too(newcomer: Person, client_of: ClientOf) -> None:
    assert client_of(newcomer).get("/no-such-page/").status_code == 302
