"""Files made to stop the site, and what is said of each."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msoffcrypto  # type: ignore[import-untyped]
import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]
from openpyxl.chart import BarChart, Reference

from reporting.tests.workbooks.making import (
    Sheets,
    bare_parts,
    ods_of,
    saved,
    worksheet,
    xls,
    xlsx,
    zipped,
    zipped_repeating,
)

TABLE: Sheets = {"历史": [["指标编码", "填报期", "数值"], ["YF-03", "2023Q2", 85]]}
SHEET = "xl/worksheets/sheet1.xml"
NUMBER = '<c r="A1"><v>1</v></c>'
GROWTH = 50 * 1024 * 1024
"""What a hostile file may cost the web process, in bytes."""
NEXT_STEP = re.compile(r"请[^。]{3,}。|仍不行请联系秘书处。")


def peak_memory(*, reset: bool = False) -> int:
    """The most that this process has held since the last reset, in bytes."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert held is not None
    return int(held[1]) * 1024


def without(parts: dict[str, str | bytes], name: str) -> dict[str, str]:
    return {other: str(content) for other, content in parts.items() if other != name}


@cache
def twenty_million_cells() -> bytes:
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>" * 100
    start, end = worksheet("\n").split("\n")
    return zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, row, 2_000, end)


def cells_just_below_the_unpacked_limit() -> bytes:
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>" * 100
    start, end = worksheet("\n").split("\n")
    return zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, row, 600, end)


def styled_blank_cells() -> bytes:
    blanks = '<c s="1"/>' * 100
    row = f"<row>{blanks}</row>" * 100
    start, end = worksheet("\n").split("\n")
    return zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, row, 900, end)


def two_far_cells() -> bytes:
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return zipped(bare_parts(worksheet(row)))


def one_string_of_400_mb() -> bytes:
    start, end = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\n</t></is></c></row>').split("\n")
    return zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, "x" * 1_000_000, 400, end)


def one_string_of_80_mb() -> bytes:
    start, end = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\n</t></is></c></row>').split("\n")
    return zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, "x" * 1_000_000, 80, end)


def many_shared_strings() -> bytes:
    name = "xl/sharedStrings.xml"
    parts = without(bare_parts(worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')), name)
    return zipped_repeating(parts, name, "<sst>", "<si><t>" + "x" * 30_000 + "</t></si>", 3_000, "</sst>")


def one_long_shared_string_everywhere() -> bytes:
    cells = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(4_000))
    shared = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
    return zipped({**bare_parts(worksheet(cells)), "xl/sharedStrings.xml": shared})


def billion_laughs() -> bytes:
    laughs = [f"&a{i};" * 10 for i in range(9)]
    entities = "".join(f'<!ENTITY a{i} "{laugh}">' for i, laugh in enumerate(laughs, start=1))
    doctype = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "ha">{entities}]>'
    return zipped(bare_parts(doctype + worksheet('<row><c t="inlineStr"><is><t>&a9;</t></is></c></row>')))


def external_entity() -> bytes:
    doctype = '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
    return zipped(bare_parts(doctype + worksheet('<row><c t="inlineStr"><is><t>&xxe;</t></is></c></row>')))


def doctype_in_the_list_of_sheets() -> bytes:
    parts = bare_parts(worksheet(NUMBER))
    return zipped({**parts, "xl/workbook.xml": "<!DOCTYPE x []>" + str(parts["xl/workbook.xml"])})


def encrypted() -> bytes:
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(TABLE))).encrypt("secret", sealed)
    assert msoffcrypto.OfficeFile(sealed).is_encrypted()
    return sealed.getvalue()


def encrypted_xls() -> bytes:
    """A FILEPASS record in place of the first one after the beginning of the workbook."""
    plain = xls(TABLE)
    start = plain.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    return plain[: start + 20] + struct.pack("<HH", 0x2F, 0) + plain[start + 24 :]


