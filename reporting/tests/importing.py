"""What the tests of imports share: real workbooks, their way through the services, and all that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conftest import OWNER
from departments.models import Person
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.services.judging import CONTENT
from reporting.batch_rows import BatchRow
from reporting.models import Batch
from reporting.selectors.batches import rows_of
from reporting.services import batches, confirming
from reporting.tests.workbooks.making import xlsx
from tasks.models import TaskNote
from tasks.services import notes

READINGS = ("指标编码", "本期值", "分子", "分母", "情况说明", "本期情况", "预计报送日")
LONG = ("指标编码", "填报期", "数值", "分子", "分母", "情况说明")
TASKS = ("任务编码", "本期进展", "存在问题", "下步安排")
QUARTER = "2023年第四季度"
STANDS = (*CONTENT, "state", "via", "entered_by_id", "entered_at")
Line = Sequence[Any]


def template(
    *lines: Line, period: str = QUARTER, department: str = OWNER, tasks: Sequence[Line] = ()
) -> bytes:
    """``lines`` as READINGS, ``tasks`` as TASKS."""
    stamp = [f"填报期：{period}　填报单位：{department}"]
    sheets = {"指标填报": [["填报表"], stamp, READINGS, *lines]}
    return xlsx({**sheets, "任务进展": [stamp, TASKS, *tasks]} if tasks else sheets)


def long_table(*lines: Line) -> bytes:
    return xlsx({"历史数据": [LONG, *lines]})


def wide_table(periods: Sequence[str], rows: Mapping[str, Line]) -> bytes:
    return xlsx({"历史数据": [["指标编码", *periods], *([code, *values] for code, values in rows.items())]})


def upload(content: bytes, by: Person, filename: str = "填报.xlsx", period: str = "") -> Batch:
    """Received and previewed."""
    asked = Period.parse(period) if period else None
    return batches.preview(batches.receive(content, filename, by=by, period=asked), by=by)


def confirmed(content: bytes, by: Person, **how: Any) -> Batch:
    return confirming.confirm(upload(content, by), by=by, **how)


def changes(batch: Batch) -> dict[str, str]:
    """What becomes of each row, by its code and period."""
    return {f"{row.code} {row.period}".strip(): row.change for row in rows_of(batch)}


def sentences(batch: Batch) -> list[str]:
    return [f"{remark.place or row.place} {remark.sentence}" for row, remark in remarks(batch)]


def remarks(batch: Batch) -> list[tuple[BatchRow, Any]]:
    return [(row, remark) for row in rows_of(batch) for remark in row.remarks]


def row_number(batch: Batch, code: str) -> int:
    return next(number for number, row in enumerate(rows_of(batch)) if row.code == code)


def value(code: str, period: str = "2023Q4") -> Any:
    return Reading.objects.get(measure__code=code, period_code=period).value


def standing() -> dict[Any, Any]:
    """Everything that an import may change; a row that holds no answer is as good as none."""
    found: dict[Any, Any] = {
        (reading.measure.code, reading.period_code): {name: getattr(reading, name) for name in STANDS}
        for reading in Reading.objects.select_related("measure").exclude(answer="")
    }
    for note in TaskNote.objects.select_related("task", "department"):
        if note.is_answered:
            about = (*notes.CONTENT, *STANDS[len(CONTENT) :])
            found[note.task.code, note.department.name, note.period_code] = {
                name: getattr(note, name) for name in about
            }
    for measure in Measure.objects.exclude(baseline_value=None):
        found[measure.code] = (measure.baseline_value, measure.baseline_year)
    found["kept"] = {
        measure.code: measure.kept_fields for measure in Measure.objects.all() if measure.kept_fields
    }
    return found
