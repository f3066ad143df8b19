"""The same loop for what departments say about their tasks."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conftest import OWNER
from departments.models import Department, Person
from indicators.choices import State
from indicators.progress.periods import Period
from indicators.services.moving import CannotMove
from indicators.tests.loop_table import (
    AFTER,
    MATRIX,
    ONCE,
    QUARTER,
    REASON,
    WHOSE,
    facts_of,
    in_state,
    publish,
)
from indicators.workflow import Step
from tasks.models import Task, TaskNote
from tasks.services.notes import NoteEntry, NotesRefused, approve_notes, move_notes, record_notes


def note(state: State, by: Person) -> TaskNote:
    task, department = Task.objects.get(code="YF-T04"), Department.objects.get(name=OWNER)
    return TaskNote.objects.create(task=task, department=department, progress="两场", **in_state(state, by))


def take(step: Step, row: TaskNote, by: Person, reason: str = REASON) -> None:
    move_notes(TaskNote.objects.filter(pk=row.pk), step, by=by, reason=reason)


def write(by: Person, progress: str, state: State | None = None) -> TaskNote:
    task, department = Task.objects.get(code="YF-T04"), Department.objects.get(name=OWNER)
    record_notes([NoteEntry(task, department, Period.parse(QUARTER), progress=progress)], by=by, state=state)
    return TaskNote.objects.get()


@pytest.mark.parametrize(("step", "state", "role"), MATRIX)
def test_each_step_from_each_state_by_each_role(
    step: Step, state: State, role: str, coordinator: Person, request: pytest.FixtureRequest
) -> None:
    row, by = note(state, coordinator), request.getfixturevalue(role)
    before, after = facts_of(row), AFTER.get((step, state))
    if role not in WHOSE[step]:
        with pytest.raises(PermissionDenied):
            take(step, row, by)
    elif after is None:
        with pytest.raises(CannotMove, match=r"YF-T04 区卫生健康委.*不能"):
            take(step, row, by)
    else:
        take(step, row, by)
        assert (facts_of(row)[0], row.version, row.history.count()) == (after, 2, before[-1] + 1)
        assert row.history.first().history_change_reason == REASON
        return
    assert facts_of(row) == before


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_what_is_published_moves_no_more(step: Step, state: State, coordinator: Person) -> None:
    row = note(state, coordinator)
    publish(coordinator)
    before = facts_of(row)
    with pytest.raises(CannotMove):
        take(step, row, coordinator)
    assert facts_of(row) == before


@pytest.mark.parametrize("state", State)
def test_a_published_note_is_final_for_everybody(state: State, coordinator: Person, liaison: Person) -> None:
    note(state, coordinator)
    publish(coordinator)
    for by in (coordinator, liaison):
        with pytest.raises(NotesRefused):
            write(by, "三场")
    assert TaskNote.objects.get().progress == "两场"


@pytest.mark.parametrize("reason", ["", " ", "长" * 501])
def test_a_return_says_why(reason: str, coordinator: Person) -> None:
    row = note(State.SUBMITTED, coordinator)
    with pytest.raises(ValidationError):
        take(Step.RETURN, row, coordinator, reason)
    assert facts_of(row)[0] == State.SUBMITTED


def test_the_first_report_is_kept_and_a_blank_is_none(coordinator: Person, liaison: Person) -> None:
    assert write(liaison, "一场", State.DRAFT).reported_at is None
    first = write(liaison, "两场").reported_at
    assert first is not None
    assert write(liaison, "三场").reported_at == first
    cleared = write(liaison, "")
    assert (cleared.state, cleared.reported_at) == (State.DRAFT, None)
    assert list(approve_notes(TaskNote.objects.all(), by=coordinator, reason="审核")) == []


def test_a_draft_takes_no_report_back(coordinator: Person, liaison: Person) -> None:
    note(State.SUBMITTED, coordinator)
    row = write(liaison, "三场", State.DRAFT)
    assert (row.state, row.reported_at) == (State.SUBMITTED, ONCE)
