"""What the tests of rounds share: a day that stands still, a quarter opened, and departments that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from conftest import person_of
from departments.models import Department, Person, Role
from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many
from reporting.models import Round, RoundItem
from reporting.selectors.board import DepartmentRow, board_of
from reporting.services.reviewing import approve_items
from reporting.services.rounds import close_round, open_round, publish_round
from tasks.models import Task, TaskNote
from tasks.services.notes import NoteEntry, record_notes

OnDay = Callable[[date], None]
OPENS, DUE = date(2024, 1, 2), date(2024, 1, 20)
IN_TIME, LATE = date(2024, 1, 10), date(2024, 1, 23)
VALUE = Decimal(90)
SMALL = "区文化和旅游局"
"""A department that is asked for one note and nothing else."""


def clock(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    """Sets the day: noon in Beijing."""

    def on(day: date) -> None:
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return on


def department(name: str) -> Department:
    return Department.objects.get(name=name)


def measure(code: str) -> Measure:
    return Measure.objects.get(code=code)


def opened(by: Person, period: str = "2023Q4", opens_on: date = OPENS, due_on: date = DUE) -> Round:
    return open_round(period=Period.parse(period), opens_on=opens_on, due_on=due_on, by=by)


def published(held: Round, by: Person) -> Round:
    """Whatever waits is approved first."""
    approve_all(held, by)
    close_round(held, by=by)
    return publish_round(held, by=by)


def approve_all(held: Round, by: Person) -> int:
    board = board_of(held)
    return approve_items([item.item for item in board.items if item.state == State.SUBMITTED], by=by)


def row_of(held: Round, name: str, today: date | None = None) -> DepartmentRow:
    row = board_of(held, only=department(name), today=today).row(department(name).pk)
    assert row is not None
    return row


def items_of(held: Round, name: str) -> list[RoundItem]:
    return [item.item for item in row_of(held, name).items]


def item_of(held: Round, code: str) -> RoundItem:
    return held.items.get(measure__code=code)


def liaison_of(name: str) -> Person:
    found = Person.objects.filter(role=Role.LIAISON, department__name=name).first()
    return found or person_of(Role.LIAISON, f"liaison{department(name).pk}", name)


def answer(by: Person, items: Iterable[RoundItem], *, state: State | None = None, value: Any = VALUE) -> None:
    """Whatever is asked: 90, or 很顺利."""
    found = list(items)
    entries = [
        Entry(item.measure, Period.parse(item.period_code), value=Decimal(value))
        for item in found
        if item.measure
    ]
    notes = [
        NoteEntry(item.task, item.department, Period.parse(item.period_code), progress="很顺利")
        for item in found
        if item.task
    ]
    record_many(entries, by=by, state=state)
    record_notes(notes, by=by, state=state)


def write(by: Person, code: str, value: Any, period: str = "2023Q4", **how: Any) -> None:
    record_many([Entry(measure(code), Period.parse(period), value=Decimal(value))], by=by, **how)


def write_note(by: Person, code: str, name: str, progress: str, period: str = "2023Q4", **how: Any) -> None:
    entry = NoteEntry(Task.objects.get(code=code), department(name), Period.parse(period), progress=progress)
    record_notes([entry], by=by, **how)


def stored(code: str, period: str = "2023Q4") -> Reading:
    return Reading.objects.get(measure__code=code, period_code=period)


def stored_note(code: str, name: str, period: str = "2023Q4") -> TaskNote:
    return TaskNote.objects.get(task__code=code, department__name=name, period_code=period)
