"""What one department is asked in one quarter, with what stands already: the content of its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import QuerySet

from departments.models import Department
from indicators.choices import AnswerChoice, BasisChoice, ComparatorChoice
from indicators.models import Indicator, Measure, Reading
from indicators.progress.numbers import exactly, format_number, quotient
from indicators.progress.periods import Period
from reporting.selectors.grid import PrintedTarget, Row, indicator_row, reference_row, with_readings
from tasks.models import TaskDepartment, TaskNote

PLACES = 2
NOTHING = "—"


class NumberKind(StrEnum):
    """Which numbers a measure takes, as `indicators.rules` judges them."""

    COVERAGE = "coverage"
    GROWTH = "growth"
    COUNT = "count"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for the period, in any state; empty where nothing was reported."""

    answer: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    expected_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class TemplateIndicator:
    """``period`` is the measure's own: a template of 2023Q4 asks yearly measures for 2023.

    ``takes_changes``: a reduction may also be told as “下降23%”. ``whole_year`` is what the year was
    reported with as a whole; the row is locked then.
    """

    code: str
    name: str
    unit: str
    target: str
    last: str
    period: Period
    kind: NumberKind
    has_fraction: bool
    takes_changes: bool
    is_cumulative: bool
    standing: Standing
    whole_year: str = ""

    @property
    def is_locked(self) -> bool:
        return bool(self.whole_year)


@dataclass(frozen=True, slots=True)
class TemplateTask:
    code: str
    title: str
    duty: str
    progress: str = ""
    obstacles: str = ""
    next_steps: str = ""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    department: str
    period: Period
    indicators: tuple[TemplateIndicator, ...]
    tasks: tuple[TemplateTask, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing is asked: no plan runs in the quarter, or none names the department."""
        return not self.indicators and not self.tasks


def template_content(department: Department, quarter: Period) -> TemplateContent:
    """Six queries at most, whatever the number of rows. Only plans that run in the quarter ask."""
    asking = list(asking_indicators(department, quarter))
    rows = department_rows(department, quarter, asking)
    reducing = {i.measure_id for i in asking if i.target.comparator == ComparatorChoice.REDUCE_BY}
    return TemplateContent(
        department=department.name,
        period=quarter,
        indicators=tuple(template_indicator(row, row.measure.pk in reducing) for row in rows),
        tasks=tuple(template_tasks(department, quarter)),
    )


# Indicators


def department_rows(department: Department, quarter: Period, asking: Sequence[Indicator]) -> list[Row]:
    """Three queries, each row with what stands and what stood last."""
    return with_readings(asked_rows(asking, referred_measures(department, quarter), quarter))


def asked_rows(asking: Iterable[Indicator], references: Iterable[Measure], quarter: Period) -> list[Row]:
    """In the plans' order, a shared measure under its first indicator; what targets refer to comes last."""
    sharing: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in asking:
        sharing[indicator.measure_id].append(indicator)
    rows = [indicator_row(sharers[0], sharers, quarter) for sharers in sharing.values()]
    rows += [reference_row(measure, quarter) for measure in references if measure.pk not in sharing]
    return [row for row in rows if row is not None]


def asking_indicators(department: Department, quarter: Period) -> QuerySet[Indicator]:
    return (
        Indicator.objects.filter(
            measure__reporting_department=department,
            plan__start__lte=quarter.start,
            plan__end__gte=quarter.end,
        )
        .select_related("plan", "theme", "target__reference", "measure")
        .order_by("plan__position", "theme__position", "position")
    )


def referred_measures(department: Department, quarter: Period) -> QuerySet[Measure]:
    return Measure.objects.filter(
        reporting_department=department,
        referring_targets__indicator__plan__start__lte=quarter.start,
        referring_targets__indicator__plan__end__gte=quarter.end,
    ).distinct()


def template_indicator(row: Row, takes_changes: bool) -> TemplateIndicator:
    measure = row.measure
    return TemplateIndicator(
        code=row.code,
        name=row.name,
        unit=measure.unit,
        target=target_text(row.targets),
        last=last_text(row),
        period=row.period,
        kind=number_kind(measure),
        has_fraction=row.has_fraction,
        takes_changes=takes_changes,
        is_cumulative=measure.basis == BasisChoice.YTD,
        standing=standing(row.reading),
        whole_year=value_text(row.whole_year, row) if row.whole_year else "",
    )


def standing(reading: Reading | None) -> Standing:
    if reading is None:
        return Standing()
    return Standing(
        answer=reading.answer,
        value=reading.value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        note=reading.note,
        expected_on=reading.expected_on,
        state=reading.state,
    )


def number_kind(measure: Measure) -> NumberKind:
    if measure.is_coverage:
        return NumberKind.COVERAGE
    if measure.is_growth:
        return NumberKind.GROWTH
    return NumberKind.COUNT if measure.is_count else NumberKind.AMOUNT


def target_text(targets: Sequence[PrintedTarget]) -> str:
    """Every plan's own, each under its code: FZ-08：90；YF-42：>90%."""
    texts = [f"{target.code}：{target.printed}" if target.code else target.printed for target in targets]
    return "；".join(texts) or NOTHING


def last_text(row: Row) -> str:
    """As the entry grid shows it, with its period."""
    return f"{value_text(row.last, row)}（{row.last.period.label}）" if row.last else NOTHING


def value_text(reading: Reading, row: Row) -> str:
    if reading.answer != AnswerChoice.VALUE:
        return AnswerChoice(reading.answer).label
    text = number_text(reading, row.measure.scale, row.guards)
    return f"{text}%" if row.measure.unit == "%" else text


@exactly
def number_text(reading: Reading, scale: Decimal | None, guards: Iterable[Decimal]) -> str:
    """A computed rate at two decimals, more where rounding would pass a target; the rest as entered."""
    if reading.numerator is None or not reading.denominator:
        return format_number(reading.value or Decimal(0), comma=True)
    rate = quotient(reading.numerator, reading.denominator) * (scale or 1)
    return format_number(rate, places=PLACES, guards=guards, comma=True)


# Tasks


def template_tasks(department: Department, quarter: Period) -> list[TemplateTask]:
    notes = TaskNote.objects.filter(department=department, period_code=quarter.code)
    by_task = {note.task_id: note for note in notes}
    duties = first_duties(department, quarter)
    return [template_task(duty, by_task.get(duty.task_id)) for duty in duties]


def first_duties(department: Department, quarter: Period) -> list[TaskDepartment]:
    """One for each task."""
    duties: dict[int, TaskDepartment] = {}
    for duty in duties_of(department, quarter):
        duties.setdefault(duty.task_id, duty)
    return list(duties.values())


def duties_of(department: Department, quarter: Period) -> QuerySet[TaskDepartment]:
    """各街道 is each of them. In printed order: where both are named, the first named counts."""
    own = [pk for pk in (department.pk, department.group_id) if pk is not None]
    return (
        TaskDepartment.objects.filter(
            department__in=own, task__plan__start__lte=quarter.start, task__plan__end__gte=quarter.end
        )
        .select_related("task")
        .order_by("task__plan__position", "task__position", "position")
    )


def template_task(duty: TaskDepartment, note: TaskNote | None) -> TemplateTask:
    task, label = duty.task, duty.get_duty_display()
    if note is None:
        return TemplateTask(task.code, task.title, label)
    return TemplateTask(task.code, task.title, label, note.progress, note.obstacles, note.next_steps)
