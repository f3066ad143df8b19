"""Who may do what: the one place. Services ask `require`, views and templates ask `may`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from departments.models import Role

if TYPE_CHECKING:
    from departments.models import Person


class Right(StrEnum):
    SEE = "查看规划和指标"
    OVERSEE = "查看各单位的填报进度"
    RECORD = "录入和修改数值"
    REPORT = "填报本单位的数值"
    REVIEW = "审核报送的数值"
    ROUNDS = "开放、截止和发布填报轮次"
    DECIDE = "设定基期、允许偏差、填报单位和人工认定"
    PEOPLE = "管理账号"


DATA_READER = frozenset({Right.SEE, Right.OVERSEE})
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.COORDINATOR: frozenset(Right),
    Role.LIAISON: frozenset({Right.SEE, Right.REPORT}),
    Role.LEADER: DATA_READER,
    Role.EVALUATOR: DATA_READER,
    # The three administrators exclude each other and see no data; their own pages are not built yet.
    Role.SYSTEM: frozenset(),
    Role.SECURITY: frozenset(),
    Role.AUDIT: frozenset(),
}
# Whose accounts the secretariat opens and closes. The administrators' are made with a command.
ROLES_OPENED_BY_COORDINATOR = (Role.COORDINATOR, Role.LIAISON, Role.LEADER, Role.EVALUATOR)


def may(person: Person | AnonymousUser, right: Right) -> bool:
    return not isinstance(person, AnonymousUser) and person.is_active and right in RIGHTS[Role(person.role)]


def require(person: Person | AnonymousUser, right: Right) -> None:
    """Raises PermissionDenied with the sentence that the 403 page shows."""
    if not may(person, right):
        role = "未登录者" if isinstance(person, AnonymousUser) else Role(person.role).label
        raise PermissionDenied(f"{role}不能{right}。需要时请联系区残工委秘书处。")


def may_report_for(person: Person, department_id: int | None) -> bool:
    """Whether a department's answers may be written by this person: the secretariat's for all, a liaison's
    for the own department. What no department reports yet (None, 待明确) is the secretariat's."""
    if may(person, Right.RECORD):
        return True
    return may(person, Right.REPORT) and department_id is not None and department_id == person.department_id


def require_reporter(person: Person) -> None:
    """Raises PermissionDenied for whoever writes no values at all."""
    if not may(person, Right.RECORD):
        require(person, Right.REPORT)


def may_see_unapproved(person: Person, department_id: int | None) -> bool:
    """Approval makes a value be seen. Before that its own department sees it, and whoever sees everything."""
    if person.role == Role.LIAISON:
        return department_id is not None and department_id == person.department_id
    return may(person, Right.SEE)
