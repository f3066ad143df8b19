"""Figures for plotly.js: valid by its schema, without colours, without inline styles."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from indicators.charts import figure
from indicators.drawing import WIDE, draw
from indicators.progress import Question
from indicators.tests import charted as given
from indicators.tests.charted import charted, question, values


def figured(asked: Question) -> dict[str, Any]:
    chart = charted(asked)
    return figure(chart, asked.measure.frequency, draw(chart, WIDE))


@pytest.mark.parametrize("asked", list(given.ALL.values()), ids=list(given.ALL))
def test_every_figure_is_valid_by_plotlys_schema(asked: Question) -> None:
    go.Figure(json.loads(json.dumps(figured(asked))))


def test_the_axis_is_one_of_categories() -> None:
    axis = figured(given.FALLING)["layout"]["xaxis"]
    assert axis["type"] == "category"
    assert axis["categoryarray"][:2] == ["2021年底", "2022年第一季度"]
    assert axis["ticktext"] == ["2021年底", "2022年底", "2023年底", "2024年底", "2025年底"]


def test_every_point_lies_on_a_category() -> None:
    drawn = figured(given.FALLING)
    known = set(drawn["layout"]["xaxis"]["categoryarray"])
    assert {x for trace in drawn["data"] for x in trace["x"]} <= known


def test_hovering_says_period_and_value() -> None:
    drawn = figured(given.FALLING)
    actual = next(trace for trace in drawn["data"] if trace["name"] == "实际")
    assert actual["text"][-1] == "2023年第四季度：72.1%"


def test_words_from_the_plan_are_never_markup() -> None:
    """plotly.js reads tags; a target may begin with <, and a tag would break the site's policy."""
    asked = question(readings=values(_2023Q4="6"), printed="<5%<b>x</b>", base=None)
    text = json.dumps(figured(asked), ensure_ascii=False)
    assert "<" not in text
    assert "&lt;5%" in text


def test_colours_are_names_of_the_pages_tokens() -> None:
    drawn = figured(given.FALLING)
    assert {trace["meta"]["line"] for trace in drawn["data"]} <= {"fg", "fg-2", "accent", "bad"}
    assert "#" not in json.dumps(drawn)
