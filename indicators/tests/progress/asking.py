"""Short ways to put a question: ``ask("≥80%", at_least=80, base="70@2021", readings="2023Q4 77")``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.progress import (
    Answer,
    Assessment,
    Baseline,
    Basis,
    Comparator,
    Frequency,
    Kind,
    MeasureTerms,
    Override,
    Period,
    PlanTerms,
    Question,
    Reading,
    Reference,
    Span,
    TargetTerms,
    Verdict,
    assess,
)

YF = PlanTerms(date(2022, 1, 1), date(2025, 12, 31))
FZ = PlanTerms(date(2021, 1, 1), date(2025, 12, 31))
SPECIAL = {"不适用": Answer.NOT_APPLICABLE, "暂无": Answer.NO_DATA}
QUARTERLY, HALF_YEARLY, YEARLY = Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY


def day(text: str) -> date:
    return date.fromisoformat(text)


def reading(text: str) -> Reading:
    """``2023Q4 77``, ``2023Q4 30/40``, ``2023Q4 不适用``, ``2023Q4 暂无``, ``2023Q4 暂无>2024-02-01``."""
    code, _, value = text.strip().partition(" ")
    period = Period.parse(code)
    kind, _, expected = value.partition(">")
    if kind in SPECIAL:
        return Reading(period, SPECIAL[kind], expected_on=day(expected) if expected else None)
    if "/" in value:
        numerator, denominator = value.split("/")
        return Reading(period, numerator=Decimal(numerator), denominator=Decimal(denominator))
    return Reading(period, value=Decimal(value))


def readings(text: str) -> tuple[Reading, ...]:
    return tuple(reading(part) for part in text.split(",") if part.strip())


def baseline(text: str) -> Baseline | None:
    value, _, year = text.partition("@")
    return Baseline(Decimal(value), int(year)) if text else None


def ask(
    comparator: Comparator | str,
    threshold: Any = None,
    said: str = "",
    *,
    base: str = "",
    printed: str = "",
    plan: PlanTerms = YF,
    unit: str = "%",
    frequency: Frequency = QUARTERLY,
    basis: str = "point",
    scale: Any = None,
    higher: bool = True,
    span: str = "latest",
    kind: str = "reach",
    tolerance: Any = None,
    base_year: int | None = None,
    due: str = "2025-12-31",
    reference: str | None = None,
    overrides: tuple[Override, ...] = (),
) -> Question:
    return Question(
        plan=plan,
        measure=MeasureTerms(unit, frequency, Basis(basis), scale and Decimal(scale), higher),
        target=TargetTerms(
            printed=printed or str(comparator),
            comparator=Comparator(comparator),
            due=day(due),
            threshold=None if threshold is None else Decimal(str(threshold)),
            span=Span(span),
            kind=Kind(kind),
            tolerance=None if tolerance is None else Decimal(str(tolerance)),
            base_year=base_year,
        ),
        baseline=baseline(base),
        readings=readings(said),
        reference=None if reference is None else Reference("经济增长", readings(reference)),
        overrides=overrides,
    )


def answer(as_of: str, *args: Any, **kwargs: Any) -> Assessment:
    return assess(ask(*args, **kwargs), day(as_of))


def verdict(as_of: str, *args: Any, **kwargs: Any) -> Verdict:
    return answer(as_of, *args, **kwargs).computed_verdict


def at(value: Decimal | None, places: str) -> Decimal:
    assert value is not None
    return value.quantize(Decimal(places))
