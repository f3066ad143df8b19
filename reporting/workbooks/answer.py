"""What the child answered, believed in nothing: every line is checked before it becomes a cell."""

from __future__ import annotations

from typing import Any

import orjson

from reporting.workbooks import limits
from reporting.workbooks.raw import Cell, Kind, Range, RawWorkbook, Row, Sheet

LONGEST_SENTENCE = 300
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
KINDS = {kind.value: kind for kind in Kind}


class Garbled(Exception):
    """The child said what no reader of ours says."""


class Answer:
    def __init__(self, most_rows: int) -> None:
        self.book = RawWorkbook()
        self.most_rows = most_rows
        self.rows = self.cells = 0
        self.is_complete = False
        self.sentence = self.failure = ""

    def take(self, line: bytes) -> None:
        try:
            said = orjson.loads(line)
            letter = said[0]
            if letter == "r":
                self.row(said[1], said[2])
            else:
                self.other(letter, said)
        except (orjson.JSONDecodeError, LookupError, TypeError, ValueError) as error:
            raise Garbled(type(error).__name__) from error

    def row(self, number: int, cells: list[list[Any]]) -> None:
        self.rows += 1
        self.cells += len(cells)
        check(whole(number, LAST_ROW) and self.rows <= self.most_rows and self.cells <= limits.CELLS)
        self.book.sheets[-1].rows.append(
            Row(number, {cell[0]: checked_cell(number, *cell) for cell in cells})
        )

    def other(self, letter: str, said: list[Any]) -> None:
        check(len(self.book.sheets) <= limits.SHEETS)
        if letter == "s":
            self.book.sheets.append(Sheet(text(said[1]), hidden=bool(said[2])))
        elif letter == "m":
            self.book.sheets[-1].merged = [checked_range(*corners) for corners in said[1]]
        elif letter == "i":
            check(len(self.book.notices) < limits.SHEETS)
            self.book.notices.append(text(said[1])[:LONGEST_SENTENCE])
        elif letter == "x":
            self.sentence = text(said[1])[:LONGEST_SENTENCE]
        elif letter == "f":
            self.failure = text(said[1])[:LONGEST_SENTENCE]
        else:
            check(letter == "e")
            self.is_complete = True


def check(holds: bool) -> None:
    if not holds:
        raise ValueError


def whole(number: object, most: int) -> bool:
    return type(number) is int and 0 < number <= most


def text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def checked_cell(row: int, column: int, kind: str, said: str) -> Cell:
    check(whole(column, limits.COLUMNS))
    return Cell(row, column, KINDS[kind], text(said))


def checked_range(top: int, left: int, bottom: int, right: int) -> Range:
    check(whole(bottom, LAST_ROW) and whole(right, LAST_COLUMN) and 0 < top <= bottom and 0 < left <= right)
    return Range(top, left, bottom, right)
