"""The start page of entry: every plan's quarters with what is left in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from indicators.models import Indicator, Measure, Plan, Reading
from indicators.progress.periods import Frequency, Period, periods_between
from reporting.selectors.grid import asked_period, references


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """One line of the start page: how many of the measures asked in a quarter are answered."""

    quarter: Period
    answered: int
    asked: int
    has_ended: bool

    @property
    def left(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class PlanCounts:
    plan: Plan
    quarters: tuple[QuarterCount, ...]


def plan_counts() -> list[PlanCounts]:
    """Three queries: every plan's quarters that have begun, newest first."""
    today = timezone.localdate()
    plans = list(Plan.objects.all())
    first = min((plan.start for plan in plans), default=today)
    within = Reading.objects.filter(period_end__gte=first).exclude(answer="")
    answered = set(within.values_list("measure", "period_code"))
    by_plan: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.select_related("measure", "target__reference"):
        by_plan[indicator.plan_id].append(indicator)
    return [
        PlanCounts(plan, tuple(quarter_counts(plan, by_plan[plan.pk], answered, today))) for plan in plans
    ]


def quarter_counts(
    plan: Plan, indicators: Sequence[Indicator], answered: set[tuple[int, str]], today: date
) -> list[QuarterCount]:
    measures = {i.measure_id: i.measure for i in indicators} | {m.pk: m for m in references(indicators)}
    quarters = [q for q in periods_between(Frequency.QUARTERLY, plan.start, plan.end) if q.start <= today]
    return [quarter_count(quarter, measures.values(), answered, today) for quarter in reversed(quarters)]


def quarter_count(
    quarter: Period, measures: Iterable[Measure], answered: set[tuple[int, str]], today: date
) -> QuarterCount:
    asked = [(m.pk, period.code) for m in measures if (period := asked_period(m, quarter))]
    done = sum((pk, code) in answered or (pk, str(quarter.year)) in answered for pk, code in asked)
    return QuarterCount(quarter, done, len(asked), quarter.end < today)
