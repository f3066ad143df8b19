"""What each department answers for: indicators it reports, tasks it leads or is responsible for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse

from dashboard.selectors.attention import urgency
from dashboard.selectors.plan_page import SortLink
from dashboard.selectors.rows import Row, rows_on
from dashboard.selectors.signs import Sign, sign_labels
from departments.models import DepartmentKind
from indicators.selectors.standings import KEPT_DAYS, Board, board_on
from tasks.selectors import CommitmentFacts, DepartmentEntry, DutyFacts, TaskBook, TaskFacts, task_book

GROUPS = {
    DepartmentKind.DEPARTMENT: "部门",
    DepartmentKind.GROUP: "各街道（两个规划统称）",
    DepartmentKind.SUBDISTRICT: "街道",
}
NUMBERS = {"leads": "牵头任务", "responsible": "负责任务", "indicators": "填报指标", "behind": "滞后"}
COLUMNS = {"name": "单位", **NUMBERS}


@dataclass(frozen=True, slots=True)
class Count:
    mark: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    entry: DepartmentEntry
    leads: int
    responsible: int
    indicators: int
    behind: int
    counts: tuple[Count, ...]
    tasks_url: str
    indicators_url: str


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    link: SortLink
    is_number: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A task it answers for. ``through`` is the group whose duty it inherits, if any."""

    task: TaskFacts
    duty: DutyFacts
    label: str
    through: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    task: TaskFacts
    commitment: CommitmentFacts
    row: Row | None


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    board: Board
    entry: DepartmentEntry
    group: DepartmentEntry | None
    members: tuple[DepartmentEntry, ...]
    heading: tuple[str, ...]
    reports: tuple[Row, ...]
    counts: tuple[Count, ...]
    duties: tuple[Duty, ...]
    promises: tuple[Promise, ...]

    @property
    def leads(self) -> int:
        return sum(duty.duty.is_lead for duty in self.duties)

    @property
    def responsible(self) -> int:
        return len(self.duties) - self.leads


@lru_cache(maxsize=KEPT_DAYS)
def department_rows(token: str, as_of: date) -> tuple[DepartmentRow, ...]:
    """In printed order; warm, no query."""
    book, rows = task_book(token), rows_on(token, as_of)
    labels = sign_labels(board_on(token, as_of).standings)
    reported: dict[int, list[Row]] = {}
    for row in rows.values():
        if row.department_id is not None:
            reported.setdefault(row.department_id, []).append(row)
    return tuple(
        department_row(entry, book, reported.get(entry.id, []), labels) for entry in book.departments
    )


def department_row(
    entry: DepartmentEntry, book: TaskBook, reports: list[Row], labels: dict[Sign, str]
) -> DepartmentRow:
    duties = [duty for _, duty in book.duties_of(entry)]
    leads = sum(duty.is_lead for duty in duties)
    signs = Counter(row.sign for row in reports)
    return DepartmentRow(
        entry=entry,
        leads=leads,
        responsible=len(duties) - leads,
        indicators=len(reports),
        behind=signs[Sign.AT_RISK] + signs[Sign.LAGGING],
        counts=sign_counts(signs, labels),
        tasks_url=f"{reverse('tasks')}?department={entry.id}",
        indicators_url=f"{reverse('plans')}?department={entry.id}",
    )


def sign_counts(signs: Counter[Sign], labels: dict[Sign, str]) -> tuple[Count, ...]:
    return tuple(Count(sign.mark, labels[sign], signs[sign]) for sign in Sign if signs[sign])


def grouped(rows: tuple[DepartmentRow, ...], sort: str) -> list[tuple[str, list[DepartmentRow]]]:
    """Departments, 各街道, streets; within each as sorted."""
    found = ((label, [row for row in rows if row.entry.kind == kind]) for kind, label in GROUPS.items())
    return [(label, in_order(members, sort)) for label, members in found if members]


