"""What is an error at entry."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.progress import Period, Reading, Span
from indicators.progress.checks import period_problems, reading_problems, target_problems
from indicators.tests.progress.asking import YEARLY, ask, reading


def problems(*args: Any, **kwargs: Any) -> list[str]:
    question = ask(*args, **kwargs)
    return target_problems(question.plan, question.measure, question.target, question.baseline)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"comparator": "at_least", "threshold": 80, "base": "70@2021"},
        {
            "comparator": "reduce_by",
            "threshold": 20,
            "base_year": 2020,
            "unit": "起",
            "basis": "flow",
            "span": "year",
        },
        {"comparator": "rise"},
        {"comparator": "hold", "base": "72@2021", "higher": False},
        {"comparator": "in_step"},
        {"comparator": "at_least", "threshold": 90, "basis": "ytd", "span": "year", "scale": 100},
    ],
)
def test_a_sound_target_has_no_problems(kwargs: dict[str, Any]) -> None:
    assert problems(**kwargs) == []


@pytest.mark.parametrize(
    ("kwargs", "word"),
    [
        ({"comparator": "at_least"}, "要填目标值"),
        ({"comparator": "rise", "threshold": 5}, "没有目标值"),
        (
            {"comparator": "at_least", "threshold": 80, "base": "70@2025"},
            "应在完成期限（2025-12-31）之前结束",
        ),
        ({"comparator": "at_least", "threshold": 80, "base": "70@2024", "due": "2024-12-31"}, "之前结束"),
        ({"comparator": "reduce_by", "threshold": 20}, "与哪一年相比"),
        ({"comparator": "reduce_by", "threshold": 20, "base_year": 2020, "base": "9@2021"}, "应是2020年的"),
        ({"comparator": "reduce_by", "threshold": 20, "base_year": 2020, "base": "-9@2020"}, "不能是负数"),
        ({"comparator": "reduce_by", "threshold": 120, "base_year": 2020}, "0 到 100"),
        ({"comparator": "at_least", "threshold": 80, "due": "2026-01-01"}, "完成期限应在规划期内"),
        ({"comparator": "at_least", "threshold": 80, "span": "year"}, "没有累计数"),
        ({"comparator": "at_least", "threshold": 80, "basis": "flow", "span": "year"}, "填分子、分母"),
        ({"comparator": "hold", "basis": "flow", "span": "plan", "unit": "人"}, "规划期合计"),
        ({"comparator": "rise", "higher": False}, "越低越好"),
        ({"comparator": "hold", "tolerance": -1}, "允许偏差"),
    ],
)
def test_problems_say_what_to_do(kwargs: dict[str, Any], word: str) -> None:
    found = problems(**kwargs)
    assert len(found) == 1
    assert word in found[0]
    assert found[0].endswith("。")


@pytest.mark.parametrize(
    ("said", "kwargs", "word"),
    [
        ("2023Q1 5/0", {"scale": 100}, "分母不能是 0"),
        ("2023Q1 -5/2", {"scale": 100}, "不能是负数"),
        ("2023Q1 5/2", {}, "直接填数值"),
        ("2023H1 5", {}, "不是这个指标的填报期"),
        ("2023Q1 5", {"frequency": YEARLY}, "不是这个指标的填报期"),
        ("2023Q1 5", {"basis": "flow", "scale": 100}, "不能只填百分数"),
    ],
)
def test_readings_that_cannot_be_entered(said: str, kwargs: dict[str, Any], word: str) -> None:
    found = reading_problems(ask("at_least", 80, **kwargs).measure, reading(said), [Span.LATEST, Span.YEAR])
    assert len(found) == 1
    assert word in found[0]


def test_readings_that_can() -> None:
    measure = ask("at_least", 80, scale=100).measure
    for said in ("2023Q1 5", "2023 5/9", "2023Q1 不适用", "2023Q1 暂无"):
        assert reading_problems(measure, reading(said)) == []
    assert reading_problems(measure, Reading(Period.parse("2023Q1"))) != []
    assert "一起填" in reading_problems(measure, Reading(Period.parse("2023Q1"), numerator=measure.scale))[0]


def test_a_year_and_its_quarters_are_one_too_many() -> None:
    assert period_problems(map(Period.parse, ("2022", "2023Q1", "2023Q2"))) == []
    assert period_problems(map(Period.parse, ("2023", "2022", "2023Q1"))) == [
        "2023年既有全年数，又有季度或半年数，请只留一种。"
    ]
