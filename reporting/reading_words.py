"""A reading in one line of words, for previews and lists of changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from indicators.choices import AnswerChoice
from indicators.progress.numbers import format_number, with_unit

NOTHING = "未填"


class Answered(Protocol):
    """A reading, an entry, or a history row."""

    @property
    def answer(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def note(self) -> str: ...
    @property
    def expected_on(self) -> date | None: ...


def in_words(answered: Answered | None, unit: str) -> str:
    """86.5%，397/400，不适用，暂无数据（预计 2024-02-20 报送）"""
    if answered is None or not answered.answer:
        return NOTHING
    if answered.answer == AnswerChoice.NO_DATA:
        day = f"（预计 {answered.expected_on:%Y-%m-%d} 报送）" if answered.expected_on else ""
        return f"暂无数据{day}"
    if answered.answer == AnswerChoice.NOT_APPLICABLE:
        return "不适用"
    if answered.numerator is not None and answered.denominator is not None:
        return f"{number(answered.numerator)}/{number(answered.denominator)}"
    return NOTHING if answered.value is None else with_unit(number(answered.value), unit)


def number(exact: Decimal) -> str:
    return format_number(exact, comma=True)


def with_note(words: str, note: str) -> str:
    return f"{words}；说明：{note}" if note else words
