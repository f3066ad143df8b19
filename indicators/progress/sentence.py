"""The one Chinese sentence that a leader can read aloud, with all numbers in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from indicators.progress.case import Case, Finding, comparable_base, override_of
from indicators.progress.judged import Judged, value_of
from indicators.progress.numbers import ONE, ZERO, format_computed, format_time_share, with_unit
from indicators.progress.periods import Period, periods_between
from indicators.progress.terms import Basis, Comparator, Span, Verdict
from indicators.progress.thresholds import Standing, standing_of
from indicators.progress.trend_words import say_hold, say_in_step, say_rise
from indicators.progress.wording import (
    ASKED_EVERY_YEAR,
    STRICT,
    amount,
    base_kind,
    day_text,
    difference,
    partly_met,
    parts_of_year,
    target_clause,
    value_clause,
)


def sentence_of(
    case: Case, judged: Judged | None, finding: Finding, missing: tuple[Period, ...], awaited: date | None
) -> str:
    if judged is None:
        body = say_nothing(case, finding)
    else:
        body = SENTENCES[case.target.comparator](case, judged, finding) + running_progress(case, judged)
    return body + notes(case, missing, awaited) + endings(case, finding) + "。"


def say_nothing(case: Case, finding: Finding) -> str:
    """not_due, not_applicable, no_reading."""
    label = finding.verdict.label
    if finding.verdict is Verdict.NOT_DUE:
        first = next(periods_between(case.measure.frequency, case.plan.start, date.max), None)
        return f"{target_clause(case)}；首个填报期（{first.label if first else ''}）尚未结束，{label}"
    if finding.verdict is Verdict.NOT_APPLICABLE:
        newest = case.answered[-1].period.label
        return f"{target_clause(case)}；{newest}报为{label}，规划期内没有可判断的数据"
    until = f"截至{case.due_period.label}" if case.due_period else ""
    return f"{target_clause(case)}；{until}没有已审核的数据，{label}"


def notes(case: Case, missing: tuple[Period, ...], awaited: date | None) -> str:
    """What a listener must know about the data themselves, in one pair of brackets."""
    said = []
    if missing:
        said.append(f"缺{parts_of_year(missing)}数据")
    if open_since := first_open_after(case, missing):
        said.append(f"{open_since.label}以来未报新数据")
    if awaited:
        past = "，已经过期" if awaited < case.as_of else ""
        said.append(f"暂无数据的预计{day_text(awaited)}可报{past}")
    return f"（{'；'.join(said)}）" if said else ""


def first_open_after(case: Case, missing: tuple[Period, ...]) -> Period | None:
    """The first period without an answer that the sentence does not name as missing already."""
    period = case.first_open
    while period in missing:
        period = period.next
    return period if period and case.due_period and period.end <= case.due_period.end else None


def endings(case: Case, finding: Finding) -> str:
    override = override_of(case)
    said = "；终期数据待报" if case.awaits_end else ""
    if override:
        said += f"；人工认定为{override.verdict.label}：{override.reason.strip().rstrip('。')}"
    return said


def say_threshold(case: Case, judged: Judged, finding: Finding) -> str:
    standing = standing_of(case, judged)
    if standing is None:
        return say_unfinished_year(case, judged)
    head = value_clause(case, judged, standing.value, standing.target)
    if case.is_keep:
        return f"{head}，{asked_every_year(case, standing, finding)}，{finding.verdict.label}"
    scaled = f"（按已过季度折算为 {amount(case, standing.target)}）" if standing.share < ONE else ""
    return f"{head}，{target_clause(case)}{scaled}{outcome(case, judged, standing, finding)}"


def say_reduction(case: Case, judged: Judged, finding: Finding) -> str:
    base = comparable_base(case, judged)
    if base is None or case.base is None:
        return say_no_baseline(case, judged, finding)
    standing = standing_of(case, judged)
    if judged.value is None:
        return say_unfinished_year(case, judged)
    head = value_clause(case, judged, judged.value)
    against = f"{case.base.year}年{base_kind(case, judged, same=base[1])}（{amount(case, base[0])}）"
    if standing is None:
        zero = f"{case.base.year}年为 {amount(case, ZERO)}"
        return f"{head}，{zero}，{target_clause(case)}；{zero_outcome(finding)}"
    head = f"{head}，比{against}{moved(standing)}"
    if case.is_keep:
        return f"{head}，{asked_every_year(case, standing, finding)}，{finding.verdict.label}"
    return f"{head}，{target_clause(case)}{outcome(case, judged, standing, finding)}"


def say_no_baseline(case: Case, judged: Judged, finding: Finding) -> str:
    known = judged.value is not None
    head = value_clause(case, judged, judged.value or ZERO) if known else running_clause(case, judged)
    year = f"{case.target.base_year}年" if case.target.base_year else ""
    return f"{head}，{target_clause(case)}；没有{year}基期值，无法比较，{finding.verdict.label}"


def moved(standing: Standing) -> str:
    """下降 30% · 上升 5% · 持平: the percent by which it fell."""
    if standing.value == ZERO:
        return "持平"
    percent = format_computed(abs(standing.value), abs(standing.target), ZERO)
    return f"{'下降' if standing.value > ZERO else '上升'} {percent}%"


def zero_outcome(finding: Finding) -> str:
    return f"基期为 0，须保持为 0，{'' if finding.met else '现已上升，'}{finding.verdict.label}"


def asked_every_year(case: Case, standing: Standing, finding: Finding) -> str:
    """要求每年不低于 99%，低 1.1 个百分点."""
    unit = "%" if case.target.comparator is Comparator.REDUCE_BY else case.measure.unit
    limit = with_unit(format_computed(standing.target), unit)
    asked = f"要求每年{ASKED_EVERY_YEAR[case.target.comparator]} {limit}"
    if finding.met:
        return asked
    if standing.gap == ZERO:
        return f"{asked}，恰等于此数"
    word = "高" if standing.lower_is_better else "低"
    return f"{asked}，{word} {difference(case, standing.gap, ZERO)}"


def outcome(case: Case, judged: Judged, standing: Standing, finding: Finding) -> str:
    """What follows the target: met, or how far away, and whether time is being kept up with."""
    verdict = finding.verdict
    if finding.met:
        return partly_met(case, judged) if verdict is Verdict.ON_TRACK else f"，{verdict.label}"
    lacking = lacks(case, standing)
    if verdict is Verdict.UNPACED:
        return f"{lacking}，{verdict.label}；{why_unpaced(case, standing)}，无法判断进度"
    if verdict is Verdict.MISSED:
        return f"{lacking}，{verdict.label}"
    return f"{lacking}；{time_clause(case, standing, finding)}，{verdict.label}"


def lacks(case: Case, standing: Standing) -> str:
    """，尚差 2.5 个百分点; under > and < the threshold itself is not enough: （须大于70%）."""
    if standing.gap != ZERO:
        return f"，尚差 {difference(case, standing.gap, ZERO)}"
    return f"（{STRICT[standing.comparator]}{amount(case, standing.target)}）"


def why_unpaced(case: Case, standing: Standing) -> str:
    return "没有基期值" if standing.base is None else "基期以后还没有结束的填报期"


def time_clause(case: Case, standing: Standing, finding: Finding) -> str:
    """时间已过 37.4%，序时应达 73.74%."""
    said = f"时间已过 {format_time_share(case.elapsed)}"
    if finding.expected is not None:
        said += f"，{expected_clause(case, standing, finding)}"
    return f"{said}，{fallback_clause(case, standing)}" if finding.regressed else said


def expected_clause(case: Case, standing: Standing, finding: Finding) -> str:
    expected = finding.expected or ZERO
    if case.target.comparator is Comparator.REDUCE_BY:
        return f"序时应下降 {format_computed(expected, standing.value)}%"
    return f"序时应达 {amount(case, expected, standing.value)}"


def fallback_clause(case: Case, standing: Standing) -> str:
    """比基期倒退: the value is worse than where it began."""
    if case.target.comparator is Comparator.REDUCE_BY or standing.base is None or not case.base:
        return "比基期倒退"
    reached = "，当时已达标" if standing.fulfils(standing.base) else ""
    back = difference(case, standing.value - standing.base, ZERO)
    return f"比{case.base.year}年基期（{amount(case, standing.base)}{reached}）倒退 {back}"


def running_progress(case: Case, judged: Judged) -> str:
    """The running year of a rate counted from 1 January is shown, never judged."""
    rate = case.measure.scale is not None and case.measure.basis is Basis.YTD
    if not rate or case.target.span is not Span.YEAR or judged.value is None:
        return ""
    newest = case.values[-1]
    if newest is judged.readings[-1] or case.target.comparator is Comparator.RISE:
        return ""
    return f"；{newest.period.label}年内进度 {amount(case, value_of(case.measure, newest))}"


def running_clause(case: Case, judged: Judged) -> str:
    progress = amount(case, value_of(case.measure, judged.readings[-1]))
    return f"截至{judged.period.label}年内进度为 {progress}"


def say_unfinished_year(case: Case, judged: Judged) -> str:
    """A rate that means nothing before the year is over."""
    head = f"{running_clause(case, judged)}，{target_clause(case)}，{Verdict.UNPACED.label}"
    return f"{head}；还没有完整年度的数据，无法判断进度"


SENTENCES: dict[Comparator, Callable[[Case, Judged, Finding], str]] = {
    Comparator.AT_LEAST: say_threshold,
    Comparator.MORE_THAN: say_threshold,
    Comparator.AT_MOST: say_threshold,
    Comparator.LESS_THAN: say_threshold,
    Comparator.REDUCE_BY: say_reduction,
    Comparator.RISE: say_rise,
    Comparator.HOLD: say_hold,
    Comparator.IN_STEP: say_in_step,
}
