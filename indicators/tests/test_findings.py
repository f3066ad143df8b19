"""A chart's title says what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.findings import run_of, summary_of, title_of
from indicators.progress import Comparator, Question, assess
from indicators.tests import charted as given
from indicators.tests.charted import charted, question, values

D = Decimal


@pytest.mark.parametrize(
    ("asked", "as_of", "title"),
    [
        (given.FALLING, given.END_OF_2023, "连续两个季度下降，已低于应达进度 3.1 个百分点"),
        (given.RISING, given.END_OF_2023, "比上期上升 4.5 个百分点，高于应达进度 2.5 个百分点"),
        (
            question(readings=values(_2022Q1="70.9")),
            date(2022, 3, 31),
            "首个数据，高于应达进度 0.28 个百分点",
        ),
        (question(readings=values(_2023Q4="81")), given.END_OF_2023, "首个数据，已达到目标"),
        (given.KEPT, given.END_OF_2023, "首个数据，低于每年的要求 1.1 个百分点"),
        (given.DAYS, given.END_OF_2023, "比上年下降 2 天，高于基期 3 天"),
        (given.HELD, given.END_OF_2023, "首个数据，比基期低 0.8 个百分点，在允许偏差以内"),
        (given.REDUCED, date(2023, 9, 30), "2023年前三季度比2020年同期下降 30%，按已过季度折算已达到目标"),
        (given.MINUTES, given.END_OF_2023, "比上期下降 0.5 分钟，落后应达进度 1 分钟"),
        (given.IN_STEP, given.END_OF_2023, "比上年上升 2.5 个百分点，年均与地区生产总值增速基本同步"),
        (given.TOTAL, given.END_OF_2023, "规划期累计 0.07 万人，高于应达进度 0.01 万人"),
        (given.EMPTY, given.END_OF_2023, "还没有可以画出的数据"),
    ],
)
def test_the_title_states_the_finding(asked: Question, as_of: date, title: str) -> None:
    assert title_of(asked, assess(asked, as_of), charted(asked, as_of)) == title


def test_behind_but_moving_the_right_way_is_still_below() -> None:
    asked = question(readings=values(_2023Q3="71", _2023Q4="72"))
    assert "仍低于应达进度" in title_of(asked, assess(asked, given.END_OF_2023), charted(asked))


def test_reaching_exactly_what_must_be_exceeded_is_not_met() -> None:
    asked = question(Comparator.MORE_THAN, "70", readings=values(_2023Q4="70"), base=None, printed=">70%")
    title = title_of(asked, assess(asked, given.END_OF_2023), charted(asked))
    assert title == "首个数据，恰等于目标值，仍须超过"


@pytest.mark.parametrize(
    ("numbers", "run"),
    [
        ([], 0),
        ([D(1)], 0),
        ([D(1), D(2), D(3)], 2),
        ([D(1), D(3), D(2), D(1)], -2),
        ([D(1), D(1)], 0),
        ([D(3), D(2), D(2), D(1)], -1),
    ],
)
def test_a_run_counts_steps_the_same_way(numbers: list[Decimal], run: int) -> None:
    assert run_of(numbers) == run


def test_the_summary_tells_the_whole_course() -> None:
    said = assess(given.FALLING, given.END_OF_2023)
    assert summary_of(said, charted(given.FALLING)) == (
        "2021年（基期）70.4%，2023年第二季度最高 73.3%，2023年第四季度为 72.1%；同期应达 75.2%。"
        "照此到2025年底约 73.8%，达不到目标 ≥80%。"
    )


def test_a_missed_target_says_how_much_is_missing() -> None:
    asked = replace(given.RISING, readings=values(_2025Q4="78"))
    as_of = date(2025, 12, 31)
    assert title_of(asked, assess(asked, as_of), charted(asked, as_of)) == "首个数据，到期仍差 2 个百分点"
