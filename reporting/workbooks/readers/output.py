"""What a reader says, counted: one JSON line per row, refused as soon as a limit is passed.

["s", name, hidden] begins a sheet, ["r", number, [[column, kind, text], …]] is one of its rows,
["m", [[top, left, bottom, right], …]] its merged cells, ["i", notice], ["e"] the proper end;
["x", sentence] refuses the file, ["f", name of the exception] says that the reader failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

import orjson

from reporting.workbooks import limits, refusals
from reporting.workbooks.raw import address
from reporting.workbooks.refusals import Unreadable

Found = tuple[int, str, str]
"""Column, kind, text."""
LONGEST_NAME = 100


class Output:
    def __init__(self, answer: BinaryIO, most_rows: int) -> None:
        self.answer = answer
        self.most_rows = most_rows
        self.name = ""
        self.sheets = self.rows = self.cells = self.characters = 0

    def say(self, *line: Any) -> None:
        self.answer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def sheet(self, name: str, hidden: bool = False) -> None:
        self.sheets += 1
        if self.sheets > limits.SHEETS:
            raise Unreadable(refusals.SHEETS)
        self.name = clean(name)[:LONGEST_NAME]
        self.say("s", self.name, hidden)

    def row(self, number: int, cells: Sequence[Found]) -> None:
        """Cells that are not blank, in any order."""
        if not cells:
            return
        self.count(number, cells)
        self.say("r", number, [(column, kind, clean(text)) for column, kind, text in cells])

    def count(self, number: int, cells: Sequence[Found]) -> None:
        self.rows += 1
        self.cells += len(cells)
        if self.rows > self.most_rows:
            raise Unreadable(refusals.too_many_rows(self.most_rows))
        if self.cells > limits.CELLS:
            raise Unreadable(refusals.CELLS)
        for column, _, text in cells:
            if column > limits.COLUMNS:
                raise Unreadable(refusals.too_wide(f"{self.name}!{address(number, column)}"))
            if len(text) > limits.CELL_CHARACTERS:
                raise Unreadable(refusals.too_long(f"{self.name}!{address(number, column)}"))
            self.characters += len(text)
        if self.characters > limits.CHARACTERS:
            raise Unreadable(refusals.CHARACTERS)

    def merged(self, ranges: Sequence[tuple[int, int, int, int]]) -> None:
        if len(ranges) > limits.MERGES:
            raise Unreadable(refusals.MERGES)
        if ranges:
            self.say("m", ranges)

    def notice(self, sentence: str) -> None:
        self.say("i", clean(sentence))

    def end(self) -> None:
        if not self.rows:
            raise Unreadable(refusals.NO_DATA)
        self.say("e")

    def refuse(self, sentence: str) -> None:
        self.say("x", clean(sentence))

    def fail(self, what: str) -> None:
        self.say("f", what)

    def flush(self) -> None:
        self.answer.flush()


def clean(text: str) -> str:
    """Without lone surrogates, which JSON cannot carry."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
