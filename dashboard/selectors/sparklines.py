"""The small trend of a table row as the numbers of an SVG: 72 × 22, from the plan's start to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.progress import Basis, Span
from indicators.progress.numbers import format_computed, with_unit
from indicators.progress.series import SeriesPoint, judged_series, target_level
from indicators.selectors.standings import Standing

WIDTH, TOP, BOTTOM = 72.0, 3.0, 18.5


@dataclass(frozen=True, slots=True)
class Spark:
    """``points`` is empty where there is nothing to draw; ``target_y`` is empty without a line to reach."""

    points: str
    last_x: str
    last_y: str
    target_y: str
    label: str


NOTHING = Spark("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Scale:
    """From days and values to the drawing's units."""

    start: date
    end: date
    low: float
    high: float

    def x(self, day: date) -> str:
        share = ((day - self.start).days + 1) / ((self.end - self.start).days + 1)
        return f"{min(max(share, 0.0), 1.0) * WIDTH:.1f}"

    def y(self, value: float) -> str:
        if self.high == self.low:
            return f"{(TOP + BOTTOM) / 2:.1f}"
        return f"{BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP):.1f}"


def spark_of(standing: Standing, as_of: date) -> Spark:
    series = comparable(standing, judged_series(standing.question, as_of))
    if not series:
        return NOTHING
    target = target_level(standing.question)
    values = [float(point.value) for point in series] + ([float(target)] if target is not None else [])
    plan = standing.facts.plan
    scale = Scale(plan.start, plan.end, min(values), max(values))
    points = [(scale.x(point.date), scale.y(float(point.value))) for point in series]
    return Spark(
        points=" ".join(f"{x},{y}" for x, y in points),
        last_x=points[-1][0],
        last_y=points[-1][1],
        target_y="" if target is None else scale.y(float(target)),
        label=spark_label(standing, series, target),
    )


def comparable(standing: Standing, series: Sequence[SeriesPoint]) -> Sequence[SeriesPoint]:
    """Of amounts that grow during a year only whole years can be compared; part of one stands alone."""
    question = standing.question
    if question.target.span is not Span.YEAR or question.measure.basis is Basis.POINT:
        return series
    whole = [point for point in series if point.period.part == point.period.per_year]
    return whole or series[-1:]


def spark_label(standing: Standing, series: Sequence[SeriesPoint], target: Decimal | None) -> str:
    """走势：2022年第一季度 60.1%，2023年第四季度 62.9%，共 8 期，虚线为 70%."""
    unit = standing.facts.unit
    ends = [series[0], series[-1]] if len(series) > 1 else series
    told = "，".join(
        f"{point.period.label} {with_unit(format_computed(point.value), unit)}" for point in ends
    )
    line = f"，虚线为 {with_unit(format_computed(target), unit)}" if target is not None else ""
    return f"走势：{told}，共 {len(series)} 期{line}"
