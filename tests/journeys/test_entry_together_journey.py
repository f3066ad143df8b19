"""The grid when something is in the way: a second person, a broken line, an ended session, a small screen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Person
from indicators.models import Reading
from reporting.tests.entering import record, stored
from tests.journeys.entry_grid import (
    Opened,
    fill,
    scrolls_sideways,
    signed_in,
    state,
    violations,
)

pytestmark = pytest.mark.journey
MODES = ("large", "contrast", "plain", "dark")


# --- two people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choose", "value"), [("用 16,742（王某）", 16742), ("用 16,766（我填的）", 16766)])
def test_of_two_people_the_second_is_shown_both_and_chooses(
    choose: str, value: int, opened: Opened, coordinator: Person, second_coordinator: Person
) -> None:
    record(coordinator, "YF-10", numerator="16700", denominator="17320")
    mine, theirs = opened(coordinator), opened(second_coordinator)
    fill(theirs, "YF-10-numerator", "16742")
    expect(state(theirs, "YF-10")).to_contain_text("已保存")
    fill(mine, "YF-10-numerator", "16766")
    expect(mine.locator("#YF-10-message")).to_contain_text(
        "已把分子改为 16,742，你填的是 16,766。两个都留着，请选一个。"
    )
    expect(state(mine, "YF-10")).to_contain_text("等你选择")
    assert stored("YF-10").numerator == 16742
    mine.click(f"text={choose}")
    expect(state(mine, "YF-10")).to_contain_text("已保存")
    mine.focus("#reason")
    expect(mine.locator("#YF-10-numerator")).to_have_value(f"{value:,}")
    assert stored("YF-10").numerator == Decimal(value)


# --- the line is down, the session over --------------------------------------------------------------


def test_what_is_typed_offline_is_kept_and_saved_when_the_line_is_back(
    opened: Opened, coordinator: Person
) -> None:
    page = opened(coordinator)
    page.context.set_offline(True)
    fill(page, "YF-18-value", "15")
    expect(state(page, "YF-18")).to_contain_text("等待网络")
    expect(state(page, "YF-18")).to_contain_text("内容在本机")
    assert "15" in page.evaluate("JSON.stringify(localStorage)")
    assert not Reading.objects.exists()
    page.context.set_offline(False)
    expect(state(page, "YF-18")).to_contain_text("已保存")
    assert stored("YF-18").value == 15
    assert "YF-18" not in page.evaluate("JSON.stringify(localStorage)")


def test_an_expired_session_loses_nothing(
    opened: Opened, coordinator: Person, live_server: LiveServer
) -> None:
    page = opened(coordinator)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    fill(page, "YF-18-value", "15")
    expect(page.locator("#entry-login")).to_contain_text("登录已过期")
    expect(state(page, "YF-18")).to_contain_text("等待登录")
    expect(page.locator("#YF-18-value")).to_have_value("15")
    signed_in(page.context, coordinator, live_server)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(page, "YF-18")).to_contain_text("已保存")
    expect(page.locator("#entry-login")).to_be_hidden()


def test_leaving_with_unsaved_text_is_warned_of(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.on("dialog", lambda dialog: dialog.accept())
    fill(page, "YF-18-value", "abc")
    expect(state(page, "YF-18")).to_contain_text("未通过")
    page.reload()
    assert asked == ["beforeunload"]


# --- for everybody ----------------------------------------------------------------------------------


def in_every_state(page: Page, coordinator: Person, other: Person) -> None:
    fill(page, "YF-03-value", "62")
    fill(page, "YF-05-value", "abc")
    page.select_option("#YF-17-answer", "no_data")
    record(other, "YF-18", value="16")
    fill(page, "YF-18-value", "15")
    expect(state(page, "YF-18")).to_contain_text("等你选择")
    fill(page, "YF-20-numerator", "4")
    page.click("text=全部保存")
    expect(page.locator("#error-summary")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_nothing_is_found_by_axe_in_any_state(
    width: int, opened: Opened, coordinator: Person, second_coordinator: Person
) -> None:
    page = opened(coordinator, viewport={"width": width, "height": 900})
    assert violations(page) == []
    in_every_state(page, coordinator, second_coordinator)
    assert violations(page) == []
    assert not scrolls_sideways(page)
    for mode in MODES:
        page.evaluate(f"document.documentElement.toggleAttribute('data-{mode}', true)")
        assert violations(page) == [], mode
        assert not scrolls_sideways(page), mode
        page.evaluate(f"document.documentElement.toggleAttribute('data-{mode}', false)")


@pytest.mark.parametrize("width", [1440, 320])
def test_the_start_page_is_clean_too(width: int, opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator, "/entry/", viewport={"width": width, "height": 900})
    assert violations(page) == []
    assert not scrolls_sideways(page)
