"""The secretariat changes, closes and opens accounts, and resets passwords."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from conftest import OTHER, PASSWORD
from departments.models import Department, Person, Role
from departments.services import change_account, reset_password, set_account_open

INITIAL = "Initial-2025"


def said(answer: Any) -> str:
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_liaison_moves_to_another_department(as_coordinator: Client, liaison: Person) -> None:
    other = Department.objects.get(name=OTHER)
    given = {"name": "王芳", "role": "liaison", "department": other.pk}
    answer = as_coordinator.post(reverse("person_edit", args=[liaison.pk]), given)
    assert (answer.status_code, answer["Location"]) == (302, reverse("people"))
    liaison.refresh_from_db()
    assert (liaison.name, liaison.department) == ("王芳", other)
    assert liaison.history.latest().history_change_reason == "修改账号"


def test_changing_an_account_keeps_its_password(as_coordinator: Client, leader: Person) -> None:
    as_coordinator.post(reverse("person_edit", args=[leader.pk]), {"name": "区领导", "role": "evaluator"})
    leader.refresh_from_db()
    assert (leader.role, leader.check_password(PASSWORD)) == (Role.EVALUATOR, True)


def test_the_page_shows_what_there_is(as_coordinator: Client, liaison: Person) -> None:
    form = as_coordinator.get(reverse("person_edit", args=[liaison.pk])).context["form"]
    assert form["department"].value() == liaison.department_id
    assert form["role"].value() == Role.LIAISON


def test_nobody_takes_the_secretariats_role_from_oneself(as_coordinator: Client, coordinator: Person) -> None:
    answer = as_coordinator.post(reverse("person_edit", args=[coordinator.pk]), {"role": "leader"})
    assert "不能改自己的角色" in str(answer.context["form"].errors)
    coordinator.refresh_from_db()
    assert coordinator.is_coordinator


def test_a_closed_account_is_kept_and_can_be_opened_again(as_coordinator: Client, liaison: Person) -> None:
    for name, is_open, reason in (("person_close", False, "停用账号"), ("person_open", True, "启用账号")):
        answer = as_coordinator.post(reverse(name, args=[liaison.pk]))
        assert answer["Location"] == reverse("person_edit", args=[liaison.pk])
        liaison.refresh_from_db()
        assert liaison.is_active == is_open
        assert liaison.history.latest().history_change_reason == reason


def test_nobody_closes_their_own_account(as_coordinator: Client, coordinator: Person) -> None:
    answer = as_coordinator.post(reverse("person_close", args=[coordinator.pk]))
    assert said(answer) == "不能停用自己的账号。"
    coordinator.refresh_from_db()
    assert coordinator.is_active


def test_closing_needs_more_than_a_link(as_coordinator: Client, liaison: Person) -> None:
    assert as_coordinator.get(reverse("person_close", args=[liaison.pk])).status_code == 405
    liaison.refresh_from_db()
    assert liaison.is_active


def test_a_reset_password_is_an_initial_one_and_ends_sessions(
    as_coordinator: Client, as_liaison: Client, liaison: Person
) -> None:
    answer = as_coordinator.post(reverse("person_password", args=[liaison.pk]), {"password": INITIAL})
    assert INITIAL in said(answer)
    liaison.refresh_from_db()
    assert liaison.check_password(INITIAL)
    assert liaison.password_is_initial
    assert reverse("login") in as_liaison.get(reverse("tasks"))["Location"]
    assert liaison.history.latest().history_change_reason == "重设密码"


def test_a_weak_reset_is_refused(as_coordinator: Client, liaison: Person) -> None:
    answer = as_coordinator.post(reverse("person_password", args=[liaison.pk]), {"password": "short"})
    assert "密码太短，至少 8 个字符。" in answer.context["form"].errors["password"]
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


def test_ones_own_password_is_changed_with_the_old_one(as_coordinator: Client, coordinator: Person) -> None:
    answer = as_coordinator.post(reverse("person_password", args=[coordinator.pk]), {"password": INITIAL})
    assert "自己的密码" in str(answer.context["form"].errors)
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["person_edit", "person_password"])
def test_an_administrators_account_is_not_found(
    as_coordinator: Client, system_administrator: Person, name: str
) -> None:
    assert as_coordinator.get(reverse(name, args=[system_administrator.pk])).status_code == 404


def test_the_services_ask_for_the_right_themselves(
    liaison: Person, leader: Person, coordinator: Person, system_administrator: Person
) -> None:
    with pytest.raises(PermissionDenied):
        change_account(person=leader, name="", role=Role.LEADER, department=None, by=liaison)
    with pytest.raises(PermissionDenied):
        set_account_open(person=leader, is_open=False, by=liaison)
    with pytest.raises(PermissionDenied):
        reset_password(person=leader, password=INITIAL, by=liaison)
    with pytest.raises(ValidationError, match="不由秘书处管理"):
        reset_password(person=system_administrator, password=INITIAL, by=coordinator)
    with pytest.raises(ValidationError, match="不由秘书处开立"):
        change_account(person=leader, name="", role=Role.AUDIT, department=None, by=coordinator)
