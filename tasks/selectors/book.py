"""The plans' tasks as plain values: who leads, who is responsible, what is measured and promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from departments.models import Department, DepartmentKind
from tasks.models import Commitment, Duty, Task, TaskDepartment, TaskIndicator

KEPT_REVISIONS = 2


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """``group`` is 各街道 for a subdistrict: what the group must do, each member must."""

    id: int
    name: str
    kind: str
    group: int | None
    position: int
    url: str

    @property
    def is_group(self) -> bool:
        return self.kind == DepartmentKind.GROUP


@dataclass(frozen=True, slots=True)
class DutyFacts:
    department: DepartmentEntry
    duty: str
    printed_name: str

    @property
    def is_lead(self) -> bool:
        return self.duty == Duty.LEAD


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    id: int
    name: str
    sentence: str
    printed: str
    indicator: str


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """``text`` is the document's; ``indicators`` are codes, in printed order."""

    code: str
    title: str
    text: str
    plan: str
    plan_title: str
    theme: str
    theme_id: int
    printed_departments: str
    duties: tuple[DutyFacts, ...]
    indicators: tuple[str, ...]
    commitments: tuple[CommitmentFacts, ...]
    url: str

    @property
    def leads(self) -> tuple[DutyFacts, ...]:
        return tuple(duty for duty in self.duties if duty.is_lead)

    @property
    def responsible(self) -> tuple[DutyFacts, ...]:
        return tuple(duty for duty in self.duties if not duty.is_lead)


@dataclass(frozen=True, slots=True)
class TaskBook:
    """All tasks in printed order, the departments in theirs, and who answers for what."""

    tasks: tuple[TaskFacts, ...]
    departments: tuple[DepartmentEntry, ...]
    by_indicator: dict[str, TaskFacts]

    def task(self, code: str) -> TaskFacts | None:
        return next((task for task in self.tasks if task.code == code), None)

    def department(self, pk: int) -> DepartmentEntry | None:
        return next((entry for entry in self.departments if entry.id == pk), None)

    def members(self, group: DepartmentEntry) -> tuple[DepartmentEntry, ...]:
        return tuple(entry for entry in self.departments if entry.group == group.id)

    def duty_of(self, department: DepartmentEntry, task: TaskFacts) -> DutyFacts | None:
        """Its own, else its group's: 各街道 binds each street."""
        answering = {department.id, department.group}
        return next((duty for duty in task.duties if duty.department.id in answering), None)

    def duties_of(self, department: DepartmentEntry) -> list[tuple[TaskFacts, DutyFacts]]:
        found = ((task, self.duty_of(department, task)) for task in self.tasks)
        return [(task, duty) for task, duty in found if duty is not None]

    def neighbours(self, task: TaskFacts) -> tuple[TaskFacts | None, TaskFacts | None]:
        """The tasks before and after it in its plan."""
        same = [other for other in self.tasks if other.plan == task.plan]
        at = same.index(task)
        return (same[at - 1] if at else None), (same[at + 1] if at + 1 < len(same) else None)


@lru_cache(maxsize=KEPT_REVISIONS)
def task_book(token: str) -> TaskBook:
    """Five queries, whatever the number of tasks. ``token`` is `revision.data_token`'s."""
    departments = {
        entry.id: entry for entry in map(department_entry, Department.objects.order_by("position"))
    }
    duties, measured, promised = duties_by_task(departments), indicators_by_task(), commitments_by_task()
    tasks = tuple(
        task_facts(task, duties[task.pk], measured[task.pk], promised[task.pk])
        for task in Task.objects.select_related("plan", "theme").order_by("plan__position", "position")
    )
    return TaskBook(
        tasks, ordered(departments.values()), {code: task for task in tasks for code in task.indicators}
    )


def ordered(departments: Iterable[DepartmentEntry]) -> tuple[DepartmentEntry, ...]:
    """Departments first, then 各街道, then the streets, each in printed order."""
    kinds = [DepartmentKind.DEPARTMENT, DepartmentKind.GROUP, DepartmentKind.SUBDISTRICT]
    return tuple(
        sorted(departments, key=lambda entry: (kinds.index(DepartmentKind(entry.kind)), entry.position))
    )


def department_entry(department: Department) -> DepartmentEntry:
    return DepartmentEntry(
        id=department.pk,
        name=department.name,
        kind=department.kind,
        group=department.group_id,
        position=department.position,
        url=reverse("department", args=[department.pk]),
    )


def task_facts(
    task: Task, duties: list[DutyFacts], indicators: list[str], commitments: list[CommitmentFacts]
) -> TaskFacts:
    return TaskFacts(
        code=task.code,
        title=task.title,
        text=task.text,
        plan=task.plan.code,
        plan_title=task.plan.short_title,
        theme=task.theme.name,
        theme_id=task.theme_id,
        printed_departments=task.printed_departments,
        duties=tuple(duties),
        indicators=tuple(indicators),
        commitments=tuple(commitments),
        url=reverse("task", args=[task.code]),
    )


def duties_by_task(departments: dict[int, DepartmentEntry]) -> defaultdict[int, list[DutyFacts]]:
    found: defaultdict[int, list[DutyFacts]] = defaultdict(list)
    rows = TaskDepartment.objects.order_by("task", "position").values_list(
        "task", "department", "duty", "printed_name"
    )
    for task, department, duty, printed_name in rows:
        found[task].append(DutyFacts(departments[department], duty, printed_name))
    return found


def indicators_by_task() -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    links = TaskIndicator.objects.order_by("indicator__plan__position", "indicator__position")
    for task, code in links.values_list("task", "indicator__code"):
        found[task].append(code)
    return found


def commitments_by_task() -> defaultdict[int, list[CommitmentFacts]]:
    found: defaultdict[int, list[CommitmentFacts]] = defaultdict(list)
    rows = Commitment.objects.order_by("task", "position").values_list(
        "task", "pk", "name", "sentence", "printed", "indicator__code"
    )
    for task, pk, name, sentence, printed, indicator in rows:
        found[task].append(CommitmentFacts(pk, name, sentence, printed, indicator or ""))
    return found
