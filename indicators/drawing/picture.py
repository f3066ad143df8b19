"""The server-made SVG chart as plain values that a template writes out. Pure, no Django.

Coordinates are strings with one decimal: no locale of a template may write them with a comma.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.chart_data import Chart, Mark
from indicators.drawing.labels import Box, Label, Layout, Spot, box_of
from indicators.drawing.lines import gap, obstacles, projection, series
from indicators.drawing.scales import Axis, Scales, Size, axis_of, pixels, shown_values, tick_text, unit_note
from indicators.drawing.words import wanted


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    kind: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template draws. ``unit_note`` is what stands above the vertical axis."""

    size: Size
    axis: Axis
    unit_note: str
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    words: tuple[Words, ...]
    diamond: str


def draw(chart: Chart, size: Size) -> Drawing:
    axis = axis_of(shown_values(chart), size.ticks)
    scales = Scales(size, axis, chart.first, chart.last)
    return Drawing(
        size=size,
        axis=axis,
        unit_note=unit_note(chart, axis),
        rows=tuple(Tick(pixels(scales.y(value)), tick_text(value)) for value in axis.ticks),
        columns=tuple(year_ends(scales)),
        lines=tuple(lines(chart, scales)),
        dots=tuple(dots(chart, scales)),
        words=tuple(words(chart, scales)),
        diamond=diamond(*scales.at(chart.expected)) if chart.expected else "",
    )


def year_ends(scales: Scales) -> list[Tick]:
    years = range(scales.first.year, scales.last.year + 1)
    days = [day for year in years if scales.first <= (day := date(year, 12, 31)) <= scales.last]
    shown = days if len(days) > 1 else [scales.first, scales.last]
    suffix = "" if scales.size.is_narrow else "年底"
    return [Tick(pixels(scales.x(day)), f"{day.year}{suffix}") for day in shown]


def polyline(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{pixels(x)} {pixels(y)}" for x, y in points)


def lines(chart: Chart, scales: Scales) -> list[Line]:
    plot = scales.size.plot
    found = [
        Line(kind, polyline([(plot.left, scales.y(level.value)), (plot.right, scales.y(level.value))]))
        for kind, level in (("target", chart.target), ("limit", chart.limit))
        if level is not None
    ]
    drawn = (
        ("expected", [scales.at(mark) for mark in chart.path]),
        ("reference", [scales.at(mark) for mark in chart.reference]),
        ("projection", projection(chart, scales)),
        ("line", series(chart, scales)),
        ("gap", gap(chart, scales)),
    )
    return found + [Line(kind, polyline(points)) for kind, points in drawn if len(points) > 1]


def dots(chart: Chart, scales: Scales) -> list[Dot]:
    def dot(mark: Mark, kind: str) -> Dot:
        x, y = scales.at(mark)
        return Dot(pixels(x), pixels(y), kind)

    found = [dot(mark, "reference") for mark in chart.reference]
    found += [dot(chart.baseline, "baseline")] if chart.baseline else []
    found += [dot(mark, "partial" if mark.partial else "dot") for mark in chart.marks[:-1]]
    return found + [dot(mark, "partial-newest" if mark.partial else "newest") for mark in chart.marks[-1:]]


def diamond(x: float, y: float, r: float = 6.0) -> str:
    return polyline([(x, y - r), (x + r, y), (x, y + r), (x - r, y)]) + "Z"


def words(chart: Chart, scales: Scales) -> list[Words]:
    """The most important words choose their place first."""
    size = scales.size
    frame = Box(size.plot.left - 4, 4, size.width - 2, size.plot.bottom - 2)
    layout = Layout(frame, size.words)
    layout.avoid(obstacles(chart, scales))
    layout.written.append(box_of(unit_note(chart, scales.axis), Spot(2, 16), size.words))
    placed = layout.place(wanted(chart, scales))
    return [shown(label) for label in placed]


def shown(label: Label) -> Words:
    return Words(label.text, label.kind, pixels(label.x), pixels(label.y), label.anchor)
