"""回执: what a department reported, when and by whom, with a checksum that tells whether it still stands so.

The checksum is taken over what was reported and when, not over its state: approving changes nothing of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from departments.models import Department, Person
from indicators.models import Reading
from indicators.progress.numbers import format_number
from reporting.models import Round
from reporting.selectors.board import BoardItem, board_of
from reporting.selectors.board_page import ITEM_LABELS
from reporting.selectors.submitting import reported_items, words_of
from tasks.models import TaskNote

GROUP = 8
READ = ("answer", "value", "numerator", "denominator", "note", "expected_on")
NOTED = ("progress", "obstacles", "next_steps")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    held: BoardItem
    words: str
    reported_by: Person | None

    @property
    def label(self) -> str:
        return ITEM_LABELS[self.held.state]

    @property
    def is_task(self) -> bool:
        return self.held.item.task_id is not None


@dataclass(frozen=True, slots=True)
class Receipt:
    """``left`` are the items that were not reported yet."""

    department: Department
    round: Round
    lines: tuple[ReceiptLine, ...]
    left: int
    checksum: str

    @property
    def first(self) -> datetime:
        return min(when_of(line.held) for line in self.lines)

    @property
    def last(self) -> datetime:
        return max(when_of(line.held) for line in self.lines)

    @property
    def checksum_in_groups(self) -> list[str]:
        return [self.checksum[at : at + GROUP] for at in range(0, len(self.checksum), GROUP)]

    def matches(self, printed: str) -> bool:
        return "".join(printed.split()).lower() == self.checksum


def receipt_of(held: Round, department: Department) -> Receipt | None:
    """Six queries. None where nothing was reported yet."""
    row = board_of(held, only=department).row(department.pk)
    items = reported_items(row) if row else []
    if row is None or not items:
        return None
    reporters = reporters_of(items)
    lines = [ReceiptLine(item, words_of(item.answer), reporters.get(key_of(item.answer))) for item in items]
    return Receipt(
        department, held, tuple(lines), len(row.items) - len(items), checksum(held, department, items)
    )


# --- who reported -----------------------------------------------------------------------------------


def key_of(answer: Reading | TaskNote | None) -> tuple[type, int]:
    return type(answer), answer.pk if answer else 0


def reporters_of(items: Iterable[BoardItem]) -> dict[tuple[type, int], Person]:
    """Whoever took the step, which is not always who typed: by the history of each answer."""
    answers = [item.answer for item in items if item.answer is not None]
    found: dict[tuple[type, int], Person] = {}
    for model in (Reading, TaskNote):
        wanted = {answer.pk: answer.reported_at for answer in answers if isinstance(answer, model)}
        history: Any = model.history
        steps = history.filter(id__in=wanted, reported_at__isnull=False).select_related("history_user")
        for step in steps.order_by("id", "version"):
            if step.reported_at == wanted[step.id] and step.history_user:
                found.setdefault((model, step.id), step.history_user)
    return found


# --- the checksum -----------------------------------------------------------------------------------


def checksum(held: Round, department: Department, items: Iterable[BoardItem]) -> str:
    content = {
        "department": department.name,
        "period": held.period_code,
        "items": [canonical(item) for item in sorted(items, key=lambda item: item.code)],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(item: BoardItem) -> dict[str, str]:
    """Every content as text; a number without the zeros that the database adds."""
    names = READ if isinstance(item.answer, Reading) else NOTED
    content = {name: as_text(getattr(item.answer, name)) for name in names}
    answered = item.answer.period_code if item.answer else item.item.period_code
    return {"code": item.code, "period": answered, "reported_at": as_text(when_of(item)), **content}


def when_of(item: BoardItem) -> datetime:
    assert item.reported_at is not None  # noqa: S101 - reported_items
    return item.reported_at


def as_text(content: Any) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, datetime):
        return content.astimezone(UTC).isoformat(timespec="seconds")
    return content.isoformat() if hasattr(content, "isoformat") else format_number(content)