def encrypted_zip() -> bytes:
    plain = bytearray(xlsx(TABLE))
    entry = plain.index(b"PK\x01\x02")
    plain[entry + 8] |= 1
    return bytes(plain)


def ten_thousand_columns() -> bytes:
    return zipped(bare_parts(worksheet(f"<row>{'<c><v>1</v></c>' * 10_000}</row>")))


def truncated() -> bytes:
    whole = xlsx(TABLE)
    return whole[: len(whole) // 2]


def path_upwards() -> bytes:
    return zipped({**bare_parts(worksheet(NUMBER)), "../../etc/cron.d/evil": "x"})


def path_upwards_with_backslashes() -> bytes:
    return zipped({**bare_parts(worksheet(NUMBER)), "xl\\..\\..\\evil": "x"})


def absolute_path() -> bytes:
    return zipped({**bare_parts(worksheet(NUMBER)), "/etc/passwd": "x"})


def charts_only() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = 1
    book.create_chartsheet("图").add_chart(chart_of(sheet))
    sheet.sheet_state = "hidden"
    book.active = 1
    return saved(book)


def chart_of(sheet: Any) -> Any:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=1))
    return chart


def a_chart_on_an_empty_sheet() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.add_chart(chart_of(sheet), "B2")
    return saved(book)


def lying_sizes() -> bytes:
    """The directory declares 9 bytes where 200 MB come out."""
    start, end = worksheet("\n").split("\n")
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>" * 100
    bomb = bytearray(zipped_repeating(without(bare_parts(""), SHEET), SHEET, start, row, 1_300, end))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 9)
    return bytes(bomb)


def ods_with_two_far_cells() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    far = f'<table:table-cell table:number-columns-repeated="16383"/>{cell}'
    rows = (
        f"<table:table-row>{cell}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
        f"<table:table-row>{far}</table:table-row>"
    )
    return ods_of(f'<table:table table:name="表1">{rows}</table:table>')


def ods_of_repeated_rows() -> bytes:
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="200"/>'
    )
    row = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'
    return ods_of(f'<table:table table:name="表1">{row}</table:table>')


def ods_of_repeated_columns() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="2000000000"/>'
    return ods_of(f'<table:table table:name="表1"><table:table-row>{cell}</table:table-row></table:table>')


def many_parts() -> bytes:
    return zipped({**bare_parts(worksheet(NUMBER)), **{f"xl/part{i}.xml": "" for i in range(3_000)}})


def a_quarter_of_a_million_lines() -> bytes:
    return b"a,b\r\n" * 250_000


def one_endless_csv_field() -> bytes:
    return b'a,"' + b"x" * 3_000_000


def random_ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64


def xls_with_broken_sectors() -> bytes:
    broken = bytearray(xls(TABLE))
    broken[512 + 100 : 512 + 4000] = b"\xff" * 3900
    return bytes(broken)


def xlsb() -> bytes:
    return zipped({"[Content_Types].xml": "", "xl/workbook.bin": b"\x00"})


def zip_with(name: str) -> Callable[[], bytes]:
    return lambda: zipped({"[Content_Types].xml": "", name: "<x/>"})


def bytes_of(content: bytes) -> Callable[[], bytes]:
    return lambda: content


