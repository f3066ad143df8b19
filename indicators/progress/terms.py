"""What the engine is asked and what it answers: plain values, Decimal only, no Django, no clock.

The words are those of ``progress.md``; every enum value is the code that models, API and commands use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.progress.periods import Frequency, Period

RULE_VERSION = "2026-11"


class Basis(StrEnum):
    POINT = "point"
    FLOW = "flow"
    YTD = "ytd"


class Span(StrEnum):
    LATEST = "latest"
    YEAR = "year"
    PLAN = "plan"


class Kind(StrEnum):
    REACH = "reach"
    KEEP = "keep"


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    REDUCE_BY = "reduce_by"
    RISE = "rise"
    HOLD = "hold"
    IN_STEP = "in_step"


class Answer(StrEnum):
    """A reading is one of three things; blank, the fourth, is no reading at all."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Verdict(StrEnum):
    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    LAGGING = "lagging"
    AT_RISK = "at_risk"
    MISSED = "missed"
    UNPACED = "unpaced"
    NO_READING = "no_reading"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    NO_REFERENCE = "no_reference"

    @property
    def label(self) -> str:
        return VERDICT_LABELS[self]

    @property
    def light(self) -> Light:
        return VERDICT_LIGHTS.get(self, Light.GREY)


VERDICT_LABELS = {
    Verdict.ACHIEVED: "已达标",
    Verdict.ON_TRACK: "进展正常",
    Verdict.LAGGING: "进展滞后",
    Verdict.AT_RISK: "严重滞后",
    Verdict.MISSED: "未达标",
    Verdict.UNPACED: "尚未达标",
    Verdict.NO_READING: "待填报",
    Verdict.NOT_DUE: "未到填报期",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.NO_REFERENCE: "缺参照数据",
}
VERDICT_LIGHTS = {
    Verdict.ACHIEVED: Light.GREEN,
    Verdict.ON_TRACK: Light.GREEN,
    Verdict.LAGGING: Light.YELLOW,
    Verdict.AT_RISK: Light.RED,
    Verdict.MISSED: Light.RED,
}


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The plan's first and last day, and its cut-offs: data of the plan, not constants."""

    start: date
    end: date
    on_track_from: Decimal = Decimal("0.95")
    lagging_from: Decimal = Decimal("0.60")


@dataclass(frozen=True, slots=True)
class MeasureTerms:
    """``scale`` is None for a plain value, else 100, 1000 … (numerator / denominator × scale)."""

    unit: str
    frequency: Frequency
    basis: Basis = Basis.POINT
    scale: Decimal | None = None
    higher_is_better: bool = True

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """``printed`` is the document's wording. ``tolerance`` None means the default of progress.md.

    ``base_year`` is the year that a ``reduce_by`` names; its baseline must be of that year.
    """

    printed: str
    comparator: Comparator
    due: date
    threshold: Decimal | None = None
    span: Span = Span.LATEST
    kind: Kind = Kind.REACH
    tolerance: Decimal | None = None
    base_year: int | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    value: Decimal
    year: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One approved answer. With a numerator, ``value`` is ignored: the engine computes the rate, unrounded."""

    period: Period
    answer: Answer = Answer.VALUE
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """人工认定: the verdict of one period, set by hand with a reason."""

    period: Period
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The other series of ``in_step``: its name as printed in the sentence, and its yearly growth."""

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All that a verdict depends on, but for the day. Readings may come in any order and lie in any year:
    those of the base year serve 同期 comparisons, those outside the plan or after ``as_of`` do not count.
    """

    plan: PlanTerms
    measure: MeasureTerms
    target: TargetTerms
    baseline: Baseline | None = None
    readings: tuple[Reading, ...] = ()
    reference: Reference | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer. Which fields are null when is fixed in progress.md, last paragraph before the summary."""

    verdict: Verdict
    computed_verdict: Verdict
    override_reason: str
    met: bool | None
    value: Decimal | None
    period: Period | None
    partial: bool
    share: Decimal | None
    stale: bool
    missing_periods: tuple[Period, ...]
    target_printed: str
    gap: Decimal | None
    pace: Decimal | None
    regressed: bool
    elapsed: Decimal | None
    expected: Decimal | None
    projected: Decimal | None
    projected_meets: bool | None
    needed_per_period: Decimal | None
    tolerance: Decimal | None
    awaited_on: date | None
    sentence: str
    rule_version: str = RULE_VERSION

    @property
    def light(self) -> Light:
        return self.verdict.light
