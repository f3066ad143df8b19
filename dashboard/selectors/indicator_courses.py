"""Which figures an indicator has; those judged by their course (稳步提升, 保持稳定, 与某项基本同步) have their own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dashboard.selectors.indicator_figures import Figure, allowance, newest, none, path_figures
from indicators.progress import Comparator
from indicators.progress.case import open_case
from indicators.progress.numbers import ZERO, difference_unit, format_computed, format_number
from indicators.progress.trends import course_of, growths_of
from indicators.selectors.standings import Board, Standing


def figures(standing: Standing, board: Board) -> tuple[Figure, ...]:
    make = COURSES.get(standing.facts.comparator)
    return make(standing, board) if make else path_figures(standing)


def rise_figures(standing: Standing, board: Board) -> tuple[Figure, ...]:
    """The newest value, the first point and the last, and what lies between."""
    case, unit = open_case(standing.question, board.as_of), standing.facts.unit
    course = course_of(case) if case.values else None
    if course is None or len(course.points) < 2:
        why = "还没有两个可比的年份" if case.values else "还没有已审核的数据"
        return newest(standing), base(standing), none("比起点", why), no_pace("看各年是升是降，不算进度")
    first, last = course.points[0], course.points[-1]
    falls = f"{'、'.join(f'{year}年' for year in course.falls)}有下降" if course.falls else "没有下降的年份"
    return (
        newest(standing),
        Figure(f"{last.year}年", format_number(last.value, comma=True), unit, "最近一个完整年度"),
        Figure(f"{first.year}年", format_number(first.value, comma=True), unit, "起点"),
        Figure(
            "比起点", signed(last.value - first.value), difference_unit(unit), falls, is_bad=not course.rose
        ),
        no_pace("看各年是升是降，不算进度"),
    )


def hold_figures(standing: Standing, board: Board) -> tuple[Figure, ...]:
    said, unit = standing.assessment, difference_unit(standing.facts.unit)
    why = "没有基期值" if standing.question.baseline is None else "还没有可比的数据"
    away = none("比基期", why)
    if said.gap is not None:
        higher = standing.question.measure.higher_is_better
        away = Figure(
            "比基期",
            signed(-said.gap if higher else said.gap),
            unit,
            allowance(said, unit),
            is_bad=not said.met,
        )
    return newest(standing), base(standing), away, no_pace("看是否稳定，不算进度")


def in_step_figures(standing: Standing, board: Board) -> tuple[Figure, ...]:
    growths = growths_of(open_case(standing.question, board.as_of))
    reference = standing.question.reference
    name = reference.name if reference else "参照数据"
    if growths is None:
        return newest(standing, "年均增速"), none(name, "没有两者都有的年份"), no_pace("与参照比较，不算进度")
    years = (
        f"{growths.years[0]}至{growths.years[-1]}年" if len(growths.years) > 1 else f"{growths.years[0]}年"
    )
    return (
        newest(standing, "年均增速"),
        Figure(f"{name}年均", format_computed(growths.reference_mean), "%", years),
        Figure(
            "相差",
            signed(growths.difference),
            "个百分点",
            allowance(standing.assessment, "个百分点"),
            is_bad=not standing.assessment.met,
        ),
        no_pace("与参照比较，不算进度"),
    )


def base(standing: Standing) -> Figure:
    held = standing.question.baseline
    if held is None:
        return Figure("基期", "待录入", note="没有基期值", is_none=True)
    return Figure("基期", format_number(held.value, comma=True), standing.facts.unit, f"{held.year}年")


def no_pace(why: str) -> Figure:
    return none("相对进度", why)


def signed(change: Decimal) -> str:
    text = format_computed(change, ZERO)
    return f"+{text}" if change > ZERO else text


COURSES: dict[Comparator, Callable[[Standing, Board], tuple[Figure, ...]]] = {
    Comparator.RISE: rise_figures,
    Comparator.HOLD: hold_figures,
    Comparator.IN_STEP: in_step_figures,
}
