"""Questions asked of answers in the database: by what they are compared with, and what becomes of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from departments.models import Person
from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.judging import Change, judge
from indicators.services.readings import record_many


def entry(code: str, period: str, value: str = "", **more: Any) -> Entry:
    number = Decimal(value) if value else None
    return Entry(Measure.objects.get(code=code), Period.parse(period), value=number, **more)


def test_what_looks_like_a_slip_is_not_written_without_a_note(coordinator: Person) -> None:
    record_many([entry("YF-03", "2023Q3", "61.5")], by=coordinator)
    slip = entry("YF-03", "2023Q4", "0.622")
    (outcome,) = record_many([slip], by=coordinator, asks=True, partly=True)
    assert outcome.change == Change.QUESTIONED
    assert outcome.questions[0].suggestion == Decimal("62.2")
    explained = entry("YF-03", "2023Q4", "0.622", note="口径调整，来函核实")
    (outcome,) = record_many([explained], by=coordinator, asks=True, partly=True)
    assert outcome.change == Change.NEW


def test_a_draft_is_kept_and_carries_its_question(coordinator: Person, liaison: Person) -> None:
    record_many([entry("YF-03", "2023Q3", "61.5")], by=coordinator)
    slip = entry("YF-03", "2023Q4", "0.622")
    (outcome,) = record_many([slip], by=liaison, asks=True, state=State.DRAFT)
    assert outcome.change == Change.NEW
    assert outcome.questions
    assert Reading.objects.get(period_code="2023Q4").state == State.DRAFT


def test_commands_are_not_asked(coordinator: Person) -> None:
    record_many([entry("YF-03", "2023Q3", "61.5")], by=coordinator)
    (outcome,) = record_many([entry("YF-03", "2023Q4", "0.622")], by=coordinator)
    assert (outcome.change, outcome.questions) == (Change.NEW, ())


def test_periods_of_one_batch_are_compared_with_each_other(coordinator: Person) -> None:
    entries = [entry("YF-03", "2023Q3", "61.5"), entry("YF-03", "2023Q4", "0.622")]
    first, second = judge(entries, by=coordinator, asks=True)
    assert not first.questions
    assert "61.5" in second.questions[0].sentence


def test_before_any_report_the_baseline_is_what_it_is_compared_with(coordinator: Person) -> None:
    Measure.objects.filter(code="YF-03").update(baseline_value=58, baseline_year=2021)
    (outcome,) = judge([entry("YF-03", "2022Q1", "5850")], by=coordinator, asks=True)
    assert outcome.change == Change.REFUSED  # a coverage never exceeds 100 %: the hard rules come first
    (outcome,) = judge([entry("YF-03", "2022Q1", "0.585")], by=coordinator, asks=True)
    assert outcome.questions[0].suggestion == Decimal("58.5")


@pytest.mark.parametrize("codes", [["YF-03"], ["YF-03", "YF-04", "YF-05", "YF-06"]])
def test_asking_takes_two_queries_however_many_answers(
    coordinator: Person, django_assert_num_queries: Any, codes: list[str]
) -> None:
    entries = [entry(code, "2023Q4", "62") for code in codes]
    plain = 3
    with django_assert_num_queries(plain):
        judge(entries, by=coordinator)
    with django_assert_num_queries(plain + 2):
        judge(entries, by=coordinator, asks=True)
