"""What departments said about one task, newest quarter first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from departments.access import may_see_unapproved
from departments.models import Person
from indicators.choices import State
from indicators.progress.periods import Period
from tasks.models import TaskNote


@dataclass(frozen=True, slots=True)
class Quarter:
    """``notes`` stand in the departments' printed order."""

    period: Period
    notes: tuple[TaskNote, ...]


def quarters_of(task_code: str, as_of: date, *, reader: Person) -> tuple[Quarter, ...]:
    """One query. What is not approved yet is seen by its own department and by whoever sees everything."""
    found = TaskNote.objects.filter(task__code=task_code, period_end__lte=as_of)
    ordered = found.select_related("department", "entered_by").order_by("-period_end", "department__position")
    seen = [note for note in ordered if is_seen(note, reader)]
    return tuple(Quarter(period, notes) for period, notes in by_period(seen))


def is_seen(note: TaskNote, reader: Person) -> bool:
    if not note.is_answered:
        return False
    return note.state == State.APPROVED or may_see_unapproved(reader, note.department_id)


def by_period(notes: Iterable[TaskNote]) -> Iterable[tuple[Period, tuple[TaskNote, ...]]]:
    return ((period, tuple(group)) for period, group in groupby(notes, key=lambda note: note.period))
