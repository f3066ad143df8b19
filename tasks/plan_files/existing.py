"""What the database holds before a plan is loaded: every table in one query, each row by its natural key."""

from __future__ import annotations

from django.db.models import Count

from departments.models import Department, DepartmentAlias
from indicators.models import Indicator, Measure, Plan, Reading, Target, Theme
from tasks.models import Commitment, Task, TaskDepartment, TaskIndicator


class Existing:
    """Twelve queries, however much there is. Measures and targets are locked: the secretariat edits them."""

    def __init__(self) -> None:
        self.departments = {row.name: row for row in Department.objects.all()}
        self.aliases = {row.name: row for row in DepartmentAlias.objects.all()}
        self.plans = {row.code: row for row in Plan.objects.all()}
        self.themes = {(row.plan_id, row.name): row for row in Theme.objects.all()}
        self.measures = {row.code: row for row in Measure.objects.select_for_update()}
        self.indicators = {row.code: row for row in Indicator.objects.all()}
        self.targets = {row.indicator_id: row for row in Target.objects.select_for_update()}
        self.tasks = {row.code: row for row in Task.objects.all()}
        self.duties = {(row.task_id, row.department_id): row for row in TaskDepartment.objects.all()}
        self.links = {row.indicator_id: row for row in TaskIndicator.objects.all()}
        self.commitments = {(row.task_id, row.name): row for row in Commitment.objects.all()}
        counted = Reading.objects.order_by().values_list("measure").annotate(Count("pk"))
        self.readings: dict[int, int] = dict(counted)

    @property
    def department_names(self) -> dict[str, str]:
        """Every name and alias with the name of the department that it means."""
        names = {row.pk: row.name for row in self.departments.values()}
        aliases = {alias: names[row.department_id] for alias, row in self.aliases.items()}
        return aliases | {name: name for name in self.departments}
