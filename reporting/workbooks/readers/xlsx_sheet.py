"""One worksheet of an .xlsx: rows one after the other, and the merged cells that follow them."""

from __future__ import annotations

import re
from typing import IO

from reporting.workbooks import limits, refusals
from reporting.workbooks.raw import Kind
from reporting.workbooks.readers.markup import Attributes, Text, parse
from reporting.workbooks.readers.numbers import shown
from reporting.workbooks.readers.output import Found, Output
from reporting.workbooks.refusals import Unreadable

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
LAST_ROW = 1_048_576
TRUE = {"1", "true"}
TEXTS = {"str", "inlineStr"}
SECONDS_IN_DAY = re.compile(r"T00:00:00(?:\.0+)?Z?$")


def read_sheet(
    part: IO[bytes], shared: list[str], kinds: list[Kind], from_1904: bool, output: Output
) -> None:
    sheet = SheetReader(shared, kinds, from_1904, output)
    parse(part, sheet.starts, sheet.ends, sheet.text.add)
    output.merged(sheet.merged)


class SheetReader:
    def __init__(self, shared: list[str], kinds: list[Kind], from_1904: bool, output: Output) -> None:
        self.shared, self.kinds, self.from_1904, self.output = shared, kinds, from_1904, output
        self.row = self.column = 0
        self.cells: list[Found] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.text = Text()
        self.type = self.style = ""
        self.has_formula = self.is_phonetic = False
        self.columns: dict[str, int] = {}
        self.starts = {
            "row": self.begin_row,
            "c": self.begin_cell,
            "f": self.begin_formula,
            "v": self.begin_value,
            "t": self.begin_value,
            "rPh": self.begin_phonetic,
            "mergeCell": self.merge,
        }
        self.ends = {
            "row": self.end_row,
            "c": self.end_cell,
            "v": self.text.pause,
            "t": self.text.pause,
            "rPh": self.end_phonetic,
        }

    def begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        if not 0 < self.row <= LAST_ROW:
            raise Unreadable(refusals.BROKEN)
        self.column = 0
        self.cells = []

    def end_row(self) -> None:
        self.output.row(self.row, self.cells)

    def begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        self.column = self.column_of(place) if place else self.column + 1
        self.type = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.has_formula = False

    def column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = corner(place)[1]
        return self.columns[letters]

    def begin_formula(self, _: Attributes) -> None:
        self.has_formula = True

    def begin_value(self, _: Attributes) -> None:
        if not self.is_phonetic:
            self.text.begin()

    def begin_phonetic(self, _: Attributes) -> None:
        self.is_phonetic = True

    def end_phonetic(self) -> None:
        self.is_phonetic = False

    def end_cell(self) -> None:
        stored = self.text.take()
        if stored:
            kind, text = self.meaning(stored)
            if text.strip():
                self.cells.append((self.column, kind.value, text))
        elif self.has_formula and self.type != "str":
            self.cells.append((self.column, Kind.FORMULA.value, ""))

    def meaning(self, stored: str) -> tuple[Kind, str]:
        if self.type == "n":
            return shown(stored, self.format(), from_1904=self.from_1904)
        if self.type == "s":
            return Kind.TEXT, self.shared[int(stored)]
        if self.type in TEXTS:
            return Kind.TEXT, unescaped(stored)
        if self.type == "b":
            return Kind.BOOLEAN, "TRUE" if stored.strip() in TRUE else "FALSE"
        if self.type == "e":
            return Kind.ERROR, stored
        return Kind.DATE, SECONDS_IN_DAY.sub("", stored).replace("T", " ")

    def format(self) -> Kind:
        style = int(self.style)
        return self.kinds[style] if style < len(self.kinds) else Kind.NUMBER

    def merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        self.merged.append((*corner(first), *corner(last or first)))
        if len(self.merged) > limits.MERGES:
            raise Unreadable(refusals.MERGES)


def corner(place: str) -> tuple[int, int]:
    """Row and column of F12."""
    match = REFERENCE.fullmatch(place)
    if match is None:
        raise Unreadable(refusals.BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """_x000D_ is how Excel writes what XML cannot hold."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
