"""How a sheet of the template is made: styles, cells of text, number and day, heights, locks, print."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reporting.workbooks.headings import PRINTED, Column
from reporting.workbooks.template_checks import Check

FONT, SIZE = "等线", 11
LINE, PADDING = 16, 6
"""Points: of one line of Chinese text at that size, and of what stands above and below it."""
TALLEST = 400
HEADING_ROW, FIRST_ROW = 1, 2
"""From 0, as XlsxWriter counts; above the headings is what the reader knows the file by."""
A4 = 9
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
EDITABLE, UNUSED, HEAD = "#FFFBE6", "#E7E6E6", "#DCE6F1"
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""Larger letters and wider columns are for everyone to have; no password, the lock is against slips."""


class Style(StrEnum):
    TITLE = "title"
    STAMP = "stamp"
    HEADING = "heading"
    PLAIN = "plain"
    """Text outside a table."""
    FIXED = "fixed"
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    UNUSED = "unused"
    """Grey, and its row says in words why."""


BORDER = {"border": 1, "border_color": "#808080", "valign": "vcenter"}
OPEN = {**BORDER, "locked": False, "bg_color": EDITABLE}
LOOKS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {"bold": True, "font_size": 16},
    Style.STAMP: {"bold": True},
    Style.HEADING: {**BORDER, "bold": True, "text_wrap": True, "align": "center", "bg_color": HEAD},
    Style.PLAIN: {"text_wrap": True, "valign": "top"},
    Style.FIXED: {**BORDER, "text_wrap": True},
    # General, so that Excel turns a typed 85% into a percentage by itself.
    Style.NUMBER: {**OPEN, "align": "right"},
    # As text: “- 已完成” and “=” at the start of a note are no formulas.
    Style.TEXT: {**OPEN, "text_wrap": True, "num_format": "@"},
    Style.DAY: {**OPEN, "align": "center", "num_format": "yyyy-mm-dd"},
    Style.CHOICE: {**OPEN, "align": "center"},
    Style.UNUSED: {**BORDER, "text_wrap": True, "bg_color": UNUSED},
}

Content = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class TemplateCell:
    content: Content
    style: Style = Style.FIXED
    check: Check = field(default_factory=dict)


class GrowingSheet(Worksheet):  # type: ignore[misc]
    """Rows are as high as their text and grow with what is typed, as Excel's own do: a row whose height
    XlsxWriter calls custom would hide what a person adds."""

    FIXED_HEIGHT: ClassVar[tuple[str, int]] = ("customHeight", 1)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "row":
            attributes = [attribute for attribute in attributes if attribute != self.FIXED_HEIGHT]
        super()._xml_start_tag_unencoded(tag, attributes)


class TemplateSheet:
    """One sheet of the workbook; rows and columns count from 0."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.name = name
        self.sheet = book.add_worksheet(name, GrowingSheet)
        self.formats = {style: book.add_format(look) for style, look in LOOKS.items()}
        self.sheet.protect("", ALLOWED)

    def columns(self, widths: Mapping[Column, float]) -> None:
        for index, (column, width) in enumerate(widths.items()):
            self.sheet.set_column(index, index, width)
            self.put(HEADING_ROW, index, TemplateCell(PRINTED[column], Style.HEADING))
        self.sheet.set_row(HEADING_ROW, 2 * LINE)

    def row(self, number: int, cells: Sequence[TemplateCell], widths: Sequence[float]) -> None:
        self.sheet.set_row(number, height([cell.content for cell in cells], widths))
        for column, cell in enumerate(cells):
            self.put(number, column, cell)

    def put(self, row: int, column: int, cell: TemplateCell) -> None:
        look = self.formats[cell.style]
        if isinstance(cell.content, Decimal) and is_exact(cell.content):
            self.sheet.write_number(row, column, float(cell.content), look)
        elif isinstance(cell.content, date):
            self.sheet.write_datetime(row, column, cell.content, look)
        else:
            self.text(row, column, text_of(cell.content), look)
        if cell.check:
            self.sheet.data_validation(row, column, row, column, cell.check)

    def text(self, row: int, column: int, text: str, look: Any) -> None:
        if not text:
            self.sheet.write_blank(row, column, None, look)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a text for ready XML. In pieces it stays text.
            self.sheet.write_rich_string(row, column, text[0], text[1], text[2:], look)
        else:
            self.sheet.write_string(row, column, text, look)

    def print_setup(self, footer: str) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer(f"&L{footer.replace('&', '&&')}&R第 &P 页，共 &N 页")


def text_of(content: Content) -> str:
    """A number of more digits than a float keeps is written out."""
    return f"{content:f}" if isinstance(content, Decimal) else escaped(str(content or ""))


def escaped(text: str) -> str:
    """The reader takes the ' off again (`wording.unescaped`)."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def is_exact(number: Decimal) -> bool:
    """Excel keeps 15 digits."""
    return Decimal(format(float(number), ".15g")) == number


# Heights


def height(contents: Sequence[Content], widths: Sequence[float]) -> float:
    """Points that the longest text of a row needs."""
    lines = max(lines_of(str(content or ""), width) for content, width in zip(contents, widths, strict=True))
    return min(lines * LINE + PADDING, TALLEST)


def lines_of(text: str, width: float) -> int:
    """A Chinese character is as wide as two digits, which is what a column's width is counted in."""
    room = max(width - 1, 2)
    return sum(max(math.ceil(breadth(line) / room), 1) for line in text.split("\n"))


def breadth(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)
