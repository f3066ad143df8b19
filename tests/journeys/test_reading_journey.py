"""A leader reads: by keyboard alone, on paper, without script, and what assistive technology is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from conftest import PASSWORD
from tests.journeys.demo_site import LEADER, Site
from tests.journeys.keyboard import look, press, tab_to, walk

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

EVALUATOR = "zhuanjia"  # displays are kept with the person: nobody else's journey should be in 深色
FINDING = re.compile(r"^55 项指标中 \d+ 项达标或正常，\s?5 项滞后，\s?4 项严重滞后$")
RED = "2型糖尿病患者基层规范管理服务率"


# --- by keyboard alone ------------------------------------------------------------------------------


def sign_in_by_keyboard(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    tab_to(page, "用户名")
    page.keyboard.type(LEADER)
    tab_to(page, "密码")
    page.keyboard.type(PASSWORD)
    press(page)


def skip_to_main(page: Page) -> None:
    page.keyboard.press("Tab")
    assert look(page)["name"] == "跳到主要内容"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_leader_reads_by_keyboard_alone(site: Site) -> None:
    page = site.tab()
    sign_in_by_keyboard(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    skip_to_main(page)
    tab_to(page, RED)
    press(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(RED)
    expect(page.locator(".verdict-sentence")).to_contain_text(
        "截至2023年第四季度为 72.1%，目标 ≥80%，尚差 7.9 个百分点"
    )
    back_by_breadcrumbs(page)
    earlier_by_keyboard(page)
    from_a_count_to_its_list(page)
    tab_to(page, "退出")
    press(page)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert site.watch.told() == []


def back_by_breadcrumbs(page: Page) -> None:
    skip_to_main(page)
    tab_to(page, "总览")
    tab_to(page, "残疾预防行动计划")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("残疾预防行动计划")
    skip_to_main(page)
    tab_to(page, "总览")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)


def earlier_by_keyboard(page: Page) -> None:
    skip_to_main(page)
    tab_to(page, "报告期")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert look(page)["name"] == "查看"
    press(page)
    expect(page.locator("h1 + p")).to_contain_text("2023年第三季度，截至2023年9月30日")
    expect(page.get_by_label("报告期").locator("option:checked")).to_have_text("2023年第三季度")


def from_a_count_to_its_list(page: Page) -> None:
    """Of the plan's reds at the day chosen before, and of nothing else."""
    count = page.get_by_role("link", name=re.compile("^残疾预防行动计划严重滞后"))
    number = int(re.findall(r"\d+", count.inner_text())[0])
    address = count.get_attribute("href") or ""
    tab_to(page, href=address)
    press(page)
    expect(page.locator(".chips [aria-current=true]")).to_have_text(re.compile(f"严重滞后 {number}"))
    expect(page.locator(".plan-table .c-state")).to_have_text(["严重滞后"] * number)
    expect(page.locator("h1 + p")).to_contain_text("截至2023年9月30日")


@pytest.mark.parametrize("address", ["/", "/plans/FZ/", "/indicators/YF-13/", "/tasks/YF-T07/"])
def test_each_stop_of_the_tab_key_is_seen_and_reached_once(address: str, site: Site) -> None:
    page = site.tab(LEADER)
    page.goto(address)
    stops = walk(page)
    wanted = page.locator("a[href], button, select, input:not([type=hidden]), summary").locator(
        "visible=true"
    )
    assert len(stops) == wanted.count(), stops
    assert stops[0] == "跳到主要内容"
    assert stops[-1] == "使用帮助"


# --- without script ---------------------------------------------------------------------------------


@pytest.fixture
def without_script(site: Site) -> Page:
    return site.tab(java_script_enabled=False)


def test_without_script_one_signs_in_looks_back_filters_and_switches(without_script: Page) -> None:
    page = without_script
    page.goto("/plans/YF/")
    page.get_by_label("用户名").fill(LEADER)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("残疾预防行动计划")
    page.get_by_label("报告期").select_option("2022年第四季度")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("h1 + p")).to_contain_text("截至2022年12月31日")
    page.get_by_label("指标名称或编码").fill("糖尿病")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".plan-table .c-code")).to_have_text(["YF-13"])
    expect(page.locator("h1 + p")).to_contain_text("截至2022年12月31日")


@pytest.mark.parametrize("username", ["", EVALUATOR])
def test_without_script_the_displays_switch_and_stay(username: str, site: Site) -> None:
    page = site.tab(username, java_script_enabled=False)
    page.goto("/plans/YF/?q=糖尿病" if username else "/accounts/login/")
    before = page.url
    for label, name in {"大字": "large", "高对比": "contrast", "纯文本": "plain", "深色": "dark"}.items():
        page.get_by_role("button", name=label).click()
        expect(page.get_by_role("button", name=label)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(f"html[data-{name}]")).to_have_count(1)
        assert page.url == before
    page.goto("/help/" if username else before)
    expect(page.locator(".display-buttons [aria-pressed=true]")).to_have_count(4)
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html[data-dark]")).to_have_count(0)


