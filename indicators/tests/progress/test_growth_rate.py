from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress.growth_rate import CutOffs, GrowthProgress, GrowthRate, growth_rate
from indicators.tests.progress.asking import at

G = GrowthProgress


def rate(base: Any, base_year: int, value: Any, year: int, target: Any, target_year: int, higher: bool = True,
         cut_offs: CutOffs | None = None) -> GrowthRate:  # fmt: skip
    return growth_rate(
        base=Decimal(str(base)), base_year=base_year, value=Decimal(str(value)), year=year,
        target=Decimal(str(target)), target_year=target_year, higher_is_better=higher, cut_offs=cut_offs,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "ratio", "category"),
    [
        ((14.5, 2015, 10.2, 2023, 7.25, 2030, False), "0.952590", G.SUBSTANTIAL),
        ((69.2, 2015, 82.6, 2021, 95, 2025), "0.929988", G.MODERATE),
        ((42, 2019, 40, 2024, 60, 2026), "-0.185763", G.DETERIORATION),
    ],
)
def test_published_examples(asked: Any, ratio: str, category: GrowthProgress) -> None:
    found = rate(*asked)
    assert found.category is category
    assert at(found.ratio, "0.000001") == Decimal(ratio)


def test_achieved_at_or_beyond_the_target() -> None:
    assert rate(50, 2015, 80, 2020, 80, 2025).category is G.ACHIEVED
    assert rate(50, 2015, 40, 2020, 40, 2025, False).category is G.ACHIEVED
    assert rate(0, 2015, 90, 2020, 80, 2025) == GrowthRate(G.ACHIEVED, None)


def test_no_movement_is_limited_progress() -> None:
    assert rate(50, 2015, 50, 2020, 80, 2025) == GrowthRate(G.LIMITED, Decimal(0))


def test_away_from_the_target_is_deterioration() -> None:
    assert rate(50, 2015, 51, 2020, 40, 2025, False).category is G.DETERIORATION


@pytest.mark.parametrize(
    "asked",
    [
        (0, 2015, 10, 2020, 80, 2025),
        (-5, 2015, 10, 2020, 80, 2025),
        (5, 2015, -1, 2020, 80, 2025),
        (5, 2020, 10, 2020, 80, 2025),
        (5, 2021, 10, 2020, 80, 2025),
        (5, 2015, 10, 2020, 80, 2015),
        (80, 2015, 10, 2020, 80, 2025),
    ],
)
def test_not_available_where_no_growth_rate_is_defined(asked: Any) -> None:
    assert rate(*asked) == GrowthRate(G.NOT_AVAILABLE, None)


def test_a_fall_to_zero_is_a_growth_of_minus_one() -> None:
    found = rate(50, 2015, 10, 2020, 0, 2025, False)
    assert found.category is G.LIMITED


def test_cut_offs_are_parameters_and_labels_are_chinese() -> None:
    strict = CutOffs(Decimal("0.99"), Decimal("0.96"))
    assert rate(14.5, 2015, 10.2, 2023, 7.25, 2030, False, strict).category is G.LIMITED
    assert [category.label for category in G] == [
        "目标已达到", "进展显著", "进展一般", "进展有限", "出现倒退", "无法计算",
    ]  # fmt: skip
