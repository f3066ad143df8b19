"""Brings one row to what its file says: field by field, told, checked, and saved only where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from tasks.plan_files.changes import change_of, label, shown
from tasks.plan_files.entries import Where
from tasks.plan_files.problems import PlanFileError, Problem
from tasks.plan_files.report import Deed, Report
from tasks.plan_files.source import Text

REASON = "载入规划文件"

UNSAID: Any = object()
"""The file says nothing of the field, and what stands there was somebody's decision: left as it is."""

COMPANIONS = {
    "baseline_year": "baseline_value",
    "own_baseline_year": "own_baseline_value",
    "definition_source": "definition",
    "reporting_basis": "reporting_department",
}
"""Fields that are decided together with another: kept when that is kept, and told with it."""

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The row as the report calls it, and where its file speaks of it. ``aside`` is said beside a change."""

    kind: str
    key: str
    where: Where
    aside: str = ""


class Rows:
    def __init__(self, report: Report) -> None:
        self.report = report

    def put(self, model: type[Row], found: Row | None, subject: Subject, values: Values) -> Row:
        """Raises PlanFileError with the entry's line where the database would not take it."""
        plain = {field: plainly(value) for field, value in values.items()}
        if found is None:
            return self.add(model(**{f: v for f, v in plain.items() if v is not UNSAID}), subject)
        self.tell_kept(found, subject, plain)
        kept = {*kept_fields(found), *(field for field, value in plain.items() if value is UNSAID)}
        changed = {f: v for f, v in plain.items() if f not in kept and differs(found, f, v)}
        return self.change(found, subject, changed) if changed else found

    def add(self, row: Row, subject: Subject) -> Row:
        save(row, subject)
        self.report.tell(Deed.ADDED, subject.kind, subject.key)
        return row

    def change(self, row: Row, subject: Subject, changed: Values) -> Row:
        told = "；".join(change_of(row, field, value) for field, value in changed.items())
        for field, value in changed.items():
            setattr(row, field, value)
        save(row, subject)
        self.report.tell(Deed.CHANGED, subject.kind, subject.key, f"：{told}{subject.aside}")
        return row

    def tell_kept(self, row: models.Model, subject: Subject, values: Values) -> None:
        kept = {field: value for field, value in values.items() if is_kept(row, field, value)}
        for field, value in kept.items():
            if COMPANIONS.get(field) not in kept:
                in_file = "文件没有写" if value is UNSAID else f"文件：{shown(row, field, value)}"
                told = f"{label(row, field)}为 {shown(row, field, getattr(row, field))}（{in_file}）"
                self.report.tell(Deed.KEPT, subject.kind, subject.key, told)


def is_kept(row: models.Model, field: str, value: Any) -> bool:
    """What stands there is the secretariat's, and the file says something else or nothing."""
    if value is UNSAID:
        return getattr(row, field) not in {None, ""}
    return field in kept_fields(row) and differs(row, field, value)


def plainly(value: Any) -> Any:
    """Without the line numbers, which database drivers and JSON need not know."""
    if isinstance(value, Text):
        return str(value)
    return [str(item) for item in value] if isinstance(value, tuple) else value


def kept_fields(row: models.Model) -> set[str]:
    own = set(getattr(row, "kept_fields", ()))
    return own | {field for field, main in COMPANIONS.items() if main in own}


def differs(row: models.Model, field: str, value: Any) -> bool:
    """Foreign keys are compared by key, so that nothing is fetched."""
    if isinstance(value, models.Model):
        return bool(getattr(row, f"{field}_id") != value.pk)
    if value is None and hasattr(row, f"{field}_id"):
        return getattr(row, f"{field}_id") is not None
    return bool(getattr(row, field) != value)


def save(row: models.Model, subject: Subject) -> None:
    """Codes and names were compared in the files, so that uniqueness need not be asked of the database."""
    if row.pk and hasattr(row, "version"):
        row.version += 1
    try:
        row.full_clean(validate_unique=False, exclude=related(row))
    except ValidationError as error:
        raise PlanFileError(refusals(row, subject, error)) from None
    row._change_reason = REASON  # type: ignore[attr-defined]
    row.save()


def related(row: models.Model) -> set[str]:
    """Rows that were just found or made: to look each of them up again would be a query apiece."""
    return {field.name for field in row._meta.concrete_fields if field.is_relation}


def refusals(row: models.Model, subject: Subject, error: ValidationError) -> list[Problem]:
    where = subject.where
    return [
        Problem(
            where.file, where.line_of(field), f"{subject.kind} {subject.key} {named(row, field)}{sentence}"
        )
        for field, sentences in error.message_dict.items()
        for sentence in sentences
    ]


def named(row: models.Model, field: str) -> str:
    return "" if field == "__all__" else f"{label(row, field)}："
