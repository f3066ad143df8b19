"""Which words stand in the chart, and the places each may take."""

from __future__ import annotations

from decimal import Decimal

from indicators.chart_data import Chart, Mark, ahead_of
from indicators.drawing.labels import Spot, Wanted
from indicators.drawing.lines import gap, projection
from indicators.drawing.scales import Scales
from indicators.progress.numbers import ZERO, difference_unit, format_computed, with_unit

BASE = "基期"


def wanted(chart: Chart, scales: Scales) -> list[Wanted]:
    found = [*target_words(chart, scales), *newest_words(chart, scales)]
    if chart.expected:
        found.append(expected_words(chart, chart.expected, scales))
    if gap(chart, scales):
        found.append(gap_words(chart, scales))
    if chart.projected:
        found.append(Wanted(chart.projected.text, "plain", at_the_end(scales, projection(chart, scales)[-1])))
    if chart.limit:
        found.append(Wanted(chart.limit.text, "plain", at_the_end(scales, end_of(scales, chart.limit.value))))
    if chart.reference:
        found.append(
            Wanted(chart.reference_name, "plain", at_the_end(scales, scales.at(chart.reference[-1])))
        )
    if chart.baseline and not is_named(chart):
        spots = beside(scales, chart.baseline)
        found.append(Wanted(base_text(chart), "plain", spots, optional=chart.baseline.value == 0))
    return found + extreme_words(chart, scales)


def is_named(chart: Chart) -> bool:
    """Where the baseline is the level of comparison, that level's words name it already."""
    return chart.target is not None and chart.target.text.startswith(BASE)


def base_text(chart: Chart) -> str:
    return f"{BASE} {chart.baseline.text}" if chart.baseline else BASE


def target_words(chart: Chart, scales: Scales) -> list[Wanted]:
    if chart.target is None:
        return []
    return [Wanted(chart.target.text, "strong", at_the_end(scales, end_of(scales, chart.target.value)))]


def newest_words(chart: Chart, scales: Scales) -> list[Wanted]:
    if chart.newest is None:
        return []
    own = "本指标 " if chart.reference else ""
    below = (ahead_of(chart) or ZERO) < 0
    return [Wanted(own + chart.newest.text, "strong", beside(scales, chart.newest, below=below))]


def expected_words(chart: Chart, expected: Mark, scales: Scales) -> Wanted:
    """On the side away from the newest value; to the left, where the gap's words do not stand."""
    over, left, *others = apart(scales, expected, below=(ahead_of(chart) or ZERO) > 0)
    return Wanted(expected.text, "plain", (left, over, *others))


def gap_words(chart: Chart, scales: Scales) -> Wanted:
    """A gap lower than its words has no room beside it; the chart's title says it anyway."""
    (x, y1), (_, y2) = gap(chart, scales)
    middle = (y1 + y2) / 2 + 5
    spots = (Spot(x + 9, middle), Spot(x - 9, middle, "end"), Spot(x + 9, max(y1, y2) + 22))
    return Wanted(gap_text(chart), "bad", spots, optional=abs(y1 - y2) < scales.size.words * 2)


def gap_text(chart: Chart) -> str:
    ahead = ahead_of(chart) or ZERO
    return f"差 {amount_of(abs(ahead), chart.unit)}"


def amount_of(size: Decimal, unit: str) -> str:
    return with_unit(format_computed(size, ZERO), difference_unit(unit))


def extreme_words(chart: Chart, scales: Scales) -> list[Wanted]:
    """The highest or lowest value before the newest, where there is room for it."""
    earlier = [mark for mark in chart.marks[:-1] if not mark.partial]
    if len(earlier) < 2 or chart.newest is None or chart.reference:
        return []
    best = (min if chart.lower_is_better else max)(earlier, key=lambda mark: mark.value)
    if best.value in (chart.newest.value, chart.marks[-2].value) or is_better(chart, chart.newest, best):
        return []
    return [Wanted(best.text, "plain", beside(scales, best, below=True), optional=True)]


def is_better(chart: Chart, one: Mark, other: Mark) -> bool:
    return one.value < other.value if chart.lower_is_better else one.value > other.value


def end_of(scales: Scales, value: Decimal) -> tuple[float, float]:
    return scales.size.plot.right, scales.y(value)


def at_the_end(scales: Scales, point: tuple[float, float]) -> tuple[Spot, ...]:
    """To the right of the line's end; on a phone above or below it, inside the picture."""
    x, y = point
    room = scales.size.words
    edge: float
    if scales.size.is_narrow:
        edge = scales.size.width - 4
        return tuple(Spot(edge, y + shift * room, "end") for shift in (-0.5, 1.15, -1.6, 2.3, -2.8, 3.4))
    right = scales.size.plot.right + 8
    x = right if x > scales.size.plot.right - 40 else x + 12
    outside = tuple(Spot(x, y + 5 + shift * room) for shift in (0, -0.6, 0.6, -1.3, 1.3, -2.5, 2.5))
    edge = scales.size.plot.right
    return (*outside, *(Spot(edge, y + shift * room, "end") for shift in (-0.5, 1.15, -1.6, 2.3)))


def beside(scales: Scales, mark: Mark, *, below: bool = False) -> tuple[Spot, ...]:
    """On its side first, then level with it, then on the other."""
    level = (
        Spot(scales.at(mark)[0] - 11, scales.at(mark)[1] + 5, "end"),
        Spot(scales.at(mark)[0] + 11, scales.at(mark)[1] + 5),
    )
    return (*apart(scales, mark, below=below), *level, *apart(scales, mark, below=not below))


def apart(scales: Scales, mark: Mark, *, below: bool) -> tuple[Spot, ...]:
    """Above or below only: so that two marks on one day cannot be taken for each other."""
    (x, y), room = scales.at(mark), scales.size.words
    near, far = (y + 10 + room * 0.85, y + 14 + room * 1.9) if below else (y - 12, y - 14 - room)
    return (
        Spot(x, near, "middle"),
        Spot(x - 8, near, "end"),
        Spot(x + 8, near),
        Spot(x, far, "middle"),
        Spot(x - 8, far, "end"),
        Spot(x + 4, far),
    )
