"""草稿 → 已报送 → 已审核, or 已退回 and round again: every step of a reading from every state by every role."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from departments.models import Person, Role
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.selectors.revision import data_token
from indicators.services.moving import CannotMove, may_move
from indicators.services.readings import Refused, blank, move_readings, record_many
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
from indicators.workflow import TRANSITIONS, Step


def reading(state: State, by: Person, code: str = "YF-03") -> Reading:
    measure = Measure.objects.get(code=code)
    return Reading.objects.create(measure=measure, answer="value", value=60, **in_state(state, by))


def take(step: Step, row: Reading, by: Person, reason: str = REASON) -> None:
    move_readings(Reading.objects.filter(pk=row.pk), step, by=by, reason=reason)


def write(by: Person, value: str, **how: object) -> Reading:
    entry = Entry(Measure.objects.get(code="YF-03"), Period.parse(QUARTER), value=Decimal(value))
    record_many([entry], by=by, **how)  # type: ignore[arg-type]
    return Reading.objects.get()


# --- the matrix -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "state", "role"), MATRIX)
def test_each_step_from_each_state_by_each_role(
    step: Step, state: State, role: str, coordinator: Person, request: pytest.FixtureRequest
) -> None:
    row, by = reading(state, coordinator), request.getfixturevalue(role)
    before, token = facts_of(row), data_token()
    after = AFTER.get((step, state))
    assert may_move(by, step, row.measure.reporting_department_id) == (role in WHOSE[step])
    if role not in WHOSE[step]:
        with pytest.raises(PermissionDenied):
            take(step, row, by)
    elif after is None:
        with pytest.raises(CannotMove, match=r"YF-03.*不能"):
            take(step, row, by)
    else:
        take(step, row, by)
        assert (facts_of(row)[0], row.version, row.history.count()) == (after, 2, before[-1] + 1)
        assert row.history.first().history_change_reason == REASON
        assert row.history.first().history_user == by
        assert row.value == 60
        assert data_token() != token
        return
    assert (facts_of(row), data_token()) == (before, token)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_what_is_published_moves_no_more(step: Step, state: State, coordinator: Person) -> None:
    row = reading(state, coordinator)
    publish(coordinator)
    before = facts_of(row)
    with pytest.raises(CannotMove):
        take(step, row, coordinator)
    assert facts_of(row) == before


@pytest.mark.parametrize("step", Step)
def test_a_blank_is_no_answer_and_moves_nowhere(step: Step, coordinator: Person) -> None:
    for state in TRANSITIONS[step].before:
        Reading.objects.all().delete()
        row = reading(state, coordinator)
        Reading.objects.update(answer="", value=None)
        with pytest.raises(CannotMove):
            take(step, row, coordinator)


@pytest.mark.parametrize("reason", ["", " \n　", "长" * 501])
def test_a_return_says_why_in_at_most_500_characters(reason: str, coordinator: Person) -> None:
    row = reading(State.SUBMITTED, coordinator)
    with pytest.raises(ValidationError) as error:
        take(Step.RETURN, row, coordinator, reason)
    assert list(error.value.message_dict) == ["reason"]
    assert facts_of(row)[0] == State.SUBMITTED


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT])
def test_the_other_administrators_move_nothing(role: Role, coordinator: Person) -> None:
    by = Person.objects.create_user("administrator", "Xicheng-2025", role)
    for step, transition in TRANSITIONS.items():
        for state in transition.before:
            Reading.objects.all().delete()
            with pytest.raises(PermissionDenied):
                take(step, reading(state, coordinator), by)


def test_all_are_moved_or_none(coordinator: Person) -> None:
    waiting, draft = reading(State.SUBMITTED, coordinator), reading(State.DRAFT, coordinator, "YF-04")
    with pytest.raises(CannotMove, match="YF-04.*（草稿）不能审核通过"):
        move_readings(Reading.objects.all(), Step.APPROVE, by=coordinator)
    assert facts_of(waiting)[0] == State.SUBMITTED
    assert facts_of(draft)[0] == State.DRAFT


def test_one_of_another_department_and_none_is_submitted(coordinator: Person, liaison: Person) -> None:
    own, others = reading(State.DRAFT, coordinator), reading(State.DRAFT, coordinator, "YF-29")
    assert own.measure.reporting_department_id != others.measure.reporting_department_id
    with pytest.raises(PermissionDenied, match="只能报送本单位的内容"):
        move_readings(Reading.objects.all(), Step.SUBMIT, by=liaison)
    assert (facts_of(own)[0], facts_of(others)[0]) == (State.DRAFT, State.DRAFT)


# --- what an item keeps of its way ------------------------------------------------------------------


def test_the_first_report_is_kept_through_returns_and_counts_them(
    coordinator: Person, liaison: Person
) -> None:
    row = write(liaison, "60", state=State.DRAFT)
    assert (row.reported_at, row.times_returned) == (None, 0)
    take(Step.SUBMIT, row, liaison, "")
    row.refresh_from_db()
    first = row.reported_at
    assert first is not None
    for times in (1, 2):
        take(Step.RETURN, row, coordinator, f"第{times}次 ")
        row.refresh_from_db()
        assert (row.times_returned, row.return_reason, row.reported_at) == (times, f"第{times}次", first)
        row = write(liaison, str(60 + times), state=State.DRAFT)
        assert (row.state, row.return_reason) == (State.DRAFT, f"第{times}次")
        take(Step.SUBMIT, row, liaison, "")
        row.refresh_from_db()
        assert (row.reported_at, row.return_reason) == (first, f"第{times}次")
    take(Step.APPROVE, row, coordinator)
    assert facts_of(row)[:5] == (State.APPROVED, 9, first, 2, "")
    assert row.history.count() == 9


def test_steps_without_a_reason_are_named_in_the_history(liaison: Person) -> None:
    row = write(liaison, "60", state=State.DRAFT)
    take(Step.SUBMIT, row, liaison, "")
    assert row.history.first().history_change_reason == "报送"


def test_what_the_secretariat_writes_over_a_returned_value_is_settled(coordinator: Person) -> None:
    reading(State.RETURNED, coordinator)
    row = write(coordinator, "61")
    assert facts_of(row)[:5] == (State.APPROVED, 2, ONCE, 1, "")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_a_draft_takes_no_report_back(state: State, coordinator: Person) -> None:
    reading(state, coordinator)
    assert write(coordinator, "61", state=State.DRAFT).state == state


def test_a_liaison_changes_no_approved_value_by_a_draft_either(coordinator: Person, liaison: Person) -> None:
    reading(State.APPROVED, coordinator)
    with pytest.raises(Refused):
        write(liaison, "61", state=State.DRAFT)


def test_a_blank_is_not_reported_and_the_day_counts_anew(liaison: Person) -> None:
    """Else a placeholder entered in time, cleared and filled weeks later would have been in time."""
    measure, period = Measure.objects.get(code="YF-03"), Period.parse(QUARTER)
    for state in (State.DRAFT, State.SUBMITTED):
        write(liaison, "1", state=state)
        record_many([blank(measure, period)], by=liaison)
        row = Reading.objects.get()
        assert (row.state, row.reported_at) == (State.DRAFT, None)


def test_cleared_after_a_return_it_was_reported_all_the_same(coordinator: Person, liaison: Person) -> None:
    reading(State.RETURNED, coordinator)
    record_many([blank(Measure.objects.get(code="YF-03"), Period.parse(QUARTER))], by=liaison)
    assert (Reading.objects.get().state, Reading.objects.get().reported_at) == (State.DRAFT, ONCE)
    assert write(liaison, "61").reported_at == ONCE


# --- published --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [None, *State])
def test_a_correction_counts_at_once_whatever_state_was_asked(
    state: State | None, coordinator: Person
) -> None:
    reading(State.APPROVED, coordinator)
    publish(coordinator)
    row = write(coordinator, "61", via=Via.BATCH, reason="导入批次 7", state=state)
    assert (row.state, row.via) == (State.APPROVED, Via.CORRECTION)
    assert row.value == 61


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_has_a_reason_by_whichever_way_it_comes(reason: str, coordinator: Person) -> None:
    reading(State.APPROVED, coordinator)
    publish(coordinator)
    for via in (Via.BATCH, Via.CORRECTION):
        with pytest.raises(ValidationError, match="更正要写明理由"):
            write(coordinator, "61", via=via, reason=reason)
    assert Reading.objects.get().value == 60
