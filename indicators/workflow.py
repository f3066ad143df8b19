"""The loop that every item of a round goes through, as one table: 草稿 → 已报送 → 已审核, or 已退回 and round again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from departments.access import Right
from indicators.choices import State


class Step(StrEnum):
    SUBMIT = "报送"
    APPROVE = "审核通过"
    RETURN = "退回"


@dataclass(frozen=True, slots=True)
class Transition:
    """Whoever has ``right`` may take an item ``before`` to ``after``; what is published moves no more."""

    before: frozenset[State]
    after: State
    right: Right


TRANSITIONS = {
    Step.SUBMIT: Transition(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, Right.REPORT),
    Step.APPROVE: Transition(frozenset({State.SUBMITTED}), State.APPROVED, Right.REVIEW),
    Step.RETURN: Transition(frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED, Right.REVIEW),
}
REPORTED = frozenset({State.SUBMITTED, State.APPROVED})
"""Its department has done its part."""
