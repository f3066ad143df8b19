"""Submitting, approving and returning items: readings and task notes alike, by the table of `indicators.workflow`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from departments.access import Right, may, may_report_for, require
from departments.models import Person
from indicators.choices import State
from indicators.models import PublishedQuarter
from indicators.services.writing import update_rows
from indicators.workflow import REPORTED, TRANSITIONS, Step

Item = TypeVar("Item", bound=Any)
LOOP = ("reported_at", "times_returned", "return_reason")
"""What an item keeps of its way through the loop, whatever is written into it."""
MOVED = ("state", "version", *LOOP)
LONGEST_REASON = 500


class CannotMove(ValidationError):
    """Some items are not in a state for the step, or published; none was moved. The message names them."""


def move(
    items: QuerySet[Any],
    step: Step,
    *,
    department_of: Callable[[Any], int | None],
    by: Person,
    reason: str = "",
) -> list[Any]:
    """Moves all of them or none. Wants a transaction, and what they hang on locked.

    Raises PermissionDenied, CannotMove, and ValidationError where a return has no reason.
    """
    transition = TRANSITIONS[step]
    check_reason(step, reason)
    held = list(items.select_for_update(of=("self",)).order_by("pk"))
    require_right(transition.right, [department_of(item) for item in held], by)
    check_states(held, step)
    refuse_published(held)
    for item in held:
        advance(item, step, reason)
    model = items.model
    update_rows(model, held, MOVED, by=by, reason=reason.strip() or str(step))
    return held


def check_reason(step: Step, reason: str) -> None:
    if step != Step.RETURN:
        return
    if not reason.strip():
        raise ValidationError({"reason": "请写明退回的理由，说明哪里要改、怎么改。"})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"退回理由最多 {LONGEST_REASON} 字，请缩短。"})


def require_right(right: Right, departments: Sequence[int | None], by: Person) -> None:
    """Reporting is asked for the department, reviewing for the role."""
    if right != Right.REPORT:
        require(by, right)
    elif not all(may_report_for(by, department) for department in departments):
        require(by, Right.REPORT)
        raise PermissionDenied("只能报送本单位的内容。需要时请联系区残工委秘书处。")


def check_states(items: Sequence[Any], step: Step) -> None:
    before = TRANSITIONS[step].before
    wrong = [item for item in items if item.state not in before or not item.is_answered]
    if wrong:
        named = "；".join(f"{item}（{item.get_state_display()}）" for item in wrong[:5])
        raise CannotMove(f"{named}不能{step}。请刷新页面，看清现在的状态。")


def refuse_published(items: Iterable[Any]) -> None:
    ends = {item.period_end for item in items}
    if published := PublishedQuarter.objects.filter(end__in=ends).first():
        raise CannotMove(f"{published}已发布，不能再动。确需修改请用“更正”。")


def advance(item: Any, step: Step, reason: str) -> None:
    item.state = TRANSITIONS[step].after
    item.version += 1
    if item.state in REPORTED and item.reported_at is None:
        item.reported_at = timezone.now()
    if step == Step.RETURN:
        item.times_returned += 1
        item.return_reason = reason.strip()
    elif item.state == State.APPROVED:
        item.return_reason = ""


def loop_facts(
    before: Any | None, asked: State, now: datetime, *, answered: bool, corrects: bool
) -> dict[str, Any]:
    """For a row that is written anew: its state, and what it keeps of its way. What is taken back (blank) was not
    reported, and the day of its next report counts, unless it was returned to be answered anew."""
    facts = {name: getattr(before, name) for name in LOOP} if before else {}
    state = written_state(before, asked, corrects) if answered else State.DRAFT
    first = facts.get("reported_at") if answered or facts.get("times_returned") else None
    facts["reported_at"] = first or (now if state in REPORTED else None)
    if state == State.APPROVED:
        facts["return_reason"] = ""
    return {**facts, "state": state}


def written_state(before: Any | None, asked: State, corrects: bool) -> State:
    """A correction counts at once, else what is published would vanish; a draft takes no report back."""
    if corrects:
        return State.APPROVED
    if asked == State.DRAFT and before is not None and before.is_answered and before.state in REPORTED:
        return State(before.state)
    return asked


def may_move(person: Person, step: Step, department: int | None) -> bool:
    """For buttons: whether the step is this person's at all."""
    right = TRANSITIONS[step].right
    return may_report_for(person, department) if right == Right.REPORT else may(person, right)
