"""What a leader should look at first: what is behind, and what cannot be judged yet and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.urls import reverse

from dashboard.selectors.rows import UNNAMED, Row
from dashboard.selectors.signs import Sign
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.terms import Comparator, Question, Verdict

MOST_ITEMS = 9
NAMED_ONE_BY_ONE = 3
BEHIND = (Sign.AT_RISK, Sign.LAGGING)
ORDER = (Sign.AT_RISK, Sign.LAGGING, Sign.NONE, Sign.ON_TRACK, Sign.ACHIEVED)
COURSES = {Comparator.RISE, Comparator.HOLD, Comparator.IN_STEP}


@dataclass(frozen=True, slots=True)
class Item:
    """``note`` is the department's own, said under red ones only."""

    row: Row
    note: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Indicators that cannot be judged: one by one where they are few, else how many and what to do."""

    label: str
    rows: tuple[Row, ...]
    what: str
    url: str
    departments: tuple[tuple[str, int, str], ...]

    @property
    def is_listed(self) -> bool:
        return len(self.rows) <= NAMED_ONE_BY_ONE


def urgency(row: Row) -> tuple[int, int, Decimal]:
    """Sorts red before yellow; within each what went backwards, then the lowest pace."""
    assessment = row.standing.assessment
    return ORDER.index(row.sign), 0 if assessment.regressed else 1, attained(row)


def attained(row: Row) -> Decimal:
    """The pace, or where none is computed (每年保持, 未达标) the share of the target that is reached; what
    must rise, hold or keep step is as far behind as can be."""
    assessment, threshold = row.standing.assessment, row.standing.facts.threshold
    if assessment.pace is not None:
        return assessment.pace
    if row.standing.facts.comparator in COURSES or assessment.gap is None or not threshold:
        return Decimal(0)
    return 1 - assessment.gap / threshold


def behind(rows: Iterable[Row]) -> list[Row]:
    return sorted((row for row in rows if row.sign in BEHIND), key=urgency)


def worth_showing(rows: list[Row]) -> list[Row]:
    """All red; yellow up to nine in all."""
    red = sum(row.sign is Sign.AT_RISK for row in rows)
    return rows[: max(red, MOST_ITEMS)]


def items(rows: list[Row]) -> tuple[Item, ...]:
    notes = notes_of([row for row in rows if row.sign is Sign.AT_RISK])
    return tuple(Item(row, notes.get(row.code, "")) for row in rows)


def notes_of(rows: list[Row]) -> dict[str, str]:
    """What the departments wrote with the newest readings. One query."""
    newest = {
        (row.standing.facts.measure_id, period.code): row.code
        for row in rows
        if (period := row.standing.assessment.period) is not None
    }
    found = Reading.objects.filter(
        state=State.APPROVED,
        measure__in={measure for measure, _ in newest},
        period_code__in={code for _, code in newest},
    ).exclude(note="")
    written = {
        (measure, code): note for measure, code, note in found.values_list("measure", "period_code", "note")
    }
    return {row.code: note for row in rows if (note := written.get(key_of(row), ""))}


def key_of(row: Row) -> tuple[int, str]:
    period = row.standing.assessment.period
    return row.standing.facts.measure_id, period.code if period else ""


def gaps(rows: Iterable[Row]) -> tuple[Gap, ...]:
    unjudged = sorted((row for row in rows if row.sign is Sign.NONE), key=verdict_position)
    return tuple(gap(verdict, tuple(found)) for verdict, found in groupby(unjudged, key=verdict_of))


def verdict_of(row: Row) -> Verdict:
    return row.standing.assessment.verdict


def verdict_position(row: Row) -> int:
    return list(Verdict).index(verdict_of(row))


def gap(verdict: Verdict, rows: tuple[Row, ...]) -> Gap:
    reasons: dict[str, int] = {}
    for row in rows:
        reasons[why_unjudged(row)] = reasons.get(why_unjudged(row), 0) + 1
    what = "；".join(f"{count} 项{reason}" for reason, count in reasons.items()) if len(reasons) > 1 else ""
    url = f"{reverse('plans')}?verdict={verdict.value}"
    asked = by_department(rows, url) if verdict is Verdict.NO_READING else ()
    return Gap(verdict.label, rows, what or next(iter(reasons)), url, asked)


def by_department(rows: tuple[Row, ...], url: str) -> tuple[tuple[str, int, str], ...]:
    """Who has to report how many; the most first."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row.department or UNNAMED, str(row.department_id or "none")
        counts[key] = counts.get(key, 0) + 1
    found = sorted(counts.items(), key=lambda pair: -pair[1])
    return tuple((name, count, f"{url}&department={pk}") for (name, pk), count in found)


def why_unjudged(row: Row) -> str:
    question, verdict = row.standing.question, verdict_of(row)
    if verdict is Verdict.UNPACED:
        return why_unpaced(question)
    if verdict is Verdict.NO_REFERENCE:
        return why_no_reference(question)
    if verdict is Verdict.NO_READING:
        return "还没有已审核的数据"
    return "首个填报期还没有结束" if verdict is Verdict.NOT_DUE else "各期都报了不适用"


def why_unpaced(question: Question) -> str:
    if question.baseline is None:
        return "缺基期值，请秘书处录入"
    if question.target.comparator is Comparator.RISE:
        return "只有一个年度的数，有两个才能比较"
    return "还没有满一年的数据"


def why_no_reference(question: Question) -> str:
    if question.reference is not None:
        return f"缺同一年度的{question.reference.name}"
    year = question.target.base_year
    return f"缺{year}年基期值，请秘书处录入" if year else "缺基期值，请秘书处录入"
