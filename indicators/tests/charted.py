"""Questions for the tests about charts: one for each kind of target, in the plan of the worked examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.chart_data import Chart
from indicators.chart_kinds import chart_of, steps
from indicators.progress import (
    Baseline,
    Basis,
    Comparator,
    Frequency,
    Kind,
    MeasureTerms,
    Period,
    PlanTerms,
    Question,
    Reading,
    Reference,
    Span,
    TargetTerms,
)

PLAN = PlanTerms(date(2022, 1, 1), date(2025, 12, 31))
END_OF_2023 = date(2023, 12, 31)
HUNDRED = Decimal(100)


def values(**by_period: str) -> tuple[Reading, ...]:
    """Q: ``_2023Q4="77"``."""
    return tuple(Reading(Period.parse(code[1:]), value=Decimal(text)) for code, text in by_period.items())


def question(
    comparator: Comparator = Comparator.AT_LEAST,
    threshold: str | None = "80",
    *,
    readings: tuple[Reading, ...] = (),
    base: str | None = "70",
    base_year: int = 2021,
    printed: str = "≥80%",
    unit: str = "%",
    scale: Decimal | None = HUNDRED,
    basis: Basis = Basis.POINT,
    span: Span = Span.LATEST,
    kind: Kind = Kind.REACH,
    frequency: Frequency = Frequency.QUARTERLY,
    reference: Reference | None = None,
) -> Question:
    return Question(
        plan=PLAN,
        measure=MeasureTerms(unit, frequency, basis, scale),
        target=TargetTerms(
            printed=printed,
            comparator=comparator,
            due=PLAN.end,
            threshold=None if threshold is None else Decimal(threshold),
            span=span,
            kind=kind,
            base_year=base_year if comparator is Comparator.REDUCE_BY else None,
        ),
        baseline=None if base is None else Baseline(Decimal(base), base_year),
        readings=readings,
        reference=reference,
    )


def reduction(readings: tuple[Reading, ...]) -> Question:
    return question(
        Comparator.REDUCE_BY,
        "20",
        readings=readings,
        base="200",
        base_year=2020,
        printed="比2020年下降20%以上",
        unit="起",
        scale=None,
        basis=Basis.FLOW,
        span=Span.YEAR,
    )


FALLING = question(
    readings=values(_2022Q4="72.4", _2023Q2="73.3", _2023Q3="73.1", _2023Q4="72.1"), base="70.4"
)
RISING = question(readings=values(_2022Q4="73", _2023Q4="77.5"))
KEPT = question(kind=Kind.KEEP, threshold="99", printed="99%", base=None, readings=values(_2023Q4="97.9"))
DAYS = question(
    Comparator.RISE,
    None,
    readings=values(_2022="285", _2023="283"),
    base="280",
    printed="稳步提升",
    unit="天",
    scale=None,
    frequency=Frequency.YEARLY,
)
HELD = question(Comparator.HOLD, None, readings=values(_2023Q4="71.2"), base="72", printed="保持稳定")
REDUCED = reduction(
    values(_2022Q1="45", _2022Q2="45", _2022Q3="45", _2022Q4="45", _2023Q1="30", _2023Q2="35", _2023Q3="40")
)
MINUTES = question(
    Comparator.AT_MOST,
    "12",
    readings=values(_2023Q3="15.5", _2023Q4="15"),
    base="16",
    printed="12分钟内",
    unit="分钟",
    scale=None,
)
IN_STEP = question(
    Comparator.IN_STEP,
    None,
    readings=values(_2022="3.1", _2023="5.6"),
    base=None,
    printed="与经济增长基本同步",
    scale=None,
    frequency=Frequency.YEARLY,
    reference=Reference("地区生产总值增速", values(_2022="0.7", _2023="4.9")),
)
TOTAL = question(
    threshold="0.13",
    readings=values(_2022="0.03", _2023="0.04"),
    base=None,
    printed="0.13",
    unit="万人",
    scale=None,
    basis=Basis.FLOW,
    span=Span.PLAN,
)
EMPTY = question()
ALL = {
    "falling": FALLING,
    "rising": RISING,
    "kept": KEPT,
    "days": DAYS,
    "held": HELD,
    "reduced": REDUCED,
    "minutes": MINUTES,
    "in_step": IN_STEP,
    "total": TOTAL,
    "empty": EMPTY,
}


def charted(asked: Question, as_of: date = END_OF_2023) -> Chart:
    return chart_of(asked, as_of, steps(asked, as_of))
