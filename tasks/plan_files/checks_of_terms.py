"""A target against the measure that it speaks of: unit, direction, and what the engine can judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import Measure
from indicators.progress.checks import target_problems
from indicators.progress.periods import Frequency
from indicators.progress.terms import (
    Baseline,
    Basis,
    Comparator,
    Kind,
    MeasureTerms,
    PlanTerms,
    Span,
    TargetTerms,
)
from indicators.selectors.catalogue import measure_terms
from tasks.plan_files.checks_of_targets import Told, check_unit, spelt
from tasks.plan_files.entries import MeasureEntry, PlanEntry, TargetEntry

FLOORS = {Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.RISE}
CEILINGS = {Comparator.AT_MOST, Comparator.LESS_THAN, Comparator.REDUCE_BY}


@dataclass(frozen=True, slots=True)
class Measured:
    terms: MeasureTerms
    baseline: Baseline | None


def terms_of_entry(entry: MeasureEntry) -> Measured | None:
    """None where the entry could not be read, which has been said."""
    if entry.where.bad:
        return None
    terms = MeasureTerms(
        unit=entry.unit,
        frequency=Frequency(entry.frequency),
        basis=Basis(entry.basis),
        scale=entry.scale,
        higher_is_better=entry.higher_is_better,
    )
    return Measured(terms, baseline(entry.baseline_value, entry.baseline_year))


def terms_of_row(row: Measure) -> Measured:
    return Measured(measure_terms(row), baseline(row.baseline_value, row.baseline_year))


def baseline(value: Decimal | None, year: int | None) -> Baseline | None:
    return None if value is None or year is None else Baseline(value, year)


def check_terms(target: TargetEntry, measured: Measured, plan: PlanEntry, told: Told) -> None:
    lines = target.where.keys.values()
    if target.where.bad or told.problems.any_in(target.where.file, lines):
        return  # one sentence about a target that contradicts itself is enough
    check_unit(target.printed, measured.terms.unit, told)
    check_direction(target, measured.terms, told)
    if target.due and plan.start and plan.end:
        plan_terms = PlanTerms(plan.start, plan.end, plan.on_track_from, plan.lagging_from)
        terms = target_terms(target, target.due)
        for sentence in target_problems(plan_terms, measured.terms, terms, measured.baseline):
            told.say("span" if target.span != Span.LATEST else "comparator", f"：{sentence}")


def check_direction(target: TargetEntry, measure: MeasureTerms, told: Told) -> None:
    wrong = CEILINGS if measure.higher_is_better else FLOORS
    if target.comparator in wrong:
        better = "越高越好" if measure.higher_is_better else "越低越好"
        called = spelt(target.comparator)
        told.say("comparator", f"的数据项是数值{better}（higher_is_better），比较方式却是{called}。")


def target_terms(target: TargetEntry, due: date) -> TargetTerms:
    return TargetTerms(
        printed=target.printed,
        comparator=Comparator(target.comparator),
        due=due,
        threshold=target.threshold,
        span=Span(target.span),
        kind=Kind(target.kind),
        tolerance=target.tolerance,
        base_year=target.base_year,
    )
