"""Writing what a preview showed, and taking it back: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from departments.access import Right, require
from departments.models import Department, Person
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.rules import text_problems as note_problems
from indicators.services import readings as reading_service
from indicators.services.baselines import put_back_baseline
from indicators.services.decisions import ChangedMeanwhile, set_baseline
from indicators.services.judging import WRITES, Change, Outcome
from indicators.services.moving import CannotMove
from indicators.services.putting_back import ChangedSince
from reporting.batch_rows import BatchRow, RowKind, entry_fields, from_json, to_json
from reporting.models import Batch, BatchKind, BatchRows, BatchState
from reporting.services import since
from reporting.services.batches import NotNow, any_waiting, locked
from reporting.services.previewing import counts_of, words_of_change
from tasks.models import Task, TaskNote
from tasks.services import notes as note_service
from tasks.services.notes import NoteEntry, NoteOutcome

JUDGED = {Change.NEW, Change.CHANGED, Change.UNCHANGED}


PREVIEWED_AGAIN = "有人重新核对过这个文件，内容可能和你看到的不一样。"


class Stale(Exception):
    """What confirming would write is not what the preview showed. Carries one sentence for each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__("预览之后数据有变，没有写入任何数据。请看清变化，重新预览后再确认。")


class NotesWanted(Exception):
    """Some rows ask for a note first, or a note cannot be kept. Carries their places in the list of rows."""

    def __init__(self, numbers: Sequence[int], sentence: str = "") -> None:
        self.numbers = list(numbers)
        wanted = f"有 {len(numbers)} 项要先说明。请逐项填写说明，或采用建议的数，再确认。"
        super().__init__(sentence or wanted)


