"""Rows that answer for measures: of 指标填报, of a long and of a wide table of history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.choices import AnswerChoice, FrequencyChoice
from indicators.progress.numbers import exactly, quotient
from indicators.progress.periods import Period
from reporting.workbooks import cells
from reporting.workbooks.headings import Column, TableKind
from reporting.workbooks.lookup import Known, KnownMeasure, Unmatched
from reporting.workbooks.moments import Moment, not_a_moment, read_moment
from reporting.workbooks.parsed import Issue, ParsedRow, Place, Severity
from reporting.workbooks.raw import Cell, Kind, Row, address
from reporting.workbooks.tables import Table, is_repeated_heading
from reporting.workbooks.wording import echo, squeezed

ANSWERED = (
    Column.VALUE,
    Column.NUMERATOR,
    Column.DENOMINATOR,
    Column.ANSWER,
    Column.NOTE,
    Column.EXPECTED,
)
GIVEN = (*ANSWERED, Column.PERIOD)
COUNTS = (Column.NUMERATOR, Column.DENOMINATOR)
CHOICES = {choice.label: choice for choice in AnswerChoice}
NO_NAME = "这一行有数，但没有指标编码，不知道是哪一项。请填指标编码。"
MANY_DECIMALS = 6
"""A formula's result goes on beyond what is kept."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One table on its way; what belongs to no known row goes to ``issues``."""

    table: Table
    known: Known
    asked: Period | None
    issues: list[Issue]

    def rows(self) -> Iterator[ParsedRow]:
        for row in self.table.rows:
            if not self.is_heading(row) and (measure := self.measure(row)):
                yield from self.answers(row, measure)

    def is_heading(self, row: Row) -> bool:
        return any(
            is_repeated_heading(self.table.cell(row, column), column) for column in (Column.CODE, Column.NAME)
        )

    # Which measure

    def measure(self, row: Row) -> KnownMeasure | None:
        """None, with an issue where the row wanted to say something."""
        code, name = self.table.covering(row, Column.CODE), self.table.covering(row, Column.NAME)
        answered = self.first_answer(row)
        if code is None and name is None:
            if answered is not None:
                self.complain(answered, NO_NAME)
            return None
        try:
            return self.known.measures.find(cells.text_of(code), cells.text_of(name))
        except Unmatched as error:
            # A heading of a group or a line of notes answers nothing.
            at = (name if error.by_name else code) or name or code
            if answered is not None and at is not None:
                self.complain(Cell(row.number, at.column, at.kind, at.text), error.sentence)
            return None

    def first_answer(self, row: Row) -> Cell | None:
        if self.table.kind is TableKind.WIDE:
            return next(
                (row.cells[column] for column in self.table.headings.periods if column in row.cells), None
            )
        found = (self.table.cell(row, column) for column in ANSWERED)
        return next((cell for cell in found if cell is not None), None)

    def complain(self, cell: Cell, sentence: str, key: str = "") -> None:
        place = Place(self.table.sheet.name, cell.row, cell.column)
        self.issues.append(Issue(Severity.PROBLEM, sentence, place, key=key, shown=echo(cell.shown)))

    # Which period

    def answers(self, row: Row, measure: KnownMeasure) -> Iterator[ParsedRow]:
        if self.table.kind is TableKind.WIDE:
            for column, moment in self.table.headings.periods.items():
                yield from self.wide_answer(row, measure, column, moment)
        elif (own := self.moment(row, measure)) is not None:
            yield self.answer(row, measure, own)

    def moment(self, row: Row, measure: KnownMeasure) -> Moment | None:
        if self.table.kind is TableKind.LONG:
            return self.written_moment(row)
        answered = self.first_answer(row)
        if self.asked is None:
            return None
        period = measure.asked_period(self.asked)
        if period is None and answered is not None:
            label = FrequencyChoice(measure.frequency).label
            self.complain(
                answered, f"“{measure.name}”{label}填一次，{self.asked.label}不用填。请删去。", measure.code
            )
        return period

    def written_moment(self, row: Row) -> Moment | None:
        cell = self.table.covering(row, Column.PERIOD)
        if cell is None:
            if (answered := self.first_answer(row)) is not None:
                self.complain(answered, "这一行没有填报期。请填写，例如 2023Q2。")
            return None
        moment = read_moment(cell.text) if cell.kind in (Kind.TEXT, Kind.NUMBER) else None
        if moment is None:
            self.complain(Cell(row.number, cell.column, cell.kind, cell.text), not_a_moment(cell.text))
        return moment

    # What is answered

    def new_row(self, row: Row, measure: KnownMeasure, moment: Moment) -> ParsedRow:
        code = self.table.covering(row, Column.CODE) or self.table.covering(row, Column.NAME)
        given: dict[str, Cell] = {column: cell for column in GIVEN if (cell := self.table.cell(row, column))}
        if code is not None:
            given["code"] = Cell(row.number, code.column, code.kind, code.text)
        return ParsedRow(
            self.table.sheet.name,
            row.number,
            measure.code,
            cells.text_of(code),
            moment,
            has_note=Column.NOTE in self.table.headings.columns and self.table.kind is not TableKind.WIDE,
            cells=given,
        )

    def wide_answer(
        self, row: Row, measure: KnownMeasure, column: int, moment: Moment
    ) -> Iterator[ParsedRow]:
        cell = row.cells.get(column)
        covered = self.table.anchors.get((row.number, column))
        if cell is None and covered is None:
            return
        parsed = self.new_row(row, measure, moment)
        shown = cell or Cell(row.number, column, Kind.TEXT, "")
        parsed.cells = {"value": shown, "code": parsed.cells["code"]}
        if covered is not None and cell is None:
            add(parsed, "value", cells.problem(merged_over(covered)))
        else:
            add(parsed, "value", cells.read_value(cell, measure, moment))
            self.check_unit(row, parsed, measure)
        if parsed.answer or parsed.issues:
            yield parsed

    def answer(self, row: Row, measure: KnownMeasure, moment: Moment) -> ParsedRow:
        parsed = self.new_row(row, measure, moment)
        parsed.note = (
            cells.text_of(self.table.covering(row, Column.NOTE)).replace("\r\n", "\n").replace("\r", "\n")
        )
        self.check_merged(row, parsed)
        add(parsed, "value", cells.read_value(self.table.cell(row, Column.VALUE), measure, moment))
        for column in COUNTS:
            add(parsed, column, cells.read_count(self.table.cell(row, column)))
        self.read_choice(row, parsed)
        self.read_expected(row, parsed)
        self.check_unit(row, parsed, measure)
        drop_computed(parsed, measure)
        return parsed

    def check_merged(self, row: Row, parsed: ParsedRow) -> None:
        """A number merged over several rows could be any of theirs."""
        for column in (Column.VALUE, *COUNTS):
            covered = self.table.covering(row, column)
            if covered is not None and covered.row != row.number:
                where = Cell(row.number, covered.column, covered.kind, "")
                parsed.cells = {**parsed.cells, column: where}
                add(parsed, column, cells.problem(merged_over(covered)))

    def read_choice(self, row: Row, parsed: ParsedRow) -> None:
        """本期情况, where there is such a column; numbers beside 不适用 are for the rules to refuse."""
        text = squeezed(cells.text_of(self.table.cell(row, Column.ANSWER)))
        if not text or text in cells.NOTHING:
            return
        if text in CHOICES:
            parsed.answer = CHOICES[text]
        else:
            add(
                parsed,
                "answer",
                cells.problem(f"“{echo(text)}”不能填在“本期情况”。请填数值、不适用或暂无数据。"),
            )

    def read_expected(self, row: Row, parsed: ParsedRow) -> None:
        cell = self.table.cell(row, Column.EXPECTED)
        if cell is None or parsed.answer != AnswerChoice.NO_DATA:
            return
        try:
            parsed.expected_on = cells.read_day(cell)
        except ValueError as error:
            add(parsed, "expected_on", cells.problem(str(error)))

    def check_unit(self, row: Row, parsed: ParsedRow, measure: KnownMeasure) -> None:
        """1300 人 under a heading of 万人 is ten thousand times too much."""
        unit = squeezed(cells.text_of(self.table.covering(row, Column.UNIT)))
        if parsed.answer != AnswerChoice.VALUE or not unit or unit == squeezed(measure.unit):
            return
        sentence = f"表中的单位是“{echo(unit)}”，这一项的单位是{measure.unit}。请换算后填写，并改正单位。"
        add(
            parsed,
            "value",
            cells.Answer(parsed.answer, parsed.value, cells.Remark(Severity.QUESTION, sentence)),
        )


