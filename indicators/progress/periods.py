"""Reporting periods: a quarter, a half year or a year, by its code (``2023Q2``, ``2023H1``, ``2023``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Frequency(StrEnum):
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


MONTHS = {Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
LETTERS = {Frequency.QUARTERLY: "Q", Frequency.HALF_YEARLY: "H"}
PART_LABELS = {
    Frequency.QUARTERLY: ("第一季度", "第二季度", "第三季度", "第四季度"),
    Frequency.HALF_YEARLY: ("上半年", "下半年"),
    Frequency.YEARLY: ("",),
}
CODE = re.compile(r"([0-9]{4})(?:Q([1-4])|H([12]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """``part`` counts from 1 within the year: the third quarter is part 3, a year is part 1."""

    year: int
    frequency: Frequency
    part: int = 1

    @classmethod
    def parse(cls, code: str) -> Period:
        """Raises ValueError, with a Chinese sentence, for anything but ``2023Q2``, ``2023H1`` or ``2023``."""
        match = CODE.fullmatch(code)
        if match is None or match[1] == "0000":
            raise ValueError(f"“{code}”不是填报期。请写成 2023Q2、2023H1 或 2023。")
        year, quarter, half = match.groups()
        if quarter:
            return cls(int(year), Frequency.QUARTERLY, int(quarter))
        if half:
            return cls(int(year), Frequency.HALF_YEARLY, int(half))
        return cls(int(year), Frequency.YEARLY)

    @classmethod
    def holding(cls, day: date, frequency: Frequency) -> Period:
        """The period of that frequency in which the day lies."""
        return cls(day.year, frequency, (day.month - 1) // MONTHS[frequency] + 1)

    @classmethod
    def last_ended(cls, as_of: date, frequency: Frequency) -> Period:
        """The newest period whose last day is ``as_of`` or before."""
        period = cls.holding(as_of, frequency)
        return period if period.end <= as_of else period.previous

    @property
    def code(self) -> str:
        letter = LETTERS.get(self.frequency)
        return f"{self.year:04}{letter}{self.part}" if letter else f"{self.year:04}"

    def __str__(self) -> str:
        return self.code

    @property
    def start(self) -> date:
        return date(self.year, (self.part - 1) * MONTHS[self.frequency] + 1, 1)

    @property
    def end(self) -> date:
        month = self.part * MONTHS[self.frequency]
        return date(self.year, 12, 31) if month == 12 else date(self.year, month + 1, 1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """2023年第二季度, 2023年上半年, 2023年."""
        return f"{self.year}年{PART_LABELS[self.frequency][self.part - 1]}"

    @property
    def per_year(self) -> int:
        return 12 // MONTHS[self.frequency]

    @property
    def previous(self) -> Period:
        return self.shifted(-1)

    @property
    def next(self) -> Period:
        return self.shifted(1)

    def shifted(self, count: int) -> Period:
        year, part = divmod(self.year * self.per_year + self.part - 1 + count, self.per_year)
        return Period(year, self.frequency, part + 1)


def periods_between(frequency: Frequency, first_day: date, last_day: date) -> Iterator[Period]:
    """The periods that begin on or after ``first_day`` and end on or before ``last_day``, oldest first."""
    period = Period.holding(first_day, frequency)
    if period.start < first_day:
        period = period.next
    while period.end <= last_day:
        yield period
        period = period.next
