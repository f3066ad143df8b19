"""What a chart draws, in the measure's own unit: the judged value over time, the expected path, the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.progress import judged as judging
from indicators.progress.case import base_of, open_case
from indicators.progress.numbers import HUNDRED, ONE, ZERO, exactly
from indicators.progress.periods import Period
from indicators.progress.terms import Comparator, Kind, Question, Span
from indicators.progress.thresholds import FULFILS


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    period: Period
    date: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """The straight line that 序时应达 walks along."""

    start: date
    start_value: Decimal
    due: date
    due_value: Decimal


@exactly
def judged_series(question: Question, as_of: date) -> tuple[SeriesPoint, ...]:
    """The judged value as it stood at each reading that counts: the year's total so far, the running total of
    the plan, the newest value. A ``reduce_by`` is drawn as the count itself, an ``in_step`` as each year's own
    growth, a rate counted from 1 January only where a year is complete."""
    case = open_case(question, as_of)
    points = []
    for count, reading in enumerate(case.values, start=1):
        judged = judging.judge(question.measure, question.target.span, case.values[:count])
        if judged.value is not None and judged.readings[-1] is reading:
            points.append(SeriesPoint(reading.period, reading.period.end, judged.value))
    return tuple(points)


@exactly
def target_level(question: Question) -> Decimal | None:
    """Where the dashed target line lies: T, what is left after the reduction, or the baseline that is held.
    None for ``rise`` and ``in_step``, and where the baseline is not known."""
    base, target = base_of(question), question.target
    if target.comparator is Comparator.HOLD:
        return base.value if base else None
    if target.comparator is Comparator.REDUCE_BY and target.threshold is not None:
        return base.value * (ONE - target.threshold / HUNDRED) if base else None
    return target.threshold if target.comparator in FULFILS else None


@exactly
def path(question: Question) -> Path | None:
    """None where no path leads: ``keep``, ``hold``, ``rise``, ``in_step``, no baseline, or one that already
    fulfils the target."""
    target, level, base = question.target, target_level(question), base_of(question)
    if target.comparator not in FULFILS or target.kind is Kind.KEEP or level is None:
        return None
    if base:
        start, value = date(base.year, 12, 31), base.value
    elif target.span is Span.PLAN:
        start, value = question.plan.start, ZERO
    else:
        return None
    falling = Comparator.AT_MOST if target.comparator is Comparator.REDUCE_BY else target.comparator
    return None if FULFILS[falling](value, level) else Path(start, value, target.due, level)
