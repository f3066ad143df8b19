"""What changed between a preview and its confirmation, or between writing and undoing: what, who and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from django.utils import timezone

from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.services.judging import CONTENT, Change, Outcome
from reporting.batch_rows import BatchRow
from reporting.reading_words import in_words
from reporting.workbooks.wording import echo
from tasks.models import TaskNote
from tasks.services import notes as note_service
from tasks.services.notes import NoteOutcome

MAX_NAMED = 20
LONGEST_WORDS = 60
NOT_NAMED = {"id", "version", "kept_fields", "reporting_basis"}

Subject = TypeVar("Subject")


def named(subjects: Sequence[Subject], sentence: Callable[[Subject], str]) -> list[str]:
    """A sentence for each of the first ones; each costs queries, and nobody reads thousands."""
    sentences = [sentence(subject) for subject in subjects[:MAX_NAMED]]
    rest = len(subjects) - MAX_NAMED
    return sentences if rest <= 0 else [*sentences, f"还有 {rest} 项。"]


def changed_rows(
    rows: Sequence[BatchRow], outcomes: Sequence[Outcome | NoteOutcome]
) -> list[tuple[BatchRow, Outcome | NoteOutcome]]:
    """Those that would not become what the preview said. What somebody entered just the same meanwhile would
    be written no more, so it is not what was confirmed, unless the answer to a question made it the same."""
    return [
        (row, outcome)
        for row, outcome in zip(rows, outcomes, strict=True)
        if row.change != outcome.change and not (row.is_settled and outcome.change == Change.UNCHANGED)
    ]


def since_preview(changed: tuple[BatchRow, Outcome | NoteOutcome]) -> str:
    row, outcome = changed
    is_other = (outcome.before.version if outcome.before else 0) != row.seen_version
    seen = f"预览时是{short(row.before)}，{stands(outcome.before)}。" if is_other else ""
    if outcome.change != Change.REFUSED:
        return f"{row.label}：{seen}"
    sentences = " ".join(problem.sentence for problem in outcome.problems)
    if isinstance(outcome, Outcome) and any(problem.field == "measure" for problem in outcome.problems):
        sentences = f"{who_reassigned(outcome.entry.measure)}{sentences}"
    return f"{row.label}：{seen}{sentences}"


def stands(row: Reading | TaskNote | None) -> str:
    """张三 11月22日 10:12 改为86.2%（已报送）"""
    if row is None:
        return "现在没有了"
    history = row.history.select_related("history_user").order_by("-version", "-history_id")
    last, *earlier = history[:2]
    content = CONTENT if isinstance(row, Reading) else note_service.CONTENT
    if earlier and last.state == State.APPROVED != earlier[0].state and same(last, earlier[0], content):
        return f"{signed(last, row)}审核通过"
    words = in_words(row, row.measure.unit) if isinstance(row, Reading) else note_words(row)
    return f"{signed(last, row)}改为{words}（{row.get_state_display()}）"


def same(one: Any, other: Any, names: Sequence[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def note_words(note: TaskNote) -> str:
    return short("；".join(text for name in note_service.CONTENT if (text := getattr(note, name)))) or "未填"


def short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"


def signed(old: Any, row: Any = None) -> str:
    """Whoever wrote this version, which is not always who stands as having entered the value."""
    who = old.history_user or getattr(row, "entered_by", None) or "系统"
    return f"{echo(str(who))} {timezone.localtime(old.history_date):%-m月%-d日 %H:%M} "


def decided_since(measure: Measure, version: int) -> str:
    """张三 11月22日 10:12 改了基期值、基期年份"""
    history: Any = measure.history
    versions = list(
        history.select_related("history_user").filter(version__gte=version).order_by("version", "history_id")
    )
    if len(versions) < 2:
        return "后来改过"
    changed = versions[-1].diff_against(versions[0]).changed_fields
    labels = [label(name) for name in changed if name not in NOT_NAMED]
    return f"{signed(versions[-1])}改了{'、'.join(labels) or '这一项'}"


def label(name: str) -> str:
    field: Any = Measure._meta.get_field(name)
    return str(field.verbose_name)


def who_reassigned(measure: Measure) -> str:
    history: Any = measure.history
    versions = history.select_related("history_user").order_by("-version", "-history_id")
    for newer, older in pairwise(versions):
        if newer.reporting_department_id != older.reporting_department_id:
            return f"{signed(newer)}改了填报单位。"
    return ""
