"""检查并报送: what would be reported, what is left, and what came of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import OWNER
from departments.models import Person
from indicators.choices import State
from reporting.models import Round
from reporting.services.reviewing import return_item
from reporting.tests.quarters import answer, department, item_of, items_of, opened, stored, write, write_note
from reporting.tests.uploading import buttons, heading, words

PAGE = "/report/submit/?period=2023Q4"
# Session, person, department, quarters, rounds; items, readings, notes, the day; plans and demonstration
# people for the frame.
QUERIES = 11
# What would be reported without a note is compared with values and targets.
ASKING_QUERIES = QUERIES + 2


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2024, 1, 12))


@pytest.fixture
def held(coordinator: Person) -> Round:
    return opened(coordinator)


def test_it_says_what_would_be_reported_and_what_is_left(
    as_liaison: Client, liaison: Person, held: Round
) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    write_note(liaison, "YF-T04", OWNER, "完成两场", state=State.DRAFT)
    page = as_liaison.get(PAGE)
    assert heading(page) == "区卫生健康委：2023年第四季度有 2 项可以报送，39 项未填"
    for expected in ("60%", "完成两场", "没有填的 39 项", "还有 8 天"):
        assert expected in words(page)
    assert "报送 2 项" in buttons(page)
    assert stored("YF-03").state == State.DRAFT


def test_a_part_is_reported_and_the_rest_counted(as_liaison: Client, liaison: Person, held: Round) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    done = as_liaison.post(PAGE, follow=True)
    assert done.redirect_chain == [("/report/receipt/?period=2023Q4", 302)]
    assert "已报送 1 项。还有 40 项没有填，填好后再报送。" in words(done)
    assert stored("YF-03").state == State.SUBMITTED


def test_all_is_reported(as_liaison: Client, liaison: Person, held: Round) -> None:
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    assert "已报送 41 项，本期全部报齐。" in words(as_liaison.post(PAGE, follow=True))
    page = as_liaison.get(PAGE)
    assert heading(page) == "区卫生健康委：2023年第四季度各项都已报送"
    assert "已经报送的 41 项" in words(page)


def test_nothing_to_report_says_so(as_liaison: Client, held: Round) -> None:
    response = as_liaison.post(PAGE)
    assert response.status_code == 409
    assert "还没有可以报送的内容：41 项都没有填。" in words(response)


def test_what_was_returned_and_not_changed_is_pointed_out(
    as_liaison: Client, liaison: Person, coordinator: Person, held: Round
) -> None:
    write(liaison, "YF-03", 60)
    return_item(item_of(held, "YF-03"), reason="请核对分母。", by=coordinator)
    assert "退回后没有改动。退回理由：请核对分母。" in words(as_liaison.get(PAGE))


def test_a_round_before_its_day_takes_nothing(as_liaison: Client, liaison: Person, held: Round) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    Round.objects.update(opens_on=date(2024, 1, 15))
    page = as_liaison.get(PAGE)
    assert "到1月15日才开放填报" in words(page)
    assert "报送 1 项" not in buttons(page)
    assert as_liaison.post(PAGE).status_code == 409


def test_late_is_told_before(as_liaison: Client, liaison: Person, held: Round) -> None:
    Round.objects.update(due_on=date(2024, 1, 10))
    write(liaison, "YF-03", 60, state=State.DRAFT)
    assert "本次会注明逾期 2 天。" in words(as_liaison.get(PAGE))


def test_the_secretariat_reports_for_a_department(
    as_coordinator: Client, coordinator: Person, held: Round
) -> None:
    write(coordinator, "YF-03", 60, state=State.DRAFT)
    chosen = f"{PAGE}&department={department(OWNER).pk}"
    done = as_coordinator.post(chosen, follow=True)
    assert heading(done).startswith("区卫生健康委：2023年第四季度已报送 1 项")
    assert as_coordinator.get(PAGE).status_code == 404


def test_without_a_round_there_is_nothing_to_report(as_liaison: Client) -> None:
    response = as_liaison.get(PAGE)
    assert response.status_code == 404
    assert "这一季度还没有开放填报" in words(response)


def test_it_takes_a_fixed_number_of_queries(
    as_liaison: Client, liaison: Person, held: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_liaison.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    with django_assert_num_queries(ASKING_QUERIES):
        as_liaison.get(PAGE)
