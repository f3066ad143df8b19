"""Signing in and out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD, ClientOf
from departments.forms import REFUSED
from departments.models import Person


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("login"), {"username": username, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_the_overview(as_nobody: Client, liaison: Person) -> None:
    answer = sign_in(as_nobody, liaison.username)
    assert answer.status_code == 302
    assert answer.url == reverse("overview")
    assert is_signed_in(as_nobody)


def test_who_came_for_a_page_gets_to_it(as_nobody: Client, coordinator: Person) -> None:
    wanted = reverse("people")
    asked = as_nobody.get(wanted)
    assert asked["Location"] == f"{reverse('login')}?next={wanted}"
    assert sign_in(as_nobody, coordinator.username, next=wanted).url == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(as_nobody: Client, liaison: Person, elsewhere: str) -> None:
    assert sign_in(as_nobody, liaison.username, next=elsewhere).url == reverse("overview")


def test_a_wrong_name_a_wrong_password_and_a_closed_account_get_one_answer(
    as_nobody: Client, liaison: Person, leader: Person
) -> None:
    Person.objects.filter(pk=leader.pk).update(is_active=False)
    answers = [
        sign_in(as_nobody, "nobody.knows"),
        sign_in(as_nobody, liaison.username, "Wrong-2025"),
        sign_in(as_nobody, leader.username),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.context["form"].non_field_errors() for answer in answers] == [[REFUSED]] * 3
    assert not is_signed_in(as_nobody)


def test_what_was_left_empty_is_named(as_nobody: Client) -> None:
    errors = sign_in(as_nobody, "", "").context["form"].errors
    assert errors == {"username": ["请填写用户名。"], "password": ["请填写密码。"]}


def test_who_is_signed_in_needs_no_login_page(as_leader: Client) -> None:
    answer = as_leader.get(reverse("login"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("overview"))


def test_a_closed_account_is_out_at_its_next_request(as_liaison: Client, liaison: Person) -> None:
    assert as_liaison.get(reverse("password_change")).status_code == 200
    Person.objects.filter(pk=liaison.pk).update(is_active=False)
    assert as_liaison.get(reverse("password_change")).status_code == 302


def test_signing_out_ends_the_session(as_liaison: Client) -> None:
    answer = as_liaison.post(reverse("logout"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("login"))
    assert not is_signed_in(as_liaison)


def test_a_link_cannot_sign_anybody_out(as_liaison: Client) -> None:
    assert as_liaison.get(reverse("logout")).status_code == 405
    assert is_signed_in(as_liaison)


def test_signing_in_needs_the_token_against_forgery(liaison: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict, liaison.username)
    assert answer.status_code == 403
    assert not is_signed_in(strict)


def test_the_last_sign_in_is_kept(as_nobody: Client, liaison: Person, client_of: ClientOf) -> None:
    sign_in(as_nobody, liaison.username)
    liaison.refresh_from_db()
    assert liaison.last_login is not None


def test_the_page_is_called_by_the_sites_name_not_by_its_address(as_nobody: Client) -> None:
    assert (
        "<title>登录 - 西城区残疾人事业规划监测</title>" in as_nobody.get("/accounts/login/").content.decode()
    )
