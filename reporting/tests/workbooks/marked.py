"""What the tests of marked copies share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

from reporting.tests.workbooks.making import Sheets, csv, ods, xls, xlsx
from reporting.workbooks.marking import Mark
from reporting.workbooks.marking_plan import COLOURS
from reporting.workbooks.parsed import ParsedFile, Severity

PROBLEM, QUESTION, HINT = Severity.PROBLEM, Severity.QUESTION, Severity.HINT
RED, AMBER = f"FF{COLOURS[PROBLEM]}", f"FF{COLOURS[QUESTION]}"
HEAD = ["指标编码", "填报期", "数值", "情况说明"]
LINES: list[list[Any]] = [
    HEAD,
    ["YF-03", "2023Q2", 85.5, "按期完成"],
    ["YF-02", "2023Q2", "很多", "=1+1"],
    ["YF-26", "2023Q2", 12, None],
]
HISTORY: Sheets = {"历史": LINES}
NO_NUMBER = Mark("历史", 3, 3, PROBLEM, "“很多”不是数字。请填数字，例如 77.5。")
TOO_FEW = Mark("历史", 4, 4, QUESTION, "和上期差得多，请写明原因。")
MARKS = [NO_NUMBER, TOO_FEW]

KINDS: dict[str, tuple[Callable[[Sheets], bytes], str]] = {
    ".xlsx": (xlsx, "a.xlsx"),
    ".xls": (xls, "a.xls"),
    ".ods": (ods, "a.ods"),
    ".csv": (lambda sheets: csv(next(iter(sheets.values()))), "历史.csv"),
}


def made(kind: str, sheets: Sheets = HISTORY) -> tuple[bytes, str]:
    make, filename = KINDS[kind]
    return make(sheets), filename


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def fill_of(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def everything(file: ParsedFile) -> object:
    """All but how the file is called and kept."""
    return (file.kind, file.period, file.department, file.rows, file.tasks, file.issues, file.ignored_columns)


def parts_of(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
