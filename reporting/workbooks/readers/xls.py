""".xls and .et (Excel 95 to 2003, WPS)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from reporting.workbooks import refusals
from reporting.workbooks.raw import Kind
from reporting.workbooks.readers.numbers import date_text, kind_of_format, number_text
from reporting.workbooks.readers.output import Found, Output
from reporting.workbooks.refusals import Unreadable

OTHER_STREAMS = (("WordDocument", "Word 文档"), ("PowerPoint Document", "PPT 演示文稿"))
MACROS = "文件里有宏。本站不运行宏，只读取单元格里保存的内容。"


def read(data: bytes, output: Output) -> None:
    """xlrd complains on a file of its own, which nobody reads."""
    refuse_other_streams(data)
    with Path(os.devnull).open("w") as complaints:
        book = opened(data, complaints)
        if has_stream(data, "_VBA_PROJECT_CUR"):
            output.notice(MACROS)
        for number in range(book.nsheets):
            read_sheet(book, number, output)


def refuse_other_streams(data: bytes) -> None:
    if has_stream(data, "EncryptedPackage") or has_stream(data, "EncryptionInfo"):
        raise Unreadable(refusals.ENCRYPTED)
    if has_stream(data, "Workbook") or has_stream(data, "Book"):
        return
    for stream, what in OTHER_STREAMS:
        if has_stream(data, stream):
            raise Unreadable(refusals.not_a_table(what))


def has_stream(data: bytes, name: str) -> bool:
    """By its entry in the container's directory, which needs no trust in the container's own tables."""
    return (name + "\0").encode("utf-16-le") in data


def opened(data: bytes, complaints: TextIO) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=complaints, formatting_info=True, on_demand=True, ragged_rows=True
        )
    except XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise Unreadable(refusals.ENCRYPTED if encrypted else refusals.BROKEN) from error


def read_sheet(book: Book, number: int, output: Output) -> None:
    sheet = book.sheet_by_index(number)
    output.sheet(sheet.name, hidden=sheet.visibility != 0)
    if sheet.visibility != 0:
        return
    for row in range(sheet.nrows):
        output.row(row + 1, list(found_cells(book, sheet, row)))
    output.merged([(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells])
    book.unload_sheet(number)


def found_cells(book: Book, sheet: Sheet, row: int) -> list[Found]:
    found = []
    for column, cell in enumerate(sheet.row(row), start=1):
        if (meaning := meaning_of(book, cell)) and meaning[1].strip():
            found.append((column, meaning[0].value, meaning[1]))
    return found


def meaning_of(book: Book, cell: Cell) -> tuple[Kind, str] | None:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Kind.TEXT, str(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        kind = format_of(book, cell)
        return kind, number_text(float(cell.value), hundredfold=kind is Kind.PERCENT)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return Kind.DATE, date_text(float(cell.value), from_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Kind.BOOLEAN, "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Kind.ERROR, xlrd.error_text_from_code.get(int(cell.value), "#ERROR")
    return None


def format_of(book: Book, cell: Cell) -> Kind:
    """xlrd has told the dates already, so only percentages are asked for."""
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    known = book.format_map.get(style.format_key) if style is not None else None
    code = known.format_str if known is not None else ""
    return Kind.PERCENT if kind_of_format(code or "") is Kind.PERCENT else Kind.NUMBER
