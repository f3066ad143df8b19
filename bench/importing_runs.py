"""What `bench.importing` measures, once Django stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from bench.history_files import ROWS, Line, long_file, long_lines, wide_file, wide_lines, with_faults
from departments.models import Department, Person, Role
from indicators.choices import AnswerChoice, State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from reporting.models import Batch, BatchRows, BatchState, KeptFile
from reporting.selectors.template import template_content
from reporting.services import batches, confirming, marked
from reporting.workbooks.template import write_template
from tasks.plan_files import load_plans

BATCH_SIZE = 500
REPETITIONS, TOLD = 10, (1, 2, 5, 10)
FLAT = 1.05
TEMPLATE_PERIOD = "2025Q4"
CONTENT = ("measure__code", "period_code", "period_end", "answer", "value", "note", "state", "via")
MEBI = 1024 * 1024


def run(database: str, runs: int) -> None:
    load_plans()
    by = Person.objects.create(username="bench", role=Role.COORDINATOR)
    lines = long_lines()
    long = long_file(lines)
    tell_memory(database, long, by)
    tell_times(f"### {database}，长表 {len(lines)} 行（{len(long) // 1024} KB）", long, lines, by, runs)
    tell_rest(database, long, lines, by, runs)
    wide_rows = list(wide_lines())
    wide = wide_file(wide_rows)
    title = f"### {database}，宽表 55 项指标 × 25 期，{len(wide_rows)} 格有数（{len(wide) // 1024} KB）"
    tell_times(title, wide, wide_rows, by, runs)


# One way, timed


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = perf_counter()
    found = work()
    return (perf_counter() - began) * 1000, found


def best(runs: int, work: Callable[[], Any], *, before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(runs):
        before()
        times.append(timed(work)[0])
    return min(times)


def clear() -> None:
    """Past the models, whose deletions leave history."""
    with connection.cursor() as cursor:
        for model in (BatchRows, Batch, KeptFile, Reading.history.model, Reading):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def previewed(content: bytes, by: Person, state: BatchState = BatchState.READY) -> Batch:
    batch = batches.preview(batches.receive(content, "历史.xlsx", by=by), by=by)
    if batch.state != state:
        raise RuntimeError(f"{batch.state}: {batch.sentence} {batch.counts}")
    return batch


def cells_alone(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for _ in book["历史"].iter_rows(values_only=True):
        pass


def bare_insert(lines: Sequence[Line], measures: dict[str, Measure], by: Person) -> None:
    now = timezone.now()
    rows = [
        Reading(
            measure=measures[line.code],
            period_code=line.period,
            period_end=Period.parse(line.period).end,
            answer=AnswerChoice.VALUE,
            value=line.value,
            note=line.note,
            state=State.APPROVED,
            via=Via.BATCH,
            entered_by=by,
            entered_at=now,
        )
        for line in lines
    ]
    Reading.objects.bulk_create(rows, batch_size=BATCH_SIZE)


def ours(content: bytes, by: Person, runs: int) -> tuple[float, float]:
    times = []
    for _ in range(runs):
        clear()
        preview, batch = timed(lambda: previewed(content, by))
        confirm, _ = timed(lambda batch=batch: confirming.confirm(batch, by=by))  # type: ignore[misc]
        times.append((preview, confirm))
    return min(times, key=sum)


def stock(content: bytes, by: Person) -> tuple[float, float, float]:
    from bench.stock import dataset, imported

    clear()
    reading, rows = timed(lambda: dataset(content, by))
    dry_run, _ = timed(lambda: imported(rows, dry_run=True))
    importing, _ = timed(lambda: imported(rows, dry_run=False))
    return reading, dry_run, importing


def stands() -> set[tuple[Any, ...]]:
    """All that was written; each with a history row."""
    found = set(Reading.objects.values_list(*CONTENT))
    if Reading.history.count() != len(found):
        raise RuntimeError(f"{len(found)} 个数值，{Reading.history.count()} 条历史")
    return found


# Tables


def tell_times(title: str, content: bytes, lines: Sequence[Line], by: Person, runs: int) -> None:
    measures = {measure.code: measure for measure in Measure.objects.all()}
    reading = best(runs, lambda: cells_alone(content))
    inserting = best(runs, lambda: bare_insert(lines, measures, by), before=clear)
    preview, confirm = ours(content, by, runs)
    written = stands()
    stock_reading, dry_run, importing = stock(content, by)
    if stands() != written or len(written) != len(lines):
        raise RuntimeError("import-export 写入的和我们写入的不一样")
    bare, whole, other = reading + inserting, preview + confirm, dry_run + importing
    steps = {
        "(a) openpyxl 只读单元格": reading,
        "(a) 直接批量写入（无历史、无校验）": inserting,
        "(a) 合计": bare,
        "预览": preview,
        "确认": confirm,
        "预览 + 确认": whole,
        "(b) import-export 读入 Dataset（不计入合计）": stock_reading,
        "(b) import-export 试运行": dry_run,
        "(b) import-export 导入": importing,
        "(b) 合计": other,
    }
    print(f"\n{title}\n\n| 步骤 | 毫秒 | 与 (a) 合计之比 |\n|---|---|---|")
    for name, milliseconds in steps.items():
        print(f"| {name} | {milliseconds:.0f} | {milliseconds / bare:.2f} |")
    goals = ("（目标不超过 5）", "（目标不少于 10）") if len(lines) == ROWS else ("", "")
    print(
        f"\n预览 + 确认是 (a) 的 {whole / bare:.1f} 倍{goals[0]}；"
        f"(b) 是预览 + 确认的 {other / whole:.1f} 倍{goals[1]}。"
    )


def tell_rest(database: str, content: bytes, lines: Sequence[Line], by: Person, runs: int) -> None:
    """What else happens to a file of 10,000 rows, and the template, with the readings in the database."""
    clear()
    confirming.confirm(previewed(content, by), by=by)
    again = best(runs, lambda: previewed(content, by, BatchState.UNCHANGED))
    other = long_file([line._replace(value=line.value + 1) for line in lines])  # type: ignore[operator]
    changed, batch = timed(lambda: previewed(other, by))
    confirm, _ = timed(lambda: confirming.confirm(batch, by=by))
    undo, _ = timed(lambda: confirming.undo(batch, by=by))
    faulty = previewed(long_file(with_faults(lines)), by, BatchState.FAULTY)
    copy = best(runs, lambda: marked.marked_workbook(faulty))
    asked = Department.objects.annotate(asked=Count("measures__indicators")).order_by("-asked")[0]
    template = best(runs, lambda: template_for(asked))
    steps = {
        "同一文件再预览（全部未变）": again,
        "每个数都改了：预览": changed,
        "每个数都改了：确认": confirm,
        "撤销 10000 个数": undo,
        "标出 100 处错误的副本": copy,
        f"{asked}的填报模板（{TEMPLATE_PERIOD}，{asked.asked} 项指标；目标不到 1000）": template,
    }
    print(f"\n### {database}，其余\n\n| 步骤 | 毫秒 |\n|---|---|")
    for name, milliseconds in steps.items():
        print(f"| {name} | {milliseconds:.0f} |")


def template_for(department: Department) -> None:
    write_template(template_content(department, Period.parse(TEMPLATE_PERIOD)), io.BytesIO())


# Memory


def tell_memory(database: str, content: bytes, by: Person) -> None:
    """First of all, while nothing else has been in this process; the child's own memory is not the worker's."""
    held = [resident()]
    for _ in range(REPETITIONS):
        batch = previewed(content, by)
        confirming.undo(confirming.confirm(batch, by=by), by=by)
        del batch
        held.append(resident())
    growth = held[REPETITIONS] / held[2]
    print(
        f"\n### {database}，内存（本进程 RSS）\n\n| 预览、确认、撤销 | MiB |\n|---|---|\n| 之前 | {held[0]:.0f} |"
    )
    for times in TOLD:
        print(f"| {times} 次之后 | {held[times]:.0f} |")
    verdict = "平" if growth <= FLAT else "没有平"
    print(f"\n第 2 次到第 {REPETITIONS} 次：{growth - 1:+.1%}，{verdict}（目标不超过 {FLAT - 1:.0%}）。")


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / MEBI
