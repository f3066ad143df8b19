"""延期, 截止, 重新开放, 发布: each step from each state, by each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conftest import OWNER
from departments.models import Person
from indicators.choices import State
from indicators.models import PublishedQuarter
from indicators.progress.periods import Period
from indicators.selectors.revision import data_token
from indicators.services.readings import blank, record_many
from reporting.models import Extension, Round, RoundState
from reporting.services.rounds import close_round, extend, publish_round, reopen_round
from reporting.tests.quarters import (
    DUE,
    SMALL,
    approve_all,
    department,
    measure,
    opened,
    published,
    row_of,
    stored,
    write,
    write_note,
)

LATER, LATEST = date(2024, 1, 25), date(2024, 1, 31)
STEPS: dict[str, tuple[Callable[..., Any], RoundState, RoundState]] = {
    "close": (close_round, RoundState.OPEN, RoundState.CLOSED),
    "reopen": (lambda held, by: reopen_round(held, due_on=LATER, by=by), RoundState.CLOSED, RoundState.OPEN),
    "publish": (publish_round, RoundState.CLOSED, RoundState.PUBLISHED),
}
ROLES = ["coordinator", "liaison", "other_liaison", "leader", "evaluator", "system_administrator"]


@pytest.fixture
def held(coordinator: Person) -> Round:
    return opened(coordinator)


def brought_to(state: str, held: Round) -> None:
    Round.objects.filter(pk=held.pk).update(state=state)
    if state == RoundState.PUBLISHED:
        PublishedQuarter.objects.create(
            end=held.period_end,
            published_by=Person.objects.get(role="coordinator"),
            published_at="2024-02-01T00:00Z",
        )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_from_each_state_by_each_role(
    step: str, state: RoundState, role: str, held: Round, request: pytest.FixtureRequest
) -> None:
    take, before, after = STEPS[step]
    brought_to(state, held)
    by = request.getfixturevalue(role)
    if role != "coordinator":
        with pytest.raises(PermissionDenied):
            take(held, by=by)
    elif state != before:
        with pytest.raises(ValidationError, match="不能"):
            take(held, by=by)
    else:
        moved = take(held, by=by)
        assert (moved.state, moved.version, moved.history.count()) == (after, 2, 2)
        assert moved.history.first().history_user == by
        return
    found = Round.objects.get(pk=held.pk)
    assert (found.state, found.version, found.due_on) == (state, 1, DUE)
    assert PublishedQuarter.objects.exists() == (state == RoundState.PUBLISHED)


def test_closing_with_a_page_opened_before_keeps_the_newer_due_day(held: Round, coordinator: Person) -> None:
    close_round(held, by=coordinator)
    reopen_round(Round.objects.get(), due_on=LATER, by=coordinator)
    assert held.due_on == DUE
    assert close_round(held, by=coordinator).due_on == LATER


def test_the_due_day_is_not_moved_forward_on_departments(held: Round, coordinator: Person) -> None:
    close_round(held, by=coordinator)
    with pytest.raises(ValidationError, match="不能早于原来的2024年1月20日"):
        reopen_round(held, due_on=date(2024, 1, 19), by=coordinator)


# --- publishing -------------------------------------------------------------------------------------


def test_publishing_waits_for_readings_and_notes_of_the_quarters_end(
    held: Round, coordinator: Person, liaison: Person
) -> None:
    write(liaison, "YF-03", 60)
    write_note(liaison, "YF-T04", OWNER, "两场")
    close_round(held, by=coordinator)
    with pytest.raises(ValidationError, match="还有 2 项已报送、没有审核"):
        publish_round(held, by=coordinator)
    assert approve_all(held, coordinator) == 2
    token = data_token()
    assert publish_round(held, by=coordinator).state == RoundState.PUBLISHED
    assert PublishedQuarter.objects.get().published_by == coordinator
    assert data_token() != token


def test_a_yearly_value_waits_with_the_fourth_quarter_and_not_with_the_third(
    coordinator: Person, liaison: Person
) -> None:
    third = opened(coordinator, "2023Q3")
    write(liaison, "YF-14", 3, "2023")
    published(third, coordinator)
    fourth = opened(coordinator)
    close_round(fourth, by=coordinator)
    with pytest.raises(ValidationError, match="还有 1 项"):
        publish_round(fourth, by=coordinator)


def test_drafts_returns_and_blanks_do_not_hold_it_up(
    held: Round, coordinator: Person, liaison: Person
) -> None:
    write(liaison, "YF-03", 60, state=State.DRAFT)
    write(liaison, "YF-04", 60)
    record_many([blank(measure("YF-04"), Period.parse("2023Q4"))], by=liaison)
    close_round(held, by=coordinator)
    publish_round(held, by=coordinator)
    assert stored("YF-03").state == State.DRAFT


# --- one department's own day -----------------------------------------------------------------------


def given(
    held: Round, by: Person, name: str = SMALL, due_on: date = LATER, reason: str = "系统迁移"
) -> Extension:
    return extend(held=held, department=department(name), due_on=due_on, reason=reason, by=by)


def test_an_extension_is_that_departments_day_alone(held: Round, coordinator: Person) -> None:
    assert given(held, coordinator, reason=" 系统迁移 ").reason == "系统迁移"
    assert (row_of(held, SMALL).due, row_of(held, OWNER).due) == (LATER, DUE)
    assert row_of(held, SMALL).extension.granted_by == coordinator


def test_extended_again_there_is_one_with_both_in_its_history(held: Round, coordinator: Person) -> None:
    given(held, coordinator)
    again = given(held, coordinator, due_on=LATEST, reason="再延")
    assert Extension.objects.get().due_on == LATEST
    assert [(old.due_on, old.history_change_reason) for old in again.history.all()] == [
        (LATEST, "再延"),
        (LATER, "系统迁移"),
    ]


def test_a_round_reopened_for_longer_does_not_leave_the_extended_one_behind(
    held: Round, coordinator: Person
) -> None:
    given(held, coordinator)
    close_round(held, by=coordinator)
    again = reopen_round(held, due_on=LATEST, by=coordinator)
    assert row_of(again, SMALL).due == LATEST


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_on": DUE}, "延期要晚于本轮截止日 2024年1月20日"),
        ({"due_on": date(2024, 1, 1)}, "延期要晚于"),
        ({"reason": " "}, "请写明延期的理由"),
        ({"reason": "长" * 501}, "500"),
        ({"name": "各街道"}, "没有要各街道填报的"),
    ],
)
def test_what_is_no_extension(wrong: dict[str, Any], sentence: str, held: Round, coordinator: Person) -> None:
    with pytest.raises(ValidationError, match=sentence):
        given(held, coordinator, **wrong)
    assert not Extension.objects.exists()


def test_also_after_closing_but_not_after_publishing(held: Round, coordinator: Person) -> None:
    close_round(held, by=coordinator)
    given(held, coordinator)
    publish_round(held, by=coordinator)
    with pytest.raises(ValidationError, match="已发布，不能再延期"):
        given(held, coordinator, due_on=LATEST)
