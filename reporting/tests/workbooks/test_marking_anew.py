"""A marked copy that is made anew from what was read, because the file itself could not be marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.tests.workbooks.conftest import GiveBack, Read, ReadRaw
from reporting.tests.workbooks.hostile import GROWTH, REFUSED, TABLE, peak_memory
from reporting.tests.workbooks.making import As, Formula, bare_parts, csv, ods, worksheet, xls, xlsx, zipped
from reporting.tests.workbooks.marked import (
    HEAD,
    HISTORY,
    LINES,
    MARKS,
    PROBLEM,
    RED,
    fill_of,
    made,
    opened,
    parts_of,
)
from reporting.workbooks import limits, marking, readers, sandbox
from reporting.workbooks.answer import Answer
from reporting.workbooks.marking import Mark, marked_copy
from reporting.workbooks.marking_rebuild import rebuilt
from reporting.workbooks.raw import Cell, Kind, RawWorkbook, Row, Sheet
from reporting.workbooks.readers.numbers import date_text, number_text
from reporting.workbooks.readers.output import Output

# --- made anew -------------------------------------------------------------------------------------

VALUES: list[Any] = [
    85,
    0.1,
    -1.5,
    123456789012345,
    As(0.85, "0%"),
    As(0.12345, "0.000%"),
    date(2024, 1, 2),
    "文字",
    " 有空格 ",
    "00123",
    "2023Q2",
    "多\n行",
    "'=1",
    "<r>x</r>",
    "_x000D_",
    "#N/A",
    True,
]


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods"])
def test_a_copy_made_anew_has_the_same_cells(
    kind: str, give_back: GiveBack, read_raw: ReadRaw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "COMMAND", ["/nowhere/python"])
    values = [value for value in VALUES if kind != ".xls" or value != "#N/A"]
    content, filename = made(
        kind, {"历史": [HEAD, ["YF-03", "2023Q2", 1], *([v] for v in values)], "二": [[1]]}
    )

    copy = read_raw(give_back(content, [], filename))

    assert cells_of(copy, without=5) == cells_of(read_raw(content, filename))


def cells_of(book: RawWorkbook, without: int = 0) -> list[object]:
    return [(sheet.name, cell) for sheet, cell in book.cells() if cell.column != without]


def test_more_digits_than_a_number_holds_stay_digits(give_back: GiveBack, read_raw: ReadRaw) -> None:
    content = csv([HEAD, ["YF-03", "2023Q2", "110102199003071234", "0.1234567890123456789"]])

    copy = read_raw(give_back(content, [], "a.csv"))

    assert [cell.text for cell in copy.sheets[0].rows[1].cells.values()][2:] == [
        "110102199003071234",
        "0.1234567890123456789",
    ]


def test_merged_cells_percentages_and_headings_are_made_anew(give_back: GiveBack) -> None:
    merged = [(1, 2, 0, 0, "YF-03")]
    content = xls({"历史": [HEAD, [None, "2023Q2", As(0.855, "0.0%")], [None, "2023Q3", 1]]}, merged)

    sheet = opened(give_back(content, [], "a.xls"))["历史"]

    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:A3"]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.855, "0.0%")
    assert sheet["A1"].font.b
    assert not sheet["A2"].font.b


def test_a_formula_without_result_is_not_taken_for_a_blank(give_back: GiveBack, read: Read) -> None:
    content = ods({"历史": [HEAD, ["YF-03", "2023Q2", Formula("=A1"), None]]})

    after = read(give_back(content, [], "a.ods"))

    assert after.problems


@pytest.mark.parametrize("name", ["[1]:*?.csv", "'a'.csv", "一" * 60 + ".csv", "History.csv", ".csv"])
def test_a_csv_of_any_name_becomes_a_sheet(name: str, give_back: GiveBack) -> None:
    assert len(opened(give_back(csv(LINES), [], name)).worksheets) == 1


# --- what goes wrong ---------------------------------------------------------------------------------

DEATHS = {
    "killed": "import os; os.kill(os.getpid(), 9)",
    "silent": "",
    "nonsense": "print('PK nonsense')",
    "endless": "import sys\nwhile True: sys.stdout.write('PK' * 65536)",
    "dawdling": "import time; time.sleep(60)",
    "another workbook": f"import sys; sys.stdout.buffer.write({xlsx(TABLE)!r})",
}


@pytest.mark.parametrize("death", DEATHS)
def test_whatever_the_child_does_there_is_a_marked_copy(
    death: str, give_back: GiveBack, in_place: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "COMMAND", [sandbox.PYTHON[0], "-c", DEATHS[death]])
    monkeypatch.setattr(limits, "MARKING_SECONDS", 2)

    sheet = opened(give_back(xlsx(HISTORY), MARKS))["历史"]

    assert not in_place()
    assert fill_of(sheet["C3"]) == RED
    assert sheet["E3"].value == "C3：“很多”不是数字。请填数字，例如 77.5。"


def test_a_file_that_is_gone_is_made_from_what_was_read(tmp_path: Path, read_raw: ReadRaw) -> None:
    book = read_raw(xlsx(HISTORY))

    assert opened(marked_copy(tmp_path / "gone", "a.xlsx", book, MARKS))["历史"]["E3"].value


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_hurts_nothing_but_its_own_child(name: str, tmp_path: Path, read_raw: ReadRaw) -> None:
    """The reader has refused it; should a marked copy be asked for all the same, it is made without the file."""
    path, book = tmp_path / "upload", read_raw(xlsx(HISTORY))
    path.write_bytes(REFUSED[name][0]())
    before, began = peak_memory(reset=True), monotonic()

    copy = marked_copy(path, REFUSED[name][1], book, MARKS)

    assert monotonic() - began < 10
    assert peak_memory() - before < GROWTH
    assert opened(copy)["历史"]["E3"].value


def test_a_bomb_beside_readable_sheets_is_not_set_off(
    give_back: GiveBack, in_place: Callable[[], bool]
) -> None:
    """The reader never looks at a document's properties; openpyxl does."""
    doctype = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    parts = parts_of(xlsx(HISTORY)) | {"docProps/core.xml": f"{doctype}<x>&b;</x>"}

    copy = give_back(zipped(parts), MARKS)

    assert not in_place()
    assert opened(copy)["历史"]["E3"].value


