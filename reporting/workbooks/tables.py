"""Finds the tables of a workbook by their headings, wherever these stand in the first rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.progress.periods import Period
from reporting.workbooks import limits
from reporting.workbooks.headings import PRINTED, Column, TableKind, column_of, kind_of
from reporting.workbooks.moments import Moment, read_moment
from reporting.workbooks.parsed import Place
from reporting.workbooks.raw import Cell, Kind, RawWorkbook, Row, Sheet
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.wording import echo, squeezed

STAMP = re.compile(
    r"(填报期|填报单位)[:\s]+(.*?)(?=\s+[^\s:]+:|\s*(?:填报期|填报单位|模板编号|\Z))", re.DOTALL
)
FULL_WIDTH_COLON = str.maketrans({"：": ":", "\u3000": " "})
NEEDED = "表头要有“指标编码”和“本期值”，或“指标编码”“填报期”“数值”，或“指标编码”和各填报期（如 2023Q2）"
FIRST_ROWS = f"没有在前 {limits.HEADER_ROWS} 行找到可以填报的表头"


@dataclass(slots=True)
class Headings:
    """One row of headings: where each column is, which columns are periods, and what is neither."""

    row: int
    columns: dict[Column, int] = field(default_factory=dict)
    periods: dict[int, Moment] = field(default_factory=dict)
    other: list[Cell] = field(default_factory=list)
    twice: list[tuple[Cell, int]] = field(default_factory=list)
    """A heading that stands twice, with the column where it stood first."""

    @property
    def kind(self) -> TableKind | None:
        return kind_of(self.columns, bool(self.periods))

    @property
    def weight(self) -> tuple[bool, int]:
        return self.kind is not None, len(self.columns) + len(self.periods)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a template says of itself above its headings; each with the cell that says it."""

    period: str = ""
    department: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Table:
    sheet: Sheet
    kind: TableKind
    headings: Headings
    stamp: Stamp
    rows: tuple[Row, ...]
    anchors: dict[tuple[int, int], Cell]
    """Cells that merged cells cover → the cell that is shown there."""

    def cell(self, row: Row, column: Column) -> Cell | None:
        """The cell itself."""
        where = self.headings.columns.get(column)
        return row.cells.get(where) if where else None

    def covering(self, row: Row, column: Column) -> Cell | None:
        """The cell that is shown there, which in merged cells is the first one's."""
        where = self.headings.columns.get(column)
        return (row.cells.get(where) or self.anchors.get((row.number, where))) if where else None


def find_tables(book: RawWorkbook) -> tuple[list[Table], list[str]]:
    """The tables, and the names of the sheets that hold none. Raises Unreadable where there is no table."""
    tables: list[Table] = []
    ignored: list[str] = []
    for sheet in book.sheets:
        table = None if sheet.hidden else find_table(sheet)
        if table is not None:
            tables.append(table)
        else:
            ignored.append(sheet.name)
    if not tables:
        raise Unreadable(no_table(book))
    return tables, ignored


def find_table(sheet: Sheet) -> Table | None:
    headings = best_headings(sheet)
    kind = headings.kind if headings else None
    if headings is None or kind is None:
        return None
    first = last_heading_row(sheet, headings.row) + 1
    return Table(
        sheet=sheet,
        kind=kind,
        headings=headings,
        stamp=read_stamp(sheet, headings.row),
        rows=tuple(row for row in sheet.rows if row.number >= first),
        anchors=anchors(sheet, first, headings),
    )


def best_headings(sheet: Sheet) -> Headings | None:
    """The row that makes a table and has the most known headings; of equals the first."""
    sheet.rows.sort(key=lambda row: row.number)
    rows = (row for row in sheet.rows if row.number <= limits.HEADER_ROWS)
    return max((read_headings(row) for row in rows), key=lambda found: found.weight, default=None)


def read_headings(row: Row) -> Headings:
    found = Headings(row.number)
    for cell in row.cells.values():
        column = column_of(cell.text) if cell.kind is Kind.TEXT else None
        moment = None if column else period_heading(cell)
        if column is not None and column in found.columns:
            found.twice.append((cell, found.columns[column]))
        elif column is not None:
            found.columns[column] = cell.column
        elif moment is not None and moment in found.periods.values():
            found.twice.append((cell, next(c for c, known in found.periods.items() if known == moment)))
        elif moment is not None:
            found.periods[cell.column] = moment
        else:
            found.other.append(cell)
    return found


def period_heading(cell: Cell) -> Moment | None:
    return read_moment(cell.text) if cell.kind in (Kind.TEXT, Kind.NUMBER) else None


def last_heading_row(sheet: Sheet, row: int) -> int:
    """Headings may be merged over several rows."""
    return max((area.bottom for area in sheet.merged if area.top <= row <= area.bottom), default=row)


def anchors(sheet: Sheet, first: int, headings: Headings) -> dict[tuple[int, int], Cell]:
    """Only for columns that are read and rows that have something: merged areas can be vast."""
    areas = [area for area in sheet.merged if area.bottom >= first and area.bottom > area.top]
    if not areas:
        return {}
    rows = {row.number: row for row in sheet.rows}
    wanted = set(headings.columns.values()) | set(headings.periods)
    found: dict[tuple[int, int], Cell] = {}
    for area in areas:
        top = rows.get(area.top)
        shown = top.cells.get(area.left) if top else None
        if shown is not None and shown.column in wanted:
            covered = covered_rows(rows, area.top + 1, area.bottom)
            found.update({(number, shown.column): shown for number in covered})
    return found


def covered_rows(rows: dict[int, Row], first: int, last: int) -> Iterable[int]:
    if last - first > len(rows):
        return [number for number in rows if first <= number <= last]
    return [number for number in range(first, last + 1) if number in rows]


def read_stamp(sheet: Sheet, before: int) -> Stamp:
    """“填报期：2023年第二季度　填报单位：区卫生健康委”, in one cell or in neighbours."""
    period = department = ""
    place: Place | None = None
    for row in (row for row in sheet.rows if row.number < before):
        cells = [row.cells[column] for column in sorted(row.cells)]
        line = " ".join(cell.text for cell in cells).translate(FULL_WIDTH_COLON)
        said = {label: text.strip() for label, text in STAMP.findall(line)}
        if said and place is None:
            labelled = next((cell for cell in cells if "填报" in cell.text), cells[0])
            place = Place(sheet.name, row.number, labelled.column)
        period = period or said.get("填报期", "")
        department = department or said.get("填报单位", "")
    return Stamp(period, department, place)


def stamped_period(stamp: Stamp) -> Period | None:
    first = stamp.period.split(" ", 1)[0]
    moment = read_moment(stamp.period) or read_moment(first)
    return moment if isinstance(moment, Period) else None


def no_table(book: RawWorkbook) -> str:
    """Names what was found, so that a nearly right table can be put right."""
    read = [sheet for sheet in book.sheets if not sheet.hidden]
    known = [found for sheet in read if (found := best_headings(sheet)) and found.columns]
    printed = "、".join(f"“{PRINTED[column]}”" for column in known[0].columns) if known else ""
    hint = f"（只找到{printed}）" if printed else ""
    notice = "".join(sentence for sentence in book.notices if "文件名" in sentence)
    return f"{FIRST_ROWS}{hint}。{notice}{NEEDED}；也可以下载填报模板，填好后上传。"


def is_repeated_heading(cell: Cell | None, column: Column) -> bool:
    """Some print their headings again on every page."""
    return cell is not None and cell.kind is Kind.TEXT and column_of(cell.text) is column


def describe(cell: Cell) -> str:
    return echo(squeezed(cell.text))
