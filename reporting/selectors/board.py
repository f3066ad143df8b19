"""The board of a round: each department's items with their state, and the rates that follow from them.

A department's state is derived from its items and never set: 未开始 · 填报中 · 已报送 · 已退回 · 已审核.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from departments.models import Department
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.periods import Frequency, Period
from indicators.workflow import REPORTED
from reporting.models import Extension, Round, RoundItem
from tasks.models import TaskNote

BLANK = "blank"
"""An item that nobody has answered; the others are called as their reading or note (`State`)."""


class Submission(StrEnum):
    """报送: how far a department is; the value is what components/tag.html knows."""

    NOT_STARTED = "not_started"
    FILLING = "filling"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


LABELS = {
    Submission.NOT_STARTED: "未开始",
    Submission.FILLING: "填报中",
    Submission.SUBMITTED: "已报送",
    Submission.RETURNED: "已退回",
    Submission.APPROVED: "已审核",
}
URGENCY = [
    Submission.RETURNED,
    Submission.NOT_STARTED,
    Submission.FILLING,
    Submission.SUBMITTED,
    Submission.APPROVED,
]


def submission_of(states: Iterable[str]) -> Submission:
    """Of a department, from its items' states."""
    found = set(states)
    if State.RETURNED in found:
        return Submission.RETURNED
    if found <= {BLANK}:
        return Submission.NOT_STARTED
    if found <= {State.APPROVED}:
        return Submission.APPROVED
    return Submission.SUBMITTED if found <= REPORTED else Submission.FILLING


@dataclass(frozen=True, slots=True)
class BoardItem:
    """``answer`` is its reading or note, in whatever state; ``due`` its department's own day."""

    item: RoundItem
    code: str
    name: str
    due: date
    answer: Reading | TaskNote | None

    @property
    def state(self) -> str:
        return BLANK if self.answer is None or not self.answer.is_answered else self.answer.state

    @property
    def reported_at(self) -> datetime | None:
        return self.answer.reported_at if self.answer else None

    @property
    def is_reported(self) -> bool:
        return self.state in REPORTED

    @property
    def is_on_time(self) -> bool:
        """First reported by the due day; a return afterwards does not make it late."""
        at = self.reported_at
        return at is not None and timezone.localdate(at) <= self.due

    @property
    def was_returned(self) -> bool:
        return self.answer is not None and self.answer.times_returned > 0

    def days_late(self, today: date) -> int:
        """Counted to the day it was reported, or to today while it was not."""
        until = timezone.localdate(self.reported_at) if self.reported_at else today
        return max((until - self.due).days, 0)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    department: Department
    items: tuple[BoardItem, ...]
    due: date
    extension: Extension | None = None

    @property
    def submission(self) -> Submission:
        return submission_of(item.state for item in self.items)

    @property
    def label(self) -> str:
        return LABELS[self.submission]

    @property
    def reported(self) -> int:
        return sum(item.is_reported for item in self.items)

    @property
    def left(self) -> int:
        return len(self.items) - self.reported

    @property
    def is_complete(self) -> bool:
        return not self.left

    @property
    def is_on_time(self) -> bool:
        return self.is_complete and all(item.is_on_time for item in self.items)

    @property
    def waiting(self) -> int:
        """For review."""
        return sum(item.state == State.SUBMITTED for item in self.items)

    @property
    def returned(self) -> int:
        return sum(item.state == State.RETURNED for item in self.items)

    def days_late(self, today: date) -> int:
        """Of the item that is latest."""
        return max((item.days_late(today) for item in self.items), default=0)

    def is_overdue(self, today: date) -> bool:
        return not self.is_complete and today > self.due


