"""One uploaded file's way: received → previewed → confirmed → undone, each step one function.

A preview writes no value. Confirming writes exactly the rows that the preview showed, in one
transaction, or nothing; undoing puts back what stood, or says what changed since and does nothing.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path
from time import monotonic

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from departments.access import Right, may, may_report_for, require_reporter
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.periods import Period
from indicators.rules import PERSONAL_NUMBER
from indicators.services.judging import WRITES, Change
from reporting.batch_rows import BatchRow, to_json
from reporting.models import Batch, BatchKind, BatchRows, BatchState, KeptFile
from reporting.services.misdirection import template_problem
from reporting.services.previewing import Previewer, counts_of
from reporting.workbooks import limits, refusals, sandbox
from reporting.workbooks.known import known
from reporting.workbooks.parsed import FileKind, ParsedFile, Place
from reporting.workbooks.raw import RawWorkbook
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.rows import parse
from tasks.models import TaskNote

PROGRESS_SECONDS = 0.3
LONGEST_FILENAME = 100
MOST_NAMED = 10
PERSONAL_DIGITS = 18
BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[ \-](?=[0-9Xx])")
OPEN = {BatchState.FAULTY, BatchState.READY, BatchState.UNCHANGED, BatchState.READING}
"""Still to be decided: can be read again, or dropped."""
FILE_KINDS = {FileKind.TEMPLATE: BatchKind.TEMPLATE, FileKind.HISTORY: BatchKind.HISTORY}
NOT_THEIRS = "这个批次不是本单位的，不能操作。"
NOTHING_FILLED = "文件里没有可以写入的数。请填好“本期值”等列，保存后重新上传。"


class NotNow(Exception):
    """The batch is not in a state for that; the message says what it is and what to do."""


@transaction.atomic
def receive(
    content: bytes,
    filename: str,
    *,
    by: Person,
    key: uuid.UUID | None = None,
    period: Period | None = None,
) -> Batch:
    """Keeps the file and opens its batch; a form that is sent twice opens one. Raises PermissionDenied, and
    Unreadable for a file that is empty or too large to be kept."""
    require_reporter(by)
    check_size(content)
    if PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", filename)):
        raise Unreadable(refusals.personal_number("文件名"))
    file = kept_file(content)
    own = None if may(by, Right.RECORD) else by.department
    batch, is_new = Batch.objects.get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            "uploaded_by": by,
            "uploaded_at": timezone.now(),
            "file": file,
            "sha256": file.sha256,
            "filename": sandbox.safe_name(filename)[-LONGEST_FILENAME:] or "未命名",
            "department": own,
            "period_code": period.code if period else "",
        },
    )
    if not is_new and batch.uploaded_by != by:
        raise PermissionDenied("这个上传不是你的。请从“导入”页重新上传。")
    return batch


def kept_file(content: bytes) -> KeptFile:
    """Locked, so that nobody forgets it before its batch is there."""
    digest = hashlib.sha256(content).hexdigest()
    defaults = {"size": len(content), "content": content}
    file, _ = KeptFile.objects.select_for_update().get_or_create(sha256=digest, defaults=defaults)
    return file


def check_size(content: bytes) -> None:
    if not content:
        raise Unreadable(refusals.EMPTY)
    if len(content) > limits.FILE_BYTES:
        raise Unreadable(refusals.too_large(len(content)))


def preview(batch: Batch, *, by: Person, progress: sandbox.Progress | None = None) -> Batch:
    """Reads and judges the file, and keeps what was found. Not one transaction: how far the reading is can be
    seen meanwhile, in the database, or by ``progress`` instead. What cannot be read at all is not kept, only
    that it came and why it was refused."""
    require_reporter(by)
    if not may_change(by, batch):
        raise PermissionDenied(NOT_THEIRS)
    if batch.state not in OPEN:
        raise NotNow(f"{batch}{batch.get_state_display()}，不能再预览。")
    try:
        file = understood(batch, progress or progress_of(batch))
    except Unreadable as error:
        return refused(batch, error.sentence)
    return previewed(batch, file, by)


def understood(batch: Batch, progress: sandbox.Progress) -> ParsedFile:
    book = read_book(batch, progress)
    refuse_personal_numbers(book)
    department = batch.department.name if batch.department else ""
    return parse(book, known(), period=batch.period, department=department)


def read_book(batch: Batch, progress: sandbox.Progress | None = None) -> RawWorkbook:
    """In a child process. Raises Unreadable."""
    if batch.file is None:
        raise Unreadable(refusals.GONE)
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        copy.write(batch.file.content)
        copy.flush()
        return sandbox.read_file(Path(copy.name), batch.filename, rows=limits.HISTORY_ROWS, progress=progress)


def progress_of(batch: Batch) -> sandbox.Progress:
    """Tells the database now and then; it is what the waiting page asks for."""
    told = monotonic()

    def tell(rows: int) -> None:
        nonlocal told
        if monotonic() - told > PROGRESS_SECONDS:
            told = monotonic()
            Batch.objects.filter(pk=batch.pk).update(rows_read=rows)

    return tell


def refuse_personal_numbers(book: RawWorkbook) -> None:
    """The site holds totals, not people (security.md): such a file is not kept."""
    for sheet in book.sheets:
        if has_personal_number(sheet.name):
            raise Unreadable(refusals.personal_number("工作表的名称"))
    for sheet, cell in book.cells():
        if has_personal_number(cell.text):
            raise Unreadable(refusals.personal_number(str(Place(sheet.name, cell.row, cell.column))))


def has_personal_number(text: str) -> bool:
    """Also in full width, and in groups: 110102 19900101 123X."""
    if len(text) < PERSONAL_DIGITS:
        return False
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return bool(PERSONAL_NUMBER.search(plain) or PERSONAL_NUMBER.search(BETWEEN_DIGITS.sub("", plain)))


def refused(batch: Batch, sentence: str) -> Batch:
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.state not in OPEN:
            return held
        kept = held.file
        batch.state, batch.sentence, batch.file, batch.counts = BatchState.UNREADABLE, sentence, None, {}
        batch.save()
        BatchRows.objects.filter(batch=batch).delete()
        if kept is not None:
            forget_file(kept)
    return batch


def forget_file(kept: KeptFile) -> None:
    """Unless another batch came with the same. Whoever receives it at this moment holds its row, see `receive`."""
    file = KeptFile.objects.select_for_update().filter(pk=kept.pk).defer("content").first()
    if file is not None and not file.batches.exists():
        file.delete()


def previewed(batch: Batch, file: ParsedFile, by: Person) -> Batch:
    sentence = template_problem(file, by, batch.period, None if may(by, Right.RECORD) else by.department)
    batch.kind = FILE_KINDS[file.kind]
    batch.department = batch.department or named_department(file)
    rows = [] if sentence else Previewer(file, by, batch.department).rows()
    batch.counts = counts_of(rows)
    batch.state, batch.sentence = verdict(rows, batch.counts, sentence)
    batch.rows_read, batch.notices = file.rows_read, notices_of(file)
    if file.period and not sentence:
        batch.period_code = file.period.code
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.state not in OPEN:
            return held
        batch.previews = held.previews + 1
        batch.save()
        BatchRows.objects.update_or_create(batch=batch, defaults={"rows": to_json(rows)})
    return batch


def notices_of(file: ParsedFile) -> list[str]:
    """What was passed over, so that nobody believes it was read. A template's other sheets are our own."""
    found = list(file.notices)
    if file.kind is FileKind.HISTORY:
        found += [f"工作表“{name}”没有读取：是隐藏的，或者没有要读的表头。" for name in file.ignored_sheets]
    if file.ignored_columns:
        named = "、".join(f"{place}“{text}”" for place, text in file.ignored_columns[:MOST_NAMED])
        rest = "等" if len(file.ignored_columns) > MOST_NAMED else ""
        found.append(f"这些列没有读取：{named}{rest}。")
    return found


