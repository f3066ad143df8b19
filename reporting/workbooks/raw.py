"""A workbook as it was read: sheets of rows of cells, each cell with its kind and its exact text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    TEXT = "t"
    NUMBER = "n"
    PERCENT = "p"
    """A number formatted as a percentage; its text is the number that is shown: 85 for 0.85."""
    DATE = "d"
    """2024-01-02, with a time after a space if there is one; a time alone is 12:30:00."""
    BOOLEAN = "b"
    ERROR = "e"
    """#N/A and its like."""
    FORMULA = "f"
    """A formula whose result is not in the file."""


class Cell(NamedTuple):
    """Never blank: a blank cell is not there. Numbers are plain decimal digits, at most 15, no float's tail."""

    row: int
    column: int
    kind: Kind
    text: str

    @property
    def shown(self) -> str:
        """As a person sees it, with its kind where that is what is wrong."""
        return SHOWN.get(self.kind, "{}").format(self.text)


SHOWN = {Kind.PERCENT: "{}%", Kind.DATE: "{}（日期）", Kind.FORMULA: "{}（公式）"}


class Range(NamedTuple):
    """Merged cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[int, Cell]


@dataclass(slots=True)
class Sheet:
    """``hidden`` sheets, and sheets of nothing but a chart, are named but not read."""

    name: str
    hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)


@dataclass(slots=True)
class RawWorkbook:
    """``notices`` say what was done with the file besides reading it (macros ignored, and the like)."""

    sheets: list[Sheet] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)

    def cells(self) -> Iterator[tuple[Sheet, Cell]]:
        return ((sheet, cell) for sheet in self.sheets for row in sheet.rows for cell in row.cells.values())


def address(row: int, column: int) -> str:
    """F12."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