def in_order(rows: list[DepartmentRow], sort: str) -> list[DepartmentRow]:
    """``name`` is the printed order; of numbers the largest first, equal ones as printed."""
    field = sort.removeprefix("-")
    if field in NUMBERS:
        rows = sorted(rows, key=lambda row: -int(getattr(row, field)))
    return rows[::-1] if sort.startswith("-") and field in COLUMNS else rows


def columns(sort: str, more: str) -> tuple[Column, ...]:
    """The first click on a number shows the largest first, a second one turns it round."""
    shown = sort if sort.removeprefix("-") in COLUMNS else "name"
    return tuple(
        Column(label, sort_link(name, shown, more), name in NUMBERS) for name, label in COLUMNS.items()
    )


def sort_link(column: str, shown: str, more: str) -> SortLink:
    is_shown, is_turned = shown.removeprefix("-") == column, shown.startswith("-")
    asked = f"-{column}" if is_shown and not is_turned else column
    order = ""
    if is_shown:
        order = "ascending" if is_turned == (column in NUMBERS) else "descending"
    return SortLink(column, f"?sort={asked}{more}", order)


def list_heading(rows: tuple[DepartmentRow, ...]) -> tuple[str, ...]:
    """The finding: how many have something behind."""
    single = [row for row in rows if row.entry.kind != DepartmentKind.GROUP]
    reporting, late = sum(bool(row.indicators) for row in single), sum(bool(row.behind) for row in single)
    return (
        f"{len(single)} 家单位中 {reporting} 家填报指标，",
        f"{late} 家有滞后的" if late else "都没有滞后的",
    )


@lru_cache(maxsize=KEPT_DAYS * 4)
def department_page(token: str, as_of: date, pk: int) -> DepartmentPage | None:
    """None for a department that does not exist."""
    board, book, rows = board_on(token, as_of), task_book(token), rows_on(token, as_of)
    entry = book.department(pk)
    if entry is None:
        return None
    reports = tuple(sorted((row for row in rows.values() if row.department_id == pk), key=urgency))
    duties = tuple(duty_of(entry, task, duty, rows) for task, duty in book.duties_of(entry))
    labels = sign_labels(board.standings)
    return DepartmentPage(
        board=board,
        entry=entry,
        group=book.department(entry.group) if entry.group else None,
        members=book.members(entry),
        heading=heading(entry, reports, duties),
        reports=reports,
        counts=sign_counts(Counter(row.sign for row in reports), labels),
        duties=tuple(sorted(duties, key=lambda duty: not duty.duty.is_lead)),
        promises=promises(duties, rows),
    )


def duty_of(entry: DepartmentEntry, task: TaskFacts, duty: DutyFacts, rows: dict[str, Row]) -> Duty:
    through = "" if duty.department.id == entry.id else duty.department.name
    label = "牵头" if duty.is_lead else "负责"
    return Duty(task, duty, label, through, tuple(rows[code] for code in task.indicators if code in rows))


def promises(duties: tuple[Duty, ...], rows: dict[str, Row]) -> tuple[Promise, ...]:
    return tuple(
        Promise(duty.task, commitment, rows.get(commitment.indicator))
        for duty in duties
        for commitment in duty.task.commitments
    )


def heading(entry: DepartmentEntry, reports: tuple[Row, ...], duties: tuple[Duty, ...]) -> tuple[str, ...]:
    """What stands out: how many of its indicators are behind, else what it answers for."""
    signs = Counter(row.sign for row in reports)
    behind = signs[Sign.AT_RISK] + signs[Sign.LAGGING]
    if reports and signs[Sign.NONE] == len(reports):
        return f"{entry.name}填报的 {len(reports)} 项指标", "还不能判断"
    if reports:
        return f"{entry.name}填报的 {len(reports)} 项指标中，", f"{behind} 项滞后" if behind else "没有滞后的"
    leads = sum(duty.duty.is_lead for duty in duties)
    if leads:
        return f"{entry.name}牵头 {leads} 项任务，", f"负责 {len(duties) - leads} 项"
    return (f"{entry.name}负责 {len(duties)} 项任务",)
