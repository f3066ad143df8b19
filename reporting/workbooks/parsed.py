"""A file understood: rows with what they answer, and what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.progress.periods import Period
from reporting.workbooks.moments import Baseline, Moment
from reporting.workbooks.raw import Cell, address
from reporting.workbooks.wording import echo


class Severity(StrEnum):
    PROBLEM = "有误"
    """Cannot be written."""
    QUESTION = "要说明"
    """Wants a note, then lets go; a history import only lists it."""
    HINT = "提示"
    """Says how something was understood."""


class FileKind(StrEnum):
    TEMPLATE = "填报模板"
    HISTORY = "历史数据"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{address(self.row, self.column)}"


@dataclass(frozen=True, slots=True)
class Issue:
    """``sentence`` says what is wrong and what to do; ``field`` is the name in `rules.Entry`; ``shown`` is
    what stands in the cell; ``suggestion`` is the number that was probably meant."""

    severity: Severity
    sentence: str
    place: Place | None = None
    field: str = ""
    key: str = ""
    shown: str = ""
    suggestion: Decimal | None = None

    def __str__(self) -> str:
        return f"{self.place} {self.sentence}" if self.place else self.sentence


@dataclass(slots=True)
class ParsedRow:
    """One answer: of a template's or a long table's row, or of one cell of a wide table.

    ``key`` is the measure's code, ``code`` what was typed. ``answer`` is an `AnswerChoice`, empty where the
    row is blank: not reported, which never clears what stands. ``cells`` are by the field's name.
    """

    sheet: str
    number: int
    key: str
    code: str
    period: Moment
    answer: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    expected_on: date | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.answer and not self.note and self.is_sound

    @property
    def is_sound(self) -> bool:
        return all(issue.severity is not Severity.PROBLEM for issue in self.issues)

    @property
    def is_baseline(self) -> bool:
        return isinstance(self.period, Baseline)

    def place(self, name: str) -> Place:
        """Of the field's cell; of the row's first where the field has none."""
        cell = (
            self.cells.get(name)
            or self.cells.get(NEAREST.get(name, ""))
            or next(iter(self.cells.values()), None)
        )
        return Place(self.sheet, cell.row if cell else self.number, cell.column if cell else 1)

    def shown(self, name: str) -> str:
        cell = self.cells.get(name)
        return echo(cell.shown) if cell else ""


NEAREST = {"answer": "value", "numerator": "value", "denominator": "numerator"}


TASK_TEXTS = frozenset({"progress", "obstacles", "next_steps"})


@dataclass(slots=True)
class ParsedTask:
    """A task's row: ``key`` is its code; texts are empty where nothing was written, or where the table has no
    such column: ``columns`` names those that it has."""

    sheet: str
    number: int
    key: str
    code: str
    progress: str = ""
    obstacles: str = ""
    next_steps: str = ""
    columns: frozenset[str] = TASK_TEXTS
    cells: Mapping[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not (self.progress or self.obstacles or self.next_steps or self.issues)


@dataclass(slots=True)
class ParsedFile:
    """``issues`` are those that belong to no row. ``period`` and ``department`` are a template's own; the
    department is the full name where it is known, else as it stands in the file."""

    kind: FileKind
    period: Period | None = None
    department: str = ""
    rows: list[ParsedRow] = field(default_factory=list)
    tasks: list[ParsedTask] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    ignored_columns: list[tuple[Place, str]] = field(default_factory=list)
    rows_read: int = 0

    def all_issues(self) -> Iterator[Issue]:
        yield from self.issues
        for row in self.rows:
            yield from row.issues
        for task in self.tasks:
            yield from task.issues

    def of(self, severity: Severity) -> list[Issue]:
        return [issue for issue in self.all_issues() if issue.severity is severity]

    @property
    def problems(self) -> list[Issue]:
        return self.of(Severity.PROBLEM)

    @property
    def questions(self) -> list[Issue]:
        return self.of(Severity.QUESTION)

    def misdirection(self, period: Period, department: str) -> str | None:
        """Why a template does not belong where it was uploaded, with both named."""
        if self.kind is not FileKind.TEMPLATE:
            return None
        if self.period is not None and self.period != period:
            return (
                f"这个文件填的是{self.period.label}，这里收的是{period.label}。"
                f"请到{self.period.label}的页面上传，或下载{period.label}的模板。"
            )
        if self.department and self.department != department:
            return f"这个文件是{self.department}的，这里收的是{department}的。请上传{department}的填报模板。"
        return None
