"""A department reports what it has answered; the secretariat approves it or sends it back with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conftest import OTHER, OWNER
from departments.models import Department, Person
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.terms import Verdict
from indicators.selectors.standings import board
from indicators.services.moving import CannotMove
from reporting.models import Round
from reporting.selectors.board import Submission, board_of
from reporting.services.reviewing import Submitted, approve_items, return_item, submit
from reporting.services.rounds import close_round, publish_round
from reporting.tests.quarters import (
    DUE,
    IN_TIME,
    LATE,
    OnDay,
    answer,
    approve_all,
    clock,
    department,
    item_of,
    items_of,
    opened,
    row_of,
    stored,
    stored_note,
    write,
    write_note,
)
from tasks.models import TaskNote
from tasks.selectors.notes import quarters_of

YEAR_END = date(2023, 12, 31)


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    found = clock(monkeypatch)
    found(IN_TIME)
    return found


@pytest.fixture
def held(coordinator: Person, on_day: OnDay) -> Round:
    return opened(coordinator)


@pytest.fixture
def own(held: Round) -> Department:
    return department(OWNER)


def states(held: Round, name: str = OWNER) -> set[str]:
    return {item.state for item in row_of(held, name).items}


def verdict(code: str = "YF-23") -> Verdict:
    """What the dashboard says at the year's end."""
    found = board(YEAR_END).standing(code)
    assert found is not None
    return found.assessment.verdict


# --- submitting -------------------------------------------------------------------------------------


def test_a_liaison_submits_everything_that_was_answered(
    held: Round, own: Department, liaison: Person
) -> None:
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    assert row_of(held, OWNER).submission == Submission.FILLING
    assert submit(held, own, by=liaison) == Submitted(items=41, left=0)
    row = row_of(held, OWNER, today=LATE)
    assert (row.submission, row.is_on_time, row.waiting) == (Submission.SUBMITTED, True, 41)
    assert stored("YF-03").history.first().history_change_reason == "报送2023年第四季度"


def test_part_of_it_now_and_the_rest_later(
    held: Round, own: Department, liaison: Person, on_day: OnDay
) -> None:
    items = items_of(held, OWNER)
    answer(liaison, items[:10], state=State.DRAFT)
    assert submit(held, own, by=liaison) == Submitted(items=10, left=31)
    assert row_of(held, OWNER).submission == Submission.FILLING
    on_day(LATE)
    answer(liaison, items[10:], state=State.DRAFT)
    assert submit(held, own, by=liaison) == Submitted(items=31, left=0)
    row = row_of(held, OWNER)
    assert (row.is_complete, row.is_on_time, row.days_late(LATE)) == (True, False, 3)


def test_the_secretariat_submits_on_a_departments_behalf(
    held: Round, own: Department, coordinator: Person, liaison: Person
) -> None:
    write(coordinator, "YF-03", 60, state=State.DRAFT)
    write_note(coordinator, "YF-T04", OWNER, "两场", state=State.DRAFT)
    assert submit(held, own, by=coordinator).items == 2
    reading, note = stored("YF-03"), stored_note("YF-T04", OWNER)
    assert (reading.state, reading.via, note.via) == (State.SUBMITTED, Via.ON_BEHALF, Via.ON_BEHALF)
    assert reading.history.first().history_user == coordinator


@pytest.mark.parametrize("person", ["other_liaison", "leader", "evaluator", "system_administrator"])
def test_nobody_else_submits(
    person: str, held: Round, own: Department, liaison: Person, request: pytest.FixtureRequest
) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    with pytest.raises(PermissionDenied):
        submit(held, own, by=request.getfixturevalue(person))
    assert stored("YF-03").state == State.DRAFT


def test_nothing_to_submit_is_said(held: Round, own: Department, liaison: Person) -> None:
    with pytest.raises(ValidationError, match="41 项都没有填"):
        submit(held, own, by=liaison)
    answer(liaison, items_of(held, OWNER))
    with pytest.raises(ValidationError, match="各项都已报送"):
        submit(held, own, by=liaison)
    with pytest.raises(ValidationError, match="没有要各街道填报的"):
        submit(held, department("各街道"), by=Person.objects.get(role="coordinator"))


def test_late_is_taken_and_marked_also_when_closed(
    held: Round, own: Department, coordinator: Person, liaison: Person, on_day: OnDay
) -> None:
    close_round(held, by=coordinator)
    on_day(LATE)
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    submit(held, own, by=liaison)
    row = row_of(held, OWNER)
    assert (row.is_complete, row.is_on_time, row.days_late(LATE)) == (True, False, 3)
    on_day(date(2024, 3, 1))
    approve_all(held, coordinator)
    assert row_of(held, OWNER).days_late(date(2024, 3, 1)) == 3


def test_not_before_it_opens_and_not_after_it_is_published(
    held: Round, own: Department, coordinator: Person, liaison: Person, on_day: OnDay
) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    on_day(date(2024, 1, 1))
    with pytest.raises(ValidationError, match="到2024年1月2日才开放"):
        submit(held, own, by=liaison)
    on_day(DUE)
    close_round(held, by=coordinator)
    publish_round(held, by=coordinator)
    with pytest.raises(ValidationError, match="已发布，不再接收报送"):
        submit(held, own, by=liaison)
    assert stored("YF-03").state == State.DRAFT


def test_a_measure_given_to_another_by_a_plan_file_is_not_in_the_way(
    held: Round, own: Department, liaison: Person
) -> None:
    """`load_plan` does not know of rounds."""
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    Measure.objects.filter(code="YF-03").update(reporting_department=department(OTHER))
    assert submit(held, own, by=liaison).items == 40
    assert stored("YF-03").state == State.DRAFT


