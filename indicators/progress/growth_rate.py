"""A second opinion, by growth rates: the method that Statistics Canada publishes for progress toward a target.

It compares the yearly growth reached with the yearly growth required. It is shown beside the verdict and never
replaces it, because yearly growth rates fail at zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.progress.numbers import ONE, ZERO, exactly, quotient, root

Year = Decimal | int


class GrowthProgress(StrEnum):
    ACHIEVED = "achieved"
    SUBSTANTIAL = "substantial"
    MODERATE = "moderate"
    LIMITED = "limited"
    DETERIORATION = "deterioration"
    NOT_AVAILABLE = "not_available"

    @property
    def label(self) -> str:
        return GROWTH_LABELS[self]


GROWTH_LABELS = {
    GrowthProgress.ACHIEVED: "目标已达到",
    GrowthProgress.SUBSTANTIAL: "进展显著",
    GrowthProgress.MODERATE: "进展一般",
    GrowthProgress.LIMITED: "进展有限",
    GrowthProgress.DETERIORATION: "出现倒退",
    GrowthProgress.NOT_AVAILABLE: "无法计算",
}


@dataclass(frozen=True, slots=True)
class CutOffs:
    substantial_from: Decimal = Decimal("0.95")
    moderate_from: Decimal = Decimal("0.60")
    limited_from: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GrowthRate:
    """``ratio`` is the growth reached over the growth required; None where a growth rate is not defined."""

    category: GrowthProgress
    ratio: Decimal | None

    @property
    def label(self) -> str:
        return self.category.label


@exactly
def growth_rate(
    *,
    base: Decimal,
    base_year: Year,
    value: Decimal,
    year: Year,
    target: Decimal,
    target_year: Year,
    higher_is_better: bool,
    cut_offs: CutOffs | None = None,
) -> GrowthRate:
    """d·((y/y0)^(1/(t−t0)) − 1) / |(T/y0)^(1/(tT−t0)) − 1|, d being +1 if higher is better, else −1."""
    reached = yearly_growth(base, value, Decimal(year) - Decimal(base_year))
    required = yearly_growth(base, target, Decimal(target_year) - Decimal(base_year))
    ratio = None
    if reached is not None and required:
        ratio = quotient(reached if higher_is_better else -reached, abs(required))
    beyond = value >= target if higher_is_better else value <= target
    return GrowthRate(GrowthProgress.ACHIEVED if beyond else category_of(ratio, cut_offs or CutOffs()), ratio)


def yearly_growth(base: Decimal, value: Decimal, years: Decimal) -> Decimal | None:
    """None from a base that is not positive, to a value below zero, or over no time."""
    if base <= ZERO or value < ZERO or years <= ZERO:
        return None
    return root(value / base, years) - ONE


def category_of(ratio: Decimal | None, cut_offs: CutOffs) -> GrowthProgress:
    if ratio is None:
        return GrowthProgress.NOT_AVAILABLE
    if ratio >= cut_offs.substantial_from:
        return GrowthProgress.SUBSTANTIAL
    if ratio >= cut_offs.moderate_from:
        return GrowthProgress.MODERATE
    return GrowthProgress.LIMITED if ratio >= cut_offs.limited_from else GrowthProgress.DETERIORATION
