"""The quarterly template (填报模板) of one department, as the package's docstring prescribes it.

Prefilled with what stands, so that an untouched template changes nothing; locked except what is to be filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings
from xlsxwriter import Workbook

from indicators.choices import AnswerChoice
from reporting.selectors.template import NumberKind, TemplateContent, TemplateIndicator, TemplateTask
from reporting.workbooks import template_checks as checks
from reporting.workbooks import template_words as words
from reporting.workbooks.headings import Column, TableKind
from reporting.workbooks.raw import address
from reporting.workbooks.template_sheet import (
    FIRST_ROW,
    FONT,
    HEADING_ROW,
    LINE,
    SIZE,
    Style,
    TemplateCell,
    TemplateSheet,
    height,
)

INDICATOR_WIDTHS = {
    Column.CODE: 9,
    Column.NAME: 28,
    Column.UNIT: 10,
    Column.TARGET: 15,
    Column.LAST: 17,
    Column.VALUE: 12,
    Column.NUMERATOR: 12,
    Column.DENOMINATOR: 12,
    Column.NOTE: 34,
    Column.ANSWER: 11,
    Column.EXPECTED: 13,
    Column.SCOPE: 22,
}
TASK_WIDTHS = {
    Column.TASK_CODE: 10,
    Column.TASK_TITLE: 30,
    Column.DUTY: 8,
    Column.PROGRESS: 50,
    Column.OBSTACLES: 38,
    Column.NEXT_STEPS: 38,
}
INSTRUCTION_WIDTHS = (16, 100)
TASK_ROW = 5 * LINE
"""At least so much room to write."""
VALUE_AT = list(INDICATOR_WIDTHS).index(Column.VALUE)
PROGRESS_AT = list(TASK_WIDTHS).index(Column.PROGRESS)


def write_template(content: TemplateContent, stream: BinaryIO) -> None:
    font = {"font_name": FONT, "font_size": SIZE}
    with Workbook(stream, {"in_memory": True, "default_format_properties": font}) as book:
        book.set_properties({"title": words.title(content), "author": settings.SITE_NAME})
        write_instructions(TemplateSheet(book, words.INSTRUCTIONS), content)
        write_indicators(book, content)
        write_tasks(book, content)


def write_instructions(sheet: TemplateSheet, content: TemplateContent) -> None:
    for column, width in enumerate(INSTRUCTION_WIDTHS):
        sheet.sheet.set_column(column, column, width)
    sheet.sheet.set_row(0, 2 * LINE)
    sheet.put(0, 0, TemplateCell(words.title(content), Style.TITLE))
    for number, (heading, sentence) in enumerate(words.instructions(content), start=FIRST_ROW):
        cells = [TemplateCell(heading, Style.STAMP), TemplateCell(sentence, Style.PLAIN)]
        sheet.row(number, cells, INSTRUCTION_WIDTHS)
    sheet.print_setup(settings.SITE_NAME)


# 指标填报


def write_indicators(book: Workbook, content: TemplateContent) -> None:
    sheet = TemplateSheet(book, TableKind.READINGS)
    if not begin(sheet, content, TableKind.READINGS, bool(content.indicators)):
        return
    sheet.columns(INDICATOR_WIDTHS)
    for number, row in enumerate(content.indicators, start=FIRST_ROW):
        sheet.row(number, indicator_cells(row, number), list(INDICATOR_WIDTHS.values()))
    finish(book, sheet, len(content.indicators), len(INDICATOR_WIDTHS), VALUE_AT)


def indicator_cells(row: TemplateIndicator, number: int) -> list[TemplateCell]:
    facts = [TemplateCell(text) for text in (row.code, row.name, row.unit, row.target, row.last)]
    answers = closed_cells(row) if row.is_locked else open_cells(row, number)
    return [*facts, *answers, TemplateCell(words.scope(row))]


def closed_cells(row: TemplateIndicator) -> list[TemplateCell]:
    """The year was reported as a whole; a note that stands stays where it is."""
    why = checks.prompt("不用填", f"{words.whole_year(row)}，这一格不用填。")
    nothing = TemplateCell(words.NOT_ASKED, Style.UNUSED, why)
    blank = TemplateCell(None, Style.UNUSED, why)
    note = TemplateCell(row.standing.note, Style.UNUSED, why)
    return [nothing, nothing, nothing, note, blank, blank]


def open_cells(row: TemplateIndicator, number: int) -> list[TemplateCell]:
    stands = row.standing
    answer = AnswerChoice(stands.answer).label if stands.answer else None
    return [
        value_cell(row, address(number + 1, VALUE_AT + 1)),
        *fraction_cells(row),
        TemplateCell(stands.note, Style.TEXT, checks.text_check("情况说明")),
        TemplateCell(answer, Style.CHOICE, checks.answer_check()),
        TemplateCell(stands.expected_on, Style.DAY, checks.day_check()),
    ]


def value_cell(row: TemplateIndicator, cell: str) -> TemplateCell:
    value = row.standing.value
    # A bare 0.5 would be asked about (50 % or 0.5 %?); what stands has been settled.
    is_small = row.kind is NumberKind.COVERAGE and value is not None and 0 < value <= 1
    content = f"{value.normalize():f}%" if is_small and value is not None else value
    return TemplateCell(content, Style.NUMBER, checks.value_check(row, cell))


def fraction_cells(row: TemplateIndicator) -> Sequence[TemplateCell]:
    if not row.has_fraction:
        why = checks.prompt("不用填", words.NO_FRACTION)
        return [TemplateCell(words.NOT_ASKED, Style.UNUSED, why)] * 2
    return [
        TemplateCell(row.standing.numerator, Style.NUMBER, checks.numerator_check(row)),
        TemplateCell(row.standing.denominator, Style.NUMBER, checks.denominator_check(row)),
    ]


# 任务进展


def write_tasks(book: Workbook, content: TemplateContent) -> None:
    sheet = TemplateSheet(book, TableKind.TASKS)
    if not begin(sheet, content, TableKind.TASKS, bool(content.tasks)):
        return
    widths = list(TASK_WIDTHS.values())
    sheet.columns(TASK_WIDTHS)
    for number, task in enumerate(content.tasks, start=FIRST_ROW):
        cells = task_cells(task)
        sheet.row(number, cells, widths)
        sheet.sheet.set_row(number, max(height([cell.content for cell in cells], widths), TASK_ROW))
    finish(book, sheet, len(content.tasks), len(TASK_WIDTHS), PROGRESS_AT)


def task_cells(task: TemplateTask) -> list[TemplateCell]:
    texts = {"本期进展": task.progress, "存在问题": task.obstacles, "下步安排": task.next_steps}
    return [
        *(TemplateCell(text) for text in (task.code, task.title, task.duty)),
        *(TemplateCell(text, Style.TEXT, checks.text_check(label)) for label, text in texts.items()),
    ]


# Both


def begin(sheet: TemplateSheet, content: TemplateContent, kind: TableKind, has_rows: bool) -> bool:
    """Whether a table follows; where nothing is asked, a sentence says so and the reader passes it over."""
    sheet.put(0, 0, TemplateCell(words.stamp(content, kind), Style.STAMP))
    sheet.sheet.set_row(0, LINE + 6)
    sheet.print_setup(words.title(content))
    if not has_rows:
        sheet.sheet.set_column(0, 0, sum(INSTRUCTION_WIDTHS))
        sheet.put(FIRST_ROW, 0, TemplateCell(words.empty(content, kind), Style.PLAIN))
    return has_rows


def finish(book: Workbook, sheet: TemplateSheet, rows: int, columns: int, first_open: int) -> None:
    """Headings stay in sight, on every printed page, and are told to screen readers by JAWS' own names."""
    number = sheet.sheet.index + 1
    sheet.sheet.freeze_panes(FIRST_ROW, 2)
    sheet.sheet.repeat_rows(0, HEADING_ROW)
    # “0.5%” and notes of digits are meant to be texts.
    sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:{address(HEADING_ROW + 1 + rows, columns)}"})
    sheet.sheet.set_selection(FIRST_ROW, first_open, FIRST_ROW, first_open)
    first, last = address(HEADING_ROW + 1, 1), address(HEADING_ROW + 1 + rows, columns)
    book.define_name(
        f"TitleRegion{number - 1}.{first}.{last}.{number}", f"='{sheet.name}'!$B${HEADING_ROW + 1}"
    )
