"""The points and limits of a chart, with the words that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.chart_data import WHOLE_YEAR, Level, Mark, Step, reduction_of
from indicators.progress import Assessment, Basis, Comparator, Kind, Period, Span
from indicators.progress.case import Case
from indicators.progress.judged import value_of
from indicators.progress.numbers import HUNDRED, ZERO, format_computed, with_unit
from indicators.progress.thresholds import LOWER_IS_BETTER
from indicators.progress.wording import FIRST_PARTS


def drawn(case: Case, course: Sequence[Step]) -> list[Step]:
    """Of amounts that grow during a year only whole years can be compared, and the running year's newest."""
    if case.target.span is not Span.YEAR or case.measure.basis is Basis.POINT:
        return list(course)
    is_rate = case.measure.scale is not None and case.measure.basis is Basis.YTD
    newest = None if is_rate else course[-1:]
    return [
        step for step in course if step.period.part == step.period.per_year or (newest and step is newest[0])
    ]


def marks_of(case: Case, pairs: Sequence[tuple[Step, Decimal | None]]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            day=step.period.end,
            value=value,
            label=mark_label(case, step),
            text=step_text(case, step, value),
            expected=in_chart_terms(case, step.assessment, step.assessment.expected),
            partial=step.assessment.partial,
        )
        for step, value in pairs
        if value is not None
    )


def step_text(case: Case, step: Step, value: Decimal) -> str:
    """105 起（折算全年 140 起）."""
    unit, said = case.measure.unit, step.assessment
    if not said.partial or said.value is None or said.value == value:
        return mark_text(case, value, unit)
    return f"{mark_text(case, said.value, unit)}（折算全年 {mark_text(case, value, unit)}）"


def mark(case: Case, period: Period, value: Decimal, unit: str) -> Mark:
    return Mark(period.end, value, period.label, mark_text(case, value, unit))


def mark_text(case: Case, value: Decimal, unit: str) -> str:
    threshold = None if case.target.comparator is Comparator.REDUCE_BY else case.target.threshold
    return with_unit(format_computed(value, *([] if threshold is None else [threshold])), unit)


def mark_label(case: Case, step: Step) -> str:
    """2023年前三季度 where a year's amount is meant, 截至…累计 where it is the plan's."""
    period = step.period
    if case.target.span is Span.YEAR and case.measure.basis is not Basis.POINT:
        return f"{period.year}年{FIRST_PARTS[period.frequency][period.part - 1]}"
    return period.label


def in_chart_terms(case: Case, now: Assessment, value: Decimal | None) -> Decimal | None:
    """The engine speaks of the percent of a reduction, the chart of amounts; of a partial amount without
    such a percent nothing can be drawn beside whole years."""
    if case.target.comparator is Comparator.REDUCE_BY:
        return from_percent(case, value)
    return None if now.partial and case.measure.scale is None else value


def from_percent(case: Case, percent: Decimal | None) -> Decimal | None:
    if percent is None or case.base is None:
        return None
    return case.base.value * (HUNDRED - percent) / HUNDRED


def whole_year(case: Case, assessment: Assessment) -> Decimal | None:
    """What fell by so many percent, as an amount of a whole year."""
    if assessment.gap is None or not assessment.partial:
        return assessment.value
    return from_percent(case, reduction_of(case.question, assessment))


def reference_marks(case: Case) -> tuple[Mark, ...]:
    reference = case.question.reference
    if reference is None:
        return ()
    inside = [
        reading
        for reading in reference.readings
        if reading.value is not None
        and case.plan.start <= reading.period.start
        and reading.period.end <= case.as_of
    ]
    inside.sort(key=lambda reading: reading.period.end)
    return tuple(mark(case, r.period, value_of(case.measure, r), case.measure.unit) for r in inside)


def baseline_mark(case: Case) -> Mark | None:
    base, unit = case.base, case.measure.unit
    if base is not None:
        return Mark(
            case.start, base.value, f"{base.year}年（基期）", with_unit(format_computed(base.value), unit)
        )
    if case.target.span is Span.PLAN:
        return Mark(case.start, ZERO, "规划期初", with_unit("0", unit))
    return None


def quantity(case: Case) -> str:
    if case.target.span is Span.PLAN:
        return "规划期累计"
    if case.target.span is Span.YEAR and case.measure.basis is not Basis.POINT:
        return WHOLE_YEAR
    return "各期数值"


def keep_limit(case: Case, now: Assessment) -> Level | None:
    """How far below what is asked every year 进展滞后 reaches."""
    if case.target.kind is not Kind.KEEP or now.tolerance is None or case.target.threshold is None:
        return None
    above = case.target.comparator in LOWER_IS_BETTER
    value = case.target.threshold + (now.tolerance if above else -now.tolerance)
    return Level(value, f"允许偏差 {with_unit(format_computed(value), case.measure.unit)}")


def hold_limit(case: Case, now: Assessment) -> Level | None:
    if case.target.comparator is not Comparator.HOLD or case.base is None or now.tolerance is None:
        return None
    value = case.base.value + (-now.tolerance if case.measure.higher_is_better else now.tolerance)
    word = "不低于" if case.measure.higher_is_better else "不高于"
    return Level(value, f"{word} {with_unit(format_computed(value), case.measure.unit)}")
