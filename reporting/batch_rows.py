"""A row of a batch: what one cell of the file would write, as the preview found it and as it is kept.

Plain values that go to JSON and back unchanged: numbers are decimal strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.rules import NUMBER_LABELS
from reporting.workbooks.parsed import Issue, Place, Severity


class RowKind(StrEnum):
    READING = "reading"
    BASELINE = "baseline"
    NOTE = "note"
    FILE = "file"
    """Belongs to no row that we know: an unknown code, a heading twice."""


@dataclass(slots=True)
class Remark:
    """Something to say about one cell; ``suggestion`` is the number that was probably meant."""

    severity: str
    sentence: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    suggestion: str = ""

    @property
    def place(self) -> str:
        return str(Place(self.sheet, self.row, self.column)) if self.row else ""

    @property
    def is_question(self) -> bool:
        return self.severity == Severity.QUESTION


@dataclass(slots=True)
class BatchRow:
    """``change`` is a `judging.Change`. ``seen_version`` is what the preview saw; ``pk`` and ``version`` name
    what confirming wrote. ``is_settled``: its question was answered, and ``content`` is what was answered."""

    kind: str
    change: str
    code: str = ""
    name: str = ""
    period: str = ""
    period_label: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0
    before: str = ""
    after: str = ""
    content: dict[str, str] = field(default_factory=dict)
    seen_version: int = 0
    remarks: list[Remark] = field(default_factory=list)
    pk: int | None = None
    version: int | None = None
    is_settled: bool = False

    @property
    def place(self) -> str:
        return str(Place(self.sheet, self.row, self.column)) if self.row else ""

    @property
    def questions(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_question]

    @property
    def suggestion(self) -> str:
        return next((remark.suggestion for remark in self.questions if remark.suggestion), "")

    @property
    def label(self) -> str:
        """For sentences about what changed since."""
        return " ".join(part for part in (self.code, self.name, self.period_label) if part)


def to_json(rows: Iterable[BatchRow]) -> list[dict[str, Any]]:
    """As `dataclasses.asdict` would, which copies every text of ten thousand rows and takes several times as long."""
    return [plainly(row) | {"remarks": [plainly(remark) for remark in row.remarks]} for row in rows]


def plainly(kept: BatchRow | Remark) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in kept.__slots__}


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[BatchRow]:
    return [
        BatchRow(**{**row, "remarks": [Remark(**remark) for remark in row.get("remarks", ())]})
        for row in rows
    ]


def kept(content: Mapping[str, object]) -> dict[str, str]:
    """An entry's fields as texts; what is not there is left out."""
    return {
        name: f"{value:f}" if isinstance(value, Decimal) else str(value)
        for name, value in content.items()
        if value not in (None, "")
    }


def entry_fields(content: Mapping[str, str]) -> dict[str, Any]:
    """The texts as `rules.Entry` wants them."""
    numbers = {name: Decimal(content[name]) for name in NUMBER_LABELS if name in content}
    day = content.get("expected_on")
    return {
        "answer": content.get("answer", ""),
        "note": content.get("note", ""),
        "expected_on": date.fromisoformat(day) if day else None,
        **numbers,
    }


def remark_of(issue: Issue) -> Remark:
    suggestion = "" if issue.suggestion is None else f"{issue.suggestion:f}"
    remark = Remark(issue.severity, issue.sentence, suggestion=suggestion)
    if issue.place:
        remark.sheet, remark.row, remark.column = issue.place.sheet, issue.place.row, issue.place.column
    return remark
