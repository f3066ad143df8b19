# mypy: disable-error-code="comparison-overlap"
"""稳步提升, 保持稳定, 基本同步."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import Verdict
from indicators.tests.progress.asking import FZ, YEARLY, answer, at, verdict

V = Verdict
DAYS: dict[str, Any] = {"frequency": YEARLY, "unit": "天"}
YTD: dict[str, Any] = {"basis": "ytd", "span": "year", "unit": "天"}
FLOW: dict[str, Any] = {"basis": "flow", "span": "year", "unit": "天"}


@pytest.mark.parametrize(
    ("said", "as_of", "expected"),
    [
        ("2022 285, 2023 290", "2023-12-31", V.ON_TRACK),
        ("2022 285, 2023 285", "2023-12-31", V.ON_TRACK),
        ("2022 285, 2023 283", "2023-12-31", V.LAGGING),
        ("2022 285, 2023 280", "2023-12-31", V.AT_RISK),
        ("2022 270, 2023 281", "2023-12-31", V.LAGGING),
        ("2022 280", "2022-12-31", V.AT_RISK),
        ("2022 290, 2025 283", "2025-12-31", V.ACHIEVED),
        ("2022 290, 2025 280", "2025-12-31", V.MISSED),
    ],
)
def test_rise_from_a_baseline(said: str, as_of: str, expected: Verdict) -> None:
    found = answer(as_of, "rise", None, said, base="280@2021", **DAYS)
    assert found.verdict is expected
    assert found.met is (expected in {V.ON_TRACK, V.LAGGING, V.ACHIEVED})


def test_rise_names_its_falls_when_final() -> None:
    found = answer("2025-12-31", "rise", None, "2022 290, 2025 283", base="280@2021", **DAYS)
    assert "2025年有所下降，已达标" in found.sentence


def test_rise_without_a_baseline_starts_at_the_first_complete_year() -> None:
    assert verdict("2023-12-31", "rise", None, "2022 285, 2023 290", **DAYS) is V.ON_TRACK
    assert verdict("2022-12-31", "rise", None, "2022 285", **DAYS) is V.UNPACED


def test_rise_with_fewer_than_two_points_is_unpaced_also_when_final() -> None:
    found = answer("2026-06-30", "rise", None, "2024 285", **DAYS)
    assert (found.verdict, found.met) == (V.UNPACED, False)


def test_rise_ignores_complete_years_up_to_the_baselines() -> None:
    assert verdict("2023-12-31", "rise", None, "2022 300, 2023 290", base="280@2022", **DAYS) is V.ON_TRACK


def test_a_fall_within_its_tolerance_is_none() -> None:
    said = "2022 285, 2023 283"
    assert verdict("2023-12-31", "rise", None, said, base="280@2021", tolerance=2, **DAYS) is V.ON_TRACK
    assert verdict("2023-12-31", "rise", None, said, base="280@2021", tolerance=1, **DAYS) is V.LAGGING


def test_a_year_is_complete_when_its_last_period_has_a_reading() -> None:
    assert verdict("2022-12-31", "rise", None, "2022Q4 61", base="60@2021") is V.ON_TRACK
    assert verdict("2022-12-31", "rise", None, "2022Q3 61", base="60@2021") is V.UNPACED


def test_a_flows_year_is_complete_when_all_of_them_have() -> None:
    whole = "2022Q1 20, 2022Q2 20, 2022Q3 20, 2022Q4 20"
    assert verdict("2022-12-31", "rise", None, whole, base="60@2021", **FLOW) is V.ON_TRACK
    assert verdict("2022-12-31", "rise", None, whole[10:], base="10@2021", **FLOW) is V.UNPACED


def test_the_running_year_is_compared_with_the_same_period_a_year_before() -> None:
    said = "2022Q1 59, 2022Q4 61, 2023Q1 "
    assert verdict("2023-03-31", "rise", None, said + "59", base="58@2021") is V.ON_TRACK
    found = answer("2023-03-31", "rise", None, said + "58.9", base="58@2021")
    assert found.verdict is V.LAGGING
    assert "2023年第一季度同比有所下降" in found.sentence


def test_the_running_total_is_compared_with_the_same_periods_a_year_before() -> None:
    year = "2022Q1 70, 2022Q2 70, 2022Q3 70, 2022Q4 80, "
    assert (
        verdict("2023-06-30", "rise", None, year + "2023Q1 71, 2023Q2 69", base="280@2021", **FLOW)
        is V.ON_TRACK
    )
    assert (
        verdict("2023-06-30", "rise", None, year + "2023Q1 71, 2023Q2 68", base="280@2021", **FLOW)
        is V.LAGGING
    )
    ytd = "2022Q2 140, 2022Q4 290, "
    assert verdict("2023-06-30", "rise", None, ytd + "2023Q2 139", base="280@2021", **YTD) is V.LAGGING
    assert (
        verdict("2023-06-30", "rise", None, ytd + "2023Q1 60, 2023Q2 140", base="280@2021", **YTD)
        is V.ON_TRACK
    )


def test_where_one_of_those_periods_is_missing_there_is_no_comparison() -> None:
    year = "2022 290, "
    assert (
        verdict("2023-06-30", "rise", None, year + "2023Q1 1, 2023Q2 1", base="280@2021", **FLOW)
        is V.ON_TRACK
    )
    assert verdict("2023-03-31", "rise", None, "2022Q4 290, 2023Q1 1", base="280@2021", **YTD) is V.ON_TRACK


def test_the_base_years_own_periods_serve_the_comparison() -> None:
    said = "2021Q1 55, 2022Q1 50"
    assert verdict("2022-03-31", "rise", None, said, base="60@2021") is V.UNPACED


def test_rise_has_no_path_and_no_gap() -> None:
    found = answer("2023-12-31", "rise", None, "2022 285, 2023 283", base="280@2021", **DAYS)
    assert (found.gap, found.pace, found.expected, found.projected, found.needed_per_period) == (None,) * 5
    assert (found.value, found.tolerance) == (283, 0)


@pytest.mark.parametrize(
    ("value", "higher", "expected"),
    [
        ("71", True, V.ACHIEVED), ("70.99", True, V.AT_RISK), ("90", True, V.ACHIEVED),
        ("73", False, V.ACHIEVED), ("73.01", False, V.AT_RISK), ("10", False, V.ACHIEVED),
    ],
)  # fmt: skip
def test_hold_within_one_point(value: str, higher: bool, expected: Verdict) -> None:
    found = answer("2024-12-31", "hold", None, f"2024Q4 {value}", base="72@2021", higher=higher)
    assert found.verdict is expected
    assert (found.pace, found.expected, found.projected, found.needed_per_period) == (None,) * 4
    assert found.gap == (72 - Decimal(value)) * (1 if higher else -1)


def test_hold_is_missed_when_final_and_tolerates_two_percent_of_other_units() -> None:
    assert verdict("2025-12-31", "hold", None, "2025Q4 70", base="72@2021") is V.MISSED
    assert verdict("2024-12-31", "hold", None, "2024Q4 98", base="100@2021", unit="个") is V.ACHIEVED
    assert verdict("2024-12-31", "hold", None, "2024Q4 97.9", base="100@2021", unit="个") is V.AT_RISK
    assert (
        verdict("2024-12-31", "hold", None, "2024Q4 97", base="100@2021", unit="个", tolerance=3)
        is V.ACHIEVED
    )


def test_hold_without_a_baseline_has_no_reference() -> None:
    found = answer("2024-12-31", "hold", None, "2024Q4 71")
    assert (found.verdict, found.met, found.value, found.gap) == (V.NO_REFERENCE, None, 71, None)


def test_hold_met_on_part_of_a_year_is_on_track() -> None:
    found = answer("2024-03-31", "hold", None, "2024Q1 25", base="100@2021", **FLOW)
    assert (found.verdict, found.partial) == (V.ON_TRACK, True)
    assert "按已过季度折算达到要求" in found.sentence


STEP: dict[str, Any] = {"plan": FZ, "frequency": YEARLY}


@pytest.mark.parametrize(
    ("own", "expected", "final"),
    [
        ("4.0", V.ON_TRACK, V.ACHIEVED), ("3.0", V.ON_TRACK, V.ACHIEVED), ("2.99", V.LAGGING, V.MISSED),
        ("2.0", V.LAGGING, V.MISSED), ("1.99", V.AT_RISK, V.MISSED), ("-120", V.AT_RISK, V.MISSED),
    ],
)  # fmt: skip
def test_in_step_one_and_two_tolerances_below(own: str, expected: Verdict, final: Verdict) -> None:
    said, reference = f"2021 {own}, 2022 {own}", "2021 4, 2022 4"
    assert verdict("2022-12-31", "in_step", None, said, reference=reference, **STEP) is expected
    last = verdict(
        "2025-12-31", "in_step", None, f"2021 {own}, 2025 {own}", reference="2021 4, 2025 4", **STEP
    )
    assert last is final


def test_in_step_counts_only_common_years_within_the_plan() -> None:
    found = answer(
        "2023-12-31", "in_step", None, "2020 50, 2021 5, 2022 7, 2023 9",
        reference="2020 1, 2021 5, 2023 9, 2024 99", **STEP,
    )  # fmt: skip
    assert at(found.value, "0.000001") == Decimal("6.981307")
    assert found.met is True


@pytest.mark.parametrize("reference", [None, "", "2020 3", "2022 3"])
def test_in_step_without_a_common_year_has_no_reference(reference: str | None) -> None:
    found = answer("2022-12-31", "in_step", None, "2021 5", reference=reference, **STEP)
    assert (found.verdict, found.met, found.value) == (V.NO_REFERENCE, None, None)


def test_in_step_has_no_path_and_no_gap() -> None:
    found = answer("2021-12-31", "in_step", None, "2021 5", reference="2021 5", **STEP)
    assert (found.gap, found.pace, found.expected, found.projected, found.needed_per_period) == (None,) * 5
    assert (found.value, found.tolerance) == (5, 1)
