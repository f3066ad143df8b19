"""What a chart of one indicator shows: the judged values over time, and the lines they are held against.

Pure, like the engine it asks: no ORM, no HTML, no clock. Made by `chart_kinds`, drawn by `drawing` (SVG) and
`charts` (Plotly), told by `findings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.progress import Assessment, Period, Question, Reading
from indicators.progress.numbers import format_computed, format_number, with_unit

WHOLE_YEAR = "全年"
ROUGH_FROM = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A value and what was to be said of the indicator on the last day of its period."""

    reading: Reading
    assessment: Assessment

    @property
    def period(self) -> Period:
        return self.reading.period


@dataclass(frozen=True, slots=True)
class Mark:
    day: date
    value: Decimal
    label: str
    text: str
    expected: Decimal | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line and what stands at its end."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``unit`` is that of the vertical axis; ``path`` runs from the baseline to the target."""

    unit: str
    quantity: str
    first: date
    last: date
    marks: tuple[Mark, ...]
    lower_is_better: bool = False
    baseline: Mark | None = None
    target: Level | None = None
    limit: Level | None = None
    path: tuple[Mark, ...] = ()
    expected: Mark | None = None
    projected: Mark | None = None
    reference: tuple[Mark, ...] = ()
    reference_name: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def newest(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def values(self) -> list[Decimal]:
        """Everything that is drawn, but for the projection, which may lead far away."""
        levels = [level.value for level in (self.target, self.limit) if level]
        single = [mark for mark in (self.baseline, self.expected) if mark]
        return levels + [mark.value for mark in (*self.marks, *single, *self.path, *self.reference)]

    def text(self, value: Decimal) -> str:
        guards = (self.target.value,) if self.target else ()
        return with_unit(format_computed(value, *guards), self.unit)


def reduction_of(question: Question, assessment: Assessment) -> Decimal | None:
    """By how many percent it fell, like for like."""
    if assessment.gap is None or question.target.threshold is None:
        return None
    return question.target.threshold - assessment.gap


def ahead_of(chart: Chart) -> Decimal | None:
    """By how much the newest value lies above what was expected by now."""
    if chart.newest is None or chart.expected is None:
        return None
    return chart.newest.value - chart.expected.value


def about(value: Decimal, *guards: Decimal) -> str:
    """A projection is no finer than its guess, but never rounded across the target."""
    return format_number(value, places=1 if abs(value) >= ROUGH_FROM else 2, guards=guards)
