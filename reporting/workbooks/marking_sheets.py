"""What is to be marked, as plain values: what the parent tells the child that opens the file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import orjson

from reporting.workbooks import limits

COLUMN_WIDTH = 60
"""Of 问题, in half-width characters: 30 Chinese ones in a line."""
LINE_POINTS = 16
HIGHEST_ROW = 409
"""Points, as many as Excel takes."""


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """``column`` is where 问题 stands, 0 where there is none; ``again`` says that it stood there already.

    ``fills`` are row, column and colour (RRGGBB); ``texts`` are row and text, which is empty to clear it.
    """

    name: str
    column: int = 0
    heading_row: int = 0
    heading: str = ""
    again: bool = False
    fills: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)


def dumped(sheets: list[MarkedSheet]) -> bytes:
    """One line."""
    return orjson.dumps(sheets, option=orjson.OPT_APPEND_NEWLINE)


def loaded(line: bytes) -> list[MarkedSheet]:
    return [MarkedSheet(**said) for said in orjson.loads(line)]


def display_width(text: str) -> int:
    """In half-width characters; a Chinese one takes two."""
    return len(text[: limits.CELL_CHARACTERS].encode("gb18030", "replace"))


def needed_height(text: str) -> float:
    lines = sum(max(1, math.ceil(display_width(line) / COLUMN_WIDTH)) for line in text.split("\n"))
    return min(lines * LINE_POINTS, HIGHEST_ROW)
