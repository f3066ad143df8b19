"""Templates as the tests make and open them."""

from __future__ import annotations

import io
import warnings
from typing import Any

import openpyxl

from departments.models import Department
from indicators.progress.periods import Period
from reporting.selectors.template import (
    TemplateContent,
    template_content,
)
from reporting.workbooks.template import write_template

QUARTER = Period.parse("2023Q4")
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'x",
    "''",
    "'",
    "<r>&</r>",
    "<r><t>x</t></r>",
    "_x000D_",
    "a\tb\nc",
    "—",
    "<&>\"'",
]


def content(department: str = "区卫生健康委", period: Period = QUARTER) -> TemplateContent:
    return template_content(Department.objects.get(name=department), period)


def written(found: TemplateContent) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_template(found, stream)
    return stream.getvalue()


def opened(found: TemplateContent) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(found)))


def line(sheet: Any, code: str) -> dict[str, Any]:
    """A row's cells by heading."""
    row = next(row for row in sheet.iter_rows(min_row=3) if row[0].value == code)
    return {heading.value: cell for heading, cell in zip(sheet[2], row, strict=True)}
