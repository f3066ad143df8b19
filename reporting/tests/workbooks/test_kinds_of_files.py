"""The same table read from every kind of file that departments send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
import xlwt  # type: ignore[import-untyped]

from reporting.tests.workbooks.conftest import Read, ReadRaw
from reporting.tests.workbooks.making import (
    As,
    Formula,
    bare_parts,
    csv,
    ods,
    ods_of,
    saved,
    worksheet,
    xls,
    xlsx,
    zipped,
)
from reporting.workbooks.raw import Kind, Range

HEAD = ["指标编码", "填报期", "数值", "情况说明"]
TYPED: list[list[Any]] = [
    ["YF-03", "2023Q2", As(0.862, "0.0%"), "按期完成，数字准确"],
    ["YF-02", "2023Q2", 3, None],
    ["YF-28", "2023Q2", 11.7, "含，逗号"],
    ["FZ-07", "2023Q2", "８５％", "两行\n说明"],
    ["YF-04", "2023Q2", "—", None],
]
PLAIN = [[*line[:2], "86.2%" if isinstance(line[2], As) else line[2], line[3]] for line in TYPED]

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    ".xlsx": (lambda: xlsx({"历史": [HEAD, *TYPED]}), "历史.xlsx"),
    ".xlsm": (lambda: xlsx({"历史": [HEAD, *TYPED]}), "历史.xlsm"),
    ".xls": (lambda: xls({"历史": [HEAD, *TYPED]}), "历史.xls"),
    ".et": (lambda: xls({"历史": [HEAD, *TYPED]}), "历史.et"),
    ".ods": (lambda: ods({"历史": [HEAD, *TYPED]}), "历史.ods"),
    ".csv in UTF-8 with BOM": (lambda: csv([HEAD, *PLAIN]), "历史.csv"),
    ".csv in UTF-8": (lambda: csv([HEAD, *PLAIN], "utf-8"), "历史.csv"),
    ".csv in GBK": (lambda: csv([HEAD, *PLAIN], "gbk"), "历史.csv"),
    ".csv in GB18030": (lambda: csv([HEAD, *PLAIN], "gb18030"), "历史.csv"),
    ".csv with semicolons": (lambda: csv([HEAD, *PLAIN], delimiter=";"), "历史.csv"),
    ".csv with tabs": (lambda: csv([HEAD, *PLAIN], "gbk", "\t"), "历史.csv"),
    "text in UTF-16 with tabs": (lambda: csv([HEAD, *PLAIN], "utf-16", "\t"), "历史.txt"),
}


@pytest.mark.parametrize("name", FILES)
def test_says_the_same_in_every_kind_of_file(name: str, read: Read) -> None:
    make, filename = FILES[name]

    file = read(make(), filename)

    assert [(row.key, row.value, row.note, str(row.place("value"))) for row in file.rows] == [
        ("YF-03", Decimal("86.2"), "按期完成，数字准确", "历史!C2"),
        ("YF-02", Decimal(3), "", "历史!C3"),
        ("YF-28", Decimal("11.7"), "含，逗号", "历史!C4"),
        ("FZ-07", Decimal(85), "两行\n说明", "历史!C5"),
        ("YF-04", None, "", "历史!C6"),
    ]
    assert [str(issue) for issue in file.all_issues()] == ["历史!C6 “—”按没有填报处理。"]
    assert file.notices == []


def cells_of(read_raw: ReadRaw, data: bytes, filename: str) -> list[tuple[Kind, str]]:
    return [(cell.kind, cell.text) for _, cell in read_raw(data, filename).cells()]


ODD: list[tuple[str, Any, tuple[Kind, str]]] = [
    ("a date", date(2024, 1, 2), (Kind.DATE, "2024-01-02")),
    ("an error", "#N/A", (Kind.ERROR, "#N/A")),
    ("a boolean", True, (Kind.BOOLEAN, "TRUE")),
    ("a formula without result", Formula("=A2+1"), (Kind.FORMULA, "")),
    ("a percentage", As(0.29, "0%"), (Kind.PERCENT, "29")),
    ("a float's tail", 0.1 + 0.2, (Kind.NUMBER, "0.3")),
    ("a large number", 123456789012, (Kind.NUMBER, "123456789012")),
    ("a small number", 0.000001, (Kind.NUMBER, "0.000001")),
    ("a negative number", -2.3, (Kind.NUMBER, "-2.3")),
    ("spaces inside", "1  234", (Kind.TEXT, "1  234")),
]


@pytest.mark.parametrize(("value", "found"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
@pytest.mark.parametrize("make", [xlsx, ods], ids=["xlsx", "ods"])
def test_cells_have_their_kind(
    make: Callable[..., bytes], value: Any, found: tuple[Kind, str], read_raw: ReadRaw
) -> None:
    assert cells_of(read_raw, make({"表": [[value]]}), "a") == [found]


def test_an_xls_cell_has_its_kind(read_raw: ReadRaw) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(0, 0, date(2024, 1, 2), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.write(0, 1, True)
    sheet.write(0, 2, 0.1 + 0.2)
    sheet.write(0, 3, 0.29, xlwt.easyxf(num_format_str="0%"))
    sheet.row(0).set_cell_error(4, "#N/A!")
    sheet.write(0, 5, "文字")

    assert cells_of(read_raw, saved(book), "a.xls") == [
        (Kind.DATE, "2024-01-02"),
        (Kind.BOOLEAN, "TRUE"),
        (Kind.NUMBER, "0.3"),
        (Kind.PERCENT, "29"),
        (Kind.ERROR, "#N/A"),
        (Kind.TEXT, "文字"),
    ]


def test_merged_cells_of_an_xls_are_seen(read: Read) -> None:
    lines: list[list[Any]] = [HEAD[:3], ["YF-03", "2023Q1", 85], [None, "2023Q2", 86]]

    file = read(xls({"历史": lines}, merged=[(1, 2, 0, 0, "YF-03")]), "a.xls")

    assert [(row.key, row.period.code) for row in file.rows] == [("YF-03", "2023Q1"), ("YF-03", "2023Q2")]


def test_merged_hidden_and_commented_cells_of_an_ods_are_seen(read_raw: ReadRaw) -> None:
    styles = (
        '<style:style style:name="t2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cell = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        '%s<text:p>甲<text:s text:c="2"/>乙</text:p></table:table-cell></table:table-row>'
    )
    covered = "<table:covered-table-cell><text:p>旧</text:p></table:covered-table-cell>"
    tables = (
        f'<table:table table:name="表">{cell % note}<table:table-row>{covered}</table:table-row></table:table>'
        f'<table:table table:name="隐藏" table:style-name="t2">{cell % ""}</table:table>'
    )

    book = read_raw(ods_of(tables, styles), "a.ods")

    assert [(sheet.name, cell.text) for sheet, cell in book.cells()] == [("表", "甲  乙")]
    assert book.sheets[0].merged == [Range(1, 1, 2, 1)]
    assert book.sheets[1].hidden


ROWS_OF_XML: dict[str, tuple[str, list[tuple[Kind, str]]]] = {
    "no references": ("<row><c><v>1</v></c><c><v>2</v></c></row>", [(Kind.NUMBER, "1"), (Kind.NUMBER, "2")]),
    "rich text": (
        '<row><c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></is></c></row>',
        [(Kind.TEXT, "甲乙")],
    ),
    "escaped characters": ('<row><c t="str"><v>甲_x000D_乙</v></c></row>', [(Kind.TEXT, "甲\r乙")]),
    "a formula with its result": ("<row><c><f>1+1</f><v>2</v></c></row>", [(Kind.NUMBER, "2")]),
    "a formula of an empty text": ('<row><c t="str"><f>""</f><v></v></c></row>', []),
    "a formula without result": ("<row><c><f>1+1</f></c><c><f>2</f><v/></c></row>", [(Kind.FORMULA, "")] * 2),
    "a shared string": ('<row><c t="s"><v>1</v></c></row>', [(Kind.TEXT, "乙丙")]),
    "a float as Excel keeps it": ("<row><c><v>0.28999999999999998</v></c></row>", [(Kind.NUMBER, "0.29")]),
    "an exponent": ("<row><c><v>1.2E-5</v></c></row>", [(Kind.NUMBER, "0.000012")]),
    "a date of 1904": ('<row><c t="d"><v>2024-01-02T00:00:00</v></c></row>', [(Kind.DATE, "2024-01-02")]),
    "no number at all": ("<row><c><v>NaN</v></c></row>", [(Kind.TEXT, "NaN")]),
    "a number too large": ("<row><c><v>1e999</v></c></row>", [(Kind.TEXT, "1e999")]),
    "mere blanks": ('<row><c t="str"><v>   </v></c><c><v>1</v></c></row>', [(Kind.NUMBER, "1")]),
}


@pytest.mark.parametrize(("rows", "found"), ROWS_OF_XML.values(), ids=ROWS_OF_XML)
def test_worksheets_of_other_programs_are_understood(
    rows: str, found: list[tuple[Kind, str]], read_raw: ReadRaw
) -> None:
    shared = "<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r></si></sst>"
    # One cell more, so that there is something where the row itself is blank.
    rows += '<row r="9"><c r="A9"><v>9</v></c></row>'

    parts = {**bare_parts(worksheet(rows)), "xl/sharedStrings.xml": shared}

    assert cells_of(read_raw, zipped(parts), "a.xlsx") == [*found, (Kind.NUMBER, "9")]


def test_prefixed_names_absolute_targets_and_other_cases_are_understood(read_raw: ReadRaw) -> None:
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    rows = '<x:row r="3"><x:c r="B3"><x:v>7</x:v></x:c></x:row>'
    parts = bare_parts(f'<x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData></x:worksheet>')
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = rels.replace('"worksheets/', '"/xl/Worksheets/')

    [(_, cell)] = read_raw(zipped(parts)).cells()

    assert (cell.row, cell.column, cell.text) == (3, 2, "7")


def test_what_our_own_writer_writes_is_read(read: Read) -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("指标填报")
    sheet.merge_range("A1:D1", "填报期：2023年第二季度　填报单位：区卫生健康委")
    sheet.write_row("A2", ["指标编码", "本期值", "分子", "分母"])
    sheet.write_row("A3", ["YF-03", 86.2])
    sheet.write_row("A4", ["YF-04", None, 431, 500])
    sheet.write("A5", "FZ-07")
    sheet.write_number("B5", 0.85, book.add_format({"num_format": "0.0%"}))
    sheet.write_formula("B4", "=C4/D4*100", None, 86.2)
    sheet.data_validation("B3:B9", {"validate": "decimal", "criteria": ">=", "value": 0})
    book.close()

    file = read(stream.getvalue())

    assert (file.department, file.problems) == ("区卫生健康委", [])
    assert [(row.key, row.value, row.numerator) for row in file.rows] == [
        ("YF-03", Decimal("86.2"), None),
        ("YF-04", None, Decimal(431)),
        ("FZ-07", Decimal(85), None),
    ]
