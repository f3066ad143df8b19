"""The lines of the chart as points, and what words must keep off."""

from __future__ import annotations

from indicators.chart_data import Chart, ahead_of
from indicators.drawing.labels import Box, along, around
from indicators.drawing.scales import Scales

Points = list[tuple[float, float]]


def series(chart: Chart, scales: Scales) -> Points:
    """A partial year's amount is no step of the line: it stands for itself."""
    connected = [mark for mark in chart.marks if not mark.partial or chart.unit == "%"]
    if chart.baseline and connected:
        connected = [chart.baseline, *connected]
    return [scales.at(mark) for mark in connected]


def projection(chart: Chart, scales: Scales) -> Points:
    """Dotted from the newest value to the due day, cut off where it leaves the picture."""
    if chart.projected is None or chart.newest is None:
        return []
    (x1, y1), (x2, y2) = scales.at(chart.newest), scales.at(chart.projected)
    plot = scales.size.plot
    edge = min(max(y2, plot.top), plot.bottom)
    if edge != y2 and y2 != y1:
        x2 = x1 + (x2 - x1) * (edge - y1) / (y2 - y1)
    return [(x1, y1), (x2, edge)]


def gap(chart: Chart, scales: Scales) -> Points:
    """Between the value and what was expected on the same day, where it lags."""
    newest, expected = chart.newest, chart.expected
    if newest is None or expected is None or newest.day != expected.day or not lags(chart):
        return []
    return [scales.at(newest), scales.at(expected)]


def lags(chart: Chart) -> bool:
    ahead = ahead_of(chart)
    return ahead is not None and (ahead > 0 if chart.lower_is_better else ahead < 0)


def obstacles(chart: Chart, scales: Scales) -> list[Box]:
    plot = scales.size.plot
    marks = [mark for mark in (*chart.marks, *chart.reference, chart.baseline, chart.expected) if mark]
    found = [around(*scales.at(mark)) for mark in marks]
    for level in (chart.target, chart.limit):
        if level is not None:
            found += along([(plot.left, scales.y(level.value)), (plot.right, scales.y(level.value))])
    for points in (series(chart, scales), projection(chart, scales), gap(chart, scales)):
        found += along(points)
    for marks_on in (chart.path, chart.reference):
        found += along([scales.at(mark) for mark in marks_on])
    return found
