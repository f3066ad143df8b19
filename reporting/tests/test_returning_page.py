"""退回: one item, with a reason, on its own page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conftest import OWNER
from departments.models import Person
from indicators.choices import State
from reporting.models import Round
from reporting.tests.pages import page, text_of
from reporting.tests.quarters import (
    IN_TIME,
    approve_all,
    clock,
    department,
    item_of,
    opened,
    published,
    stored,
    write,
)

REASON = "分母少了两个街道，请补上。"
# Session, person; round, item; items, readings, notes, extensions; token, last values; plans and demonstration people.
QUERIES = 12


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, coordinator: Person, liaison: Person) -> Round:
    clock(monkeypatch)(IN_TIME)
    found = opened(coordinator)
    write(liaison, "YF-13", 71)
    return found


def address(held: Round) -> str:
    return reverse("item_return", args=["2023Q4", item_of(held, "YF-13").pk])


def test_the_page_shows_what_was_reported(held: Round, as_coordinator: Client) -> None:
    said = text_of(page(as_coordinator, address(held)))
    assert "退回区卫生健康委：" in said
    assert "本期值 71%" in said


def test_it_goes_back_with_its_reason(held: Round, as_coordinator: Client) -> None:
    done = as_coordinator.post(address(held), {"reason": REASON, "seen": "1"}, follow=True)
    html = done.content.decode()
    assert "已退回 区卫生健康委 YF-13。" in html
    assert f"退回理由：{REASON}" in html
    reading = stored("YF-13")
    assert (reading.state, reading.return_reason, reading.times_returned) == (State.RETURNED, REASON, 1)


def test_without_a_reason_nothing_is_returned(held: Round, as_coordinator: Client) -> None:
    refused = as_coordinator.post(address(held), {"reason": "  ", "seen": "1"})
    html = refused.content.decode()
    assert refused.status_code == 400
    assert "没有退回" in html
    assert "请写明退回的理由，说明哪里要改、怎么改。" in html
    assert stored("YF-13").state == State.SUBMITTED


def test_a_reason_that_is_too_long_stays_in_its_field(held: Round, as_coordinator: Client) -> None:
    html = as_coordinator.post(address(held), {"reason": "改" * 501, "seen": "1"}).content.decode()
    assert "最多 500 字，请缩短。" in html
    assert "改" * 501 in html


def test_what_was_changed_meanwhile_is_shown_first(
    held: Round, as_coordinator: Client, liaison: Person
) -> None:
    write(liaison, "YF-13", 82)
    refused = as_coordinator.post(address(held), {"reason": REASON, "seen": "1"})
    html = refused.content.decode()
    assert refused.status_code == 400
    assert "刚才被改过，什么都没有动。" in html
    assert "82%" in html and REASON in html
    assert 'name="seen" value="2"' in html, "what stands now has been seen"
    assert as_coordinator.post(address(held), {"reason": REASON, "seen": "2"}).status_code == 302


def test_what_is_approved_can_go_back_and_the_page_says_what_that_means(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    approve_all(held, coordinator)
    assert "退回以后不再计入进展判断" in page(as_coordinator, address(held))


def test_what_nobody_reported_leads_back(held: Round, as_coordinator: Client) -> None:
    blank = reverse("item_return", args=["2023Q4", item_of(held, "YF-12").pk])
    done = as_coordinator.get(blank, follow=True)
    assert done.redirect_chain[-1][0] == f"/rounds/2023Q4/departments/{department(OWNER).pk}/"
    assert "YF-12 现在不是待审核或已审核，不能退回。" in done.content.decode()


def test_a_published_item_stays(held: Round, as_coordinator: Client, coordinator: Person) -> None:
    published(held, coordinator)
    version = stored("YF-13").version
    refused = as_coordinator.post(address(held), {"reason": REASON, "seen": version})
    assert refused.status_code == 400
    assert "2023年第四季度已发布，不能再动。" in refused.content.decode()


def test_an_item_of_another_round_is_not_found(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    other = opened(coordinator, "2023Q3")
    wrong = reverse("item_return", args=["2023Q4", item_of(other, "YF-13").pk])
    assert as_coordinator.get(wrong).status_code == 404


def test_takes_a_fixed_number_of_queries(
    held: Round, as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = address(held)
    as_coordinator.get(found)
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(found)
