"""What stands beside an indicator's data: who answers for it, what is counted, and by which defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.selectors.indicator_figures import table_text
from indicators.choices import BasisChoice, ComparatorChoice, FrequencyChoice, KindChoice, SpanChoice
from indicators.models import Indicator, Measure
from indicators.progress import Comparator, Kind, Span
from indicators.progress.numbers import difference_unit, format_computed, format_number, with_unit
from indicators.selectors.catalogue import plain
from indicators.selectors.standings import Standing
from indicators.selectors.timeline import Event
from tasks.selectors import TaskFacts

TOLERANT = {Comparator.HOLD, Comparator.IN_STEP, Comparator.RISE}
DEFAULTS = {
    Comparator.HOLD: ("1 个百分点", "基期值的 2%"),
    Comparator.IN_STEP: ("1 个百分点", "1 个百分点"),
    Comparator.RISE: ("0", "0"),
}
KEEP_DEFAULTS = ("1 个百分点", "目标值的 2%")


@dataclass(frozen=True, slots=True)
class Side:
    task: TaskFacts | None
    leads: tuple[str, ...]
    responsible: tuple[str, ...]
    formula: str
    frequency: str
    basis: str
    basis_to_confirm: bool
    judged_by: str
    reporting_basis: str
    may_have_baseline: bool
    without_baseline: str
    baseline: str
    baseline_value: str
    baseline_year: int | None
    baseline_set: Event | None
    own_baseline: str
    tolerance: str
    tolerance_is_default: bool
    suggestion: str


def side_of(
    standing: Standing, indicator: Indicator, task: TaskFacts | None, events: Sequence[Event]
) -> Side:
    measure, target = indicator.measure, indicator.target
    return Side(
        task=task,
        leads=names(task, is_lead=True),
        responsible=names(task, is_lead=False),
        formula=formula(measure),
        frequency=FrequencyChoice(measure.frequency).label,
        basis=BasisChoice(measure.basis).label,
        basis_to_confirm="basis" in measure.to_confirm,
        judged_by=f"{ComparatorChoice(target.comparator).label}，按{SpanChoice(target.span).label}，{KindChoice(target.kind).label}",
        reporting_basis=measure.reporting_basis.removeprefix("依据："),
        baseline_value=""
        if measure.baseline_value is None
        else table_text(standing, plain(measure.baseline_value)),
        baseline_year=measure.baseline_year,
        may_have_baseline=standing.facts.comparator is not Comparator.IN_STEP,
        without_baseline=without_baseline(standing),
        baseline=baseline(measure.baseline_value, measure.baseline_year, measure.unit),
        baseline_set=next((event for event in events if event.what == "基期"), None),
        own_baseline=baseline(target.own_baseline_value, target.own_baseline_year, measure.unit),
        tolerance=tolerance(standing, indicator),
        tolerance_is_default=target.tolerance is None,
        suggestion=suggestion(measure),
    )


def names(task: TaskFacts | None, *, is_lead: bool) -> tuple[str, ...]:
    duties = task.duties if task else ()
    return tuple(duty.department.name for duty in duties if duty.is_lead is is_lead)


def formula(measure: Measure) -> str:
    """分子 ÷ 分母 × 100%."""
    if measure.scale is None:
        return "直接填报数值"
    times = "100%" if measure.unit == "%" else format_number(measure.scale, comma=True, places=0)
    return f"分子 ÷ 分母 × {times}"


def baseline(value: Decimal | None, year: int | None, unit: str) -> str:
    return "" if value is None else f"{year}年 {with_unit(format_number(plain(value)), unit)}"


def tolerance(standing: Standing, indicator: Indicator) -> str:
    """Empty where the rules of this target know none."""
    comparator, kind = standing.facts.comparator, standing.question.target.kind
    if comparator not in TOLERANT and kind is not Kind.KEEP:
        return ""
    unit = "个百分点" if comparator is Comparator.REDUCE_BY else difference_unit(standing.facts.unit)
    own = indicator.target.tolerance
    if own is not None:
        return with_unit(format_computed(own), unit)
    percent, amount = (
        KEEP_DEFAULTS if kind is Kind.KEEP and comparator not in TOLERANT else DEFAULTS[comparator]
    )
    return percent if standing.facts.unit == "%" else amount


def suggestion(measure: Measure) -> str:
    """A department that is likelier to count it, until the secretariat has decided."""
    suggested = measure.suggested_department
    if suggested is None or suggested.pk == measure.reporting_department_id:
        return ""
    return "" if "reporting_department" in measure.kept_fields else suggested.name


def without_baseline(standing: Standing) -> str:
    """Why none is missing; empty where one has to be entered."""
    target = standing.question.target
    if target.comparator is Comparator.IN_STEP or target.kind is Kind.KEEP:
        return "不需要"
    return "从 0 算起" if target.span is Span.PLAN else ""
