"""Tables as files, CSV or Excel: what a page shows, and nothing in it that Excel could run.

It stands in the lowest app because the list of accounts is such a table, and so that every app above may use it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from departments.selectors import has_demo_people

Cell = str | int | Decimal | date | datetime | None
DEMO_NOTE = "演示数据：数值为演示用，不是实际工作数据。"
ESCAPED_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
"""Exactly these: `reporting.workbooks.wording.unescaped` takes the mark off again."""
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
LEAST_WIDTH, MOST_WIDTH = 6, 48
ARROW_WIDTH = 3
"""The filter's button covers the end of a heading."""
WIDE = {"W", "F", "A"}
FIRST_YEAR = 1900
"""Excel knows no day before."""


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is the file's, without its ending; ``title`` the sheet's. A Decimal shows its own decimals."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class KindConverter(StringConverter):
    """In addresses: plans/indicators.<kind:kind>."""

    regex = "csv|xlsx"


register_converter(KindConverter, "kind")


def file_response(table: Table, kind: str) -> HttpResponse:
    """What every view of a file answers."""
    write = xlsx_response if kind == "xlsx" else csv_response
    return write(table, is_demo=has_demo_people())


def csv_response(table: Table, *, is_demo: bool) -> HttpResponse:
    """UTF-8 with a byte order mark, so that Excel and WPS read Chinese without asking; every cell in
    quotation marks, so that no tab or semicolon in a note is taken for what separates the cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    if is_demo:
        writer.writerow([DEMO_NOTE])
    writer.writerow(table.headings)
    writer.writerows([as_text(cell) for cell in row] for row in table.rows)
    return attachment(text.getvalue().encode("utf-8-sig"), CSV_TYPE, f"{table.name}.csv")


def xlsx_response(table: Table, *, is_demo: bool) -> HttpResponse:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        Sheet(book, table, is_demo=is_demo).write()
    return attachment(content.getvalue(), XLSX_TYPE, f"{table.name}.xlsx")


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


# --- cells ------------------------------------------------------------------------------------------


def escaped(text: str) -> str:
    """What a person typed can never become a formula."""
    return f"'{text}" if text.startswith(ESCAPED_STARTS) else text


def as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escaped(cell)
    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def local(moment: datetime) -> datetime:
    """Without a time zone: a cell has none."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def as_float(number: int | Decimal) -> float | None:
    """Excel keeps 15 digits; None for a number that has more, which is then written as text."""
    found = float(Decimal(number))
    return found + 0.0 if Decimal(f"{found:.15g}") == number else None


def places(number: int | Decimal) -> int:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def width(text: str) -> int:
    """Of the longest line, in columns of a monospaced screen: 汉字 are two each."""
    return max(
        (sum(1 + (unicodedata.east_asian_width(c) in WIDE) for c in line) for line in text.splitlines()),
        default=0,
    )


# --- the workbook -----------------------------------------------------------------------------------


class Sheet:
    """One table on its way into a workbook; ``top`` is the row of headings."""

    def __init__(self, book: Workbook, table: Table, *, is_demo: bool) -> None:
        self.book, self.table, self.top = book, table, int(is_demo)
        self.sheet: Worksheet = book.add_worksheet(table.title)
        self.numbers: dict[int, Format] = {}
        self.text = self.style(text_wrap=True)
        self.day, self.moment = self.style(num_format="yyyy-mm-dd"), self.style(num_format="yyyy-mm-dd hh:mm")
        self.heading = self.style(bold=True, text_wrap=True, bottom=1)

    def style(self, **properties: object) -> Format:
        return self.book.add_format({"valign": "top", **properties})

    def write(self) -> None:
        if self.top:
            self.sheet.write_string(0, 0, DEMO_NOTE)
        for column, heading in enumerate(self.table.headings):
            self.put_text(self.top, column, heading, self.heading)
        for row, cells in enumerate(self.table.rows, start=self.top + 1):
            for column, cell in enumerate(cells):
                self.put(row, column, cell)
        self.fit_columns()
        self.lay_out()

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A bare blank stays blank."""
        if isinstance(cell, date) and cell.year >= FIRST_YEAR:
            self.put_moment(row, column, cell)
        elif isinstance(cell, int | Decimal) and (number := as_float(cell)) is not None:
            self.sheet.write_number(row, column, number, self.number_style(places(cell)))
        elif text := as_text(cell):
            self.put_text(row, column, text, self.text)

    def put_moment(self, row: int, column: int, cell: date) -> None:
        if isinstance(cell, datetime):
            self.sheet.write_datetime(row, column, local(cell), self.moment)
        else:
            self.sheet.write_datetime(row, column, cell, self.day)

    def put_text(self, row: int, column: int, text: str, style: Format) -> None:
        """XlsxWriter takes <r>…</r> for its own markup and would write it unescaped."""
        self.sheet.write_string(row, column, f"{text} " if text.endswith("</r>") else text, style)

    def number_style(self, digits: int) -> Format:
        if digits not in self.numbers:
            self.numbers[digits] = self.style(num_format=f"0.{'0' * digits}" if digits else "0")
        return self.numbers[digits]

    def fit_columns(self) -> None:
        for column, heading in enumerate(self.table.headings):
            widest = max(self.widths(column), default=0)
            fitting = max(widest, width(heading) + ARROW_WIDTH, LEAST_WIDTH)
            self.sheet.set_column(column, column, min(fitting, MOST_WIDTH) + 1)

    def widths(self, column: int) -> Iterable[int]:
        return (width(as_text(row[column])) for row in self.table.rows)

    def lay_out(self) -> None:
        """On the screen the headings stay in sight and filter; on A4 they stand on every page."""
        bottom, right = self.top + len(self.table.rows), len(self.table.headings) - 1
        self.sheet.freeze_panes(self.top + 1, 0)
        self.sheet.autofilter(self.top, 0, bottom, right)
        self.sheet.repeat_rows(self.top)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")
