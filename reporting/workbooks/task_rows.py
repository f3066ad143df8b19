"""Rows of 任务进展: what a department says about its tasks."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.workbooks import cells
from reporting.workbooks.headings import Column
from reporting.workbooks.lookup import Known, KnownTask, Unmatched
from reporting.workbooks.parsed import Issue, ParsedTask, Place, Severity
from reporting.workbooks.raw import Cell, Kind, Row
from reporting.workbooks.tables import Table, is_repeated_heading
from reporting.workbooks.wording import echo

TEXTS = (Column.PROGRESS, Column.OBSTACLES, Column.NEXT_STEPS)
NO_NAME = "这一行有进展，但没有任务编码，不知道是哪一项任务。请填任务编码。"


def read(table: Table, known: Known, issues: list[Issue]) -> list[ParsedTask]:
    return list(parsed_rows(table, known, issues))


def parsed_rows(table: Table, known: Known, issues: list[Issue]) -> Iterator[ParsedTask]:
    for row in table.rows:
        if is_repeated_heading(table.cell(row, Column.TASK_CODE), Column.TASK_CODE):
            continue
        task = matched(table, row, known, issues)
        if task is not None:
            yield parsed(table, row, task)


def matched(table: Table, row: Row, known: Known, issues: list[Issue]) -> KnownTask | None:
    code, title = table.covering(row, Column.TASK_CODE), table.covering(row, Column.TASK_TITLE)
    written = next((cell for column in TEXTS if (cell := table.cell(row, column))), None)
    if written is None and code is None:
        return None
    if code is None and title is None:
        issues += [problem(table, written, NO_NAME)] if written else []
        return None
    try:
        return known.tasks.find(cells.text_of(code), cells.text_of(title))
    except Unmatched as error:
        at = (title if error.by_name else code) or title or code
        if written is not None and at is not None:
            issues.append(problem(table, Cell(row.number, at.column, at.kind, at.text), error.sentence))
        return None


def parsed(table: Table, row: Row, task: KnownTask) -> ParsedTask:
    code = table.covering(row, Column.TASK_CODE) or table.covering(row, Column.TASK_TITLE)
    found: dict[str, Cell] = {column: cell for column in TEXTS if (cell := table.cell(row, column))}
    progress, obstacles, next_steps = (cells.text_of(found.get(column)) for column in TEXTS)
    if code is not None:
        found["code"] = Cell(row.number, code.column, code.kind, code.text)
    result = ParsedTask(
        table.sheet.name,
        row.number,
        task.code,
        cells.text_of(code),
        progress,
        obstacles,
        next_steps,
        columns=frozenset(column.value for column in TEXTS if column in table.headings.columns),
        cells=found,
    )
    for name, cell in found.items():
        if cell.kind in (Kind.ERROR, Kind.FORMULA):
            sentence = cells.about_kind(cell)
            result.issues.append(problem(table, cell, sentence, name, task.code))
    return result


def problem(table: Table, cell: Cell, sentence: str, field: str = "", key: str = "") -> Issue:
    place = Place(table.sheet.name, cell.row, cell.column)
    return Issue(Severity.PROBLEM, sentence, place, field=field, key=key, shown=echo(cell.shown))
