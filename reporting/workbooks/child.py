"""The process that reads one file and may die of it: `python -m reporting.workbooks.child ROWS FILENAME < file`.

It confines itself before it looks at the file, knows neither Django nor the database, cannot write
any file, and answers in JSON lines (`readers.output`) on its standard output.
"""

from __future__ import annotations

import resource
import signal
import sys
from typing import BinaryIO

from reporting.workbooks import limits, refusals
from reporting.workbooks.refusals import Unreadable

OPEN_FILES = 64


def confine(seconds: int = limits.SECONDS) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    # Should the parent be killed meanwhile, nobody else ends this process.
    signal.alarm(seconds + 1)


def main(arguments: list[str], source: BinaryIO, answer: BinaryIO) -> None:
    confine()
    # Readers are imported inside the limits.
    from reporting.workbooks import readers
    from reporting.workbooks.readers.output import Output

    rows, filename = int(arguments[0]), arguments[1]
    output = Output(answer, rows)
    try:
        readers.read(source.read(limits.FILE_BYTES + 1), filename, output)
    except Unreadable as error:
        output.refuse(error.sentence)
    except MemoryError:
        output.refuse(refusals.TOO_HUNGRY)
    except Exception as error:
        output.fail(type(error).__name__)
    output.flush()


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
