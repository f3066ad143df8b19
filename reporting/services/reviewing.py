"""Submitting a department's items, and what the secretariat says to them: 审核通过, 退回, 更正."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from departments.access import Right, may_report_for, require, require_reporter
from departments.models import Department, Person
from indicators.choices import Via
from indicators.models import Reading
from indicators.rules import Entry
from indicators.services import revisions
from indicators.services.judging import Outcome
from indicators.services.moving import CannotMove
from indicators.services.readings import locked_measures, move_readings, record_many
from indicators.workflow import Step
from reporting.models import Round, RoundItem, RoundState
from reporting.selectors.board import BLANK, BoardItem, board_of
from reporting.selectors.submitting import can_submit
from tasks.models import TaskNote
from tasks.services.notes import lock_tasks, move_notes


@dataclass(frozen=True, slots=True)
class Submitted:
    """``left`` are the items that nobody has answered yet: they can follow."""

    items: int
    left: int


@transaction.atomic
def submit(held: Round, department: Department, *, by: Person) -> Submitted:
    """报送: everything that the department has answered and not reported. Also after the due day: late, and marked.

    Raises PermissionDenied, ValidationError where there is nothing to report.
    """
    require_reporter(by)
    if not may_report_for(by, department.pk):
        require(by, Right.RECORD)
    check_taken(held)
    row = board_of(held, only=department).row(department.pk)
    if row is None:
        raise ValidationError(f"{held}没有要{department}填报的。")
    ready = [item for item in row.items if can_submit(item, by)]
    if not ready:
        raise ValidationError(nothing_to_submit(row.left))
    move_items(ready, Step.SUBMIT, by=by, reason=f"报送{held.period.label}")
    return Submitted(len(ready), row.left - len(ready))


def nothing_to_submit(left: int) -> str:
    if left:
        return f"还没有可以报送的内容：{left} 项都没有填。请先填写，再报送。"
    return "各项都已报送，没有要再报送的。"


def check_taken(held: Round) -> None:
    state = Round.objects.get(pk=held.pk).state_on(timezone.localdate())
    if state == RoundState.PLANNED:
        raise ValidationError(f"{held}到{held.opens_on:%Y年%-m月%-d日}才开放，现在还不能报送。")
    if state == RoundState.PUBLISHED:
        raise ValidationError(f"{held}已发布，不再接收报送。确有差错请联系秘书处更正。")


@transaction.atomic
def approve_items(
    items: Sequence[RoundItem], *, by: Person, reason: str = "", seen: Mapping[int, int] | None = None
) -> int:
    """审核通过, all or none. Answers how many. ``seen`` are the answers' versions that the reviewer had before her,
    by item. Raises CannotMove, PermissionDenied."""
    require(by, Right.REVIEW)
    found = held_items(items, seen or {})
    return move_items(found, Step.APPROVE, by=by, reason=reason or "审核通过")


@transaction.atomic
def return_item(item: RoundItem, *, reason: str, by: Person, seen: int | None = None) -> int:
    """退回, with a reason that tells the department what to do. Raises CannotMove, ValidationError."""
    require(by, Right.REVIEW)
    found = held_items([item], {} if seen is None else {item.pk: seen})
    return move_items(found, Step.RETURN, by=by, reason=reason)


def held_items(items: Sequence[RoundItem], seen: Mapping[int, int]) -> list[BoardItem]:
    """Whoever would write one of them waits from here on. Raises CannotMove for what was changed since it was seen."""
    locked_measures({item.measure_id for item in items if item.measure_id is not None})
    lock_tasks({item.task_id for item in items if item.task_id is not None})
    found = board_items(items)
    changed = [each for each in found if each.answer and was_changed(each.item.pk, each.answer, seen)]
    if changed:
        named = "、".join(f"{each.item.department} {each.code}" for each in changed[:5])
        raise CannotMove(f"{named}刚才被改过，什么都没有动。请看清现在的内容，再决定。")
    return found


def was_changed(item: int, answer: Reading | TaskNote, seen: Mapping[int, int]) -> bool:
    return seen.get(item, answer.version) != answer.version


def board_items(items: Sequence[RoundItem]) -> list[BoardItem]:
    """As they stand now. Raises ValidationError for one that nobody has answered."""
    found: list[BoardItem] = []
    for held in Round.objects.filter(pk__in={item.round_id for item in items}):
        wanted = {item.pk for item in items if item.round_id == held.pk}
        found += [each for each in board_of(held).items if each.item.pk in wanted]
    if blank := [each for each in found if each.state == BLANK]:
        named = "、".join(f"{each.item.department} {each.code}" for each in blank[:5])
        raise ValidationError(f"{named}还没有填报，不能审核，也不能退回。")
    return found


def move_items(items: Sequence[BoardItem], step: Step, *, by: Person, reason: str) -> int:
    """Readings and notes alike; their measures are locked first, as whoever writes does."""
    readings = [item.answer.pk for item in items if isinstance(item.answer, Reading)]
    notes = [item.answer.pk for item in items if isinstance(item.answer, TaskNote)]
    locked_measures({item.item.measure_id for item in items if item.item.measure_id is not None})
    moved = 0
    if readings:
        moved += len(move_readings(Reading.objects.filter(pk__in=readings), step, by=by, reason=reason))
    if notes:
        moved += len(move_notes(TaskNote.objects.filter(pk__in=notes), step, by=by, reason=reason))
        revisions.bump()
    return moved


@transaction.atomic
def correct(entry: Entry, *, reason: str, by: Person) -> Outcome:
    """更正 of a published value: new value, reason, both kept. Raises ValidationError, Refused."""
    require(by, Right.RECORD)
    if not reason.strip():
        raise ValidationError({"reason": "请写明更正的理由和依据，例如来函文号。"})
    (outcome,) = record_many([entry], by=by, via=Via.CORRECTION, reason=reason.strip())
    return outcome
