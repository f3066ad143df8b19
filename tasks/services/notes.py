"""Writing what departments say about their tasks: one service for one note and for a whole workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from departments.access import Right, may, may_report_for, require, require_reporter
from departments.models import Department, Person
from indicators.choices import State, Via
from indicators.progress.periods import Frequency, Period
from indicators.rules import Problem, text_problems
from indicators.services.judging import STOPS, WRITES, Change, published_ends
from indicators.services.moving import LOOP, loop_facts, move, refuse_published
from indicators.services.putting_back import heeds_state, put_back
from indicators.services.readings import APPROVED_STAYS, state_for
from indicators.services.writing import create_rows, update_rows
from indicators.workflow import Step
from tasks.models import Task, TaskDepartment, TaskNote

LABELS = {"progress": "本期进展", "obstacles": "存在问题", "next_steps": "下步安排"}
CONTENT = tuple(LABELS)
WRITTEN = [*CONTENT, "state", "via", "entered_by", "entered_at", "version", *LOOP]


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One department's note on one task; ``seen_version`` as in `rules.Entry`."""

    task: Task
    department: Department
    period: Period
    progress: str = ""
    obstacles: str = ""
    next_steps: str = ""
    seen_version: int | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        return self.task.pk, self.department.pk, self.period.code


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """What becomes of a note; ``before`` is what stands in the database, ``note`` what stands after."""

    entry: NoteEntry
    change: Change
    before: TaskNote | None = None
    note: TaskNote | None = None
    problems: tuple[Problem, ...] = ()


class NotesRefused(Exception):
    """Some notes cannot be written, so none was. Carries the outcomes of all."""

    def __init__(self, outcomes: Sequence[NoteOutcome]) -> None:
        self.outcomes = list(outcomes)
        super().__init__(f"{sum(o.change in STOPS for o in outcomes)} 项任务进展不能写入，没有写入任何数据。")


@transaction.atomic
def record_notes(
    entries: Sequence[NoteEntry],
    *,
    by: Person,
    via: Via = Via.PAGE,
    reason: str = "",
    partly: bool = False,
    state: State | None = None,
) -> list[NoteOutcome]:
    """All or nothing (raises NotesRefused), unless ``partly``; states as in `readings.record_many`. Raises
    PermissionDenied."""
    state = state or state_for(by)
    require_reporter(by)
    if state == State.APPROVED:
        require(by, Right.REVIEW)
    lock_tasks({entry.task.pk for entry in entries})
    outcomes = judge_notes(entries, by=by)
    if not partly and any(outcome.change in STOPS for outcome in outcomes):
        raise NotesRefused(outcomes)
    return write(outcomes, by=by, via=via, reason=reason, state=state)


def lock_tasks(tasks: Collection[int]) -> None:
    """Writers of one task queue up here, also for a note that does not exist yet; approving and undoing too."""
    list(Task.objects.select_for_update().filter(pk__in=tasks).order_by("pk"))


def judge_notes(entries: Sequence[NoteEntry], *, by: Person) -> list[NoteOutcome]:
    """What would become of each note; writes nothing. Published notes are final: a later quarter corrects them."""
    standing = notes_beside(entries)
    published = published_ends(entry.period.end for entry in entries)
    duties = duties_of(entries)
    times = Counter(entry.key for entry in entries)

    def outcome(entry: NoteEntry) -> NoteOutcome:
        before = standing.get(entry.key)
        if refused := [*owner_problems(entry, by, duties), *approved_problems(entry, before, by)]:
            return NoteOutcome(entry, Change.REFUSED, before, problems=tuple(refused))
        if same(entry, before):
            return NoteOutcome(entry, Change.UNCHANGED, before, before)
        found = problems(entry)
        if entry.period.end in published:
            found.append(
                Problem("period", f"{entry.period.label}已发布，任务进展不能再改，请写在以后的季度。")
            )
        if times[entry.key] > 1:
            found.append(Problem("progress", "这项任务出现了两次，请只留一个。"))
        if found:
            return NoteOutcome(entry, Change.REFUSED, before, problems=tuple(found))
        if entry.seen_version is not None and entry.seen_version != version_of(before):
            return NoteOutcome(entry, Change.CONFLICT, before)
        is_new = before is None or not before.is_answered
        return NoteOutcome(entry, Change.NEW if is_new else Change.CHANGED, before)

    return [outcome(entry) for entry in entries]


def notes_beside(entries: Sequence[NoteEntry]) -> dict[tuple[int, int, str], TaskNote]:
    found = TaskNote.objects.filter(
        task__in={entry.task.pk for entry in entries},
        department__in={entry.department.pk for entry in entries},
        period_code__in={entry.period.code for entry in entries},
    ).select_related("entered_by")
    return {(note.task_id, note.department_id, note.period_code): note for note in found}


Duties = dict[int, dict[int, str]]
"""Departments and groups with the name that the plan prints, by task; in printed order."""


def duties_of(entries: Sequence[NoteEntry]) -> Duties:
    found = TaskDepartment.objects.filter(task__in={entry.task.pk for entry in entries})
    duties: Duties = defaultdict(dict)
    for task, department, name in found.order_by("position").values_list(
        "task", "department", "printed_name"
    ):
        duties[task][department] = name
    return duties


