"""What the secretariat reviews: each item with what it needs to be judged, by department or by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from departments.models import Department
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.numbers import ZERO, difference_unit, format_computed, format_number, with_unit
from indicators.progress.terms import Basis
from indicators.selectors.catalogue import IndicatorFacts
from indicators.selectors.supposing import Supposed, Supposing
from reporting.models import Round, RoundState
from reporting.reading_words import in_words
from reporting.selectors.board import BLANK, Board, BoardItem, DepartmentRow, board_of
from reporting.selectors.board_page import ITEM_LABELS
from reporting.selectors.grid import values_before
from tasks.models import TaskNote

IN_ORDER = (State.SUBMITTED, State.RETURNED, State.DRAFT, BLANK, State.APPROVED)
PLACES = 2


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """``parts`` are 分子/分母 where the value is computed from them; ``supposed`` what approval would make of it."""

    held: BoardItem
    late: int
    value: str = ""
    parts: str = ""
    last: str = ""
    change: str = ""
    targets: tuple[IndicatorFacts, ...] = ()
    supposed: tuple[Supposed, ...] = ()
    note: TaskNote | None = None

    @property
    def pk(self) -> int:
        return self.held.item.pk

    @property
    def department(self) -> Department:
        return self.held.item.department

    @property
    def answer(self) -> Reading | TaskNote | None:
        return self.held.answer

    @property
    def tick(self) -> str:
        """What is sent to approve exactly this: the item, and the version that is shown."""
        return f"{self.pk}-{self.answer.version if self.answer else 0}"

    @property
    def way(self) -> str:
        """Said where it is not the usual one."""
        via = self.answer.via if self.answer else Via.PAGE
        return "" if via == Via.PAGE else Via(via).label


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one state: readings and notes apart, because their columns differ."""

    state: str
    readings: tuple[ReviewLine, ...]
    notes: tuple[ReviewLine, ...]

    @property
    def label(self) -> str:
        return ITEM_LABELS[self.state]

    @property
    def total(self) -> int:
        return len(self.readings) + len(self.notes)

    @property
    def is_waiting(self) -> bool:
        return self.state == State.SUBMITTED

    @property
    def lines(self) -> tuple[ReviewLine, ...]:
        return self.readings + self.notes


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """``row`` is the department's, where the page is one's."""

    round: Round
    sections: tuple[Section, ...]
    row: DepartmentRow | None = None

    @property
    def waiting(self) -> int:
        return self.count(State.SUBMITTED)

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def is_final(self) -> bool:
        return self.round.state == RoundState.PUBLISHED

    def count(self, state: str) -> int:
        return sum(section.total for section in self.sections if section.state == state)


def department_review(held: Round, pk: int) -> ReviewPage | None:
    """None where the round asks nothing of that department. Six queries."""
    board = board_of(held, only=Department(pk=pk))
    row = board.row(pk)
    return None if row is None else ReviewPage(held, sections(row.items, board), row)


def indicators_review(held: Round) -> ReviewPage:
    """The readings of all departments, in the indicators' order. Six queries."""
    board = board_of(held)
    readings = [item for item in board.items if item.item.measure_id is not None]
    return ReviewPage(held, sections(sorted(readings, key=measure_position), board))


def measure_position(held: BoardItem) -> int:
    return held.item.measure.position if held.item.measure else 0


def sections(items: Sequence[BoardItem], board: Board) -> tuple[Section, ...]:
    """What waits comes first; empty ones are left out."""
    lines = list(review_lines(items, board))
    found = (section(state, [line for line in lines if line.held.state == state]) for state in IN_ORDER)
    return tuple(each for each in found if each.total)


def section(state: str, lines: Iterable[ReviewLine]) -> Section:
    held = list(lines)
    readings = tuple(line for line in held if line.held.item.measure_id is not None)
    return Section(state, readings, tuple(line for line in held if line not in readings))


def review_lines(items: Sequence[BoardItem], board: Board) -> Iterable[ReviewLine]:
    supposing = Supposing()
    measures = [item.item.measure_id for item in items if item.item.measure_id is not None]
    last = values_before(board.round.period_end, measures)
    for item in items:
        late = item.days_late(board.today)
        if item.item.measure is None:
            yield ReviewLine(item, late, note=item.answer if isinstance(item.answer, TaskNote) else None)
        else:
            yield reading_line(item, late, item.item.measure, last.get(item.item.measure.pk), supposing)


def reading_line(
    item: BoardItem, late: int, measure: Measure, last: Reading | None, supposing: Supposing
) -> ReviewLine:
    targets = tuple(supposing.targets(measure.pk))
    reading = item.answer if isinstance(item.answer, Reading) else None
    if reading is None:
        return ReviewLine(item, late, last=number_words(last, measure, targets), targets=targets)
    return ReviewLine(
        item,
        late,
        value=number_words(reading, measure, targets),
        parts=in_words(reading, measure.unit) if reading.numerator is not None else "",
        last=number_words(last, measure, targets),
        change=change_words(reading, last, measure),
        targets=targets,
        supposed=tuple(supposing.with_answer(reading)),
    )


def number_words(reading: Reading | None, measure: Measure, targets: Iterable[IndicatorFacts]) -> str:
    """With two decimals, more where rounding would seem to reach a target; 不适用, 暂无数据; — for nothing."""
    if reading is None or not reading.answer:
        return "—"
    if reading.rate is None:
        return in_words(reading, measure.unit)
    guards = [target.threshold for target in targets if target.threshold is not None]
    text = format_number(reading.rate, places=PLACES, guards=guards, comma=True)
    return with_unit(text if reading.numerator is not None else in_words(reading, ""), measure.unit)


def change_words(reading: Reading, last: Reading | None, measure: Measure) -> str:
    """An amount counted from 1 January is compared within its year only."""
    if last is None or reading.rate is None or last.rate is None:
        return ""
    restarts = measure.basis == Basis.YTD and last.period.year != reading.period.year
    if restarts or last.period.frequency is not reading.period.frequency:
        return ""
    change = reading.rate - last.rate
    text = format_computed(change, ZERO)
    return with_unit(f"+{text}" if change > ZERO else text, difference_unit(measure.unit))