# --- drafts -----------------------------------------------------------------------------------------


def test_a_draft_does_not_count_and_no_other_department_sees_it(
    held: Round, coordinator: Person, liaison: Person, other_liaison: Person
) -> None:
    write(liaison, "YF-23", 99.5, state=State.DRAFT)
    write_note(liaison, "YF-T04", OWNER, "两场", state=State.DRAFT)
    assert verdict() == Verdict.NO_READING
    assert [len(quarters_of("YF-T04", YEAR_END, reader=who)) for who in (liaison, other_liaison)] == [1, 0]
    with pytest.raises(CannotMove, match="（草稿）不能审核通过"):
        approve_items([item_of(held, "YF-23")], by=coordinator)
    row = row_of(held, OWNER, today=LATE)
    assert (row.reported, row.waiting, row.is_overdue(LATE)) == (0, 0, True)


# --- reviewing --------------------------------------------------------------------------------------


def test_approving_makes_it_count_and_be_seen(
    held: Round, coordinator: Person, liaison: Person, other_liaison: Person
) -> None:
    write(liaison, "YF-23", 99.5)
    write_note(liaison, "YF-T04", OWNER, "两场")
    assert (verdict(), states(held)) == (Verdict.NO_READING, {"blank", State.SUBMITTED})
    assert approve_all(held, coordinator) == 2
    assert verdict() == Verdict.ACHIEVED
    assert len(quarters_of("YF-T04", YEAR_END, reader=other_liaison)) == 1


def test_many_are_approved_or_none(held: Round, coordinator: Person, liaison: Person) -> None:
    items = items_of(held, OWNER)
    answer(liaison, items[:-1])
    with pytest.raises(ValidationError, match="还没有填报"):
        approve_items(items, by=coordinator)
    answer(liaison, items[-1:], state=State.DRAFT)
    with pytest.raises(CannotMove, match="（草稿）不能审核通过"):
        approve_items(items, by=coordinator)
    assert states(held) == {State.SUBMITTED, State.DRAFT}
    assert Reading.objects.filter(state=State.APPROVED).count() == 0
    submit(held, department(OWNER), by=liaison)
    assert approve_items(items, by=coordinator) == len(items)
    assert row_of(held, OWNER).submission == Submission.APPROVED


def test_of_two_departments_and_two_rounds_at_once(coordinator: Person, held: Round) -> None:
    third = opened(coordinator, "2023Q3")
    items = [item_of(third, "YF-03"), item_of(held, "YF-03"), item_of(held, "YF-29")]
    answer(coordinator, items, state=State.SUBMITTED)
    assert approve_items(items, by=coordinator) == 3


@pytest.mark.parametrize(
    "person", ["liaison", "other_liaison", "leader", "evaluator", "system_administrator"]
)
def test_nobody_else_approves_or_returns(
    person: str, held: Round, coordinator: Person, request: pytest.FixtureRequest
) -> None:
    write(coordinator, "YF-03", 60, state=State.SUBMITTED)
    by, item = request.getfixturevalue(person), item_of(held, "YF-03")
    with pytest.raises(PermissionDenied):
        approve_items([item], by=by)
    with pytest.raises(PermissionDenied):
        return_item(item, reason="请核对", by=by)
    assert stored("YF-03").state == State.SUBMITTED


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_return_without_a_reason_is_refused(
    reason: str, held: Round, coordinator: Person, liaison: Person
) -> None:
    write(liaison, "YF-03", 60)
    with pytest.raises(ValidationError, match="请写明退回的理由"):
        return_item(item_of(held, "YF-03"), reason=reason, by=coordinator)
    assert stored("YF-03").state == State.SUBMITTED


def test_a_blank_cannot_be_returned(held: Round, coordinator: Person) -> None:
    with pytest.raises(ValidationError, match="区卫生健康委 YF-03还没有填报"):
        return_item(item_of(held, "YF-03"), reason="请填报", by=coordinator)


def test_returned_answered_again_and_approved(
    held: Round, own: Department, coordinator: Person, liaison: Person, on_day: OnDay
) -> None:
    answer(liaison, items_of(held, OWNER))
    return_item(item_of(held, "YF-03"), reason="分母不对", by=coordinator)
    note = held.items.get(task__code="YF-T04", department=own)
    return_item(note, reason="太短", by=coordinator)
    row = row_of(held, OWNER)
    assert (row.submission, row.returned, row.is_complete) == (Submission.RETURNED, 2, False)
    on_day(LATE)
    write(liaison, "YF-03", 61, state=State.DRAFT)
    assert submit(held, own, by=liaison) == Submitted(items=2, left=0)
    approve_all(held, coordinator)
    row = row_of(held, OWNER)
    assert (row.submission, row.is_on_time, row.days_late(LATE)) == (Submission.APPROVED, True, 0)
    rate = board_of(held).return_rate
    assert (rate.part, rate.whole) == (2, 41)
    assert {reading.return_reason for reading in Reading.objects.all()} == {""}
    assert TaskNote.objects.get(task__code="YF-T04", department=own).times_returned == 1


def test_what_counted_and_is_returned_counts_no_more(
    held: Round, coordinator: Person, liaison: Person
) -> None:
    write(liaison, "YF-23", 99.5)
    approve_all(held, coordinator)
    assert verdict() == Verdict.ACHIEVED
    return_item(item_of(held, "YF-23"), reason="与年报不一致", by=coordinator)
    assert verdict() == Verdict.NO_READING
    write(liaison, "YF-23", 98.5)
    assert (stored("YF-23").state, verdict()) == (State.SUBMITTED, Verdict.NO_READING)
    approve_all(held, coordinator)
    assert verdict() == Verdict.LAGGING
