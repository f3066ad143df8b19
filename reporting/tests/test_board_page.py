"""/rounds/2023Q4/: the finding, what has to be done first, filters in the address, the same as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, OWNER
from departments.models import Person
from reporting.models import Round
from reporting.services.reviewing import approve_items, return_item
from reporting.services.rounds import close_round, extend
from reporting.tests.pages import heading_of, page, text_of
from reporting.tests.quarters import (
    IN_TIME,
    LATE,
    SMALL,
    OnDay,
    answer,
    clock,
    department,
    items_of,
    liaison_of,
    opened,
    published,
)

PAGE = "/rounds/2023Q4/"
# Session, person; round, items, readings, notes, extensions; plans and demonstration people for the frame.
QUERIES = 9
STREET = "椿树街道"


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    on_day = clock(monkeypatch)
    on_day(IN_TIME)
    return on_day


@pytest.fixture
def held(on: OnDay, coordinator: Person) -> Round:
    """区文化和旅游局 approved, 区教委 returned, 区卫生健康委 waiting; the others silent."""
    found = opened(coordinator)
    for name in (SMALL, OTHER, OWNER):
        answer(liaison_of(name), items_of(found, name))
    approve_items(items_of(found, SMALL), by=coordinator)
    return_item(items_of(found, OTHER)[0], reason="请核对。", by=coordinator)
    return found


def listed(html: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row"><a href="[^"]+">([^<]+)</a>', html)


def test_the_heading_is_the_finding(held: Round, as_leader: Client, leader: Person, on: OnDay) -> None:
    assert heading_of(page(as_leader, PAGE)) == "2023年第四季度：42 家单位报齐 2 家，40 家未报齐"
    on(LATE)
    as_leader.force_login(leader)
    assert heading_of(page(as_leader, PAGE)) == "2023年第四季度：42 家单位报齐 2 家，40 家逾期"


def test_a_round_still_to_open_says_when(coordinator: Person, as_leader: Client) -> None:
    opened(coordinator, opens_on=date(2024, 1, 15))
    html = page(as_leader, PAGE)
    assert heading_of(html) == "2023年第四季度：1月15日开放，要 42 家单位填报"
    assert "未开放" in html


def test_it_opens_on_what_has_to_be_done(
    held: Round, as_coordinator: Client, coordinator: Person, on: OnDay
) -> None:
    assert listed(page(as_coordinator, PAGE)) == [OTHER, OWNER]
    on(LATE)
    as_coordinator.force_login(coordinator)
    names = listed(page(as_coordinator, PAGE))
    assert names[0] == OTHER, "已退回 first"
    assert names[-1] == OWNER, "then 逾期, then 待审核"
    assert SMALL not in names


@pytest.mark.parametrize(
    ("show", "names", "count"),
    [
        ("all", None, 42),
        ("returned", [OTHER], 1),
        ("waiting", [OTHER, OWNER], 2),
        ("approved", [SMALL], 1),
        ("incomplete", None, 40),
        ("overdue", [], 0),
    ],
)
def test_filters_are_in_the_address(
    held: Round, as_leader: Client, show: str, names: list[str] | None, count: int
) -> None:
    html = page(as_leader, f"{PAGE}?show={show}")
    found = listed(html)
    assert len(found) == count
    assert names is None or found == names
    assert 'aria-current="true"' in html


def test_an_unknown_filter_is_named_and_left_out(held: Round, as_leader: Client) -> None:
    html = page(as_leader, f"{PAGE}?show=<b>x")
    assert "没有“&lt;b&gt;x”这个筛选" in html
    assert listed(html) == [OTHER, OWNER]


def test_chips_count(held: Round, as_leader: Client) -> None:
    said = text_of(page(as_leader, PAGE))
    assert "要办的 2 全部 42 已退回 1 逾期 0 待审核 2 未报齐 40 已审核 1" in said


def test_only_what_waits_or_was_returned_can_be_clicked(held: Round, as_coordinator: Client) -> None:
    html = page(as_coordinator, f"{PAGE}?show=all")
    board = re.findall(r'<(a|span) class="item (item-\w+)"', html[html.index("<table") :])
    assert {kind for tag, kind in board if tag == "a"} == {"item-submitted", "item-returned"}
    first = items_of(held, OTHER)[0]
    assert f'href="/rounds/2023Q4/departments/{department(OTHER).pk}/#item-{first.pk}"' in html


def test_lateness_and_extensions_stand_in_words(
    held: Round, as_leader: Client, leader: Person, coordinator: Person, on: OnDay
) -> None:
    extend(held=held, department=department(STREET), due_on=date(2024, 1, 31), reason="搬迁", by=coordinator)
    on(LATE)
    as_leader.force_login(leader)
    answer(liaison_of("区医保局"), items_of(held, "区医保局"))
    said = text_of(page(as_leader, f"{PAGE}?show=all"))
    assert "逾期 3 天" in said
    assert "迟报 3 天" in said
    assert "1月31日 已延期：搬迁" in said
    assert STREET not in listed(page(as_leader, f"{PAGE}?show=overdue"))


def test_the_secretariats_actions_are_not_shown_to_who_only_looks(
    held: Round, as_coordinator: Client, as_evaluator: Client
) -> None:
    for action in ("截止本轮", "按指标审核", "延期<span"):
        assert action in page(as_coordinator, PAGE)
        assert action not in page(as_evaluator, PAGE)


def test_what_can_be_done_next_follows_the_state(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    close_round(held, by=coordinator)
    html = page(as_coordinator, PAGE)
    assert "重新开放" in html and "发布本轮" in html and "截止本轮" not in html


def test_a_published_round_shows_all_and_offers_nothing(coordinator: Person, as_coordinator: Client) -> None:
    held = opened(coordinator)
    answer(liaison_of(SMALL), items_of(held, SMALL))
    published(held, coordinator)
    html = page(as_coordinator, PAGE)
    assert heading_of(html) == "2023年第四季度：42 家单位报齐 1 家，41 家未报齐"
    assert len(listed(html)) == 42
    for action in ("截止本轮", "重新开放", "发布本轮", "延期<span", "要办的 <b>"):
        assert action not in html


def test_with_nothing_to_do_the_way_on_is_shown(coordinator: Person, as_leader: Client) -> None:
    opened(coordinator)
    html = page(as_leader, PAGE)
    assert "没有要办的" in html and 'href="?show=all"' in html


def test_a_quarter_without_a_round_is_not_found(as_leader: Client) -> None:
    missing = as_leader.get("/rounds/2023Q1/")
    assert missing.status_code == 404
    assert "没有“2023Q1”的填报轮次。" in missing.content.decode()


def test_the_file_holds_the_same_departments_item_by_item(held: Round, as_leader: Client) -> None:
    got = as_leader.get(f"{PAGE}board.csv?show=returned")
    rows = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert {row["单位"] for row in rows} == {OTHER}
    assert len(rows) == len(items_of(held, OTHER))
    returned = next(row for row in rows if row["状态"] == "已退回")
    assert (returned["退回次数"], returned["退回理由"]) == ("1", "请核对。")
    assert "show=returned" in page(as_leader, f"{PAGE}?show=returned")
    assert as_leader.get(f"{PAGE}board.xlsx").status_code == 200


def test_takes_a_fixed_number_of_queries(
    held: Round, as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_coordinator.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(f"{PAGE}?show=all")


def test_items_are_counted_by_state(held: Round, as_leader: Client) -> None:
    waiting = len(items_of(held, OWNER)) + len(items_of(held, OTHER)) - 1
    said = text_of(page(as_leader, PAGE))
    assert f"待审核 {waiting} 项 已退回 1 项" in said
