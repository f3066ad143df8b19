"""The tables about uploads as files: the list of batches, and the rows of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from departments.sheets import Cell, Table
from indicators.services.judging import Change
from reporting.batch_rows import BatchRow
from reporting.models import Batch

LIST_HEADINGS = (
    "批次", "文件", "种类", "填报单位", "填报期", "上传人", "上传时间", "新增（项）", "变更（项）", "未变（项）",
    "有误（项）", "状态", "SHA-256",
)  # fmt: skip
ROW_HEADINGS = ("结果", "位置", "编码", "指标或任务", "填报期", "原值", "新值", "问题和提示")


def batches_table(batches: Iterable[Batch]) -> Table:
    return Table("上传记录", "上传记录", LIST_HEADINGS, tuple(map(batch_cells, batches)))


def batch_cells(batch: Batch) -> tuple[Cell, ...]:
    changes = (Change.NEW, Change.CHANGED, Change.UNCHANGED, Change.REFUSED)
    return (
        batch.pk,
        batch.filename,
        batch.get_kind_display(),
        batch.department.name if batch.department else "",
        batch.period.label if batch.period else "",
        str(batch.uploaded_by),
        batch.uploaded_at,
        *(batch.counts.get(change.value, 0) for change in changes),
        batch.get_state_display(),
        batch.sha256,
    )


def rows_table(batch: Batch, rows: Sequence[BatchRow]) -> Table:
    """In the file's own order, with every row: the page folds what is unchanged."""
    return Table(f"{batch}_核对", "核对", ROW_HEADINGS, tuple(map(row_cells, rows)))


def row_cells(row: BatchRow) -> tuple[Cell, ...]:
    said = " ".join(remark.sentence for remark in row.remarks)
    return (row.change, row.place, row.code, row.name, row.period_label, row.before, row.after, said)