def read(table: Table, known: Known, asked: Period | None, issues: list[Issue]) -> list[ParsedRow]:
    return list(Reader(table, known, asked, issues).rows())


def merged_over(shown: Cell) -> str:
    return (
        f"这一格和 {address(shown.row, shown.column)} 合并在一起，不知道数属于哪一行。请取消合并，逐行填写。"
    )


def add(row: ParsedRow, name: str, found: cells.Answer) -> None:
    """A question is answered by a note, and then only a hint."""
    if found.answer:
        row.answer = found.answer
        setattr(row, name, found.value)
    if found.remark is None:
        return
    severity = found.remark.severity
    if severity is Severity.QUESTION and row.note:
        severity = Severity.HINT
    row.issues.append(
        Issue(
            severity,
            found.remark.sentence,
            row.place(name),
            field=name,
            key=row.key,
            shown=row.shown(name),
            suggestion=found.remark.suggestion,
        )
    )


def drop_computed(row: ParsedRow, measure: KnownMeasure) -> None:
    """A value beside 分子 and 分母 that says the same is theirs, not a second answer."""
    if row.value is None or row.numerator is None or not row.denominator or measure.scale is None:
        return
    if says_the_same(row.value, row.numerator, row.denominator, measure.scale):
        row.value = None
        # What was remarked about the value is settled by the numbers that it comes from.
        row.issues = [i for i in row.issues if i.severity is Severity.PROBLEM or i.field != "value"]
    else:
        add(row, "value", cells.problem("本期值和分子、分母算出的不一样。请核对，只留一种。"))


@exactly
def says_the_same(value: Decimal, numerator: Decimal, denominator: Decimal, scale: Decimal) -> bool:
    """Rounded to as many places as were typed, at most six: a formula's result goes on as far as a float does."""
    places = min(max(-int(value.as_tuple().exponent), 0), MANY_DECIMALS)
    return round(quotient(numerator, denominator) * scale, places) == round(value, places)
