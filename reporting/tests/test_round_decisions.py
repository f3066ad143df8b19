"""截止, 重新开放, 发布, 延期 by the pages: what they ask, refuse and say."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from conftest import OWNER
from departments.models import Person
from reporting.models import Extension, Round, RoundState
from reporting.services.rounds import close_round
from reporting.tests.pages import heading_of, page, text_of
from reporting.tests.quarters import (
    IN_TIME,
    SMALL,
    answer,
    approve_all,
    clock,
    department,
    items_of,
    liaison_of,
    opened,
    published,
)

BOARD = "/rounds/2023Q4/"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, coordinator: Person) -> Round:
    clock(monkeypatch)(IN_TIME)
    return opened(coordinator)


@pytest.fixture
def closed(held: Round, coordinator: Person) -> Round:
    return close_round(held, by=coordinator)


def state(held: Round) -> str:
    return Round.objects.get(pk=held.pk).state


def test_closing_says_what_becomes_of_late_reports(held: Round, as_coordinator: Client) -> None:
    done = as_coordinator.post(f"{BOARD}close/", follow=True)
    assert "2023年第四季度轮次已截止。以后报送的照收，记为逾期；需要时可以重新开放。" in done.content.decode()
    assert state(held) == RoundState.CLOSED


def test_closing_twice_is_said(closed: Round, as_coordinator: Client) -> None:
    done = as_coordinator.post(f"{BOARD}close/", follow=True)
    assert "2023年第四季度轮次已截止，不能截止。" in done.content.decode()


def test_reopening_asks_for_the_new_due_day(closed: Round, as_coordinator: Client) -> None:
    assert "原来的截止日是2024年1月20日。" in page(as_coordinator, f"{BOARD}reopen/")
    done = as_coordinator.post(f"{BOARD}reopen/", {"due_on": "2024-01-31"}, follow=True)
    assert "2023年第四季度轮次已重新开放，2024年1月31日截止。" in done.content.decode()
    assert (state(closed), Round.objects.get().due_on) == (RoundState.OPEN, date(2024, 1, 31))


def test_reopening_with_an_earlier_day_is_refused_beside_the_field(
    closed: Round, as_coordinator: Client
) -> None:
    refused = as_coordinator.post(f"{BOARD}reopen/", {"due_on": "2024-01-10"})
    html = refused.content.decode()
    assert refused.status_code == 400
    assert "截止日不能早于原来的2024年1月20日。" in html and 'value="2024-01-10"' in html


def test_only_a_closed_round_is_reopened(held: Round, as_coordinator: Client) -> None:
    done = as_coordinator.get(f"{BOARD}reopen/", follow=True)
    assert "2023年第四季度轮次填报中，不能重新开放。" in done.content.decode()


def test_publishing_asks_first_and_says_what_it_means(closed: Round, as_coordinator: Client) -> None:
    html = page(as_coordinator, f"{BOARD}publish/")
    assert heading_of(html) == "发布2023年第四季度？发布后只能用“更正”修改"
    assert "42 家单位报齐 0 家。" in text_of(html)
    assert state(closed) == RoundState.CLOSED
    done = as_coordinator.post(f"{BOARD}publish/", follow=True)
    assert "2023年第四季度轮次已发布，以后只能用“更正”修改。" in done.content.decode()
    assert state(closed) == RoundState.PUBLISHED


def test_publishing_is_refused_while_reports_wait_and_says_how_many(
    closed: Round, as_coordinator: Client, coordinator: Person
) -> None:
    answer(liaison_of(SMALL), items_of(closed, SMALL))
    html = page(as_coordinator, f"{BOARD}publish/")
    assert "还有 1 项待审核，现在不能发布。" in html and "button-danger" not in html
    refused = as_coordinator.post(f"{BOARD}publish/")
    assert refused.status_code == 409
    assert "还有 1 项已报送、没有审核。请先审核通过或退回，再发布。" in refused.content.decode()
    approve_all(closed, coordinator)
    assert as_coordinator.post(f"{BOARD}publish/").status_code == 302


def test_an_open_round_is_not_published(held: Round, as_coordinator: Client) -> None:
    refused = as_coordinator.post(f"{BOARD}publish/")
    assert (refused.status_code, state(held)) == (409, RoundState.OPEN)
    assert "2023年第四季度轮次填报中，不能发布。" in refused.content.decode()


def test_publishing_twice_is_said(held: Round, as_coordinator: Client, coordinator: Person) -> None:
    published(held, coordinator)
    done = as_coordinator.get(f"{BOARD}publish/", follow=True)
    assert "2023年第四季度轮次已发布，不用再发布。" in done.content.decode()


def extend_address(name: str = OWNER) -> str:
    return f"{BOARD}departments/{department(name).pk}/extend/"


def test_one_department_gets_another_due_day_with_its_reason(held: Round, as_coordinator: Client) -> None:
    given = {"due_on": "2024-01-31", "reason": "来函申请，西卫函〔2024〕3号"}
    done = as_coordinator.post(extend_address(), given, follow=True)
    assert "区卫生健康委延期到2024年1月31日。" in done.content.decode()
    assert Extension.objects.get().reason == given["reason"]
    again = page(as_coordinator, extend_address())
    assert "已延期到2024年1月31日" in again and given["reason"] in again


@pytest.mark.parametrize(
    ("due_on", "reason", "said"),
    [
        ("2024-01-31", "", "请写明延期的理由。"),
        ("2024-01-20", "来函", "延期要晚于本轮截止日 2024年1月20日。"),
        ("", "来函", "请写日期，例如 2024-01-15。"),
    ],
)
def test_an_extension_without_reason_or_day_is_refused(
    held: Round, as_coordinator: Client, due_on: str, reason: str, said: str
) -> None:
    refused = as_coordinator.post(extend_address(), {"due_on": due_on, "reason": reason})
    html = refused.content.decode()
    assert refused.status_code == 400
    assert "没有延期" in html and said in html and (reason or due_on) in html
    assert not Extension.objects.exists()


def test_a_department_that_is_not_asked_gets_none(held: Round, as_coordinator: Client) -> None:
    assert as_coordinator.get(extend_address("各街道")).status_code == 404
