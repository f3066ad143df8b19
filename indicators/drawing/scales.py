"""From days and values to the points of a drawing: its size, its axis with round numbers, its scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.chart_data import Chart, Mark
from indicators.drawing.labels import Box
from indicators.progress.numbers import ONE, ZERO, format_number

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
# From 0 where that costs no more than this share of the height.
ZERO_COSTS = Decimal("0.55")
# Below the lowest value there is room for its words.
ROOM_BELOW = Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Size:
    """``words`` is the height for which room is kept: that of 大字, so that words fit in both."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    words: float
    ticks: int
    is_narrow: bool = False

    @property
    def right_edge(self) -> int:
        return self.width - self.right

    @property
    def base(self) -> int:
        return self.height - self.bottom

    @property
    def tick_x(self) -> int:
        return self.left - 10

    @property
    def plot(self) -> Box:
        return Box(self.left, self.top, self.right_edge, self.base)


WIDE = Size("wide", 960, 400, left=56, right=150, top=36, bottom=44, words=17.5, ticks=5)
NARROW = Size("narrow", 360, 320, left=46, right=12, top=36, bottom=40, words=17.5, ticks=5, is_narrow=True)


@dataclass(frozen=True, slots=True)
class Axis:
    """The vertical axis: where it begins and ends, and its marks."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    @property
    def starts_at_zero(self) -> bool:
        return self.low <= 0 <= self.high


def axis_of(values: Sequence[Decimal], wanted: int = 5) -> Axis:
    """Round numbers around the values; from 0 where that leaves them room enough."""
    low, high = spread(min(values), max(values))
    if ZERO <= low <= high * ZERO_COSTS:
        low = ZERO
    step = round_step((high - low) / wanted)
    bottom = math.floor(low / step) * step
    if low - bottom < (high - low) * ROOM_BELOW and low:
        bottom -= step
    if low >= ZERO > bottom:
        bottom = ZERO
    return Axis(bottom, math.ceil(high / step) * step, step)


def spread(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """A single value still needs an axis."""
    if low != high:
        return low, high
    return (low - abs(low) / 10, high + abs(high) / 10) if low else (-ONE, ONE)


def round_step(rough: Decimal) -> Decimal:
    """1, 2, 2.5 or 5 times a power of ten, not below ``rough``."""
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)


@dataclass(frozen=True, slots=True)
class Scales:
    size: Size
    axis: Axis
    first: date
    last: date

    def x(self, day: date) -> float:
        plot = self.size.plot
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return plot.left + (plot.right - plot.left) * share

    def y(self, value: Decimal) -> float:
        plot = self.size.plot
        share = float((value - self.axis.low) / (self.axis.high - self.axis.low))
        return plot.bottom - (plot.bottom - plot.top) * share

    def at(self, mark: Mark) -> tuple[float, float]:
        return self.x(mark.day), self.y(mark.value)


def shown_values(chart: Chart) -> list[Decimal]:
    """With the projection, unless it leads so far away that it would flatten everything else."""
    values = chart.values or [Decimal(0), Decimal(1)]
    if chart.projected is None:
        return values
    reach = max(values) - min(values)
    near = min(values) - reach <= chart.projected.value <= max(values) + reach
    return [*values, chart.projected.value] if near else values


def unit_note(chart: Chart, axis: Axis) -> str:
    """An axis that does not begin at 0 says so."""
    what = f"{chart.quantity}（{chart.unit}）" if chart.unit else chart.quantity
    return what if axis.starts_at_zero else f"{what}，纵轴从 {tick_text(axis.low)} 起"


def tick_text(value: Decimal) -> str:
    return format_number(value.normalize() if value else ZERO, comma=True)


def pixels(value: float) -> str:
    text = f"{value:.1f}"
    return "0.0" if text == "-0.0" else text