def named_department(file: ParsedFile) -> Department | None:
    return Department.objects.filter(name=file.department).first() if file.department else None


def verdict(rows: Sequence[BatchRow], counts: dict[str, int], sentence: str) -> tuple[BatchState, str]:
    if sentence:
        return BatchState.FAULTY, sentence
    if counts[Change.REFUSED]:
        return BatchState.FAULTY, f"有 {counts[Change.REFUSED]} 处要改正，改好后重新上传。没有写入任何数据。"
    if any(counts[change] for change in WRITES):
        return BatchState.READY, ""
    if counts[Change.UNCHANGED]:
        return BatchState.UNCHANGED, f"文件里的 {counts[Change.UNCHANGED]} 项和库里的一样，没有要写入的。"
    return BatchState.UNCHANGED, NOTHING_FILLED


def any_waiting(readings: Collection[int], notes: Collection[int]) -> bool:
    """For review, of the keys that a batch wrote; a correction of what is published never waits."""
    waiting = {"state": State.SUBMITTED}
    return (
        Reading.objects.filter(pk__in=readings, **waiting).exists()
        or TaskNote.objects.filter(pk__in=notes, **waiting).exists()
    )


@transaction.atomic
def discard(batch: Batch, *, by: Person) -> Batch:
    held = locked(batch, by)
    if held.state not in OPEN:
        raise NotNow(f"{held}{held.get_state_display()}，不能放弃。")
    held.state = BatchState.DISCARDED
    held.save()
    return held


@transaction.atomic
def forget(batch: Batch, *, by: Person) -> None:
    """For a trial that leaves nothing behind; never for what was written."""
    held = locked(batch, by)
    if held.state not in (*OPEN, BatchState.UNREADABLE):
        raise NotNow(f"{held}{held.get_state_display()}，不能删去。")
    kept = held.file
    held.delete()
    if kept is not None:
        forget_file(kept)


def may_change(person: Person, batch: Batch) -> bool:
    return may(person, Right.RECORD) or may_report_for(person, batch.department_id)


def locked(batch: Batch, by: Person) -> Batch:
    """For who may change it: the secretariat, and the department's own liaisons."""
    require_reporter(by)
    # `of`: the outer joins to nullable rows cannot be locked on PostgreSQL.
    held = Batch.objects.select_for_update(of=("self",)).select_related("department").get(pk=batch.pk)
    if not may_change(by, held):
        raise PermissionDenied(NOT_THEIRS)
    return held
