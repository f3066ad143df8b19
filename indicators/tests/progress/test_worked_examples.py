"""The table at the end of progress.md, row by row, with the numbers it prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import Verdict
from indicators.tests.progress.asking import FZ, YEARLY, answer, at

EVENTS = {"unit": "起", "basis": "flow", "span": "year", "higher": False, "base_year": 2020}
V = Verdict


def row(
    comparator: str, threshold: Any, base: str, said: str, as_of: str, verdict: Verdict, **more: Any
) -> Any:
    return pytest.param(comparator, threshold, base, said, as_of, verdict, more, id=f"{comparator}-{said}")


ROWS = [
    row("at_least", 80, "70@2021", "2023Q4 77", "2023-12-31", V.ON_TRACK,
        elapsed="0.49966", expected="74.9966", pace="1.40"),
    row("at_least", 80, "70@2021", "2023Q4 74", "2023-12-31", V.LAGGING, pace="0.80"),
    row("at_least", 80, "70@2021", "2023Q4 72", "2023-12-31", V.AT_RISK, pace="0.40", regressed=False),
    row("at_least", 80, "70@2021", "2023Q4 69", "2023-12-31", V.AT_RISK, pace="-0.20", regressed=True),
    row("at_least", 80, "82@2021", "2023Q4 79", "2023-12-31", V.AT_RISK, pace=None, regressed=True),
    row("at_least", 80, "70@2021", "2022 72.5", "2023-09-30", V.ON_TRACK, frequency=YEARLY,
        elapsed="0.24983", expected="72.4983"),
    row("at_least", 99, "99.3@2021", "2023Q4 98.9", "2023-12-31", V.LAGGING, kind="keep", pace=None),
    row("at_least", 99, "", "2023Q4 97.9", "2023-12-31", V.AT_RISK, kind="keep", pace=None),
    row("more_than", 70, "", "2024Q1 70", "2024-03-31", V.UNPACED, pace=None),
    row("more_than", 70, "", "2025Q4 70", "2025-12-31", V.MISSED, pace=None),
    row("more_than", 70, "60@2021", "2025Q3 69", "2025-12-31", V.LAGGING,
        elapsed="1", expected="70", pace="0.90"),
    row("more_than", 70, "60@2021", "2025Q3 69", "2026-06-30", V.MISSED, pace=None),
    row("at_most", 12, "16@2021", "2023Q4 13.5", "2023-12-31", V.ON_TRACK, unit="分钟", higher=False,
        expected="14.0014", pace="1.25"),
    row("reduce_by", 20, "200@2020", "2023Q1 30, 2023Q2 35, 2023Q3 40", "2023-09-30", V.ON_TRACK, **EVENTS,
        partial=True, share="0.75", value="105"),
    row("reduce_by", 20, "200@2020", "2023Q1 30, 2023Q2 65, 2023Q3 105", "2023-09-30", V.ON_TRACK,
        **{**EVENTS, "basis": "ytd"}, partial=True, share="0.75", value="105"),
    row("reduce_by", 20, "200@2020", "2023Q2 30, 2023Q3 35, 2023Q4 60", "2023-12-31", V.ON_TRACK, **EVENTS,
        partial=True, share="0.75", value="125", elapsed="0.59967", expected="11.99", pace="1.39"),
    row("reduce_by", 20, "200@2020", "2022Q1 45, 2022Q2 45, 2022Q3 45, 2022Q4 45", "2022-12-31", V.ON_TRACK, **EVENTS,
        partial=False, share="1", value="180", elapsed="0.39978", expected="7.9956", pace="1.25"),
    row("rise", None, "280@2021", "2022 285, 2023 283", "2023-12-31", V.LAGGING, frequency=YEARLY,
        unit="天", met=True),
    row("rise", None, "60@2021", "2022Q4 61, 2023Q1 58", "2023-03-31", V.ON_TRACK, met=True),
    row("hold", None, "72.0@2021", "2024Q4 71.2", "2024-12-31", V.ACHIEVED, tolerance=1, met=True),
    row("at_least", "0.13", "", "2021 0.03, 2022 0.03", "2022-12-31", V.ON_TRACK, plan=FZ, unit="万人",
        basis="flow", span="plan", elapsed="0.39945", expected="0.05193", pace="1.155"),
    row("in_step", None, "", "2021 8.0, 2022 3.1", "2022-12-31", V.ON_TRACK, plan=FZ, frequency=YEARLY,
        tolerance=1, reference="2021 8.5, 2022 0.7", value="5.52", met=True),
]  # fmt: skip
ANSWERS = ("elapsed", "expected", "pace", "partial", "share", "value", "met", "regressed")


@pytest.mark.parametrize(("comparator", "threshold", "base", "said", "as_of", "verdict", "more"), ROWS)
def test_the_table_of_progress_md(
    comparator: str, threshold: Any, base: str, said: str, as_of: str, verdict: Verdict, more: dict[str, Any]
) -> None:
    expected = {name: more[name] for name in ANSWERS if name in more}
    asked = {name: value for name, value in more.items() if name not in ANSWERS}
    found = answer(as_of, comparator, threshold, said, **{"base": base, **asked})
    assert found.verdict is verdict
    for name, number in expected.items():
        actual = getattr(found, name)
        assert (at(actual, number) if isinstance(number, str) else actual) == (
            Decimal(number) if isinstance(number, str) else number
        ), name


def test_between_due_and_final_the_sentence_says_that_the_last_data_are_awaited() -> None:
    found = answer("2025-12-31", "more_than", 70, "2025Q3 69", base="60@2021")
    assert "终期数据待报" in found.sentence


def test_the_two_kinds_of_falling_back_say_so() -> None:
    assert "倒退" in answer("2023-12-31", "at_least", 80, "2023Q4 69", base="70@2021").sentence
    assert "倒退" in answer("2023-12-31", "at_least", 80, "2023Q4 79", base="82@2021").sentence


def test_growth_in_step_is_compared_as_a_mean() -> None:
    found = answer(
        "2022-12-31", "in_step", None, "2021 8.0, 2022 3.1",
        plan=FZ, frequency=YEARLY, reference="2021 8.5, 2022 0.7",
    )  # fmt: skip
    assert "5.52%" in found.sentence
    assert "4.53%" in found.sentence
