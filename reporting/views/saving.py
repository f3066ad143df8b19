"""Saving rows of a page: each by itself or the whole form at once, without script. What is right is saved, what is
wrong stays as it was typed, with its message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import BadRequest

from departments.requests import SignedInRequest
from indicators.choices import State
from indicators.progress.periods import Period
from indicators.rules import NUMBER_LABELS
from indicators.services.judging import Change
from indicators.services.readings import record_many
from reporting.forms.grid import ReadRow, Texts, version
from reporting.forms.notes import NoteTexts, ReadNote
from reporting.reasons import reason_for
from reporting.selectors.department_grid import NoteRow
from reporting.selectors.grid import Row
from reporting.views.shown import ShownRow, failed, shown
from reporting.views.shown_item import Shown
from reporting.views.shown_note import ShownNote, shown_note
from tasks.services.notes import record_notes

MINE, THEIRS = "mine", "theirs"
TAKES = "take"
"""Without script: the box that takes the number which was probably meant."""


class Posted(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def is_locked(self) -> bool: ...


P = TypeVar("P", bound=Posted)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sent(Generic[R]):
    """One open row of the posted form; ``dropped`` where the other's value was chosen."""

    read: R
    dropped: bool


def read_row(row: Row, texts: Mapping[str, object], prefix: str, seen_version: object) -> ReadRow:
    """Raises ValueError for what no page sends."""
    found = Texts.given(texts, prefix)
    if texts.get(f"{prefix}{TAKES}") in NUMBER_LABELS:
        found = replace(found, **{str(texts[f"{prefix}{TAKES}"]): str(texts.get(f"{prefix}suggestion", ""))})
    return ReadRow(row, found, version(seen_version))


def read_note(row: NoteRow, texts: Mapping[str, object], prefix: str, seen_version: object) -> ReadNote:
    """Raises ValueError for what no page sends."""
    return ReadNote(row, NoteTexts.given(texts, prefix), version(seen_version))


def posted_rows(
    request: SignedInRequest,
    rows: Iterable[P],
    read: Callable[[P, Mapping[str, object], str, object], R],
) -> list[R]:
    """What is to be written; raises BadRequest."""
    sent = [found for row in rows if (found := sent_row(request, row, read)) is not None]
    return [item.read for item in sent if not item.dropped]


def sent_row(
    request: SignedInRequest, row: P, read: Callable[[P, Mapping[str, object], str, object], R]
) -> Sent[R] | None:
    """None for a row that the page did not offer."""
    prefix = f"{row.code}-"
    if row.is_locked or f"{prefix}seen_version" not in request.POST:
        return None
    choice = request.POST.get(f"{prefix}choice", "")
    seen = f"{prefix}{'theirs_version' if choice == MINE else 'seen_version'}"
    try:
        found = read(row, request.POST, prefix, request.POST.get(seen))
    except ValueError as error:
        raise BadRequest(str(error)) from None
    return Sent(found, dropped=choice == THEIRS)


def results(
    request: SignedInRequest, quarter: Period, reads: Sequence[ReadRow], state: State | None = None
) -> dict[str, ShownRow]:
    """By code, for the rows that were changed here: saved, refused, or also changed by somebody else."""
    entries = [(read, read.entry()) for read in reads]
    found = {r.row.code: failed(r.row, r.texts, r.seen_version, r.messages) for r, _ in entries if r.messages}
    readable = [(read, entry) for read, entry in entries if not read.messages]
    outcomes = record_many(
        [entry for _, entry in readable],
        by=request.user,
        reason=reason_for(request.POST.get("reason", ""), quarter),
        partly=True,
        state=state,
        asks=True,
    )
    for (read, _), outcome in zip(readable, outcomes, strict=True):
        if outcome.change != Change.UNCHANGED:
            found[read.row.code] = shown(read.row, read.texts, outcome, request.user)
    return found


def note_results(
    request: SignedInRequest, quarter: Period, reads: Sequence[ReadNote]
) -> dict[str, ShownNote]:
    """As `results`; a note stays a draft until it is reported."""
    reason = reason_for(request.POST.get("reason", ""), quarter)
    entries = [read.entry() for read in reads]
    outcomes = record_notes(entries, by=request.user, reason=reason, partly=True, state=State.DRAFT)
    return {
        read.row.code: shown_note(read, outcome, request.user)
        for read, outcome in zip(reads, outcomes, strict=True)
        if outcome.change != Change.UNCHANGED
    }


def count_saved(after: Iterable[Shown[Any, Any]]) -> int:
    return sum(not row.messages for row in after)


def count_wrong(rows: Iterable[Shown[Any, Any]]) -> int:
    return sum(bool(row.messages) for row in rows)


def summary(rows: Iterable[Shown[Any, Any]]) -> list[dict[str, str]]:
    """For components/error_summary.html."""
    return [
        {"text": f"{row.row.name}：{sentence}", "href": f"#{row.code}-{target(row)}"}
        for row in rows
        for sentence in dict.fromkeys(row.messages.values())
    ]


def target(row: Shown[Any, Any]) -> str:
    return "choice-theirs" if row.conflict else row.first_wrong
