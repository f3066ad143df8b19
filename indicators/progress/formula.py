"""Numbers as parts of a printed formula."""

from __future__ import annotations

import re
from decimal import Decimal

from indicators.progress.case import Case
from indicators.progress.numbers import ZERO, format_computed, format_number
from indicators.progress.terms import Comparator
from indicators.progress.wording import difference

SHORT_ENOUGH = 4


def number(value: Decimal, *guards: Decimal) -> str:
    """As it is while it is short, else with 2 decimals, never across a guard."""
    text = format_number(value)
    return text if len(text.partition(".")[2]) <= SHORT_ENOUGH else format_computed(value, *guards)


def operand(value: Decimal) -> str:
    """After a minus or ÷ sign a negative number stands in brackets."""
    return f"（{number(value)}）" if value < ZERO else number(value)


def tidy(line: str) -> str:
    """Full-width brackets bring their own space: （7 − 2）÷（9 − 2）= 0.71."""
    return re.sub(" ?([（）]) ?", r"\1", line)


def tolerance_text(case: Case, tolerance: Decimal | None) -> str:
    """允许偏差 1 个百分点（默认）; whether the secretariat has set it is always said."""
    origin = "默认" if case.target.tolerance is None else "本目标设定"
    if case.target.comparator is Comparator.IN_STEP:
        return f"允许偏差 {number(tolerance or ZERO)} 个百分点（{origin}）"
    return f"允许偏差 {difference(case, tolerance or ZERO)}（{origin}）"
