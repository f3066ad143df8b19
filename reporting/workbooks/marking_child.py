"""The process that marks one .xlsx and may die of it: `python -m reporting.workbooks.marking_child < plan and file`.

As confined as the one that reads (`child.confine`): it cannot write any file either. Its input is one
line that says what to mark (`marking_sheets.dumped`) and then the workbook; its answer is the marked
workbook, or one line with the name of the exception and a status that is not 0.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from reporting.workbooks import limits
from reporting.workbooks.child import confine


def main(source: BinaryIO, answer: BinaryIO) -> int:
    confine(limits.MARKING_SECONDS)
    # openpyxl is imported inside the limits; what it writes with lxml could not be completed.
    os.environ["OPENPYXL_LXML"] = "False"
    try:
        answer.write(marked(source))
    except Exception as error:
        answer.write(type(error).__name__.encode())
        return 1
    finally:
        answer.flush()
    return 0


def marked(source: BinaryIO) -> bytes:
    from reporting.workbooks import marking_in_place, marking_openpyxl
    from reporting.workbooks.marking_sheets import loaded
    from reporting.workbooks.readers.packages import Package

    sheets = loaded(source.readline())
    data = source.read(limits.FILE_BYTES + 1)
    book = marking_openpyxl.Opened(data, Package(data))
    for sheet in sheets:
        marking_in_place.mark(book.workbook[sheet.name], sheet)
    return book.saved()


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
