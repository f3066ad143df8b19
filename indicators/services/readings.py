"""Writing values: one service for one cell and for ten thousand rows, validated alike and with history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import MINYEAR, date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from departments.access import Right, require
from departments.models import Person
from indicators.choices import State, Via
from indicators.models import Measure, Reading, Target
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Basis, Span
from indicators.rules import Entry, Problem, problems
from indicators.services import revisions

CONTENT = ("answer", "value", "numerator", "denominator", "note", "expected_on")
WRITTEN = (*CONTENT, "state", "via", "entered_by", "entered_at", "version")
BATCH_SIZE = 500


class Change(StrEnum):
    NEW = "新增"
    CHANGED = "变更"
    UNCHANGED = "未变"
    CONFLICT = "冲突"
    REFUSED = "有误"


WRITES = {Change.NEW, Change.CHANGED}
STOPS = {Change.CONFLICT, Change.REFUSED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an entry; ``before`` is what stands in the database, ``reading`` what stands after."""

    entry: Entry
    change: Change
    before: Reading | None = None
    reading: Reading | None = None
    problems: tuple[Problem, ...] = ()


class Refused(Exception):
    """Some entries cannot be written, so none was. Carries the outcomes of all."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = list(outcomes)
        super().__init__(f"{sum(o.change in STOPS for o in outcomes)} 项不能写入，没有写入任何数据。")


@transaction.atomic
def record_many(
    entries: Sequence[Entry],
    *,
    by: Person,
    via: Via = Via.PAGE,
    reason: str = "",
    partly: bool = False,
) -> list[Outcome]:
    """Writes the entries and answers what became of each, in the same order.

    All or nothing (raises `Refused`), unless ``partly``: then what can be written is, as in a grid
    where each field stands for itself. Raises PermissionDenied.
    """
    require(by, Right.RECORD)
    outcomes = judge(locked(entries))
    if not partly and any(outcome.change in STOPS for outcome in outcomes):
        raise Refused(outcomes)
    return write(outcomes, by=by, via=via, reason=reason)


def judge(entries: Sequence[Entry]) -> list[Outcome]:
    """What would become of each entry; writes nothing, so a preview is this very function."""
    standing = readings_beside(entries)
    times = Counter(entry.key for entry in entries)
    years = FrequenciesByYear(standing.values(), entries)
    summed = measures_summed_over_a_year({entry.measure.pk for entry in entries})
    seen = as_seen(entries, standing)
    today = timezone.localdate()

    def outcome(entry: Entry) -> Outcome:
        before = standing.get(entry.key)
        if same(entry, before) or (stale(entry, before) and same(entry, seen.get(entry.key))):
            return Outcome(entry, Change.UNCHANGED, before, before)
        found = problems(entry, today) + years.problems(entry)
        if times[entry.key] > 1:
            found.append(Problem("period", f"{entry.period.label}的这一项出现了两次，请只留一个。"))
        if entry.measure.pk in summed and entry.value is not None:
            found.append(Problem("value", "这个比率要按全年合计，百分比不能相加，请填分子和分母。"))
        if found:
            return Outcome(entry, Change.REFUSED, before, problems=tuple(found))
        if stale(entry, before):
            return Outcome(entry, Change.CONFLICT, before)
        return Outcome(entry, Change.CHANGED if answered(before) else Change.NEW, before)

    return [outcome(entry) for entry in entries]


def locked(entries: Sequence[Entry]) -> list[Entry]:
    """Writers of one measure queue up here, also for a reading that does not exist yet; from here on the
    entries are judged by the measures as they stand, not as they were when the page was opened."""
    wanted = {entry.measure.pk for entry in entries}
    held = {m.pk: m for m in Measure.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return [replace(entry, measure=held[entry.measure.pk]) for entry in entries]


def readings_beside(entries: Sequence[Entry]) -> dict[tuple[int, str], Reading]:
    """What stands in the entries' own years, by measure and period."""
    years = [entry.period.year for entry in entries] or [MINYEAR]
    found = Reading.objects.filter(
        measure__in={entry.measure.pk for entry in entries},
        period_end__range=(date(min(years), 1, 1), date(max(years), 12, 31)),
    ).select_related("entered_by")
    return {(reading.measure_id, reading.period_code): reading for reading in found}


