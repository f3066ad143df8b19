""".csv, and tables saved as text: UTF-8 with or without BOM, else GB18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import PurePath

from reporting.workbooks import limits, refusals
from reporting.workbooks.raw import Kind
from reporting.workbooks.readers.output import Output
from reporting.workbooks.refusals import Unreadable

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"
WEB_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|table|style)\b", re.IGNORECASE | re.DOTALL
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
LONGEST_NAME = 31
"""As long as Excel makes the name of the sheet when it opens a CSV file."""


def read(data: bytes, filename: str, output: Output) -> None:
    text = decoded(data)
    refuse_other_texts(text)
    csv.field_size_limit(2 * limits.CELL_CHARACTERS)
    output.sheet(PurePath(filename).stem[:LONGEST_NAME] or "CSV")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    try:
        for number, row in enumerate(rows, start=1):
            output.row(number, [(i, Kind.TEXT.value, cell) for i, cell in enumerate(row, 1) if cell.strip()])
    except csv.Error as error:
        raise Unreadable(refusals.too_long(f"{output.name}!第 {rows.line_num} 行")) from error


def decoded(data: bytes) -> str:
    """Never guessed by frequency: short GBK is then taken for Korean."""
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
        try:
            return checked(data, encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(refusals.NOT_TEXT)


def checked(data: bytes, encoding: str) -> str:
    text = data.decode(encoding)
    if CONTROL.search(text):
        raise Unreadable(refusals.UNKNOWN)
    if not text.strip():
        raise Unreadable(refusals.EMPTY)
    return text


def refuse_other_texts(text: str) -> None:
    if WEB_PAGE.match(text):
        raise Unreadable(refusals.WEB_PAGE)
    if text.lstrip().startswith("<?xml"):
        raise Unreadable(refusals.PLAIN_XML)


def delimiter(text: str) -> str:
    """The one that stands most often in the first lines, outside quotation marks, also of a long note's
    that close below."""
    bare = re.sub(r'"[^"]*(?:"|\Z)', "", "\n".join(text[:20_000].splitlines()[: limits.HEADER_ROWS]))
    return max(DELIMITERS, key=bare.count)
