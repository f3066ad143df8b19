"""A liaison's quarter in a browser: pasted, checked, reported, printed; by keyboard alone; returned and corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import OWNER, PASSWORD, person_of
from departments.models import Person, Role
from indicators.choices import State
from indicators.models import Reading
from reporting.models import Round
from reporting.selectors.board import Submission
from reporting.services.reviewing import approve_items, return_item
from reporting.tests import quarters
from reporting.tests.entering import stored
from reporting.tests.quarters import answer, item_of, items_of, row_of, stored_note, write, write_note
from tasks.models import TaskNote
from tests.journeys.entry_grid import Opened, fill, focused, paste, signed_in, state
from tests.journeys.keyboard import press, tab_to
from tests.journeys.watching import FEW, problems

pytestmark = pytest.mark.journey

REPORT, CHECK, RECEIPT = "/report/", "/report/submit/?period=2023Q4", "/report/receipt/?period=2023Q4"
INDICATORS, TASKS = 22, 19


@pytest.fixture
def held(coordinator: Person) -> Round:
    today = timezone.localdate()
    return quarters.opened(coordinator, opens_on=today, due_on=today + timedelta(days=3))


@pytest.fixture
def colleague(transactional_db: None) -> Person:
    return person_of(Role.LIAISON, "cast.colleague", OWNER)


# --- from the sign-in to the receipt ----------------------------------------------------------------


class Counting:
    """Clicks and keys that a person would need; a paste is two keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = 0

    def click(self, found: Any) -> None:
        self.clicks += 1
        found.click()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def key(self, name: str) -> None:
        self.keys += 1
        self.page.keyboard.press(name)

    def paste(self, field: str, text: str) -> None:
        self.click(self.page.locator(f"#{field}"))
        self.keys += 2
        paste(self.page, field, text, "<table></table>")


def block_of_numbers(page: Page) -> str:
    """分子, 分母, 本期值 of every row, as a spreadsheet copies them."""
    rows = page.evaluate(
        "[...document.querySelectorAll('tr[data-url]:not([data-kind])')].map((tr) => Boolean(tr.dataset.scale))"
    )
    return "\r\n".join("1\t2\t" if is_rate else "\t\t1" for is_rate in rows)


