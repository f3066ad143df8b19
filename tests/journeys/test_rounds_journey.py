"""The secretariat reviews by keyboard alone and without script: ticks, approves, returns with a reason, extends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo_site import SECRETARIAT, Site, department

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

BOARD = "/rounds/2023Q4/"
MOST_STOPS = 80


def review_of(name: str) -> str:
    return f"/rounds/2023Q4{department(name)}"


def tab_to(page: Page, reached: Callable[[str], bool]) -> None:
    """By the Tab key only; whatever has the focus is told by its words or its name."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        held = page.evaluate(
            "document.activeElement.textContent.trim() + '|' + (document.activeElement.name || '')"
        )
        if reached(held):
            return
    pytest.fail("never reached by Tab")


def test_many_are_ticked_and_approved_by_keyboard(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto(BOARD)
    tab_to(page, lambda held: held.startswith("区应急局|"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("区应急局：2023年第四季度有 7 项待审核")
    tab_to(page, lambda held: held.endswith("|item"))
    page.keyboard.press("Space")
    expect(page.get_by_text("已勾选 1 / 7 项")).to_be_visible()
    page.get_by_label("全选").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("已勾选 7 / 7 项")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已审核通过 7 项，计入进展判断。")


def test_approving_without_a_tick_puts_the_focus_on_what_is_wrong(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto(review_of("区妇联"))
    page.get_by_role("button", name="审核通过勾选的项").press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("还没有勾选。")


def test_without_script_one_goes_back_with_a_reason_and_another_is_approved(site: Site) -> None:
    page = site.tab(SECRETARIAT, java_script_enabled=False)
    page.goto(review_of("区委网信办"))
    expect(page.get_by_text("全选")).to_be_hidden()
    page.get_by_role("link", name="退回").first.click()
    page.get_by_role("button", name="退回").click()
    expect(page.locator("#error-summary")).to_contain_text("请写明退回的理由")
    page.get_by_label("退回理由").fill("请补写覆盖人数。")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_role("status").first).to_contain_text("已退回 区委网信办")
    expect(page.get_by_text("退回理由：请补写覆盖人数。")).to_be_visible()
    page.locator("input[name=item]").check()
    page.get_by_role("button", name="审核通过勾选的项").click()
    expect(page.get_by_role("status").first).to_contain_text("已审核通过 1 项")


def test_a_department_gets_more_time_and_is_late_no_more(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto(f"{BOARD}?show=overdue")
    row = page.get_by_role("row", name="区医保局")
    expect(row).to_contain_text("逾期 2 天")
    row.get_by_role("link", name="延期").click()
    page.get_by_label("延期到").fill("2035-01-31")
    page.get_by_label("理由").fill("来电说明，下周报送。")
    page.get_by_role("button", name="延期").click()
    expect(page.get_by_role("status").first).to_contain_text("区医保局延期到2035年1月31日。")
    page.goto(f"{BOARD}?show=overdue")
    expect(page.get_by_role("row", name="区医保局")).to_have_count(0)


def test_the_header_of_the_secretariat_is_one_line(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto("/rounds/")
    tops = page.evaluate(
        "[...document.querySelectorAll('.site-nav li, .site-tools')].map((e) => e.offsetTop)"
    )
    assert max(tops) - min(tops) < 20
