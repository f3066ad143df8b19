"""/rounds/: every round with its rates, and the form that opens the next."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import OWNER
from departments.models import Person
from indicators.progress.periods import Period
from indicators.selectors.standings import forget
from reporting.models import Round, RoundState
from reporting.selectors.rounds import default_due, suggested
from reporting.tests.pages import heading_of, page, text_of
from reporting.tests.quarters import (
    DUE,
    IN_TIME,
    OPENS,
    SMALL,
    OnDay,
    answer,
    clock,
    items_of,
    liaison_of,
    opened,
    published,
)

PAGE = "/rounds/"
# Session, person; rounds with extensions, items, departments, measures, tasks, readings, notes; plans' years;
# plans and demonstration people for the frame.
QUERIES = 13
GIVEN = {"period": "2023Q4", "opens_on": "2024-01-02", "due_on": "2024-01-20"}


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    on_day = clock(monkeypatch)
    on_day(IN_TIME)
    return on_day


def test_before_the_first_round_the_page_is_its_form(as_coordinator: Client) -> None:
    html = page(as_coordinator, PAGE)
    assert heading_of(html) == "还没有开放填报轮次"
    assert "从开放第一轮开始" in html
    assert '<option value="2023Q4" selected>2023年第四季度</option>' in html
    assert 'value="2024-01-10"' in html, "opens today"
    assert 'value="2024-01-15"' in html, "due fifteen days after the quarter"


def test_who_only_looks_is_told_what_will_stand_here(as_leader: Client) -> None:
    html = page(as_leader, PAGE)
    assert "秘书处开放以后，各单位的报送情况会列在这里。" in html
    assert "开放填报</button>" not in html


def test_a_liaison_is_told_why_not(as_liaison: Client) -> None:
    refused = as_liaison.get(PAGE)
    assert refused.status_code == 403
    assert "单位联络员不能查看各单位的填报进度。" in refused.content.decode()


def test_opening_leads_to_the_board_and_says_how_much_is_asked(as_coordinator: Client) -> None:
    done = as_coordinator.post(PAGE, GIVEN)
    assert (done.status_code, done["Location"]) == (302, "/rounds/2023Q4/")
    held = Round.objects.get()
    assert (held.opens_on, held.due_on, held.state) == (OPENS, DUE, RoundState.OPEN)
    html = page(as_coordinator, done["Location"])
    assert f"已开放2023年第四季度轮次：共 {held.items.count()} 项，2024年1月20日截止。" in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_on": "2024-01-01"}, "截止日要在开放日之后。"),
        ({"due_on": "一月"}, "请写日期，例如 2024-01-15。"),
        ({"period": "2031Q1"}, "请选择填报期。"),
        ({"opens_on": ""}, "请写日期，例如 2024-01-15。"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    as_coordinator: Client, change: dict[str, str], said: str
) -> None:
    refused = as_coordinator.post(PAGE, GIVEN | change)
    html = refused.content.decode()
    assert refused.status_code == 400
    assert "没有开放" in html and said in html
    assert 'value="2024-01-02"' in html or change.get("opens_on") == ""
    assert not Round.objects.exists()


def test_a_quarter_is_offered_once(as_coordinator: Client, coordinator: Person) -> None:
    opened(coordinator)
    html = page(as_coordinator, PAGE)
    assert '<option value="2023Q4"' not in html
    assert as_coordinator.post(PAGE, GIVEN).status_code == 400


def test_rounds_stand_newest_first_each_rate_with_its_two_numbers(
    as_leader: Client, coordinator: Person
) -> None:
    published(opened(coordinator, "2023Q3", date(2023, 10, 1), date(2023, 10, 20)), coordinator)
    held = opened(coordinator)
    answer(liaison_of(SMALL), items_of(held, SMALL))
    said = text_of(page(as_leader, PAGE))
    assert "2023年第四季度：42 家单位报齐 1 家，41 家未报齐" in said
    assert said.index("2023年第四季度 填报中") < said.index("2023年第三季度 已发布")
    assert "2.4% 1 / 42 家" in said
    assert "0.0% 0 / 1 项" in said


def test_takes_the_same_number_of_queries_whatever_the_number_of_rounds(
    as_coordinator: Client, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = opened(coordinator)
    answer(liaison_of(OWNER), items_of(held, OWNER))
    as_coordinator.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(PAGE)
    opened(coordinator, "2023Q3", date(2023, 10, 1), date(2023, 10, 20))
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(PAGE)
    forget()


def quarters(*codes: str) -> list[Period]:
    return [Period.parse(code) for code in codes]


@pytest.mark.parametrize(
    ("openable", "newest", "found"),
    [
        (("2024Q1", "2023Q4", "2023Q3"), "", "2023Q4"),
        (("2024Q1", "2023Q4", "2023Q3", "2023Q1"), "2023Q2", "2023Q3"),
        (("2024Q1", "2023Q3"), "2023Q4", "2023Q3"),
        (("2024Q1",), "2023Q4", "2024Q1"),
        ((), "2024Q1", ""),
    ],
)
def test_what_is_suggested_follows_the_newest_round(openable: list[str], newest: str, found: str) -> None:
    after = Period.parse(newest) if newest else None
    suggestion = suggested(quarters(*openable), after, IN_TIME)
    assert (suggestion.code if suggestion else "") == found


def test_the_due_day_suggested_is_never_over() -> None:
    quarter = Period.parse("2023Q4")
    assert default_due(quarter, IN_TIME) == date(2024, 1, 15)
    assert default_due(quarter, date(2024, 3, 1)) == date(2024, 3, 16)
