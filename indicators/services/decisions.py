"""What the secretariat decides about measures and targets: each with a reason and history.

Every field that is changed here is remembered in ``kept_fields``, so that `load_plan` leaves it alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from departments.access import Right, require
from departments.models import Department, Person
from indicators.models import Indicator, Measure, Target
from indicators.progress.checks import target_problems
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Span
from indicators.rules import fits, plain_problems
from indicators.selectors.catalogue import baseline_of, measure_terms, plan_facts, target_terms
from indicators.services import revisions

owner_decided = Signal()
"""Sent in the transaction with ``measure``, ``by`` and ``reason``: rounds, which this app cannot know, follow."""
Decided = TypeVar("Decided", Measure, Target)


class ChangedMeanwhile(ValidationError):
    """Somebody else decided since the page was opened; says who and when."""

    def __init__(self, changes: QuerySet[Any]) -> None:
        last = changes.select_related("history_user").order_by("-history_date", "-history_id").first()
        who = last.history_user if last and last.history_user else "别人"
        when = f"{timezone.localtime(last.history_date):%Y-%m-%d %H:%M} " if last else ""
        super().__init__(
            f"{who} {when}已经改过这一项，你看到的不是最新的。你填的还在，请看清现在的值再保存。"
        )


@transaction.atomic
def set_baseline(
    *,
    measure: Measure,
    value: Decimal | None,
    year: int | None,
    reason: str,
    by: Person,
    seen_version: int | None = None,
) -> Measure:
    """One explicit value with its year; both None takes it back."""
    held = locked(measure, by, reason, seen_version)
    check_baseline(held, value, year)
    decide(held, {"baseline_value": value, "baseline_year": year}, reason)
    return held


@transaction.atomic
def set_own_baseline(
    *,
    target: Target,
    value: Decimal | None,
    year: int | None,
    reason: str,
    by: Person,
    seen_version: int | None = None,
) -> Target:
    """A baseline for this target alone, instead of its measure's."""
    held = locked(target, by, reason, seen_version)
    check_baseline(held.indicator.measure, value, year)
    decide(held, {"own_baseline_value": value, "own_baseline_year": year}, reason)
    return held


@transaction.atomic
def set_tolerance(
    *, target: Target, tolerance: Decimal | None, reason: str, by: Person, seen_version: int | None = None
) -> Target:
    """In the target's unit (percentage points for %); None goes back to the default of progress.md."""
    held = locked(target, by, reason, seen_version)
    decide(held, {"tolerance": tolerance}, reason)
    return held


@transaction.atomic
def set_reporting_department(
    *,
    measure: Measure,
    department: Department | None,
    reason: str,
    by: Person,
    seen_version: int | None = None,
) -> Measure:
    held = locked(measure, by, reason, seen_version)
    basis = f"秘书处指定：{reason.strip()}"[:200] if department else ""
    decide(held, {"reporting_department": department, "reporting_basis": basis}, reason)
    owner_decided.send(Measure, measure=held, by=by, reason=reason)
    return held


@transaction.atomic
def set_definition(
    *,
    measure: Measure,
    definition: str,
    source: str,
    reason: str,
    by: Person,
    seen_version: int | None = None,
) -> Measure:
    """A 口径 is written only with its source."""
    held = locked(measure, by, reason, seen_version)
    words, origin = definition.strip(), source.strip()
    if words and not origin:
        raise ValidationError({"source": "写了口径，就要写明来源，例如文件名称或文号。"})
    decide(held, {"definition": words, "definition_source": origin if words else ""}, reason)
    return held


@transaction.atomic
def set_counting(
    *, measure: Measure, basis: Basis, reason: str, by: Person, seen_version: int | None = None
) -> Measure:
    """Whether a measure is a state, counted for the period, or from 1 January; for every target at once.

    A rate counted from 1 January is judged over the year as a whole (progress.md), a state by its newest.
    """
    held = locked(measure, by, reason, seen_version)
    targets = locked_targets(held, by)
    for target in targets:
        target.span = span_for(target, basis)
    check_values_can_be_added(held, basis, targets)
    confirmed = [field for field in held.to_confirm if field != "basis"]
    decide(held, {"basis": basis, "to_confirm": confirmed}, reason, targets=targets)
    for target in targets:
        keep(target, {"span"}, reason)
    return held


def locked_targets(measure: Measure, by: Person) -> list[Target]:
    """Always in the same order, so that two deciders cannot wait for each other."""
    found = Target.objects.select_for_update(of=("self",)).filter(indicator__measure=measure)
    targets = list(found.select_related("indicator__plan").order_by("pk"))
    for target in targets:
        target._history_user = by  # type: ignore[attr-defined]  # django-simple-history reads it
    return targets


