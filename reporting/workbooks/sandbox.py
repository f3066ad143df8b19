"""Reads a file in a child process: whatever the file does, only the child can die of it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import IO

from reporting.workbooks import limits, refusals
from reporting.workbooks.answer import Answer, Garbled
from reporting.workbooks.raw import RawWorkbook
from reporting.workbooks.refusals import Unreadable

PROJECT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-E", "-s", "-B", "-X", "utf8", "-m"]
COMMAND = [*PYTHON, "reporting.workbooks.child"]
LONGEST_FILENAME = 100
PROGRESS_EVERY = 250
OUT_OF_TIME = {signal.SIGXCPU, signal.SIGALRM}
OUT_OF_MEMORY = {signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS}
Progress = Callable[[int], object]
"""Is told how many rows have been read so far."""

log = logging.getLogger(__name__)


def read_file(
    path: Path, filename: str, *, rows: int = limits.ROWS, progress: Progress | None = None
) -> RawWorkbook:
    """``filename`` is what the uploader calls it: it names a CSV's sheet, and is believed in nothing else.

    Raises Unreadable with the sentence that the uploader reads. ``rows`` is `limits.HISTORY_ROWS` for history.
    """
    check_size(path)
    began = monotonic()
    answer = Answer(rows)
    command = [*COMMAND, str(rows), safe_name(filename)]
    with path.open("rb") as source, child(command, source, limits.SECONDS) as process:
        try:
            listen(process, answer, progress)
        except Garbled as error:
            process.kill()
            log.warning("workbook reader answered nonsense: %s", error)
            raise Unreadable(refusals.DIED) from None
        status = process.wait()
        if answer.sentence:
            raise Unreadable(answer.sentence)
        if not answer.is_complete or status != 0:
            raise Unreadable(cause_of_death(status, monotonic() - began, answer.failure))
    return answer.book


def check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        raise Unreadable(refusals.GONE) from None
    if size == 0:
        raise Unreadable(refusals.EMPTY)
    if size > limits.FILE_BYTES:
        raise Unreadable(refusals.too_large(size))


def safe_name(filename: str) -> str:
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[-LONGEST_FILENAME:]


@contextmanager
def child(command: list[str], source: IO[bytes], seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """Dead after its seconds, and when the block is left, whatever happens."""
    try:
        process = subprocess.Popen(  # noqa: S603 - our own module; the file's name is one argument
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env=environment(),
            start_new_session=True,
        )
    except OSError:
        log.exception("no child process for a workbook")
        raise Unreadable(refusals.BUSY) from None
    killer = Timer(seconds, process.kill)
    killer.daemon = True
    killer.start()
    try:
        with process:
            try:
                yield process
            finally:
                process.kill()
    finally:
        killer.cancel()


def environment() -> dict[str, str]:
    """No secret of the site is in the child's reach."""
    library_path = os.environ.get("LD_LIBRARY_PATH")
    return {"LD_LIBRARY_PATH": library_path} if library_path else {}


def listen(process: subprocess.Popen[bytes], answer: Answer, progress: Progress | None) -> None:
    assert process.stdout is not None  # noqa: S101 - it is a pipe, see above
    heard = 0
    while line := process.stdout.readline(limits.LINE_BYTES):
        heard += len(line)
        if heard > limits.OUTPUT_BYTES:
            raise Garbled("too much")
        answer.take(line)
        if progress is not None and answer.rows and answer.rows % PROGRESS_EVERY == 0:
            progress(answer.rows)
    if progress is not None and answer.is_complete:
        progress(answer.rows)


def cause_of_death(status: int, seconds: float, failure: str) -> str:
    log.warning(
        "workbook reader ended: status %s after %.1f s, %s", status, seconds, failure or "no exception"
    )
    if seconds >= limits.SECONDS or -status in OUT_OF_TIME:
        return refusals.TOO_SLOW
    if -status in OUT_OF_MEMORY:
        return refusals.TOO_HUNGRY
    return refusals.BROKEN if failure else refusals.DIED
