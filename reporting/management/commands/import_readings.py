"""``manage.py import_readings FILE --as USER``: what the upload page does, from a terminal or from cron."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from departments.access import Right, require, require_reporter
from departments.models import Person
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.periods import Period
from indicators.services import readings as reading_service
from indicators.services.judging import WRITES, Change
from reporting.batch_rows import BatchRow, Remark, RowKind
from reporting.models import Batch, BatchState
from reporting.selectors.batches import rows_of
from reporting.services import batches, confirming
from reporting.workbooks import limits, refusals
from reporting.workbooks.parsed import Severity
from reporting.workbooks.refusals import Unreadable

COUNTED = (Change.NEW, Change.CHANGED, Change.UNCHANGED, Change.REFUSED)


BASELINES_COUNT = (
    "文件里有基期值。基期值没有待审核的状态，写入就计入判断：请加 --approve，或者把基期值另放一个文件。"
)


class Command(BaseCommand):
    help = "导入填报模板或历史数据，和网页上传用同样的读取、规则和批次。有一处错误就什么也不写，退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=".xlsx、.xlsm、.xls、.et、.ods 或 .csv 文件")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="以谁的名义导入")
        parser.add_argument("--period", help="填报期，例如 2023Q2：表里没有写的用它，表里写了的和它核对")
        parser.add_argument("--approve", action="store_true", help="写入后即审核通过（只有秘书处可以）")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入任何数据，也不留下批次")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        except Unreadable as error:
            raise CommandError(error.sentence) from None

    def run(self, options: dict[str, Any]) -> None:
        by = account(options["username"])
        require_reporter(by)
        if options["approve"]:
            require(by, Right.REVIEW)
        path = Path(options["file"])
        batch = batches.receive(content_of(path), path.name, by=by, period=period_of(options["period"]))
        try:
            batch = batches.preview(batch, by=by, progress=self.tell)
            self.report(batch, verbosity=options["verbosity"])
            if batch.state in (BatchState.UNREADABLE, BatchState.FAULTY):
                raise CommandError(batch.sentence)
            if not options["dry_run"]:
                self.write(batch, by, options["approve"])
        finally:
            if options["dry_run"]:
                self.drop(batch, by)

    def tell(self, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r已读 {rows:,} 行", ending="")

    # What was found

    def report(self, batch: Batch, *, verbosity: int) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r", ending="")
        self.stdout.write(f"{batch}：{batch.filename}")
        if batch.state == BatchState.UNREADABLE:
            return
        for line in lines(rows_of(batch), with_changes=verbosity > 1):
            self.stdout.write(line)
        self.stdout.write("，".join(f"{change} {batch.counts[change]}" for change in COUNTED))

    # What is done about it

    def write(self, batch: Batch, by: Person, approve: bool) -> None:
        with transaction.atomic():
            if not approve and has_baselines(batch):
                raise CommandError(BASELINES_COUNT)
            if batch.state == BatchState.READY:
                batch = confirmed(batch, by, State.APPROVED if approve else State.SUBMITTED)
            else:
                self.stdout.write(batch.sentence)
            approved = approve_same(batch, by) if approve else 0
        if batch.state == BatchState.CONFIRMED:
            total = sum(batch.counts[change] for change in WRITES)
            after = "等待秘书处审核，审核通过后计入进展判断" if batch.is_waiting else "已审核，计入进展判断"
            self.stdout.write(
                f"已写入 {total} 项，{after}。要撤销，请在网页 /imports/{batch.pk}/ 上按“撤销”。"
            )
        if approved:
            self.stdout.write(f"另有 {approved} 项和库里已报送的一样，现在审核通过。")

    def drop(self, batch: Batch, by: Person) -> None:
        batch.refresh_from_db()
        if batch.state in (*batches.OPEN, BatchState.UNREADABLE):
            batches.forget(batch, by=by)
            self.stdout.write("这是试运行，没有写入任何数据，也没有留下批次。")


def has_baselines(batch: Batch) -> bool:
    return any(row.kind == RowKind.BASELINE and row.change in WRITES for row in rows_of(batch))


def confirmed(batch: Batch, by: Person, state: State) -> Batch:
    try:
        return confirming.confirm(batch, by=by, state=state, asks=False)
    except confirming.Stale as stale:
        raise CommandError("\n".join([str(stale), *stale.sentences])) from None
    except batches.NotNow as error:
        raise CommandError(str(error)) from None


def approve_same(batch: Batch, by: Person) -> int:
    """What the file says just as it was reported before, and still waits."""
    same = {
        (row.content["measure"], row.period)
        for row in rows_of(batch)
        if row.kind == RowKind.READING and row.change == Change.UNCHANGED and row.content
    }
    waiting = Reading.objects.filter(state=State.SUBMITTED).values_list("pk", "measure__code", "period_code")
    found = [pk for pk, code, period in waiting if (code, period) in same]
    return len(reading_service.approve(Reading.objects.filter(pk__in=found), by=by, reason=f"审核{batch}"))


def account(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f"没有用户名是“{username}”的账号。请核对 --as 后面的用户名。")
    if not person.is_active:
        raise CommandError(f"账号“{username}”已停用，不能用它导入。请换一个有效的账号。")
    return person


def period_of(code: str | None) -> Period | None:
    if code is None:
        return None
    try:
        return Period.parse(code)
    except ValueError:
        raise CommandError(f"“{code}”不是填报期。请写成 2023Q2、2023H1 或 2023。") from None


def content_of(path: Path) -> bytes:
    """No more of it than is ever kept."""
    try:
        with path.open("rb") as file:
            content = file.read(limits.FILE_BYTES + 1)
            size = path.stat().st_size
    except FileNotFoundError:
        raise CommandError(f"没有找到文件“{path}”。请核对路径。") from None
    except IsADirectoryError:
        raise CommandError(f"“{path}”是文件夹。请写出其中一个文件。") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandError(f"文件“{path}”打不开（{reason}）。请核对路径和权限。") from None
    if len(content) > limits.FILE_BYTES:
        raise Unreadable(refusals.too_large(max(size, len(content))))
    return content


def lines(rows: list[BatchRow], *, with_changes: bool) -> Iterator[str]:
    """有误 指标填报!F12 YF-03 婚前医学检查率 2023年第二季度：这一格是……"""
    for row in rows:
        yield from (line(row, remark) for remark in row.remarks if is_said(row, remark))
        if with_changes and row.change in WRITES:
            yield f"{row.change} {row.place} {row.label}：{row.before} → {row.after}"


def is_said(row: BatchRow, remark: Remark) -> bool:
    return remark.severity == Severity.PROBLEM or (remark.is_question and row.change in WRITES)


def line(row: BatchRow, remark: Remark) -> str:
    where = " ".join(part for part in (remark.severity, remark.place or row.place, row.label) if part)
    return f"{where}：{remark.sentence}"
