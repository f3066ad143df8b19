"""修改记录: every change with who, from what to what, why and by which way, in four queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.models import Department, Person
from indicators.choices import AnswerChoice, Via
from indicators.models import Indicator
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Verdict
from indicators.rules import Entry
from indicators.selectors.timeline import Event, Subject, timeline
from indicators.services import decisions, overrides
from indicators.services.readings import record_many

QUERIES = 4


@pytest.fixture
def indicator(db: None) -> Indicator:
    return Indicator.objects.select_related("measure", "target", "plan").get(code="YF-12")


def told(indicator: Indicator) -> list[Event]:
    measure = indicator.measure
    return timeline(Subject(measure.pk, indicator.pk, measure.unit, Decimal(100)))


def record(by: Person, indicator: Indicator, period: str, reason: str = "", **fields: object) -> None:
    entry = Entry(indicator.measure, Period.parse(period), **fields)  # type: ignore[arg-type]
    record_many([entry], by=by, via=Via.CORRECTION, reason=reason)


def test_nothing_is_told_before_anything_happened(indicator: Indicator) -> None:
    assert told(indicator) == []


def test_a_new_value_is_told_with_its_way(indicator: Indicator, coordinator: Person) -> None:
    record(coordinator, indicator, "2023Q4", numerator=Decimal(775), denominator=Decimal(1000))
    (event,) = told(indicator)
    assert (event.kind, event.what, event.after) == ("entered", "2023年第四季度", "77.5%（775 ÷ 1,000）")
    assert (event.who, event.way) == (str(coordinator), "更正")


def test_a_changed_value_keeps_both_and_the_reason(indicator: Indicator, coordinator: Person) -> None:
    record(coordinator, indicator, "2023Q4", value=Decimal("27.1"))
    record(coordinator, indicator, "2023Q4", reason="数字前后颠倒。", value=Decimal("72.1"))
    newest = told(indicator)[0]
    assert (newest.before, newest.after, newest.reason) == ("27.1%", "72.1%", "数字前后颠倒。")


def test_words_instead_of_numbers_are_told_as_words(indicator: Indicator, coordinator: Person) -> None:
    record(coordinator, indicator, "2023Q3", value=Decimal(70))
    record(coordinator, indicator, "2023Q3", answer=AnswerChoice.NOT_APPLICABLE)
    assert told(indicator)[0].after == "不适用"


def test_many_periods_entered_in_one_go_are_one_line(indicator: Indicator, coordinator: Person) -> None:
    codes = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1"]
    record_many(
        [Entry(indicator.measure, Period.parse(code), value=Decimal(70)) for code in codes],
        by=coordinator,
        reason="历史数据补录",
    )
    (event,) = told(indicator)
    assert event.what == "2022年第一季度至2023年第一季度"
    assert event.after == "5 期"


def test_decisions_are_told_from_what_to_what(indicator: Indicator, coordinator: Person) -> None:
    measure, target = indicator.measure, indicator.target
    said = {"reason": "第3次联席会议", "by": coordinator}
    decisions.set_baseline(measure=measure, value=Decimal("70.4"), year=2021, **said)  # type: ignore[arg-type]
    decisions.set_tolerance(target=target, tolerance=Decimal("0.5"), **said)  # type: ignore[arg-type]
    other = Department.objects.get(name="区残联")
    decisions.set_reporting_department(measure=measure, department=other, **said)  # type: ignore[arg-type]
    decisions.set_counting(measure=measure, basis=Basis.YTD, **said)  # type: ignore[arg-type]
    found = {event.what: (event.before, event.after) for event in told(indicator)}
    assert found["基期"] == ("未设定", "2021年 70.4%")
    assert found["允许偏差"] == ("默认", "0.5 个百分点")
    assert found["填报单位"][1] == "区残联（秘书处指定：第3次联席会议）"
    assert found["数据性质"] == ("时点数或当期比率（待确认）", "年内累计数")
    assert {event.who for event in told(indicator)} == {str(coordinator)}


def test_a_verdict_set_by_hand_and_taken_back_is_told_twice(
    indicator: Indicator, coordinator: Person
) -> None:
    period = Period.parse("2023Q4")
    overrides.override_verdict(
        indicator=indicator, period=period, verdict=Verdict.LAGGING, reason="停报", by=coordinator
    )
    overrides.withdraw_override(indicator=indicator, period=period, reason="已补报", by=coordinator)
    back, first = told(indicator)
    assert (first.before, first.after, first.reason) == ("按数据计算", "进展滞后", "停报")
    assert (back.kind, back.before, back.reason) == ("withdrawn", "进展滞后", "已补报")


def test_it_takes_four_queries_whatever_there_is_to_tell(
    indicator: Indicator, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        told(indicator)
    for number in range(1, 5):
        record(coordinator, indicator, f"2023Q{number}", value=Decimal(70 + number))
        record(coordinator, indicator, f"2023Q{number}", value=Decimal(80 + number))
    with django_assert_num_queries(QUERIES):
        assert len(told(indicator)) >= 8
