"""The uploader's own workbook back, with the faulty cells marked and a column 问题 beside each table.

    copy = marked_copy(path, filename, book, marks)   # an .xlsx, without macros

The web process never opens the file. A child that is as confined as the reader marks an .xlsx in place, so
that formats, widths, dropdowns, protection and formulas stay. Its copy is read again, and given back only if it
says what the file said. For any other kind of file, and whenever the child fails, the copy is made from what
was read: plain, and the same cells at the same addresses.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

from reporting.workbooks import limits
from reporting.workbooks.marking_plan import Mark, planned
from reporting.workbooks.marking_rebuild import rebuilt
from reporting.workbooks.marking_sheets import MarkedSheet, dumped
from reporting.workbooks.raw import Cell, Range, RawWorkbook, Sheet
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.sandbox import PYTHON, child, read_file, safe_name

__all__ = ["Mark", "marked_copy"]

COMMAND = [*PYTHON, "reporting.workbooks.marking_child"]
ZIP = b"PK"
LONGEST_FAILURE = 100

log = logging.getLogger(__name__)


class Unmarked(Exception):
    """Why the file itself could not be marked; for the log only."""


def marked_copy(path: Path, filename: str, book: RawWorkbook, marks: Sequence[Mark]) -> bytes:
    """``book`` is what `sandbox.read_file` made of ``path``. Marks on sheets that it has not are passed over."""
    sheets = planned(book, marks)
    try:
        return marked_in_place(path, book, sheets)
    except (Unmarked, Unreadable, OSError) as error:
        log.info("marked copy of %s is made anew: %s", safe_name(filename), error)
        return rebuilt(book, sheets)


def marked_in_place(path: Path, book: RawWorkbook, sheets: list[MarkedSheet]) -> bytes:
    with path.open("rb") as upload, TemporaryFile() as source:
        if upload.read(len(ZIP)) != ZIP:
            raise Unmarked("no zip")
        upload.seek(0)
        source.write(dumped(sheets))
        shutil.copyfileobj(upload, source)
        source.seek(0)
        with child(COMMAND, source, limits.MARKING_SECONDS) as process:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            answer = process.stdout.read(limits.MARKED_BYTES + 1)
            status = process.wait() if len(answer) <= limits.MARKED_BYTES else -1
    if status != 0 or not answer.startswith(ZIP):
        raise Unmarked(f"status {status}, {answer[:LONGEST_FAILURE]!r}")
    check_same(book, read_again(answer), {sheet.name: sheet.column for sheet in sheets})
    return answer


# Nothing that somebody typed may be lost on the way


def read_again(copy: bytes) -> RawWorkbook:
    with NamedTemporaryFile() as file:
        file.write(copy)
        file.flush()
        return read_file(Path(file.name), "marked.xlsx", rows=limits.HISTORY_ROWS)


def check_same(book: RawWorkbook, copy: RawWorkbook, columns: dict[str, int]) -> None:
    if len(book.sheets) != len(copy.sheets):
        raise Unmarked("other sheets")
    for before, after in zip(book.sheets, copy.sheets, strict=True):
        column = columns.get(before.name, 0)
        if content(before, column) != content(after, column):
            raise Unmarked("other cells")


Content = tuple[str, bool, set[Range], dict[int, dict[int, Cell]]]


def content(sheet: Sheet, without: int) -> Content:
    rows = {row.number: others for row in sheet.rows if (others := other_cells(row.cells, without))}
    return sheet.name, sheet.hidden, set(sheet.merged), rows


def other_cells(cells: dict[int, Cell], without: int) -> dict[int, Cell]:
    return {column: cell for column, cell in cells.items() if column != without}
