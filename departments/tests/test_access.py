"""Who may do what, as one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from departments.access import RIGHTS, Right, may, may_report_for, may_see_unapproved, require
from departments.models import Person, Role


def test_every_role_has_its_rights_written_down() -> None:
    assert set(RIGHTS) == set(Role)


def test_only_the_secretariat_and_liaisons_change_anything() -> None:
    changing = set(Right) - {Right.SEE, Right.OVERSEE}
    assert [role for role in Role if RIGHTS[role] & changing] == [Role.COORDINATOR, Role.LIAISON]
    assert RIGHTS[Role.LIAISON] == {Right.SEE, Right.REPORT}


DEPARTMENT, ANOTHER = 1, 2


@pytest.mark.parametrize(
    ("role", "reports", "sees_unapproved"),
    [
        (Role.COORDINATOR, [DEPARTMENT, ANOTHER, None], [DEPARTMENT, ANOTHER, None]),
        (Role.LIAISON, [DEPARTMENT], [DEPARTMENT]),
        (Role.LEADER, [], [DEPARTMENT, ANOTHER, None]),
        (Role.EVALUATOR, [], [DEPARTMENT, ANOTHER, None]),
        (Role.SYSTEM, [], []),
    ],
)
def test_a_liaison_answers_for_the_own_department_only(
    role: Role, reports: list[int | None], sees_unapproved: list[int | None]
) -> None:
    """None is what nobody reports yet: 待明确."""
    person = Person(username="x", role=role, department_id=DEPARTMENT)
    departments = [DEPARTMENT, ANOTHER, None]
    assert [d for d in departments if may_report_for(person, d)] == reports
    assert [d for d in departments if may_see_unapproved(person, d)] == sees_unapproved


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_administrators_see_no_data(role: Role) -> None:
    assert RIGHTS[role] == frozenset()


def test_a_closed_account_may_nothing() -> None:
    closed = Person(username="x", role=Role.COORDINATOR, is_active=False)
    assert not any(may(closed, right) for right in Right)


def test_the_refusal_says_who_may_not_do_what_and_whom_to_ask() -> None:
    with pytest.raises(PermissionDenied, match=r"领导不能管理账号。需要时请联系区残工委秘书处。"):
        require(Person(username="x", role=Role.LEADER), Right.PEOPLE)
    with pytest.raises(PermissionDenied, match="未登录者不能查看规划和指标"):
        require(AnonymousUser(), Right.SEE)
