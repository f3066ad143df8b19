"""全部数值: every reading that a person may see, with the measures' baselines, each measure once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dashboard.selectors.filters import UNASSIGNED
from departments.access import may_see_unapproved
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Indicator, Measure, Plan, Reading, Target
from indicators.progress.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty asks for everything. ``department`` is an id, or ``none`` where none is named yet."""

    plan: str = ""
    department: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A reading, or without one the measure's baseline; under the code and name of the plan asked for."""

    code: str
    name: str
    measure: Measure
    reading: Reading | None = None


def has_plan(code: str) -> bool:
    return Plan.objects.filter(code=code).exists()


def has_department(pk: str) -> bool:
    return pk == UNASSIGNED or (pk.isdecimal() and Department.objects.filter(pk=pk).exists())


def lines(asked: Asked, person: Person) -> Iterator[Line]:
    """Three queries, one less without a plan."""
    measures, names = measures_asked(asked), printed_names(asked.plan)
    readings = readings_by_measure(asked, person, measures)
    for measure in measures:
        code, name = names.get(measure.pk, (measure.code, measure.name))
        if asked.period is None and measure.baseline_value is not None:
            yield Line(code, name, measure)
        for reading in readings[measure.pk]:
            yield Line(code, name, measure, reading)


def measures_asked(asked: Asked) -> QuerySet[Measure]:
    """A plan's own and those that it compares with: without these its verdicts would not come back."""
    found = Measure.objects.order_by("position", "pk")
    if asked.plan:
        own = Indicator.objects.filter(plan__code=asked.plan).values("measure")
        compared = Target.objects.filter(indicator__plan__code=asked.plan, reference__isnull=False)
        found = found.filter(Q(pk__in=own) | Q(pk__in=compared.values("reference")))
    if asked.department == UNASSIGNED:
        return found.filter(reporting_department=None)
    return found.filter(reporting_department=int(asked.department)) if asked.department else found


def printed_names(plan: str) -> dict[int, tuple[str, str]]:
    if not plan:
        return {}
    found = Indicator.objects.filter(plan__code=plan).values_list("measure", "code", "name")
    return {measure: (code, name) for measure, code, name in found}


def readings_by_measure(
    asked: Asked, person: Person, measures: QuerySet[Measure]
) -> dict[int, list[Reading]]:
    """Oldest first. A period asks for every period that ends within it: 2023Q4 for 2023H2 and 2023 too."""
    found = Reading.objects.filter(measure__in=measures.order_by()).exclude(answer="")
    if asked.period is not None:
        found = found.filter(period_end__range=(asked.period.start, asked.period.end))
    readings: dict[int, list[Reading]] = defaultdict(list)
    for reading in found.select_related("measure", "entered_by").order_by("period_end", "period_code"):
        if may_see(reading, person):
            readings[reading.measure_id].append(reading)
    return readings


def may_see(reading: Reading, person: Person) -> bool:
    is_approved = reading.state == State.APPROVED
    return is_approved or may_see_unapproved(person, reading.measure.reporting_department_id)
