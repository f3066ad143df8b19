"""国际比较: a second opinion by yearly growth rates, beside the verdict and never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.progress import Assessment, Comparator, Kind, Period, Question, Span, target_level
from indicators.progress.growth_rate import GrowthProgress, growth_rate
from indicators.progress.numbers import format_computed
from indicators.progress.terms import Basis
from indicators.progress.thresholds import LOWER_IS_BETTER
from indicators.selectors.standings import Standing

METHOD = (
    "把实际的年均变化率与到期达标所需的年均变化率相比："
    "比值 0.95 以上为进展显著，0.60 至 0.95 为进展一般，0 至 0.60 为进展有限，小于 0 为出现倒退。"
)
NOT_COMPARED = {
    Comparator.RISE: "目标没有数值，算不出所需的变化率",
    Comparator.HOLD: "目标是保持稳定，没有所需的变化率",
    Comparator.IN_STEP: "目标与另一数列相比，没有所需的变化率",
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """``why_not`` in place of a category where the method does not apply."""

    label: str = ""
    ratio: str = ""
    why_not: str = ""
    method: str = METHOD


def opinion(standing: Standing) -> Opinion:
    question, said = standing.question, standing.assessment
    why = why_not(question, said)
    base, level = question.baseline, target_level(question)
    if why or base is None or level is None or said.value is None or said.period is None:
        return Opinion(why_not=why or "没有基期值或目标值")
    found = growth_rate(
        base=base.value,
        base_year=base.year,
        value=said.value,
        year=year_of(said.period),
        target=level,
        target_year=question.target.due.year,
        higher_is_better=not falls(question),
    )
    if found.category is GrowthProgress.NOT_AVAILABLE:
        return Opinion(why_not="基期为 0 或数值不在可比范围，变化率没有意义")
    ratio = "" if found.ratio is None else format_computed(found.ratio, *CUT_OFFS)
    return Opinion(found.label, ratio)


CUT_OFFS = (Decimal("0.95"), Decimal("0.60"), Decimal(0))


def why_not(question: Question, said: Assessment) -> str:
    target = question.target
    if target.comparator in NOT_COMPARED:
        return NOT_COMPARED[target.comparator]
    if target.kind is Kind.KEEP:
        return "每年都要达到，没有所需的变化率"
    if target.span is Span.PLAN:
        return "按规划期累计，不是逐年的数列"
    if question.baseline is None:
        return "没有基期值"
    if said.value is None or said.period is None:
        return "还没有可比的数据"
    if said.partial and question.measure.basis is not Basis.POINT:
        return "本年数据还不完整"
    return ""


def falls(question: Question) -> bool:
    return question.target.comparator in {*LOWER_IS_BETTER, Comparator.REDUCE_BY}


def year_of(period: Period) -> Decimal:
    """The end of 2023Q2 is 2022.5, counted as the baseline's year is: 2021 means its end."""
    return period.year - 1 + Decimal(period.part) / period.per_year