def test_without_script_the_chart_is_the_servers(site: Site) -> None:
    page = site.tab(LEADER, java_script_enabled=False)
    page.goto("/indicators/YF-13/")
    expect(page.locator("figure.chart svg").locator("visible=true")).to_have_count(1)
    expect(page.locator("#chart-live")).to_be_hidden()


# --- one screen, one sheet --------------------------------------------------------------------------


def test_the_overview_is_one_screen_and_one_sheet(site: Site) -> None:
    page = site.tab(LEADER)
    page.goto("/")
    items = page.locator(".attention > li")
    expect(items).to_have_count(9)
    box = items.last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


# --- the accessibility tree -------------------------------------------------------------------------

FRAME = """
- link "跳到主要内容"
- banner:
  - navigation "主导航":
    - list
- region "演示提示"
- main
- contentinfo
"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")]
    .filter((each) => each.checkVisibility())
    .map((each) => `${each.tagName[1]} ${each.textContent.trim().replace(/\\s+/g, " ")}`)"""
EXPECTED = {
    "/": (
        "总览",
        """
- main:
  - heading /55 项指标中/ [level=1]
  - combobox "报告期"
  - button "查看"
  - table "各规划指标按状态的项数":
    - rowgroup:
      - row "指标（项） 已达标 进展正常 进展滞后 严重滞后 暂不能判断 共"
    - rowgroup:
      - row /两个规划合计/:
        - rowheader "两个规划合计"
        - cell "两个规划合计已达标 27 项"
  - region "需要关注的 9 项":
    - heading "需要关注的 9 项" [level=2]
    - list:
      - listitem:
        - link "65岁以上失能老年人健康服务率"
  - complementary "变化和缺数":
    - region "较上期变化"
    - region "暂不能判断的 2 项"
""",
        ["1 ", "2 需要关注的 9 项", "2 较上期变化", "2 暂不能判断的 2 项"],
    ),
    "/plans/YF/": (
        "残疾预防行动计划",
        """
- main:
  - navigation "当前位置":
    - list:
      - listitem:
        - link "总览"
      - listitem: /残疾预防行动计划/
  - heading "北京市西城区残疾预防行动计划（2022—2025年）" [level=1]
  - list "按状态筛选"
  - search "筛选指标":
    - combobox "领域"
    - combobox "填报单位"
    - searchbox "指标名称或编码"
    - button "筛选"
  - table "残疾预防行动计划 45 项指标":
    - rowgroup:
      - row "编码 指标 2025年目标 最新值 单位 状态 走势 较上期 填报单位 责任单位"
""",
        ["1 北京市西城区残疾预防行动计划（2022—2025年）"],
    ),
    "/indicators/YF-13/": (
        "",  # the navigation names no indicator; the breadcrumbs do
        f"""
- main:
  - navigation "当前位置"
  - heading "{RED} YF-13" [level=1]
  - paragraph: /严重滞后/
  - paragraph: /截至2023年第四季度为 72.1%，目标 ≥80%/
  - term: 最新值
  - definition: /72.1%/
  - figure:
    - heading [level=2]
  - img /连续两个季度下降/
  - region "各期数据":
    - table "各期的数值、当期结论、状态和录入"
  - complementary "责任、口径和依据":
    - region "责任单位"
    - region "口径"
    - region "怎么判断的"
""",
        [
            "1 ",
            "2 主要数字",
            "2 连续两个季度下降",
            "2 各期数据",
            "2 修改记录",
            "2 责任单位",
            "2 口径",
            "2 怎么判断的",
        ],
    ),
}


@pytest.mark.parametrize("address", EXPECTED)
def test_assistive_technology_is_told_what_the_page_is_made_of(address: str, site: Site) -> None:
    page = site.tab(LEADER)
    page.goto(address)
    current, tree, headings = EXPECTED[address]
    expect(page.locator("body")).to_match_aria_snapshot(FRAME)
    expect(page.locator("body")).to_match_aria_snapshot(tree)
    marked = page.get_by_role("navigation", name="主导航").locator("[aria-current=page]")
    expect(marked).to_have_text([current] if current else [])
    if address != "/":
        here = page.get_by_role("navigation", name="当前位置").locator("[aria-current=page]")
        expect(here).to_have_text([current or "YF-13"])
    found = page.evaluate(HEADINGS)
    assert [line[: len(start)] for line, start in zip(found, headings, strict=False)] == headings
    assert "西城区残疾人事业规划监测" in page.title()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
