"""Review by department and by indicator: what is needed to judge each item, many ticked and approved at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, OWNER
from departments.models import Person
from indicators.choices import State
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.decisions import set_baseline
from indicators.services.readings import record_many
from reporting.models import Round, RoundItem
from reporting.tests.pages import heading_of, page, text_of
from reporting.tests.quarters import (
    IN_TIME,
    LATE,
    OnDay,
    approve_all,
    clock,
    department,
    item_of,
    liaison_of,
    measure,
    opened,
    published,
    stored,
    stored_note,
    write,
    write_note,
)

BY_INDICATOR = "/rounds/2023Q4/indicators/"
# Session, person; round, items, readings, notes, extensions; token, last values; plans and demonstration people.
QUERIES = 11


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    on_day = clock(monkeypatch)
    on_day(IN_TIME)
    return on_day


@pytest.fixture
def held(on: OnDay, coordinator: Person, liaison: Person) -> Round:
    """YF-13 was 74 and is 71 now, of the target 80; a note on YF-T01; both wait."""
    found = opened(coordinator)
    set_baseline(measure=measure("YF-13"), value=Decimal(70), year=2021, reason="测试", by=coordinator)
    write(coordinator, "YF-13", 74, period="2023Q3")
    entry = Entry(measure("YF-13"), Period.parse("2023Q4"), value=Decimal(71), note="两个中心搬迁。")
    record_many([entry], by=liaison)
    write_note(liaison, "YF-T01", OWNER, "开了两次会。\n来了 80 人。")
    return found


def address(name: str = OWNER) -> str:
    return f"/rounds/2023Q4/departments/{department(name).pk}/"


def tick(item: RoundItem, version: int = 1) -> str:
    return f"{item.pk}-{version}"


def note_item(held: Round) -> RoundItem:
    return held.items.get(task__code="YF-T01", department__name=OWNER)


def test_the_heading_says_what_waits(held: Round, as_coordinator: Client) -> None:
    assert heading_of(page(as_coordinator, address())) == "区卫生健康委：2023年第四季度有 2 项待审核"
    assert heading_of(page(as_coordinator, BY_INDICATOR)) == "2023年第四季度指标有 1 项待审核"
    assert heading_of(page(as_coordinator, address(OTHER))) == "区教委：2023年第四季度没有待审核的"


def test_a_value_stands_beside_the_last_one_its_target_and_what_would_be_said(
    held: Round, as_coordinator: Client
) -> None:
    for where in (address(), BY_INDICATOR):
        said = text_of(page(as_coordinator, where))
        assert "71% 74% −3 个百分点" in said
        assert "严重滞后 目标 ≥80%，现在是进展滞后" in said
        assert "截至2023年第四季度为 71%" in said
        assert "两个中心搬迁。" in said
        assert "cast.liaison" in said


def test_the_verdict_is_only_supposed(held: Round, as_coordinator: Client, as_leader: Client) -> None:
    page(as_coordinator, address())
    assert "71%" not in text_of(page(as_leader, "/plans/YF/?as_of=2023-12-31"))


def test_a_notes_three_texts_keep_their_lines(held: Round, as_coordinator: Client) -> None:
    html = page(as_coordinator, address())
    assert "开了两次会。<br>来了 80 人。" in html


def test_what_nobody_answered_is_listed_with_its_lateness(
    held: Round, as_coordinator: Client, coordinator: Person, on: OnDay
) -> None:
    on(LATE)
    as_coordinator.force_login(coordinator)
    said = text_of(page(as_coordinator, address()))
    assert "未填 39 项" in said
    assert "YF-03" in said
    assert "逾期 3 天" in said


def test_many_ticked_are_approved_at_once(held: Round, as_coordinator: Client) -> None:
    ticks = [tick(item_of(held, "YF-13")), tick(note_item(held))]
    done = as_coordinator.post(address(), {"item": ticks}, follow=True)
    assert "已审核通过 2 项，计入进展判断。" in done.content.decode()
    assert stored("YF-13").state == stored_note("YF-T01", OWNER).state == State.APPROVED


def test_the_same_by_indicator(held: Round, as_coordinator: Client) -> None:
    done = as_coordinator.post(BY_INDICATOR, {"item": [tick(item_of(held, "YF-13"))]})
    assert (done.status_code, done["Location"]) == (302, BY_INDICATOR)
    assert stored("YF-13").state == State.APPROVED
    assert stored_note("YF-T01", OWNER).state == State.SUBMITTED


@pytest.mark.parametrize("sent", [{}, {"item": "x"}, {"item": "99999999-1"}, {"item": ["1-", "-1", "1-1-1"]}])
def test_nothing_ticked_is_said(held: Round, as_coordinator: Client, sent: dict[str, str]) -> None:
    refused = as_coordinator.post(address(), sent)
    assert refused.status_code == 409
    assert "还没有勾选。请先勾选要审核通过的项。" in refused.content.decode()


def test_what_was_changed_since_it_was_seen_is_not_approved(
    held: Round, as_coordinator: Client, liaison: Person
) -> None:
    write(liaison, "YF-13", 99)
    ticks = [tick(item_of(held, "YF-13")), tick(note_item(held))]
    refused = as_coordinator.post(address(), {"item": ticks})
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "区卫生健康委 YF-13刚才被改过，什么都没有动。请看清现在的内容，再决定。" in html
    assert "99%" in html, "the page shows what stands now"
    assert f'value="{tick(item_of(held, "YF-13"), 2)}" checked' in html, "and what was ticked stays so"
    assert stored_note("YF-T01", OWNER).state == State.SUBMITTED


def test_what_somebody_approved_meanwhile_is_said(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    approve_all(held, coordinator)
    version = stored("YF-13").version
    refused = as_coordinator.post(address(), {"item": tick(item_of(held, "YF-13"), version)})
    assert refused.status_code == 409
    assert "（已审核）不能审核通过。" in refused.content.decode()


def test_an_item_of_another_round_is_not_approved_here(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    other = opened(coordinator, "2023Q3")
    item = item_of(other, "YF-13")
    assert as_coordinator.post(address(), {"item": tick(item)}).status_code == 409


def test_who_only_looks_has_nothing_to_tick(held: Round, as_leader: Client) -> None:
    html = page(as_leader, address())
    assert "两个中心搬迁。" in html
    assert 'type="checkbox"' not in html
    assert "/return/" not in html


def test_a_published_round_has_nothing_to_tick_nor_to_return(
    held: Round, as_coordinator: Client, coordinator: Person
) -> None:
    published(held, coordinator)
    html = page(as_coordinator, address())
    assert "本轮已发布，只能用“更正”修改。" in html
    assert "/return/" not in html and 'type="checkbox"' not in html


def test_a_department_that_is_not_asked_is_not_found(held: Round, as_coordinator: Client) -> None:
    missing = as_coordinator.get("/rounds/2023Q4/departments/9999/")
    assert missing.status_code == 404
    assert "这一轮没有要这个单位填报的。" in missing.content.decode()


@pytest.mark.parametrize("where", ["department", "indicators"])
def test_takes_a_fixed_number_of_queries(
    held: Round, where: str, as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = address() if where == "department" else BY_INDICATOR
    as_coordinator.get(found)  # renews the session, fills what is kept by the data's token
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(found)


def test_a_shared_measure_shows_each_plans_verdict(held: Round, as_coordinator: Client) -> None:
    write(liaison_of("区残联"), "FZ-07", 96)
    said = text_of(page(as_coordinator, BY_INDICATOR))
    assert "已达标 FZ-07 目标 90" in said
    assert "已达标 YF-40 目标 >90%" in said
