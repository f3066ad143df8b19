from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.progress import Frequency, Period, periods_between


@pytest.mark.parametrize(
    ("code", "start", "end", "label"),
    [
        ("2023Q2", "2023-04-01", "2023-06-30", "2023年第二季度"),
        ("2024Q1", "2024-01-01", "2024-03-31", "2024年第一季度"),
        ("2023H1", "2023-01-01", "2023-06-30", "2023年上半年"),
        ("2023H2", "2023-07-01", "2023-12-31", "2023年下半年"),
        ("2023", "2023-01-01", "2023-12-31", "2023年"),
    ],
)
def test_a_period_is_its_code_and_its_date_is_its_last_day(
    code: str, start: str, end: str, label: str
) -> None:
    period = Period.parse(code)
    assert str(period) == code
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert period.label == label


@pytest.mark.parametrize(
    "code", ["", "2023Q5", "2023Q0", "2023H3", "23Q1", "2023q1", "0000", "2023Q1 ", "基期2020"]
)
def test_anything_else_is_refused_in_chinese(code: str) -> None:
    with pytest.raises(ValueError, match="不是填报期"):
        Period.parse(code)


def test_the_last_ended_period_may_end_on_the_day_itself() -> None:
    assert Period.last_ended(date(2023, 6, 30), Frequency.QUARTERLY) == Period.parse("2023Q2")
    assert Period.last_ended(date(2023, 6, 29), Frequency.QUARTERLY) == Period.parse("2023Q1")
    assert Period.last_ended(date(2023, 1, 1), Frequency.QUARTERLY) == Period.parse("2022Q4")
    assert Period.last_ended(date(2023, 12, 30), Frequency.YEARLY) == Period.parse("2022")


def test_a_plan_that_begins_within_a_quarter_has_no_part_of_it() -> None:
    periods = periods_between(Frequency.QUARTERLY, date(2022, 2, 1), date(2022, 12, 30))
    assert [period.code for period in periods] == ["2022Q2", "2022Q3"]


@given(st.integers(1900, 2100), st.sampled_from(Frequency), st.integers(1, 4), st.integers(-50, 50))
def test_shifting_there_and_back_changes_nothing(
    year: int, frequency: Frequency, part: int, count: int
) -> None:
    period = Period(year, frequency, min(part, Period(year, frequency).per_year))
    assert period.shifted(count).shifted(-count) == period
    assert period.next.previous == period
    assert period.next.start == date.fromordinal(period.end.toordinal() + 1)
