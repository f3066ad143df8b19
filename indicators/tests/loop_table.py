"""The loop as the design has it, apart from the code: what each step makes of each state, and whose it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from departments.models import Person
from indicators.choices import State
from indicators.models import PublishedQuarter
from indicators.workflow import Step

AFTER = {
    (Step.SUBMIT, State.DRAFT): State.SUBMITTED,
    (Step.SUBMIT, State.RETURNED): State.SUBMITTED,
    (Step.APPROVE, State.SUBMITTED): State.APPROVED,
    (Step.RETURN, State.SUBMITTED): State.RETURNED,
    (Step.RETURN, State.APPROVED): State.RETURNED,
}
WHOSE = {
    Step.SUBMIT: {"coordinator", "liaison"},
    Step.APPROVE: {"coordinator"},
    Step.RETURN: {"coordinator"},
}
ROLES = ["coordinator", "liaison", "other_liaison", "leader", "evaluator", "system_administrator"]
MATRIX = [
    pytest.param(step, state, role, id=f"{step.name} {state} {role}".lower())
    for step, state, role in product(Step, State, ROLES)
]
REASON = "请核对分母口径"
QUARTER, QUARTER_END = "2023Q4", date(2023, 12, 31)
ONCE = datetime(2024, 1, 5, 2, tzinfo=UTC)


def facts_of(row: Any) -> tuple[Any, ...]:
    """All that a step may touch, and how much history there is."""
    row.refresh_from_db()
    kept = (row.state, row.version, row.reported_at, row.times_returned, row.return_reason)
    return (*kept, row.history.count())


def in_state(state: State, by: Person) -> dict[str, Any]:
    """The fields of a row that has come as far as that."""
    is_returned = state == State.RETURNED
    return {
        "period_code": QUARTER,
        "period_end": QUARTER_END,
        "state": state,
        "reported_at": None if state == State.DRAFT else ONCE,
        "times_returned": int(is_returned),
        "return_reason": "上次的理由" if is_returned else "",
        "via": "page",
        "entered_by": by,
        "entered_at": ONCE,
    }


def publish(by: Person) -> None:
    PublishedQuarter.objects.create(end=QUARTER_END, published_by=by, published_at=ONCE)
