"""Marks → what is painted and written on each sheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.workbooks import limits
from reporting.workbooks.headings import PRINTED, Column, column_of
from reporting.workbooks.marking_sheets import MarkedSheet
from reporting.workbooks.parsed import Severity
from reporting.workbooks.raw import Kind, Range, RawWorkbook, Row, Sheet, address
from reporting.workbooks.tables import Table, find_table, last_heading_row

COLOURS = {Severity.PROBLEM: "FFC9CE", Severity.QUESTION: "FFE8A3"}
"""Black on either has a contrast above 14; shades that Excel's own palette has not, so that ours are known again."""
URGENCY = list(Severity)
HEADING = PRINTED[Column.PROBLEMS]
OURS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}：")
BRACKETS = str.maketrans("（）()", "〔〕〔〕")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence about one cell. A caller has no mark for what belongs to no cell."""

    sheet: str
    row: int
    column: int
    severity: Severity
    sentence: str

    @property
    def line(self) -> str:
        """F12：…"""
        return f"{address(self.row, self.column)}：{one_line(self.sentence)}"


def one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).strip()


def planned(book: RawWorkbook, marks: Iterable[Mark]) -> list[MarkedSheet]:
    """Every table gets its column 问题, also the one without fault: old sentences must not stay."""
    of_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.row > 0 and mark.column > 0:
            of_sheet[mark.sheet].append(mark)
    return [
        plan_of(sheet, find_table(sheet), of_sheet.get(sheet.name, []))
        for sheet in book.sheets
        if not sheet.hidden
    ]


def plan_of(sheet: Sheet, table: Table | None, marks: Sequence[Mark]) -> MarkedSheet:
    fills = painted(sheet, marks)
    column, again = problem_column(sheet, table) if table else (0, False)
    if table is None or not column:
        return MarkedSheet(sheet.name, heading_row=table.headings.row if table else 0, fills=fills)
    said = by_row(marks, last_heading_row(sheet, table.headings.row))
    return MarkedSheet(
        name=sheet.name,
        column=column,
        heading_row=table.headings.row,
        heading=heading(said.pop(0, [])),
        again=again,
        fills=fills,
        texts=texts(table.rows, column if again else 0, said),
    )


# Where 问题 stands


def problem_column(sheet: Sheet, table: Table) -> tuple[int, bool]:
    """The one of an earlier marked copy, else the first free column right of the headings; 0 where none is left.

    A column beyond the last that is read would make the corrected copy unreadable.
    """
    known = table.headings.columns.get(Column.PROBLEMS)
    if known:
        return known, True
    taken = taken_columns(sheet, table.headings.row)
    first = max(cell for row in sheet.rows if row.number == table.headings.row for cell in row.cells) + 1
    free = (column for column in range(first, limits.COLUMNS + 1) if column not in taken)
    return next(free, 0), False


def taken_columns(sheet: Sheet, first_row: int) -> set[int]:
    taken = {column for row in sheet.rows if row.number >= first_row for column in row.cells}
    for area in sheet.merged:
        if area.bottom >= first_row:
            taken.update(range(area.left, min(area.right, limits.COLUMNS) + 1))
    return taken


# What it says


def by_row(marks: Iterable[Mark], last_heading: int) -> dict[int, list[str]]:
    """Row → its lines, each once, from left to right. 0 holds those about the headings and what stands above."""
    said: dict[int, dict[str, None]] = defaultdict(dict)
    for mark in sorted(marks, key=lambda mark: (mark.row, mark.column)):
        said[mark.row if mark.row > last_heading else 0][mark.line] = None
    return {row: list(lines) for row, lines in said.items()}


def heading(lines: Sequence[str]) -> str:
    """问题（A1：…）: above the table there is no cell for a sentence that would not be read as part of the file."""
    if not lines:
        return HEADING
    text = f"{HEADING}\n（{shortened(lines).translate(BRACKETS)}）"
    return text if column_of(text) is Column.PROBLEMS else HEADING


def texts(rows: Iterable[Row], old: int, said: Mapping[int, list[str]]) -> list[tuple[int, str]]:
    """``old`` is the column of earlier sentences: ours go, what somebody else wrote there stays."""
    found = {row: shortened(lines) for row, lines in said.items()}
    for row in rows:
        if cell := row.cells.get(old):
            kept, had_ours = others_lines(cell.text if cell.kind is Kind.TEXT else cell.shown)
            if had_ours or row.number in said:
                found[row.number] = shortened([*kept, *said.get(row.number, [])])
    return sorted(found.items())


def others_lines(text: str) -> tuple[list[str], bool]:
    lines = text.splitlines()
    kept = [one_line(line) for line in lines if not OURS.match(line)]
    return [line for line in kept if line], len(kept) < len(lines)


def shortened(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    # Room for 问题 and its brackets.
    most = limits.CELL_CHARACTERS - 10
    return text if len(text) <= most else text[: most - 1] + "…"


# What is painted


def painted(sheet: Sheet, marks: Iterable[Mark]) -> list[tuple[int, int, str]]:
    """The most urgent severity gives a cell its colour; a hint gives none."""
    worst: dict[Place, Severity] = {}
    for mark in marks:
        place = mark.row, mark.column
        worst[place] = min(worst.get(place, mark.severity), mark.severity, key=URGENCY.index)
    shown = anchors(sheet, worst)
    fills = {
        shown.get(place, place): COLOURS[worst[place]]
        for place in sorted(worst, key=lambda place: URGENCY.index(worst[place]), reverse=True)
        if worst[place] in COLOURS
    }
    return [(row, column, colour) for (row, column), colour in sorted(fills.items())]


def anchors(sheet: Sheet, places: Iterable[Place]) -> dict[Place, Place]:
    """Places that merged cells cover → the cell that is seen there."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        columns[row].append(column)
    rows, found = sorted(columns), dict[Place, Place]()
    for area in disjoint(sheet.merged):
        for row in rows[bisect_left(rows, area.top) :]:
            if row > area.bottom:
                break
            covered = [column for column in columns[row] if area.left <= column <= area.right]
            found.update({(row, column): (area.top, area.left) for column in covered})
    return found


def disjoint(areas: Iterable[Range]) -> list[Range]:
    """Of overlapping merged cells, which no office program writes, the upper left ones."""
    kept: list[Range] = []
    active: list[Range] = []
    for area in sorted(areas):
        active = [other for other in active if other.bottom >= area.top]
        if all(area.right < other.left or other.right < area.left for other in active):
            active.append(area)
            kept.append(area)
    return kept
