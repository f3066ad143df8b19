"""What is measured: a plan's indicators, the measure behind each, and what is asked of it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from departments.models import Department
from indicators.choices import (
    WITHOUT_THRESHOLD,
    BasisChoice,
    ComparatorChoice,
    FrequencyChoice,
    KindChoice,
    Nature,
    SpanChoice,
)
from indicators.models.fields import EXACT, history


class Plan(models.Model):
    code = models.CharField("规划编码", max_length=10, unique=True)
    title = models.CharField("规划名称", max_length=100)
    short_title = models.CharField("简称", max_length=50)
    document_number = models.CharField("文号", max_length=50)
    issuer = models.CharField("印发机关", max_length=100)
    issued_on = models.DateField("印发日期")
    start = models.DateField("规划期起")
    end = models.DateField("规划期止")
    on_track_from = models.DecimalField("进展正常的相对进度下限", default=Decimal("0.95"), **EXACT)
    lagging_from = models.DecimalField("进展滞后的相对进度下限", default=Decimal("0.60"), **EXACT)
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "规划"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="plan_starts_before_its_end", condition=Q(start__lt=models.F("end"))),
            models.CheckConstraint(
                name="plan_cutoffs_in_order",
                condition=Q(lagging_from__gt=0, on_track_from__gt=models.F("lagging_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """YF's 领域 (行动); for FZ the chapters of 主要任务."""

    plan = models.ForeignKey(Plan, related_name="themes", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("领域", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ["plan__position", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="theme_name_once_per_plan")]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """数据项: what is counted. One may serve several plans (一数一源); known by its first indicator's code.

    ``kept_fields`` names what the secretariat decided itself: ``load_plan`` leaves those alone and says so.
    ``to_confirm`` names the defaults that are 待确认.
    """

    code = models.CharField("编码", max_length=20, unique=True)
    name = models.CharField("数据项", max_length=100)
    unit = models.CharField("单位", max_length=20)
    frequency = models.CharField("频率", max_length=20, choices=FrequencyChoice)
    basis = models.CharField("数据性质", max_length=10, choices=BasisChoice, default=BasisChoice.POINT)
    scale = models.DecimalField("比率倍数", null=True, blank=True, **EXACT)
    higher_is_better = models.BooleanField("数值越高越好", default=True)
    definition = models.TextField("口径", blank=True)
    definition_source = models.CharField("口径来源", max_length=200, blank=True)
    reference_definition = models.TextField("参考口径", blank=True)
    reference_source = models.CharField("参考口径来源", max_length=200, blank=True)
    reporting_department = models.ForeignKey(
        Department,
        verbose_name="填报单位",
        related_name="measures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    reporting_basis = models.CharField("填报单位依据", max_length=200, blank=True)
    suggested_department = models.ForeignKey(
        Department,
        verbose_name="建议填报单位",
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    baseline_value = models.DecimalField("基期值", null=True, blank=True, **EXACT)
    baseline_year = models.PositiveSmallIntegerField("基期年份", null=True, blank=True)
    to_confirm = models.JSONField("待确认", default=list, blank=True)
    kept_fields = models.JSONField("秘书处已改", default=list, blank=True)
    note = models.TextField("说明", blank=True)
    usual_step = models.DecimalField("通常变动幅度", null=True, blank=True, **EXACT)
    position = models.PositiveSmallIntegerField("顺序")
    version = models.PositiveIntegerField("版本", default=1)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "数据项"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="measure_baseline_has_year",
                condition=Q(baseline_value__isnull=True, baseline_year__isnull=True)
                | Q(baseline_value__isnull=False, baseline_year__isnull=False),
                violation_error_message="基期值和基期年份要么都填，要么都不填。",
            ),
            models.CheckConstraint(
                name="measure_scale_positive",
                condition=Q(scale__isnull=True) | Q(scale__gt=0),
                violation_error_message="比率倍数要大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_coverage(self) -> bool:
        """A share of a whole in percent: between 0 and 100, the numerator never above the denominator."""
        return self.unit == "%" and self.scale is not None

    @property
    def is_growth(self) -> bool:
        """A growth rate in percent takes any value, also below 0."""
        return self.unit == "%" and self.scale is None

    @property
    def is_count(self) -> bool:
        return self.scale is None and self.unit in {"个", "起", "天", "人"}


class Indicator(models.Model):
    """One row of a plan's table of 主要指标: a measure under the name that this plan prints."""

    plan = models.ForeignKey(Plan, related_name="indicators", on_delete=models.CASCADE)
    theme = models.ForeignKey(Theme, verbose_name="领域", related_name="indicators", on_delete=models.PROTECT)
    measure = models.ForeignKey(Measure, related_name="indicators", on_delete=models.PROTECT)
    code = models.CharField("指标编码", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("指标名称", max_length=100)
    nature = models.CharField("属性", max_length=10, choices=Nature, blank=True)
    notes = models.JSONField("原文出入", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["plan__position", "position"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Target(models.Model):
    """What the plan asks of an indicator: the document's wording beside the parsed comparator."""

    indicator = models.OneToOneField(Indicator, related_name="target", on_delete=models.CASCADE)
    printed = models.CharField("2025年目标", max_length=50)
    comparator = models.CharField("比较方式", max_length=20, choices=ComparatorChoice)
    threshold = models.DecimalField("目标值", null=True, blank=True, **EXACT)
    span = models.CharField("目标针对", max_length=10, choices=SpanChoice, default=SpanChoice.LATEST)
    kind = models.CharField("目标类型", max_length=10, choices=KindChoice, default=KindChoice.REACH)
    due = models.DateField("到期日")
    base_year = models.PositiveSmallIntegerField("文件写明的基期年份", null=True, blank=True)
    tolerance = models.DecimalField("允许偏差", null=True, blank=True, **EXACT)
    own_baseline_value = models.DecimalField("本目标另用的基期值", null=True, blank=True, **EXACT)
    own_baseline_year = models.PositiveSmallIntegerField("本目标另用的基期年份", null=True, blank=True)
    reference = models.ForeignKey(
        Measure,
        verbose_name="参照数据项",
        related_name="referring_targets",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    kept_fields = models.JSONField("秘书处已改", default=list, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        constraints = [
            models.CheckConstraint(
                name="target_threshold_where_compared",
                condition=Q(threshold__isnull=True, comparator__in=WITHOUT_THRESHOLD)
                | (Q(threshold__isnull=False) & ~Q(comparator__in=WITHOUT_THRESHOLD)),
                violation_error_message="这种比较方式的目标值填写不对。",
            ),
            models.CheckConstraint(
                name="target_reference_where_in_step",
                condition=Q(comparator=ComparatorChoice.IN_STEP, reference__isnull=False)
                | (~Q(comparator=ComparatorChoice.IN_STEP) & Q(reference__isnull=True)),
                violation_error_message="只有“与参照基本同步”的目标要有参照数据项。",
            ),
            models.CheckConstraint(
                name="target_tolerance_not_negative",
                condition=Q(tolerance__isnull=True) | Q(tolerance__gte=0),
                violation_error_message="允许偏差不能小于 0。",
            ),
            models.CheckConstraint(
                name="target_own_baseline_has_year",
                condition=Q(own_baseline_value__isnull=True, own_baseline_year__isnull=True)
                | Q(own_baseline_value__isnull=False, own_baseline_year__isnull=False),
                violation_error_message="基期值和基期年份要么都填，要么都不填。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.printed}"
