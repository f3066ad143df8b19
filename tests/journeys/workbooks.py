"""What journeys do with Excel beside the browser: a template filled, a copy corrected, a long table."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Download, FilePayload, Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = 2
"""The row of a template's headings."""


def downloaded(page: Page, click: Callable[[], None]) -> Download:
    with page.expect_download() as waiting:
        click()
    return waiting.value


def opened(download: Download) -> Any:
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def filled(
    download: Download, values: Mapping[str, Mapping[str, Any]], name: str = "填好.xlsx"
) -> FilePayload:
    """The workbook with some cells filled: by code, then by heading."""
    book = opened(download)
    left = dict(values)
    for sheet in book:
        columns = {cell.value: cell.column for cell in sheet[HEADINGS]}
        for row in sheet.iter_rows(min_row=HEADINGS + 1):
            for heading, value in left.pop(str(row[0].value), {}).items():
                sheet.cell(row[0].row, columns[heading]).value = value
    assert not left, f"no rows for {list(left)}"
    return payload(book, name)


def long_table(lines: list[list[Any]], name: str = "历史.xlsx") -> FilePayload:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("历史数据")
    for line in [["指标编码", "填报期", "数值", "情况说明"], *lines]:
        sheet.append(line)
    return payload(book, name)


def payload(book: Any, name: str) -> FilePayload:
    stream = io.BytesIO()
    book.save(stream)
    return {"name": name, "mimeType": XLSX, "buffer": stream.getvalue()}


def texts(download: Download) -> str:
    """Everything that stands in a workbook."""
    book = opened(download)
    return " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