@dataclass(frozen=True, slots=True)
class Rate:
    """Prints its two numbers: 33 / 42 家."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        return "—" if not self.whole else f"{self.part * 100 / self.whole:.1f}%"


@dataclass(frozen=True, slots=True)
class Board:
    round: Round
    rows: tuple[DepartmentRow, ...]
    today: date

    def row(self, department: int) -> DepartmentRow | None:
        return next((row for row in self.rows if row.department.pk == department), None)

    @property
    def items(self) -> list[BoardItem]:
        return [item for row in self.rows for item in row.items]

    @property
    def reporting_rate(self) -> Rate:
        """报送率: departments with every item reported / departments asked."""
        return Rate(sum(row.is_complete for row in self.rows), len(self.rows))

    @property
    def punctuality_rate(self) -> Rate:
        """及时率: departments with every item reported by their own due day / departments asked."""
        return Rate(sum(row.is_on_time for row in self.rows), len(self.rows))

    @property
    def return_rate(self) -> Rate:
        """退回率: items returned at least once / items reported."""
        reported = [item for item in self.items if item.reported_at is not None]
        return Rate(sum(item.was_returned for item in reported), len(reported))

    @property
    def overdue(self) -> list[DepartmentRow]:
        return [row for row in self.rows if row.is_overdue(self.today)]

    @property
    def by_urgency(self) -> list[DepartmentRow]:
        """What has to be done first: 已退回, 逾期, 待审核, the rest in printed order."""
        return sorted(self.rows, key=self.urgency)

    def urgency(self, row: DepartmentRow) -> tuple[int, int, int]:
        rank = 0 if row.returned else 1 if row.is_overdue(self.today) else 2 if row.waiting else 3
        return rank, -row.days_late(self.today), URGENCY.index(row.submission)


def board_of(held: Round, *, only: Department | None = None, today: date | None = None) -> Board:
    """Four queries. ``only`` narrows it to one department."""
    items = list(items_of(held, only))
    return assembled(held, items, readings_of(items), notes_of(held, only), today)


def assembled(
    held: Round,
    items: Sequence[RoundItem],
    readings: Mapping[tuple[int, str], Reading],
    notes: Mapping[tuple[int | None, int], TaskNote],
    today: date | None = None,
) -> Board:
    """``items`` in the departments' order."""
    extensions = {extension.department_id: extension for extension in held.extensions.all()}

    def answer(item: RoundItem) -> Reading | TaskNote | None:
        if item.measure_id is not None:
            return reading_for(item, readings)
        return notes.get((item.task_id, item.department_id))

    def row(department: Department, own: Sequence[RoundItem]) -> DepartmentRow:
        extension = extensions.get(department.pk)
        due = max(extension.due_on, held.due_on) if extension else held.due_on
        return DepartmentRow(department, tuple(board_item(i, due, answer(i)) for i in own), due, extension)

    return Board(held, tuple(row(*group) for group in by_department(items)), today or timezone.localdate())


def by_department(items: Iterable[RoundItem]) -> Iterator[tuple[Department, list[RoundItem]]]:
    for _, group in groupby(items, key=lambda item: item.department_id):
        own = list(group)
        yield own[0].department, own


def items_of(held: Round, only: Department | None) -> QuerySet[RoundItem]:
    found = held.items.select_related("department", "measure", "task")
    if only is not None:
        found = found.filter(department=only)
    return found.order_by("department__position", "department_id", "position")


def readings_of(items: Iterable[RoundItem]) -> dict[tuple[int, str], Reading]:
    wanted = [item for item in items if item.measure_id is not None]
    found = Reading.objects.filter(
        measure__in={item.measure_id for item in wanted},
        period_code__in={code for item in wanted for code in (item.period_code, year_of(item))},
    ).select_related("entered_by", "measure")
    return {(reading.measure_id, reading.period_code): reading for reading in found}


def reading_for(item: RoundItem, readings: Mapping[tuple[int, str], Reading]) -> Reading | None:
    """A year that was reported as a whole answers for its quarters, which can then not be entered."""
    assert item.measure_id is not None  # noqa: S101 - asked only for measures
    own = readings.get((item.measure_id, item.period_code))
    whole = readings.get((item.measure_id, year_of(item)))
    is_whole = whole is not None and whole.is_answered and not (own and own.is_answered)
    return whole if is_whole else own


def year_of(item: RoundItem) -> str:
    return Period(Period.parse(item.period_code).year, Frequency.YEARLY).code


def notes_of(held: Round, only: Department | None) -> dict[tuple[int | None, int], TaskNote]:
    found = TaskNote.objects.filter(period_code=held.period_code).select_related("entered_by")
    if only is not None:
        found = found.filter(department=only)
    return {(note.task_id, note.department_id): note for note in found}


def board_item(item: RoundItem, due: date, answer: Reading | TaskNote | None) -> BoardItem:
    if item.measure is not None:
        return BoardItem(item, item.measure.code, item.measure.name, due, answer)
    assert item.task is not None  # noqa: S101 - item_asks_for_one_thing
    return BoardItem(item, item.task.code, item.task.title, due, answer)
