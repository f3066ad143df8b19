"""账号 as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from departments.models import Person
from departments.sheets import Cell, Table

HEADINGS = ("用户名", "姓名", "角色", "单位", "状态", "最近登录")


def people_table(people: Iterable[Person]) -> Table:
    rows = tuple(person_cells(person) for person in people)
    return Table(f"账号_{timezone.localdate().isoformat()}", "账号", HEADINGS, rows)


def person_cells(person: Person) -> tuple[Cell, ...]:
    department = person.department.name if person.department else ""
    role = person.get_role_display()
    return (person.username, person.name, role, department, person_state(person), person.last_login)


def person_state(person: Person) -> str:
    """As accounts/person_state.html says it."""
    if not person.is_active:
        return "已停用"
    return "有效，未改初始密码" if person.password_is_initial else "有效"
