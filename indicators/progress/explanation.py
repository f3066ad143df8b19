"""怎么判断的: the rules' formulas with the actual numbers filled in, one short line for each step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from indicators.progress.case import Case, Finding, comparable_base, open_case, override_of, share_of
from indicators.progress.comparators import judge
from indicators.progress.formula import number, operand, tidy, tolerance_text
from indicators.progress.judged import Judged
from indicators.progress.numbers import ONE, ZERO, exactly, format_computed, format_number, format_time_share
from indicators.progress.terms import Comparator, PlanTerms, Question, Reading, Verdict
from indicators.progress.thresholds import Standing, standing_of
from indicators.progress.trend_explanation import explain_hold, explain_in_step, explain_rise
from indicators.progress.wording import amount, day_text, entered, year_label

SIGNS = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE_THAN: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS_THAN: "<",
    Comparator.REDUCE_BY: "≥",
}
Lines = list[str]


@exactly
def explain(question: Question, as_of: date) -> tuple[str, ...]:
    """The steps of the verdict on that day, in the order in which they are taken."""
    case = open_case(question, as_of)
    judged, finding = judge(case)
    if judged is None:
        lines = [explain_nothing(case, finding)]
    else:
        lines = [made_of(case, judged), *EXPLANATIONS[case.target.comparator](case, judged, finding)]
    return tuple(tidy(line) for line in (*lines, *explain_end(case), *explain_override(case, finding)))


def explain_nothing(case: Case, finding: Finding) -> str:
    label = finding.verdict.label
    if finding.verdict is Verdict.NOT_DUE:
        return f"规划期内的第一个填报期还没有结束，判为{label}。"
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return f"规划期内只报过“不适用”，判为{label}。"
    return f"应报数据而没有已审核的数据，判为{label}。"


def made_of(case: Case, judged: Judged) -> str:
    """Which readings were used, and how they combine."""
    if judged.value is None:
        return f"已有数据到{judged.period.label}，还没有完整年度的数据。"
    first, last = judged.readings[0].period.label, judged.period.label
    whole = year_label(judged, case.measure.basis) if judged.share is not None else f"{first}至{last}累计"
    named = whole if len(judged.readings) > 1 else last
    formula = combination(case, judged.readings)
    if not formula:
        return f"用到的数据：{named} {entered(case, judged.value)}。"
    return f"用到的数据：{named} = {formula} = {amount(case, judged.value)}。"


def combination(case: Case, readings: tuple[Reading, ...]) -> str:
    numerators = [r.numerator for r in readings if r.numerator is not None]
    denominators = [r.denominator for r in readings if r.denominator is not None]
    if numerators and len(numerators) == len(readings) == len(denominators):
        times = f" × {format_number(case.measure.scale)}" if case.measure.scale else ""
        return f"{added(numerators)} ÷ {added(denominators)}{times}"
    values = [r.value for r in readings if r.value is not None]
    return " + ".join(format_number(value) for value in values) if len(values) > 1 else ""


def added(values: list[Decimal]) -> str:
    text = " + ".join(format_number(value) for value in values)
    return f"（{text}）" if len(values) > 1 else text


def explain_threshold(case: Case, judged: Judged, finding: Finding) -> Lines:
    standing = standing_of(case, judged)
    if standing is None:
        return ["从 1 月 1 日起算的比率只按完整年度判断，判为尚未达标。"]
    lines = [*explain_share(case, judged, standing), met_line(standing, finding)]
    return [*lines, *explain_unmet(case, standing, finding)]


def explain_reduction(case: Case, judged: Judged, finding: Finding) -> Lines:
    base, standing = comparable_base(case, judged), standing_of(case, judged)
    if base is None:
        return [f"没有所比年份的基期值，不能计算下降幅度，判为{finding.verdict.label}。"]
    if judged.value is None:
        return explain_threshold(case, judged, finding)
    if standing is None:
        return [f"基期为 0，不能计算下降幅度：最新值为 0 才算达标，判为{finding.verdict.label}。"]
    formula = f"（{number(base[0])} − {operand(judged.value)}）÷ {operand(base[0])} × 100"
    reached = (
        f"下降幅度 =（基期 − 最新值）÷ 基期 × 100 ={formula} = {number(standing.value, standing.target)}%。"
    )
    lines = [reached, met_line(standing, finding), *explain_unmet(case, standing, finding)]
    return [*explain_base_share(case, judged), *lines]


def explain_share(case: Case, judged: Judged, standing: Standing) -> Lines:
    if standing.share == ONE:
        return []
    share = format_time_share(standing.share)
    threshold = case.target.threshold or ZERO
    scaled = f"目标按此折算：{number(threshold)} × {share} = {number(standing.target)}。"
    return [f"数据覆盖全年的 {share}。{scaled}", *explain_base_share(case, judged)]


def explain_base_share(case: Case, judged: Judged) -> Lines:
    base = comparable_base(case, judged)
    if base is None or case.base is None or share_of(case, judged) == ONE:
        return []
    if base[1]:
        return [f"基期取{case.base.year}年同期实际数：{amount(case, base[0])}。"]
    share = format_time_share(judged.share or ONE)
    return [f"基期按已过季度折算：{number(case.base.value)} × {share} = {amount(case, base[0])}。"]


def met_line(standing: Standing, finding: Finding) -> str:
    value, target = number(standing.value, standing.target), number(standing.target)
    name = "下降幅度" if standing.comparator is Comparator.REDUCE_BY else "最新值"
    result = "达到" if finding.met else "未达到"
    return f"达标条件：{name} {SIGNS[standing.comparator]} {target}；{name}为 {value}，{result}。"


def explain_unmet(case: Case, standing: Standing, finding: Finding) -> Lines:
    label = finding.verdict.label
    if finding.met:
        partial = finding.verdict is Verdict.ON_TRACK
        return [f"只是部分季度的数据，全年数据报齐前判为{label}。"] if partial else []
    if case.final:
        return [f"已到终期而未达到目标，判为{label}。"]
    if case.is_keep:
        return [explain_keep(case, standing, finding)]
    if standing.base is None:
        return [f"没有基期值，不能计算序时应达，判为{label}。"]
    if not case.elapsed_days:
        return [f"基期以后还没有结束的填报期，不能计算进度，判为{label}。"]
    return [time_line(case), *explain_pace(case, standing, finding)]


def explain_keep(case: Case, standing: Standing, finding: Finding) -> str:
    away = number(standing.gap, finding.tolerance or ZERO, ZERO)
    return (
        f"每年保持的目标任何时候都应达到，不按时间折算。与目标相差 {away}，"
        f"{tolerance_text(case, finding.tolerance)}；误差以内为进展滞后，超过为严重滞后，判为{finding.verdict.label}。"
    )


def time_line(case: Case) -> str:
    """The dates are those of the newest period that has ended, not of the day of reading."""
    due, start = day_text(case.target.due), day_text(case.start)
    share = f"{case.elapsed_days} 天 ÷ {case.total_days} 天 = {format_time_share(case.elapsed)}"
    return f"时间进度 = 从{start}到最近一个已结束填报期的天数 ÷ 到{due}的天数 = {share}。"


def explain_pace(case: Case, standing: Standing, finding: Finding) -> Lines:
    label, base = finding.verdict.label, standing.base or ZERO
    if standing.fulfils(base):
        return [f"基期 {number(base)} 已达到目标而最新值没有达到，属于倒退，不计算相对进度，判为{label}。"]
    if finding.expected is None:
        return []
    expected = number(finding.expected, standing.value)
    path = (
        f"{number(base)} +（{number(standing.target)} − {operand(base)}）× {format_time_share(case.elapsed)}"
    )
    expected_line = f"序时应达 = 基期 +（目标 − 基期）× 时间进度 = {path} = {expected}。"
    if base == standing.target:
        side = "比基期差，属于倒退" if finding.regressed else "不比基期差，相对进度按 1 计算"
        return [expected_line, f"基期正等于目标值：最新值{side}，判为{label}。"]
    return [expected_line, pace_line(case, standing, finding, expected)]


def pace_line(case: Case, standing: Standing, finding: Finding, expected: str) -> str:
    base, pace = standing.base or ZERO, finding.pace or ZERO
    value = number(standing.value, standing.target)
    name = "下降幅度" if standing.comparator is Comparator.REDUCE_BY else "最新值"
    reached = format_computed(pace, case.plan.on_track_from, case.plan.lagging_from, ZERO)
    formula = f"（{value} − {operand(base)}）÷（{expected} − {operand(base)}）"
    return f"相对进度 =（{name} − 基期）÷（序时应达 − 基期）={formula}= {reached}。{cut_off_text(case.plan)}"


def cut_off_text(plan: PlanTerms) -> str:
    cuts = (plan.on_track_from, plan.lagging_from)
    high, low = (format_number(cut, places=2, guards=(cut,), keep_zeros=True) for cut in cuts)
    return f"{high} 以上为进展正常，{low} 至 {high} 为进展滞后，低于 {low} 为严重滞后。"


def explain_end(case: Case) -> Lines:
    lines = []
    if case.awaits_end:
        lines.append("期限已到，终期数据待报：时间进度按 100% 计算，终期数据审核后或期满六个月后作最后判断。")
    if case.first_open:
        lines.append(
            f"{case.first_open.label}以来没有已审核的数据，判断依据的是{case.answered[-1].period.label}及以前的数据。"
        )
    return lines


def explain_override(case: Case, finding: Finding) -> Lines:
    override = override_of(case)
    if override is None:
        return []
    by_hand = f"{override.period.label}人工认定为{override.verdict.label}"
    return [f"按规则计算为{finding.verdict.label}；{by_hand}，理由：{override.reason.strip().rstrip('。')}。"]


EXPLANATIONS: dict[Comparator, Callable[[Case, Judged, Finding], Lines]] = {
    Comparator.AT_LEAST: explain_threshold,
    Comparator.MORE_THAN: explain_threshold,
    Comparator.AT_MOST: explain_threshold,
    Comparator.LESS_THAN: explain_threshold,
    Comparator.REDUCE_BY: explain_reduction,
    Comparator.RISE: explain_rise,
    Comparator.HOLD: explain_hold,
    Comparator.IN_STEP: explain_in_step,
}
