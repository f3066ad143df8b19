"""The secretariat opens accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from conftest import OWNER
from departments import passwords
from departments.models import Department, DepartmentKind, Person, Role
from departments.services import open_account

INITIAL = "Initial-2025"


def department(name: str = OWNER) -> Department:
    return Department.objects.get(name=name)


def typed(**changed: Any) -> dict[str, Any]:
    given = {"username": "weijian", "name": "李敏", "role": "liaison", "password": INITIAL}
    return {**given, "department": department().pk, **changed}


def errors_of(client: Client, **changed: Any) -> dict[str, list[str]]:
    answer = client.post(reverse("person_new"), typed(**changed))
    assert answer.status_code == 200
    errors: dict[str, list[str]] = answer.context["form"].errors
    return errors


def test_a_liaison_can_sign_in_and_must_change_the_password(
    as_coordinator: Client, as_nobody: Client
) -> None:
    answer = as_coordinator.post(reverse("person_new"), typed())
    assert (answer.status_code, answer["Location"]) == (302, reverse("people"))
    person = Person.objects.get(username="weijian")
    assert (person.name, person.role, person.department) == ("李敏", Role.LIAISON, department())
    assert person.password_is_initial
    as_nobody.post(reverse("login"), {"username": "weijian", "password": INITIAL})
    assert as_nobody.get(reverse("tasks"))["Location"] == reverse("password_change")


def test_the_initial_password_is_shown_once(as_coordinator: Client) -> None:
    page = as_coordinator.post(reverse("person_new"), typed(), follow=True)
    assert INITIAL in page.content.decode()
    assert INITIAL not in as_coordinator.get(reverse("people")).content.decode()


def test_the_page_offers_a_password_that_is_good_enough(as_coordinator: Client) -> None:
    form = as_coordinator.get(reverse("person_new")).context["form"]
    offered = form["password"].value()
    assert len(offered) == passwords.GENERATED_LENGTH
    as_coordinator.post(reverse("person_new"), typed(password=offered))
    assert Person.objects.get(username="weijian").check_password(offered)


def test_who_opened_it_is_in_the_history(as_coordinator: Client, coordinator: Person) -> None:
    as_coordinator.post(reverse("person_new"), typed())
    row = Person.objects.get(username="weijian").history.get()
    assert (row.history_change_reason, row.history_user) == ("开立账号", coordinator)


def test_a_leader_needs_no_department(as_coordinator: Client) -> None:
    as_coordinator.post(reverse("person_new"), typed(role="leader", department=""))
    assert Person.objects.get(username="weijian").department is None


def test_a_liaison_needs_one(as_coordinator: Client) -> None:
    assert errors_of(as_coordinator, department="") == {"department": ["单位联络员必须选择所属单位。"]}


def test_nobody_belongs_to_a_group_of_departments(as_coordinator: Client) -> None:
    group = Department.objects.get(kind=DepartmentKind.GROUP)
    assert "department" in errors_of(as_coordinator, department=group.pk)


def test_a_taken_name_is_refused(as_coordinator: Client, liaison: Person) -> None:
    errors = errors_of(as_coordinator, username=liaison.username)
    assert errors == {"username": ["这个用户名已经有人使用，请换一个。"]}


def test_a_name_with_blanks_is_refused(as_coordinator: Client) -> None:
    errors = errors_of(as_coordinator, username="wei jian")
    assert errors == {"username": ["用户名只能用汉字、字母、数字和 . @ - _。"]}


def test_a_weak_password_is_refused(as_coordinator: Client) -> None:
    assert errors_of(as_coordinator, password="weijian1") == {
        "password": [
            "密码要含大写字母、小写字母、数字、其他符号中的至少三种。",
            "密码里不能含有用户名。",
        ]
    }


def test_what_was_typed_stays(as_coordinator: Client) -> None:
    answer = as_coordinator.post(reverse("person_new"), typed(password=""))
    assert 'value="李敏"' in answer.content.decode()
    assert not Person.objects.filter(username="weijian").exists()


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_administrators_are_not_the_secretariats_to_open(
    as_coordinator: Client, coordinator: Person, role: Role
) -> None:
    assert "role" in errors_of(as_coordinator, role=role.value, department="")
    with pytest.raises(ValidationError, match="不由秘书处开立"):
        open_account(username="admin", name="", role=role, department=None, password=INITIAL, by=coordinator)


def test_nobody_else_opens_accounts(liaison: Person, leader: Person, evaluator: Person) -> None:
    for person in (liaison, leader, evaluator):
        with pytest.raises(PermissionDenied, match="不能管理账号"):
            open_account(
                username="new", name="", role=Role.LEADER, department=None, password=INITIAL, by=person
            )
