"""Files as people and attackers make them; each maker returns bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt  # type: ignore[import-untyped]

Line = Sequence[Any]
Sheets = Mapping[str, Sequence[Any]]
"""Lines by the sheet's name."""
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class As:
    """A value with a number format: As(0.85, "0%")."""

    value: Any
    format: str


@dataclass(frozen=True)
class Formula:
    """Without a result in the file, as a program writes it that does not calculate."""

    text: str


# --- .xlsx ------------------------------------------------------------------------------------------


def xlsx(sheets: Sheets, merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                fill(sheet.cell(row, column), value)
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    return saved(book)


def fill(cell: Any, value: Any) -> None:
    if isinstance(value, As):
        cell.value, cell.number_format = value.value, value.format
    elif isinstance(value, Formula):
        cell.value = value.text
    elif value is not None:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "e" if value.startswith("#") else "s"


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{DOCUMENT_RELS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in links.items()
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE_RELS}">{lines}</Relationships>'


def bare_parts(sheet: str, **parts: str) -> dict[str, str | bytes]:
    """The least that is an .xlsx, around one worksheet's XML."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT_RELS}">'
            '<sheets><sheet name="表1" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "sharedStrings.xml")}
        ),
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    }


def worksheet(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def zipped_repeating(
    parts: Mapping[str, str], name: str, start: str, piece: str, count: int, end: str
) -> bytes:
    """A part far too big for the test's own memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, content in parts.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(start.encode())
            repeated = piece.encode()
            for _ in range(count):
                part.write(repeated)
            part.write(end.encode())
    return stream.getvalue()


# --- .xls, .ods, .csv -------------------------------------------------------------------------------


def xls(sheets: Sheets, merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """``merged`` are xlwt's: first row, last row, first column, last column, from 0, and the text."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, lines in sheets.items():
        sheet = book.add_sheet(name)
        covered = {(area[0], area[2]) for area in merged}
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None and (row, column) not in covered:
                    write_xls(sheet, row, column, value)
        for area in merged:
            sheet.write_merge(*area)
    return saved(book)


def write_xls(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, As):
        sheet.write(row, column, value.value, xlwt.easyxf(num_format_str=value.format))
    elif isinstance(value, date):
        sheet.write(row, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    else:
        sheet.write(row, column, value)


ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(sheets: Sheets) -> bytes:
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(ods_row, lines))}</table:table>"
        for name, lines in sheets.items()
    )
    return ods_of(tables)


def ods_of(tables: str, styles: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMES} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_row(line: Line) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, line))}</table:table-row>"


def ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, As):
        kind = "percentage" if "%" in value.format else "float"
        return f'<table:table-cell office:value-type="{kind}" office:value="{value.value!r}"/>'
    if isinstance(value, Formula):
        return f"<table:table-cell table:formula={quoteattr('of:' + value.text)}/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    kind = ' calcext:value-type="error"' if value.startswith("#") else ""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{kind}>{paragraphs}</table:table-cell>'


def csv(lines: Iterable[Line], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    def field(value: Any) -> str:
        text = "" if value is None else str(value)
        return f'"{text}"' if any(char in text for char in '",;\t\n') else text

    return "\r\n".join(delimiter.join(map(field, line)) for line in lines).encode(encoding)
