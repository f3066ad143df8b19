"""Batches as their pages show them: the list, one batch with its rows by what becomes of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from departments.access import Right, may
from departments.models import Person, Role
from indicators.services.judging import WRITES, Change
from reporting.batch_rows import BatchRow, Remark, from_json
from reporting.models import Batch, BatchRows, BatchState
from reporting.workbooks.parsed import Severity

PER_PAGE = 50
SHOWN = 50
"""Rows of one section on the page that shows all of them."""
WHOLE = 200
"""Rows a page of one section alone."""
INTERRUPTED_AFTER = timedelta(seconds=40)
"""Longer than any file may be read (`limits.SECONDS`) and judged: whoever was at it is gone."""
QUESTION = "question"
SECTIONS = {
    "refused": (Change.REFUSED, "有误"),
    QUESTION: (None, "要说明"),
    "changed": (Change.CHANGED, "变更"),
    "new": (Change.NEW, "新增"),
    "unchanged": (Change.UNCHANGED, "未变"),
}


def visible_batches(person: Person) -> QuerySet[Batch]:
    """A liaison sees the own department's, whoever uploaded them; who sees everything sees all."""
    people = ("uploaded_by", "department", "confirmed_by", "undone_by")
    # A page shows how large the file is; its content is megabytes.
    found = Batch.objects.select_related(*people, "file").defer("file__content")
    if person.role == Role.LIAISON:
        return found.filter(Q(department=person.department) | Q(uploaded_by=person))
    return found if may(person, Right.SEE) else found.none()


def batch_for(person: Person, pk: int) -> Batch:
    """Fetching is authorising."""
    batch = visible_batches(person).filter(pk=pk).first()
    if batch is None:
        raise Http404("没有这个批次。请从“上传记录”里打开。")
    return batch


def batch_of_key(person: Person, key: uuid.UUID) -> Batch | None:
    return visible_batches(person).filter(key=key).first()


def page_of_batches(person: Person, number: str | None) -> Page[Any]:
    return Paginator(visible_batches(person), PER_PAGE).get_page(number)


def is_interrupted(batch: Batch) -> bool:
    return batch.state == BatchState.READING and timezone.now() - batch.uploaded_at > INTERRUPTED_AFTER


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``number`` is its place in the batch, by which ``note`` and ``taken`` answer its questions."""

    number: int
    row: BatchRow
    note: str = ""
    taken: bool = False

    @property
    def said(self) -> list[Remark]:
        """Problems first; hints of an unchanged row are left out."""
        ranks = {Severity.PROBLEM: 0, Severity.QUESTION: 1, Severity.HINT: 2}
        return sorted(self.row.remarks, key=lambda remark: ranks[Severity(remark.severity)])

    @property
    def problem(self) -> Remark | None:
        return next((remark for remark in self.said if remark.severity == Severity.PROBLEM), None)

    @property
    def place(self) -> str:
        """Of what is wrong, where something is."""
        first = next((remark.place for remark in self.said if remark.place), "")
        return first if self.row.change == Change.REFUSED and first else self.row.place


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    rows: Sequence[ShownRow]
    total: int

    @property
    def left_out(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class BatchPage:
    batch: Batch
    sections: tuple[Section, ...]
    page: Page[Any] | None
    """Of the one section that is looked at alone."""

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    @property
    def to_write(self) -> int:
        return sum(self.batch.counts.get(change.value, 0) for change in WRITES)


def batch_page(
    batch: Batch,
    *,
    only: str = "",
    number: str | None = None,
    notes: Mapping[int, str] | None = None,
    taken: Collection[int] = (),
) -> BatchPage:
    """One query. ``only`` is a section's key, shown page by page; ``notes`` and ``taken`` are what was typed."""
    typed = notes or {}
    rows = rows_of(batch)
    asks = batch.state == BatchState.READY or batch.state == BatchState.FAULTY
    by_section: dict[str, list[ShownRow]] = {key: [] for key in SECTIONS}
    for place, row in enumerate(rows):
        by_section[section_of(row, asks=asks)].append(
            ShownRow(place, row, typed.get(place, row.content.get("note", "")), place in taken)
        )
    if only in SECTIONS:
        page = Paginator(by_section[only], WHOLE).get_page(number)
        shown = {only: list(page.object_list)}
        return BatchPage(batch, sections(shown, by_section), page)
    # Every question is answered on this page; of the others the first ones are shown.
    shown = {key: held if key == QUESTION else held[:SHOWN] for key, held in by_section.items()}
    return BatchPage(batch, sections(shown, by_section), None)


def sections(shown: dict[str, list[ShownRow]], by_section: dict[str, list[ShownRow]]) -> tuple[Section, ...]:
    return tuple(Section(key, SECTIONS[key][1], rows, len(by_section[key])) for key, rows in shown.items())


def section_of(row: BatchRow, *, asks: bool) -> str:
    if asks and row.questions and row.change in WRITES:
        return QUESTION
    return next((key for key, (change, _) in SECTIONS.items() if change == row.change), "unchanged")


def rows_of(batch: Batch) -> list[BatchRow]:
    found = BatchRows.objects.filter(batch=batch).first()
    return from_json(found.rows) if found else []
