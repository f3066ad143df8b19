"""What the secretariat's forms need to know about one indicator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from indicators.models import Indicator, VerdictOverride
from indicators.progress.periods import Frequency, Period, periods_between
from indicators.progress.terms import Verdict
from indicators.selectors.standings import Standing, board


@dataclass(frozen=True, slots=True)
class OverrideChoices:
    """``periods``: those that have ended, newest first. ``held``: those set by hand already."""

    periods: tuple[Period, ...]
    newest: Period | None
    standing_now: Standing | None
    held: tuple[VerdictOverride, ...]

    def standing(self, period: Period) -> VerdictOverride | None:
        return next((held for held in self.held if held.period_code == period.code), None)

    @property
    def computed(self) -> str:
        now = self.standing_now
        return now.assessment.computed_verdict.label if now else ""


def indicator_to_decide(code: str) -> Indicator | None:
    """One query."""
    return (
        Indicator.objects.select_related(
            "plan", "target", "measure__reporting_department", "measure__suggested_department"
        )
        .filter(code=code)
        .first()
    )


def override_choices(indicator: Indicator) -> OverrideChoices:
    frequency, plan, today = Frequency(indicator.measure.frequency), indicator.plan, timezone.localdate()
    found = board()
    periods = list(periods_between(frequency, plan.start, min(plan.end, today)))
    held = (
        VerdictOverride.objects.filter(indicator=indicator).select_related("set_by").order_by("-period_code")
    )
    return OverrideChoices(
        periods=tuple(reversed(periods)),
        newest=next((period for period in reversed(periods) if period.end <= found.as_of), None),
        standing_now=found.standing(indicator.code),
        held=tuple(held),
    )


def verdict_label(override: VerdictOverride) -> str:
    return Verdict(override.verdict).label
