"""回执: what was reported, when, by whom, and a checksum that tells whether it still stands so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, OWNER, person_of
from departments.models import Person, Role
from indicators.choices import State
from reporting.models import Round
from reporting.selectors.receipt import Receipt, receipt_of
from reporting.services.reviewing import approve_items, return_item, submit
from reporting.tests.quarters import answer, department, item_of, items_of, opened, write, write_note
from reporting.tests.uploading import heading, words

PAGE = "/report/receipt/?period=2023Q4"
# Session, person, department, quarters, rounds; items, readings, notes, the day; histories of both; plans and
# demonstration people for the frame.
QUERIES = 13


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2024, 1, 12))


@pytest.fixture
def held(coordinator: Person, liaison: Person) -> Round:
    """The owner has reported a value and a note."""
    found = opened(coordinator)
    write(liaison, "YF-03", 60, state=State.DRAFT)
    write_note(liaison, "YF-T04", OWNER, "完成两场", state=State.DRAFT)
    submit(found, department(OWNER), by=liaison)
    return found


def receipt(held: Round) -> Receipt:
    found = receipt_of(held, department(OWNER))
    assert found
    return found


def checked(client: Client, checksum: str) -> str:
    return words(client.get(PAGE, {"period": "2023Q4", "checksum": checksum}))


def test_it_says_what_when_and_by_whom(as_liaison: Client, held: Round) -> None:
    page = as_liaison.get(PAGE)
    assert heading(page) == "区卫生健康委：2023年第四季度已报送 2 项，39 项没有报"
    for expected in ("婚前医学检查率", "60%", "完成两场", "cast.liaison", "已报送", "首次报送", "校验码"):
        assert expected in words(page)
    assert receipt(held).checksum_in_groups[0] in words(page)


def test_who_reported_is_not_always_who_typed(held: Round, liaison: Person) -> None:
    colleague = person_of(Role.LIAISON, "cast.colleague", OWNER)
    write(liaison, "YF-04", 80, state=State.DRAFT)
    submit(held, department(OWNER), by=colleague)
    line = next(line for line in receipt(held).lines if line.held.code == "YF-04")
    assert line.held.answer and line.held.answer.entered_by == liaison
    assert line.reported_by == colleague


def test_a_printed_checksum_is_compared_with_what_stands_now(
    as_liaison: Client, liaison: Person, held: Round
) -> None:
    printed = " ".join(receipt(held).checksum_in_groups).upper()
    assert re.fullmatch(r"[0-9a-f]{64}", receipt(held).checksum)
    assert "一致：纸质回执和本站现在的内容完全相同。" in checked(as_liaison, printed)
    write(liaison, "YF-03", 61, state=State.DRAFT)
    assert "不一致：" in checked(as_liaison, printed)
    assert "不一致：" in checked(as_liaison, "abc")


def test_approving_and_returning_leave_the_checksum(held: Round, coordinator: Person) -> None:
    before = receipt(held).checksum
    approve_items([item_of(held, "YF-03")], by=coordinator)
    assert receipt(held).checksum == before
    return_item(item_of(held, "YF-03"), reason="请核对。", by=coordinator)
    assert receipt(held).checksum == before


def test_more_reported_is_another_checksum(held: Round, liaison: Person) -> None:
    before = receipt(held).checksum
    write(liaison, "YF-04", 80)
    assert receipt(held).checksum != before


def test_a_draft_is_not_on_it(held: Round, liaison: Person) -> None:
    before = receipt(held).checksum
    write(liaison, "YF-04", 80, state=State.DRAFT)
    assert receipt(held).checksum == before


def test_before_anything_was_reported_it_leads_back(as_other_liaison: Client, held: Round) -> None:
    page = as_other_liaison.get(PAGE)
    assert heading(page) == "区教委：2023年第四季度还没有报送"
    assert "还没有报送，没有回执" in words(page)


def test_a_liaison_sees_the_own_receipt_whatever_is_asked(as_other_liaison: Client, held: Round) -> None:
    page = as_other_liaison.get(f"{PAGE}&department={department(OWNER).pk}")
    assert heading(page).startswith(OTHER)


def test_the_secretariat_sees_a_departments(as_coordinator: Client, held: Round) -> None:
    page = as_coordinator.get(f"{PAGE}&department={department(OWNER).pk}")
    assert heading(page).startswith(OWNER)
    assert as_coordinator.get(PAGE).status_code == 404


def test_it_takes_a_fixed_number_of_queries(
    as_liaison: Client, liaison: Person, held: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_liaison.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)
    answer(liaison, items_of(held, OWNER))
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)


def test_it_is_one_line_for_each_item(held: Round, liaison: Person) -> None:
    answer(liaison, items_of(held, OWNER))
    codes: list[Any] = [line.held.code for line in receipt(held).lines]
    assert len(codes) == len(set(codes)) == 41
