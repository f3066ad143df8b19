"""Where entry begins: the quarters of each plan and what is left in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Person
from indicators.choices import AnswerChoice
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many
from reporting.selectors.plan_counts import plan_counts

PAGE = "/entry/"
# Session, person, plans, indicators, answered readings; plans and demonstration people for the frame.
QUERIES = 7


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2024, 1, 12))


def test_lists_each_plans_quarters_newest_first(as_coordinator: Client) -> None:
    quarters = {c.plan.code: [q.quarter.code for q in c.quarters] for c in plan_counts()}
    assert quarters["YF"][0] == "2024Q1"
    assert quarters["YF"][-1] == "2022Q1"
    assert quarters["FZ"][-1] == "2021Q1"
    page = as_coordinator.get(PAGE).content.decode()
    assert page.index("/entry/YF/2023Q4/") < page.index("/entry/YF/2023Q3/")


def test_counts_what_each_quarter_asks_for(db: None) -> None:
    asked = {c.plan.code: {q.quarter.code: q.asked for q in c.quarters} for c in plan_counts()}
    assert (asked["YF"]["2023Q3"], asked["YF"]["2023Q4"]) == (36, 45)
    assert (asked["FZ"]["2023Q3"], asked["FZ"]["2023Q4"]) == (8, 11)  # with REF-GDP


def test_an_answer_is_counted_in_every_plan_that_shares_it(coordinator: Person) -> None:
    shared = Measure.objects.get(code="FZ-07")
    record_many([Entry(shared, Period.parse("2023Q4"), value=Decimal(88))], by=coordinator)
    answered = {c.plan.code: {q.quarter.code: q.answered for q in c.quarters} for c in plan_counts()}
    assert answered["FZ"]["2023Q4"] == answered["YF"]["2023Q4"] == 1
    assert answered["YF"]["2023Q3"] == 0


def test_a_year_reported_as_a_whole_answers_its_quarters(coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-03")
    record_many([Entry(measure, Period.parse("2023"), answer=AnswerChoice.NOT_APPLICABLE)], by=coordinator)
    answered = {q.quarter.code: q.answered for c in plan_counts() for q in c.quarters if c.plan.code == "YF"}
    assert answered["2023Q1"] == answered["2023Q4"] == 1


def test_the_heading_says_what_is_left_in_the_last_quarter(as_coordinator: Client) -> None:
    page = as_coordinator.get(PAGE).content.decode()
    assert "<h1>2023年第四季度：残疾人事业发展规划还有 11 项，残疾预防行动计划还有 45 项未填</h1>" in page


def test_takes_a_fixed_number_of_queries(
    as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_coordinator.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(PAGE)


def test_before_a_plan_begins_there_is_nothing_to_fill(
    as_coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2020, 1, 1))
    page = as_coordinator.get(PAGE).content.decode()
    assert "<h1>还没有可以填报的期</h1>" in page
    assert "规划期从2021年1月1日开始" in page
