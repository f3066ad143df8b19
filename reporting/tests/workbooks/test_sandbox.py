"""The child dies, lies or dawdles; the parent answers with a sentence and lives on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporting.tests.workbooks.conftest import ReadRaw
from reporting.tests.workbooks.making import xlsx
from reporting.workbooks import limits, refusals, sandbox
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.sandbox import PROJECT, read_file

TABLE = {"历史": [["指标编码", "填报期", "数值"], *(["YF-03", "2023Q2", i] for i in range(1_000))]}


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(xlsx(TABLE))
    return path


def child_that(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", [sys.executable, "-c", program])


DEATHS = {
    "killed": ("import os; os.kill(os.getpid(), 9)", refusals.TOO_HUNGRY),
    "aborted": ("import os; os.abort()", refusals.TOO_HUNGRY),
    "out of processor time": ("import os; os.kill(os.getpid(), 24)", refusals.TOO_SLOW),
    "ended without a word": ("", refusals.DIED),
    "failed": ("import sys; sys.exit(3)", refusals.DIED),
    "nonsense": ("print('Traceback (most recent call last)')", refusals.DIED),
    "half a line": ("""print('["s", "表1"')""", refusals.DIED),
    "a row before its sheet": ("""print('["r", 1, [[1, "n", "1"]]]')""", refusals.DIED),
    "a column too far": ("""print('["s", "a", 0]'); print('["r", 1, [[999, "n", "1"]]]')""", refusals.DIED),
    "a kind that is none": ("""print('["s", "a", 0]'); print('["r", 1, [[1, "z", "1"]]]')""", refusals.DIED),
    "something else than text": (
        """print('["s", "a", 0]'); print('["r", 1, [[1, "n", {}]]]')""",
        refusals.DIED,
    ),
    "endless rows": (
        """print('["s", "a", 0]')\nwhile True: print('["r", 1, [[1, "n", "1"]]]')""",
        refusals.DIED,
    ),
    "one endless line": ("import sys\nwhile True: sys.stdout.write('x' * 65536)", refusals.DIED),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_dying_or_lying_child_is_one_sentence(
    death: str, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, sentence = DEATHS[death]
    child_that(program, monkeypatch)

    with pytest.raises(Unreadable) as refused:
        read_file(upload, "a.xlsx")

    assert refused.value.sentence == sentence


def test_a_dawdling_child_is_stopped(upload: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that("import time; time.sleep(60)", monkeypatch)
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    began = time.monotonic()

    with pytest.raises(Unreadable) as refused:
        read_file(upload, "a.xlsx")

    assert refused.value.sentence == refusals.TOO_SLOW
    assert time.monotonic() - began < 5


def test_no_child_at_all_says_to_come_back_later(upload: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", ["/nowhere/python"])

    with pytest.raises(Unreadable) as refused:
        read_file(upload, "a.xlsx")

    assert refused.value.sentence == refusals.BUSY


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(tmp_path / "gone", "a.xlsx")

    assert refused.value.sentence == refusals.GONE


def confined(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-c", f"from reporting.workbooks.child import confine; confine()\n{program}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_child_cannot_write_files(tmp_path: Path) -> None:
    done = confined(f"from pathlib import Path; Path({str(tmp_path / 'x')!r}).write_text('x')")

    assert "File too large" in done.stderr
    assert not any(path.stat().st_size for path in tmp_path.iterdir())


def test_the_child_cannot_take_more_memory_than_it_is_given() -> None:
    assert "MemoryError" in confined("bytearray(600 * 1024 * 1024)").stderr


def test_the_child_gets_no_secret_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")

    assert "SECRET_KEY" not in sandbox.environment()
    assert set(sandbox.environment()) <= {"LD_LIBRARY_PATH"}


def test_the_child_needs_no_django() -> None:
    done = confined(
        "import sys\nfrom reporting.workbooks import readers\n"
        "from reporting.workbooks.readers import ods, text, xls, xlsx\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'openpyxl', 'indicators')])"
    )

    assert done.stdout.strip() == "[]"


def test_progress_is_told_and_ends_with_all_rows(upload: Path) -> None:
    told: list[int] = []

    read_file(upload, "a.xlsx", progress=told.append)

    assert told == [250, 500, 750, 1000, 1001]


def test_a_progress_that_fails_leaves_no_child_behind(upload: Path) -> None:
    def fail(rows: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        read_file(upload, "a.xlsx", progress=fail)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_history_may_have_more_rows_than_a_template(read_raw: ReadRaw) -> None:
    lines = [[f"行{i}"] for i in range(limits.ROWS + 1)]
    content = xlsx({"历史": lines})

    with pytest.raises(Unreadable, match="超过 5,000 行"):
        read_raw(content)
    assert read_raw(content, rows=limits.HISTORY_ROWS).row_count == limits.ROWS + 1


@pytest.mark.parametrize(
    "filename", ["../../x.csv", "C:\\桌面\\x.csv", "\ud800x.csv", "x\0.csv", "-.csv", ""]
)
def test_a_strange_filename_harms_nothing(filename: str, read_raw: ReadRaw) -> None:
    assert read_raw(b"a,b\r\n1,2\r\n", filename).row_count == 2
