"""A plain .xlsx of what was read: the same sheets, the same cells at the same addresses, then marks and 问题."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from reporting.workbooks.marking_plan import disjoint
from reporting.workbooks.marking_sheets import COLUMN_WIDTH, MarkedSheet, display_width
from reporting.workbooks.marking_values import Fault, stored
from reporting.workbooks.raw import Cell, Range, RawWorkbook, Sheet

NARROWEST, WIDEST = 8, 50
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Look:
    num_format: str = "General"
    bold: bool = False
    bg_color: str = ""
    text_wrap: bool = False
    quote_prefix: bool = False
    """Text that begins like a formula stays text when somebody edits it."""

    def properties(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        return {**named, "valign": "top"}


PROBLEM_LOOK = Look(text_wrap=True)


@dataclass(slots=True)
class Paper:
    """A sheet that is being written, row after row; addresses count from 1."""

    sheet: Any
    workbook: Workbook
    formats: dict[Look, Any]

    def format(self, look: Look) -> Any:
        if look not in self.formats:
            self.formats[look] = self.workbook.add_format(look.properties())
        return self.formats[look]

    def text(self, row: int, column: int, text: str, look: Look) -> None:
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take it for markup of its own.
            parts = (text[0], self.format(Look()), text[1:], self.format(look))
            self.sheet.write_rich_string(row - 1, column - 1, *parts)
        else:
            self.sheet.write_string(row - 1, column - 1, text, self.format(look))

    def value(self, row: int, column: int, value: float | bool | Fault, look: Look) -> None:
        shown = self.format(look)
        if isinstance(value, Fault):
            self.sheet.write_formula(row - 1, column - 1, f"={value.code}", shown, value.code)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row - 1, column - 1, value, shown)
        else:
            self.sheet.write_number(row - 1, column - 1, value, shown)

    def blank(self, row: int, column: int, look: Look) -> None:
        self.sheet.write_blank(row - 1, column - 1, None, self.format(look))


def rebuilt(book: RawWorkbook, sheets: list[MarkedSheet]) -> bytes:
    marks = {sheet.name: sheet for sheet in sheets}
    stream, formats = BytesIO(), dict[Look, Any]()
    with TemporaryDirectory(prefix="marked-") as folder:
        # One row at a time is held in memory.
        workbook = Workbook(stream, {"constant_memory": True, "tmpdir": folder})
        for sheet, name in zip(book.sheets, sheet_names(book), strict=True):
            paper = Paper(workbook.add_worksheet(name), workbook, formats)
            write_sheet(paper, sheet, marks.get(sheet.name, MarkedSheet(sheet.name)))
        show_first(workbook, book)
        workbook.close()
    return stream.getvalue()


def show_first(workbook: Workbook, book: RawWorkbook) -> None:
    """Hidden sheets were not read: they are named, and empty."""
    written = list(zip(workbook.worksheets(), book.sheets, strict=True))
    shown = next((paper for paper, sheet in written if not sheet.hidden), None)
    if shown is None:
        return
    shown.activate()
    shown.set_first_sheet()
    for paper, sheet in written:
        if sheet.hidden:
            paper.hide()


def sheet_names(book: RawWorkbook) -> Iterator[str]:
    """As they were, as far as Excel takes them: .ods and .csv allow more."""
    taken: set[str] = set()
    for number, sheet in enumerate(book.sheets, start=1):
        plain = NOT_IN_NAMES.sub("_", sheet.name)
        name = fitting(plain, LONGEST_NAME) or f"表{number}"
        if name.lower() in taken:
            name = f"{fitting(plain, LONGEST_NAME - 6)}_{number}"
        taken.add(name.lower())
        yield name


def fitting(name: str, most: int) -> str:
    """Excel counts in UTF-16."""
    return name.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore").strip("'")


# One sheet


def write_sheet(paper: Paper, sheet: Sheet, marks: MarkedSheet) -> None:
    cells, said = {row.number: row.cells for row in sheet.rows}, problem_texts(marks)
    fills: dict[int, dict[int, str]] = defaultdict(dict)
    for row, column, colour in marks.fills:
        fills[row][column] = f"#{colour}"
    for column, width in widths(sheet, marks).items():
        paper.sheet.set_column(column - 1, column - 1, width)
    for number in sorted({*cells, *said, *fills}):
        own = dict(cells.get(number, {}))
        if number in said:
            own.pop(marks.column, None)
            paper.text(number, marks.column, said[number], PROBLEM_LOOK)
        write_row(paper, number, own, fills.get(number, {}), number == marks.heading_row)
    write_merged(paper, sheet)


def problem_texts(marks: MarkedSheet) -> dict[int, str]:
    return {**dict(marks.texts), marks.heading_row: marks.heading} if marks.column else {}


def write_row(paper: Paper, number: int, cells: dict[int, Cell], fills: dict[int, str], bold: bool) -> None:
    for column, cell in cells.items():
        write_cell(paper, cell, Look(bold=bold, bg_color=fills.get(column, "")))
    for column in fills.keys() - cells.keys():
        paper.blank(number, column, Look(bg_color=fills[column]))


def write_cell(paper: Paper, cell: Cell, look: Look) -> None:
    found = stored(cell)
    if isinstance(found.value, str):
        text = found.value
        wraps = "\n" in text or display_width(text) > WIDEST
        paper.text(
            cell.row,
            cell.column,
            text,
            replace(look, text_wrap=wraps, quote_prefix=text.startswith(FORMULA_STARTS)),
        )
    else:
        paper.value(cell.row, cell.column, found.value, replace(look, num_format=found.num_format))


def write_merged(paper: Paper, sheet: Sheet) -> None:
    """As far as there are cells. Not by merge_range: it visits every cell, of areas that can be vast."""
    last_row = max((row.number for row in sheet.rows), default=0)
    last_column = max((column for row in sheet.rows for column in row.cells), default=0)
    clipped = (
        Range(area.top, area.left, min(area.bottom, last_row), min(area.right, last_column))
        for area in sheet.merged
        if area.top <= last_row and area.left <= last_column
    )
    for area in disjoint(clipped):
        if (area.top, area.left) != (area.bottom, area.right):
            paper.sheet.merge.append([area.top - 1, area.left - 1, area.bottom - 1, area.right - 1])


def widths(sheet: Sheet, marks: MarkedSheet) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in sheet.rows:
        if row.number < marks.heading_row:
            # A title above the table runs over many columns.
            continue
        for column, cell in row.cells.items():
            width = min(max(map(display_width, cell.shown[: 2 * WIDEST].split("\n"))) + 2, WIDEST)
            found[column] = max(found.get(column, NARROWEST), width)
    if marks.column:
        found[marks.column] = COLUMN_WIDTH
    return found
