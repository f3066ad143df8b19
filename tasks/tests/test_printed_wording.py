"""What printed targets are taken to say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.progress.terms import Comparator
from tasks.plan_files.wording import understood

SAID = [
    ("≥85%", "at_least", "85", "%"),
    ("≥ 2.82", "at_least", "2.82", ""),
    ("不低于90％", "at_least", "90", "%"),
    ("65%以上", "at_least", "65", "%"),
    (">98.5%", "more_than", "98.5", "%"),
    ("＞3000", "more_than", "3000", ""),
    ("大于70%", "more_than", "70", "%"),
    ("12分钟内", "at_most", "12", "分钟"),
    ("12分钟以内", "at_most", "12", "分钟"),
    ("5%以下", "at_most", "5", "%"),
    ("<5%", "less_than", "5", "%"),
    ("比2020年下降20%以上", "reduce_by", "20", "%"),
    ("降低10%", "reduce_by", "10", "%"),
]
BARE = [
    ("100", "100", ""),
    ("0.13", "0.13", ""),
    ("1个", "1", "个"),
    ("一家", "1", "家"),
    ("两处", "2", "处"),
    ("十个", "10", "个"),
    ("二十个", "20", "个"),
    ("十五个街道", "15", "个街道"),
]


@pytest.mark.parametrize(("printed", "comparator", "number", "unit"), SAID)
def test_a_comparison_is_understood(printed: str, comparator: str, number: str, unit: str) -> None:
    words = understood(printed)
    assert words is not None
    assert (words.comparators, words.number, words.unit) == (
        frozenset({Comparator(comparator)}),
        Decimal(number),
        unit,
    )


@pytest.mark.parametrize(
    ("printed", "comparator"),
    [("稳步提升", "rise"), ("逐步提高", "rise"), ("保持稳定", "hold"), ("与经济增长基本同步", "in_step")],
)
def test_a_trend_is_understood(printed: str, comparator: str) -> None:
    words = understood(printed)
    assert words is not None and words.comparators == {Comparator(comparator)} and words.number is None


@pytest.mark.parametrize(("printed", "number", "unit"), BARE)
def test_a_bare_number_is_a_floor_or_a_ceiling(printed: str, number: str, unit: str) -> None:
    words = understood(printed)
    assert words is not None
    assert words.comparators == {Comparator.AT_LEAST, Comparator.AT_MOST}
    assert (words.number, words.unit) == (Decimal(number), unit)


def test_the_base_year_is_read_where_it_is_printed() -> None:
    years = [words.base_year for words in map(understood, ("比2020年下降20%以上", "下降20%")) if words]
    assert years == [2020, None]


@pytest.mark.parametrize("printed", ["全覆盖", "5A级", "一所不少于100张床位", "应保尽保"])
def test_other_words_are_taken_as_they_are(printed: str) -> None:
    assert understood(printed) is None
