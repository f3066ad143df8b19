"""What a quarter asks of whom: from the measures' frequencies and owners, and from the tasks' departments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from departments.models import Department, DepartmentKind
from indicators.models import Measure
from indicators.progress.periods import Period
from reporting.selectors.grid import asked_period
from tasks.models import TaskDepartment


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure or a task, by key; ``period_code`` is the measure's own period: 2023 in 2023Q4."""

    department: int
    period_code: str
    measure: int | None = None
    task: int | None = None


def asked_in(quarter: Period) -> Iterator[Asked]:
    """Three queries. Only plans that run in the quarter ask; a shared measure is asked for once, a yearly one once
    a year, and a department that neither reports a measure nor has a task not at all."""
    for measure in asked_measures(quarter):
        period = asked_period(measure, quarter)
        if period is not None and measure.reporting_department_id is not None:
            yield Asked(measure.reporting_department_id, period.code, measure=measure.pk)
    yield from asked_tasks(quarter)


def asked_measures(quarter: Period) -> QuerySet[Measure]:
    running = {"plan__start__lte": quarter.start, "plan__end__gte": quarter.end}
    own = Q(**{f"indicators__{name}": day for name, day in running.items()})
    referred = Q(**{f"referring_targets__indicator__{name}": day for name, day in running.items()})
    found = Measure.objects.filter(reporting_department__isnull=False).filter(own | referred)
    return found.distinct().order_by("position")


def asked_tasks(quarter: Period) -> Iterator[Asked]:
    """各街道 is each of them; named twice, a department is asked once."""
    members = members_by_group()
    duties = TaskDepartment.objects.filter(
        task__plan__start__lte=quarter.start, task__plan__end__gte=quarter.end
    ).order_by("task__plan__position", "task__position", "position")
    seen: set[tuple[int, int]] = set()
    for task, department in duties.values_list("task", "department"):
        for own in members.get(department, [department]):
            if (task, own) not in seen:
                seen.add((task, own))
                yield Asked(own, quarter.code, task=task)


def members_by_group() -> dict[int, list[int]]:
    groups = Department.objects.filter(kind=DepartmentKind.GROUP).values_list("pk", flat=True)
    found: dict[int, list[int]] = defaultdict(list, {pk: [] for pk in groups})
    for pk, group in Department.objects.filter(group__isnull=False).values_list("pk", "group"):
        if group is not None:
            found[group].append(pk)
    return found
