"""Words and numbers that the sentence and the explanation share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators.progress.case import Case, share_of
from indicators.progress.judged import Judged
from indicators.progress.numbers import ONE, difference_unit, format_computed, format_number, with_unit
from indicators.progress.periods import PART_LABELS, Frequency, Period
from indicators.progress.terms import Basis, Comparator, Span

# What a year's first periods are called together.
FIRST_PARTS = {
    Frequency.QUARTERLY: ("第一季度", "上半年", "前三季度", ""),
    Frequency.HALF_YEARLY: ("上半年", ""),
    Frequency.YEARLY: ("",),
}
ASKED_EVERY_YEAR = {
    Comparator.AT_LEAST: "不低于",
    Comparator.MORE_THAN: "高于",
    Comparator.AT_MOST: "不高于",
    Comparator.LESS_THAN: "低于",
    Comparator.REDUCE_BY: "下降不少于",
}
STRICT = {Comparator.MORE_THAN: "须大于", Comparator.LESS_THAN: "须小于"}
LOWER = {Comparator.AT_MOST, Comparator.LESS_THAN, Comparator.REDUCE_BY}


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def spaced(word: str, text: str) -> str:
    """A space stands between a Chinese character and a figure or sign: 目标 ≥80%, but 目标保持稳定."""
    return word + text if "\u4e00" <= text[:1] <= "\u9fff" else f"{word} {text}"


def parts_of_year(periods: Sequence[Period]) -> str:
    """2023年第二季度、第三季度: periods of one year."""
    parts = PART_LABELS[periods[0].frequency]
    return f"{periods[0].year}年" + "、".join(parts[period.part - 1] for period in periods)


def year_label(judged: Judged, basis: Basis) -> str:
    """2023年, 2023年前三季度, or the periods one by one where there is a gap."""
    periods = [reading.period for reading in judged.readings]
    newest = periods[-1]
    if basis is Basis.FLOW and newest.part != len(periods):
        return parts_of_year(periods)
    return f"{newest.year}年{FIRST_PARTS[newest.frequency][newest.part - 1]}"


def value_text(case: Case, judged: Judged, value: Decimal, *guards: Decimal) -> str:
    """As entered where one plain reading was entered, else computed."""
    text = format_number(value) if judged.as_entered else format_computed(value, *guards)
    return with_unit(text, case.measure.unit)


def amount(case: Case, value: Decimal, *guards: Decimal) -> str:
    """A computed amount in the measure's unit."""
    return with_unit(format_computed(value, *guards), case.measure.unit)


def entered(case: Case, value: Decimal) -> str:
    return with_unit(format_number(value), case.measure.unit)


def difference(case: Case, value: Decimal, *guards: Decimal) -> str:
    """The size of a difference; percentage points for %, and for the percent of a reduction."""
    unit = "%" if case.target.comparator is Comparator.REDUCE_BY else case.measure.unit
    return with_unit(format_computed(abs(value), *guards), difference_unit(unit))


def base_label(case: Case) -> str:
    """基期（2021年）."""
    return f"基期（{case.base.year}年）" if case.base else "基期"


def target_clause(case: Case) -> str:
    """目标 ≥80%; the year that the sentence has named already is not repeated."""
    printed = case.target.printed
    if case.base and case.target.comparator is Comparator.REDUCE_BY:
        printed = printed.removeprefix(f"比{case.base.year}年")
    return spaced("目标", printed)


def counts_events(case: Case) -> bool:
    """事故发生多少起: what happens is 发生, what is achieved is not."""
    unwanted = case.target.comparator in LOWER or not case.measure.higher_is_better
    return unwanted and case.measure.scale is None and case.measure.basis is not Basis.POINT


def partly_met(case: Case, judged: Judged) -> str:
    """Met on a partial year; only counts are taken × share."""
    scaled = "按已过季度折算" if share_of(case, judged) < ONE else "已过季度"
    return f"；{scaled}达到要求，全年数据待报"


def base_kind(case: Case, judged: Judged, *, same: bool) -> str:
    """What a value of part of a year is compared with."""
    if share_of(case, judged) == ONE:
        return ""
    return "同期" if same else "同期折算数"


def value_clause(case: Case, judged: Judged, value: Decimal, *guards: Decimal) -> str:
    """截至2023年第二季度为 77.5% · 2024年为 97.9% · 2023年前三季度发生 105 起 · 截至2022年累计 0.06 万人."""
    text = value_text(case, judged, value, *guards)
    verb = "发生" if counts_events(case) else "为"
    if case.target.span is Span.PLAN:
        return f"截至{judged.period.label}累计{verb if verb == '发生' else ''} {text}"
    if judged.share is not None:
        return f"{year_label(judged, case.measure.basis)}{verb} {text}"
    until = "" if judged.period.frequency is Frequency.YEARLY else "截至"
    return f"{until}{judged.period.label}{verb} {text}"
