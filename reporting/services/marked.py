"""A batch's own workbook, given back with what is wrong marked in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from reporting.batch_rows import BatchRow
from reporting.models import Batch
from reporting.selectors.batches import rows_of
from reporting.services.batches import read_book
from reporting.workbooks.marking import Mark, marked_copy
from reporting.workbooks.parsed import Severity


def marked_workbook(batch: Batch) -> bytes:
    """An .xlsx, whatever came. Raises Unreadable."""
    book = read_book(batch)
    assert batch.file is not None  # noqa: S101 - read_book refuses a batch without one
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        copy.write(batch.file.content)
        copy.flush()
        return marked_copy(Path(copy.name), batch.filename, book, list(marks(rows_of(batch))))


def marks(rows: list[BatchRow]) -> Iterator[Mark]:
    for row in rows:
        for remark in row.remarks:
            if remark.row:
                severity = Severity(remark.severity)
                yield Mark(remark.sheet, remark.row, remark.column, severity, remark.sentence)
