"""A table as a file: what is written, how it looks, and that nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from departments.sheets import DEMO_NOTE, Cell, Table, as_float, csv_response, escaped, width, xlsx_response

NOON = datetime(2024, 2, 20, 4, 0, tzinfo=UTC)
CELLS: tuple[Cell, ...] = ("=1+1", Decimal("74.0"), 3, date(2024, 2, 20), NOON, None, "")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def table(*rows: tuple[Cell, ...], headings: tuple[str, ...] = ()) -> Table:
    return Table("残疾预防 A/B", "指标", headings or tuple(f"列{n}" for n, _ in enumerate(rows[0], 1)), rows)


def lines(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def sheet_of(response: HttpResponse) -> Any:
    return load_workbook(io.BytesIO(response.content)).active


def test_a_csv_file_begins_with_the_byte_order_mark_and_says_its_chinese_name() -> None:
    got = csv_response(table(CELLS), is_demo=False)
    assert got.content.startswith(b"\xef\xbb\xbf")
    assert got["Content-Type"] == "text/csv; charset=utf-8"
    assert got["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E6%AE%8B%E7%96%BE%E9%A2%84%E9%98%B2%20A%2FB.csv"
    )
    assert lines(got)[1] == ["'=1+1", "74.0", "3", "2024-02-20", "2024-02-20 12:00", "", ""]


def test_a_workbook_has_numbers_and_days_as_what_they_are_and_text_as_text() -> None:
    got = xlsx_response(table(CELLS), is_demo=False)
    assert got["Content-Type"].endswith("spreadsheetml.sheet")
    assert got["Content-Disposition"].endswith(".xlsx")
    cells = sheet_of(got)[2]
    assert [cell.value for cell in cells[:3]] == ["'=1+1", 74, 3]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "d", "n", "n"]
    assert cells[1].number_format == "0.0"
    assert cells[3].value == datetime(2024, 2, 20)  # noqa: DTZ001 - a cell has no time zone
    assert cells[4].value == datetime(2024, 2, 20, 12)  # noqa: DTZ001
    assert cells[5].value is None


def test_a_workbook_is_ready_to_read_filter_and_print() -> None:
    sheet = sheet_of(xlsx_response(table(("甲", 1), ("乙", 2)), is_demo=True))
    assert sheet["A1"].value == DEMO_NOTE
    assert sheet["A2"].font.bold
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:B4"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet["A3"].alignment.wrap_text


def test_columns_fit_their_text_up_to_a_width_beyond_which_it_wraps() -> None:
    sheet = sheet_of(xlsx_response(table(("区卫生健康委员会", "长" * 100)), is_demo=False))
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert 16 <= widths[0] < 20
    assert 45 <= widths[1] < 55


def test_a_table_without_rows_is_a_file_with_headings() -> None:
    empty = table(headings=("甲", "乙"))
    assert lines(csv_response(empty, is_demo=False)) == [["甲", "乙"]]
    assert sheet_of(xlsx_response(empty, is_demo=False)).max_row == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_text_that_excel_could_run_gets_one_mark_in_both_formats(start: str) -> None:
    given = table((f"{start}1",))
    assert lines(csv_response(given, is_demo=False))[1] == [f"'{start}1"]
    cell = sheet_of(xlsx_response(given, is_demo=False))["A2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", f"'{start}1")


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_stands_in_a_csv_file_as_it_is(texts: list[str]) -> None:
    assert lines(csv_response(table(tuple(texts)), is_demo=False))[1] == [escaped(text) for text in texts]


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_text_becomes_a_formula_or_breaks_the_workbook(texts: list[str]) -> None:
    rows = sheet_of(xlsx_response(table(tuple(texts)), is_demo=False)).iter_rows(min_row=2)
    assert all(cell.data_type in ("s", "n") for row in rows for cell in row)


def test_markup_in_a_text_is_text() -> None:
    """XlsxWriter would write it as its own."""
    cell = sheet_of(xlsx_response(table(("<r><t>甲</t>&</r>",)), is_demo=False))["A2"]
    assert cell.value.strip() == "<r><t>甲</t>&</r>"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False))
def test_a_number_of_fifteen_digits_is_a_number(number: Decimal) -> None:
    found = as_float(number)
    assert found is not None and Decimal(f"{found:.15g}") == number


@pytest.mark.parametrize("number", [Decimal("1234567890.123456"), 10**15 + 1, Decimal("1E+400")])
def test_a_number_of_more_digits_is_text_so_that_none_is_lost(number: Decimal | int) -> None:
    cell = sheet_of(xlsx_response(table((number,)), is_demo=False))["A2"]
    assert (cell.data_type, cell.value) == (
        "s",
        f"{number:f}" if isinstance(number, Decimal) else str(number),
    )


def test_chinese_is_twice_as_wide() -> None:
    assert (width("ab"), width("指标\nab"), width("")) == (2, 4, 0)
