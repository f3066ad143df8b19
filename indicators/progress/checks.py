"""What is an error at entry, in Chinese sentences that say what to do. Services ask here before they save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from indicators.progress.numbers import HUNDRED, ZERO
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import (
    Answer,
    Baseline,
    Basis,
    Comparator,
    MeasureTerms,
    PlanTerms,
    Reading,
    Span,
    TargetTerms,
)
from indicators.progress.thresholds import FULFILS


def target_problems(
    plan: PlanTerms, measure: MeasureTerms, target: TargetTerms, baseline: Baseline | None = None
) -> list[str]:
    """Every reason for which this target cannot be judged by its rules; empty if there is none. A missing
    baseline is no error: until it is entered the engine says what it cannot know."""
    return [
        *threshold_problems(target),
        *due_problems(plan, target),
        *span_problems(measure, target),
        *direction_problems(measure, target),
        *baseline_problems(target, baseline),
    ]


def threshold_problems(target: TargetTerms) -> list[str]:
    problems = []
    if target.comparator in FULFILS and target.threshold is None:
        problems.append("这种目标要填目标值。")
    if target.comparator not in FULFILS and target.threshold is not None:
        problems.append("稳步提升、保持稳定、基本同步的目标没有目标值，请把目标值留空。")
    if target.comparator is Comparator.REDUCE_BY and not ZERO <= (target.threshold or ZERO) <= HUNDRED:
        problems.append("下降幅度按百分数填写，应在 0 到 100 之间。")
    if target.tolerance is not None and target.tolerance < ZERO:
        problems.append("允许偏差不能是负数。")
    return problems


def due_problems(plan: PlanTerms, target: TargetTerms) -> list[str]:
    if plan.start <= target.due <= plan.end:
        return []
    return [f"完成期限应在规划期内（{plan.start:%Y-%m-%d} 至 {plan.end:%Y-%m-%d}）。"]


def span_problems(measure: MeasureTerms, target: TargetTerms) -> list[str]:
    """Percentages are never added or averaged, and a state has no total."""
    if target.span is Span.LATEST:
        return []
    if measure.basis is Basis.POINT:
        return ["时点数或当期比率没有累计数，不能按全年或规划期合计考核。"]
    problems = []
    if target.span is Span.PLAN and target.comparator not in FULFILS:
        problems.append("稳步提升、保持稳定、基本同步的目标不能按规划期合计考核。")
    if measure.is_percent and measure.scale is None:
        problems.append("百分比不能相加，按全年或规划期考核时要填分子、分母，请先设定比例基数 100。")
    return problems


def direction_problems(measure: MeasureTerms, target: TargetTerms) -> list[str]:
    if target.comparator is Comparator.RISE and not measure.higher_is_better:
        return ["数值越低越好的指标不能用“稳步提升”，请改用“下降”类目标。"]
    return []


def baseline_problems(target: TargetTerms, baseline: Baseline | None) -> list[str]:
    """The baseline's year ends before due, and is the year that a ``reduce_by`` names."""
    problems = []
    reduces = target.comparator is Comparator.REDUCE_BY
    if reduces and target.base_year is None:
        problems.append("下降类目标要写明与哪一年相比。")
    if baseline is None:
        return problems
    if date(baseline.year, 12, 31) >= target.due:
        problems.append(f"基期{baseline.year}年应在完成期限（{target.due:%Y-%m-%d}）之前结束。")
    if reduces and target.base_year not in (None, baseline.year):
        problems.append(
            f"目标是与{target.base_year}年相比，基期值应是{target.base_year}年的，不是{baseline.year}年的。"
        )
    if reduces and baseline.value < ZERO:
        problems.append("下降类目标的基期值不能是负数。")
    return problems


def reading_problems(measure: MeasureTerms, reading: Reading, spans: Iterable[Span] = ()) -> list[str]:
    """``spans`` are those of all targets on the measure, in every plan that shares it."""
    if reading.answer is not Answer.VALUE:
        return []
    return [*frequency_problems(measure, reading.period), *value_problems(measure, reading, set(spans))]


def frequency_problems(measure: MeasureTerms, period: Period) -> list[str]:
    if period.frequency in (measure.frequency, Frequency.YEARLY):
        return []
    return [f"{period.label}不是这个指标的填报期。"]


def value_problems(measure: MeasureTerms, reading: Reading, spans: set[Span]) -> list[str]:
    parts = (reading.numerator, reading.denominator)
    if parts == (None, None):
        return plain_value_problems(measure, reading.value, spans)
    if None in parts:
        return ["分子和分母要一起填。"]
    if measure.scale is None:
        return ["这个指标直接填数值，不填分子、分母。"]
    if reading.denominator == ZERO:
        return ["分母不能是 0。本期没有对象时，请选“不适用”。"]
    return ["分子、分母不能是负数。"] if min(p for p in parts if p is not None) < ZERO else []


def plain_value_problems(measure: MeasureTerms, value: Decimal | None, spans: set[Span]) -> list[str]:
    """A flow rate entered as plain percentages cannot be combined over the year."""
    if value is None:
        return ["请填数值，或选“不适用”“暂无数据”。"]
    if measure.scale is not None and measure.basis is Basis.FLOW and spans & {Span.YEAR, Span.PLAN}:
        return ["这个比率按全年或规划期合计考核，不能只填百分数，请填分子和分母。"]
    return []


def period_problems(periods: Iterable[Period]) -> list[str]:
    """A whole year is for a year that has no shorter periods; both for one year is an error."""
    known = list(periods)
    shorter = {period.year for period in known if period.frequency is not Frequency.YEARLY}
    both = sorted({p.year for p in known if p.frequency is Frequency.YEARLY and p.year in shorter})
    return [f"{year}年既有全年数，又有季度或半年数，请只留一种。" for year in both]
