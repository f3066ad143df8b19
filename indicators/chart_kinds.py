"""One chart for each kind of target: against a threshold, as a reduction, by its course, beside a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from indicators.chart_data import Chart, Level, Mark, Step, about
from indicators.chart_marks import (
    baseline_mark,
    drawn,
    hold_limit,
    in_chart_terms,
    keep_limit,
    marks_of,
    quantity,
    reference_marks,
    whole_year,
)
from indicators.progress import Assessment, Comparator, Question, assess, path, target_level
from indicators.progress.case import Case, open_case
from indicators.progress.judged import value_of
from indicators.progress.numbers import HUNDRED, ZERO, format_computed, with_unit
from indicators.progress.thresholds import LOWER_IS_BETTER
from indicators.progress.wording import spaced


def steps(question: Question, as_of: date) -> tuple[Step, ...]:
    """One for each value that counts, oldest first."""
    values = open_case(question, as_of).values
    return tuple(Step(reading, assess(question, reading.period.end)) for reading in values)


def chart_of(question: Question, as_of: date, course: Sequence[Step]) -> Chart:
    case, now = open_case(question, as_of), assess(question, as_of)
    comparator = question.target.comparator
    if comparator is Comparator.IN_STEP:
        return growth_chart(case, course)
    if comparator in (Comparator.RISE, Comparator.HOLD):
        return trend_chart(case, now, course)
    reduces = comparator is Comparator.REDUCE_BY and any(step.assessment.gap is not None for step in course)
    return reduction_chart(case, now, course) if reduces else threshold_chart(case, now, course)


def threshold_chart(case: Case, now: Assessment, course: Sequence[Step]) -> Chart:
    """The value itself against T. Without its baseline a reduction has no T in these terms."""
    target, unit = case.target, case.measure.unit
    marks = marks_of(case, [(step, step.assessment.value) for step in drawn(case, course)])
    comparable = target.comparator is not Comparator.REDUCE_BY and target.threshold is not None
    level = (
        Level(target.threshold, spaced("目标", target.printed))
        if comparable and target.threshold is not None
        else None
    )
    return with_lines(
        case,
        now,
        Chart(
            unit=unit,
            quantity=quantity(case),
            first=case.start,
            last=target.due,
            marks=marks,
            lower_is_better=target.comparator in LOWER_IS_BETTER,
            baseline=baseline_mark(case),
            target=level,
            limit=keep_limit(case, now),
            lowest=ZERO,
            highest=HUNDRED if case.measure.is_percent and case.measure.scale else None,
        ),
    )


def reduction_chart(case: Case, now: Assessment, course: Sequence[Step]) -> Chart:
    """The year's amounts on their way down from the base year's. Part of a year is drawn as the whole year
    that it amounts to like for like: what the engine compares."""
    target, base = case.target, case.base
    pairs = [(step, whole_year(case, step.assessment)) for step in drawn(case, course)]
    level = target_level(case.question)
    return with_lines(
        case,
        now,
        Chart(
            unit=case.measure.unit,
            quantity=quantity(case),
            first=case.start,
            last=target.due,
            marks=marks_of(case, pairs),
            lower_is_better=True,
            baseline=baseline_mark(case),
            target=None if base is None or level is None else Level(level, reduction_text(case, level)),
            lowest=ZERO,
        ),
    )


def reduction_text(case: Case, level: Decimal) -> str:
    printed = case.target.printed.removeprefix(f"比{case.target.base_year}年")
    return f"{spaced('目标', printed)}（{with_unit(format_computed(level), case.measure.unit)}）"


def trend_chart(case: Case, now: Assessment, course: Sequence[Step]) -> Chart:
    """稳步提升, 保持稳定: the baseline is what values are held against. Part of a year's amount would stand
    far below whole years and say nothing."""
    shown = [step for step in drawn(case, course) if not step.assessment.partial]
    marks = marks_of(case, [(step, step.assessment.value) for step in shown])
    base = case.base
    level = (
        Level(base.value, f"基期 {with_unit(format_computed(base.value), case.measure.unit)}")
        if base
        else None
    )
    return Chart(
        unit=case.measure.unit,
        quantity=quantity(case),
        first=case.start,
        last=case.target.due,
        marks=marks,
        lower_is_better=not case.measure.higher_is_better,
        baseline=baseline_mark(case),
        target=level,
        limit=hold_limit(case, now),
    )


def growth_chart(case: Case, course: Sequence[Step]) -> Chart:
    reference = case.question.reference
    pairs = [(step, value_of(case.measure, step.reading)) for step in course]
    return Chart(
        unit=case.measure.unit,
        quantity="比上年增长",
        first=case.start,
        last=case.target.due,
        marks=marks_of(case, pairs),
        reference=reference_marks(case),
        reference_name=reference.name if reference else "",
    )


def with_lines(case: Case, now: Assessment, chart: Chart) -> Chart:
    """The expected path and the projection, where the engine knows them."""
    line, newest = path(case.question), chart.newest
    if line is None:
        return chart
    begin = Mark(line.start, line.start_value, "起点", chart.text(line.start_value))
    end = Mark(line.due, line.due_value, f"{line.due.year}年底", chart.text(line.due_value))
    return replace(
        chart,
        path=(begin, end),
        expected=expected_mark(case, now, chart),
        projected=projected_mark(case, now, chart) if newest and newest.day < chart.last else None,
    )


def expected_mark(case: Case, now: Assessment, chart: Chart) -> Mark | None:
    """Where time is: the newest ended period, which may be later than the newest value."""
    value = in_chart_terms(case, now, now.expected)
    if value is None or now.met or case.due_period is None:
        return None
    day = min(max(case.due_period.end, chart.first), chart.last)
    return Mark(day, value, case.due_period.label, f"序时应达 {chart.text(value)}")


def projected_mark(case: Case, now: Assessment, chart: Chart) -> Mark | None:
    exact = in_chart_terms(case, now, now.projected)
    if exact is None:
        return None
    value = reachable(exact, chart)
    limit = "" if value == exact else "（封顶）" if value == chart.highest else "（到底）"
    text = with_unit(about(value, *(() if chart.target is None else (chart.target.value,))), chart.unit)
    return Mark(chart.last, value, f"{chart.last.year}年底", f"照此 {text}{limit}")


def reachable(projected: Decimal, chart: Chart) -> Decimal:
    """A share cannot pass 100 %, nor an amount fall below 0, wherever the straight line leads."""
    if chart.highest is not None and projected > chart.highest:
        return chart.highest
    return chart.lowest if chart.lowest is not None and projected < chart.lowest else projected