def measures_summed_over_a_year(measures: set[int]) -> set[int]:
    """Flow rates under span ``year``: plain percentages cannot be added (progress.md)."""
    return set(
        Target.objects.filter(
            span=Span.YEAR,
            indicator__measure__in=measures,
            indicator__measure__basis=Basis.FLOW,
            indicator__measure__scale__isnull=False,
        ).values_list("indicator__measure", flat=True)
    )


class FrequenciesByYear:
    """A year is reported as a whole or by its shorter periods, never both."""

    def __init__(self, readings: Iterable[Reading], entries: Sequence[Entry]) -> None:
        overwritten = {entry.key for entry in entries}
        self.held: dict[tuple[int, int], set[bool]] = {}
        for reading in readings:
            if reading.answer and (reading.measure_id, reading.period_code) not in overwritten:
                self.add(reading.measure_id, reading.period)
        for entry in entries:
            if entry.answer:
                self.add(entry.measure.pk, entry.period)

    def add(self, measure: int, period: Period) -> None:
        self.held.setdefault((measure, period.year), set()).add(period.frequency == Frequency.YEARLY)

    def problems(self, entry: Entry) -> list[Problem]:
        if not entry.answer or len(self.held[entry.measure.pk, entry.period.year]) < 2:
            return []
        return [Problem("period", f"{entry.period.year}年既有全年数又有分期数，只能留一种。请先清空另一种。")]


def stale(entry: Entry, before: Reading | None) -> bool:
    """Somebody else wrote since the writer looked."""
    return entry.seen_version is not None and entry.seen_version != version_of(before)


def as_seen(
    entries: Sequence[Entry], standing: dict[tuple[int, str], Reading]
) -> dict[tuple[int, str], Reading]:
    """What stale entries' writers had before them: who sends just that back has changed nothing."""
    behind = [entry for entry in entries if stale(entry, standing.get(entry.key))]
    wanted = {(*entry.key, entry.seen_version) for entry in behind}
    if not wanted:
        return {}
    found = Reading.history.filter(
        measure__in={entry.measure.pk for entry in behind},
        period_code__in={entry.period.code for entry in behind},
        version__in={entry.seen_version for entry in behind},
    )
    return {
        (old.measure_id, old.period_code): old
        for old in found
        if (old.measure_id, old.period_code, old.version) in wanted
    }


def same(entry: Entry, before: Reading | None) -> bool:
    if before is None:
        return not entry.answer and not entry.note
    return all(getattr(entry, field) == getattr(before, field) for field in CONTENT)


def answered(reading: Reading | None) -> bool:
    return reading is not None and bool(reading.answer)


def version_of(reading: Reading | None) -> int:
    return reading.version if reading else 0


def write(outcomes: Sequence[Outcome], *, by: Person, via: Via, reason: str) -> list[Outcome]:
    now = timezone.now()
    done = [
        replace(outcome, reading=filled(outcome, by, via, now)) if outcome.change in WRITES else outcome
        for outcome in outcomes
    ]
    written = [outcome for outcome in done if outcome.change in WRITES]
    fresh = [outcome.reading for outcome in written if outcome.reading and outcome.before is None]
    changed = [outcome.reading for outcome in written if outcome.reading and outcome.before is not None]
    common = {"batch_size": BATCH_SIZE, "default_user": by, "default_change_reason": reason}
    if fresh:
        bulk_create_with_history(fresh, Reading, **common)
    if changed:
        bulk_update_with_history(changed, Reading, list(WRITTEN), **common)
    if written:
        revisions.bump()
    return done


def filled(outcome: Outcome, by: Person, via: Via, now: datetime) -> Reading:
    """A new object: ``before`` must go on saying what stood there."""
    entry, before = outcome.entry, outcome.before
    return Reading(
        pk=before.pk if before else None,
        measure=entry.measure,
        period_code=entry.period.code,
        period_end=entry.period.end,
        # Until there are rounds only the secretariat enters, and what it enters is approved.
        state=State.APPROVED,
        via=way(entry.measure, by, via),
        entered_by=by,
        entered_at=now,
        version=version_of(before) + 1,
        **{field: getattr(entry, field) for field in CONTENT},
    )


def way(measure: Measure, by: Person, via: Via) -> Via:
    """What the secretariat types for the department that ought to report is recorded as 代填."""
    is_others = measure.reporting_department_id not in (None, by.department_id)
    return Via.ON_BEHALF if via == Via.PAGE and is_others else via


def blank(measure: Measure, period: Period, seen_version: int | None = None) -> Entry:
    """The entry that takes an answer back: not reported."""
    return Entry(measure, period, answer="", seen_version=seen_version)
