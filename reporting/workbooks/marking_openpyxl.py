"""Runs only in the child. openpyxl, made to give back what it was given.

By itself it would drop the results of formulas (a copy that is sent back before Excel has opened it would have
lost its numbers), turn dates that it does not understand into #VALUE!, and write temporary files.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.writer.excel import ExcelWriter

from reporting.workbooks.readers import xlsx
from reporting.workbooks.readers.markup import Attributes, Text, parse
from reporting.workbooks.readers.packages import Package

Results = dict[str, tuple[str, str]]
"""Address of a formula → the type and the text of its result, as they stand in the file."""
OTHER_WORKBOOK = re.compile(r"(?<![\w.\]\[])\[\d+\]")
"""[1]Sheet!A1, and not Table1[2023]."""


class Opened:
    """``package`` has been looked through (`readers.packages`) before openpyxl sees the file."""

    def __init__(self, data: bytes, package: Package) -> None:
        if not openpyxl.DEFUSEDXML:
            raise RuntimeError("defusedxml is missing")
        reader = Reader(BytesIO(data), keep_vba=False, keep_links=False, rich_text=True)
        reader.read()
        self.workbook: Any = reader.wb
        self.workbook.iso_dates = True
        self.workbook.calculation.fullCalcOnLoad = True
        self.results = read_results(package)
        if package.has_folder("xl/externallinks/"):
            cut_links(self.workbook, self.results)

    def saved(self) -> bytes:
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            Writer(self.workbook, archive, self.results).write_data()
        return stream.getvalue()


class Reader(ExcelReader):
    def read_worksheets(self) -> None:
        """A date stays the number that it is stored as."""
        workbook: Any = self.wb
        workbook._date_formats = workbook._timedelta_formats = set()
        super().read_worksheets()


# Results of formulas


def read_results(package: Package) -> dict[str, Results]:
    part = xlsx.workbook_part(package)
    links = xlsx.links_of(package, part)
    sheets: list[xlsx.Listed] = []
    xlsx.read_workbook(package, part, xlsx.Book(), sheets)
    found: dict[str, Results] = {}
    for sheet in sheets:
        link = links.get(sheet.link)
        if link is not None and link.kind == "worksheet":
            found[sheet.name] = sheet_results(package, link.target)
    return found


def sheet_results(package: Package, part: str) -> Results:
    reader = ResultReader()
    starts = {"c": reader.begin_cell, "f": reader.begin_formula, "v": reader.begin_value}
    with package.open(part) as opened:
        parse(opened, starts, {"v": reader.text.pause, "c": reader.end_cell}, reader.text.add)
    return reader.results


class ResultReader:
    def __init__(self) -> None:
        self.results: Results = {}
        self.text = Text()
        self.address = self.type = ""
        self.has_formula = False

    def begin_cell(self, attributes: Attributes) -> None:
        self.address, self.type = attributes.get("r", ""), attributes.get("t", "n")
        self.has_formula = False

    def begin_formula(self, _: Attributes) -> None:
        self.has_formula = True

    def begin_value(self, _: Attributes) -> None:
        if self.has_formula:
            self.text.begin()

    def end_cell(self) -> None:
        text = self.text.take()
        if text and self.has_formula and self.type != "s":
            self.results[self.address] = self.type, text


def cut_links(workbook: Any, results: dict[str, Results]) -> None:
    """Links to other workbooks are not kept, and Excel calls a formula damaged whose link is missing."""
    for sheet in workbook.worksheets:
        of_sheet = results.get(sheet.title, {})
        for cell in list(sheet._cells.values()):
            if cell.data_type == "f" and OTHER_WORKBOOK.search(formula_of(cell.value)):
                put_result(cell, *of_sheet.pop(cell.coordinate, ("e", "#REF!")))
        drop_linked_names(sheet.defined_names)
    drop_linked_names(workbook.defined_names)


def formula_of(value: Any) -> str:
    return (value.text if isinstance(value, ArrayFormula) else str(value)) or ""


def put_result(cell: Any, kind: str, text: str) -> None:
    cell._value, cell.data_type = text, "s" if kind == "str" else kind


def drop_linked_names(names: Any) -> None:
    for name in [name for name, defined in names.items() if OTHER_WORKBOOK.search(defined.attr_text or "")]:
        del names[name]


# Saving


class Writer(ExcelWriter):
    """Sheets go into the archive without a temporary file in between."""

    def __init__(self, workbook: Any, archive: ZipFile, results: dict[str, Results]) -> None:
        super().__init__(workbook, archive)
        self.archive = archive
        self.results = results

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        part = BytesIO()
        writer: Any = SheetWriter(ws, part, self.results.get(ws.title, {}))
        writer.write()
        ws._rels = writer._rels
        self.archive.writestr(ws.path[1:], part.getvalue())
        self.manifest.append(ws)


class SheetWriter(WorksheetWriter):
    def __init__(self, ws: Any, out: BytesIO, results: Results) -> None:
        super().__init__(ws, out)
        self.results = results

    def write_row(self, xf: Any, row: Any, row_idx: Any) -> None:
        super().write_row(Completing(xf, self.results), row, row_idx)


class Completing:
    """A stream of cells that adds to each formula the result that stood in the file."""

    def __init__(self, stream: Any, results: Results) -> None:
        self.stream, self.results = stream, results
        self.element = stream.element

    def write(self, cell: Any) -> None:
        value = cell.find("v")
        known = self.results.get(cell.get("r")) if value is not None and cell.find("f") is not None else None
        if known is not None:
            value.text = known[1]
            if known[0] != "n":
                cell.set("t", known[0])
        self.stream.write(cell)
