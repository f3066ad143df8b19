"""What a chart shows, in words: its title states the finding, its summary says the course in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from indicators.chart_data import WHOLE_YEAR, Chart, Mark, about, ahead_of, reduction_of
from indicators.progress import Assessment, Question
from indicators.progress.numbers import ZERO, difference_unit, format_computed, with_unit
from indicators.progress.periods import Frequency
from indicators.progress.terms import Comparator, Kind, Span, Verdict

NUMBERS = "零一两三四五六七八九十"
TIMES = {Frequency.QUARTERLY: "个季度", Frequency.HALF_YEARLY: "个半年", Frequency.YEARLY: "年"}
SHORTEST_RUN = 2


def title_of(question: Question, assessment: Assessment, chart: Chart) -> str:
    """连续两个季度下降，已低于应达进度 3.1 个百分点."""
    if chart.newest is None:
        return "还没有可以画出的数据"
    first = "首个数据" if len(chart.marks) == 1 and not chart.newest.partial else ""
    moved = first or course_of(question, assessment, chart)
    held = standing_of(question, assessment, chart)
    return "，".join(part for part in (moved, held) if part) or f"{chart.newest.label}为 {chart.newest.text}"


def course_of(question: Question, assessment: Assessment, chart: Chart) -> str:
    """The run of rises or falls up to the newest value; one step alone is said as such."""
    if question.target.comparator is Comparator.REDUCE_BY:
        return reduction_words(question, assessment, chart)
    if question.target.span is Span.PLAN and chart.newest is not None:
        return f"规划期累计 {chart.newest.text}"
    values = [mark.value for mark in run_marks(question, chart)]
    run, yearly = run_of(values), is_yearly(question, chart)
    if not run:
        return f"与上{'年' if yearly else '期'}持平" if len(values) > 1 else ""
    word = "上升" if run > 0 else "下降"
    if abs(run) < SHORTEST_RUN:
        return f"比上{'年' if yearly else '期'}{word} {size_text(chart, values[-1] - values[-2])}"
    times = TIMES[Frequency.YEARLY if yearly else question.measure.frequency]
    return f"连续{numeral(abs(run))}{times}{word}"


def is_yearly(question: Question, chart: Chart) -> bool:
    return question.measure.frequency is Frequency.YEARLY or chart.quantity == WHOLE_YEAR


def run_marks(question: Question, chart: Chart) -> list[Mark]:
    """A baseline of the year before is a step of yearly values, not of quarterly ones."""
    values = comparable(chart)
    first = chart.baseline
    follows = values and first is not None and first.day.year == values[0].day.year - 1
    return [first, *values] if follows and first is not None and is_yearly(question, chart) else values


def reduction_words(question: Question, assessment: Assessment, chart: Chart) -> str:
    """前三季度比2020年同期下降 30%."""
    percent, newest = reduction_of(question, assessment), chart.newest
    if percent is None or newest is None or question.baseline is None:
        return ""
    moved = (
        "持平"
        if percent == ZERO
        else f"{'下降' if percent > 0 else '上升'} {format_computed(abs(percent), ZERO)}%"
    )
    same = "同期" if assessment.partial else ""
    return f"{newest.label}比{question.baseline.year}年{same}{moved}"


def comparable(chart: Chart) -> list[Mark]:
    return [mark for mark in chart.marks if not mark.partial]


def run_of(values: Sequence[Decimal]) -> int:
    """How many steps in a row went the way of the newest: +3, −2; 0 where the newest did not move."""
    signs = [(b > a) - (b < a) for a, b in pairwise(values)]
    run = 0
    for sign in reversed(signs):
        if sign == 0 or sign != signs[-1]:
            break
        run += sign
    return run


def numeral(count: int) -> str:
    return NUMBERS[count] if count <= 10 else f" {count} "


def standing_of(question: Question, assessment: Assessment, chart: Chart) -> str:
    comparator = question.target.comparator
    if comparator is Comparator.IN_STEP:
        return in_step_words(question, assessment)
    if comparator is Comparator.RISE:
        return rise_words(chart)
    if comparator is Comparator.HOLD:
        return hold_words(assessment, chart)
    return threshold_words(question, assessment, chart)


def threshold_words(question: Question, assessment: Assessment, chart: Chart) -> str:
    if assessment.met:
        return met_words(question, assessment)
    if assessment.computed_verdict is Verdict.MISSED:
        return f"到期仍差 {gap_text(assessment, chart)}" if assessment.gap else "到期未达到目标"
    if question.target.kind is Kind.KEEP and assessment.gap is not None:
        word = "高于" if chart.lower_is_better else "低于"
        return f"{word}每年的要求 {gap_text(assessment, chart)}" if assessment.gap else "恰等于要求，仍须超过"
    if chart.expected is not None:
        return expected_words(chart)
    if assessment.gap is None:
        return ""
    return f"距目标还差 {gap_text(assessment, chart)}" if assessment.gap else "恰等于目标值，仍须超过"


def met_words(question: Question, assessment: Assessment) -> str:
    partial = "按已过季度折算" if assessment.partial else ""
    return f"{partial}{'达到每年的要求' if question.target.kind is Kind.KEEP else '已达到目标'}"


def expected_words(chart: Chart) -> str:
    """仍低于 where it moves the right way, 已低于 where it does not."""
    ahead = ahead_of(chart)
    if not ahead:
        return "与应达进度持平" if ahead is not None else ""
    better = (ahead < 0) if chart.lower_is_better else (ahead > 0)
    size = size_text(chart, ahead)
    if chart.lower_is_better:
        return f"{'优于' if better else '落后'}应达进度 {size}"
    if better:
        return f"高于应达进度 {size}"
    return f"{'仍' if run_of([mark.value for mark in comparable(chart)]) > 0 else '已'}低于应达进度 {size}"


def rise_words(chart: Chart) -> str:
    if chart.baseline is None or chart.newest is None or not comparable(chart):
        return ""
    newest = comparable(chart)[-1]
    above = newest.value - chart.baseline.value
    if above == ZERO:
        return "与基期持平"
    return f"{'高于' if above > 0 else '低于'}基期 {size_text(chart, above)}"


def hold_words(assessment: Assessment, chart: Chart) -> str:
    if assessment.gap is None or assessment.tolerance is None:
        return ""
    if assessment.gap <= ZERO:
        return "不差于基期"
    within = "在允许偏差以内" if assessment.met else "超出允许偏差"
    word = "高" if chart.lower_is_better else "低"
    return f"比基期{word} {gap_text(assessment, chart)}，{within}"


def in_step_words(question: Question, assessment: Assessment) -> str:
    """The engine's means, compared over the years that both series have."""
    reference = question.reference
    if reference is None or assessment.met is None:
        return ""
    held = "基本同步" if assessment.met else "没有同步"
    return f"年均与{reference.name}{held}"


