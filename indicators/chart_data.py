"""What a chart of one indicator shows: the judged values over time, and the lines they are held against.

Pure, like the engine it asks: no ORM, no HTML, no clock. Drawn by `drawing` (SVG) and `charts` (Plotly).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from indicators.progress import Assessment, Question, assess, path, target_level
from indicators.progress.case import Case, open_case
from indicators.progress.judged import value_of
from indicators.progress.numbers import HUNDRED, ZERO, format_computed, format_number, with_unit
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Comparator, Kind, Reading, Span
from indicators.progress.thresholds import LOWER_IS_BETTER
from indicators.progress.wording import FIRST_PARTS, spaced

WHOLE_YEAR = "全年"
ROUGH_FROM = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A value and what was to be said of the indicator on the last day of its period."""

    reading: Reading
    assessment: Assessment

    @property
    def period(self) -> Period:
        return self.reading.period


@dataclass(frozen=True, slots=True)
class Mark:
    day: date
    value: Decimal
    label: str
    text: str
    expected: Decimal | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line and what stands at its end."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``unit`` is that of the vertical axis; ``path`` runs from the baseline to the target."""

    unit: str
    quantity: str
    first: date
    last: date
    marks: tuple[Mark, ...]
    lower_is_better: bool = False
    baseline: Mark | None = None
    target: Level | None = None
    limit: Level | None = None
    path: tuple[Mark, ...] = ()
    expected: Mark | None = None
    projected: Mark | None = None
    reference: tuple[Mark, ...] = ()
    reference_name: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def newest(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def values(self) -> list[Decimal]:
        """Everything that is drawn, but for the projection, which may lead far away."""
        levels = [level.value for level in (self.target, self.limit) if level]
        single = [mark for mark in (self.baseline, self.expected) if mark]
        return levels + [mark.value for mark in (*self.marks, *single, *self.path, *self.reference)]

    def text(self, value: Decimal) -> str:
        guards = (self.target.value,) if self.target else ()
        return with_unit(format_computed(value, *guards), self.unit)


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


def whole_year(case: Case, assessment: Assessment) -> Decimal | None:
    """What fell by so many percent, as an amount of a whole year."""
    if assessment.gap is None or not assessment.partial:
        return assessment.value
    return from_percent(case, reduction_of(case.question, assessment))


def reduction_of(question: Question, assessment: Assessment) -> Decimal | None:
    """By how many percent it fell, like for like."""
    if assessment.gap is None or question.target.threshold is None:
        return None
    return question.target.threshold - assessment.gap


def from_percent(case: Case, percent: Decimal | None) -> Decimal | None:
    if percent is None or case.base is None:
        return None
    return case.base.value * (HUNDRED - percent) / HUNDRED


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


def quantity(case: Case) -> str:
    if case.target.span is Span.PLAN:
        return "规划期累计"
    if case.target.span is Span.YEAR and case.measure.basis is not Basis.POINT:
        return WHOLE_YEAR
    return "各期数值"


def baseline_mark(case: Case) -> Mark | None:
    base, unit = case.base, case.measure.unit
    if base is not None:
        return Mark(
            case.start, base.value, f"{base.year}年（基期）", with_unit(format_computed(base.value), unit)
        )
    if case.target.span is Span.PLAN:
        return Mark(case.start, ZERO, "规划期初", with_unit("0", unit))
    return None


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


def in_chart_terms(case: Case, now: Assessment, value: Decimal | None) -> Decimal | None:
    """The engine speaks of the percent of a reduction, the chart of amounts; of a partial amount without
    such a percent nothing can be drawn beside whole years."""
    if case.target.comparator is Comparator.REDUCE_BY:
        return from_percent(case, value)
    return None if now.partial and case.measure.scale is None else value


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


def ahead_of(chart: Chart) -> Decimal | None:
    """By how much the newest value lies above what was expected by now."""
    if chart.newest is None or chart.expected is None:
        return None
    return chart.newest.value - chart.expected.value


def about(value: Decimal, *guards: Decimal) -> str:
    """A projection is no finer than its guess, but never rounded across the target."""
    return format_number(value, places=1 if abs(value) >= ROUGH_FROM else 2, guards=guards)
