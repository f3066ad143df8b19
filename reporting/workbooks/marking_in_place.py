"""Runs only in the child. Marks one sheet of a workbook that openpyxl has opened; the rest stays as it is."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.dimensions import ColumnDimension

from reporting.workbooks.marking_sheets import COLUMN_WIDTH, MarkedSheet, needed_height

OPAQUE = "FF"
OURS = {"FFFFC9CE", "FFFFE8A3"}
"""`marking_plan.COLOURS`, which is not imported here: the child knows nothing of indicators; a test compares them."""
BLACK = "FF000000"


def mark(sheet: Any, marks: MarkedSheet) -> None:
    if marks.again:
        lift_old_fills(sheet)
    if marks.column:
        write_column(sheet, marks)
    for row, column, colour in marks.fills:
        paint(sheet.cell(row, column), OPAQUE + colour)


# 问题


def write_column(sheet: Any, marks: MarkedSheet) -> None:
    column = marks.column
    title = sheet.cell(marks.heading_row, column)
    if not marks.again and column > 1:
        title._style = copy(sheet.cell(marks.heading_row, column - 1)._style)
    readable(title)
    put_text(sheet, title, marks.heading)
    style = None
    for row, text in marks.texts:
        cell = sheet.cell(row, column)
        if style is None:
            style = readable(cell)._style
        cell._style = copy(style)
        put_text(sheet, cell, text)
    show_column(sheet, column)
    print_column(sheet, column)


def readable(cell: Any) -> Any:
    """Wrapped; not locked, so that one can select, copy and clear it on a protected sheet."""
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    cell.protection = Protection(locked=False, hidden=False)
    return cell


def put_text(sheet: Any, cell: Any, text: str) -> None:
    cell.value = text or None
    if text:
        cell.data_type = "s"
    if cell.row in sheet.row_dimensions:
        row = sheet.row_dimensions[cell.row]
        # Where no height is given, whoever opens the file fits it to the text.
        if row.height is not None and row.height < needed_height(text):
            row.height = needed_height(text)


def show_column(sheet: Any, column: int) -> None:
    """Out of a group of columns that may be hidden, as templates hide all beyond their own."""
    dimensions = sheet.column_dimensions
    for group in list(dimensions.values()):
        group.reindex()
        if group.min <= column <= group.max:
            del dimensions[group.index]
            for first, last in ((group.min, column - 1), (column + 1, group.max)):
                if first <= last:
                    dimensions[get_column_letter(first)] = part_of(sheet, group, first, last)
    letter = get_column_letter(column)
    dimensions[letter] = ColumnDimension(sheet, index=letter, width=COLUMN_WIDTH)


def part_of(sheet: Any, group: Any, first: int, last: int) -> Any:
    part: Any = ColumnDimension(
        sheet,
        index=get_column_letter(first),
        width=group.width,
        hidden=group.hidden,
        outlineLevel=group.outlineLevel,
        min=first,
        max=last,
    )
    part._style = copy(group._style)
    return part


def print_column(sheet: Any, column: int) -> None:
    """Widens a print area that ends left of the column."""
    area = (sheet.print_area or "").rpartition("!")[2]
    if not area or "," in sheet.print_area:
        return
    left, top, right, bottom = range_boundaries(area)
    if left and top and right and bottom and right < column:
        sheet.print_area = f"{get_column_letter(left)}{top}:{get_column_letter(column)}{bottom}"


# Colours


def paint(cell: Any, colour: str) -> None:
    """The colour that was there is kept as the pattern's second one, which a solid fill does not show."""
    before = cell.fill
    was = before.fgColor if before.fill_type == "solid" else Color(rgb=colour)
    if before.fill_type and cell.font.color is not None:
        # White on dark would be white on light.
        font = copy(cell.font)
        font.color = Color(rgb=BLACK)
        cell.font = font
    cell.fill = PatternFill(fill_type="solid", fgColor=Color(rgb=colour), bgColor=copy(was))


def lift_old_fills(sheet: Any) -> None:
    fills = sheet.parent._fills
    ours = {number: fill for number, fill in enumerate(fills) if is_ours(fill)}
    for cell in sheet._cells.values():
        if cell.has_style and (fill := ours.get(cell._style.fillId)):
            cell.fill = fill_before(fill)


def is_ours(fill: Any) -> bool:
    return isinstance(fill, PatternFill) and fill.fill_type == "solid" and fill.fgColor.rgb in OURS


def fill_before(fill: Any) -> PatternFill:
    was = fill.bgColor
    if was.type == "indexed" or (was.type == "rgb" and was.rgb in {*OURS, "00000000"}):
        return PatternFill()
    return PatternFill(fill_type="solid", fgColor=copy(was))