def check_values_can_be_added(measure: Measure, basis: Basis, targets: list[Target]) -> None:
    """A flow rate over a year needs its numerators and denominators; percentages alone cannot be added."""
    over_a_year = any(target.span == Span.YEAR for target in targets)
    if basis != Basis.FLOW or measure.scale is None or not over_a_year:
        return
    plain = (
        measure.readings.filter(value__isnull=False)
        .order_by("period_end")
        .values_list("period_code", flat=True)
    )
    if codes := list(plain):
        named = "、".join(Period.parse(code).label for code in codes[:3]) + ("等" if len(codes) > 3 else "")
        raise ValidationError(
            {"basis": f"{named} {len(codes)} 期只填了百分数，没有分子、分母，不能按全年合计。请先补填。"}
        )


@transaction.atomic
def split_measure(*, target: Target, reason: str, by: Person, seen_version: int | None = None) -> Measure:
    """Gives the target's indicator a measure of its own, which begins without values: what was entered so
    far stays where it was counted. That two plans' indicators count the same is a default (plan-data.md).
    """
    held = locked(target, by, reason, seen_version)
    indicator, shared = held.indicator, held.indicator.measure
    others = shared.indicators.exclude(pk=indicator.pk).values_list("code", flat=True)
    if not others:
        raise ValidationError("这个指标没有和别的指标共用数据项，不用拆分。")
    if shared.code == indicator.code:
        raise ValidationError(f"数据项以 {indicator.code} 的编码登记。请到 {others[0]} 的页面拆分。")
    own = copy_of(shared, indicator)
    sign(own, by, f"从 {shared.code} 拆分：{reason}")
    own.save()
    indicator.measure = own
    indicator.save(update_fields=["measure"])
    shared.note = ""  # it spoke of the sharing
    sign(shared, by, reason)
    keep(shared, {"note"}, reason)
    keep(held, set(), reason)
    revisions.bump()
    return own


def copy_of(shared: Measure, indicator: Indicator) -> Measure:
    """Counted alike, but with neither baseline nor definition: those were the other's."""
    copied = ("unit", "frequency", "basis", "scale", "higher_is_better", "reporting_department",
              "reporting_basis", "suggested_department", "to_confirm")  # fmt: skip
    own = Measure(
        code=indicator.code,
        name=indicator.name,
        position=shared.position,
        **{field: getattr(shared, field) for field in copied},
    )
    own.full_clean()
    return own


def span_for(target: Target, basis: Basis) -> Span:
    if target.span == Span.PLAN:
        return Span.PLAN
    return Span.LATEST if basis == Basis.POINT else Span.YEAR


def locked(row: Decided, by: Person, reason: str, seen_version: int | None) -> Decided:
    require(by, Right.DECIDE)
    check_reason(reason)
    # `of`: the outer join to a nullable department cannot be locked on PostgreSQL.
    held = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if seen_version is not None and held.version != seen_version:
        raise ChangedMeanwhile(held.history.all())
    held._history_user = by  # type: ignore[attr-defined]  # also outside of requests
    return held


def sign(row: Any, by: Person, reason: str) -> None:
    """What django-simple-history writes down: who and why, whether or not there is a request."""
    row._history_user, row._change_reason = by, reason.strip()


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由，例如依据的文件或来函。"})


def check_baseline(measure: Measure, value: Decimal | None, year: int | None) -> None:
    """The same hard rules as for a reading's value; value and year only together."""
    if value is None and year is None:
        return
    if value is None:
        raise ValidationError({"value": "填了年份，也要填基期值；要取消基期，请两项都留空。"})
    if year is None:
        raise ValidationError({"year": "请写明基期值是哪一年的，例如 2021。"})
    if not fits(value):
        raise ValidationError({"value": "基期值位数太多：整数最多 9 位，小数最多 6 位。"})
    if found := list(plain_problems(measure, value)):
        raise ValidationError({"value": [problem.sentence for problem in found]})


def decide(
    row: Measure | Target, values: dict[str, Any], reason: str, targets: list[Target] | None = None
) -> None:
    """Sets the values, asks the engine's checks about every target concerned, and saves."""
    for field, value in values.items():
        setattr(row, field, value)
    check_targets(row, targets)
    keep(row, set(values), reason)
    revisions.bump()


def check_targets(row: Measure | Target, targets: list[Target] | None = None) -> None:
    measure = row.indicator.measure if isinstance(row, Target) else row
    if targets is None:
        targets = [row] if isinstance(row, Target) else targets_of(row)
    for target in targets:
        plan = plan_facts(target.indicator.plan)
        found = target_problems(
            plan.terms, measure_terms(measure), target_terms(target), baseline_of(measure, target)
        )
        if found:
            raise ValidationError([f"{target.indicator.code}：{sentence}" for sentence in found])


def targets_of(measure: Measure) -> list[Target]:
    return list(Target.objects.filter(indicator__measure=measure).select_related("indicator__plan"))


def keep(row: Measure | Target, fields: set[str], reason: str) -> None:
    row.kept_fields = sorted({*row.kept_fields, *fields})
    row.version += 1
    row.full_clean()
    row._change_reason = reason.strip()  # type: ignore[union-attr]
    row.save()
