"""Targets with a threshold T: ≥ > ≤ < and 比某年下降. Met? If not, kept within its tolerance, or on pace?"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.progress.case import Case, Finding, comparable_base, share_of
from indicators.progress.judged import Judged
from indicators.progress.numbers import HUNDRED, ONE, ZERO, quotient
from indicators.progress.periods import Period
from indicators.progress.terms import Comparator, PlanTerms, Span, Verdict

FULFILS: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.MORE_THAN: operator.gt,
    Comparator.AT_MOST: operator.le,
    Comparator.LESS_THAN: operator.lt,
    Comparator.REDUCE_BY: operator.ge,
}
LOWER_IS_BETTER = {Comparator.AT_MOST, Comparator.LESS_THAN}
ONE_POINT, TWO_PERCENT = ONE, Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Standing:
    """Value, baseline and target in the target's own terms and like for like: percent of reduction for
    ``reduce_by``, and × share for a count of part of a year."""

    comparator: Comparator
    value: Decimal
    target: Decimal
    base: Decimal | None
    share: Decimal = ONE

    def fulfils(self, value: Decimal) -> bool:
        return FULFILS[self.comparator](value, self.target)

    @property
    def lower_is_better(self) -> bool:
        return self.comparator in LOWER_IS_BETTER

    @property
    def gap(self) -> Decimal:
        """What is still lacking; negative once the target is passed."""
        return self.value - self.target if self.lower_is_better else self.target - self.value

    @property
    def has_path(self) -> bool:
        """A path leads from a baseline that does not fulfil the target yet."""
        return self.base is not None and not self.fulfils(self.base)


def threshold_of(case: Case) -> Decimal:
    """Raises ValueError without T, which is an error at entry."""
    if case.target.threshold is None:
        raise ValueError(f"目标“{case.target.printed}”没有阈值。")
    return case.target.threshold


def standing_of(case: Case, judged: Judged) -> Standing | None:
    """None where there is nothing to compare: no judged value, or a reduction against 0."""
    if judged.value is None:
        return None
    base = comparable_base(case, judged)
    if case.target.comparator is Comparator.REDUCE_BY:
        return reduction_standing(threshold_of(case), judged.value, base[0] if base else None)
    share = share_of(case, judged)
    start = base[0] if base else ZERO if case.target.span is Span.PLAN else None
    return Standing(case.target.comparator, judged.value, threshold_of(case) * share, start, share)


def reduction_standing(threshold: Decimal, value: Decimal, base: Decimal | None) -> Standing | None:
    if not base:
        return None
    return Standing(Comparator.REDUCE_BY, quotient((base - value) * HUNDRED, base), threshold, ZERO)


def judge_threshold(case: Case, judged: Judged) -> Finding:
    standing = standing_of(case, judged)
    if standing is None:
        return Finding(Verdict.UNPACED, met=False)
    tolerance = tolerance_of(case, standing) if case.is_keep else None
    finding = Finding(
        verdict_if_met(case, judged),
        met=standing.fulfils(standing.value),
        value=judged.value,
        gap=standing.gap,
        tolerance=tolerance,
    )
    if not case.is_keep:
        finding = with_path(case, judged, standing, finding)
    return finding if finding.met else judge_unmet(case, standing, finding)


def judge_reduction(case: Case, judged: Judged) -> Finding:
    base = comparable_base(case, judged)
    if base is None:
        return Finding(Verdict.NO_REFERENCE, value=judged.value)
    if judged.value is None or base[0] != ZERO:
        return judge_threshold(case, judged)
    return judge_against_zero(case, judged)


def judge_against_zero(case: Case, judged: Judged) -> Finding:
    """Nothing can be reduced from 0: it is met while the value is 0 too, else it is a regression."""
    if judged.value == ZERO:
        return Finding(verdict_if_met(case, judged), met=True, value=judged.value)
    if case.final:
        return Finding(Verdict.MISSED, met=False, value=judged.value)
    if not case.elapsed_days and not case.is_keep:
        return Finding(Verdict.UNPACED, met=False, value=judged.value)
    return Finding(Verdict.AT_RISK, met=False, value=judged.value, regressed=not case.is_keep)


def verdict_if_met(case: Case, judged: Judged) -> Verdict:
    return Verdict.ON_TRACK if judged.partial and not case.final else Verdict.ACHIEVED


def judge_unmet(case: Case, standing: Standing, finding: Finding) -> Finding:
    if case.final:
        return replace(finding, verdict=Verdict.MISSED)
    if finding.tolerance is not None:
        near = standing.gap <= finding.tolerance
        return replace(finding, verdict=Verdict.LAGGING if near else Verdict.AT_RISK)
    return judge_pace(case, standing, finding)


def judge_pace(case: Case, standing: Standing, finding: Finding) -> Finding:
    """(v − b) / (expected − b), in one division so that a common factor of all numbers cancels exactly."""
    base = standing.base
    if base is None or not case.elapsed_days:
        return replace(finding, verdict=Verdict.UNPACED)
    if standing.fulfils(base):
        return replace(finding, verdict=Verdict.AT_RISK, regressed=True)
    if base == standing.target:
        worse = standing.value > base if standing.lower_is_better else standing.value < base
        if worse:
            return replace(finding, verdict=Verdict.AT_RISK, regressed=True)
        pace = ONE
    else:
        pace = quotient(
            (standing.value - base) * case.total_days, (standing.target - base) * case.elapsed_days
        )
    return replace(finding, verdict=verdict_of_pace(case.plan, pace), pace=pace, regressed=pace < ZERO)


def verdict_of_pace(plan: PlanTerms, pace: Decimal) -> Verdict:
    if pace >= plan.on_track_from:
        return Verdict.ON_TRACK
    return Verdict.LAGGING if pace >= plan.lagging_from else Verdict.AT_RISK


def with_path(case: Case, judged: Judged, standing: Standing, finding: Finding) -> Finding:
    projected = projected_value(case, judged, standing)
    return replace(
        finding,
        expected=expected_value(case, standing),
        projected=projected,
        projected_meets=None if projected is None else standing.fulfils(projected * standing.share),
        needed_per_period=None if finding.met or case.final else needed_per_period(case, standing),
    )


def expected_value(case: Case, standing: Standing) -> Decimal | None:
    """b + (T − b) × elapsed; none where no path leads: without a baseline, at elapsed 0, or from a baseline
    that already fulfils the target."""
    if standing.base is None or not standing.has_path or not case.elapsed_days:
        return None
    return standing.base + quotient((standing.target - standing.base) * case.elapsed_days, case.total_days)


def projected_value(case: Case, judged: Judged, standing: Standing) -> Decimal | None:
    """The straight line from the baseline through the value, from that reading's own date, at due: when the
    year is whole, hence ÷ share."""
    days = (judged.period.end - case.start).days
    if standing.base is None or days <= 0:
        return None
    at_due = standing.base * days + (standing.value - standing.base) * case.total_days
    return quotient(at_due, days * standing.share)


def needed_per_period(case: Case, standing: Standing) -> Decimal | None:
    """(T − v) / the periods left after the newest reading up to due."""
    frequency = case.measure.frequency
    newest = Period.last_ended(case.values[-1].period.end, frequency)
    last = Period.last_ended(case.target.due, frequency)
    left = (last.year - newest.year) * last.per_year + last.part - newest.part
    return quotient(standing.target - standing.value, left) if left > 0 else None


def tolerance_of(case: Case, standing: Standing) -> Decimal:
    """``keep``: 1 percentage point for %, else 2 % of the T that is compared with."""
    if case.target.tolerance is not None:
        return case.target.tolerance
    if case.measure.is_percent or standing.comparator is Comparator.REDUCE_BY:
        return ONE_POINT
    return abs(standing.target) * TWO_PERCENT
