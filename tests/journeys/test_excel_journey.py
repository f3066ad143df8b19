"""A quarter answered in Excel: template, upload, preview, marked copy, confirmed, undone; and years of history."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from indicators.models import Reading
from reporting.models import Batch
from tests.journeys.demo_site import LIAISON, SECRETARIAT, Site
from tests.journeys.keyboard import look, press, tab_to
from tests.journeys.watching import sideways
from tests.journeys.workbooks import downloaded, filled, long_table, texts

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

QUARTER = "2025年第四季度"
FAULTY: dict[str, dict[str, Any]] = {
    "YF-03": {"本期值": 0.862},
    "YF-04": {"本期值": 101},
    "YF-05": {"分子": 4128, "分母": 4312},
    "YF-T04": {"本期进展": "完成两场宣传活动。"},
}
OWN = re.compile("^区卫生健康委：2025年第四季度填报")
BLANK = 'tr[data-state="blank"]:not([data-code*="-T"])'
ROWS = 18_000


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=20_000)


def left(page: Page) -> int:
    """Indicators that are not answered yet."""
    heading(page, OWN)
    return page.locator(BLANK).count()


def answered() -> int:
    return Reading.objects.filter(period_code="2025Q4").exclude(answer="").count()


# --- with the mouse ---------------------------------------------------------------------------------


def upload(page: Page, file: FilePayload) -> None:
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()


def marked_and_corrected(page: Page) -> FilePayload:
    copy = downloaded(page, page.get_by_role("link", name="下载标出问题的工作簿").click)
    assert copy.suggested_filename == "填好_标出问题.xlsx"
    assert "101% 超过 100%" in texts(copy)
    return filled(copy, {"YF-04": {"本期值": 81}}, "改好.xlsx")


def answer_the_question(page: Page) -> None:
    """First forgotten: the page says where, and keeps everything."""
    page.get_by_role("button", name="确认写入 4 项", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^出错："))
    page.locator(".error-summary a").click()
    note = page.get_by_role("textbox", name="没有错，说明原因")
    expect(note).to_be_focused()
    expect(note).to_have_accessible_description(re.compile("请写明原因，或改为 86.2。"))
    page.get_by_label("改为 86.2").check()
    page.get_by_role("button", name="说明好了，确认写入 4 项").click()


def own_quarter(page: Page) -> None:
    """It opens on the round that takes reports; the quarter of this journey has none yet."""
    page.get_by_role("link", name="我的填报").click()
    page.get_by_label("填报期", exact=True).select_option("2025Q4")
    page.get_by_role("button", name="查看").click()


def test_a_liaison_answers_the_quarter_in_excel(site: Site) -> None:
    page = site.tab(LIAISON)
    page.goto("/")
    own_quarter(page)
    asked = left(page)
    template = downloaded(page, page.get_by_role("link", name="下载填报模板").click)
    assert template.suggested_filename == f"区卫生健康委_{QUARTER}_填报模板.xlsx"
    page.get_by_role("link", name="上传 Excel").click()
    heading(page, f"上传 Excel：{QUARTER}")
    upload(page, filled(template, FAULTY))
    heading(page, "核对：有 1 处错误，改好前不能写入")
    expect(page.locator(".error-summary a")).to_contain_text(re.compile("指标填报!F.* YF-04 "))
    corrected = marked_and_corrected(page)
    page.get_by_role("link", name="重新上传").click()
    upload(page, corrected)
    heading(page, "核对：4 项可以写入，其中 1 项有疑问")
    assert answered() == 0
    answer_the_question(page)
    heading(page, re.compile("已写入 4 项$"))
    page.get_by_role("link", name="回到“我的填报”").click()
    assert left(page) == asked - 3
    expect(page.get_by_role("row", name=re.compile("YF-03"))).to_contain_text(re.compile(r"86\.2\s*%"))
    undone_from_the_list(page)
    own_quarter(page)
    assert left(page) == asked
    assert answered() == 0
    assert site.watch.told() == []


def undone_from_the_list(page: Page) -> None:
    page.get_by_role("link", name="上传记录").click()
    page.get_by_role("row").nth(1).get_by_role("link").click()
    heading(page, re.compile("已写入 4 项$"))
    page.get_by_role("link", name="撤销这一批").click()
    heading(page, re.compile("^撤销批次 .*4 项将恢复为写入前的数$"))
    page.get_by_role("button", name="撤销这一批").click()
    heading(page, re.compile("已撤销，4 项恢复为写入前的数$"))


# --- by keyboard alone ------------------------------------------------------------------------------


def upload_by_keyboard(page: Page, file: FilePayload) -> None:
    tab_to(page, "文件")
    expect(page.get_by_label("文件", exact=True)).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    tab_to(page, "上传并核对")
    page.keyboard.press("Enter")


def test_a_liaison_does_the_same_by_keyboard_alone(site: Site) -> None:
    page = site.tab(LIAISON)
    page.on(
        "filechooser", lambda _: None
    )  # asked for early: the browser may be slow to hear that it is wanted
    page.goto("/report/?period=2025Q4")
    tab_to(page, "下载填报模板（Excel）")
    template = downloaded(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "上传 Excel")
    press(page)
    upload_by_keyboard(page, {"name": "a.xlsx", "mimeType": "", "buffer": b"%PDF-1.7 ..."})
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    assert look(page)["name"].startswith("文件：这是 PDF 文件，不是表格。")
    page.keyboard.press("Enter")
    expect(page.get_by_label("文件", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    upload_by_keyboard(page, filled(template, FAULTY))
    heading(page, "核对：有 1 处错误，改好前不能写入")
    tab_to(page, "下载标出问题的工作簿")
    copy = downloaded(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "重新上传")
    press(page)
    upload_by_keyboard(page, filled(copy, {"YF-04": {"本期值": 81}}, "改好.xlsx"))
    heading(page, "核对：4 项可以写入，其中 1 项有疑问")
    confirmed_by_keyboard(page)
    undone_by_keyboard(page)
    assert answered() == 0
    assert site.watch.told() == []


def confirmed_by_keyboard(page: Page) -> None:
    tab_to(page, "确认写入 4 项")
    press(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    press_to_field(page)
    page.keyboard.type("本季确实很少。")
    page.keyboard.press("Enter")
    heading(page, re.compile("已写入 4 项$"))
    assert Reading.objects.get(measure__code="YF-03", period_code="2025Q4").note == "本季确实很少。"


def press_to_field(page: Page) -> None:
    assert look(page)["name"].endswith("YF-03 婚前医学检查率")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="没有错，说明原因")).to_be_focused()


def undone_by_keyboard(page: Page) -> None:
    tab_to(page, "上传记录")
    press(page)
    tab_to(page, str(Batch.objects.latest("pk")))
    press(page)
    tab_to(page, "撤销这一批")
    press(page)
    tab_to(page, "撤销这一批")
    press(page)
    heading(page, re.compile("已撤销，4 项恢复为写入前的数$"))


# --- the secretariat --------------------------------------------------------------------------------


def large() -> FilePayload:
    """Mostly the same few rows again, so that it can be read but not written."""
    rows = [[f"YF-{number % 45 + 1:02}", "2023Q3", 50, "核" * 150] for number in range(ROWS)]
    return long_table(rows, "多年历史.xlsx")


def test_while_a_large_file_is_read_one_may_leave_and_come_back(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto("/imports/new/")
    upload(page, large())
    status = page.get_by_role("status").filter(has_text="正在读取")
    expect(status).to_have_text(
        re.compile(r"^正在读取，已读 [1-9][\d,]* 行。可以离开本页，稍后在“上传记录”里看。$"), timeout=20_000
    )
    page.get_by_role("link", name="上传记录").first.click()
    row = page.get_by_role("row").filter(has_text="多年历史.xlsx")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    heading(page, re.compile(r"^核对：有 [\d,]+ 处错误，改好前不能写入$"))
    expect(page.locator(".figures")).to_contain_text(re.compile(r"共读到\s*18,?000"))
    assert sideways(page) == []
    assert site.watch.told() == []


def test_history_is_written_and_undone(site: Site) -> None:
    page = site.tab(SECRETARIAT)
    page.goto("/imports/")
    page.get_by_role("link", name="上传 Excel").click()
    upload(page, long_table([["YF-18", "2025Q1", 15], ["YF-18", "2025Q2", 16], ["YF-03", "2025Q2", 61.5]]))
    heading(page, "核对：3 项可以写入")
    page.get_by_role("button", name="确认写入 3 项").click()
    heading(page, re.compile("已写入 3 项$"))
    expect(page.locator(".notice-success")).to_contain_text("已计入进展判断")
    page.get_by_role("link", name="撤销这一批").click()
    page.get_by_role("button", name="撤销这一批").click()
    heading(page, re.compile("已撤销，3 项恢复为写入前的数$"))
    assert site.watch.told() == []


def test_the_secretariat_approves_what_a_liaison_sent(site: Site) -> None:
    page = site.tab(LIAISON)
    page.goto("/report/?period=2025Q4")
    template = downloaded(page, page.get_by_role("link", name="下载填报模板").click)
    page.goto("/imports/new/?period=2025Q4")
    upload(page, filled(template, {"YF-05": {"分子": 4128, "分母": 4312}}))
    page.get_by_role("button", name="确认写入 1 项").click()
    expect(page.locator(".notice-success")).to_contain_text("已报送，等秘书处审核")
    desk = site.tab(SECRETARIAT)
    desk.goto("/imports/")
    desk.get_by_role("row").filter(has_text="已报送").get_by_role("link").click()
    desk.get_by_role("button", name="审核通过 1 项").click()
    expect(desk.get_by_role("status").first).to_contain_text("已审核通过 1 项，计入进展判断。")
    page.reload()
    expect(page.locator(".notice-success")).to_contain_text("已计入进展判断")
    expect(page.get_by_role("link", name="撤销这一批")).to_have_count(0)
    assert site.watch.told() == []
