"""What a department would report now: ready, blank, odd; and what it has reported already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from departments.access import may_report_for
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Reading
from indicators.workflow import TRANSITIONS, Step
from reporting.models import Round
from reporting.reading_words import in_words
from reporting.selectors.board import BLANK, BoardItem, DepartmentRow, board_of
from reporting.selectors.department_grid import closed_because
from tasks.models import TaskNote


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """``remark`` is what to look at before reporting."""

    held: BoardItem
    words: str
    remark: str = ""

    @property
    def code(self) -> str:
        return self.held.code

    @property
    def reading(self) -> Reading | None:
        return self.held.answer if isinstance(self.held.answer, Reading) else None


@dataclass(frozen=True, slots=True)
class CheckPage:
    ready: tuple[CheckedItem, ...]
    blank: tuple[CheckedItem, ...]
    reported: tuple[CheckedItem, ...]
    due: date
    today: date
    closed: str

    @property
    def remarks(self) -> list[CheckedItem]:
        return [item for item in self.ready if item.remark]

    @property
    def days_late(self) -> int:
        return max((self.today - self.due).days, 0)


def can_submit(item: BoardItem, by: Person) -> bool:
    """A measure that another department reports by now is not in this one's way."""
    measure = item.item.measure
    owner = measure.reporting_department_id if measure else item.item.department_id
    return item.state in TRANSITIONS[Step.SUBMIT].before and may_report_for(by, owner)


def check_page(held: Round, department: Department, *, reader: Person) -> CheckPage | None:
    """Four queries. None where the round asks nothing of the department."""
    board = board_of(held, only=department)
    row = board.row(department.pk)
    if row is None:
        return None
    return CheckPage(
        ready=tuple(checked(item) for item in row.items if can_submit(item, reader)),
        blank=tuple(checked(item) for item in row.items if item.state == BLANK),
        reported=tuple(checked(item) for item in row.items if item.is_reported),
        due=row.due,
        today=board.today,
        closed=closed_because(held, held.period, board.today),
    )


def checked(item: BoardItem) -> CheckedItem:
    is_unchanged = item.state == State.RETURNED and item.answer is not None
    remark = f"退回后没有改动。退回理由：{item.answer.return_reason}" if is_unchanged and item.answer else ""
    return CheckedItem(item, words_of(item.answer), remark)


def words_of(answer: Reading | TaskNote | None) -> str:
    if isinstance(answer, Reading):
        return in_words(answer, answer.measure.unit)
    return answer.progress or answer.obstacles or answer.next_steps if answer else ""


def reported_items(row: DepartmentRow) -> list[BoardItem]:
    """Whatever was reported once, also what was returned since."""
    return [item for item in row.items if item.reported_at is not None and item.state != BLANK]
