"""The board: a department's state follows from its items, lateness from its own day, the rates from both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Reading
from reporting.models import Extension, Round, RoundItem
from reporting.selectors.board import (
    BLANK,
    LABELS,
    Board,
    BoardItem,
    DepartmentRow,
    Rate,
    Submission,
    board_of,
    submission_of,
)
from reporting.tests.quarters import answer, opened, row_of, stored, write

S, A, R, D, B = State.SUBMITTED, State.APPROVED, State.RETURNED, State.DRAFT, BLANK
DUE = date(2024, 1, 20)
TODAY = date(2024, 1, 25)
STATES = st.lists(st.sampled_from([S, A, R, D, B]), max_size=8)

# --- derived, never set -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "label"),
    [
        ([], "未开始"),
        ([B], "未开始"),
        ([B, B], "未开始"),
        ([D], "填报中"),
        ([D, B], "填报中"),
        ([S, B], "填报中"),
        ([A, B], "填报中"),
        ([A, D], "填报中"),
        ([S, A, D, B], "填报中"),
        ([S], "已报送"),
        ([S, A], "已报送"),
        ([A], "已审核"),
        ([A, A], "已审核"),
        ([R], "已退回"),
        ([R, B], "已退回"),
        ([R, S, A], "已退回"),
        ([R, S, A, D, B], "已退回"),
    ],
)
def test_a_departments_state_from_its_items(states: list[str], label: str) -> None:
    for order in permutations(states):
        assert LABELS[submission_of(order)] == label


@given(states=STATES, data=st.data())
def test_neither_order_nor_number_matters(states: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(states))
    assert submission_of(states) == submission_of(shuffled) == submission_of(states * 2)


@given(states=STATES)
def test_reported_in_whole_is_submitted_or_approved(states: list[str]) -> None:
    is_whole = bool(states) and set(states) <= {S, A}
    assert (submission_of(states) in {Submission.SUBMITTED, Submission.APPROVED}) == is_whole


# --- made by hand, without a database ---------------------------------------------------------------


def at(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time(12)))


def item(state: str, reported: date | None = None, returned: int = 0, due: date = DUE) -> BoardItem:
    found = Reading(answer="value", state=state, reported_at=at(reported), times_returned=returned)
    return BoardItem(RoundItem(), "YF-03", "婚前医学检查率", due, None if state == BLANK else found)


def row(*items: BoardItem, name: str = "甲", due: date = DUE) -> DepartmentRow:
    return DepartmentRow(Department(name=name), items, due)


def board(*rows: DepartmentRow, today: date = TODAY) -> Board:
    return Board(Round(period_code="2023Q4", due_on=DUE), rows, today)


BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=3)


@pytest.mark.parametrize(
    ("made", "on_time", "days"),
    [
        (item(S, DUE), True, 0),
        (item(S, BEFORE), True, 0),
        (item(A, AFTER), False, 3),
        (item(R, BEFORE, 1), True, 0),
        (item(S, BEFORE, 2), True, 0),
        (item(D), False, 5),
        (item(B), False, 5),
        (item(S, AFTER, due=AFTER), True, 0),
    ],
    ids=["on its day", "before", "late", "returned", "answered again", "draft", "blank", "extended"],
)
def test_late_is_a_fact_of_the_first_report(made: BoardItem, on_time: bool, days: int) -> None:
    assert (made.is_on_time, made.days_late(TODAY)) == (on_time, days)


def test_the_due_day_ends_at_midnight_in_beijing() -> None:
    last, first = item(S), item(S)
    last.answer.reported_at = datetime.fromisoformat("2024-01-20T15:59:59+00:00")
    first.answer.reported_at = datetime.fromisoformat("2024-01-20T16:00:00+00:00")
    assert (last.is_on_time, first.is_on_time, first.days_late(TODAY)) == (True, False, 1)


def test_overdue_is_who_still_owes_something_after_the_own_day() -> None:
    assert row(item(S, DUE), item(B)).is_overdue(TODAY)
    assert not row(item(S, DUE), item(B)).is_overdue(DUE)
    assert not row(item(S, AFTER)).is_overdue(TODAY), "late, and reported"
    assert not row(item(B, due=TODAY), due=TODAY).is_overdue(TODAY)
    assert row(item(B), item(S, AFTER)).days_late(TODAY) == 5


def test_the_rates_with_their_two_numbers() -> None:
    found = board(
        row(item(S, BEFORE), item(A, BEFORE, 1)),
        row(item(S, BEFORE), item(S, AFTER)),
        row(item(S, BEFORE), item(R, BEFORE, 2)),
        row(item(A, BEFORE), item(D)),
        row(item(B)),
    )
    assert found.reporting_rate == Rate(2, 5)
    assert found.punctuality_rate == Rate(1, 5)
    assert found.return_rate == Rate(2, 7)
    assert [rate.percent for rate in (found.reporting_rate, Rate(0, 42), Rate(0, 0), Rate(42, 42))] == [
        "40.0%",
        "0.0%",
        "—",
        "100.0%",
    ]


@given(st.lists(st.lists(st.tuples(STATES.filter(bool), st.booleans()), min_size=1, max_size=4), max_size=8))
def test_rates_stay_between_nothing_and_all(drawn: Any) -> None:
    rows = [row(*(made(state, late) for states, late in own for state in states)) for own in drawn]
    found = board(*rows)
    assert 0 <= found.punctuality_rate.part <= found.reporting_rate.part <= len(rows)
    assert 0 <= found.return_rate.part <= found.return_rate.whole


def made(state: str, late: bool) -> BoardItem:
    reported = None if state in (B, D) else AFTER if late else BEFORE
    return item(state, reported, returned=int(state == R))


def names(rows: Sequence[DepartmentRow]) -> str:
    return "".join(each.department.name for each in rows)


def test_what_has_to_be_done_comes_first() -> None:
    found = board(
        row(item(A, BEFORE), name="审"),
        row(item(S, BEFORE), name="待"),
        row(item(B), name="逾"),
        row(item(B, due=TODAY), name="未", due=TODAY),
        row(item(R, BEFORE, 1), item(S, BEFORE), name="退"),
        row(item(B, due=BEFORE), name="久", due=BEFORE),
    )
    assert names(found.by_urgency) == "退久逾待未审"
    assert names(found.overdue) == "逾退久"


# --- from the database ------------------------------------------------------------------------------


def test_what_a_board_shows_of_what_stands(coordinator: Person, liaison: Person) -> None:
    held = opened(coordinator)
    write(liaison, "YF-03", 60)
    write(liaison, "YF-04", 80, state=State.DRAFT)
    own = {each.code: each.state for each in row_of(held, "区卫生健康委").items}
    assert len(own) == 41
    assert (own["YF-03"], own["YF-04"], own["YF-05"], own["YF-T04"]) == (S, D, BLANK, BLANK)
    assert {each.submission for each in board_of(held).rows} == {Submission.FILLING, Submission.NOT_STARTED}


def test_a_year_reported_as_a_whole_answers_for_its_quarters(coordinator: Person) -> None:
    """They can then not be entered, and no department could ever be complete."""
    held = opened(coordinator)
    write(coordinator, "YF-26", 160, "2023")
    (found,) = (each for each in row_of(held, "区应急局").items if each.code == "YF-26")
    assert (found.state, found.answer) == (A, stored("YF-26", "2023"))


def test_departments_at_the_same_place_in_the_order_are_not_mixed(coordinator: Person) -> None:
    held = opened(coordinator)
    Department.objects.update(position=1)
    rows = board_of(held).rows
    assert len(rows) == len({each.department.pk for each in rows}) == 42


QUERIES = 4
"""Items, readings, notes, extensions; whatever the size."""


def test_the_number_of_queries_does_not_grow(coordinator: Person) -> None:
    held = opened(coordinator)
    assert queries(held) == QUERIES
    for year in (2022, 2023, 2024):
        for quarter in (1, 2, 3, 4):
            if (year, quarter) != (2023, 4):
                opened(coordinator, f"{year}Q{quarter}")
    for each in Round.objects.all():
        answer(coordinator, each.items.select_related("measure", "task", "department", "round"))
    Extension.objects.create(
        round=held,
        department=Department.objects.all()[0],
        due_on=TODAY,
        reason="来函",
        granted_by=coordinator,
        granted_at=timezone.now(),
    )
    assert queries(held) == QUERIES
    assert board_of(held).reporting_rate == Rate(42, 42)


def queries(held: Round) -> int:
    fresh = Round.objects.get(pk=held.pk)
    with CaptureQueriesContext(connection) as asked:
        found = board_of(fresh)
        _ = found.by_urgency, found.reporting_rate, found.punctuality_rate, found.return_rate, found.overdue
        _ = [(each.code, each.name, each.state, each.item.department.name) for each in found.items]
    return len(asked)
