"""The template as Excel would open it: columns, locks, checks, print, and XML that needs no repair."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from departments.models import Department, Person
from indicators.models import Measure
from indicators.progress.periods import Period
from reporting.selectors.template import (
    Standing,
    TemplateContent,
    TemplateTask,
    template_content,
)
from reporting.tests.entering import record
from reporting.tests.workbooks.templates import NASTY, QUARTER, content, line, opened, written

pytestmark = pytest.mark.django_db

HEADINGS = ["指标编码", "指标名称", "单位", "2025年目标", "上期值", "本期值", "分子", "分母", "情况说明"]
FURTHER = ["本期情况", "预计报送日", "填报范围"]
TASK_HEADINGS = ["任务编码", "任务名称", "职责", "本期进展", "存在问题", "下步安排"]


def test_the_sheets_and_their_columns() -> None:
    book = opened(content())
    indicators, tasks = book["指标填报"], book["任务进展"]

    assert book.sheetnames == ["填报说明", "指标填报", "任务进展"]
    assert [cell.value for cell in indicators[2]] == HEADINGS + FURTHER
    assert [cell.value for cell in tasks[2]] == TASK_HEADINGS
    for sheet in (indicators, tasks):
        assert sheet["A1"].value.startswith("填报期：2023年第四季度　填报单位：区卫生健康委　")
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes == "C3"


def test_each_row_says_which_period_it_is_for(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023", value="97.2")
    sheet = opened(content())["指标填报"]

    assert line(sheet, "YF-03")["填报范围"].value == "2023年第四季度"
    assert line(sheet, "YF-15")["填报范围"].value == "2023年全年"
    assert line(sheet, "YF-14")["填报范围"].value == "2023年全年\n只填本期值，不填分子、分母"
    assert line(sheet, "YF-05")["填报范围"].value == "2023年第四季度不用填：2023年已按全年填报（97.2%）"
    air = opened(content("区生态环境局", Period.parse("2023Q2")))["指标填报"]
    assert line(air, "YF-30")["填报范围"].value.startswith("2023年1—6月累计\n")


def test_what_was_approved_or_returned_says_so(liaison: Person, coordinator: Person) -> None:
    record(coordinator, "YF-03", numerator="1", denominator="2")
    record(liaison, "YF-04", value="80")
    sheet = opened(content())["指标填报"]

    assert line(sheet, "YF-03")["填报范围"].value == "2023年第四季度\n已审核，要改请联系秘书处"
    assert line(sheet, "YF-04")["填报范围"].value == "2023年第四季度"


def test_the_instructions_name_every_kind_of_answer() -> None:
    text = "\n".join(str(cell.value) for row in opened(content())["填报说明"] for cell in row if cell.value)

    for said in (
        "0 也是数",
        "不适用",
        "暂无数据",
        "预计报送日",
        "没有报送",
        "分子",
        "77.5%",
        "已锁定",
        "上传",
    ):
        assert said in text
    assert "有 22 项指标" in text and "有 19 项任务" in text


# Locks, checks, print


def unlocked(sheet: Any, code: str) -> list[str]:
    return [heading for heading, cell in line(sheet, code).items() if not cell.protection.locked]


def test_only_what_is_to_be_filled_is_open(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023", value="97.2")
    book = opened(content())
    sheet = book["指标填报"]
    plain = ["本期值", "情况说明", "本期情况", "预计报送日"]

    assert unlocked(sheet, "YF-03") == ["本期值", "分子", "分母", "情况说明", "本期情况", "预计报送日"]
    assert unlocked(sheet, "YF-11") == plain
    assert unlocked(sheet, "YF-05") == []
    assert line(sheet, "YF-11")["分子"].value == line(sheet, "YF-05")["本期值"].value == "不用填"
    assert unlocked(book["任务进展"], "YF-T04") == ["本期进展", "存在问题", "下步安排"]
    assert all(
        cell.protection.locked for name in book.sheetnames for row in book[name]["A1:L2"] for cell in row
    )


def test_sheets_are_protected_without_password_and_can_be_made_readable() -> None:
    for sheet in opened(content()).worksheets:
        lock = sheet.protection
        assert lock.sheet and not lock.password
        # In the file 0 means allowed.
        assert not any((lock.formatColumns, lock.formatRows, lock.formatCells))
        assert not any((lock.selectLockedCells, lock.selectUnlockedCells))
        assert lock.insertRows and lock.deleteRows and lock.deleteColumns


def check_of(sheet: Any, cell: Any) -> Any:
    found = [check for check in sheet.data_validations.dataValidation if cell.coordinate in check.sqref]
    assert len(found) == 1, cell.coordinate
    return found[0]


def test_numbers_are_checked_by_their_kind() -> None:
    sheet = opened(content())["指标填报"]

    def limits(code: str, heading: str = "本期值") -> tuple[Any, ...]:
        check = check_of(sheet, line(sheet, code)[heading])
        return check.type, check.errorStyle or "stop", check.formula1, check.formula2

    assert limits("YF-03") == ("decimal", "stop", "0", "100")
    assert limits("YF-11") == ("whole", "stop", "0", "999999999")
    assert limits("YF-14") == ("decimal", "stop", "0", "999999999")
    assert limits("YF-03", "分子") == ("decimal", "stop", "0", "999999999")
    assert limits("YF-03", "分母")[:3] == ("decimal", "stop", "0")
    assert limits("YF-03", "情况说明")[:3] == ("textLength", "stop", "2000")
    assert limits("YF-03", "预计报送日")[:2] == ("date", "stop")
    assert limits("YF-03", "本期情况")[:3] == ("list", "stop", '"数值,不适用,暂无数据"')
    assert "本期情况" in check_of(sheet, line(sheet, "YF-03")["本期值"]).error
    assert "2023年全年" in check_of(sheet, line(sheet, "YF-14")["本期值"]).prompt


def test_falls_in_words_and_growth_rates_are_not_stopped() -> None:
    sheet = opened(content("区应急局"))["指标填报"]
    cell = line(sheet, "YF-26")["本期值"]
    check = check_of(sheet, cell)
    assert check.type == "custom"
    at = cell.coordinate
    assert check.formula1 == f"IF(ISTEXT({at}),TRUE,AND({at}>=0,{at}<=999999999,{at}=INT({at})))"

    Measure.objects.filter(code="FZ-01").update(reporting_department=Department.objects.get(name="区残联"))
    sheet = opened(content("区残联"))["指标填报"]
    assert check_of(sheet, line(sheet, "FZ-01")["本期值"]).type in (None, "none")


def test_cells_that_are_not_asked_say_why_in_words(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023", value="97.2")
    sheet = opened(content())["指标填报"]

    assert "不是比率" in check_of(sheet, line(sheet, "YF-11")["分子"]).prompt
    assert "已按全年填报" in check_of(sheet, line(sheet, "YF-05")["本期值"]).prompt


def test_it_prints_on_a4() -> None:
    for sheet in opened(content()).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.page_setup.fitToHeight) == 0 and int(sheet.page_setup.fitToWidth or 1) == 1
        assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
        if sheet.title != "填报说明":
            assert sheet.print_title_rows == "$1:$2"


def test_wrapped_text_fits_its_row_and_rows_may_grow() -> None:
    found = content()
    long = replace(found.tasks[0], progress="已完成。" * 200)
    data = written(replace(found, tasks=(long, *found.tasks[1:])))
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book["任务进展"].row_dimensions[3].height > 399
    assert book["任务进展"].row_dimensions[4].height >= 80
    for sheet in book.worksheets[1:]:
        for number, row in enumerate(sheet.iter_rows(min_row=3), start=3):
            for cell in row:
                width = sheet.column_dimensions[cell.column_letter].width
                needed = len(str(cell.value or "")) * 2 / width * 15
                assert cell.value == long.progress or sheet.row_dimensions[number].height >= needed
                assert cell.alignment.wrap_text or cell.column_letter in "FGHJK" or not cell.value
    assert b"customHeight" not in b"".join(part for name, part in parts(data) if "worksheets" in name)


def test_document_properties_and_names() -> None:
    book = opened(content())

    assert book.properties.title == "2023年第四季度填报模板（区卫生健康委）"
    assert book.properties.creator == "西城区残疾人事业规划监测"
    assert set(book.defined_names) == {"TitleRegion1.A2.L24.2", "TitleRegion2.A2.F21.3"}
    assert book["指标填报"]["B3"].font.name == "等线"


# The file itself


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def nasty_content() -> TemplateContent:
    found = content()
    notes = [*NASTY, *NASTY]
    rows = [replace(r, standing=Standing("", note=n)) for r, n in zip(found.indicators, notes, strict=False)]
    tasks = [TemplateTask("YF-T04", text, "负责", text, text, text) for text in NASTY]
    return TemplateContent("区A&B委", QUARTER, tuple(rows), tuple(tasks))


def test_every_part_is_valid_and_nothing_is_a_formula(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023", value="97.2")
    for data in map(written, (content(), content("区应急局"), content("区司法局"), nasty_content())):
        for name, part in parts(data):
            root = ElementTree.fromstring(part)
            assert not [node for node in root.iter() if node.tag.endswith("}f")], name


def test_messages_keep_to_what_excel_takes() -> None:
    """A title beyond 32 or a message beyond 255 makes Excel repair the file."""
    departments = Department.objects.all()
    for found in (template_content(department, QUARTER) for department in departments):
        for sheet in opened(found).worksheets:
            for check in sheet.data_validations.dataValidation:
                assert len(check.promptTitle or "") <= 32 and len(check.errorTitle or "") <= 32
                assert len(check.prompt or "") <= 255 and len(check.error or "") <= 255
                assert re.search(r"[\u4e00-\u9fff]", check.error or check.prompt)


def test_dangerous_beginnings_are_escaped() -> None:
    sheet = opened(nasty_content())["任务进展"]
    for row, text in enumerate(NASTY, start=3):
        escaped = f"'{text}" if text[0] in "=+-@'" else text
        assert [cell.value for cell in sheet[row]][3:] == [escaped] * 3
        assert {cell.data_type for cell in sheet[row]} == {"s"}
