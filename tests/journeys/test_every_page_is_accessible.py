"""Every page in every mode: nothing found by axe, no sideways scroll, a silent console, no request elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo_site import LEADER, LIAISON, SECRETARIAT, Site, department
from tests.journeys.watching import ALL, FEW, FORCED, LIGHT, PHONE, PLAIN, PRINT, Mode, enter, problems

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

OWNER = "区教委"
REVIEWED = "区卫生健康委"
TabOf = Callable[[str], Page]


# --- how to get there -------------------------------------------------------------------------------


def as_it_opens(page: Page) -> None:
    pass


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


def send(page: Page) -> None:
    """The form as it stands: what is required is missing, so the page comes back with its errors."""
    page.locator("main form[method=post] .button-main").click()
    expect(page.locator("#error-summary")).to_be_focused()


def send_without_a_day(page: Page) -> None:
    page.fill("#id_due_on", "")
    send(page)


def send_letters(page: Page) -> None:
    page.fill("#id_value", "八十五")
    send(page)


def send_an_empty_override(page: Page) -> None:
    page.locator("main form[method=post]").last.get_by_role("button", name="认定").click()
    expect(page.locator("#error-summary")).to_be_focused()


@dataclass(frozen=True, slots=True)
class View:
    name: str
    address: str
    modes: tuple[Mode, ...] = FEW
    who: str = SECRETARIAT
    prepare: Callable[[Page], None] = as_it_opens
    has_chart: bool = False


VIEWS = (
    View("overview", "/", ALL),
    View("plan", "/plans/FZ/", ALL),
    View("indicator", "/indicators/YF-13/", ALL, prepare=unfold, has_chart=True),
    View("department", OWNER, ALL),
    View("decision refused", "/indicators/YF-13/baseline/", ALL, prepare=send_letters),
    View("longer plan", "/plans/YF/"),
    View("all indicators, filtered", "/plans/?verdict=at_risk"),
    View("nothing found", "/plans/?q=没有这一项"),
    View("indicator per year", "/indicators/YF-26/", prepare=unfold, has_chart=True),
    View("indicator beside GDP", "/indicators/FZ-01/", prepare=unfold, has_chart=True),
    View("shared indicator", "/indicators/FZ-08/", prepare=unfold, has_chart=True),
    View("indicator without data", "/indicators/YF-44/", prepare=unfold),
    View("tasks", "/tasks/"),
    View("task", "/tasks/YF-T07/"),
    View("task of the other plan", "/tasks/FZ-T12/"),
    View("departments", "/departments/"),
    View("entry", "/entry/"),
    View("entry grid", "/entry/YF/2023Q4/", (LIGHT,)),  # its own journeys see it in every state and mode
    View("rounds", "/rounds/"),
    View("round not opened", "/rounds/", prepare=send_without_a_day),
    View("board", "/rounds/2023Q4/", ALL),
    View("board of all", "/rounds/2023Q4/?show=all", (LIGHT, PHONE)),
    View("board, looked at", "/rounds/2023Q4/", (LIGHT,), who=LEADER),
    View("board published", "/rounds/2023Q3/", (LIGHT,)),
    View("review", REVIEWED, ALL),
    View("review refused", REVIEWED, prepare=send),
    View("review by indicator", "/rounds/2023Q4/indicators/"),
    View("publishing", "/rounds/2023Q4/publish/"),
    View("department to report", "/report/", ALL),  # the pages of uploads: test_excel_pages sees their states
    View("quarter to report", "/report/?period=2023Q4", who=LIAISON),
    View("uploads", "/imports/", ALL),
    View("upload", "/imports/new/", ALL),
    View("upload refused", "/imports/new/", prepare=send),
    View("people", "/accounts/people/"),
    View("person", "/accounts/people/new/"),
    View("person refused", "/accounts/people/new/", prepare=send),
    View("password", "/accounts/password/"),
    View("password refused", "/accounts/password/", prepare=send),
    View("decision", "/indicators/YF-13/department/"),
    View("override", "/indicators/YF-13/override/"),
    View("override refused", "/indicators/YF-13/override/", prepare=send_an_empty_override),
    View("method", "/method/"),
    View("help", "/help/"),
    View("accessibility", "/accessibility/"),
    View("not found", "/indicators/YF-99/"),
    View("not allowed", "/accounts/people/", who=LEADER),
    View("sign-in", "/accounts/login/", who=""),
    View("sign-in refused", "/accounts/login/", who="", prepare=send),
)


# --- looking ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab_of(site: Site) -> TabOf:
    tabs: dict[str, Page] = {}

    def tab(username: str) -> Page:
        if username not in tabs:
            tabs[username] = site.tab(username, reduced_motion="reduce")
        return tabs[username]

    return tab


def where(view: View) -> str:
    if view.address == REVIEWED:
        return f"/rounds/2023Q4{department(REVIEWED)}"
    return department(OWNER) if view.address == OWNER else view.address


def opened(view: View, tab_of: TabOf) -> Page:
    page = tab_of(view.who)
    enter(page, LIGHT)
    page.goto(where(view))
    view.prepare(page)
    return page


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_page_is_for_everybody(view: View, site: Site, tab_of: TabOf) -> None:
    site.watch.told()
    page = opened(view, tab_of)
    found = [problem for mode in view.modes for problem in problems(page, mode)]
    found += site.watch.told()
    assert not found, "\n".join([view.name, *found])
    assert page.evaluate("'Plotly' in window") == view.has_chart


def test_on_a_phone_the_open_menu_is_too(tab_of: TabOf) -> None:
    page = tab_of(SECRETARIAT)
    enter(page, PHONE)
    page.goto("/")
    menu = page.get_by_role("button", name="菜单")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    assert problems(page, PHONE) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()


def test_the_chart_is_drawn_where_pointing_adds_something_and_an_svg_elsewhere(tab_of: TabOf) -> None:
    page = tab_of(SECRETARIAT)
    enter(page, LIGHT)
    page.goto("/indicators/YF-13/")
    live, drawing = page.locator("#chart-live"), page.locator("figure.chart svg")
    expect(live.locator(".main-svg").first).to_be_visible()
    expect(drawing.locator("visible=true")).to_have_count(0)
    for mode in (FORCED, PRINT, PHONE):
        enter(page, mode)
        expect(live, mode.name).to_be_hidden()
        expect(drawing.locator("visible=true"), mode.name).to_have_count(1)
    enter(page, PLAIN)
    expect(live).to_be_hidden()
    expect(page.locator("#chart-text")).to_be_visible()
    enter(page, LIGHT)
    expect(live.locator(".main-svg").first).to_be_visible()
