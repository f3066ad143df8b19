"""Targets without a threshold of their own: 稳步提升, 保持稳定, 与某项基本同步."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.progress.case import Case, Finding, comparable_base, last_day, same_periods
from indicators.progress.judged import (
    Judged,
    by_year,
    combined,
    covered,
    is_complete,
    total_of_year,
    value_of,
)
from indicators.progress.numbers import ZERO, mean_growth
from indicators.progress.terms import Answer, MeasureTerms, Reading, Span, Verdict
from indicators.progress.thresholds import ONE_POINT, TWO_PERCENT, verdict_if_met


@dataclass(frozen=True, slots=True)
class YearPoint:
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Running:
    """The newest reading's year while it is not complete: its value so far, and 同期 one year before."""

    judged: Judged
    value: Decimal
    year_before: Decimal | None

    def fell_by_more_than(self, tolerance: Decimal) -> bool:
        return self.year_before is not None and self.year_before - self.value > tolerance


@dataclass(frozen=True, slots=True)
class Course:
    """``falls`` are the years below the one before by more than the tolerance; ``running_fell`` says it of
    the running year."""

    points: tuple[YearPoint, ...]
    falls: tuple[int, ...]
    running: Running | None
    running_fell: bool

    @property
    def fell(self) -> bool:
        return bool(self.falls) or self.running_fell

    @property
    def rose(self) -> bool:
        return self.points[-1].value > self.points[0].value


def rise_tolerance(case: Case) -> Decimal:
    return ZERO if case.target.tolerance is None else case.target.tolerance


def course_of(case: Case) -> Course:
    years = by_year(case.values)
    points = tuple(complete_years(case, years))
    if case.base:
        points = (YearPoint(case.base.year, case.base.value), *points)
    tolerance = rise_tolerance(case)
    falls = tuple(b.year for a, b in pairwise(points) if a.value - b.value > tolerance)
    running = running_year(case, years[case.values[-1].period.year])
    return Course(points, falls, running, running is not None and running.fell_by_more_than(tolerance))


def year_judged(case: Case, readings: Sequence[Reading]) -> Judged:
    """The newest reading for span ``latest``, the total for span ``year``."""
    made_of = total_of_year(case.measure, readings) if case.target.span is Span.YEAR else (readings[-1],)
    return Judged(combined(case.measure, made_of), made_of, covered(case.measure, readings))


def complete_years(case: Case, years: dict[int, list[Reading]]) -> list[YearPoint]:
    """The complete years after the baseline's."""
    first = case.base.year + 1 if case.base else 0
    judged = {
        year: year_judged(case, readings)
        for year, readings in years.items()
        if year >= first and is_complete(case.measure, readings)
    }
    return [YearPoint(year, found.value) for year, found in judged.items() if found.value is not None]


def running_year(case: Case, readings: Sequence[Reading]) -> Running | None:
    if is_complete(case.measure, readings):
        return None
    judged = year_judged(case, readings)
    if judged.value is None:
        return None
    return Running(judged, judged.value, same_periods(case, judged, judged.period.year - 1))


def judge_rise(case: Case, judged: Judged) -> Finding:
    course = course_of(case)
    tolerance = rise_tolerance(case)
    if len(course.points) < 2:
        return Finding(Verdict.UNPACED, met=False, value=judged.value, tolerance=tolerance)
    return Finding(rise_verdict(case, course), met=course.rose, value=judged.value, tolerance=tolerance)


def rise_verdict(case: Case, course: Course) -> Verdict:
    if case.final:
        return Verdict.ACHIEVED if course.rose else Verdict.MISSED
    if not course.rose:
        return Verdict.AT_RISK
    return Verdict.LAGGING if course.fell else Verdict.ON_TRACK


def hold_tolerance(case: Case, base: Decimal) -> Decimal:
    """1 percentage point for %, else 2 % of the b that is compared with."""
    if case.target.tolerance is not None:
        return case.target.tolerance
    return ONE_POINT if case.measure.is_percent else abs(base) * TWO_PERCENT


def judge_hold(case: Case, judged: Judged) -> Finding:
    """Not met means out of the tolerance already, so there is no lagging."""
    base = comparable_base(case, judged)
    if base is None:
        return Finding(Verdict.NO_REFERENCE, value=judged.value)
    if judged.value is None:
        return Finding(Verdict.UNPACED, met=False)
    tolerance = hold_tolerance(case, base[0])
    gap = base[0] - judged.value if case.measure.higher_is_better else judged.value - base[0]
    met = gap <= tolerance
    unmet = Verdict.MISSED if case.final else Verdict.AT_RISK
    verdict = verdict_if_met(case, judged) if met else unmet
    return Finding(verdict, met=met, value=judged.value, gap=gap, tolerance=tolerance)


@dataclass(frozen=True, slots=True)
class Growths:
    """Both series over the years both have, and their mean yearly growth in %."""

    years: tuple[int, ...]
    own: tuple[Decimal, ...]
    reference: tuple[Decimal, ...]

    own_mean: Decimal
    reference_mean: Decimal

    @property
    def difference(self) -> Decimal:
        return self.own_mean - self.reference_mean


def growth_by_year(measure: MeasureTerms, readings: Sequence[Reading]) -> dict[int, Decimal]:
    """A reading that ends with the year is that year's growth over the year before."""
    return {
        reading.period.year: value_of(measure, reading)
        for reading in readings
        if reading.answer is Answer.VALUE and reading.period.part == reading.period.per_year
    }


def growths_of(case: Case) -> Growths | None:
    """None without a common year in the plan."""
    reference = case.question.reference
    if reference is None:
        return None
    own = growth_by_year(case.measure, case.values)
    last = last_day(case.question, case.as_of)
    inside = [r for r in reference.readings if r.period.start >= case.plan.start and r.period.end <= last]
    other = growth_by_year(case.measure, inside)
    years = tuple(sorted(own.keys() & other.keys()))
    if not years:
        return None
    common, reference_common = [own[year] for year in years], [other[year] for year in years]
    return Growths(
        years, tuple(common), tuple(reference_common), mean_growth(common), mean_growth(reference_common)
    )


def step_tolerance(case: Case) -> Decimal:
    return ONE_POINT if case.target.tolerance is None else case.target.tolerance


def judge_in_step(case: Case, judged: Judged) -> Finding:
    growths = growths_of(case)
    if growths is None:
        return Finding(Verdict.NO_REFERENCE)
    tolerance = step_tolerance(case)
    difference = growths.difference
    met = difference >= -tolerance
    return Finding(
        step_verdict(case, difference, tolerance), met=met, value=growths.own_mean, tolerance=tolerance
    )


def step_verdict(case: Case, difference: Decimal, tolerance: Decimal) -> Verdict:
    if difference >= -tolerance:
        return Verdict.ACHIEVED if case.final else Verdict.ON_TRACK
    if case.final:
        return Verdict.MISSED
    return Verdict.LAGGING if difference >= -2 * tolerance else Verdict.AT_RISK
