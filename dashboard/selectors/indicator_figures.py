"""The six figures of an indicator's page. What cannot be said is said why, and is never 0."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard.selectors.rows import places
from indicators.chart_data import about, reduction_of
from indicators.progress import Assessment, Question, Span, path
from indicators.progress.numbers import (
    HUNDRED,
    ZERO,
    difference_unit,
    format_computed,
    format_number,
    format_time_share,
    round_beside,
)
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Basis, Comparator, Kind, PlanTerms, Verdict
from indicators.progress.wording import FIRST_PARTS
from indicators.selectors.standings import Standing

EVERY = {Frequency.QUARTERLY: "每季度", Frequency.HALF_YEARLY: "每半年", Frequency.YEARLY: "每年"}
NO_VALUE = {
    Verdict.NO_READING: "还没有已审核的数据",
    Verdict.NOT_DUE: "首个填报期还没有结束",
    Verdict.NOT_APPLICABLE: "各期都报为不适用",
}
DONE, OVER = "已经达到，不再计算", "已到期，不再计算"
NONE = "不计算"


@dataclass(frozen=True, slots=True)
class Figure:
    """``is_none``: words in place of a number, with the reason as note. ``is_bad``: printed in red."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    is_bad: bool = False
    is_none: bool = False

    @property
    def touching(self) -> bool:
        return self.unit == "%"


def none(label: str, why: str) -> Figure:
    return Figure(label, NONE, note=why, is_none=True)


def path_figures(standing: Standing) -> tuple[Figure, ...]:
    """The six of a target to which a path leads, or might."""
    return tuple(make(standing) for make in (newest, gap, expected, pace, projected, needed))


def unit_of(standing: Standing) -> str:
    """Of the target's own terms: a reduction is spoken of in percent."""
    return "%" if standing.facts.comparator is Comparator.REDUCE_BY else standing.facts.unit


def newest(standing: Standing, label: str = "最新值") -> Figure:
    said, facts = standing.assessment, standing.facts
    if said.value is None:
        return Figure(label, "暂无", note=why_no_value(said), is_none=True)
    guards = (facts.threshold,) if facts.threshold is not None and unit_of(standing) == facts.unit else ()
    return Figure(label, format_computed(said.value, *guards), facts.unit, when(standing))


def why_no_value(said: Assessment) -> str:
    known = NO_VALUE.get(said.computed_verdict)
    if known:
        return known
    return (
        "没有共同年份的参照数据" if said.computed_verdict is Verdict.NO_REFERENCE else "还没有完整年度的数据"
    )


def when(standing: Standing) -> str:
    said, question = standing.assessment, standing.question
    if said.period is None:
        return ""
    if question.target.comparator is Comparator.IN_STEP:
        return f"截至{said.period.label}"
    if question.target.span is Span.PLAN:
        return f"规划期累计，截至{said.period.label}"
    if said.share is not None and question.measure.basis is not Basis.POINT:
        return year_so_far(said, said.period) + reduced(standing)
    return said.period.label


def year_so_far(said: Assessment, period: Period) -> str:
    part = FIRST_PARTS[period.frequency][period.part - 1] if said.partial else ""
    return f"{period.year}年{part}"


def reduced(standing: Standing) -> str:
    percent = reduction_of(standing.question, standing.assessment)
    if percent is None or standing.question.target.comparator is not Comparator.REDUCE_BY:
        return ""
    if percent == ZERO:
        return "，与基期持平"
    moved = "下降" if percent > 0 else "上升"
    return f"，比基期{moved} {format_computed(abs(percent), standing.facts.threshold or ZERO, ZERO)}%"


def gap(standing: Standing) -> Figure:
    said, label = standing.assessment, "距目标"
    if said.gap is None:
        return none(label, reason(standing))
    size, unit = format_computed(abs(said.gap), ZERO), difference_unit(unit_of(standing))
    if said.gap > 0:
        return Figure(label, size, unit, allowance(said, unit))
    if said.gap == 0 and not said.met:
        return Figure(label, "恰等于目标", note="须超过才算达到", is_none=True)
    return Figure(label, "已达到", note=f"超出 {size} {unit}" if said.gap else "恰好达到", is_none=True)


def allowance(said: Assessment, unit: str) -> str:
    return "" if said.tolerance is None else f"允许偏差 {format_computed(said.tolerance)} {unit}"


