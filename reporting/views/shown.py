"""A row of the grid as the page shows it: its texts, its messages, its state of saving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from departments.models import Person
from indicators.choices import AnswerChoice, State
from indicators.models import Measure, Reading
from indicators.plausibility import Question
from indicators.progress.numbers import format_number
from indicators.rules import NUMBER_LABELS
from indicators.services.judging import CONTENT, Change, Outcome, version_of, wants_note
from reporting.forms.grid import Texts, printed, rate
from reporting.selectors.grid import Row
from reporting.views.shown_item import (
    Asked,
    Conflict,
    Difference,
    Shown,
    by_field,
    conflict_between,
    quoted_text,
    saved_at,
    state_of,
)

LABELS = {**NUMBER_LABELS, "answer": "本期情况", "note": "情况说明", "expected_on": "预计报送日"}
IN_ORDER = ("answer", "numerator", "denominator", "value", "expected_on", "note")
BLANK = "未填"
PLACES = 2


@dataclass(frozen=True, slots=True)
class ShownRow(Shown[Row, Texts]):
    @property
    def first_wrong(self) -> str:
        """The field that the error summary leads to."""
        named = next((name for name in IN_ORDER if name in self.messages), "")
        return named or ("numerator" if self.row.has_fraction else "value")

    @property
    def is_computed(self) -> bool:
        """本期值 follows from 分子 and 分母 and is not typed."""
        return self.row.has_fraction and bool(self.texts.numerator.strip() or self.texts.denominator.strip())

    @property
    def computed(self) -> str:
        return computed_text(self.row.measure, self.row.reading, self.row.guards) if self.is_computed else ""

    @property
    def value(self) -> str:
        return self.computed or self.texts.value

    @property
    def hides_value(self) -> bool:
        """A value typed beside 分子 and 分母 stays in sight until it is settled."""
        return self.is_computed and not self.texts.value.strip()

    @property
    def whole_year_value(self) -> str:
        whole = self.row.whole_year
        return self.texts.value or computed_text(self.row.measure, whole, self.row.guards)

    @property
    def answer_label(self) -> str:
        return AnswerChoice(self.texts.answer).label if self.texts.answer else BLANK

    @property
    def last(self) -> str:
        return value_text(self.row.last, self.row.guards)

    @property
    def last_period(self) -> str:
        last = self.row.last
        if last is None:
            return ""
        label = last.period.label
        return (
            label.removeprefix(f"{last.period.year}年") if last.period.year == self.row.period.year else label
        )


def untouched(row: Row, question: Question | None = None) -> ShownRow:
    """As it stands in the database, with what is to be explained about it."""
    if row.whole_year is not None:
        return ShownRow(row, Texts.of(row.whole_year), version_of(row.whole_year), "locked")
    held = saved(row, row.reading)
    if row.is_closed and row.reading and row.reading.answer and row.reading.state == State.APPROVED:
        return replace(held, state="locked", when="（已审核）")
    return held if row.is_locked else asking(held, question)


def asking(held: ShownRow, question: Question | None) -> ShownRow:
    """What was reported or returned keeps saying so."""
    if question is None:
        return held
    state = "needs_note" if held.state == "saved" else held.state
    return replace(held, state=state, question=asked(question))


def asked(question: Question) -> Asked:
    if question.suggestion is None:
        return Asked(question.sentence)
    number, field = printed(question.suggestion), question.suggested_field
    return Asked(question.sentence, number, field, f"{LABELS[field]}改为 {number}")


def saved(row: Row, reading: Reading | None) -> ShownRow:
    if reading is None or not reading.answer:
        return ShownRow(row, Texts.of(reading), version_of(reading), "blank")
    return ShownRow(row, Texts.of(reading), version_of(reading), state_of(reading), saved_at(reading))


def failed(row: Row, texts: Texts, seen_version: int, messages: dict[str, str]) -> ShownRow:
    return ShownRow(row, texts, seen_version, "failed", messages=messages)


def in_conflict(row: Row, texts: Texts, seen_version: int, conflict: Conflict) -> ShownRow:
    messages = {"conflict": conflict.sentence}
    return ShownRow(row, texts, seen_version, "conflict", messages=messages, conflict=conflict)


def shown(row: Row, texts: Texts, outcome: Outcome, reader: Person) -> ShownRow:
    """What became of a row that was sent."""
    seen = outcome.entry.seen_version or 0
    if outcome.change == Change.REFUSED:
        return failed(row, texts, seen, by_field(outcome.problems))
    if outcome.change == Change.CONFLICT:
        return in_conflict(row, texts, seen, conflict_of(row, outcome, reader))
    question = outcome.questions[0] if wants_note(outcome) else None
    if outcome.change == Change.QUESTIONED and question:
        # Not written: the message stands at its field until it is explained or put right.
        messages = {question.field: question.sentence}
        return ShownRow(row, texts, seen, "needs_note", messages=messages, question=asked(question))
    return asking(saved(replace(row, reading=outcome.reading), outcome.reading), question)


def conflict_of(row: Row, outcome: Outcome, reader: Person) -> Conflict:
    mine, theirs = outcome.entry, outcome.before
    differing = [
        Difference(LABELS[name], quoted(name, of(theirs, name)), quoted(name, getattr(mine, name)))
        for name in IN_ORDER
        if name in CONTENT and getattr(mine, name) != of(theirs, name)
    ]
    standing = saved(replace(row, reading=theirs), theirs)
    return conflict_between(standing, theirs, differing, reader)


def of(reading: Reading | None, name: str) -> object:
    blank = "" if name in ("answer", "note") else None
    return getattr(reading, name) if reading else blank


def quoted(name: str, content: object) -> str:
    if name == "answer":
        return f"“{AnswerChoice(str(content)).label if content else BLANK}”"
    if content in (None, ""):
        return "空白"
    if name in NUMBER_LABELS:
        return printed(content)  # type: ignore[arg-type]
    return quoted_text(str(content))


# --- words ------------------------------------------------------------------------------------------


def value_text(reading: Reading | None, guards: Iterable[Decimal]) -> str:
    if reading is None:
        return "—"
    computed = computed_text(reading.measure, reading, guards) or printed(reading.value)
    return f"{computed}%" if reading.measure.unit == "%" else computed


def computed_text(measure: Measure, reading: Reading | None, guards: Iterable[Decimal] = ()) -> str:
    """At most two decimals, the numbers it comes from stand beside it; more where rounding would pass a target."""
    if reading is None or reading.numerator is None or not reading.denominator:
        return ""
    value = rate(measure, reading.numerator, reading.denominator)
    return format_number(value, places=PLACES, guards=guards, comma=True)
