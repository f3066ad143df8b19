"""A round's way: opened, closed, published; and what the secretariat decides for one department on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from departments.access import Right, require
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Measure, PublishedQuarter, Reading
from indicators.progress.periods import Frequency, Period
from indicators.services import revisions
from indicators.services.decisions import set_reporting_department
from indicators.services.readings import locked_measures
from indicators.services.writing import create_rows
from reporting.models import Extension, Round, RoundItem, RoundState
from reporting.selectors.asked import Asked, asked_in
from tasks.models import Task, TaskNote
from tasks.services.notes import CONTENT, lock_tasks

NOT_A_QUARTER = "轮次按季度开放，请写到季度，例如 2023Q4。"


@transaction.atomic
def open_round(*, period: Period, opens_on: date, due_on: date, by: Person) -> Round:
    """Writes down what is asked of whom. Raises ValidationError, PermissionDenied."""
    require(by, Right.ROUNDS)
    check_period(period)
    hold_writers()
    if Round.objects.filter(period_code=period.code).exists():
        raise ValidationError(f"{period.label}已经开放过，不能再开一次。")
    asked = list(asked_in(period))
    if not asked:
        raise ValidationError(f"{period.label}没有要填报的：没有规划在这一季度，或者还没有明确填报单位。")
    found = Round(period_code=period.code, period_end=period.end, opens_on=opens_on, due_on=due_on)
    sign(found, by, f"开放{period.label}填报")
    found.full_clean()
    found.save()
    write_items(found, asked, by)
    return found


def check_period(period: Period) -> None:
    if period.frequency != Frequency.QUARTERLY:
        raise ValidationError(NOT_A_QUARTER)
    if period.start > timezone.localdate():
        raise ValidationError(f"{period.label}还没有开始，不能开放填报。")


def write_items(opened: Round, asked: Iterable[Asked], by: Person) -> None:
    items = [
        RoundItem(
            round=opened,
            department_id=each.department,
            measure_id=each.measure,
            task_id=each.task,
            period_code=each.period_code,
            position=number,
        )
        for number, each in enumerate(asked)
    ]
    create_rows(RoundItem, items, by=by, reason=f"开放{opened}")


@transaction.atomic
def close_round(held: Round, *, by: Person) -> Round:
    """Late reports are still taken, and marked."""
    return advance(held, {RoundState.OPEN}, RoundState.CLOSED, by, "截止")


@transaction.atomic
def reopen_round(held: Round, *, due_on: date, by: Person) -> Round:
    """With another due day, which is not before the one that departments were told."""
    found = locked(held, by)
    if due_on < found.due_on:
        raise ValidationError({"due_on": f"截止日不能早于原来的{found.due_on:%Y年%-m月%-d日}。"})
    reason = f"重新开放，截止日改为 {due_on}"
    return advance(held, {RoundState.CLOSED}, RoundState.OPEN, by, reason, due_on=due_on)


@transaction.atomic
def publish_round(held: Round, *, by: Person) -> Round:
    """From now on what ends with this quarter changes only by 更正. Refused while reports wait for review."""
    found = locked(held, by)
    hold_writers()
    if waiting := count_waiting(found):
        raise ValidationError(f"还有 {waiting} 项已报送、没有审核。请先审核通过或退回，再发布。")
    PublishedQuarter.objects.get_or_create(
        end=found.period_end, defaults={"published_by": by, "published_at": timezone.now()}
    )
    revisions.bump()
    return advance(held, {RoundState.CLOSED}, RoundState.PUBLISHED, by, "发布")


def hold_writers() -> None:
    """Whoever writes holds the measure or the task: nobody is in the middle of it, and the next one sees what
    was decided here."""
    locked_measures(set(Measure.objects.values_list("pk", flat=True)))
    lock_tasks(set(Task.objects.values_list("pk", flat=True)))


def count_waiting(held: Round) -> int:
    waiting = {"period_end": held.period_end, "state": State.SUBMITTED}
    readings = Reading.objects.filter(**waiting).exclude(answer="")
    notes = TaskNote.objects.filter(**waiting).exclude(**dict.fromkeys(CONTENT, ""))
    return readings.count() + notes.count()


def advance(
    held: Round,
    before: set[RoundState],
    after: RoundState,
    by: Person,
    reason: str,
    due_on: date | None = None,
) -> Round:
    found = locked(held, by)
    if found.state not in before:
        raise ValidationError(f"{found}{found.get_state_display()}，不能{reason}。")
    found.due_on, found.state = due_on or found.due_on, after
    return signed(found, by, reason)


def locked(held: Round, by: Person) -> Round:
    require(by, Right.ROUNDS)
    return Round.objects.select_for_update().get(pk=held.pk)


def signed(held: Round, by: Person, reason: str) -> Round:
    held.version += 1
    held.full_clean()
    sign(held, by, reason)
    held.save()
    return held


def sign(row: Round | RoundItem | Extension, by: Person, reason: str) -> None:
    """What django-simple-history writes down."""
    row._history_user, row._change_reason = by, reason  # type: ignore[union-attr]


# For one department


@transaction.atomic
def extend(*, held: Round, department: Department, due_on: date, reason: str, by: Person) -> Extension:
    """Another due day for one department. Raises ValidationError."""
    found = locked(held, by)
    check_reason(reason, "延期")
    if found.state == RoundState.PUBLISHED:
        raise ValidationError(f"{found}已发布，不能再延期。")
    if not found.items.filter(department=department).exists():
        raise ValidationError(f"{found}没有要{department}填报的，不用延期。")
    if due_on <= found.due_on:
        raise ValidationError({"due_on": f"延期要晚于本轮截止日 {found.due_on:%Y年%-m月%-d日}。"})
    extension = Extension.objects.filter(round=found, department=department).first() or Extension(
        round=found, department=department
    )
    extension.due_on, extension.reason = due_on, reason.strip()
    extension.granted_by, extension.granted_at = by, timezone.now()
    extension.full_clean()
    sign(extension, by, reason.strip())
    extension.save()
    return extension


def check_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": f"请写明{what}的理由。"})


@transaction.atomic
def reassign(
    *, measure: Measure, department: Department, reason: str, by: Person, seen_version: int | None = None
) -> Measure:
    """Another reporting department, from now on and in the rounds that are not published yet."""
    require(by, Right.ROUNDS)
    return set_reporting_department(
        measure=measure, department=department, reason=reason, by=by, seen_version=seen_version
    )


def follow(measure: Measure, by: Person, reason: str, **_: object) -> None:
    """By whichever page it was decided: only the measure's own department may write its values, so what is still
    asked is asked of that one; of none, and the question falls away."""
    for item in open_items(measure):
        sign(item, by, reason.strip())
        if measure.reporting_department is None:
            item.delete()
            continue
        item.department = measure.reporting_department
        item.save()


def open_items(measure: Measure) -> Iterator[RoundItem]:
    found = RoundItem.objects.filter(measure=measure).exclude(round__state=RoundState.PUBLISHED)
    yield from found.select_for_update(of=("self",)).order_by("pk")
