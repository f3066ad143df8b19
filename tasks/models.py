"""What must be done: a plan's tasks, the departments they name, what they promise in numbers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from departments.models import Department
from indicators.choices import ComparatorChoice, State, Via
from indicators.models import EXACT, Indicator, Plan, Theme, history
from indicators.progress.periods import Period


class Task(models.Model):
    """One paragraph of the plan with its whole text; ``printed_departments`` is the bracket at its end."""

    plan = models.ForeignKey(Plan, related_name="tasks", on_delete=models.CASCADE)
    theme = models.ForeignKey(Theme, verbose_name="领域", related_name="tasks", on_delete=models.PROTECT)
    code = models.CharField("任务编码", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("任务名称", max_length=100)
    text = models.TextField("任务原文")
    printed_departments = models.TextField("印发的分工", blank=True)
    departments = models.ManyToManyField(Department, through="TaskDepartment", related_name="tasks")
    indicators = models.ManyToManyField(Indicator, through="TaskIndicator", related_name="tasks")

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["plan__position", "position"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Duty(models.TextChoices):
    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "负责"


class TaskDepartment(models.Model):
    """A department in a task, in printed order (leads first) and under the name printed there."""

    task = models.ForeignKey(Task, related_name="duties", on_delete=models.CASCADE)
    department = models.ForeignKey(Department, related_name="duties", on_delete=models.PROTECT)
    duty = models.CharField("职责", max_length=20, choices=Duty)
    position = models.PositiveSmallIntegerField("顺序")
    printed_name = models.CharField("印发名称", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "任务分工"
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "department"], name="department_once_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.get_duty_display()} {self.printed_name}"


class TaskIndicator(models.Model):
    """An indicator belongs to the one task that it measures."""

    task = models.ForeignKey(Task, related_name="indicator_links", on_delete=models.CASCADE)
    indicator = models.OneToOneField(Indicator, related_name="task_link", on_delete=models.CASCADE)

    class Meta:
        verbose_name = verbose_name_plural = "任务指标"

    def __str__(self) -> str:
        return f"{self.task.code} {self.indicator.code}"


class Commitment(models.Model):
    """量化要求: what the running text promises with a number, a grade or 全覆盖, in its own sentence.

    One that repeats an indicator is linked to it and takes its value.
    """

    task = models.ForeignKey(Task, related_name="commitments", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("量化要求", max_length=100)
    sentence = models.TextField("原文")
    printed = models.CharField("印发的数", max_length=50)
    comparator = models.CharField("比较方式", max_length=20, choices=ComparatorChoice, blank=True)
    threshold = models.DecimalField("目标值", null=True, blank=True, **EXACT)
    unit = models.CharField("单位", max_length=20, blank=True)
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="对应指标",
        related_name="commitments",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "量化要求"
        ordering = ["task", "position"]
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="commitment_once_per_task")]

    def __str__(self) -> str:
        return f"{self.task.code} {self.name}"


class TaskNote(models.Model):
    """What one department says about one of its tasks for a quarter. ``version`` counts its changes."""

    task = models.ForeignKey(Task, related_name="progress_notes", on_delete=models.PROTECT)
    department = models.ForeignKey(
        Department, verbose_name="填报单位", related_name="task_notes", on_delete=models.PROTECT
    )
    period_code = models.CharField("填报期", max_length=6)
    period_end = models.DateField("期末")
    progress = models.TextField("本期进展", blank=True, max_length=2000)
    obstacles = models.TextField("存在问题", blank=True, max_length=2000)
    next_steps = models.TextField("下步安排", blank=True, max_length=2000)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    reported_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    times_returned = models.PositiveSmallIntegerField("退回次数", default=0)
    return_reason = models.TextField("退回理由", blank=True, max_length=500)
    via = models.CharField("方式", max_length=20, choices=Via)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    entered_at = models.DateTimeField("录入时间")
    version = models.PositiveIntegerField("版本", default=1)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "任务进展"
        ordering = ["task", "department", "period_end"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "department", "period_code"], name="note_once_per_department_and_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.department} {self.period_code}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def is_answered(self) -> bool:
        return bool(self.progress or self.obstacles or self.next_steps)
