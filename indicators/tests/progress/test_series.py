# mypy: disable-error-code="comparison-overlap"
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.progress import Path, Question, judged_series, path, target_level
from indicators.tests.progress.asking import YEARLY, ask, day

EVENTS: dict[str, Any] = {
    "basis": "flow", "span": "year", "unit": "起", "higher": False, "base": "200@2020", "base_year": 2020,
}  # fmt: skip


def drawn(question: Question, as_of: str) -> list[tuple[str, Decimal]]:
    return [(point.period.code, point.value) for point in judged_series(question, day(as_of))]


def test_latest_values_at_each_period_with_a_reading() -> None:
    question = ask("at_least", 80, "2023Q2 77, 2022Q4 75, 2023Q1 不适用, 2023Q3 80, 2021Q4 1")
    assert drawn(question, "2023-06-30") == [("2022Q4", 75), ("2023Q2", 77)]
    assert judged_series(question, day("2023-06-30"))[0].date == date(2022, 12, 31)


def test_totals_of_the_year_so_far_and_of_the_plan() -> None:
    said = "2022Q3 30, 2022Q4 35, 2023Q1 40, 2023Q2 1"
    assert drawn(ask("reduce_by", 20, said, **EVENTS), "2023-06-30") == [
        ("2022Q3", 30), ("2022Q4", 65), ("2023Q1", 40), ("2023Q2", 41),
    ]  # fmt: skip
    plan = ask("at_least", 200, said, basis="flow", span="plan", unit="人")
    assert [value for _, value in drawn(plan, "2023-06-30")] == [30, 65, 105, 106]


def test_a_rate_counted_from_january_is_drawn_for_complete_years() -> None:
    question = ask(
        "at_least", 90, "2022Q3 9/10, 2022Q4 8/10, 2023Q1 1/10", scale=100, basis="ytd", span="year"
    )
    assert drawn(question, "2023-06-30") == [("2022Q4", 80)]


def test_in_step_draws_each_years_own_growth() -> None:
    question = ask("in_step", None, "2022 3, 2023 5", frequency=YEARLY, reference="2022 3, 2023 5")
    assert drawn(question, "2023-12-31") == [("2022", 3), ("2023", 5)]


def test_the_target_line() -> None:
    assert target_level(ask("at_least", 80)) == 80
    assert target_level(ask("reduce_by", 20, **EVENTS)) == 160
    assert target_level(ask("reduce_by", 20, **{**EVENTS, "base": "200@2021"})) is None
    assert target_level(ask("hold", None, base="72@2021")) == 72
    assert target_level(ask("hold", None)) is None
    assert target_level(ask("rise", None, base="72@2021")) is None
    assert target_level(ask("in_step", None)) is None


def test_the_expected_path() -> None:
    start, due = date(2021, 12, 31), date(2025, 12, 31)
    assert path(ask("at_least", 80, base="70@2021")) == Path(start, Decimal(70), due, Decimal(80))
    assert path(ask("at_most", 12, base="16@2021")) == Path(start, Decimal(16), due, Decimal(12))
    assert path(ask("reduce_by", 20, **EVENTS)) == Path(date(2020, 12, 31), Decimal(200), due, Decimal(160))
    assert path(ask("at_least", 9, span="plan", basis="flow")) == Path(
        date(2022, 1, 1), Decimal(0), due, Decimal(9)
    )


def test_no_path_where_none_leads() -> None:
    for question in (
        ask("at_least", 80),
        ask("at_least", 80, base="80@2021"),
        ask("at_least", 80, base="70@2021", kind="keep"),
        ask("reduce_by", 20, **{**EVENTS, "base": "0@2020"}),
        ask("hold", None, base="72@2021"),
        ask("rise", None, base="72@2021"),
        ask("in_step", None, base="72@2021"),
    ):
        assert path(question) is None
