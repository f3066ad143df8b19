"""The secretariat fills the grid in a real browser: by keyboard, by pasting, with mistakes, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Person
from reporting.tests.entering import fraction, record, stored
from tests.journeys.entry_grid import (
    Opened,
    fill,
    focused,
    paste,
    state,
)

pytestmark = pytest.mark.journey


# --- by keyboard ------------------------------------------------------------------------------------


def test_five_values_by_keyboard_alone(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    page.focus("#YF-03-numerator")
    for number in ("3293", "2334"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    assert focused(page) == "YF-05-numerator"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "YF-04-denominator"
    page.keyboard.type("2874")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("5236")
    page.keyboard.press("Control+End")
    assert focused(page) == "YF-45-denominator"
    page.keyboard.press("Control+Home")
    assert focused(page) == "YF-01-denominator"
    page.keyboard.press("ArrowRight")
    page.keyboard.type("85%")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "YF-02-value"
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("已建成")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("挂牌")
    page.keyboard.press("Enter")
    assert focused(page) == "YF-03-note"
    page.focus("#YF-18-value")
    page.keyboard.type("１５")
    page.keyboard.press("Enter")
    for code in ("YF-01", "YF-02", "YF-03", "YF-04", "YF-18"):
        expect(state(page, code)).to_contain_text("已保存")
    assert fraction("YF-03") == (3293, 5236)
    assert stored("YF-04").denominator == 2874
    assert stored("YF-01", "2023").value == 85
    assert stored("YF-02").note == "已建成\n挂牌"
    assert stored("YF-18").value == 15
    expect(page.locator("#entry-finding")).to_have_text("还有 40 项未填，共 45 项")
    expect(page.locator("#announcer")).to_contain_text("还有 40 项未填")


def test_escape_brings_back_what_stood_there(
    opened: Opened, coordinator: Person, live_server: LiveServer
) -> None:
    record(coordinator, "YF-18", value="15")
    page = opened(coordinator)
    page.focus("#YF-18-value")
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(page.locator("#YF-18-value")).to_have_value("15")
    page.focus("#reason")
    expect(state(page, "YF-18")).to_contain_text("已保存")
    assert stored("YF-18").version == 1


def test_the_rate_is_computed_while_one_types(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    page.focus("#YF-03-numerator")
    page.keyboard.type("3,293")
    page.keyboard.press("Tab")
    page.keyboard.type("5236")
    expect(page.locator("tr#YF-03 output")).to_have_text("62.89")
    expect(page.locator("#YF-03-value")).to_be_hidden()
    expect(page.locator("#YF-03-answer")).to_have_value("value")


def test_an_unfinished_fraction_waits_without_complaint(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    fill(page, "YF-03-numerator", "3293")
    expect(state(page, "YF-03")).to_contain_text("还差分母")
    assert page.locator(".row-message").count() == 0
    page.click("text=全部保存")
    expect(page.locator("#YF-03-message")).to_contain_text("请把分母也填上")
    expect(page.locator("#error-summary")).to_be_focused()


# --- pasting ----------------------------------------------------------------------------------------


def test_a_block_from_excel_fills_right_and_down(opened: Opened, coordinator: Person) -> None:
    record(coordinator, "YF-04", "2023", value="80")
    page = opened(coordinator)
    paste(page, "YF-03-numerator", "3,293\t5,236\r\n2,334\t2,874\r\n４１２８\t4312\r\n75\t100\r\n")
    expect(page.locator("#announcer")).to_contain_text("已粘贴 6 格；YF-04 已锁定，没有改动")
    for code, pair in {"YF-03": (3293, 5236), "YF-05": (4128, 4312), "YF-06": (75, 100)}.items():
        expect(state(page, code)).to_contain_text("已保存")
        assert fraction(code) == pair


def test_a_column_of_notes_is_pasted_by_row_and_plain_lines_as_text(
    opened: Opened, coordinator: Person
) -> None:
    page = opened(coordinator)
    paste(page, "YF-03-note", '甲\r\n"乙\n丙"\r\n', "<table></table>")
    expect(page.locator("#YF-03-note")).to_have_value("甲")
    expect(page.locator("#YF-04-note")).to_have_value("乙\n丙")


# --- errors -----------------------------------------------------------------------------------------


def test_an_error_stays_with_its_field_until_it_is_put_right(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    page.focus("#YF-09-numerator")
    page.keyboard.type("36,74O")
    page.keyboard.press("Tab")
    page.keyboard.type("38640")
    page.keyboard.press("Enter")
    message = page.locator("#YF-09-message")
    expect(message).to_have_text("“36,74O”里有字母 O。请改成数字，例如 36,740。")
    field = page.locator("#YF-09-numerator")
    expect(field).to_have_value("36,74O")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", re.compile("YF-09-message"))
    expect(state(page, "YF-09")).to_contain_text("未通过")
    page.click("text=全部保存")
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("36740")
    page.keyboard.press("Enter")
    expect(state(page, "YF-09")).to_contain_text("已保存")
    expect(message).to_have_count(0)
    expect(page.locator("#error-summary")).to_have_count(0)
    assert stored("YF-09").numerator == 36740


def test_what_was_wrong_survives_a_reload(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator)
    fill(page, "YF-18-value", "abc")
    expect(state(page, "YF-18")).to_contain_text("未通过")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#YF-18-value")).to_have_value("abc")
    expect(page.locator("#YF-18-message")).to_contain_text("“abc”不是数字")


# --- without script, and for everybody ----------------------------------------------------------------


def test_without_script_the_whole_grid_is_saved(opened: Opened, coordinator: Person) -> None:
    page = opened(coordinator, java_script_enabled=False)
    page.fill("#YF-18-value", "15")
    page.fill("#YF-09-numerator", "36,74O")
    page.click("text=全部保存")
    expect(page.locator("#YF-09-message")).to_contain_text("里有字母 O")
    expect(page.locator("#YF-09-numerator")).to_have_value("36,74O")
    page.fill("#YF-09-numerator", "36740")
    page.fill("#YF-09-denominator", "38640")
    page.click("text=全部保存")
    expect(page.locator(".messages")).to_contain_text("已保存 1 项")
    assert stored("YF-18").value == 15
    assert stored("YF-09").numerator == 36740
