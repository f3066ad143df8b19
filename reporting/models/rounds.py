"""填报轮次: what is asked of whom for one quarter, and until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from departments.models import Department
from indicators.models import Measure, history
from indicators.progress.periods import Period
from tasks.models import Task


class RoundState(models.TextChoices):
    """未开放 is an open round before its opening day."""

    PLANNED = "planned", "未开放"
    OPEN = "open", "填报中"
    CLOSED = "closed", "已截止"
    PUBLISHED = "published", "已发布"


class Round(models.Model):
    """One quarter's. Opening 2023Q4 asks for quarterly measures' 2023Q4, half-yearly 2023H2 and yearly 2023."""

    period_code = models.CharField("填报期", max_length=6, unique=True)
    period_end = models.DateField("期末")
    opens_on = models.DateField("开放日")
    due_on = models.DateField("截止日")
    state = models.CharField("状态", max_length=10, choices=RoundState.choices[1:], default=RoundState.OPEN)
    version = models.PositiveIntegerField("版本", default=1)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "填报轮次"
        ordering = ["-period_end"]
        constraints = [
            models.CheckConstraint(
                name="round_opens_before_it_is_due",
                condition=Q(opens_on__lte=F("due_on")),
                violation_error_message="截止日要在开放日之后。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period.label}轮次"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    def state_on(self, today: date) -> RoundState:
        state = RoundState(self.state)
        return RoundState.PLANNED if state == RoundState.OPEN and today < self.opens_on else state


class RoundItem(models.Model):
    """One thing that one department is asked for in a round: a measure's reading, or a note on a task.

    Written down when the round opens, so that what was asked of whom does not change with later decisions;
    its state is the reading's or the note's own.
    """

    round = models.ForeignKey(Round, related_name="items", on_delete=models.CASCADE)
    department = models.ForeignKey(
        Department, verbose_name="填报单位", related_name="round_items", on_delete=models.PROTECT
    )
    measure = models.ForeignKey(
        Measure, related_name="round_items", on_delete=models.PROTECT, null=True, blank=True
    )
    task = models.ForeignKey(
        Task, related_name="round_items", on_delete=models.PROTECT, null=True, blank=True
    )
    period_code = models.CharField("填报范围", max_length=6)
    position = models.PositiveSmallIntegerField("顺序")

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "填报项"
        ordering = ["round", "department__position", "position"]
        constraints = [
            models.CheckConstraint(
                name="item_asks_for_one_thing",
                condition=Q(measure__isnull=False, task__isnull=True)
                | Q(measure__isnull=True, task__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "measure"], condition=Q(measure__isnull=False), name="measure_once_per_round"
            ),
            models.UniqueConstraint(
                fields=["round", "department", "task"],
                condition=Q(task__isnull=False),
                name="task_once_per_round_and_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.department} {self.measure or self.task}"


class Extension(models.Model):
    """延期: another due day for one department in one round, with its reason."""

    round = models.ForeignKey(Round, related_name="extensions", on_delete=models.CASCADE)
    department = models.ForeignKey(
        Department, verbose_name="填报单位", related_name="extensions", on_delete=models.PROTECT
    )
    due_on = models.DateField("截止日")
    reason = models.CharField("理由", max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    granted_at = models.DateTimeField("延期时间")

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "department"], name="extension_once_per_department_and_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.department} 延至 {self.due_on}"
