"""A task's row as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from departments.models import Person
from indicators.choices import State
from indicators.services.judging import Change
from reporting.forms.notes import NoteTexts, ReadNote
from reporting.selectors.department_grid import NoteRow
from reporting.views.shown_item import (
    Conflict,
    Difference,
    Shown,
    by_field,
    conflict_between,
    quoted_text,
    saved_at,
    state_of,
)
from tasks.models import TaskNote
from tasks.services.notes import CONTENT, LABELS, NoteOutcome, version_of

WHOLE = 2000
"""The other's text is shown in full: one's own stands in the field."""


@dataclass(frozen=True, slots=True)
class ShownNote(Shown[NoteRow, NoteTexts]):
    @property
    def first_wrong(self) -> str:
        return next((name for name in CONTENT if name in self.messages), CONTENT[0])


def untouched_note(row: NoteRow) -> ShownNote:
    """As it stands in the database."""
    held = saved_note(row, row.note)
    if row.is_closed and row.note and row.is_answered and row.note.state == State.APPROVED:
        return replace(held, state="locked", when="（已审核）")
    return held


def saved_note(row: NoteRow, note: TaskNote | None) -> ShownNote:
    if note is None or not note.is_answered:
        return ShownNote(row, NoteTexts.of(note), version_of(note), "blank")
    return ShownNote(row, NoteTexts.of(note), version_of(note), state_of(note), saved_at(note))


def shown_note(read: ReadNote, outcome: NoteOutcome, reader: Person) -> ShownNote:
    """What became of a row that was sent."""
    row, texts, seen = read.row, read.texts, read.seen_version
    if outcome.change == Change.REFUSED:
        return ShownNote(row, texts, seen, "failed", messages=by_field(outcome.problems))
    if outcome.change == Change.CONFLICT:
        found = conflict_of(row, outcome, reader)
        return ShownNote(row, texts, seen, "conflict", messages={"conflict": found.sentence}, conflict=found)
    return saved_note(replace(row, note=outcome.note), outcome.note)


def conflict_of(row: NoteRow, outcome: NoteOutcome, reader: Person) -> Conflict:
    mine, theirs = outcome.entry, outcome.before
    differing = [
        Difference(LABELS[name], quoted(of(theirs, name), WHOLE), quoted(getattr(mine, name)))
        for name in CONTENT
        if getattr(mine, name) != of(theirs, name)
    ]
    return conflict_between(saved_note(replace(row, note=theirs), theirs), theirs, differing, reader)


def of(note: TaskNote | None, name: str) -> str:
    return getattr(note, name) if note else ""


def quoted(text: str, longest: int = 60) -> str:
    return quoted_text(text, longest) if text else "空白"
