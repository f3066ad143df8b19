"""What a plan file says, entry by entry, each with the lines it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tasks.plan_files.source import Text


@dataclass(frozen=True, slots=True)
class Where:
    """``bad`` names the keys that could not be read: no second sentence is made of those."""

    file: str
    line: int
    keys: Mapping[str, int]
    bad: frozenset[str] = frozenset()

    def line_of(self, *keys: str) -> int:
        """The line of the first of these keys that the entry has, else the entry's own."""
        return next((self.keys[key] for key in keys if key in self.keys), self.line)


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    where: Where
    name: Text
    kind: str
    aliases: tuple[Text, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentsFile:
    """``where.bad`` names lists that are missing or no lists: what is in them is not judged then."""

    where: Where
    file: str
    departments: tuple[DepartmentEntry, ...]


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """An evaluation that the document announces; FZ names no years."""

    where: Where
    name: Text
    year: int | None


@dataclass(frozen=True, slots=True)
class PlanEntry:
    where: Where
    code: Text
    title: Text
    short_title: Text
    document_number: Text
    issuer: Text
    issued_on: date | None
    start: date | None
    end: date | None
    on_track_from: Decimal
    lagging_from: Decimal
    evaluations: tuple[EvaluationEntry, ...]


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    where: Where
    name: Text


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    where: Where
    name: Text
    sentence: Text
    printed: Text
    comparator: str
    threshold: Decimal | None
    unit: Text
    indicator: Text


@dataclass(frozen=True, slots=True)
class TaskEntry:
    where: Where
    code: Text
    theme: Text
    title: Text
    text: Text
    printed_departments: Text
    lead: tuple[Text, ...]
    responsible: tuple[Text, ...]
    commitments: tuple[CommitmentEntry, ...]


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    where: Where
    code: Text
    name: Text
    unit: Text
    frequency: str
    basis: str
    scale: Decimal | None
    higher_is_better: bool
    definition: Text
    definition_source: Text
    reference_definition: Text
    reference_source: Text
    reporting_department: Text
    reporting_basis: Text
    suggested_department: Text
    baseline_value: Decimal | None
    baseline_year: int | None
    to_confirm: tuple[Text, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class TargetEntry:
    where: Where
    printed: Text
    comparator: str
    threshold: Decimal | None
    span: str
    kind: str
    due: date | None
    base_year: int | None
    tolerance: Decimal | None
    reference: Text


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    where: Where
    code: Text
    name: Text
    theme: Text
    nature: str
    measure: Text
    task: Text
    notes: tuple[Text, ...]
    target: TargetEntry


@dataclass(frozen=True, slots=True)
class PlanFile:
    where: Where
    file: str
    plan: PlanEntry
    themes: tuple[ThemeEntry, ...]
    tasks: tuple[TaskEntry, ...]
    measures: tuple[MeasureEntry, ...]
    indicators: tuple[IndicatorEntry, ...]


AnyFile = DepartmentsFile | PlanFile
