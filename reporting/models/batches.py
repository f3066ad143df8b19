"""The quarterly loop's own records: uploaded files and what was done with them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from departments.models import Department
from indicators.progress.periods import Period


class KeptFile(models.Model):
    """An uploaded file as it came, known by its SHA-256: in the database, so that it is saved, backed up and
    seen by every server together with the batch that it belongs to, and never stands in a web root."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "上传文件"

    def __str__(self) -> str:
        return self.sha256


class BatchState(models.TextChoices):
    READING = "reading", "读取中"
    UNREADABLE = "unreadable", "读不出"
    FAULTY = "faulty", "有误"
    READY = "ready", "待确认"
    UNCHANGED = "unchanged", "无变化"
    CONFIRMED = "confirmed", "已写入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class BatchKind(models.TextChoices):
    TEMPLATE = "template", "单位填报"
    HISTORY = "history", "历史数据"


class Batch(models.Model):
    """批次: one uploaded file from preview to confirmation, and back. ``key`` is made by the form, so that the
    page can ask how far the reading is, and one form sent twice is one batch."""

    key = models.UUIDField("标识", unique=True, default=uuid.uuid4)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", related_name="+", on_delete=models.PROTECT
    )
    uploaded_at = models.DateTimeField("上传时间")
    file = models.ForeignKey(
        KeptFile, verbose_name="文件", related_name="batches", on_delete=models.PROTECT, null=True, blank=True
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    filename = models.CharField("文件名", max_length=100)
    kind = models.CharField("种类", max_length=10, choices=BatchKind, blank=True)
    department = models.ForeignKey(
        Department,
        verbose_name="填报单位",
        related_name="batches",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    period_code = models.CharField("填报期", max_length=6, blank=True)
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.READING)
    sentence = models.TextField("说明", blank=True)
    previews = models.PositiveIntegerField("核对次数", default=0)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    counts = models.JSONField("行数", default=dict, blank=True)
    notices = models.JSONField("读取说明", default=list, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    is_waiting = models.BooleanField("待审核", default=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"批次 {self.pk}"

    @property
    def period(self) -> Period | None:
        return Period.parse(self.period_code) if self.period_code else None


class BatchRows(models.Model):
    """What the preview found, row by row (`reporting.batch_rows`), apart from the batch because lists of batches
    do not need it: the very rows that confirming writes, and what undoing puts back."""

    batch = models.OneToOneField(Batch, related_name="rows", on_delete=models.CASCADE, primary_key=True)
    rows = models.JSONField("行", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "批次内容"

    def __str__(self) -> str:
        return f"{self.batch} 的内容"
