"""The uploader's own workbook back: marked where it is wrong, with a column that says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporting.tests.workbooks.conftest import GiveBack, Read
from reporting.tests.workbooks.hostile import SHEET
from reporting.tests.workbooks.making import Sheets, ods, xlsx
from reporting.tests.workbooks.marked import (
    AMBER,
    HEAD,
    HINT,
    KINDS,
    LINES,
    MARKS,
    NO_NUMBER,
    PROBLEM,
    RED,
    TOO_FEW,
    everything,
    fill_of,
    made,
    opened,
    parts_of,
)
from reporting.workbooks import limits
from reporting.workbooks.marking import Mark

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_faulty_cells_are_coloured_and_a_column_says_why(kind: str, give_back: GiveBack) -> None:
    content, filename = made(kind)

    sheet = opened(give_back(content, MARKS, filename))["历史"]

    assert sheet["E1"].value == "问题"
    assert sheet["E2"].value is None
    assert sheet["E3"].value == "C3：“很多”不是数字。请填数字，例如 77.5。"
    assert sheet["E4"].value == "D4：和上期差得多，请写明原因。"
    assert {cell.coordinate: fill_of(cell) for row in sheet for cell in row if fill_of(cell)} == {
        "C3": RED,
        "D4": AMBER,
    }
    assert sheet["E3"].alignment.wrap_text
    assert sheet.column_dimensions["E"].width >= 40


@every_kind
def test_several_sentences_of_a_row_stand_under_each_other(kind: str, give_back: GiveBack) -> None:
    content, filename = made(kind)
    marks = [TOO_FEW, Mark("历史", 4, 1, HINT, "两行\n一句"), TOO_FEW, Mark("历史", 4, 4, PROBLEM, "又错。")]

    sheet = opened(give_back(content, marks, filename))["历史"]

    assert sheet["E4"].value == "A4：两行 一句\nD4：和上期差得多，请写明原因。\nD4：又错。"
    assert fill_of(sheet["A4"]) is None
    assert fill_of(sheet["D4"]) == RED


@every_kind
def test_a_corrected_copy_reads_to_the_same_rows(
    kind: str, give_back: GiveBack, read: Read, in_place: Callable[[], bool]
) -> None:
    content, filename = made(kind)
    before = read(content, filename)

    after = read(give_back(content, MARKS, filename))

    assert everything(after) == everything(before)
    assert in_place() == (kind == ".xlsx")


@every_kind
def test_marking_twice_leaves_one_column_and_only_the_new_marks(
    kind: str, give_back: GiveBack, read: Read
) -> None:
    content, filename = made(kind)
    once = give_back(content, MARKS, filename)

    twice = give_back(once, [Mark("历史", 2, 2, PROBLEM, "换了一句。")])

    sheet = opened(twice)["历史"]
    assert [cell.value for cell in sheet[1]] == [*HEAD, "问题"]
    assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == ["B2：换了一句。", None, None]
    assert {cell.coordinate for row in sheet for cell in row if fill_of(cell)} == {"B2"}
    assert everything(read(twice)) == everything(read(content, filename))


def test_a_column_of_somebody_elses_that_is_called_problems_keeps_their_words(give_back: GiveBack) -> None:
    lines = [[*HEAD, "问题"], [*LINES[1], "等区里回复"], [*LINES[2], "已催"]]

    sheet = opened(give_back(xlsx({"历史": lines}), [NO_NUMBER]))["历史"]

    assert sheet["E2"].value == "等区里回复"
    assert sheet["E3"].value == "已催\nC3：“很多”不是数字。请填数字，例如 77.5。"
    assert sheet["F1"].value is None


@every_kind
def test_what_is_wrong_above_the_rows_stands_in_the_columns_heading(
    kind: str, give_back: GiveBack, read: Read
) -> None:
    """Beside 填报期 it would be read as part of it, under the heading as part of a row."""
    lines = [["填报期：2023年第二季度"], ["指标编码", "本期值"], ["YF-03", 85]]
    content, filename = made(kind, {"历史": lines})
    marks = [
        Mark("历史", 1, 1, PROBLEM, "没有写填报单位（例如 填报单位：区教委）。"),
        Mark("历史", 2, 2, PROBLEM, "重复。"),
    ]

    copy = give_back(content, marks, filename)

    sheet = opened(copy)["历史"]
    assert sheet["C2"].value == "问题\n（A1：没有写填报单位〔例如 填报单位：区教委〕。\nB2：重复。）"
    assert [cell.value for cell in sheet[1]] == ["填报期：2023年第二季度", None, None]
    assert everything(read(copy)) == everything(read(content, filename))


def test_cells_right_of_the_table_are_not_written_over(give_back: GiveBack) -> None:
    lines = [HEAD, [*LINES[1], "草稿"], LINES[2]]

    sheet = opened(give_back(xlsx({"历史": lines}), MARKS))["历史"]

    assert sheet["E2"].value == "草稿"
    assert sheet["F1"].value == "问题"


def test_a_table_as_wide_as_is_read_is_coloured_and_stays_readable(give_back: GiveBack, read: Read) -> None:
    wide = [[*HEAD, *(f"列{i}" for i in range(limits.COLUMNS - 4))], *LINES[1:]]

    copy = give_back(xlsx({"历史": wide}), MARKS)

    assert len(read(copy).rows) == 3
    assert fill_of(opened(copy)["历史"]["C3"]) == RED


def test_a_mark_in_merged_cells_colours_the_cell_that_is_seen(give_back: GiveBack) -> None:
    lines = [HEAD, ["YF-03", "2023Q2", 1, "x"], [None, "2023Q3", "错", "y"]]
    content = xlsx({"历史": lines}, merged={"历史": ["A2:A3"]})

    sheet = opened(give_back(content, [Mark("历史", 3, 1, PROBLEM, "错。")]))["历史"]

    assert fill_of(sheet["A2"]) == RED
    assert sheet["E3"].value == "A3：错。"


@pytest.mark.parametrize("name", ["O'Neil's", '"a"&<b>', "区（1）!", "=1+1", "{}", "表 1"])
@pytest.mark.parametrize("make", [xlsx, ods], ids=[".xlsx", ".ods"])
def test_sheets_of_any_name_are_marked(
    make: Callable[[Sheets], bytes], name: str, give_back: GiveBack
) -> None:
    copy = opened(give_back(make({name: LINES}), [Mark(name, 3, 3, PROBLEM, "错。")]))

    assert copy[name]["E3"].value == "C3：错。"


@every_kind
def test_nothing_that_looks_like_a_formula_becomes_one(kind: str, give_back: GiveBack) -> None:
    content, filename = made(kind, {"历史": [HEAD, ["YF-03", "2023Q2", "=cmd|' /C calc'!A0", "<r>x</r>"]]})

    copy = give_back(content, [Mark("历史", 2, 3, PROBLEM, "=1+1")], filename)

    sheet = opened(copy)["历史"]
    assert sheet["E2"].value == "C2：=1+1"
    assert sheet["C2"].value == "=cmd|' /C calc'!A0"
    assert "<f>" not in str(parts_of(copy)[SHEET])
