"""A plan's table, or that of all plans: filtered, sorted, in groups with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from dashboard.selectors.attention import urgency
from dashboard.selectors.filters import UNASSIGNED, Filters
from dashboard.selectors.rows import UNNAMED, Row, elapsed_label, rows_on
from dashboard.selectors.signs import Sign, sign_labels
from indicators.choices import Nature
from indicators.progress.periods import Frequency, Period
from indicators.selectors.catalogue import PlanFacts
from indicators.selectors.standings import KEPT_DAYS, Board, board_on
from tasks.selectors import TaskBook, task_book

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    mark: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SortLink:
    """``order`` is the value of aria-sort; empty where the table is sorted by something else."""

    field: str
    url: str
    order: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table may show: one plan, or all (``plan`` is None), with what one may filter by."""

    board: Board
    plan: PlanFacts | None
    rows: tuple[Row, ...]
    labels: dict[Sign, str]
    natures: tuple[Option, ...]
    themes: tuple[Option, ...]
    departments: tuple[Option, ...]
    tasks: int
    period: str
    elapsed: tuple[tuple[str, str], ...]
    shows_owners: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    scope: Scope
    filters: Filters
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    sorts: dict[str, SortLink]

    @property
    def cleared_url(self) -> str:
        return Filters(as_of=self.filters.as_of).query or "?"


@lru_cache(maxsize=KEPT_DAYS)
def scope_on(token: str, as_of: date, code: str | None) -> Scope | None:
    """None for a plan that does not exist. Warm, no query."""
    board, book = board_on(token, as_of), task_book(token)
    plan = board.plan(code) if code else None
    if code and plan is None:
        return None
    plans = [plan] if plan else board.plans
    known = {shown.code for shown in plans}
    rows = tuple(row for row in rows_on(token, as_of).values() if row.standing.facts.plan.code in known)
    return Scope(
        board=board,
        plan=plan,
        rows=rows,
        labels=sign_labels(row.standing for row in rows),
        natures=natures(rows),
        themes=themes(rows),
        departments=departments(rows, book),
        tasks=sum(task.plan in known for task in book.tasks),
        period=Period.last_ended(as_of, Frequency.QUARTERLY).label,
        elapsed=tuple((shown.short_title, elapsed_label(shown, as_of)) for shown in plans),
        shows_owners=any(row.owners for row in rows),
    )


def natures(rows: Iterable[Row]) -> tuple[Option, ...]:
    present = {row.standing.facts.nature for row in rows}
    return tuple((nature.value, nature.label) for nature in Nature if nature.value in present)


def themes(rows: Iterable[Row]) -> tuple[Option, ...]:
    found = {row.standing.facts.theme.id: row.standing.facts for row in rows}
    ordered = sorted(
        found.values(), key=lambda facts: (facts.plan.start, facts.plan.id, facts.theme.position)
    )
    return tuple((str(facts.theme.id), facts.theme.name) for facts in ordered)


def departments(rows: Iterable[Row], book: TaskBook) -> tuple[Option, ...]:
    reporting = {row.department_id for row in rows}
    named = [(str(entry.id), entry.name) for entry in book.departments if entry.id in reporting]
    return (*named, *([(UNASSIGNED, UNNAMED)] if None in reporting else []))


def plan_page(scope: Scope, filters: Filters) -> PlanPage:
    rows = in_order(filters.matching(scope.rows), scope, filters)
    return PlanPage(
        scope=scope,
        filters=filters,
        rows=tuple(rows),
        groups=groups(rows, scope, filters.sort_field),
        chips=chips(scope, filters),
        sorts={field: sort_link(filters, field) for field in ("code", "verdict", "department")},
    )


def in_order(rows: list[Row], scope: Scope, filters: Filters) -> list[Row]:
    """By theme and printed number; by verdict, what is farthest behind first; by department as printed."""
    if filters.sort_field == "verdict":
        found = sorted(rows, key=urgency)
    elif filters.sort_field == "department":
        order = {pk: at for at, (pk, _) in enumerate(scope.departments)}
        found = sorted(rows, key=lambda row: order[str(row.department_id or UNASSIGNED)])
    else:
        order = {pk: at for at, (pk, _) in enumerate(scope.themes)}
        found = sorted(rows, key=lambda row: order[str(row.standing.facts.theme.id)])
    return found[::-1] if filters.is_descending else found


def groups(rows: Sequence[Row], scope: Scope, field: str) -> tuple[Group, ...]:
    def heading(row: Row) -> str:
        if field == "verdict":
            return scope.labels[row.sign]
        if field == "department":
            return row.department or UNNAMED
        theme = row.standing.facts.theme.name
        return theme if scope.plan else f"{row.standing.facts.plan.short_title}：{theme}"

    return tuple(group(label, tuple(found), scope, field) for label, found in groupby(rows, key=heading))


def group(label: str, rows: tuple[Row, ...], scope: Scope, field: str) -> Group:
    if field == "verdict":
        return Group(label, f"{len(rows)} 项", rows)
    counts = Counter(row.sign for row in rows)
    told = "，".join(f"{scope.labels[sign]} {counts[sign]}" for sign in Sign if counts[sign])
    return Group(label, f"{len(rows)} 项：{told}", rows)


def chips(scope: Scope, filters: Filters) -> tuple[Chip, ...]:
    """Each counts what a click on it will show, the other filters kept."""
    others = filters.with_(verdicts=())
    rows = others.matching(scope.rows)
    counts = Counter(row.sign for row in rows)
    every = Chip("全部", "", len(rows), others.query or "?", not filters.verdicts)
    return every, *(
        Chip(
            label=scope.labels[sign],
            mark=sign.mark,
            count=counts[sign],
            url=filters.with_(verdicts=(sign.value,)).query,
            current=sign.value in filters.verdicts,
        )
        for sign in Sign
    )


def sort_link(filters: Filters, field: str) -> SortLink:
    if filters.sort_field != field:
        return SortLink(field, filters.with_(sort=field).query or "?", "")
    turned = field if filters.is_descending else f"-{field}"
    order = "descending" if filters.is_descending else "ascending"
    return SortLink(field, filters.with_(sort=turned).query or "?", order)
