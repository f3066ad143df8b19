"""What was typed into one row of the grid, read as an entry; texts that cannot be read keep their message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.choices import AnswerChoice
from indicators.models import Measure, Reading
from indicators.parsing import COUNTED, parse_number
from indicators.progress.numbers import exactly, format_number, quotient
from indicators.rules import NUMBER_LABELS, Entry
from reporting.selectors.grid import Row

FIELDS = ("answer", "value", "numerator", "denominator", "note", "expected_on")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
VERSION = re.compile(r"\d{1,9}", re.ASCII)
LONGEST_TEXT = 20_000
"""A note may have 2,000 characters; what is far beyond is not kept for correction either."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A row's fields as they stand on the page."""

    answer: str = ""
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""
    expected_on: str = ""

    @classmethod
    def of(cls, reading: Reading | None) -> Texts:
        if reading is None:
            return cls()
        numbers = {name: printed(getattr(reading, name)) for name in NUMBER_LABELS}
        day = reading.expected_on.isoformat() if reading.expected_on else ""
        return cls(answer=reading.answer, note=reading.note, expected_on=day, **numbers)

    @classmethod
    def given(cls, texts: Mapping[str, object], prefix: str = "") -> Texts:
        """Raises ValueError for what is not text at all."""
        return cls(**given_texts(texts, FIELDS, prefix))


def given_texts(texts: Mapping[str, object], names: Iterable[str], prefix: str) -> dict[str, str]:
    found = {name: texts.get(prefix + name) or "" for name in names}
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in found.values()):
        raise ValueError("提交的内容不完整，请刷新页面后再试。")
    return {name: str(text) for name, text in found.items()}


@dataclass
class ReadRow:
    """A row's texts on their way to an entry; ``messages`` by field say what could not be read."""

    row: Row
    texts: Texts
    seen_version: int
    messages: dict[str, str] = field(default_factory=dict)

    def entry(self) -> Entry:
        """Fills ``messages``; only without any is the entry to be recorded."""
        numbers = self.numbers()
        answer = self.texts.answer.strip()
        if not answer and any(number is not None for number in numbers.values()):
            answer = AnswerChoice.VALUE.value
        if answer == AnswerChoice.VALUE:
            self.drop_computed(numbers)
        return Entry(
            measure=self.row.measure,
            period=self.row.period,
            answer=answer,
            note=tidy(self.texts.note),
            expected_on=self.day() if answer == AnswerChoice.NO_DATA else None,
            seen_version=self.seen_version,
            **numbers,
        )

    def numbers(self) -> dict[str, Decimal | None]:
        return {name: self.number(name) for name in NUMBER_LABELS}

    def number(self, name: str) -> Decimal | None:
        text = getattr(self.texts, name)
        if not text.strip():
            return None
        try:
            return parse_number(text, (self.row.measure.unit,) if name == "value" else COUNTED)
        except ValueError as error:
            self.messages[name] = str(error)
            return None

    def drop_computed(self, numbers: dict[str, Decimal | None]) -> None:
        """A value typed beside 分子 and 分母 that says the same is theirs, not a second answer."""
        value, over, under = (numbers[name] for name in NUMBER_LABELS)
        if value is None or over is None or not under or self.row.measure.scale is None:
            return
        if says_the_same(value, rate(self.row.measure, over, under)):
            numbers["value"] = None
        else:
            self.messages["value"] = "本期值和分子、分母算出的不一样。请核对，只留一种。"

    def day(self) -> date | None:
        text = self.texts.expected_on.strip()
        if not text:
            return None
        try:
            return parse_day(text)
        except ValueError as error:
            self.messages["expected_on"] = str(error)
            return None


def parse_day(text: str) -> date:
    """Raises ValueError with a Chinese sentence."""
    match = DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups() if match else ()))
    except (TypeError, ValueError):
        raise ValueError(f"“{text[:20]}”不是日期。请写成 2024-02-20。") from None


@exactly
def rate(measure: Measure, numerator: Decimal, denominator: Decimal) -> Decimal:
    return quotient(numerator, denominator) * (measure.scale or 1)


@exactly
def says_the_same(value: Decimal, computed: Decimal) -> bool:
    """Rounded to as many places as were typed."""
    return round(computed, max(-int(value.as_tuple().exponent), 0)) == value


def printed(number: Decimal | None) -> str:
    """With thousands' commas, and without the zeros that the database adds."""
    return "" if number is None else format_number(number, comma=True)


def tidy(note: str) -> str:
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


def version(text: object) -> int:
    """Raises ValueError for anything but the version that a page was given."""
    if isinstance(text, bool) or not VERSION.fullmatch(str(text)):
        raise ValueError("提交的内容不完整，请刷新页面后再试。")
    return int(str(text))