def test_vast_and_overlapping_merged_cells_take_no_time(give_back: GiveBack) -> None:
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
    merges = "".join(f'<mergeCell ref="A{i}:XFD1048576"/>' for i in range(5, 2_005))
    sheet = worksheet(f"<row>{head}</row>", f"<mergeCells>{merges}</mergeCells>")
    began = monotonic()

    assert give_back(zipped(bare_parts(sheet)), [Mark("表1", 1, 1, PROBLEM, "错。")])
    assert monotonic() - began < 10


# --- for every cell ----------------------------------------------------------------------------------

NUMBERS = st.floats(-1e20, 1e20, allow_nan=False)
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    .filter(str.strip)
    .map(lambda t: (Kind.TEXT, t)),
    NUMBERS.map(lambda number: (Kind.NUMBER, number_text(number))),
    st.integers(-(10**9), 10**9).map(lambda n: (Kind.PERCENT, number_text(n / 10**6, hundredfold=True))),
    st.integers(0, 80_000 * 86_400).map(lambda seconds: (Kind.DATE, date_text(seconds / 86_400))),
    st.sampled_from(
        [(Kind.BOOLEAN, "TRUE"), (Kind.ERROR, "#REF!"), (Kind.TEXT, "_x000D_"), (Kind.TEXT, "<r></r>")]
    ),
)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 30)), CELLS, min_size=1, max_size=30))
def test_whatever_was_read_is_read_again(found: dict[tuple[int, int], tuple[Kind, str]]) -> None:
    rows: dict[int, Row] = {}
    for (row, column), (kind, text) in sorted(found.items()):
        rows.setdefault(row, Row(row, {})).cells[column] = Cell(row, column, kind, text)

    copy = rebuilt(RawWorkbook([Sheet("表", rows=list(rows.values()))]), [])

    assert read_here(copy).sheets[0].rows == list(rows.values())


def read_here(content: bytes) -> RawWorkbook:
    """Without a child: our own file."""
    stream, answer = BytesIO(), Answer(100)
    readers.read(content, "a.xlsx", Output(stream, 100))
    for line in stream.getvalue().splitlines(keepends=True):
        answer.take(line)
    return answer.book
