# mypy: disable-error-code="comparison-overlap"
"""The value that is judged: spans, shares, 同期, rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import Period, Verdict
from indicators.tests.progress.asking import HALF_YEARLY, answer, at, verdict

V = Verdict
EVENTS: dict[str, Any] = {
    "basis": "flow", "span": "year", "unit": "起", "higher": False, "base": "200@2020", "base_year": 2020,
}  # fmt: skip
YTD = {**EVENTS, "basis": "ytd"}
RATE: dict[str, Any] = {"basis": "ytd", "span": "year", "scale": 100, "base": "80@2021"}
Q2020 = "2020Q1 20, 2020Q2 60, 2020Q3 80, 2020Q4 40, "


def test_latest_is_the_newest_reading() -> None:
    assert answer("2023-12-31", "at_least", 80, "2023Q4 70, 2023Q1 90").value == 70


def test_plan_adds_all_flows_and_the_newest_of_each_year_to_date() -> None:
    said = "2022Q1 10, 2022Q4 25, 2023Q1 5, 2023Q2 12"
    assert answer("2023-06-30", "at_least", 99, said, span="plan", basis="flow", unit="人").value == 52
    assert answer("2023-06-30", "at_least", 99, said, span="plan", basis="ytd", unit="人").value == 37


def test_plan_begins_at_zero_on_its_first_day_unless_a_baseline_is_given() -> None:
    terms: dict[str, Any] = {"span": "plan", "basis": "flow", "unit": "人"}
    bare = answer("2023-12-31", "at_least", 100, "2022 20, 2023 20", **terms)
    assert at(bare.elapsed, "0.0001") == Decimal("0.4993")
    assert at(bare.pace, "0.001") == Decimal("0.801")
    based = answer("2023-12-31", "at_least", 100, "2022 20, 2023 20", base="10@2020", **terms)
    assert at(based.expected, "0.0001") == Decimal("63.9704")


def test_a_flow_covers_what_its_own_periods_cover_wherever_the_gap_lies() -> None:
    found = answer("2023-12-31", "reduce_by", 20, "2023Q1 30, 2023Q2 30, 2023Q4 60", **EVENTS)
    assert (found.share, found.partial) == (Decimal("0.75"), True)
    assert found.missing_periods == (Period.parse("2023Q3"),)
    assert "缺2023年第三季度数据" in found.sentence


def test_a_whole_year_reading_covers_the_year() -> None:
    found = answer("2023-12-31", "reduce_by", 20, "2023 150", **EVENTS)
    assert (found.verdict, found.share, found.partial) == (V.ACHIEVED, 1, False)


def test_year_to_date_covers_what_its_newest_period_covers() -> None:
    found = answer("2023-09-30", "reduce_by", 20, "2023Q3 105", **YTD)
    assert found.share == Decimal("0.75")
    assert found.missing_periods == ()
    late = answer("2023-09-30", "reduce_by", 20, "2023Q1 30", **YTD)
    assert late.share == Decimal("0.25")
    assert late.missing_periods == (Period.parse("2023Q2"), Period.parse("2023Q3"))


def test_half_years_cover_halves() -> None:
    found = answer("2023-06-30", "reduce_by", 20, "2023H1 70", frequency=HALF_YEARLY, **EVENTS)
    assert (found.share, found.verdict) == (Decimal("0.5"), V.ON_TRACK)
    assert "2023年上半年发生 70 起" in found.sentence


def test_the_newest_year_with_a_reading_is_judged() -> None:
    found = answer("2024-03-31", "reduce_by", 20, "2022 300, 2023Q1 35", **EVENTS)
    assert found.value == 35
    assert found.missing_periods == tuple(Period.parse(code) for code in ("2023Q2", "2023Q3", "2023Q4"))


def test_where_the_base_years_quarters_were_entered_the_same_quarters_are_compared() -> None:
    found = answer("2023-06-30", "reduce_by", 20, Q2020 + "2023Q1 30, 2023Q2 40", **EVENTS)
    assert "比2020年同期（80 起）下降 12.5%" in found.sentence
    assert found.gap == Decimal("7.5")
    ytd = answer("2023-06-30", "reduce_by", 20, "2020Q2 80, 2020Q1 20, 2023Q2 70", **YTD)
    assert ytd.gap == Decimal("7.5")


def test_where_a_quarter_is_missing_in_the_base_year_the_share_it_is() -> None:
    found = answer("2023-06-30", "reduce_by", 20, "2020Q2 60, 2023Q1 30, 2023Q2 40", **EVENTS)
    assert found.gap == -10
    assert "同期折算数（100 起）" in found.sentence


def test_where_the_same_quarters_sum_to_zero_the_share_it_is() -> None:
    found = answer("2023-03-31", "reduce_by", 20, "2020Q1 0, 2020Q2 60, 2023Q1 30", **EVENTS)
    assert "同期折算数（50 起）" in found.sentence


def test_a_complete_year_is_compared_with_the_baseline_itself() -> None:
    found = answer("2023-12-31", "reduce_by", 20, Q2020.replace("40", "90") + "2023 170", **EVENTS)
    assert found.gap == 5


def test_a_threshold_of_a_count_is_taken_by_share() -> None:
    terms = {**EVENTS, "base": "", "base_year": None}
    assert verdict("2023-06-30", "at_most", 100, "2023Q1 25, 2023Q2 25", **terms) is V.ON_TRACK
    assert verdict("2023-06-30", "at_most", 100, "2023Q1 25, 2023Q2 26", **terms) is V.UNPACED
    assert verdict("2023-06-30", "less_than", 100, "2023Q1 25, 2023Q2 25", **terms) is V.UNPACED


def test_partial_pace_compares_like_with_like() -> None:
    found = answer("2023-06-30", "at_most", 100, "2023Q1 40, 2023Q2 40", **{**EVENTS, "base": "200@2021"})
    elapsed = Decimal(found.elapsed or 0)
    assert found.expected is not None
    assert at(found.expected, "0.00000001") == at(100 - 50 * elapsed, "0.00000001")
    assert found.gap == 30
    assert at(found.pace, "0.0001") == at(20 / (50 * elapsed), "0.0001")


def test_a_rate_counted_from_january_is_judged_on_complete_years_only() -> None:
    running = answer("2023-09-30", "at_least", 90, "2022Q4 88/100, 2023Q1 20/100, 2023Q3 91/100", **RATE)
    assert running.value == 88
    assert running.verdict is V.ON_TRACK
    assert not running.partial
    assert "2023年第三季度年内进度 91%" in running.sentence
    assert verdict("2023-12-31", "at_least", 90, "2022Q4 88/100, 2023Q4 91/100", **RATE) is V.ACHIEVED


@pytest.mark.parametrize("as_of", ["2022-09-30", "2027-01-01"])
def test_no_complete_year_yet_is_unpaced_also_when_final(as_of: str) -> None:
    found = answer(as_of, "at_least", 90, "2022Q1 20/100, 2022Q3 91/100", **RATE)
    assert (found.verdict, found.met, found.value) == (V.UNPACED, False, None)
    assert "年内进度为 91%" in found.sentence


def test_rates_are_numerator_over_denominator_unrounded() -> None:
    found = answer("2023-03-31", "at_least", 80, "2023Q1 2/3", scale=100)
    assert at(found.value, "0." + "0" * 20) == Decimal("66.66666666666666666667")
    assert answer("2023-03-31", "at_least", 12, "2023Q1 36/300000", scale=100000, unit="人").value == 12


def test_several_periods_of_a_flow_rate_combine_their_numerators_and_denominators() -> None:
    terms: dict[str, Any] = {"basis": "flow", "span": "year", "scale": 100}
    found = answer(
        "2023-12-31", "at_least", 60, "2023Q1 1/10, 2023Q2 90/90, 2023Q3 0/40, 2023Q4 0/10", **terms
    )
    assert at(found.value, "0.000001") == Decimal("60.666667")
    assert found.verdict is V.ACHIEVED


def test_a_rates_threshold_is_not_taken_by_share() -> None:
    terms: dict[str, Any] = {"basis": "flow", "span": "year", "scale": 100}
    assert verdict("2023-03-31", "at_least", 60, "2023Q1 59/100", **terms) is V.UNPACED
    found = answer("2023-03-31", "at_least", 60, "2023Q1 61/100", **terms)
    assert (found.verdict, found.partial) == (V.ON_TRACK, True)


def test_percentages_are_never_added() -> None:
    terms: dict[str, Any] = {"basis": "flow", "span": "year", "scale": 100}
    found = answer("2023-06-30", "at_least", 60, "2023Q1 59, 2023Q2 80", **terms)
    assert (found.value, found.verdict) == (None, V.UNPACED)


def test_nothing_is_rounded_before_it_is_compared() -> None:
    found = answer("2025-12-31", "at_least", 80, "2025Q4 79999999999999/100000000000000", scale=100)
    assert found.verdict is V.MISSED
    assert "79.999999999999%" in found.sentence


def test_a_denominator_of_zero_is_no_value() -> None:
    with pytest.raises(ValueError, match="分母为 0"):
        answer("2023-03-31", "at_least", 80, "2023Q1 0/0", scale=100)


def test_share_and_missing_periods_are_null_outside_span_year() -> None:
    for terms in ({}, {"span": "plan", "basis": "flow"}):
        found = answer("2023-12-31", "at_least", 80, "2023Q1 30, 2023Q4 40", **terms)
        assert (found.share, found.missing_periods, found.partial) == (None, (), False)
