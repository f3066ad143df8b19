"""A workbook's tables → the rows that they answer, each with its cells and with what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from indicators.progress.periods import Period
from reporting.workbooks import reading_rows, task_rows
from reporting.workbooks.headings import TableKind
from reporting.workbooks.lookup import Known
from reporting.workbooks.parsed import FileKind, Issue, ParsedFile, ParsedRow, ParsedTask, Place, Severity
from reporting.workbooks.raw import Cell, RawWorkbook, address
from reporting.workbooks.tables import Table, describe, find_tables, stamped_period
from reporting.workbooks.wording import echo, squeezed

Row = TypeVar("Row", ParsedRow, ParsedTask)
TEMPLATES = {TableKind.READINGS, TableKind.TASKS}
NO_PERIOD = "文件里没有写填报期。请在下载的填报模板里填写后上传，不要删去表头上面的“填报期”一行。"
NO_DEPARTMENT = "文件里没有写填报单位。请在下载的填报模板里填写后上传，不要删去表头上面的“填报单位”。"


def parse(
    book: RawWorkbook, known: Known, *, period: Period | None = None, department: str = ""
) -> ParsedFile:
    """``period`` and ``department`` are taken where a department's own table does not say them.

    Raises Unreadable where there is no table at all; everything less is an issue of its cell.
    """
    tables, ignored = find_tables(book)
    kinds = {table.kind in TEMPLATES for table in tables}
    file = ParsedFile(FileKind.TEMPLATE if True in kinds else FileKind.HISTORY)
    file.notices, file.ignored_sheets, file.rows_read = list(book.notices), ignored, 0
    if len(kinds) > 1:
        file.issues.append(mixed(tables))
    if file.kind is FileKind.TEMPLATE:
        read_stamps(file, tables, known, period, department)
    for table in tables:
        read_table(file, table, known)
    mark_repeated(file.rows, same_answer, "这一项")
    mark_repeated(file.tasks, lambda task: task.key, "这项任务")
    return file


def read_table(file: ParsedFile, table: Table, known: Known) -> None:
    headings = table.headings
    file.issues += [repeated_heading(table, cell.column, first) for cell, first in headings.twice]
    file.ignored_columns += [
        (Place(table.sheet.name, cell.row, cell.column), describe(cell)) for cell in ignored_headings(table)
    ]
    file.rows_read += len(table.rows)
    if table.kind is TableKind.TASKS:
        file.tasks += task_rows.read(table, known, file.issues)
    else:
        file.rows += reading_rows.read(table, known, file.period, file.issues)


def ignored_headings(table: Table) -> list[Cell]:
    unread = set(table.headings.periods) if table.kind is not TableKind.WIDE else set()
    header = next((row for row in table.sheet.rows if row.number == table.headings.row), None)
    cells = [header.cells[column] for column in sorted(unread)] if header else []
    return [*table.headings.other, *cells]


def repeated_heading(table: Table, column: int, first: int) -> Issue:
    row, name = table.headings.row, table.sheet.name
    sentence = f"表头和 {address(row, first)} 重复，不知道读哪一列。请只留一列。"
    return Issue(Severity.PROBLEM, sentence, Place(name, row, column))


def mixed(tables: Sequence[Table]) -> Issue:
    own = next(table for table in tables if table.kind in TEMPLATES)
    other = next(table for table in tables if table.kind not in TEMPLATES)
    sentence = f"“{own.sheet.name}”是本期填报，“{other.sheet.name}”是历史数据，不能放在一个文件里。请分成两个文件上传。"
    return Issue(Severity.PROBLEM, sentence, Place(other.sheet.name, other.headings.row, 1))


# What a template says of itself


def read_stamps(
    file: ParsedFile, tables: Sequence[Table], known: Known, period: Period | None, department: str
) -> None:
    own = [table for table in tables if table.kind in TEMPLATES]
    file.period = agreed(file, [(table, stamped_period(table.stamp)) for table in own], lambda p: p.label)
    names = [(table, known.department(table.stamp.department)) for table in own]
    file.department = agreed(file, [(table, name or None) for table, name in names], str) or department
    if file.period is None and not any(table.stamp.period for table in own):
        file.period = period
    if file.period is None:
        file.issues.append(no_period(own))
    # Notes on tasks are a department's; a number is its measure's, whoever sent it.
    if not file.department and any(table.kind is TableKind.TASKS for table in own):
        file.issues.append(Issue(Severity.PROBLEM, NO_DEPARTMENT, Place(own[0].sheet.name, 1, 1)))


Said = TypeVar("Said", Period, str)


def agreed(
    file: ParsedFile, said: Sequence[tuple[Table, Said | None]], label: Callable[[Said], str]
) -> Said | None:
    """What the first sheet says; a sheet that says something else is a problem that names both."""
    given = [(table, what) for table, what in said if what is not None]
    if not given:
        return None
    first, meant = given[0]
    for table, what in given[1:]:
        if what != meant:
            sentence = f"这里写的是{label(what)}，“{first.sheet.name}”写的是{label(meant)}。请改成一样。"
            file.issues.append(Issue(Severity.PROBLEM, sentence, table.stamp.place))
    return meant


def no_period(tables: Sequence[Table]) -> Issue:
    typed = next((table for table in tables if table.stamp.period), None)
    if typed is None:
        return Issue(Severity.PROBLEM, NO_PERIOD, Place(tables[0].sheet.name, 1, 1))
    sentence = f"“{echo(typed.stamp.period)}”不是填报期。请写成 2023年第二季度 或 2023Q2。"
    return Issue(Severity.PROBLEM, sentence, typed.stamp.place)


# Two rows for one thing


def same_answer(row: ParsedRow) -> tuple[str, str]:
    """A measure has one baseline, whatever its year."""
    return row.key, "基期" if row.is_baseline else row.period.code


def mark_repeated(rows: Iterable[Row], key: Callable[[Row], object], what: str) -> None:
    first: dict[object, Row] = {}
    for row in rows:
        if row.is_blank:
            continue
        other = first.setdefault(key(row), row)
        if other is not row:
            other.issues.append(repeated(other, row, what))
            row.issues.append(repeated(row, other, what))


def repeated(row: Row, other: Row, what: str) -> Issue:
    here, there = place_of(row), place_of(other)
    if isinstance(row, ParsedRow) and row.is_baseline:
        what = "这一项的基期值"
    codes = (
        ""
        if squeezed(row.code) == squeezed(other.code)
        else f"（{echo(row.code)} 和 {echo(other.code)} 是同一项）"
    )
    sentence = f"{what}在 {here} 和 {there} 各有一个{codes}。请只留一个。"
    return Issue(Severity.PROBLEM, sentence, here, field="value", key=row.key)


def place_of(row: Row) -> Place:
    if isinstance(row, ParsedRow):
        return row.place("value")
    cell = row.cells.get("code") or next(iter(row.cells.values()))
    return Place(row.sheet, cell.row, cell.column)
