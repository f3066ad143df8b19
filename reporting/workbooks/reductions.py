"""“下降23%”: what was really counted, where that follows from the baseline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.progress.numbers import EXACT, exactly
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Basis
from reporting.workbooks.lookup import KnownMeasure
from reporting.workbooks.moments import Moment
from reporting.workbooks.wording import squeezed

CHANGE = re.compile(
    r"(?:(?:比|较)?(?:(\d{4})年|基期))?(下降|减少|降低|上升|增加|增长|提高)了?(\d{1,7}(?:\.\d{1,6})?)%",
    re.ASCII,
)
DOWN = {"下降", "减少", "降低"}
PARTS = {Decimal("0.25"): "四分之一", Decimal("0.5"): "二分之一", Decimal("0.75"): "四分之三"}


@dataclass(frozen=True, slots=True)
class Change:
    """``percent`` is negative for a fall; ``since`` is the year it is compared with, where one is named."""

    text: str
    percent: Decimal
    since: int | None


@dataclass(frozen=True, slots=True)
class Derived:
    """Certain for a whole year; for a part of one it rests on an even spread and has to be asked about."""

    value: Decimal
    sentence: str
    is_certain: bool


def read_change(text: str) -> Change | None:
    match = CHANGE.fullmatch(squeezed(text))
    if match is None:
        return None
    size = Decimal(match[3])
    return Change(match[0], -size if match[2] in DOWN else size, int(match[1]) if match[1] else None)


@exactly
def derive(change: Change, measure: KnownMeasure, period: Moment) -> Derived:
    """baseline × share of the year × (1 − 23/100). Raises ValueError with a Chinese sentence."""
    ask = f"请填本期实际的数（单位：{measure.unit}）。"
    if not isinstance(period, Period):
        raise ValueError(f"基期值不能填“{change.text}”。请填基期实际的数（单位：{measure.unit}）。")
    if measure.baseline is None:
        raise ValueError(f"还没有录入基期值，不能由“{change.text}”算出本期的数。{ask}")
    year, baseline = measure.baseline
    named = measure.reduction.base_year if measure.reduction else None
    if year not in {change.since or year, named or year} or (change.since or year) != year:
        raise ValueError(f"“{change.text}”与基期（{year}年）不是同一年，算不出本期的数。{ask}")
    part = share(period, measure.basis)
    value = EXACT.multiply(baseline * part, 1 + change.percent / 100)
    text = f"{value.normalize():f}"
    base = f"{year}年基期值 {baseline.normalize():f} {measure.unit}" + (
        f"的{PARTS[part]}" if part in PARTS else ""
    )
    if measure.scale is None and measure.unit != "%" and value != value.to_integral_value():
        whole = meant(value, baseline * part, change.percent)
        if whole is None:
            raise ValueError(f"按{base}，“{change.text}”是 {text} {measure.unit}，不是整数。{ask}")
        value, text = whole, f"{whole:f}"
    if part == 1:
        return Derived(value, f"“{change.text}”按{base}折算为 {text} {measure.unit}。", is_certain=True)
    question = (
        f"“{change.text}”按{base}折算为 {text} {measure.unit}，是吗？请填实际的数，或在“情况说明”写明。"
    )
    return Derived(value, question, is_certain=False)


@exactly
def meant(value: Decimal, base: Decimal, percent: Decimal) -> Decimal | None:
    """The whole number whose change, rounded as it was typed, is the one that was typed; None where none is."""
    whole = round(value)
    places = max(-int(percent.as_tuple().exponent), 0)
    change = (Decimal(whole) / base - 1) * 100 if base else percent + 1
    return Decimal(whole) if round(change, places) == percent else None


def share(period: Period, basis: Basis) -> Decimal:
    """Of the base year that the period is compared with, as progress.md counts it."""
    if period.frequency is Frequency.YEARLY or basis is Basis.POINT:
        return Decimal(1)
    parts = period.part if basis is Basis.YTD else 1
    return Decimal(parts) / period.per_year
