"""怎么判断的 for targets without a threshold: 稳步提升, 保持稳定, 与某项基本同步."""

from __future__ import annotations

from decimal import Decimal

from indicators.progress.case import Case, Finding, comparable_base
from indicators.progress.formula import number, operand, tolerance_text
from indicators.progress.judged import Judged
from indicators.progress.numbers import MINUS, ZERO, format_computed
from indicators.progress.terms import Verdict
from indicators.progress.trend_words import falls, running_clause
from indicators.progress.trends import Course, Growths, course_of, growths_of, rise_tolerance
from indicators.progress.wording import amount, base_label

Lines = list[str]


def explain_rise(case: Case, judged: Judged, finding: Finding) -> Lines:
    course, label = course_of(case), finding.verdict.label
    lines = [points_line(case, course), *running_lines(case, course)]
    if finding.verdict is Verdict.UNPACED:
        return [*lines, f"可比的年份不足两个，不能判断是否提升，判为{label}。"]
    first, last = course.points[0], course.points[-1]
    sign = ">" if course.rose else "=" if last.value == first.value else "<"
    compared = f"{last.year}年 {number(last.value)} {sign} {first.year}年 {number(first.value)}"
    return [*lines, f"{compared}；{fall_text(case, course)}。{rise_rule(case)}判为{label}。"]


def points_line(case: Case, course: Course) -> str:
    """Only complete years are points."""
    years = (f"{point.year}年 {amount(case, point.value)}" for point in course.points)
    based = f"其中{base_label(case)}为起点；" if case.base else "没有基期值，以第一个完整年度为起点；"
    return f"逐年比较：{'、'.join(years) or '还没有完整年度'}（{based}只取数据完整的年份）。"


def running_lines(case: Case, course: Course) -> Lines:
    if course.running is None:
        return []
    return [f"本年数据还不完整，只与上年同期比较：{running_clause(case, course.running)}。"]


def fall_text(case: Case, course: Course) -> str:
    tolerance = tolerance_text(case, rise_tolerance(case))
    found = "、".join(falls(case, course))
    return f"{found}下降，{tolerance}" if found else f"没有下降的年份，{tolerance}"


def rise_rule(case: Case) -> str:
    if case.final:
        return "终期高于起点为已达标，否则未达标；"
    return "高于起点且没有下降为进展正常，有下降为进展滞后，不高于起点为严重滞后；"


def explain_hold(case: Case, judged: Judged, finding: Finding) -> Lines:
    base, label = comparable_base(case, judged), finding.verdict.label
    if base is None:
        return [f"没有基期值，不能判断是否保持稳定，判为{label}。"]
    if judged.value is None or finding.tolerance is None:
        return [f"从 1 月 1 日起算的比率只按完整年度判断，判为{label}。"]
    higher = case.measure.higher_is_better
    limit = base[0] - finding.tolerance if higher else base[0] + finding.tolerance
    sign, word = ("−", "≥") if higher else ("+", "≤")
    result = "达到" if finding.met else "未达到"
    return [
        f"达标条件：最新值 {word} 基期 {sign} 允许偏差 = {number(base[0])} {sign} "
        f"{number(finding.tolerance)} = {number(limit)}；{tolerance_text(case, finding.tolerance)}。",
        f"最新值为 {number(judged.value, limit)}，{result}，判为{label}。",
    ]


def explain_in_step(case: Case, judged: Judged, finding: Finding) -> Lines:
    growths, label = growths_of(case), finding.verdict.label
    reference = case.question.reference
    if growths is None or reference is None:
        return [f"规划期内没有两者都有数据的年份，判为{label}。"]
    tolerance = finding.tolerance or ZERO
    own, other, gap = growths.own_mean, growths.reference_mean, growths.difference
    size = number(gap, -tolerance, -2 * tolerance)
    return [
        mean_line("本指标", growths, growths.own, own),
        mean_line(reference.name, growths, growths.reference, other),
        f"相差 = {format_computed(own)} − {operand_text(other)} = {size} 个百分点；{tolerance_text(case, tolerance)}。",
        f"{step_rule(case, tolerance)}判为{label}。",
    ]


def operand_text(value: Decimal) -> str:
    text = format_computed(value)
    return f"（{text}）" if text.startswith(MINUS) else text


def mean_line(name: str, growths: Growths, values: tuple[Decimal, ...], mean: Decimal) -> str:
    """Only years that both series have are counted."""
    said = "、".join(f"{year}年 {number(value)}%" for year, value in zip(growths.years, values, strict=True))
    product = " × ".join(f"（1 + {operand(value)}%）" for value in values)
    if len(values) > 1:
        product = f"［{product}］的 1/{len(values)} 次方"
    return f"{name}：{said}；年均增长 = {product} − 1 = {format_computed(mean)}%。"


def step_rule(case: Case, tolerance: Decimal) -> str:
    low, lower = number(-tolerance), number(-2 * tolerance)
    if case.final:
        return f"终期相差不低于 {low} 为已达标，否则未达标；"
    return f"不低于 {low} 为进展正常，{lower} 至 {low} 为进展滞后，低于 {lower} 为严重滞后；"
