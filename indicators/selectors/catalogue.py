"""What is measured, as plain values: plans, their indicators, and for each the engine's question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from indicators.choices import Nature, State
from indicators.models import Indicator, Measure, Plan, Reading, Target, VerdictOverride
from indicators.progress import terms
from indicators.progress.periods import Frequency, Period

KEPT_REVISIONS = 2


@dataclass(frozen=True, slots=True)
class PlanFacts:
    id: int
    code: str
    title: str
    short_title: str
    document_number: str
    issuer: str
    issued_on: date
    start: date
    end: date
    terms: terms.PlanTerms

    def elapsed(self, as_of: date) -> Decimal:
        """Share of the plan's time that has passed, 0..1, counted as the engine counts it: from the day
        before the first to the last day."""
        days = Decimal((as_of - self.start).days + 1) / Decimal((self.end - self.start).days + 1)
        return min(max(days, Decimal(0)), Decimal(1))


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator with its target and measure, as printed and as parsed."""

    id: int
    code: str
    name: str
    plan: PlanFacts
    theme: ThemeFacts
    nature: str
    measure_id: int
    measure_code: str
    unit: str
    frequency: Frequency
    scale: Decimal | None
    target_printed: str
    comparator: terms.Comparator
    threshold: Decimal | None
    due: date
    reporting_department: DepartmentFacts | None

    @property
    def nature_label(self) -> str:
        return Nature(self.nature).label if self.nature else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator and the question about it, but for the day."""

    facts: IndicatorFacts
    question: terms.Question


@dataclass(frozen=True, slots=True)
class ReportedQuarter:
    """``answered`` of the ``asked`` measures whose period ends with this quarter have a value or 不适用."""

    end: date
    answered: int
    asked: int

    @property
    def mostly(self) -> bool:
        return self.answered * 2 >= self.asked


@dataclass(frozen=True, slots=True)
class Catalogue:
    plans: tuple[PlanFacts, ...]
    asked: tuple[Asked, ...]
    reported: tuple[ReportedQuarter, ...]
    """The quarters with an approved answer, oldest first."""

    def plan(self, code: str) -> PlanFacts | None:
        return next((plan for plan in self.plans if plan.code == code), None)


@lru_cache(maxsize=KEPT_REVISIONS)
def catalogue(token: str) -> Catalogue:
    """Five queries, whatever the number of indicators. ``token`` is `revision.data_token`'s."""
    plans = {plan.pk: plan_facts(plan) for plan in Plan.objects.all()}
    indicators = list(
        Indicator.objects.select_related(
            "plan", "theme", "measure__reporting_department", "target__reference"
        ).order_by("plan__position", "position")
    )
    readings = approved_readings(
        needed_measures(indicators), needed_from(indicators), needed_until(indicators)
    )
    overrides = overrides_by_indicator()
    asked = tuple(
        Asked(facts(indicator, plans), question(indicator, plans, readings, overrides))
        for indicator in indicators
    )
    return Catalogue(tuple(plans.values()), asked, reported_quarters(indicators, readings))


def plan_facts(plan: Plan) -> PlanFacts:
    return PlanFacts(
        id=plan.pk,
        code=plan.code,
        title=plan.title,
        short_title=plan.short_title,
        document_number=plan.document_number,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        start=plan.start,
        end=plan.end,
        terms=terms.PlanTerms(plan.start, plan.end, plain(plan.on_track_from), plain(plan.lagging_from)),
    )


def facts(indicator: Indicator, plans: dict[int, PlanFacts]) -> IndicatorFacts:
    measure, target, theme = indicator.measure, indicator.target, indicator.theme
    department = measure.reporting_department
    return IndicatorFacts(
        id=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        plan=plans[indicator.plan_id],
        theme=ThemeFacts(theme.pk, theme.name, theme.position),
        nature=indicator.nature,
        measure_id=measure.pk,
        measure_code=measure.code,
        unit=measure.unit,
        frequency=Frequency(measure.frequency),
        scale=stripped(measure.scale),
        target_printed=target.printed,
        comparator=terms.Comparator(target.comparator),
        threshold=stripped(target.threshold),
        due=target.due,
        reporting_department=DepartmentFacts(department.pk, department.name) if department else None,
    )


def needed_measures(indicators: Iterable[Indicator]) -> set[int]:
    own = {indicator.measure_id for indicator in indicators}
    return own | {i.target.reference_id for i in indicators if i.target.reference_id is not None}


def needed_from(indicators: Iterable[Indicator]) -> date:
    """The plans' own years, and the base years whose quarters may be compared (同期)."""
    years = [indicator.plan.start.year for indicator in indicators]
    for indicator in indicators:
        baseline = baseline_of(indicator.measure, indicator.target)
        years += [baseline.year] if baseline else []
    return date(min(years, default=1), 1, 1)


