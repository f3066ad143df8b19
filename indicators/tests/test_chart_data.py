"""What a chart shows: the judged value, in terms in which target, path and value may stand side by side."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.progress import Question, assess
from indicators.tests import charted as given
from indicators.tests.charted import charted, question, values


def test_the_path_leads_from_the_baseline_to_the_target() -> None:
    chart = charted(given.FALLING)
    begin, end = chart.path
    assert (begin.day, begin.value) == (date(2021, 12, 31), Decimal("70.4"))
    assert (end.day, end.value) == (date(2025, 12, 31), Decimal(80))


def test_expected_and_projection_are_the_engines() -> None:
    chart, said = charted(given.FALLING), assess(given.FALLING, given.END_OF_2023)
    assert chart.expected and chart.expected.value == said.expected
    assert chart.projected and chart.projected.value == said.projected


def test_a_share_is_not_projected_beyond_the_whole() -> None:
    chart = charted(question(readings=values(_2022Q4="79.9")), date(2022, 12, 31))
    assert chart.projected and chart.projected.value == 100
    assert chart.projected.text == "照此 100%（封顶）"


@pytest.mark.parametrize("asked", [given.KEPT, given.DAYS, given.HELD, given.IN_STEP])
def test_no_path_where_none_leads(asked: Question) -> None:
    assert not charted(asked).path
    assert charted(asked).projected is None


def test_what_is_kept_shows_how_far_yellow_reaches() -> None:
    chart = charted(given.KEPT)
    assert chart.limit and chart.limit.value == 98


def test_a_reduction_is_drawn_as_amounts_of_whole_years() -> None:
    """105 of three quarters, 30 % less than 150, amount to 140 of a year."""
    chart = charted(given.REDUCED, date(2023, 9, 30))
    assert [(mark.value, mark.partial) for mark in chart.marks] == [
        (Decimal(180), False),
        (Decimal(140), True),
    ]
    assert chart.marks[-1].text == "105 起（折算全年 140 起）"
    assert chart.target and chart.target.value == 160
    assert chart.lower_is_better


def test_a_running_total_starts_at_nothing() -> None:
    chart = charted(given.TOTAL)
    assert chart.baseline and chart.baseline.value == 0
    assert [mark.value for mark in chart.marks] == [Decimal("0.03"), Decimal("0.07")]


def test_both_series_of_a_comparison_are_drawn() -> None:
    chart = charted(given.IN_STEP)
    assert [mark.text for mark in chart.marks] == ["3.1%", "5.6%"]
    assert [mark.text for mark in chart.reference] == ["0.7%", "4.9%"]


def test_what_came_later_is_not_known_yet() -> None:
    assert len(charted(given.FALLING, date(2022, 12, 31)).marks) == 1


def test_without_data_there_is_nothing_to_draw() -> None:
    assert not charted(given.EMPTY).marks