class NotUndone(Exception):
    """Some values changed since, so nothing was undone. Carries one sentence for each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__("这一批里有数后来又变了，没有撤销任何数据。")


@transaction.atomic
def confirm(
    batch: Batch,
    *,
    by: Person,
    notes: Mapping[int, str] | None = None,
    taken: frozenset[int] = frozenset(),
    takes_all: bool = False,
    state: State | None = None,
    asks: bool = True,
    seen: int | None = None,
) -> Batch:
    """Writes the previewed rows. ``notes`` answers questions by the row's number, ``taken`` are the rows whose
    suggested number is taken instead (``takes_all``: of all that have one); commands and history do not ask (``asks``).
    ``seen`` is which of the batch's previews the person saw: confirming another one would write what nobody looked at.

    Raises NotNow, NotesWanted, Stale, PermissionDenied.
    """
    held = locked(batch, by)
    if held.state != BatchState.READY:
        raise NotNow(why_not(held))
    if seen is not None and seen != held.previews:
        raise Stale([PREVIEWED_AGAIN])
    kept_rows = BatchRows.objects.select_for_update().get(batch=held)
    rows = from_json(kept_rows.rows)
    suggested = frozenset(n for n, row in enumerate(rows) if row.suggestion) if takes_all else taken
    settle(rows, notes or {}, suggested, asks=asks and held.kind == BatchKind.TEMPLATE)
    lock_measures(rows)
    write(rows, by=by, reason=f"导入{held}：{held.filename}", state=state)
    kept_rows.rows = to_json(rows)
    kept_rows.save()
    held.counts = counts_of(rows)
    held.state, held.confirmed_by, held.confirmed_at = BatchState.CONFIRMED, by, timezone.now()
    held.is_waiting = any_waiting(written(rows, RowKind.READING), written(rows, RowKind.NOTE))
    held.save()
    return held


def why_not(batch: Batch) -> str:
    if batch.state == BatchState.CONFIRMED:
        return f"{batch}已经写入，不用再确认。"
    return f"{batch}{batch.get_state_display()}，不能写入。{batch.sentence}"


def settle(rows: list[BatchRow], notes: Mapping[int, str], taken: frozenset[int], *, asks: bool) -> None:
    unanswered: list[int] = []
    for number, row in enumerate(rows):
        if not row.questions or row.change not in WRITES:
            continue
        if number in taken and row.suggestion:
            row.content["value"], row.is_settled = row.suggestion, True
        elif said := notes.get(number, "").strip():
            check_note(number, said)
            row.content["note"], row.is_settled = said, True
        elif asks:
            unanswered.append(number)
    if unanswered:
        raise NotesWanted(unanswered)


def check_note(number: int, said: str) -> None:
    for problem in note_problems("note", "说明", said):
        raise NotesWanted([number], problem.sentence)


def lock_measures(rows: Sequence[BatchRow]) -> None:
    """All of them before anything is written: baselines and readings are written one after the other."""
    codes = {row.content["measure"] for row in rows if "measure" in row.content}
    reading_service.locked_measures(set(Measure.objects.filter(code__in=codes).values_list("pk", flat=True)))


def write(rows: Sequence[BatchRow], *, by: Person, reason: str, state: State | None) -> None:
    """Readings, baselines and notes; each row remembers what it became."""
    judged = [row for row in rows if row.change in JUDGED and row.content]
    write_baselines([row for row in judged if row.kind == RowKind.BASELINE], by, reason)
    write_readings([row for row in judged if row.kind == RowKind.READING], by, reason, state)
    write_notes([row for row in judged if row.kind == RowKind.NOTE], by, reason, state)


def write_readings(rows: Sequence[BatchRow], by: Person, reason: str, state: State | None) -> None:
    if not rows:
        return
    codes = {row.content["measure"] for row in rows}
    measures = {measure.code: measure for measure in Measure.objects.filter(code__in=codes)}
    if missing := codes - set(measures):
        raise Stale([f"{code} 已经不在规划里。" for code in sorted(missing)])
    entries = [
        Entry(
            measures[row.content["measure"]],
            Period.parse(row.period),
            seen_version=row.seen_version,
            **entry_fields(row.content),
        )
        for row in rows
    ]
    try:
        outcomes = reading_service.record_many(entries, by=by, via=Via.BATCH, reason=reason, state=state)
    except reading_service.Refused as refusal:
        raise Stale(since.named(since.changed_rows(rows, refusal.outcomes), since.since_preview)) from None
    refuse_changes(rows, outcomes)
    for row, outcome in zip(rows, outcomes, strict=True):
        if row.is_settled:
            row.change = outcome.change
            row.before, row.after = words_of_change(outcome.before, outcome.entry)
        if outcome.change in WRITES and outcome.reading:
            row.pk, row.version = outcome.reading.pk, outcome.reading.version


def write_notes(rows: Sequence[BatchRow], by: Person, reason: str, state: State | None) -> None:
    if not rows:
        return
    tasks = {task.code: task for task in Task.objects.filter(code__in={row.content["task"] for row in rows})}
    departments = {
        department.name: department
        for department in Department.objects.filter(name__in={row.content["department"] for row in rows})
    }
    entries = [
        NoteEntry(
            tasks[row.content["task"]],
            departments[row.content["department"]],
            Period.parse(row.period),
            seen_version=row.seen_version,
            **{name: row.content.get(name, "") for name in note_service.CONTENT},
        )
        for row in rows
    ]
    try:
        outcomes = note_service.record_notes(entries, by=by, via=Via.BATCH, reason=reason, state=state)
    except note_service.NotesRefused as refusal:
        raise Stale(since.named(since.changed_rows(rows, refusal.outcomes), since.since_preview)) from None
    refuse_changes(rows, outcomes)
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.change in WRITES and outcome.note:
            row.pk, row.version = outcome.note.pk, outcome.note.version


def write_baselines(rows: Sequence[BatchRow], by: Person, reason: str) -> None:
    for row in rows:
        if row.change == Change.UNCHANGED:
            continue
        measure = Measure.objects.get(code=row.content["measure"])
        try:
            written = set_baseline(
                measure=measure,
                value=Decimal(row.content["value"]),
                year=int(row.content["year"]),
                reason=reason,
                by=by,
                seen_version=row.seen_version,
            )
        except ChangedMeanwhile:
            changed = since.decided_since(measure, row.seen_version)
            raise Stale([f"{row.label}：预览时是{row.before}，{changed}。"]) from None
        except ValidationError as error:
            raise Stale([f"{row.label}：{' '.join(error.messages)}"]) from None
        row.pk, row.version = written.pk, written.version


def refuse_changes(rows: Sequence[BatchRow], outcomes: Sequence[Outcome | NoteOutcome]) -> None:
    if changed := since.changed_rows(rows, outcomes):
        raise Stale(since.named(changed, since.since_preview))


# Undoing


@transaction.atomic
def undo(batch: Batch, *, by: Person) -> Batch:
    """Raises NotNow, NotUndone, PermissionDenied."""
    held = locked(batch, by)
    if held.state != BatchState.CONFIRMED:
        raise NotNow(f"{held}{held.get_state_display()}，没有可以撤销的。")
    rows = from_json(BatchRows.objects.get(batch=held).rows)
    changed = put_back(rows, by=by, reason=f"撤销{held}：{held.filename}")
    if changed:
        raise NotUndone(changed)
    held.state, held.undone_by, held.undone_at = BatchState.UNDONE, by, timezone.now()
    held.is_waiting = False
    held.save()
    return held


def put_back(rows: Sequence[BatchRow], *, by: Person, reason: str) -> list[str]:
    """Answers what changed since; then the transaction must not stand."""
    lock_measures(rows)
    labels = {(row.kind, row.pk): row.label for row in rows}
    changed: list[str] = []
    for kind, undoing in (
        (RowKind.READING, reading_service.put_back_readings),
        (RowKind.NOTE, note_service.put_back_notes),
    ):
        try:
            undoing(written(rows, kind), by=by, reason=reason)
        except ChangedSince as found:
            changed += since.named(found.rows, partial(since_written, labels, kind))
        except CannotMove as error:
            changed += error.messages
    for pk, version in written(rows, RowKind.BASELINE).items():
        try:
            put_back_baseline(measure_id=pk, version=version, reason=reason, by=by)
        except ChangedSince as found:
            changed.append(f"{labels[RowKind.BASELINE, pk]}：{since.decided_since(found.rows[0], version)}。")
        except ValidationError as error:
            changed.append(f"{labels[RowKind.BASELINE, pk]}：{' '.join(error.messages)}")
    return changed


def since_written(labels: Mapping[tuple[str, int | None], str], kind: str, row: Reading | TaskNote) -> str:
    return f"{labels[kind, row.pk]}：{since.stands(row)}。"


def written(rows: Sequence[BatchRow], kind: RowKind) -> dict[int, int]:
    return {row.pk: row.version for row in rows if row.kind == kind and row.pk and row.version}


@transaction.atomic
def approve_batch(batch: Batch, *, by: Person) -> int:
    """审核通过: what this batch wrote and still waits counts from now on; what somebody wrote over it meanwhile
    is not this batch's to approve. Answers how many did."""
    require(by, Right.REVIEW)
    held = locked(batch, by)
    if held.state != BatchState.CONFIRMED:
        raise NotNow(f"{held}{held.get_state_display()}，没有可以审核的。")
    rows = from_json(BatchRows.objects.get(batch=held).rows)
    reason = f"审核{held}：{held.filename}"
    lock_measures(rows)
    readings = as_written(Reading, written(rows, RowKind.READING))
    task_notes = as_written(TaskNote, written(rows, RowKind.NOTE))
    approved: list[Any] = [
        *reading_service.approve(readings, by=by, reason=reason),
        *note_service.approve_notes(task_notes, by=by, reason=reason),
    ]
    held.is_waiting = False
    held.save()
    return len(approved)


def as_written(model: type[Any], versions: Mapping[int, int]) -> QuerySet[Any]:
    standing = model.objects.filter(pk__in=versions).values_list("pk", "version")
    found: QuerySet[Any] = model.objects
    return found.filter(pk__in=[pk for pk, version in standing if versions[pk] == version])