def needed_until(indicators: Iterable[Indicator]) -> date:
    return max((indicator.target.due for indicator in indicators), default=date.max)


def approved_readings(measures: set[int], first: date, last: date) -> dict[int, tuple[terms.Reading, ...]]:
    rows = (
        Reading.objects.filter(
            measure__in=measures, state=State.APPROVED, period_end__gte=first, period_end__lte=last
        )
        .exclude(answer="")
        .order_by("period_end")
        .values_list("measure", "period_code", "answer", "value", "numerator", "denominator", "expected_on")
    )
    found: dict[int, list[terms.Reading]] = defaultdict(list)
    for measure, code, answer, *numbers, expected_on in rows:
        found[measure].append(reading_terms(code, answer, numbers, expected_on))
    return {measure: tuple(readings) for measure, readings in found.items()}


def reading_terms(
    code: str, answer: str, numbers: Iterable[Decimal | None], expected_on: date | None
) -> terms.Reading:
    """``numbers`` are value, numerator and denominator."""
    value, numerator, denominator = map(stripped, numbers)
    return terms.Reading(Period.parse(code), terms.Answer(answer), value, numerator, denominator, expected_on)


def overrides_by_indicator() -> dict[int, tuple[terms.Override, ...]]:
    found: dict[int, list[terms.Override]] = defaultdict(list)
    for row in VerdictOverride.objects.values_list("indicator", "period_code", "verdict", "reason"):
        indicator, code, verdict, reason = row
        found[indicator].append(terms.Override(Period.parse(code), terms.Verdict(verdict), reason))
    return {indicator: tuple(overrides) for indicator, overrides in found.items()}


def question(
    indicator: Indicator,
    plans: dict[int, PlanFacts],
    readings: dict[int, tuple[terms.Reading, ...]],
    overrides: dict[int, tuple[terms.Override, ...]],
) -> terms.Question:
    measure, target = indicator.measure, indicator.target
    return terms.Question(
        plan=plans[indicator.plan_id].terms,
        measure=measure_terms(measure),
        target=target_terms(target),
        baseline=baseline_of(measure, target),
        readings=readings.get(measure.pk, ()),
        reference=reference_of(target, readings),
        overrides=overrides.get(indicator.pk, ()),
    )


def measure_terms(measure: Measure) -> terms.MeasureTerms:
    return terms.MeasureTerms(
        unit=measure.unit,
        frequency=Frequency(measure.frequency),
        basis=terms.Basis(measure.basis),
        scale=stripped(measure.scale),
        higher_is_better=measure.higher_is_better,
    )


def target_terms(target: Target) -> terms.TargetTerms:
    return terms.TargetTerms(
        printed=target.printed,
        comparator=terms.Comparator(target.comparator),
        due=target.due,
        threshold=stripped(target.threshold),
        span=terms.Span(target.span),
        kind=terms.Kind(target.kind),
        tolerance=stripped(target.tolerance),
        base_year=target.base_year,
    )


def baseline_of(measure: Measure, target: Target) -> terms.Baseline | None:
    """The target's own where it has one, else the measure's."""
    if target.own_baseline_value is not None and target.own_baseline_year is not None:
        return terms.Baseline(plain(target.own_baseline_value), target.own_baseline_year)
    if measure.baseline_value is not None and measure.baseline_year is not None:
        return terms.Baseline(plain(measure.baseline_value), measure.baseline_year)
    return None


def reference_of(target: Target, readings: dict[int, tuple[terms.Reading, ...]]) -> terms.Reference | None:
    if target.reference is None:
        return None
    return terms.Reference(target.reference.name, readings.get(target.reference.pk, ()))


def reported_quarters(
    indicators: Iterable[Indicator], readings: dict[int, tuple[terms.Reading, ...]]
) -> tuple[ReportedQuarter, ...]:
    """暂无数据 answers nothing yet. A measure that plans share is counted once."""
    frequencies = {i.measure_id: Frequency(i.measure.frequency) for i in indicators}
    answered = Counter(
        reading.period.end
        for measure in frequencies
        for reading in readings.get(measure, ())
        if reading.answer is not terms.Answer.NO_DATA
    )
    return tuple(
        ReportedQuarter(
            end, answered[end], sum(Period.holding(end, f).end == end for f in frequencies.values())
        )
        for end in sorted(answered)
    )


def plain(number: Decimal) -> Decimal:
    """Without the zeros that a column of six decimals adds: 80, not 80.000000 or 8E+1."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def stripped(number: Decimal | None) -> Decimal | None:
    return None if number is None else plain(number)
