"""What was reported, decided and published, and the token that changes with all of it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.choices import (
    AnswerChoice,
    State,
    Via,
)
from indicators.models.fields import EXACT, history
from indicators.models.plans import Indicator, Measure
from indicators.progress import terms
from indicators.progress.periods import Frequency, Period


class Reading(models.Model):
    """The answer of one measure for one period. ``version`` counts its changes, for optimistic locking."""

    measure = models.ForeignKey(Measure, related_name="readings", on_delete=models.PROTECT)
    period_code = models.CharField("填报期", max_length=6)
    period_end = models.DateField("期末")
    answer = models.CharField("本期情况", max_length=20, choices=AnswerChoice, blank=True)
    value = models.DecimalField("数值", null=True, blank=True, **EXACT)
    numerator = models.DecimalField("分子", null=True, blank=True, **EXACT)
    denominator = models.DecimalField("分母", null=True, blank=True, **EXACT)
    note = models.TextField("情况说明", blank=True, max_length=2000)
    expected_on = models.DateField("预计报送日", null=True, blank=True)
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
        verbose_name = verbose_name_plural = "数值"
        ordering = ["measure", "period_end"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "period_code"], name="reading_once_per_period"),
            models.CheckConstraint(
                name="reading_value_where_answered",
                condition=Q(answer=AnswerChoice.VALUE, value__isnull=False, numerator=None, denominator=None)
                | Q(answer=AnswerChoice.VALUE, value=None, numerator__isnull=False, denominator__gt=0)
                | (~Q(answer=AnswerChoice.VALUE) & Q(value=None, numerator=None, denominator=None)),
                violation_error_message="数值与本期情况不一致。",
            ),
            models.CheckConstraint(
                name="reading_no_data_says_when",
                condition=~Q(answer=AnswerChoice.NO_DATA) | (Q(expected_on__isnull=False) & ~Q(note="")),
                violation_error_message="暂无数据时，请写明原因和预计报送日。",
            ),
        ]
        indexes = [models.Index(fields=["measure", "period_end"], name="reading_by_measure_and_end")]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_code}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

    @property
    def rate(self) -> Decimal | None:
        """The number that is meant, unrounded: the value, or numerator / denominator × scale."""
        if self.numerator is None or self.denominator is None:
            return self.value
        return self.numerator / self.denominator * (self.measure.scale or 1)


class VerdictOverride(models.Model):
    """人工认定: the secretariat's verdict on an indicator for one period, with its reason."""

    indicator = models.ForeignKey(Indicator, related_name="overrides", on_delete=models.CASCADE)
    period_code = models.CharField("填报期", max_length=6)
    verdict = models.CharField("认定结论", max_length=20, choices=[(v.value, v.label) for v in terms.Verdict])
    reason = models.TextField("理由", max_length=2000)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    set_at = models.DateTimeField("认定时间")

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "人工认定"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period_code"], name="override_once_per_period"),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period_code}"


class PublishedQuarter(models.Model):
    """A published round's quarter: what ends with it changes only by 更正."""

    end = models.DateField("期末", unique=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "已发布的季度"

    def __str__(self) -> str:
        return Period.holding(self.end, Frequency.QUARTERLY).label


class Revision(models.Model):
    """One row whose token changes, in the same transaction, with everything that a verdict depends on.

    A random token, not a counter: a transaction rolled back leaves the old token with the old data, and
    no later state can ever be taken for it. What is computed from one token may be kept in memory.
    """

    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "数据版本"

    def __str__(self) -> str:
        return self.token