def expected(standing: Standing) -> Figure:
    said = standing.assessment
    if said.expected is None:
        return none("序时应达", reason(standing))
    passed = f"时间已过 {format_time_share(said.elapsed or ZERO)}"
    if standing.facts.comparator is Comparator.REDUCE_BY:
        passed = f"应下降的幅度，{passed}"
    return Figure("序时应达", format_computed(said.expected, *guard(said.value)), unit_of(standing), passed)


def guard(value: Decimal | None) -> tuple[Decimal, ...]:
    return () if value is None else (value,)


def pace(standing: Standing) -> Figure:
    said, plan = standing.assessment, standing.question.plan
    if said.regressed:
        return Figure("相对进度", "倒退", note="比基期还差", is_bad=True, is_none=True)
    if said.pace is None:
        return none("相对进度", DONE if said.met else OVER if is_over(said) else reason(standing))
    text = format_computed(said.pace, plan.on_track_from, plan.lagging_from, ZERO)
    return Figure("相对进度", text, note=band(said.pace, plan), is_bad=said.pace < plan.lagging_from)


def band(value: Decimal, plan: PlanTerms) -> str:
    high, low = (f"{round_beside(cut, 2, (cut,)):f}" for cut in (plan.on_track_from, plan.lagging_from))
    if value >= plan.on_track_from:
        return f"不低于 {high}"
    return f"{low} 至 {high} 之间" if value >= plan.lagging_from else f"低于 {low}"


def projected(standing: Standing) -> Figure:
    said, due = standing.assessment, standing.facts.due
    label = f"照此到{due.year}年底"
    if is_over(said):
        return none(label, OVER)
    if said.projected is None:
        return none(label, reason(standing))
    reaches = "能达标" if said.projected_meets else "不能达标"
    shown, note = within(standing, said.projected)
    return Figure(label, shown, unit_of(standing), f"{reaches}{note}")


def within(standing: Standing, value: Decimal) -> tuple[str, str]:
    """A straight line may lead where no share can go."""
    facts = standing.facts
    if facts.unit == "%" and facts.scale is not None and not ZERO <= value <= HUNDRED:
        return ("100", "，到顶为止") if value > HUNDRED else ("0", "，到底为止")
    return about(value, *guard(facts.threshold)), ""


def needed(standing: Standing) -> Figure:
    said, facts = standing.assessment, standing.facts
    lower = facts.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN)
    adds = standing.question.target.span is Span.PLAN
    verb = (
        "多降"
        if facts.comparator is Comparator.REDUCE_BY
        else "降低"
        if lower
        else "完成"
        if adds
        else "提高"
    )
    label = f"今后{EVERY[facts.frequency]}需{verb}"
    if said.needed_per_period is None:
        return none(label, why_nothing_needed(standing))
    if said.needed_per_period == ZERO and facts.threshold is not None:
        word = "低于" if lower else "高于"
        return none(label, f"正好等于目标数，须{word} {format_number(facts.threshold)}")
    return Figure(
        label, format_computed(abs(said.needed_per_period), ZERO), difference_unit(unit_of(standing))
    )


def why_nothing_needed(standing: Standing) -> str:
    said = standing.assessment
    if said.met:
        return "已经达到，不需要"
    if is_over(said):
        return OVER
    if standing.question.target.kind is Kind.KEEP:
        return reason(standing)
    return reason(standing) if said.value is None or said.gap is None else "到期前没有填报期了"


def is_over(said: Assessment) -> bool:
    return said.computed_verdict is Verdict.MISSED


def reason(standing: Standing) -> str:
    """Why a figure that needs a path from a baseline cannot be computed."""
    said, question = standing.assessment, standing.question
    if said.computed_verdict in NO_VALUE:
        return NO_VALUE[said.computed_verdict]
    if question.target.kind is Kind.KEEP:
        return "每年都要达到，不算进度"
    if said.value is None:
        return "还没有完整年度的数据"
    return without_path(question, said)


def without_path(question: Question, said: Assessment) -> str:
    if question.baseline is None and question.target.span is not Span.PLAN:
        return "没有基期值"
    if said.computed_verdict is Verdict.NO_REFERENCE:
        return "没有所比年份的基期值"
    if path(question) is None:
        return "基期已经达到目标"
    return "基期以后还没有结束的填报期" if not said.elapsed else DONE if said.met else OVER


def table_text(standing: Standing, value: Decimal) -> str:
    """With the measure's decimals, so that a column aligns."""
    threshold = standing.facts.threshold
    plain = threshold is not None and unit_of(standing) == standing.facts.unit
    guards = (threshold,) if plain and threshold is not None else ()
    return format_number(value, places=places(standing), guards=guards, comma=True, keep_zeros=True)
