"""What a row of an indicator and a row of a task have in common on their page: texts, messages, state of saving,
and a conflict to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.utils import timezone

from departments.models import Person
from indicators.choices import State
from indicators.models import Reading
from indicators.progress.numbers import MINUS
from indicators.rules import Problem
from reporting.selectors.grid import returned_because
from tasks.models import TaskNote

LONGEST_QUOTE = 30
TONES = {"failed": "bad", "conflict": "choice", "needs_note": "warn"}
WAITING = {State.SUBMITTED, State.RETURNED}
Answer = Reading | TaskNote


class Asking(Protocol):
    """A Row or a NoteRow."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def answer(self) -> Answer | None: ...


A = TypeVar("A", bound=Asking)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved since the page was opened, beside what was typed here."""

    sentence: str
    theirs: Shown[Any, Any]
    theirs_label: str
    mine_label: str

    @property
    def version(self) -> int:
        return self.theirs.seen_version


@dataclass(frozen=True, slots=True)
class Asked:
    """What looks like a slip: the number that was probably meant, in which field, and the button that takes it."""

    sentence: str
    suggestion: str = ""
    field: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Shown(Generic[A, T]):
    row: A
    texts: T
    seen_version: int
    state: str
    when: str = ""
    messages: dict[str, str] = field(default_factory=dict)
    conflict: Conflict | None = None
    question: Asked | None = None

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def tone(self) -> str:
        return {"failed": "bad", "conflict": "choice", "needs_note": "warn"}.get(
            self.state, "bad" if self.returned else ""
        )

    @property
    def sentences(self) -> list[str]:
        asked = [self.question.sentence] if self.question else []
        return list(dict.fromkeys([*self.messages.values(), *asked]))

    @property
    def returned(self) -> str:
        """Why it was sent back, until it is reported again."""
        return returned_because(self.row.answer)

    @property
    def computed(self) -> str:
        """What follows from what was typed."""
        return ""

    @property
    def value(self) -> str:
        return self.computed

    @property
    def first_wrong(self) -> str:
        raise NotImplementedError


def by_field(problems: Iterable[Problem]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem.sentence)
    return {name: " ".join(sentences) for name, sentences in found.items()}


# --- two people in one row --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """In one field: what stands by now, and what was typed here, both in words."""

    label: str
    stands: str
    typed: str


def conflict_between(
    theirs: Shown[Any, Any], answer: Answer | None, differing: Sequence[Difference], reader: Person
) -> Conflict:
    who = name_of(answer, reader)
    changes = "、".join(f"{found.label}改为{apart(found.stands)}" for found in differing)
    typed = "、".join(found.typed for found in differing)
    when = f" {moment(answer.entered_at)} " if answer else ""
    one = differing[0] if len(differing) == 1 and len(differing[0].stands) <= LONGEST_QUOTE else None
    return Conflict(
        sentence=f"{who}{when}已把{changes}，你填的是{apart(typed)}。两个都留着，请选一个。",
        theirs=theirs,
        theirs_label=f"用{apart(one.stands)}（{who}）" if one else f"用{who}填的",
        mine_label=f"用{apart(one.typed)}（我填的）" if one else "用我填的",
    )


def apart(text: str) -> str:
    """A number stands after a space, a word does not."""
    return f" {text}" if text[0].isascii() or text[0] == MINUS else text


def name_of(answer: Answer | None, reader: Person) -> str:
    if answer is None:
        return "别人"
    return "你在另一个窗口" if answer.entered_by == reader else str(answer.entered_by)


def quoted_text(text: str, longest: int = LONGEST_QUOTE) -> str:
    joined = " ".join(text.split())
    return f"“{joined if len(joined) <= longest else joined[:longest] + '…'}”"


# --- when -------------------------------------------------------------------------------------------


def state_of(answer: Answer) -> str:
    """What waits for review says so; to whoever types here everything else is saved."""
    return answer.state if answer.state in WAITING else "saved"


def saved_at(answer: Answer | None) -> str:
    return moment(answer.entered_at) if answer else ""


def moment(when: datetime) -> str:
    """10:12 for today, else with its day."""
    local = timezone.localtime(when)
    if local.date() == timezone.localdate():
        return f"{local:%H:%M}"
    day = f"{local.month}月{local.day}日 {local:%H:%M}"
    return day if local.year == timezone.localdate().year else f"{local.year}年{day}"