# How the file is made, what it calls itself, what the sentence must say.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a bomb of 20 million cells": (twenty_million_cells, "a.xlsx", "解开后超过 100 MB"),
    "6 million cells in 96 MB": (cells_just_below_the_unpacked_limit, "a.xlsx", "有内容的"),
    "9 million blank cells": (styled_blank_cells, "a.xlsx", "。"),
    "two cells 17 billion apart": (two_far_cells, "a.xlsx", "表1!XFD1048576 还有内容，超过 200 列"),
    "one string of 400 MB": (one_string_of_400_mb, "a.xlsx", "解开后超过 100 MB"),
    "one string of 80 MB": (one_string_of_80_mb, "a.xlsx", "表1!A1 里的文字超过 32,767 字"),
    "90 MB of shared strings": (many_shared_strings, "a.xlsx", "文字超过 400 万字"),
    "one shared string 4,000 times": (one_long_shared_string_everywhere, "a.xlsx", "文字超过 400 万字"),
    "a DTD with entities": (billion_laughs, "a.xlsx", "（DTD）"),
    "an external entity": (external_entity, "a.xlsx", "（DTD）"),
    "a DTD in another part": (doctype_in_the_list_of_sheets, "a.xlsx", "（DTD）"),
    "an encrypted .xlsx": (encrypted, "a.xlsx", "文件已加密"),
    "an encrypted .xls": (encrypted_xls, "a.xls", "文件已加密"),
    "an encrypted zip": (encrypted_zip, "a.xlsx", "文件已加密"),
    "10,000 columns": (ten_thousand_columns, "a.xlsx", "超过 200 列"),
    "a truncated zip": (truncated, "a.xlsx", "不完整或已损坏"),
    "a path upwards": (path_upwards, "a.xlsx", "指向别处的路径"),
    "a path upwards with backslashes": (path_upwards_with_backslashes, "a.xlsx", "指向别处的路径"),
    "an absolute path": (absolute_path, "a.xlsx", "指向别处的路径"),
    "charts only": (charts_only, "a.xlsx", "没有"),
    "a chart on an empty sheet": (a_chart_on_an_empty_sheet, "a.xlsx", "只有图表"),
    "declared sizes that lie": (lying_sizes, "a.xlsx", "。"),
    "an .ods with two far cells": (ods_with_two_far_cells, "a.ods", "表1!XFD1048576 还有内容"),
    "an .ods with a billion rows": (ods_of_repeated_rows, "a.ods", "超过 5,000 行"),
    "an .ods with two billion columns": (ods_of_repeated_columns, "a.ods", "超过 200 列"),
    "3,000 parts": (many_parts, "a.xlsx", "部件超过 2,000 个"),
    "a CSV of 250,000 lines": (a_quarter_of_a_million_lines, "a.csv", "超过 5,000 行"),
    "a CSV with one endless field": (one_endless_csv_field, "a.csv", "太长"),
    "an OLE container of nonsense": (random_ole, "a.xls", "不完整或已损坏"),
    "an .xls with broken sectors": (xls_with_broken_sectors, "a.xls", "不完整或已损坏"),
    "an .xlsb": (xlsb, "a.xlsb", ".xlsb（二进制工作簿）"),
    "a Word document": (zip_with("word/document.xml"), "a.xlsx", "这是 Word 文档"),
    "slides": (zip_with("ppt/presentation.xml"), "a.xlsx", "这是 PPT 演示文稿"),
    "a zip of something": (bytes_of(zipped({"a.txt": "x"})), "a.xlsx", "这是压缩包"),
    "a PDF": (bytes_of(b"%PDF-1.7 ..."), "a.xlsx", "这是 PDF 文件"),
    "a picture": (bytes_of(b"\x89PNG\r\n\x1a\n"), "a.xlsx", "这是图片"),
    "a web page named .xls": (
        bytes_of(b"<html><table><tr><td>1</td></tr></table></html>"),
        "a.xls",
        "网页格式",
    ),
    "XML of 2003": (bytes_of(b'<?xml version="1.0"?><Workbook/>'), "a.xls", "XML 格式"),
    "an empty file": (bytes_of(b""), "a.xlsx", "文件是空的"),
    "blanks only": (bytes_of(b"\xef\xbb\xbf  \r\n\r\n"), "a.csv", "文件是空的"),
    "an empty workbook": (bytes_of(xlsx({"表1": []})), "a.xlsx", "都是空的"),
    "binary nonsense": (bytes_of(bytes(range(256)) * 8), "a.csv", "认不出来"),
    "undecodable text": (bytes_of("编码,".encode("gb18030") + b"\xff\xff\xff,"), "a.csv", "文字编码认不出来"),
    "a file that is too large": (bytes_of(b"a," * 3_000_000), "a.csv", "超过 5 MB 的上限"),
}
