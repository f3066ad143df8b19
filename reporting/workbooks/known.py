"""What the database knows, as the reader wants it: seven queries, whatever the number of measures."""

from __future__ import annotations

from decimal import Decimal

from departments.models import Department
from indicators.models import Measure, Target
from indicators.progress.periods import Frequency
from indicators.progress.terms import Basis, Comparator
from reporting.workbooks.lookup import Known, KnownMeasure, KnownTarget, KnownTask
from tasks.models import Task


def known() -> Known:
    measures = Measure.objects.select_related("reporting_department").prefetch_related("indicators__target")
    tasks = Task.objects.prefetch_related("departments")
    return Known(
        [known_measure(measure) for measure in measures],
        [KnownTask(task.code, task.title, tuple(d.name for d in task.departments.all())) for task in tasks],
        department_names(),
    )


def known_measure(measure: Measure) -> KnownMeasure:
    indicators = list(measure.indicators.all())
    department = measure.reporting_department
    return KnownMeasure(
        code=measure.code,
        name=measure.name,
        unit=measure.unit,
        frequency=Frequency(measure.frequency),
        basis=Basis(measure.basis),
        scale=measure.scale,
        codes=tuple(indicator.code for indicator in indicators),
        names=tuple(indicator.name for indicator in indicators),
        targets=tuple(known_target(indicator.target) for indicator in indicators),
        baseline=baseline_of(measure),
        department=department.name if department else "",
    )


def baseline_of(measure: Measure) -> tuple[int, Decimal] | None:
    year, value = measure.baseline_year, measure.baseline_value
    return (year, value) if year is not None and value is not None else None


def known_target(target: Target) -> KnownTarget:
    return KnownTarget(Comparator(target.comparator), target.threshold, target.base_year)


def department_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for department in Department.objects.prefetch_related("aliases"):
        found[department.name] = department.name
        found.update({alias.name: department.name for alias in department.aliases.all()})
    return found
