"""Periods: which readings count, what is stale, what answers a period and what leaves it open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.progress import Period, PlanTerms, Verdict
from indicators.tests.progress.asking import HALF_YEARLY, YEARLY, answer, at, day, verdict

V = Verdict


def test_readings_before_the_plan_do_not_count() -> None:
    assert verdict("2022-06-30", "at_least", 80, "2021Q4 90") is V.NO_READING


def test_readings_of_periods_that_have_not_ended_do_not_count() -> None:
    found = answer("2023-06-29", "at_least", 80, "2023Q1 79, 2023Q2 90")
    assert found.value == 79
    assert not found.stale


def test_readings_after_due_do_not_count() -> None:
    found = answer("2025-12-31", "at_least", 80, "2025Q2 70, 2025Q4 90", due="2025-06-30")
    assert found.value == 70
    assert found.verdict is V.MISSED


def test_a_plan_that_begins_within_a_period_does_not_count_it() -> None:
    plan = PlanTerms(date(2022, 2, 1), date(2025, 12, 31))
    assert verdict("2022-04-30", "at_least", 80, "2022Q1 90", plan=plan) is V.NOT_DUE
    assert verdict("2022-06-30", "at_least", 80, "2022Q1 90, 2022Q2 70", plan=plan) is V.UNPACED


def test_a_whole_year_stands_for_a_year_without_shorter_ones() -> None:
    found = answer("2023-03-31", "at_least", 80, "2022 81")
    assert (found.verdict, found.period) == (V.ACHIEVED, Period.parse("2022"))
    assert found.stale
    assert "2023年第一季度以来未报新数据" in found.sentence


def test_whole_years_and_quarters_mix_across_years() -> None:
    found = answer(
        "2023-06-30", "at_least", 100, "2022 40, 2023Q1 15, 2023Q2 15", basis="flow", span="plan", unit="人"
    )
    assert found.value == 70


def test_beside_quarters_of_the_same_year_a_whole_year_does_not_count_twice() -> None:
    found = answer("2022-12-31", "at_least", 100, "2022 40, 2022Q4 15", basis="flow", span="plan", unit="人")
    assert found.value == 15


def test_a_whole_year_fills_quarters_that_only_say_no_data() -> None:
    found = answer("2022-12-31", "at_least", 80, "2022 81, 2022Q4 暂无>2023-02-01")
    assert found.value == 81
    assert not found.stale


def test_readings_of_another_frequency_do_not_count() -> None:
    assert verdict("2023-12-31", "at_least", 80, "2023H1 90, 2023Q2 90", frequency=YEARLY) is V.NO_READING
    assert answer("2023-12-31", "at_least", 80, "2023H1 70, 2023Q4 90", frequency=HALF_YEARLY).value == 70


def test_a_verdict_on_old_data_stands_and_says_since_when_nothing_came() -> None:
    found = answer("2023-09-30", "at_least", 80, "2022Q1 85")
    assert found.verdict is V.ACHIEVED
    assert found.stale
    assert found.period == Period.parse("2022Q1")
    assert "截至2022年第一季度为 85%" in found.sentence
    assert "2022年第二季度以来未报新数据" in found.sentence


def test_nothing_is_stale_before_the_next_period_has_ended() -> None:
    assert not answer("2022-06-29", "at_least", 80, "2022Q1 85").stale
    assert answer("2022-06-30", "at_least", 80, "2022Q1 85").stale


def test_nothing_is_stale_after_the_reading_of_the_due_day() -> None:
    assert not answer("2027-01-01", "at_least", 80, "2025Q4 85").stale


def test_not_applicable_answers_its_period_and_leaves_the_value() -> None:
    found = answer("2022-06-30", "at_least", 80, "2022Q1 85, 2022Q2 不适用")
    assert found.value == 85
    assert not found.stale
    assert found.period == Period.parse("2022Q1")


def test_not_applicable_covers_no_share() -> None:
    found = answer(
        "2022-06-30", "at_most", 100, "2022Q1 20, 2022Q2 不适用", basis="flow", span="year", unit="起"
    )
    assert found.share == Decimal("0.25")
    assert found.missing_periods == ()


def test_not_applicable_completes_no_year() -> None:
    said = "2022Q1 不适用, 2022Q2 10, 2022Q3 10, 2022Q4 10"
    assert (
        verdict("2022-12-31", "rise", None, said, basis="flow", span="year", unit="天", base="5@2021")
        is V.UNPACED
    )


def test_no_data_leaves_the_period_open_and_shows_when_it_is_expected() -> None:
    found = answer("2022-06-30", "at_least", 80, "2022Q1 85, 2022Q2 暂无>2022-08-15")
    assert found.value == 85
    assert found.stale
    assert found.awaited_on == day("2022-08-15")
    assert "2022年8月15日" in found.sentence


def test_no_data_of_a_period_answered_since_is_not_awaited() -> None:
    found = answer("2022-09-30", "at_least", 80, "2022Q2 暂无>2022-08-15, 2022Q3 85")
    assert found.awaited_on is None


def test_no_data_alone_is_no_reading() -> None:
    found = answer("2022-03-31", "at_least", 80, "2022Q1 暂无>2022-05-01")
    assert found.verdict is V.NO_READING
    assert found.awaited_on == day("2022-05-01")


def test_no_data_of_a_missing_quarter_is_awaited() -> None:
    found = answer(
        "2022-06-30",
        "at_most",
        100,
        "2022Q1 暂无>2022-08-01, 2022Q2 20",
        basis="flow",
        span="year",
        unit="起",
    )
    assert found.missing_periods == (Period.parse("2022Q1"),)
    assert found.awaited_on == day("2022-08-01")


def test_before_the_first_period_has_ended_nothing_is_due() -> None:
    assert verdict("2022-03-30", "at_least", 80) is V.NOT_DUE
    assert verdict("2022-03-31", "at_least", 80) is V.NO_READING
    assert verdict("2022-12-30", "at_least", 80, frequency=YEARLY) is V.NOT_DUE


def test_nothing_but_not_applicable() -> None:
    assert verdict("2022-03-31", "at_least", 80, "2022Q1 不适用") is V.NOT_APPLICABLE
    found = answer("2022-06-30", "at_least", 80, "2022Q1 不适用, 2022Q2 暂无")
    assert found.verdict is V.NOT_APPLICABLE
    assert found.stale


def test_without_readings_the_order_comes_before_references_and_the_end() -> None:
    assert verdict("2024-12-31", "hold", None) is V.NO_READING
    assert verdict("2027-12-31", "at_least", 80) is V.NO_READING
    assert verdict("2022-03-31", "in_step", None, "2022Q1 不适用") is V.NOT_APPLICABLE


def test_time_stands_still_between_two_ends_of_periods() -> None:
    for as_of in ("2022-12-31", "2023-06-30", "2023-12-30"):
        found = answer(as_of, "at_least", 80, "2022 72.5", frequency=YEARLY, base="70@2021")
        assert at(found.elapsed, "0.00001") == Decimal("0.24983")
        assert found.verdict is V.ON_TRACK


def test_time_goes_on_where_readings_do_not() -> None:
    """r is the measure's newest period that has ended, not the newest reading's."""
    found = answer("2023-12-31", "at_least", 80, "2022Q4 72.5", base="70@2021")
    assert at(found.elapsed, "0.00001") == Decimal("0.49966")
    assert found.verdict is V.AT_RISK