def has_duty(entry: NoteEntry, duties: Duties) -> bool:
    """各街道 is each of them."""
    own = {entry.department.pk, entry.department.group_id}
    return bool(own & set(duties.get(entry.task.pk, ())))


def not_named(entry: NoteEntry, duties: Duties) -> str:
    named = "、".join(duties.get(entry.task.pk, {}).values()) or "待明确的单位"
    return f"“{entry.task.title}”由{named}填报，分工里没有{entry.department}。请删去这一行的文字。"


def owner_problems(entry: NoteEntry, by: Person, duties: Duties) -> list[Problem]:
    if not may_report_for(by, entry.department.pk):
        return [Problem("task", f"这是{entry.department}的任务进展，不由{by.department}填报。")]
    if not has_duty(entry, duties):
        return [Problem("task", not_named(entry, duties))]
    return []


def approved_problems(entry: NoteEntry, before: TaskNote | None, by: Person) -> list[Problem]:
    if before is None or not before.is_answered or before.state != State.APPROVED or same(entry, before):
        return []
    if may(by, Right.RECORD):
        return []
    return [Problem("progress", f"{before.period.label}的进展已审核通过，不能再改。确有差错请联系秘书处。")]


def problems(entry: NoteEntry) -> list[Problem]:
    found: list[Problem] = []
    if entry.period.frequency != Frequency.QUARTERLY:
        found.append(Problem("period", "任务进展按季度填报，请写到季度，例如 2023Q2。"))
    if entry.period.start > timezone.localdate():
        found.append(Problem("period", f"{entry.period.label}还没有开始，不能填报。"))
    for field, label in LABELS.items():
        found += text_problems(field, label, getattr(entry, field))
    return found


def same(entry: NoteEntry, before: TaskNote | None) -> bool:
    return all(getattr(entry, field) == (getattr(before, field) if before else "") for field in CONTENT)


def is_answer(entry: NoteEntry) -> bool:
    return any(getattr(entry, field) for field in CONTENT)


def version_of(note: TaskNote | None) -> int:
    return note.version if note else 0


def write(
    outcomes: Sequence[NoteOutcome], *, by: Person, via: Via, reason: str, state: State
) -> list[NoteOutcome]:
    now = timezone.now()
    done = [
        replace(outcome, note=filled(outcome, by, via, now, state)) if outcome.change in WRITES else outcome
        for outcome in outcomes
    ]
    written = [outcome for outcome in done if outcome.change in WRITES]
    fresh = [outcome.note for outcome in written if outcome.note and outcome.before is None]
    changed = [outcome.note for outcome in written if outcome.note and outcome.before is not None]
    create_rows(TaskNote, fresh, by=by, reason=reason)
    update_rows(TaskNote, changed, WRITTEN, by=by, reason=reason)
    return done


def filled(outcome: NoteOutcome, by: Person, via: Via, now: datetime, state: State) -> TaskNote:
    entry, before = outcome.entry, outcome.before
    is_others = via == Via.PAGE and entry.department.pk != by.department_id
    return TaskNote(
        pk=before.pk if before else None,
        task=entry.task,
        department=entry.department,
        period_code=entry.period.code,
        period_end=entry.period.end,
        via=Via.ON_BEHALF if is_others else via,
        entered_by=by,
        entered_at=now,
        version=version_of(before) + 1,
        **loop_facts(before, state, now, answered=is_answer(entry), corrects=False),
        **{field: getattr(entry, field) for field in CONTENT},
    )


@transaction.atomic
def approve_notes(notes: QuerySet[TaskNote], *, by: Person, reason: str) -> list[TaskNote]:
    """What waits as submitted counts from now on; others of the notes are left as they are."""
    require(by, Right.REVIEW)
    waiting = notes.filter(state=State.SUBMITTED).exclude(**dict.fromkeys(CONTENT, ""))
    return move_notes(waiting, Step.APPROVE, by=by, reason=reason)


@transaction.atomic
def move_notes(notes: QuerySet[TaskNote], step: Step, *, by: Person, reason: str = "") -> list[TaskNote]:
    """Submits, approves or returns them, all or none. Raises as `moving.move`."""
    lock_tasks(set(notes.values_list("task", flat=True)))
    return move(notes, step, department_of=answering_department, by=by, reason=reason)


def answering_department(note: TaskNote) -> int | None:
    return note.department_id


@transaction.atomic
def put_back_notes(written: Mapping[int, int], *, by: Person, reason: str) -> list[TaskNote]:
    """Undoes writes, as `readings.put_back_readings`. Raises ChangedSince."""
    require_reporter(by)
    mine = TaskNote.objects.filter(pk__in=written)
    lock_tasks(set(mine.values_list("task", flat=True)))
    if mine.filter(state=State.APPROVED).exists() and not may(by, Right.RECORD):
        raise PermissionDenied(APPROVED_STAYS)
    refuse_published(mine)
    back: list[TaskNote] = put_back(
        TaskNote, CONTENT, written, by=by, reason=reason, heeds_state=heeds_state(by)
    )
    if not all(may_report_for(by, note.department_id) for note in back):
        require(by, Right.RECORD)
    return back
