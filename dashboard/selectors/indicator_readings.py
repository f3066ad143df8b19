"""各期数据: every answer of a measure with what was to be said of the indicator when its period ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dashboard.selectors.indicator_figures import table_text
from dashboard.selectors.rows import places
from dashboard.selectors.signs import sign_of
from indicators.choices import AnswerChoice, State, Via
from indicators.models import Reading
from indicators.progress import Assessment, Basis, assess
from indicators.progress.numbers import ZERO, format_number
from indicators.progress.periods import Period
from indicators.selectors.catalogue import plain
from indicators.selectors.standings import Standing


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """``words`` stand in place of a number: 不适用, 暂无数据. ``change`` is against the value before."""

    reading: Reading
    period: Period
    state: str
    state_label: str
    who: str
    at: datetime
    way: str
    note: str
    words: str = ""
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    change: str = ""
    mark: str = ""
    verdict: str = ""
    no_verdict: str = "—"
    is_overridden: bool = False

    @property
    def is_on_behalf(self) -> bool:
        return self.way == Via.ON_BEHALF.label

    @property
    def is_unusual_way(self) -> bool:
        return self.way != Via.PAGE.label


def answers(measure: int, since: date, *, unapproved: bool) -> list[Reading]:
    """Oldest first, of the periods that ended on ``since`` or later; one query."""
    rows = Reading.objects.filter(measure=measure, period_end__gte=since).exclude(answer="")
    if not unapproved:
        rows = rows.filter(state=State.APPROVED)
    return list(rows.select_related("entered_by", "measure").order_by("period_end", "period_code"))


def has_answers_before(measure: int, day: date) -> bool:
    return Reading.objects.filter(measure=measure, period_end__lt=day).exclude(answer="").exists()


def reading_rows(standing: Standing, readings: Sequence[Reading], as_of: date) -> tuple[ReadingRow, ...]:
    """Newest first; what ended after the day asked about is left out."""
    rows: list[ReadingRow] = []
    before: Reading | None = None
    for reading in readings:
        if reading.period_end <= as_of:
            rows.append(reading_row(standing, reading, before))
            before = reading if reading.answer == AnswerChoice.VALUE else before
    return tuple(reversed(rows))


def reading_row(standing: Standing, reading: Reading, before: Reading | None) -> ReadingRow:
    period, value = reading.period, reading.rate
    said = verdict_then(standing, reading)
    return ReadingRow(
        reading=reading,
        period=period,
        state=reading.state,
        state_label=State(reading.state).label,
        who=str(reading.entered_by),
        at=reading.entered_at,
        way=Via(reading.via).label,
        note=reading.note,
        words=words(reading),
        numerator=part(reading.numerator),
        denominator=part(reading.denominator),
        value="" if value is None else table_text(standing, plain_value(value)),
        change=change_text(standing, reading, before),
        mark=sign_of(said.verdict).value if said else "",
        verdict=said.verdict.label if said else "",
        no_verdict="规划期以前" if is_before_plan(standing, reading) else "—",
        is_overridden=bool(said and said.override_reason),
    )


def plain_value(value: Decimal) -> Decimal:
    return plain(value) if value == plain(value) else value


def verdict_then(standing: Standing, reading: Reading) -> Assessment | None:
    """Only what is approved counts, and so only that has a verdict."""
    if reading.state != State.APPROVED or is_before_plan(standing, reading):
        return None
    return assess(standing.question, reading.period_end)


def is_before_plan(standing: Standing, reading: Reading) -> bool:
    """A shared measure may be older than this plan: such values only serve to compare with."""
    return reading.period.start < standing.facts.plan.start


def words(reading: Reading) -> str:
    if reading.answer == AnswerChoice.VALUE:
        return ""
    label = AnswerChoice(reading.answer).label
    day = reading.expected_on
    return f"{label}，预计{day.year}年{day.month}月{day.day}日可报" if day else label


def part(number: Decimal | None) -> str:
    return "" if number is None else format_number(plain(number), comma=True)


def change_text(standing: Standing, reading: Reading, before: Reading | None) -> str:
    """An amount counted from 1 January is compared within its year only."""
    value, earlier = reading.rate, before.rate if before else None
    if value is None or before is None or earlier is None:
        return ""
    restarts = standing.question.measure.basis is Basis.YTD and before.period.year != reading.period.year
    if restarts or before.period.frequency is not reading.period.frequency:
        return ""
    return signed(value - earlier, places(standing))


def signed(change: Decimal, digits: int) -> str:
    """Zeros kept, so that the column aligns: +0.5, −1.0, 0.0."""
    text = format_number(change, places=digits, guards=(ZERO,), keep_zeros=True, comma=True)
    return f"+{text}" if change > ZERO else text
