"""What an .xlsx keeps when it is marked in place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from reporting.tests.workbooks.conftest import GiveBack, ReadRaw
from reporting.tests.workbooks.hostile import SHEET
from reporting.tests.workbooks.making import saved, worksheet, xlsx, zipped
from reporting.tests.workbooks.marked import LINES, MARKS, PROBLEM, RED, fill_of, opened, parts_of
from reporting.workbooks import marking_in_place, sandbox
from reporting.workbooks.marking import Mark
from reporting.workbooks.marking_plan import COLOURS
from reporting.workbooks.marking_sheets import MarkedSheet, dumped
from reporting.workbooks.raw import Kind


def formatted(sheet_name: str = "历史") -> bytes:
    """As a template is made: widths, dropdown, protection, unused columns hidden, a print area, dark headings."""
    book: Any = opened(xlsx({sheet_name: LINES, "名单": [["甲"], ["乙"]]}))
    sheet = book[sheet_name]
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFFFFCC")
    sheet["C2"].number_format = "0.0000"
    sheet["A2"].comment = Comment("看这里", "秘书处")
    sheet.column_dimensions["D"].width = 33
    sheet.column_dimensions["E"].min, sheet.column_dimensions["E"].max = 5, 16_384
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[3].height = 15
    sheet.protection.enable()
    sheet.freeze_panes = "A2"
    sheet.print_area = "A1:D4"
    validation = DataValidation("list", formula1='"有数据,不适用"')
    validation.add("D2:D9")
    sheet.add_data_validation(validation)
    book["名单"].sheet_state = "hidden"
    return saved(book)


def test_the_uploaders_own_formats_stay(give_back: GiveBack, in_place: Callable[[], bool]) -> None:
    book = opened(give_back(formatted(), MARKS))

    sheet = book["历史"]
    assert in_place()
    assert sheet.column_dimensions["D"].width == 33
    assert sheet["C2"].number_format == "0.0000"
    assert sheet["A2"].comment.text == "看这里"
    assert sheet.freeze_panes == "A2"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["D2:D9"]
    assert sheet.protection.sheet
    assert sheet["C2"].protection.locked
    assert not sheet["E3"].protection.locked
    assert book["名单"].sheet_state == "hidden"
    assert [cell.value for cell in book["名单"]["A"]] == ["甲", "乙"]


def test_the_column_is_seen_and_printed_beside_hidden_columns(give_back: GiveBack) -> None:
    sheet = opened(give_back(formatted(), MARKS))["历史"]

    assert not sheet.column_dimensions["E"].hidden
    assert sheet.column_dimensions["F"].hidden
    assert sheet.column_dimensions["F"].max == 16_384
    assert sheet.print_area.endswith("$A$1:$E$4")
    assert sheet.row_dimensions[3].height > 15


def test_a_cell_that_was_corrected_gets_its_own_colour_back(give_back: GiveBack) -> None:
    once = give_back(formatted(), MARKS)

    sheet = opened(give_back(once, []))["历史"]

    assert fill_of(opened(once)["历史"]["C3"]) == RED
    assert fill_of(sheet["C3"]) == "FFFFFFCC"
    assert fill_of(sheet["D4"]) is None


CALCULATED = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>指标编码</t></is></c><c r="B1" t="inlineStr"><is><t>填报期</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>数值</t></is></c><c r="D1" t="inlineStr"><is><t>情况说明</t></is></c></row>'
    '<row r="2"><c r="A2" t="str"><f>"YF-"&amp;"03"</f><v>YF-03</v></c>'
    '<c r="B2" t="inlineStr"><is><t>2023Q2</t></is></c>'
    '<c r="C2"><f>170/2</f><v>85</v></c><c r="D2" t="e"><f>NA()</f><v>#N/A</v></c></row>'
)


def test_formulas_stay_formulas_and_keep_their_results(
    give_back: GiveBack, read_raw: ReadRaw, in_place: Callable[[], bool]
) -> None:
    """A copy that is sent back before Excel has calculated it still has its numbers."""
    parts = parts_of(xlsx({"表1": [[None]]})) | {SHEET: worksheet(CALCULATED)}

    copy = give_back(zipped(parts), [Mark("表1", 2, 3, PROBLEM, "错。")])

    row = read_raw(copy).sheets[0].rows[1].cells
    assert in_place()
    assert opened(copy)["表1"]["C2"].value == "=170/2"
    assert [(row[c].kind, row[c].text) for c in (1, 3, 4)] == [
        (Kind.TEXT, "YF-03"),
        (Kind.NUMBER, "85"),
        (Kind.ERROR, "#N/A"),
    ]


def test_macros_and_links_to_other_workbooks_are_left_out(
    give_back: GiveBack, in_place: Callable[[], bool]
) -> None:
    linked = CALCULATED.replace("<f>170/2</f>", "<f>[1]其他!A1+1</f>")
    parts = parts_of(xlsx({"表1": [[None]]})) | {SHEET: worksheet(linked)}
    parts |= {"xl/vbaProject.bin": b"Sub Auto_Open", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}

    copy = give_back(zipped(parts), [], "a.xlsm")

    assert in_place()
    assert not any("vba" in name or "external" in name for name in parts_of(copy))
    assert opened(copy)["表1"]["C2"].value == 85


def test_the_child_knows_our_colours() -> None:
    assert {f"FF{colour}" for colour in COLOURS.values()} == marking_in_place.OURS


def test_the_child_needs_no_django_and_writes_no_file(tmp_path: Path) -> None:
    upload, plan = xlsx({"历史": LINES}), dumped([MarkedSheet("历史", fills=[(3, 3, COLOURS[PROBLEM])])])
    program = (
        "import sys\nfrom io import BytesIO\nfrom reporting.workbooks import marking_child\n"
        "answer = BytesIO()\nassert marking_child.main(sys.stdin.buffer, answer) == 0\n"
        "print(len(answer.getvalue()) > 1000)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'indicators')])"
    )

    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        input=plan + upload,
        cwd=sandbox.PROJECT,
        env={"TMPDIR": str(tmp_path)},
        capture_output=True,
        timeout=60,
    )

    assert done.stdout.decode().split("\n")[:2] == ["True", "[]"]
    assert list(tmp_path.iterdir()) == []
