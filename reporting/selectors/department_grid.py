"""What one department fills in one quarter: its indicators of all plans, and its tasks' progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from django.utils import timezone

from departments.access import Right, may
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.periods import Period
from indicators.workflow import REPORTED
from reporting.models import Round, RoundItem, RoundState
from reporting.selectors.grid import Grid, Row, returned_because
from reporting.selectors.template import asking_indicators, department_rows, first_duties
from tasks.models import Task, TaskNote


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One task in a department's quarter, with what stands."""

    task: Task
    duty: str
    department: Department
    period: Period
    note: TaskNote | None = None
    is_closed: bool = False

    @property
    def code(self) -> str:
        return self.task.code

    @property
    def name(self) -> str:
        return self.task.title

    @property
    def is_locked(self) -> bool:
        return self.is_closed

    @property
    def answer(self) -> TaskNote | None:
        return self.note

    @property
    def is_answered(self) -> bool:
        return self.note is not None and self.note.is_answered


AnyRow = TypeVar("AnyRow", Row, NoteRow)


class Group(StrEnum):
    """What has to be done first stands first."""

    RETURNED = "被退回"
    OPEN = "待填报"
    DONE = "已报送、已审核"


def group_of(row: Row | NoteRow) -> Group:
    if returned_because(row.answer):
        return Group.RETURNED
    is_done = row.is_answered and row.answer is not None and row.answer.state in REPORTED
    return Group.DONE if is_done else Group.OPEN


@dataclass(frozen=True)
class DepartmentQuarter:
    """``round`` is the quarter's, if it was opened; ``due`` the department's own day."""

    grid: Grid
    notes: tuple[NoteRow, ...]
    round: Round | None
    due: date | None
    today: date

    @property
    def is_empty(self) -> bool:
        return not self.grid.rows and not self.notes

    @cached_property
    def everything(self) -> list[Row | NoteRow]:
        return [*self.grid.rows, *self.notes]

    @property
    def closed_because(self) -> str:
        """Why nothing can be filled on the page; empty where the round takes reports."""
        return closed_because(self.round, self.grid.quarter, self.today)

    @property
    def left(self) -> int:
        return sum(not row.is_answered for row in self.everything)

    @property
    def unreported(self) -> int:
        return sum(group_of(row) != Group.DONE for row in self.everything)

    @property
    def returned(self) -> list[Row | NoteRow]:
        return [row for row in self.everything if group_of(row) == Group.RETURNED]

    def note(self, code: str) -> NoteRow | None:
        return next((row for row in self.notes if row.code == code), None)


def closed_because(held: Round | None, quarter: Period, today: date) -> str:
    if held is None:
        return f"{quarter.label}还没有开放填报，现在只能查看。开放后在这里填写。"
    state = held.state_on(today)
    if state == RoundState.PLANNED:
        return f"{quarter.label}到{held.opens_on:%-m月%-d日}才开放填报，现在只能查看。"
    if state == RoundState.PUBLISHED:
        return f"{quarter.label}已发布，不能再改。确有差错请联系秘书处更正。"
    return ""


def department_quarter(
    department: Department, quarter: Period, held: Round | None, *, reader: Person
) -> DepartmentQuarter:
    """Nine queries at most, whatever the number of rows. Once a round is open, it asks for what was written down
    then; what a person may not change is closed."""
    asking = list(asking_indicators(department, quarter))
    rows: list[Row] = department_rows(department, quarter, asking)
    notes = note_rows(department, quarter)
    due = None
    if held is not None:
        asked = list(RoundItem.objects.filter(round=held, department=department))
        measures, tasks = {item.measure_id for item in asked}, {item.task_id for item in asked}
        rows = [row for row in rows if row.measure.pk in measures]
        notes = [row for row in notes if row.task.pk in tasks]
        due = due_day(held, department)
    today = timezone.localdate()
    is_closed = bool(closed_because(held, quarter, today))
    grid = Grid(department, quarter, tuple(closed(rows, reader, is_closed)))
    return DepartmentQuarter(grid, tuple(closed(notes, reader, is_closed)), held, due, today)


def due_day(held: Round, department: Department) -> date:
    extension = held.extensions.filter(department=department).first()
    return max(extension.due_on, held.due_on) if extension else held.due_on


def note_rows(department: Department, quarter: Period) -> list[NoteRow]:
    found = TaskNote.objects.filter(department=department, period_code=quarter.code)
    by_task = {note.task_id: note for note in found.select_related("entered_by")}
    return [
        NoteRow(duty.task, duty.get_duty_display(), department, quarter, by_task.get(duty.task_id))
        for duty in first_duties(department, quarter)
    ]


def closed(rows: Iterable[AnyRow], reader: Person, all_of_them: bool) -> list[AnyRow]:
    return [replace(row, is_closed=all_of_them or is_settled(row.answer, reader)) for row in rows]


def is_settled(answer: Reading | TaskNote | None, reader: Person) -> bool:
    """Approved: only the secretariat changes it."""
    if answer is None or not answer.is_answered or answer.state != State.APPROVED:
        return False
    return not may(reader, Right.RECORD)


def grouped(rows: Sequence[Any], *, by_theme: bool) -> list[tuple[str, list[Any]]]:
    """(heading, rows) of shown rows: what was returned, what is to be filled, what is done."""
    found: list[tuple[str, list[Any]]] = []
    for group in Group:
        inside = [shown for shown in rows if group_of(shown.row) == group]
        if group == Group.OPEN and by_theme:
            themes = groupby(inside, key=lambda shown: shown.row.theme)
            found += [(f"{group}：{theme}", list(members)) for theme, members in themes]
        elif inside:
            found.append((f"{group} {len(inside)} 项", inside))
    return found
