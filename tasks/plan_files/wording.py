"""What the printed words of a target say, so that a comparator or number that says otherwise is noticed.

≥85% · >70% · 12分钟内 · 65%以上 · 5%以下 · 一家 · 比2020年下降20%以上 · 稳步提升 · 保持稳定 · 与经济增长基本同步
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from indicators.progress.terms import Comparator

NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]{1,3})"
UNIT = r"(?P<unit>[^0-9以及之内上下左右级]{0,8}?)"
REDUCED = re.compile(rf"(?:比|较)?(?:(?P<year>[0-9]{{4}})年)?(?:下降|降低|减少){NUMBER}%(?:以上)?")
BEFORE = {
    Comparator.AT_LEAST: r"≥|>=|不低于|不少于|不小于|达到",
    Comparator.MORE_THAN: r">|大于|超过|高于|多于",
    Comparator.AT_MOST: r"≤|<=|不高于|不超过|不大于|不多于",
    Comparator.LESS_THAN: r"<|小于|低于|少于",
}
AFTER = {Comparator.AT_LEAST: r"及?以上", Comparator.AT_MOST: r"以?内|及?以下"}
TRENDS = {
    Comparator.RISE: re.compile(r"(稳步|逐步|持续|不断|明显|显著)?(提升|提高|增长|上升|改善)"),
    Comparator.HOLD: re.compile(r"(基本)?(保持)?(基本)?稳定"),
    Comparator.IN_STEP: re.compile(r"与.+同步(增长)?"),
}
PATTERNS = [
    *((re.compile(rf"(?:{words}){NUMBER}{UNIT}"), {comparator}) for comparator, words in BEFORE.items()),
    *((re.compile(rf"{NUMBER}{UNIT}(?:{words})"), {comparator}) for comparator, words in AFTER.items()),
    (re.compile(rf"{NUMBER}{UNIT}"), {Comparator.AT_LEAST, Comparator.AT_MOST}),
]
DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be meant. A bare number is a floor or a ceiling, as the measure's direction has it."""

    comparators: frozenset[Comparator]
    number: Decimal | None = None
    unit: str = ""
    base_year: int | None = None


def understood(printed: str) -> Wording | None:
    """None for words that this small grammar does not know; they are then taken as they are."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", printed))
    reduced = REDUCED.fullmatch(text)
    if reduced:
        year = int(reduced["year"]) if reduced["year"] else None
        return Wording(frozenset({Comparator.REDUCE_BY}), value_of(reduced["number"]), "%", year)
    for comparator, pattern in TRENDS.items():
        if pattern.fullmatch(text):
            return Wording(frozenset({comparator}))
    return compared(text)


def compared(text: str) -> Wording | None:
    for pattern, comparators in PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            return Wording(frozenset(comparators), value_of(match["number"]), match["unit"])
    return None


def value_of(number: str) -> Decimal:
    """Arabic, or Chinese up to 九十九: 十五 is 15."""
    if number.isascii():
        return Decimal(number)
    tens, ten, ones = number.rpartition("十")
    high = (DIGITS.get(tens, 1) if ten else 0) * 10
    return Decimal(high + DIGITS.get(ones, 0))


def numbers_in(printed: str) -> set[Decimal]:
    text = unicodedata.normalize("NFKC", printed)
    return {value_of(match["number"]) for match in re.finditer(NUMBER, text)}
