"""The pages of uploads in every state they can be in: for everybody, in light, dark, high contrast and at 320 px."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from departments.models import Person
from reporting.models import Batch
from reporting.services.confirming import approve_batch, undo
from reporting.tests.entering import record
from reporting.tests.importing import confirmed, long_table, template, upload
from tests.journeys.demo_site import LEADER, LIAISON, SECRETARIAT, Site
from tests.journeys.watching import CONTRAST, DARK, LIGHT, PHONE, enter, problems

pytestmark = pytest.mark.journey
pytest_plugins = ("tests.journeys.demo_fixtures",)

MODES = (LIGHT, DARK, CONTRAST, PHONE)
QUARTER = "2025年第四季度"
FILENAME = f"区卫生健康委_{QUARTER}_填报模板-{'a-name-without-any-blank'.replace('-', '') * 2}.xlsx"


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def own(*lines: list[Any], **more: Any) -> bytes:
    """Of the liaison's quarter."""
    return template(*lines, period=QUARTER, **more)


def of(content: bytes, who: str = LIAISON) -> str:
    return f"/imports/{upload(content, person(who), FILENAME).pk}/"


def written(*lines: list[Any], **more: Any) -> Batch:
    return confirmed(own(*lines, **more), person(LIAISON))


# --- how to get there -------------------------------------------------------------------------------


def faulty() -> str:
    wrong = [[f"YF-{number:02}", 101] for number in range(3, 14)]
    return of(own(*wrong, ["YF-99", 3], tasks=[["YF-T04", "很" * 3000]]))


def with_questions() -> str:
    return of(
        own(["YF-03", 0.862], ["YF-04", 0.9], ["YF-05", None, 4128, 4312], tasks=[["YF-T04", "完成两场。"]])
    )


def misdirected() -> str:
    return of(template(["YF-03", 61.5], department="区教委"))


def unchanged() -> str:
    approved = written(["YF-12", 77])
    approve_batch(approved, by=person(SECRETARIAT))
    return of(own(["YF-12", 77]))


def history() -> str:
    lines = [["YF-18", "2025Q1", 15], ["YF-13", "2023Q4", 74], ["YF-03", "2025Q2", 0.615]]
    return of(long_table(*lines), SECRETARIAT)


def in_state(state: str) -> Callable[[], str]:
    def found() -> str:
        address = with_questions()
        Batch.objects.filter(pk=int(address.split("/")[2])).update(state=state)
        return address

    return found


def waiting() -> str:
    number = 70 + Batch.objects.count() / 10
    return f"/imports/{written(['YF-06', number], tasks=[['YF-T05', f'完成 {number} 场。']]).pk}/"


def undone() -> str:
    return f"/imports/{undo(written(['YF-07', 70]), by=person(LIAISON)).pk}/"


def to_undo() -> str:
    return f"/imports/{written(['YF-08', 70]).pk}/undo/"


def not_to_be_undone() -> str:
    batch = written(["YF-09", 70])
    record(person(LIAISON), "YF-09", "2025Q4", value="75")
    return f"/imports/{batch.pk}/undo/"


def stale() -> str:
    address = of(own(["YF-10", 70]))
    record(person(LIAISON), "YF-10", "2025Q4", value="75")
    return address


# --- what is done there -----------------------------------------------------------------------------


def look(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")


def press(name: str) -> Callable[[Page], None]:
    def pressed(page: Page) -> None:
        page.get_by_role("button", name=re.compile(name)).click()
        expect(page.locator(".error-summary")).to_be_focused()
        expect(page).to_have_title(re.compile("^出错："))

    return pressed


def send_nonsense(page: Page) -> None:
    nonsense: Any = {"name": "a.xlsx", "mimeType": "", "buffer": b"%PDF-1.7 ..."}
    page.get_by_label("文件", exact=True).set_input_files(nonsense)
    press("上传并核对")(page)


@dataclass(frozen=True, slots=True)
class View:
    name: str
    address: str | Callable[[], str]
    heading: str
    who: str = LIAISON
    prepare: Callable[[Page], None] = look


VIEWS = (
    View("an empty list", "/imports/", "还没有上传过文件"),
    View("an empty list for a leader", "/imports/", "还没有上传过文件", LEADER),
    View("a department's quarter", "/report/?period=2025Q4", f"区卫生健康委：{QUARTER}填报"),
    View("the secretariat's choice", "/report/", "选择单位和填报期", SECRETARIAT),
    View("upload", "/imports/new/?period=2025Q4", f"上传 Excel：{QUARTER}"),
    View("upload for the secretariat", "/imports/new/", "上传 Excel", SECRETARIAT),
    View("upload without a file", "/imports/new/", "上传 Excel", prepare=press("上传并核对")),
    View("upload refused", "/imports/new/", "上传 Excel", prepare=send_nonsense),
    View("preview faulty", faulty, "核对：有 12 处错误"),
    View("preview with questions", with_questions, "核对：4 项可以写入，其中 2 项有疑问"),
    View("notes missing", with_questions, "还没有写入", prepare=press("^确认写入")),
    View("preview of another department", misdirected, "核对：这个文件不能在这里写入"),
    View("preview unchanged", unchanged, "核对：没有要写入的数"),
    View("preview of history", history, "核对：3 项可以写入，其中 1 项有疑问", SECRETARIAT),
    View("preview for a leader", with_questions, "核对：4 项可以写入，其中 2 项有疑问", LEADER),
    View("preview stale", stale, "还没有写入", prepare=press("^确认写入")),
    View("being read", in_state("reading"), "批次"),
    View("dropped", in_state("discarded"), "批次"),
    View("written, waiting", waiting, "批次"),
    View("written, to be approved", waiting, "批次", SECRETARIAT),
    View("undone", undone, "批次"),
    View("asked before undoing", to_undo, "撤销批次"),
    View("not undone", not_to_be_undone, "没有撤销", prepare=press("撤销这一批")),
    View("a list", "/imports/", "共上传"),
    View("a list for the secretariat", "/imports/", "共上传", SECRETARIAT),
)


@pytest.fixture(scope="module")
def tabs(site: Site) -> dict[str, Page]:
    return {who: site.tab(who, reduced_motion="reduce") for who in (LIAISON, LEADER, SECRETARIAT)}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_page_is_for_everybody(view: View, site: Site, tabs: dict[str, Page]) -> None:
    page = tabs[view.who]
    site.watch.told()
    enter(page, LIGHT)
    page.goto(view.address if isinstance(view.address, str) else view.address())
    view.prepare(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{view.heading}"))
    found = [problem for mode in MODES for problem in problems(page, mode)]
    found += site.watch.told()
    assert not found, "\n".join([view.name, *found])
