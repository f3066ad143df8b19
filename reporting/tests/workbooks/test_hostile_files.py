"""Files made to stop the site: each gets one sentence in time, and only the child may die of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from time import monotonic

import pytest

from reporting.tests.workbooks.conftest import ReadRaw
from reporting.tests.workbooks.hostile import (
    GROWTH,
    NEXT_STEP,
    REFUSED,
    TABLE,
    ods_with_two_far_cells,
    peak_memory,
    twenty_million_cells,
    two_far_cells,
)
from reporting.tests.workbooks.making import (
    xls,
    xlsx,
)
from reporting.workbooks import limits
from reporting.workbooks.refusals import Unreadable


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where the child could leave something."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("reporting.workbooks.sandbox.environment", lambda: {"TMPDIR": str(folder)})
    return folder


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_time_with_cause_and_next_step(name: str, read_raw: ReadRaw, scratch: Path) -> None:
    make, filename, sentence = REFUSED[name]
    content = make()
    before, began = peak_memory(reset=True), monotonic()

    with pytest.raises(Unreadable) as refused:
        read_raw(content, filename)

    assert sentence in refused.value.sentence
    assert NEXT_STEP.search(refused.value.sentence)
    assert monotonic() - began < limits.SECONDS + 1
    assert peak_memory() - before < GROWTH
    assert list(scratch.iterdir()) == []


def test_the_bombs_are_as_small_as_they_should_be() -> None:
    assert len(twenty_million_cells()) < 1_000_000
    assert len(two_far_cells()) < 1_600
    assert len(ods_with_two_far_cells()) < 5_000


def test_a_macro_is_not_run_and_the_values_are_read(read_raw: ReadRaw) -> None:
    stream = io.BytesIO(xlsx(TABLE))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open")

    book = read_raw(stream.getvalue(), "a.xlsm")

    assert book.row_count == 2
    assert book.notices == ["文件里有宏。本站不运行宏，只读取单元格里保存的内容。"]


def test_links_to_other_workbooks_are_not_followed(read_raw: ReadRaw) -> None:
    stream = io.BytesIO(xlsx(TABLE))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="r1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
            "</Relationships>",
        )

    book = read_raw(stream.getvalue())

    assert book.row_count == 2
    assert "不打开那些文件" in book.notices[0]


@pytest.mark.parametrize(
    ("content", "filename", "ending"),
    [
        (xls(TABLE), "表.xlsx", ".xlsx"),
        (xlsx(TABLE), "表.xls", ".xls"),
        (b"a,b\r\n1,2\r\n", "表.xlsx", ".xlsx"),
    ],
    ids=["an .xls named .xlsx", "an .xlsx named .xls", "a text named .xlsx"],
)
def test_a_wrong_name_is_said_and_the_content_read(
    content: bytes, filename: str, ending: str, read_raw: ReadRaw
) -> None:
    book = read_raw(content, filename)

    assert book.row_count == 2
    assert f"文件名以 {ending} 结尾" in book.notices[0]
