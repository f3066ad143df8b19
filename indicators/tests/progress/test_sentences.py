"""The six sentences that progress.md prints, to the letter."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.tests.progress.asking import YEARLY, answer

SENTENCES: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "截至2023年第二季度为 77.5%，目标 ≥80%，尚差 2.5 个百分点；时间已过 37.4%，序时应达 73.74%，进展正常。",
        "2023-06-30",
        ("at_least", 80, "2023Q2 77.5"),
        {"base": "70@2021", "printed": "≥80%"},
    ),
    (
        "2023年前三季度发生 105 起，比2020年同期折算数（150 起）下降 30%，目标下降20%以上；"
        "按已过季度折算达到要求，全年数据待报。",
        "2023-09-30",
        ("reduce_by", 20, "2023Q1 30, 2023Q2 35, 2023Q3 40"),
        {"base": "200@2020", "base_year": 2020, "printed": "比2020年下降20%以上", "unit": "起",
         "basis": "flow", "span": "year", "higher": False},
    ),
    (
        "截至2022年第一季度为 71%，目标 >70%，已达标（2022年第二季度以来未报新数据）。",
        "2022-12-31",
        ("more_than", 70, "2022Q1 71"),
        {"printed": ">70%"},
    ),
    (
        "2024年为 97.9%，要求每年不低于 99%，低 1.1 个百分点，严重滞后。",
        "2024-12-31",
        ("at_least", 99, "2024 97.9"),
        {"printed": "≥99%", "kind": "keep", "frequency": YEARLY},
    ),
    (
        "2022年 285 天、2023年 283 天，基期（2021年）280 天：高于基期，但2023年有所下降，进展滞后。",
        "2023-12-31",
        ("rise", None, "2022 285, 2023 283"),
        {"printed": "稳步提升", "unit": "天", "base": "280@2021", "frequency": YEARLY},
    ),
    (
        "截至2024年第一季度为 70%，目标 >70%（须大于70%），尚未达标；没有基期值，无法判断进度。",
        "2024-03-31",
        ("more_than", 70, "2024Q1 70"),
        {"printed": ">70%"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "as_of", "args", "kwargs"), SENTENCES)
def test_the_sentences_of_progress_md(
    sentence: str, as_of: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    assert answer(as_of, *args, **kwargs).sentence == sentence


def test_missing_periods_of_the_judged_year_do_not_hide_that_nothing_came_since() -> None:
    said = answer(
        "2024-12-31", "reduce_by", 10, "2023Q1 1, 2023Q2 1", base="62@2020", base_year=2020, unit="起",
        basis="flow", span="year", higher=False,
    ).sentence  # fmt: skip
    assert "缺2023年第三季度、第四季度数据；2024年第一季度以来未报新数据" in said


def test_a_promised_day_that_has_passed_is_said_to_have_passed() -> None:
    def said(as_of: str) -> str:
        return answer(as_of, "at_least", 80, "2023Q2 75, 2023Q3 暂无>2023-11-15", base="70@2021").sentence

    assert "暂无数据的预计2023年11月15日可报）" in said("2023-09-30")
    assert "暂无数据的预计2023年11月15日可报，已经过期）" in said("2023-12-31")
