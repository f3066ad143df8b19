"""The demonstration's rounds: three published ones, and one in which departments are at every stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from departments.models import Department, Person
from indicators.choices import State, Via
from indicators.models import Reading
from indicators.progress.periods import Period
from indicators.services.writing import update_rows
from reporting.models import Round, RoundItem
from reporting.selectors.asked import asked_in
from reporting.services import rounds
from reporting.services.reviewing import return_item
from tasks.models import Task, TaskNote
from tasks.services.notes import CONTENT, NoteEntry, record_notes

REASON = "演示数据"
STATES = {"blank": None, "draft": State.DRAFT, "waiting": State.SUBMITTED}
LATEST_HOUR = 17


@dataclass(frozen=True, slots=True)
class Story:
    """One round as the file tells it; ``late`` in days, ``returned`` one task of a department."""

    period: Period
    opens_on: date
    due_on: date
    is_open: bool
    stages: dict[str, State | None]
    late: dict[str, int] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)
    extensions: tuple[dict[str, str], ...] = ()

    def state_of(self, department: Department) -> State | None:
        return self.stages.get(department.name, State.APPROVED)

    def reported_at(self, department: Department) -> datetime:
        """Some day of the week before the due day, or as late as the file says."""
        days = -self.late.get(department.name, -1 - department.position % 8)
        hour = time(9 + department.position % (LATEST_HOUR - 9), department.position % 60)
        return timezone.make_aware(datetime.combine(self.due_on - timedelta(days=days), hour))


def stories(given: Iterable[dict[str, Any]], today: date) -> Iterator[Story]:
    for entry in given:
        is_open = "due_days_ago" in entry
        yield Story(
            period=Period.parse(entry["period"]),
            opens_on=day(entry, "opens_on", "opened_days_ago", today),
            due_on=day(entry, "due_on", "due_days_ago", today),
            is_open=is_open,
            stages={name: state for stage, state in STATES.items() for name in entry.get(stage, ())},
            late={name: int(days) for name, days in entry.get("late", {}).items()},
            returned=dict(entry.get("returned", {})),
            extensions=tuple(entry.get("extensions", ())),
        )


def day(entry: dict[str, Any], name: str, ago: str, today: date) -> date:
    return today - timedelta(days=int(entry[ago])) if ago in entry else date.fromisoformat(entry[name])


def hold_rounds(given: dict[str, Any], *, by: Person) -> None:
    """Notes are written, rounds opened, closed and published by the services that pages use."""
    for story in stories(given["rounds"], timezone.localdate()):
        entries = list(note_entries(story, given["notes"]))
        write_notes(story, entries, by)
        date_back(story, by)
        held = rounds.open_round(period=story.period, opens_on=story.opens_on, due_on=story.due_on, by=by)
        send_back(story, held, given["return_reason"], by)
        if story.is_open:
            extend(story, held, by)
        else:
            write_notes(story, answered_again(story, entries), by)
            rounds.publish_round(rounds.close_round(held, by=by), by=by)


def note_entries(story: Story, texts: Sequence[dict[str, str]]) -> Iterator[NoteEntry]:
    tasks, departments = Task.objects.in_bulk(), Department.objects.in_bulk()
    asked = [each for each in asked_in(story.period) if each.task is not None]
    for number, each in enumerate(asked):
        task, said = tasks[each.task or 0], texts[(number + story.period.part) % len(texts)]
        progress, obstacles, next_steps = (said.get(name, "").format(task=task.title) for name in CONTENT)
        yield NoteEntry(task, departments[each.department], story.period, progress, obstacles, next_steps)


def write_notes(story: Story, entries: Sequence[NoteEntry], by: Person) -> None:
    """Of a draft some tasks are still blank."""
    for state in (State.APPROVED, State.SUBMITTED, State.DRAFT):
        own = [entry for entry in entries if story.state_of(entry.department) is state]
        if state is State.DRAFT:
            own = [each for each in own if (each.task.position + each.department.position) % 3]
        record_notes(own, by=by, via=Via.DEMO, reason=REASON, state=state)


def date_back(story: Story, by: Person) -> None:
    """As if it had been reported then: all of it was written when the demonstration was loaded."""
    readings = list(
        Reading.objects.filter(period_end=story.period.end, reported_at__isnull=False)
        .exclude(measure__reporting_department=None)
        .select_related("measure__reporting_department")
    )
    for reading in readings:
        department = reading.measure.reporting_department
        reading.reported_at = story.reported_at(department) if department else None
    notes = list(
        TaskNote.objects.filter(period_end=story.period.end, reported_at__isnull=False).select_related(
            "department"
        )
    )
    for note in notes:
        note.reported_at = story.reported_at(note.department)
    update_rows(Reading, readings, ["reported_at"], by=by, reason=REASON)
    update_rows(TaskNote, notes, ["reported_at"], by=by, reason=REASON)


def send_back(story: Story, held: Round, reason: str, by: Person) -> None:
    for name, code in story.returned.items():
        item = RoundItem.objects.get(round=held, department__name=name, task__code=code)
        return_item(item, reason=reason, by=by)


def answered_again(story: Story, entries: Iterable[NoteEntry]) -> list[NoteEntry]:
    returned = {(name, code) for name, code in story.returned.items()}
    again = [entry for entry in entries if (entry.department.name, entry.task.code) in returned]
    return [
        NoteEntry(each.task, each.department, each.period, f"{each.progress}已开展 3 次，覆盖 120 人。")
        for each in again
    ]


def extend(story: Story, held: Round, by: Person) -> None:
    for each in story.extensions:
        rounds.extend(
            held=held,
            department=Department.objects.get(name=each["department"]),
            due_on=story.due_on + timedelta(days=int(each["days"])),
            reason=each["reason"],
            by=by,
        )
