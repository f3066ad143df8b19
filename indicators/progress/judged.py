"""The value that is judged: one section of ``progress.md``, one function for each of its bullets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.progress.numbers import ONE, ZERO, quotient
from indicators.progress.periods import MONTHS, Frequency, Period
from indicators.progress.terms import Basis, MeasureTerms, Reading, Span


@dataclass(frozen=True, slots=True)
class Judged:
    """``value`` is None where nothing can be judged yet: a rate counted from 1 January has no complete year.

    ``readings`` are those the value is made of, ``period`` is that of the last of them;
    ``share`` is None but where the year as a whole is meant.
    """

    value: Decimal | None
    readings: tuple[Reading, ...]
    share: Decimal | None = None

    @property
    def period(self) -> Period:
        return self.readings[-1].period

    @property
    def partial(self) -> bool:
        return self.share is not None and self.share < ONE

    @property
    def as_entered(self) -> bool:
        return len(self.readings) == 1 and self.readings[0].numerator is None


def value_of(measure: MeasureTerms, reading: Reading) -> Decimal:
    """分子/分母 × scale, unrounded, or the value as entered. Raises ValueError where neither is there."""
    if reading.numerator is not None and reading.denominator:
        return quotient(reading.numerator * (measure.scale or ONE), reading.denominator)
    if reading.value is None or reading.numerator is not None:
        raise ValueError(f"{reading.period.label}的数据没有数值，或分母为 0。")
    return reading.value


def combined(measure: MeasureTerms, readings: Sequence[Reading]) -> Decimal | None:
    """The sum of counts; of rates Σ numerator / Σ denominator. Percentages are never added: None."""
    if measure.scale is None or len(readings) == 1:
        return sum((value_of(measure, reading) for reading in readings), ZERO)
    parts = [(r.numerator, r.denominator) for r in readings if r.numerator is not None and r.denominator]
    if len(parts) < len(readings):
        return None
    numerator, denominator = (sum(column, ZERO) for column in zip(*parts, strict=True))
    return quotient(numerator * measure.scale, denominator)


def by_year(readings: Iterable[Reading]) -> dict[int, list[Reading]]:
    years: dict[int, list[Reading]] = {}
    for reading in readings:
        years.setdefault(reading.period.year, []).append(reading)
    return years


def total_of_year(measure: MeasureTerms, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings that make up a year's total: all for flow, the newest otherwise."""
    return tuple(readings) if measure.basis is Basis.FLOW else (readings[-1],)


def is_complete(measure: MeasureTerms, readings: Sequence[Reading]) -> bool:
    """A year is complete when its last period has a reading, and for flow all of them."""
    newest = readings[-1].period
    if measure.basis is Basis.FLOW:
        return covered(measure, readings) == ONE
    return newest.part == newest.per_year


def covered(measure: MeasureTerms, readings: Sequence[Reading]) -> Decimal:
    """The share of its year: for flow what the readings' own periods cover, else what the newest covers."""
    if measure.basis is Basis.FLOW:
        months = sum(MONTHS[reading.period.frequency] for reading in readings)
    else:
        months = readings[-1].period.part * MONTHS[readings[-1].period.frequency]
    return Decimal(months) / 12


def judge_latest(measure: MeasureTerms, values: Sequence[Reading]) -> Judged:
    return Judged(value_of(measure, values[-1]), (values[-1],))


def judge_plan(measure: MeasureTerms, values: Sequence[Reading]) -> Judged:
    years = by_year(values).values()
    readings = tuple(reading for year in years for reading in total_of_year(measure, year))
    return Judged(combined(measure, readings), readings)


def judge_year(measure: MeasureTerms, values: Sequence[Reading]) -> Judged:
    """A state has no total: its newest value stands for the year."""
    if measure.basis is Basis.POINT:
        return judge_latest(measure, values)
    years = by_year(values)
    if measure.scale is not None and measure.basis is Basis.YTD:
        return judge_complete_year(measure, years, values[-1])
    readings = years[values[-1].period.year]
    made_of = total_of_year(measure, readings)
    return Judged(combined(measure, made_of), made_of, covered(measure, readings))


def judge_complete_year(measure: MeasureTerms, years: dict[int, list[Reading]], newest: Reading) -> Judged:
    """A rate counted from 1 January means nothing before the year is over."""
    complete = [readings[-1] for readings in years.values() if is_complete(measure, readings)]
    if not complete:
        return Judged(None, (newest,))
    return Judged(value_of(measure, complete[-1]), (complete[-1],), ONE)


SPANS = {Span.LATEST: judge_latest, Span.PLAN: judge_plan, Span.YEAR: judge_year}


def judge(measure: MeasureTerms, span: Span, values: Sequence[Reading]) -> Judged:
    """``values`` are the readings that count, oldest first, at least one."""
    return SPANS[span](measure, values)


def missing_periods(
    measure: MeasureTerms, judged: Judged, answered: Iterable[Reading], due: Period
) -> tuple[Period, ...]:
    """Periods of the judged year that were due and are not in the value; 不适用 answers its period."""
    if not judged.partial or judged.period.frequency is Frequency.YEARLY:
        return ()
    known = {reading.period for reading in answered}
    first = judged.period.part + 1 if measure.basis is Basis.YTD else 1
    last = judged.period.per_year
    year = (Period(judged.period.year, measure.frequency, part) for part in range(first, last + 1))
    return tuple(period for period in year if period not in known and period.end <= due.end)
