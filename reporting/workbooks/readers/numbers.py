"""What a stored number means: its format says whether it is a percentage or a date."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from reporting.workbooks.raw import Kind

BUILT_IN_PERCENT = frozenset({9, 10})
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
"""What stands in a format as mere text, colour, condition, filling or width."""
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
DATE_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
SHORT_WHOLE = re.compile(r"[1-9][0-9]{0,14}|0", re.ASCII)
WRITABLE = 1e21
LAST_LEAP_BUG_DAY = 60
LAST_DAY = 2_958_466


@lru_cache(maxsize=4096)
def kind_of_format(code: str) -> Kind:
    """Of a custom number format, as Excel writes it."""
    if ELAPSED.search(code):
        return Kind.DATE
    bare = NOT_CODE.sub("", code)
    if "%" in bare:
        return Kind.PERCENT
    if bare.strip().lower() in {"general", "standard", "g/通用格式", ""}:
        return Kind.NUMBER
    return Kind.DATE if DATE_LETTERS.search(bare) else Kind.NUMBER


def kind_of_built_in(number: int) -> Kind:
    if number in BUILT_IN_PERCENT:
        return Kind.PERCENT
    return Kind.DATE if number in BUILT_IN_DATES else Kind.NUMBER


def shown(stored: str, kind: Kind, *, from_1904: bool = False) -> tuple[Kind, str]:
    """The kind and the exact text of a number as it is stored in the file; what is no number is text."""
    if kind is Kind.NUMBER and SHORT_WHOLE.fullmatch(stored):
        return kind, stored
    try:
        number = float(stored)
    except ValueError:
        return Kind.TEXT, stored
    if not math.isfinite(number):
        return Kind.TEXT, stored
    if kind is Kind.DATE:
        return kind, date_text(number, from_1904=from_1904)
    return kind, number_text(number, hundredfold=kind is Kind.PERCENT)


def number_text(number: float, *, hundredfold: bool = False) -> str:
    """Excel keeps and shows 15 digits; what a float has beyond them nobody typed."""
    exact = Decimal(format(number, ".15g"))
    if hundredfold:
        exact = exact.scaleb(2)
    if abs(number) >= WRITABLE:
        return str(exact)
    text = format(exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def date_text(serial: float, *, from_1904: bool = False) -> str:
    """A day that there is not (a number formatted as a date by mistake) stays the number."""
    if not 0 <= serial < LAST_DAY:
        return number_text(serial)
    day, rest = divmod(serial, 1)
    moment = first_day(day, from_1904) + timedelta(seconds=round(rest * 86400))
    if day == 0 and rest and not from_1904:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if not rest else f"{moment:%Y-%m-%d %H:%M:%S}"


def first_day(day: float, from_1904: bool) -> datetime:
    """Excel believes that 1900 was a leap year."""
    if from_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a day in a cell, in no time zone
    elif day < LAST_LEAP_BUG_DAY:
        start = datetime(1899, 12, 31)  # noqa: DTZ001
    else:
        start = datetime(1899, 12, 30)  # noqa: DTZ001
    return start + timedelta(days=day)
