"""The secretariat works with the mouse: opens an account, enters a baseline, sets a verdict and takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo_site import SECRETARIAT, Site

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

NEW_PASSWORD = "Guihua-2025-jiance"
REASON = "区卫生健康委 2024 年 1 月来函。"


@pytest.fixture(scope="module")
def desk(site: Site) -> Page:
    return site.tab(SECRETARIAT)


def error_summary(page: Page) -> None:
    """Takes the focus, so that it is read out and seen first; the title says it too."""
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^出错："))


# --- an account -------------------------------------------------------------------------------------


def open_account(desk: Page, username: str) -> str:
    """Its initial password, which is shown once."""
    desk.goto("/")
    desk.get_by_role("link", name="账号", exact=True).click()
    desk.get_by_role("link", name="开立账号").click()
    desk.get_by_label("用户名").fill(username)
    desk.get_by_label("姓名").fill("李某")
    desk.get_by_label("角色").select_option("领导")
    password = desk.get_by_label("初始密码").input_value()
    desk.get_by_role("button", name="开立账号").click()
    expect(desk.get_by_role("status").first).to_contain_text(f"已开立账号 {username}，初始密码 {password}")
    return password


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_new_leader_changes_the_initial_password_and_sees_the_overview(site: Site, desk: Page) -> None:
    initial = open_account(desk, "li.mou")
    page = site.tab()
    page.goto("/")
    sign_in(page, "li.mou", "not-the-password")
    error_summary(page)
    expect(page.get_by_label("用户名")).to_have_value("li.mou")
    sign_in(page, "li.mou", initial)
    expect(page.get_by_role("heading", level=1)).to_have_text("首次登录，请先修改密码")
    page.goto("/plans/YF/")
    expect(page.get_by_role("heading", level=1)).to_have_text("首次登录，请先修改密码")
    page.get_by_label("原密码").fill(initial)
    page.get_by_label("新密码", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("再次输入新密码").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("55 项指标中")
    expect(page.get_by_role("status").first).to_contain_text("密码已修改")
    expect(page.get_by_role("navigation", name="主导航").get_by_role("link", name="账号")).to_have_count(0)


# --- a baseline -------------------------------------------------------------------------------------


def test_a_baseline_with_a_mistake_first_lets_the_indicator_be_paced(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="建立区级儿童康复园").click()
    expect(desk.locator(".verdict .sign")).to_have_text("尚未达标")
    desk.get_by_role("link", name="录入基期", exact=True).click()
    desk.get_by_label("基期值").fill("没有")
    desk.get_by_label("基期年份").fill("2021")
    desk.get_by_label("理由").fill(REASON)
    desk.get_by_role("button", name="保存").click()
    error_summary(desk)
    assert [desk.get_by_label(name).input_value() for name in ("基期值", "基期年份", "理由")] == [
        "没有",
        "2021",
        REASON,
    ]
    desk.locator("#error-summary a").click()
    value = desk.get_by_label("基期值")
    expect(value).to_be_focused()
    expect(value).to_have_attribute("aria-invalid", "true")
    expect(value).to_have_accessible_description(re.compile("没有"))
    value.fill("0")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("status").first).to_contain_text("YF-11 的基期已保存，结论已重新计算")
    expect(desk.locator(".verdict .sign")).to_have_text("严重滞后")
    expect(desk.locator(".verdict-sentence")).to_contain_text("序时应达")
    expect(desk.get_by_role("region", name="修改记录")).to_contain_text(REASON)


# --- a verdict set by hand ----------------------------------------------------------------------------


def reds(desk: Page) -> int:
    desk.goto("/plans/YF/")
    return int(desk.locator(".chip", has_text="严重滞后").locator("b").inner_text())


def test_a_verdict_is_set_by_hand_and_taken_back(desk: Page) -> None:
    before = reds(desk)
    desk.goto("/indicators/YF-13/")
    desk.get_by_role("link", name="人工认定").click()
    desk.get_by_label("进展正常").check()
    desk.get_by_label("理由").fill("会议纪要〔2024〕3号：随访已补齐。")
    desk.get_by_role("button", name="认定").click()
    expect(desk.get_by_role("status").first).to_contain_text("2023年第四季度已认定为进展正常")
    expect(desk.locator(".verdict .sign")).to_have_text("进展正常")
    expect(desk.locator(".verdict")).to_contain_text(
        re.compile("人工认定为进展正常（秘书处（演示）.*），按数据计算为严重滞后")
    )
    assert reds(desk) == before - 1
    withdraw(desk)
    assert reds(desk) == before


def withdraw(desk: Page) -> None:
    desk.goto("/indicators/YF-13/")
    desk.get_by_role("link", name="修改人工认定").click()
    desk.get_by_text("2023年第四季度：进展正常").click()
    desk.get_by_label("撤销的理由").fill("数据已更正。")
    desk.get_by_role("button", name="撤销这一期的认定").click()
    expect(desk.get_by_role("status").first).to_contain_text("人工认定已撤销，恢复按数据计算")
    expect(desk.locator(".verdict .sign")).to_have_text("严重滞后")
    expect(desk.get_by_role("region", name="修改记录")).to_contain_text("数据已更正。")


def test_nothing_of_all_this_complained_or_asked_elsewhere(site: Site, desk: Page) -> None:
    assert site.watch.told() == []
