"""A chart as a plain Plotly figure: dicts and lists, no colours. `static/js/chart.js` draws it.

Colours come from the page's tokens: each trace names its own in ``meta``, so that a figure need not be made
again when somebody switches to dark. The horizontal axis is one of categories, the ends of the measure's
periods, because plotly.js takes "2026-01" for a date and knows no quarters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Any

from indicators.chart_data import Chart, Level, Mark
from indicators.drawing import Drawing
from indicators.drawing.lines import lags
from indicators.drawing.picture import Words
from indicators.drawing.scales import tick_text
from indicators.progress.periods import Frequency, periods_between

Trace = dict[str, Any]
WORD_COLOURS = {"strong": "fg", "bad": "bad", "plain": "fg-2"}
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
LINE, MARKERS, BOTH = "lines", "markers", "lines+markers"


def figure(chart: Chart, frequency: Frequency, drawing: Drawing) -> dict[str, Any]:
    """``drawing`` is the wide SVG's: words stand at the same places, the axis has the same ends."""
    categories = Categories(chart, frequency)
    plain = layout(chart, categories, drawing)
    return {
        "data": traces(chart, categories),
        "layout": {**plain, "annotations": words_on(categories, drawing)},
    }


class Categories:
    """From days to the names on the horizontal axis."""

    def __init__(self, chart: Chart, frequency: Frequency) -> None:
        first = chart.first if is_year_end(chart.first) else chart.first - timedelta(days=1)
        periods = list(periods_between(frequency, first + timedelta(days=1), chart.last))
        self.names = {first: f"{first.year}年底"} | {period.end: period.label for period in periods}

    def name(self, day: date) -> str:
        """That of the newest period ended by then."""
        return next((name for end, name in reversed(self.names.items()) if end <= day), self.all[0])

    @property
    def all(self) -> list[str]:
        return list(self.names.values())

    @property
    def last(self) -> int:
        return max(len(self.names) - 1, 1)

    @property
    def year_ends(self) -> tuple[list[str], list[str]]:
        found = [(name, f"{end.year}年底") for end, name in self.names.items() if is_year_end(end)]
        return [name for name, _ in found], [text for _, text in found]


def is_year_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def traces(chart: Chart, categories: Categories) -> list[Trace]:
    found = [
        level_trace("目标", chart.target, "fg", categories),
        level_trace("界限", chart.limit, "fg-2", categories),
    ]
    found += [
        series("应达进度", chart.path, "fg-2", categories, mode=LINE, dash="dash"),
        series("序时应达", one(chart.expected), "fg-2", categories, symbol="diamond", size=11, fill="bg"),
        series(
            chart.reference_name, chart.reference, "fg-2", categories, mode=BOTH, dash="dash", symbol="square"
        ),
        series("差距", gap(chart), "bad", categories, mode=LINE),
        series("照此推算", projection(chart), "accent", categories, mode=LINE, dash="dot"),
        series("实际", connected(chart), "accent", categories, mode=BOTH, size=8),
        series("按已过季度折算", partial(chart), "accent", categories, size=10, fill="bg"),
        series("基期", one(chart.baseline), "accent", categories, size=11, fill="bg"),
    ]
    return [trace for trace in found if trace["x"]]


def one(mark: Mark | None) -> list[Mark]:
    return [mark] if mark else []


def series(
    name: str,
    marks: Sequence[Mark],
    colour: str,
    categories: Categories,
    *,
    mode: str = MARKERS,
    dash: str = "solid",
    symbol: str = "circle",
    size: int = 7,
    fill: str = "",
) -> Trace:
    trace: Trace = {
        "type": "scatter",
        "name": name,
        "mode": mode,
        "meta": {"line": colour, "fill": fill or colour},
        "x": [categories.name(mark.day) for mark in marks],
        "y": [number(mark.value) for mark in marks],
        "text": [plain(f"{mark.label}：{mark.text}") for mark in marks],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": size, "line": {"width": 2 if fill else 0}},
        "line": {"dash": dash, "width": 2},
    }
    return trace


def level_trace(name: str, level: Level | None, colour: str, categories: Categories) -> Trace:
    ends = (categories.all[0], categories.all[-1]) if level else ()
    return {
        "type": "scatter",
        "name": plain(level.text) if level else name,
        "mode": LINE,
        "meta": {"line": colour, "fill": colour},
        "x": list(ends),
        "y": [number(level.value) for _ in ends] if level else [],
        "cliponaxis": False,
        "hoverinfo": "text",
        "text": [plain(level.text) for _ in ends] if level else [],
        "line": {"dash": "solid" if name == "目标" else "longdash", "width": 2 if name == "目标" else 1},
    }


def connected(chart: Chart) -> list[Mark]:
    marks = [mark for mark in chart.marks if not mark.partial]
    return [chart.baseline, *marks] if chart.baseline and marks else marks


def partial(chart: Chart) -> list[Mark]:
    return [mark for mark in chart.marks if mark.partial]


def projection(chart: Chart) -> list[Mark]:
    if chart.projected is None or chart.newest is None:
        return []
    return [chart.newest, chart.projected]


def gap(chart: Chart) -> list[Mark]:
    newest, expected = chart.newest, chart.expected
    if newest is None or expected is None or newest.day != expected.day or not lags(chart):
        return []
    return [newest, expected]


def plain(text: str) -> str:
    """plotly.js takes < for the beginning of a tag; a target may well be <5%."""
    return escape(text, quote=False)


def number(value: Decimal) -> float:
    """Only a pen needs it; nothing is compared with it."""
    return float(value)


def layout(chart: Chart, categories: Categories, drawing: Drawing) -> dict[str, Any]:
    values, texts = categories.year_ends
    size, axis = drawing.size, drawing.axis
    return {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": categories.all,
            "range": [0, categories.last],
            "tickmode": "array",
            "tickvals": values,
            "ticktext": texts,
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
        },
        "yaxis": {
            "range": [number(axis.low), number(axis.high)],
            "tickmode": "array",
            "tickvals": [number(value) for value in axis.ticks],
            "ticktext": [tick_text(value) for value in axis.ticks],
            "zeroline": False,
        },
        "hovermode": "closest",
        "dragmode": "zoom",
        "margin": {"l": size.left, "r": size.right, "t": size.top, "b": size.bottom},
        "showlegend": False,
    }


def words_on(categories: Categories, drawing: Drawing) -> list[dict[str, Any]]:
    note = {
        "text": drawing.unit_note,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xshift": -drawing.size.left,
    }
    shared = {"showarrow": False, "yanchor": "bottom"}
    top = {**shared, **note, "xanchor": "left", "yshift": 12, "name": "fg-2"}
    return [top, *({**shared, **place(word, categories, drawing)} for word in drawing.words)]


def place(word: Words, categories: Categories, drawing: Drawing) -> dict[str, Any]:
    """From the SVG's points to data, so that words move with what they name when somebody zooms in."""
    plot, axis = drawing.size.plot, drawing.axis
    x, y = float(word.x), float(word.y)
    inside = min(x, plot.right)
    return {
        "text": plain(word.text),
        # A <b> in the text would become an inline style, which the site's policy forbids.
        "font": {"weight": "normal" if word.kind == "plain" else "bold"},
        "name": WORD_COLOURS[word.kind],
        "x": (inside - plot.left) / (plot.right - plot.left) * categories.last,
        "xshift": x - inside,
        "xanchor": ANCHORS[word.anchor],
        "y": number(axis.low) + (plot.bottom - y) / (plot.bottom - plot.top) * number(axis.high - axis.low),
        "yshift": -5,
    }