def test_from_the_sign_in_to_the_receipt_by_pasting(
    held: Round, liaison: Person, opened: Opened, live_server: LiveServer, browser: Any
) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto("/")
    hand = Counting(page)
    hand.click(page.get_by_label("用户名"))
    hand.type(liaison.username)
    hand.key("Tab")
    hand.type(PASSWORD)
    typed = hand.keys - 1
    hand.key("Enter")
    hand.click(page.get_by_role("link", name="我的填报"))
    expect(page.get_by_role("heading", level=1)).to_have_text("区卫生健康委：2023年第四季度填报")
    expect(page.locator(".page-title")).to_contain_text("截止，还有 3 天")
    hand.paste(focusable_first(page), block_of_numbers(page))
    hand.paste("YF-T01-progress", "\r\n".join(["已完成\t无\t继续推进"] * TASKS))
    expect(page.locator("#entry-finding")).to_have_text("各项都已填报", timeout=30_000)
    hand.click(page.get_by_role("button", name="检查并报送"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("有 41 项可以报送")
    hand.click(page.get_by_role("button", name="报送 41 项"))
    expect(page.get_by_role("heading", level=1)).to_have_text("区卫生健康委：2023年第四季度已报送 41 项")
    expect(page.get_by_role("status").first).to_contain_text("本期全部报齐")
    assert row_of(held, OWNER).submission == Submission.SUBMITTED
    assert (hand.clicks, hand.keys - typed) == (6, 6)
    page.context.close()


def focusable_first(page: Page) -> str:
    """The first cell of the grid that takes text."""
    found: str = page.evaluate("document.querySelector('#entry-table input[type=text]:not([hidden])').id")
    return found


def test_by_keyboard_alone(held: Round, liaison: Person, opened: Opened) -> None:
    page = opened(liaison, REPORT)
    tab_to(page, "婚前医学检查率 YF-03 分子")
    page.keyboard.type("3293")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("5236")
    page.keyboard.press("Enter")
    assert focused(page) == "YF-04-denominator"
    expect(state(page, "YF-03")).to_contain_text("已保存")
    tab_to(page, "强化婚前保健和孕前保健 YF-T04 本期进展")
    page.keyboard.type("完成两场")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("参加 300 人")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "YF-T04-obstacles"
    page.keyboard.press("Enter")
    assert focused(page) == "YF-T05-obstacles"
    expect(state(page, "YF-T04")).to_contain_text("已保存")
    assert stored_note("YF-T04", OWNER).progress == "完成两场\n参加 300 人"
    tab_to(page, "检查并报送")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("有 2 项可以报送，39 项未填")
    tab_to(page, "报送 2 项")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("已报送 2 项，39 项没有报")
    assert stored("YF-03").state == State.SUBMITTED


# --- returned ---------------------------------------------------------------------------------------


def test_what_was_returned_is_corrected_and_reported_again(
    held: Round, liaison: Person, coordinator: Person, opened: Opened
) -> None:
    answer(liaison, items_of(held, OWNER))
    return_item(item_of(held, "YF-07"), reason="分母应为本期活产数，请核对。", by=coordinator)
    page = opened(liaison, REPORT)
    expect(page.locator(".returned-list")).to_contain_text("分母应为本期活产数，请核对。")
    page.locator(".returned-list a").click()
    expect(state(page, "YF-07")).to_contain_text("已退回")
    fill(page, "YF-07-value", "91")
    expect(state(page, "YF-07")).to_contain_text("已保存")
    expect(page.locator("#YF-07-returned")).to_be_visible()
    page.get_by_role("button", name="检查并报送").click()
    page.get_by_role("button", name="报送 1 项").click()
    expect(page.get_by_role("status").first).to_contain_text("已报送 1 项，本期全部报齐。")
    assert (stored("YF-07").state, stored("YF-07").times_returned) == (State.SUBMITTED, 1)


def test_a_printed_checksum_still_matches_until_something_changes(
    held: Round, liaison: Person, opened: Opened
) -> None:
    write(liaison, "YF-03", 60)
    page = opened(liaison, RECEIPT)
    printed = page.locator(".checksum").inner_text()
    page.get_by_label("纸质回执上的校验码").fill(printed)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("一致：纸质回执和本站现在的内容完全相同。")).to_be_visible()
    write(liaison, "YF-03", 61)
    page.reload()
    expect(page.get_by_text("不一致：")).to_be_visible()


# --- when something is in the way -------------------------------------------------------------------


def test_of_two_notes_both_are_shown_and_one_is_chosen(
    held: Round, liaison: Person, colleague: Person, opened: Opened
) -> None:
    page = opened(liaison, REPORT)
    write_note(colleague, "YF-T04", OWNER, "完成三场", state=State.DRAFT)
    fill(page, "YF-T04-progress", "完成两场")
    expect(page.locator("#YF-T04-message")).to_contain_text("已把本期进展改为“完成三场”，你填的是“完成两场”")
    page.get_by_role("button", name="用“完成两场”（我填的）").click()
    expect(state(page, "YF-T04")).to_contain_text("已保存")
    assert stored_note("YF-T04", OWNER).progress == "完成两场"


def test_an_expired_session_keeps_the_text(
    held: Round, liaison: Person, opened: Opened, live_server: LiveServer
) -> None:
    page = opened(liaison, REPORT)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    fill(page, "YF-T04-progress", "完成两场")
    expect(page.locator("#entry-login")).to_contain_text("登录已过期")
    expect(page.locator("#YF-T04-progress")).to_have_value("完成两场")
    assert not TaskNote.objects.exists()
    signed_in(page.context, liaison, live_server)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#YF-T04-progress")).to_have_value("完成两场")
    expect(state(page, "YF-T04")).to_contain_text("已保存")


def test_a_wrong_row_stops_the_check_until_it_is_put_right(
    held: Round, liaison: Person, opened: Opened
) -> None:
    page = opened(liaison, REPORT)
    fill(page, "YF-04-numerator", "36,74O")
    page.get_by_role("button", name="检查并报送").click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.url.endswith(REPORT)


def test_without_script_it_is_filled_checked_and_reported(
    held: Round, liaison: Person, opened: Opened
) -> None:
    page = opened(liaison, REPORT, java_script_enabled=False)
    page.fill("#YF-04-value", "85")
    page.fill("#YF-T04-progress", "完成两场")
    page.click("text=检查并报送")
    page.click("text=报送 2 项")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已报送 2 项")
    assert Reading.objects.get().state == State.SUBMITTED


# --- for everybody ----------------------------------------------------------------------------------


def returned_and_approved(held: Round, liaison: Person, coordinator: Person) -> None:
    write(liaison, "YF-03", 60)
    write(liaison, "YF-07", 60)
    write_note(liaison, "YF-T04", OWNER, "完成两场")
    return_item(item_of(held, "YF-07"), reason="请核对分母。", by=coordinator)
    approve_items([item_of(held, "YF-03")], by=coordinator)


def conflict_and_error(page: Page, colleague: Person) -> None:
    write_note(colleague, "YF-T05", OWNER, "完成三场", state=State.DRAFT)
    fill(page, "YF-T05-progress", "完成两场")
    fill(page, "YF-05-value", "abc")
    expect(state(page, "YF-T05")).to_contain_text("等你选择")
    page.get_by_role("button", name="检查并报送").click()
    expect(page.locator("#error-summary")).to_be_focused()


def found(page: Page, *, goes: Callable[[], Any] | None = None) -> list[str]:
    if goes:
        goes()
    return [problem for mode in FEW for problem in problems(page, mode)]


def test_nothing_is_found_by_axe_in_any_state(
    held: Round, liaison: Person, coordinator: Person, colleague: Person, opened: Opened
) -> None:
    returned_and_approved(held, liaison, coordinator)
    page = opened(liaison, REPORT)
    page.on("dialog", lambda dialog: dialog.accept())
    assert found(page) == []
    assert found(page, goes=lambda: conflict_and_error(page, colleague)) == []
    assert found(page, goes=lambda: page.goto(page.url.replace(REPORT, CHECK))) == []
    page.goto(page.url.replace(CHECK, RECEIPT))
    assert found(page) == []
    Round.objects.all().delete()
    page.goto(page.url.replace(RECEIPT, f"{REPORT}?period=2023Q4"))
    assert found(page) == []
