# mypy: disable-error-code="comparison-overlap"
"""Comparators with a threshold: met, kept, paced; and the end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import PlanTerms, Verdict
from indicators.tests.progress.asking import YF, answer, at, verdict

V = Verdict
EVENTS: dict[str, Any] = {"basis": "flow", "span": "year", "unit": "起", "higher": False, "base_year": 2020}


@pytest.mark.parametrize(
    ("comparator", "value", "met"),
    [
        ("at_least", "70", True), ("at_least", "70.00", True), ("at_least", "69.99", False),
        ("more_than", "70.0", False), ("more_than", "70.01", True),
        ("at_most", "70", True), ("at_most", "70.01", False),
        ("less_than", "70", False), ("less_than", "69.99", True),
    ],
)  # fmt: skip
def test_the_threshold_itself(comparator: str, value: str, met: bool) -> None:
    found = answer("2025-12-31", comparator, 70, f"2025Q4 {value}")
    assert found.met is met
    assert found.verdict is (V.ACHIEVED if met else V.MISSED)


def test_a_reduction_by_exactly_what_was_asked_is_met() -> None:
    assert verdict("2025-12-31", "reduce_by", 20, "2025 160", base="200@2020", **EVENTS) is V.ACHIEVED
    assert verdict("2025-12-31", "reduce_by", 20, "2025 161", base="200@2020", **EVENTS) is V.MISSED


@pytest.mark.parametrize("base", ["", "200@2021"])
def test_a_reduction_needs_the_baseline_of_the_year_it_names(base: str) -> None:
    found = answer("2023-12-31", "reduce_by", 20, "2023 100", base=base, **EVENTS)
    assert (found.verdict, found.met, found.value) == (V.NO_REFERENCE, None, 100)
    assert "没有2020年基期值" in found.sentence


def test_from_zero_only_zero_is_met() -> None:
    assert verdict("2023-12-31", "reduce_by", 20, "2023 0", base="0@2020", **EVENTS) is V.ACHIEVED
    assert verdict("2023-06-30", "reduce_by", 20, "2023Q1 0, 2023Q2 0", base="0@2020", **EVENTS) is V.ON_TRACK
    assert verdict("2023-12-31", "reduce_by", 20, "2023 3", base="0@2020", **EVENTS) is V.AT_RISK
    assert verdict("2025-12-31", "reduce_by", 20, "2025 3", base="0@2020", **EVENTS) is V.MISSED


def test_more_accidents_than_in_the_base_year_are_a_step_back() -> None:
    found = answer("2023-12-31", "reduce_by", 20, "2023 220", base="200@2020", **EVENTS)
    assert (found.verdict, found.regressed) == (V.AT_RISK, True)
    assert "上升 10%" in found.sentence
    assert "倒退" in found.sentence


@pytest.mark.parametrize(
    ("value", "expected"),
    [("99", V.ACHIEVED), ("98.99", V.LAGGING), ("98", V.LAGGING), ("97.99", V.AT_RISK)],
)
def test_keep_is_lagging_up_to_its_tolerance_and_the_limit_counts(value: str, expected: Verdict) -> None:
    assert verdict("2023-12-31", "at_least", 99, f"2023Q4 {value}", kind="keep", base="90@2021") is expected


def test_keep_tolerates_two_percent_of_the_threshold_where_the_unit_is_no_percent() -> None:
    assert verdict("2023-12-31", "at_least", 50, "2023Q4 49", kind="keep", unit="个") is V.LAGGING
    assert verdict("2023-12-31", "at_least", 50, "2023Q4 48.99", kind="keep", unit="个") is V.AT_RISK
    assert verdict("2023-12-31", "at_most", 50, "2023Q4 51", kind="keep", unit="个") is V.LAGGING
    assert verdict("2023-12-31", "at_most", 50, "2023Q4 51.01", kind="keep", unit="个") is V.AT_RISK


def test_keep_with_a_tolerance_of_its_own() -> None:
    assert verdict("2023-12-31", "at_least", 99, "2023Q4 96", kind="keep", tolerance=3) is V.LAGGING
    assert verdict("2023-12-31", "at_least", 99, "2023Q4 98.9", kind="keep", tolerance=0) is V.AT_RISK


def test_keep_is_never_paced_and_missed_when_final() -> None:
    found = answer("2023-12-31", "at_least", 99, "2023Q4 98.9", kind="keep", base="99.5@2021")
    assert (found.pace, found.expected, found.projected, found.needed_per_period) == (None,) * 4
    assert (found.gap, found.tolerance, found.regressed) == (Decimal("0.1"), 1, False)
    assert verdict("2025-12-31", "at_least", 99, "2025Q4 98.9", kind="keep") is V.MISSED


def test_keep_of_more_than_is_not_met_at_the_threshold() -> None:
    found = answer("2023-12-31", "more_than", 98.5, "2023Q4 98.5", kind="keep")
    assert (found.verdict, found.gap) == (V.LAGGING, 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("79", V.ON_TRACK), ("69", V.ON_TRACK), ("68.9", V.LAGGING), ("62", V.LAGGING), ("61.9", V.AT_RISK)],
)
def test_the_cut_offs_themselves_count(value: str, expected: Verdict) -> None:
    """At elapsed 1 the path stands at 70 from 50: pace 0.95 is 69, pace 0.60 is 62."""
    assert verdict("2025-12-31", "more_than", 70, f"2025Q3 {value}", base="50@2021") is (
        V.ACHIEVED if value == "79" else expected
    )


def test_the_cut_offs_are_data_of_the_plan() -> None:
    plan = PlanTerms(YF.start, YF.end, Decimal("0.80"), Decimal("0.40"))
    assert verdict("2025-12-31", "more_than", 70, "2025Q3 66", base="50@2021", plan=plan) is V.ON_TRACK
    assert verdict("2025-12-31", "more_than", 70, "2025Q3 58", base="50@2021", plan=plan) is V.LAGGING


def test_without_a_baseline_there_is_no_pace() -> None:
    found = answer("2023-12-31", "at_least", 80, "2023Q4 77")
    assert (found.verdict, found.met, found.pace, found.expected, found.projected) == (
        V.UNPACED,
        False,
        None,
        None,
        None,
    )
    assert found.gap == 3


def test_at_elapsed_zero_there_is_no_pace() -> None:
    found = answer("2022-06-30", "at_least", 80, "2022Q2 77", base="70@2022")
    assert (found.verdict, found.elapsed, found.pace, found.projected) == (V.UNPACED, 0, None, None)


def test_where_the_baseline_is_the_threshold_of_more_than() -> None:
    same = answer("2023-12-31", "more_than", 70, "2023Q4 70", base="70@2021")
    assert (same.verdict, same.pace, same.expected, same.regressed) == (V.ON_TRACK, 1, 70, False)
    below = answer("2023-12-31", "more_than", 70, "2023Q4 69.9", base="70@2021")
    assert (below.verdict, below.pace, below.regressed) == (V.AT_RISK, None, True)
    above = answer("2023-12-31", "less_than", 5, "2023Q4 5.1", base="5@2021")
    assert (above.verdict, above.regressed) == (V.AT_RISK, True)
    assert verdict("2023-12-31", "less_than", 5, "2023Q4 5", base="5@2021") is V.ON_TRACK


def test_a_baseline_of_zero_is_a_baseline() -> None:
    found = answer("2023-12-31", "at_least", 10, "2023Q4 4", base="0@2021", unit="个")
    assert at(found.pace, "0.01") == Decimal("0.80")


def test_a_regression_is_not_divided() -> None:
    found = answer("2023-12-31", "at_least", 80, "2023Q4 79", base="82@2021")
    assert (found.verdict, found.pace, found.regressed) == (V.AT_RISK, None, True)
    worse = answer("2023-12-31", "at_most", 12, "2023Q4 13", base="11@2021", unit="分钟")
    assert (worse.verdict, worse.pace, worse.regressed) == (V.AT_RISK, None, True)


def test_met_has_no_pace_and_needs_nothing() -> None:
    found = answer("2023-12-31", "at_least", 80, "2023Q4 81", base="70@2021")
    assert (found.verdict, found.pace, found.needed_per_period, found.gap) == (V.ACHIEVED, None, None, -1)
    assert found.expected is not None
    assert found.projected_meets is True


def test_projection_starts_from_the_newest_readings_own_date() -> None:
    found = answer("2023-12-31", "at_least", 80, "2022Q4 72.5", base="70@2021")
    assert at(found.projected, "0.0001") == Decimal("80.0068")
    assert found.projected_meets is True
    assert answer("2023-12-31", "at_least", 80, "2022Q4 72.4", base="70@2021").projected_meets is False


def test_a_partial_year_is_projected_to_the_whole_one() -> None:
    found = answer("2023-06-30", "at_most", 100, "2023Q1 40, 2023Q2 40", **{**EVENTS, "base": "200@2021"})
    assert at(found.projected, "0.01") == at(200 - Decimal(40) * 1461 / 546, "0.01")
    assert found.projected_meets is True


def test_needed_per_period_counts_the_periods_left() -> None:
    assert answer("2023-12-31", "at_least", 80, "2023Q4 72", base="70@2021").needed_per_period == 1
    assert answer("2023-12-31", "at_most", 12, "2023Q4 14", unit="分钟").needed_per_period == Decimal("-0.25")
    assert answer("2024-12-31", "at_least", 80, "2023 72", base="70@2021").needed_per_period == 1
    assert answer("2025-12-31", "at_least", 80, "2025Q3 72", base="70@2021").needed_per_period == 8
    assert answer("2025-12-31", "at_least", 80, "2025Q4 72", base="70@2021").needed_per_period is None


def test_a_reductions_numbers_are_percent_of_reduction() -> None:
    found = answer("2022-12-31", "reduce_by", 20, "2022 180", base="200@2020", **EVENTS)
    assert (found.value, found.gap) == (180, 10)
    assert at(found.expected, "0.0001") == Decimal("7.9956")
    assert at(found.projected, "0.01") == Decimal("25.01")
    assert at(found.needed_per_period, "0.0001") == Decimal("0.8333")


@pytest.mark.parametrize(
    ("as_of", "said", "expected"),
    [
        ("2025-12-30", "2025Q3 69", V.ON_TRACK),
        ("2025-12-31", "2025Q3 69", V.ON_TRACK),
        ("2026-06-29", "2025Q3 69", V.ON_TRACK),
        ("2026-06-30", "2025Q3 69", V.MISSED),
        ("2025-12-31", "2025Q3 69, 2025Q4 不适用", V.MISSED),
        ("2025-12-31", "2025Q3 69, 2025Q4 暂无", V.ON_TRACK),
        ("2025-12-31", "2025 69", V.MISSED),
        ("2025-12-30", "2025Q4 69", V.NO_READING),
    ],
)
def test_final_is_an_answer_for_the_due_period_or_six_months(
    as_of: str, said: str, expected: Verdict
) -> None:
    found = answer(as_of, "more_than", 70, said, base="50@2021")
    assert found.verdict is expected
    waiting = "2025-12-31" <= as_of < "2026-06-30" and expected is V.ON_TRACK
    assert ("终期数据待报" in found.sentence) is waiting


def test_met_between_due_and_final_still_awaits_the_end() -> None:
    found = answer("2026-01-15", "more_than", 70, "2025Q3 71")
    assert (found.verdict, found.elapsed) == (V.ACHIEVED, 1)
    assert "终期数据待报" in found.sentence


def test_when_final_a_partial_year_that_meets_is_achieved() -> None:
    said = "2025Q2 30, 2025Q3 30, 2025Q4 30"
    assert verdict("2025-12-31", "reduce_by", 20, said, base="200@2020", **EVENTS) is V.ACHIEVED


def test_a_target_without_its_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="没有阈值"):
        answer("2023-12-31", "at_least", None, "2023Q4 77")