def gap_text(assessment: Assessment, chart: Chart) -> str:
    return size_text(chart, assessment.gap or ZERO)


def size_text(chart: Chart, size: Decimal) -> str:
    return with_unit(format_computed(abs(size), ZERO), difference_unit(chart.unit))


def summary_of(assessment: Assessment, chart: Chart) -> str:
    """For whoever does not see the chart: from where, by which peak, to where, and where it leads."""
    if chart.newest is None:
        return ""
    parts = [*started(chart), *extreme(chart), f"{chart.newest.label}为 {chart.newest.text}"]
    said = "，".join(parts)
    beside = chart.reference[-1] if chart.reference else None
    if beside is not None:
        said += f"；{chart.reference_name}{beside.label}为 {beside.text}"
    if chart.expected is not None:
        said += f"；同期应达 {chart.text(chart.expected.value)}"
    return f"{said}。{leads_to(assessment, chart)}"


def started(chart: Chart) -> list[str]:
    first = chart.baseline or (chart.marks[0] if len(chart.marks) > 1 else None)
    return [f"{first.label}{'' if first.label.endswith('）') else ' '}{first.text}"] if first else []


def extreme(chart: Chart) -> list[str]:
    """The best value, where it is neither the first nor the newest."""
    values = comparable(chart)
    if len(values) < 3:
        return []
    best = (min if chart.lower_is_better else max)(values, key=lambda mark: mark.value)
    if best.value in (values[0].value, values[-1].value):
        return []
    return [f"{best.label}{'最低' if chart.lower_is_better else '最高'} {best.text}"]


def leads_to(assessment: Assessment, chart: Chart) -> str:
    projected, target = chart.projected, chart.target
    if projected is None or target is None:
        return ""
    value = with_unit(about(projected.value, target.value), chart.unit)
    reaches = "能达到" if assessment.projected_meets else "达不到"
    return f"照此到{chart.last.year}年底约 {value}，{reaches}{target.text}。"
