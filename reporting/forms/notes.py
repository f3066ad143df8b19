"""What was typed into the row of one task, read as an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from reporting.forms.grid import given_texts, tidy
from reporting.selectors.department_grid import NoteRow
from tasks.models import TaskNote
from tasks.services.notes import CONTENT, NoteEntry


@dataclass(frozen=True, slots=True)
class NoteTexts:
    """A row's fields as they stand on the page."""

    progress: str = ""
    obstacles: str = ""
    next_steps: str = ""

    @classmethod
    def of(cls, note: TaskNote | None) -> NoteTexts:
        return cls(**{name: getattr(note, name) for name in CONTENT}) if note else cls()

    @classmethod
    def given(cls, texts: Mapping[str, object], prefix: str = "") -> NoteTexts:
        """Raises ValueError for what is not text at all."""
        return cls(**given_texts(texts, CONTENT, prefix))


@dataclass(frozen=True, slots=True)
class ReadNote:
    row: NoteRow
    texts: NoteTexts
    seen_version: int

    def entry(self) -> NoteEntry:
        return NoteEntry(
            task=self.row.task,
            department=self.row.department,
            period=self.row.period,
            seen_version=self.seen_version,
            **{name: tidy(text) for name, text in asdict(self.texts).items()},
        )
