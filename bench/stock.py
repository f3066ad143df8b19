"""Stock django-import-export on the same model: what one gets by declaring a resource and nothing more."""

from __future__ import annotations

import tablib
from django.utils import timezone
from import_export import fields, resources
from import_export.results import Result
from import_export.widgets import ForeignKeyWidget

from bench.history_files import LONG_HEADINGS
from departments.models import Person
from indicators.choices import AnswerChoice, State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period

COLUMNS = ["measure", "period_code", "value", "note", "period_end", "answer", "state", "via", "entered_by"]


class ReadingResource(resources.ModelResource):
    """History is written by `simple_history` whenever a reading is saved."""

    measure = fields.Field("measure", "measure", ForeignKeyWidget(Measure, "code"))
    entered_by = fields.Field("entered_by", "entered_by", ForeignKeyWidget(Person, "username"))

    class Meta:
        model = Reading
        import_id_fields = ("measure", "period_code")
        fields = (*COLUMNS, "entered_at")
        use_transactions = True


def dataset(content: bytes, by: Person) -> tablib.Dataset:
    """The workbook's rows, with the columns that the model wants besides; a wide table laid out long."""
    read = tablib.Dataset().load(content, format="xlsx")
    now = f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"
    found = tablib.Dataset(headers=[*COLUMNS, "entered_at"])
    for code, period, value, note in answers(read):
        end = Period.parse(period).end.isoformat()
        row = [code, period, value, note, end, AnswerChoice.VALUE.value, State.APPROVED.value]
        found.append([*row, Via.BATCH.value, by.username, now])
    return found


def answers(read: tablib.Dataset) -> list[tuple[str, str, float, str]]:
    if read.headers == LONG_HEADINGS:
        return [(code, period, value, note or "") for code, _, period, value, note in read]
    periods = read.headers[2:]
    return [
        (code, period, value, "")
        for code, _, *values in read
        for period, value in zip(periods, values, strict=True)
        if value is not None
    ]


def imported(rows: tablib.Dataset, *, dry_run: bool) -> Result:
    result = ReadingResource().import_data(rows, dry_run=dry_run)
    if result.has_errors() or result.has_validation_errors():
        raise RuntimeError(
            f"import-export: {result.totals} {result.row_errors()[:1]} {result.invalid_rows[:1]}"
        )
    return result
