"""Writing values: one service for one cell and for ten thousand rows, validated alike and with history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from departments.access import Right, may, may_report_for, require, require_reporter
from departments.models import Person
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services import revisions
from indicators.services.judging import (
    CONTENT,
    STOPS,
    WRITES,
    Change,
    Outcome,
    judge,
    version_of,
    wants_note,
)
from indicators.services.moving import LOOP, loop_facts, move, refuse_published
from indicators.services.putting_back import heeds_state, put_back
from indicators.services.writing import create_rows, update_rows
from indicators.workflow import Step

APPROVED_STAYS = "这里有已审核通过的内容，单位联络员不能撤销。确有差错请联系区残工委秘书处。"
WRITTEN = (*CONTENT, "state", "via", "entered_by", "entered_at", "version", *LOOP)


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
    state: State | None = None,
    asks: bool = False,
) -> list[Outcome]:
    """Writes the entries and answers what became of each, in the same order.

    All or nothing (raises `Refused`), unless ``partly``: then what can be written is, as in a grid
    where each field stands for itself. What the secretariat writes is approved, what a liaison writes
    waits as submitted, unless another ``state`` is asked for; a correction of what is published counts
    at once, and wants its reason. With ``asks`` what looks like a slip is not written without a note, but
    for drafts, which only carry the question. Raises PermissionDenied, ValidationError.
    """
    state = state or state_for(by)
    require_reporter(by)
    if state == State.APPROVED:
        require(by, Right.REVIEW)
    outcomes = judge(locked(entries), by=by, via=via, asks=asks)
    if asks and state != State.DRAFT:
        outcomes = [replace(o, change=Change.QUESTIONED) if wants_note(o) else o for o in outcomes]
    if not partly and any(outcome.change in STOPS for outcome in outcomes):
        raise Refused(outcomes)
    if not reason.strip() and any(o.corrects and o.change in WRITES for o in outcomes):
        raise ValidationError({"reason": "更正要写明理由和依据，例如来函文号。"})
    return write(outcomes, by=by, via=via, reason=reason, state=state)


def state_for(by: Person) -> State:
    return State.APPROVED if may(by, Right.REVIEW) else State.SUBMITTED


def locked(entries: Sequence[Entry]) -> list[Entry]:
    """Writers of one measure queue up here, also for a reading that does not exist yet; from here on the
    entries are judged by the measures as they stand, not as they were when the page was opened."""
    held = locked_measures({entry.measure.pk for entry in entries})
    return [replace(entry, measure=held[entry.measure.pk]) for entry in entries]


def locked_measures(wanted: Collection[int]) -> dict[int, Measure]:
    """Always in the same order, and before anything else is locked: whoever writes, approves or undoes holds
    the measures first, so that none can wait for another in a circle, nor write over what it has not seen."""
    # `of`: the outer join to a nullable department cannot be locked on PostgreSQL.
    measures = Measure.objects.select_for_update(of=("self",)).select_related("reporting_department")
    return {measure.pk: measure for measure in measures.filter(pk__in=wanted).order_by("pk")}


def write(outcomes: Sequence[Outcome], *, by: Person, via: Via, reason: str, state: State) -> list[Outcome]:
    now = timezone.now()
    done = [
        replace(outcome, reading=filled(outcome, by, via, now, state))
        if outcome.change in WRITES
        else outcome
        for outcome in outcomes
    ]
    written = [outcome for outcome in done if outcome.change in WRITES]
    fresh = [outcome.reading for outcome in written if outcome.reading and outcome.before is None]
    changed = [outcome.reading for outcome in written if outcome.reading and outcome.before is not None]
    create_rows(Reading, fresh, by=by, reason=reason)
    update_rows(Reading, changed, WRITTEN, by=by, reason=reason)
    if written:
        revisions.bump()
    return done


def filled(outcome: Outcome, by: Person, via: Via, now: datetime, state: State) -> Reading:
    """A new object: ``before`` must go on saying what stood there."""
    entry, before = outcome.entry, outcome.before
    return Reading(
        pk=before.pk if before else None,
        measure=entry.measure,
        period_code=entry.period.code,
        period_end=entry.period.end,
        via=Via.CORRECTION if outcome.corrects else way(entry.measure, by, via),
        entered_by=by,
        entered_at=now,
        version=version_of(before) + 1,
        **loop_facts(before, state, now, answered=bool(entry.answer), corrects=outcome.corrects),
        **{field: getattr(entry, field) for field in CONTENT},
    )


def way(measure: Measure, by: Person, via: Via) -> Via:
    """What the secretariat types for the department that ought to report is recorded as 代填."""
    is_others = measure.reporting_department_id not in (None, by.department_id)
    return Via.ON_BEHALF if via == Via.PAGE and is_others else via


@transaction.atomic
def approve(readings: QuerySet[Reading], *, by: Person, reason: str) -> list[Reading]:
    """What waits as submitted counts from now on. Others of the readings are left as they are."""
    require(by, Right.REVIEW)
    return move_readings(
        readings.filter(state=State.SUBMITTED).exclude(answer=""), Step.APPROVE, by=by, reason=reason
    )


@transaction.atomic
def move_readings(readings: QuerySet[Reading], step: Step, *, by: Person, reason: str = "") -> list[Reading]:
    """Submits, approves or returns them, all or none. Raises as `moving.move`."""
    locked_measures(set(readings.values_list("measure", flat=True)))
    moved: list[Reading] = move(
        readings.select_related("measure"), step, department_of=reporting_department, by=by, reason=reason
    )
    if moved:
        revisions.bump()
    return moved


def reporting_department(reading: Reading) -> int | None:
    return reading.measure.reporting_department_id


@transaction.atomic
def put_back_readings(written: Mapping[int, int], *, by: Person, reason: str) -> list[Reading]:
    """Undoes writes: ``written`` is the version that each made, by the reading's key. Raises ChangedSince."""
    require_reporter(by)
    mine = Reading.objects.filter(pk__in=written)
    locked_measures(set(mine.values_list("measure", flat=True)))
    if mine.filter(state=State.APPROVED).exists() and not may(by, Right.RECORD):
        raise PermissionDenied(APPROVED_STAYS)
    refuse_published(mine)
    back: list[Reading] = put_back(
        Reading, CONTENT, written, by=by, reason=reason, heeds_state=heeds_state(by)
    )
    if not all(may_report_for(by, department) for department in reporting_departments(back)):
        require(by, Right.RECORD)
    if back:
        revisions.bump()
    return back


def reporting_departments(readings: Sequence[Reading]) -> set[int | None]:
    measures = Measure.objects.filter(pk__in={reading.measure_id for reading in readings})
    return set(measures.values_list("reporting_department", flat=True))


def blank(measure: Measure, period: Period, seen_version: int | None = None) -> Entry:
    """The entry that takes an answer back: not reported."""
    return Entry(measure, period, answer="", seen_version=seen_version)
