"""怎么判断的."""

from __future__ import annotations

from typing import Any

from indicators.progress import Override, Period, Verdict, explain
from indicators.tests.progress.asking import FZ, YEARLY, ask, day


def lines(as_of: str, *args: Any, **kwargs: Any) -> str:
    return "\n".join(explain(ask(*args, **kwargs), day(as_of)))


def test_the_formula_is_filled_in_with_the_actual_numbers() -> None:
    said = lines("2023-12-31", "at_least", 80, "2023Q4 72.1", base="70.4@2021")
    assert "用到的数据：2023年第四季度 72.1%。" in said
    assert "达标条件：最新值 ≥ 80；最新值为 72.1，未达到。" in said
    assert "730 天 ÷ 1461 天 = 50%" in said
    assert (
        "相对进度 =（最新值 − 基期）÷（序时应达 − 基期）=（72.1 − 70.4）÷（75.2 − 70.4）= 0.35。"
        "0.95 以上为进展正常，0.60 至 0.95 为进展滞后，低于 0.60 为严重滞后。"
    ) in said


def test_a_pace_is_not_rounded_onto_a_cut_off() -> None:
    said = lines("2025-12-31", "at_least", 80, "2025Q3 79.4999", base="70@2021")
    assert "= 0.94999。" in said
    assert "75" not in said.splitlines()[-3]


def test_rates_and_totals_show_what_they_are_made_of() -> None:
    rate = lines(
        "2023-12-31", "at_least", 80, "2023Q1 30/40, 2023Q2 30/50", scale=100, basis="flow", span="year"
    )
    assert "2023年上半年 =（30 + 30）÷（40 + 50）× 100 = 66.67%" in rate
    total = lines("2023-12-31", "at_least", 80, "2022Q4 1.5, 2023Q2 2", basis="flow", span="plan", unit="人")
    assert "2022年第四季度至2023年第二季度累计 = 1.5 + 2 = 3.5 人" in total


def test_a_reduction_names_its_base_and_its_share() -> None:
    said = lines(
        "2023-09-30", "reduce_by", 20, "2023Q1 30, 2023Q2 35, 2023Q3 70",
        base="200@2020", base_year=2020, unit="起", basis="flow", span="year",
    )  # fmt: skip
    assert "基期按已过季度折算：200 × 75% = 150 起。" in said
    assert "下降幅度 =（基期 − 最新值）÷ 基期 × 100 =（150 − 135）÷ 150 × 100 = 10%。" in said


def test_a_tolerance_is_said_to_be_the_default_or_set() -> None:
    assert "允许偏差 1 个百分点（默认）" in lines("2023-12-31", "at_least", 99, "2023Q4 98.5", kind="keep")
    held = lines("2023-12-31", "hold", None, "2023Q4 71", base="72@2021", tolerance=2)
    assert "允许偏差 2 个百分点（本目标设定）" in held
    assert "72 − 2 = 70" in held
    step = lines(
        "2022-12-31",
        "in_step",
        None,
        "2021 8, 2022 3.1",
        plan=FZ,
        frequency=YEARLY,
        reference="2021 8.5, 2022 0.7",
    )
    assert "允许偏差 1 个百分点（默认）" in step
    assert "［（1 + 8%）×（1 + 3.1%）］的 1/2 次方 − 1 = 5.52%" in step


def test_every_way_to_a_verdict_has_its_words() -> None:
    cases: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
        ("没有基期值", "2023-12-31", ("at_least", 80, "2023Q4 77"), {}),
        ("属于倒退", "2023-12-31", ("at_least", 80, "2023Q4 77"), {"base": "82@2021"}),
        ("相对进度按 1 计算", "2023-12-31", ("more_than", 80, "2023Q4 80"), {"base": "80@2021"}),
        ("还没有结束的填报期", "2022-06-30", ("at_least", 80, "2022Q2 77"), {"base": "70@2022"}),
        ("已到终期", "2025-12-31", ("at_least", 80, "2025Q4 77"), {}),
        ("终期数据待报", "2025-12-31", ("at_least", 80, "2025Q3 77"), {"base": "70@2021"}),
        ("2023年第三季度以来没有已审核的数据", "2023-12-31", ("at_least", 80, "2023Q2 77"), {}),
        ("还没有结束", "2022-02-01", ("at_least", 80), {}),
        ("没有已审核的数据", "2022-04-01", ("at_least", 80), {}),
        ("不适用", "2022-04-01", ("at_least", 80, "2022Q1 不适用"), {}),
        ("没有所比年份的基期值", "2023-12-31", ("reduce_by", 20, "2023 5"), {"base_year": 2020}),
        ("基期为 0", "2023-12-31", ("reduce_by", 20, "2023 5"), {"base": "0@2020", "base_year": 2020}),
        (
            "有下降为进展滞后",
            "2023-12-31",
            ("rise", None, "2022 9, 2023 8"),
            {"base": "7@2021", "frequency": YEARLY},
        ),
        ("可比的年份不足两个", "2022-12-31", ("rise", None, "2022 9"), {"frequency": YEARLY}),
        ("两者都有数据", "2022-12-31", ("in_step", None, "2022 9"), {"frequency": YEARLY}),
    ]
    for words, as_of, args, kwargs in cases:
        assert words in lines(as_of, *args, **kwargs)


def test_an_override_stands_beside_what_the_rules_say() -> None:
    by_hand = Override(Period.parse("2023Q4"), Verdict.ON_TRACK, "系统切换。")
    said = lines("2023-12-31", "at_least", 80, "2023Q4 77", overrides=(by_hand,))
    assert "按规则计算为尚未达标；2023年第四季度人工认定为进展正常，理由：系统切换。" in said
