"""Sentences of targets without a threshold: 稳步提升, 保持稳定, 与某项基本同步."""

from __future__ import annotations

from decimal import Decimal

from indicators.progress.case import Case, Finding, comparable_base
from indicators.progress.judged import Judged
from indicators.progress.numbers import ZERO, format_computed
from indicators.progress.terms import Span, Verdict
from indicators.progress.trends import Course, Running, course_of, growths_of, step_tolerance
from indicators.progress.wording import (
    amount,
    base_kind,
    base_label,
    difference,
    entered,
    partly_met,
    target_clause,
    value_clause,
    year_label,
)


def say_rise(case: Case, judged: Judged, finding: Finding) -> str:
    """2022年 285 天、2023年 283 天，基期（2021年）280 天：高于基期，但2023年有所下降，进展滞后."""
    course = course_of(case)
    running = f"；{running_clause(case, course.running)}" if course.running else ""
    if finding.verdict is Verdict.UNPACED:
        known = judged.value is not None
        head = f"{value_clause(case, judged, judged.value or ZERO)}，" if known else ""
        return f"{head}{target_clause(case)}，{finding.verdict.label}；可比的年份不足两个，无法判断进度"
    return f"{points_clause(case, course)}：{direction(case, course)}，{finding.verdict.label}{running}"


def points_clause(case: Case, course: Course) -> str:
    points = course.points[1:] if case.base else course.points
    first = course.points[0].value
    years = "、".join(f"{point.year}年 {amount(case, point.value, first)}" for point in points)
    return f"{years}，{base_label(case)}{entered(case, case.base.value)}" if case.base else years


def direction(case: Case, course: Course) -> str:
    """高于基期，但2023年有所下降."""
    first, last = course.points[0], course.points[-1]
    start = "基期" if case.base else f"{first.year}年"
    way = f"高于{start}" if course.rose else f"与{start}持平" if last.value == first.value else f"低于{start}"
    if not course.fell:
        return way
    return f"{way}，{'但' if course.rose else ''}{'、'.join(falls(case, course))}有所下降"


def falls(case: Case, course: Course) -> list[str]:
    named = [f"{year}年" for year in course.falls]
    if course.running_fell and course.running:
        named.append(f"{running_label(case, course.running)}同比")
    return named


def running_label(case: Case, running: Running) -> str:
    if case.target.span is Span.YEAR:
        return year_label(running.judged, case.measure.basis)
    return running.judged.period.label


def running_clause(case: Case, running: Running) -> str:
    before = running.year_before
    compared = "，上年同期无数据" if before is None else f"，上年同期 {amount(case, before, running.value)}"
    return f"{running_label(case, running)} {amount(case, running.value)}{compared}"


def say_hold(case: Case, judged: Judged, finding: Finding) -> str:
    """截至2024年第四季度为 71.2%，基期（2021年）72%，目标保持稳定，低 0.8 个百分点（允许 1 个百分点），已达标."""
    label, base = finding.verdict.label, comparable_base(case, judged)
    if judged.value is None:
        return f"{target_clause(case)}；还没有完整年度的数据，无法判断，{label}"
    if base is None or finding.gap is None or finding.tolerance is None:
        return f"{value_clause(case, judged, judged.value)}，{target_clause(case)}；没有基期值，无法比较，{label}"
    limit = base[0] - finding.tolerance if case.measure.higher_is_better else base[0] + finding.tolerance
    head = f"{value_clause(case, judged, judged.value, base[0], limit)}，{base_clause(case, judged, base)}"
    return f"{head}，{target_clause(case)}，{drift(case, finding.gap, finding.tolerance)}{held(case, judged, finding)}"


def base_clause(case: Case, judged: Judged, base: tuple[Decimal, bool]) -> str:
    kind = base_kind(case, judged, same=base[1])
    return f"{base_label(case)}{kind + ' ' if kind else ''}{amount(case, base[0])}"


def drift(case: Case, gap: Decimal, tolerance: Decimal) -> str:
    """低 0.8 个百分点（允许 1 个百分点）."""
    if gap == ZERO:
        return "与基期持平"
    if gap < ZERO:
        return f"{'高' if case.measure.higher_is_better else '低'} {difference(case, gap, ZERO)}"
    away = f"{'低' if case.measure.higher_is_better else '高'} {difference(case, gap, tolerance, ZERO)}"
    return f"{away}（允许 {difference(case, tolerance)}）"


def held(case: Case, judged: Judged, finding: Finding) -> str:
    return partly_met(case, judged) if finding.verdict is Verdict.ON_TRACK else f"，{finding.verdict.label}"


def say_in_step(case: Case, judged: Judged, finding: Finding) -> str:
    """2021年至2022年年均增长 5.52%，同期经济增长 4.53%，高 0.99 个百分点，目标…，进展正常."""
    growths, reference, label = growths_of(case), case.question.reference, finding.verdict.label
    if reference is None:
        return f"{target_clause(case)}；没有指定参照指标，无法比较，{label}"
    if growths is None:
        return f"{target_clause(case)}；规划期内没有与{reference.name}同一年份的数据，无法比较，{label}"
    first, last = growths.years[0], growths.years[-1]
    years = f"{first}年" if first == last else f"{first}年至{last}年年均"
    own, other = format_computed(growths.own_mean), format_computed(growths.reference_mean)
    return (
        f"{years}增长 {own}%，同期{reference.name} {other}%，"
        f"{step_clause(growths.difference, step_tolerance(case))}，{target_clause(case)}，{label}"
    )


def step_clause(gap: Decimal, tolerance: Decimal) -> str:
    if gap == ZERO:
        return "两者持平"
    size = format_computed(abs(gap), tolerance, 2 * tolerance, ZERO)
    return f"{'高' if gap > ZERO else '低'} {size} 个百分点"
