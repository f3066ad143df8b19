"""The tasks that the list shows, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from departments.sheets import Cell, Table
from tasks.selectors import DutyFacts
from tasks.selectors.pages import Filters, Light, Line

FIRST = ("规划", "领域", "任务编码", "任务名称")
LAST = ("牵头单位", "负责单位", "指标", "量化要求（项）")


def tasks_table(groups: Sequence[tuple[str, list[Line]]], filters: Filters, as_of: date) -> Table:
    """该单位职责 stands there where the list is filtered by a department, as on the page."""
    own = ("该单位职责",) if filters.department else ()
    rows = tuple(cells(line, with_duty=bool(own)) for _, lines in groups for line in lines)
    return Table(f"任务_{as_of.isoformat()}", "任务", (*FIRST, *own, *LAST), rows)


def cells(line: Line, *, with_duty: bool) -> tuple[Cell, ...]:
    task = line.task
    return (
        task.plan_title,
        task.theme,
        task.code,
        task.title,
        *((line.duty,) if with_duty else ()),
        names(task.leads) or ("未分牵头" if task.duties else "待明确"),
        names(task.responsible) or ("无" if task.duties else "待明确"),
        "；".join(light_text(light) for light in line.lights),
        len(task.commitments),
    )


def names(duties: Iterable[DutyFacts]) -> str:
    return "、".join(duty.department.name for duty in duties)


def light_text(light: Light) -> str:
    facts = light.standing.facts
    return f"{facts.code} {facts.name}（{light.verdict}）"
