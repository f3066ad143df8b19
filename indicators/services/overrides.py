"""人工认定: the secretariat sets the verdict of one period by hand, with a reason, and takes it back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from departments.access import Right, require
from departments.models import Person
from indicators.choices import FrequencyChoice
from indicators.models import Indicator, VerdictOverride
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Verdict
from indicators.services import revisions
from indicators.services.decisions import ChangedMeanwhile, check_reason, sign


@transaction.atomic
def override_verdict(
    *,
    indicator: Indicator,
    period: Period,
    verdict: Verdict,
    reason: str,
    by: Person,
    seen_version: str | None = None,
) -> VerdictOverride:
    """人工认定, for one period; a second one for the same period replaces the first, both in the history.

    ``seen_version`` is `override_version` of what the decider saw.
    """
    held = locked_override(indicator, period, by, reason, seen_version)
    check_period(indicator, period)
    override = held or VerdictOverride(indicator=indicator, period_code=period.code)
    override.verdict, override.reason = verdict, reason.strip()
    override.set_by, override.set_at = by, timezone.now()
    override.full_clean()
    sign(override, by, reason)
    override.save()
    revisions.bump()
    return override


@transaction.atomic
def withdraw_override(
    *, indicator: Indicator, period: Period, reason: str, by: Person, seen_version: str | None = None
) -> None:
    """The computed verdict counts again. Nothing happens where none was set by hand."""
    held = locked_override(indicator, period, by, reason, seen_version)
    if held is None:
        return
    sign(held, by, reason)
    held.delete()
    revisions.bump()


def locked_override(
    indicator: Indicator, period: Period, by: Person, reason: str, seen_version: str | None
) -> VerdictOverride | None:
    """The indicator is locked, for there may be no override yet to lock."""
    require(by, Right.DECIDE)
    check_reason(reason)
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    held = VerdictOverride.objects.filter(indicator=indicator, period_code=period.code).first()
    if seen_version is not None and seen_version != override_version(held):
        raise ChangedMeanwhile(
            VerdictOverride.history.filter(indicator_id=indicator.pk, period_code=period.code)
        )
    return held


def override_version(override: VerdictOverride | None) -> str:
    """Empty where nothing was set by hand."""
    return override.set_at.isoformat() if override else ""


def check_period(indicator: Indicator, period: Period) -> None:
    """The engine asks only for the measure's own periods within the plan: any other would have no effect."""
    frequency, plan = Frequency(indicator.measure.frequency), indicator.plan
    if period.frequency is not frequency or not plan.start <= period.start <= period.end <= plan.end:
        label = FrequencyChoice(frequency).label
        raise ValidationError(
            {"period": f"{period.label}不是这个指标的填报期。请选规划期内的一期（{label}）。"}
        )
    if period.end > timezone.localdate():
        raise ValidationError({"period": f"{period.label}还没有结束，不能认定。"})
