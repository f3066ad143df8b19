"""All rounds with their rates, and which quarter comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404
from django.utils import timezone

from departments.models import Department
from indicators.models import Measure
from indicators.progress.periods import Period
from reporting.models import Round, RoundItem, RoundState
from reporting.selectors.board import Board, assembled, readings_of
from reporting.selectors.report import begun_quarters
from tasks.models import Task, TaskNote

DAYS_TO_REPORT = 15
TAKING = {RoundState.OPEN, RoundState.CLOSED}
"""Late reports are taken, and marked."""
Notes = dict[tuple[int | None, int], TaskNote]


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """``openable`` are the quarters without a round, newest first; ``suggested`` is what to open next."""

    boards: tuple[Board, ...]
    openable: tuple[Period, ...]
    suggested: Period | None
    today: date


def round_of(code: str) -> Round:
    """Raises Http404 with the sentence that the page shows."""
    found = Round.objects.filter(period_code=code).first()
    if found is None:
        raise Http404(f"没有“{code[:10]}”的填报轮次。请从“填报进度”页选择。")
    return found


def rounds_page() -> RoundsPage:
    """Nine queries, whatever the number of rounds."""
    boards = all_boards()
    held = {board.round.period_code for board in boards}
    openable = tuple(quarter for quarter in begun_quarters() if quarter.code not in held)
    newest = boards[0].round.period if boards else None
    today = timezone.localdate()
    return RoundsPage(tuple(boards), openable, suggested(openable, newest, today), today)


def suggested(openable: Sequence[Period], newest: Period | None, today: date) -> Period | None:
    """The first ended quarter after the newest round; before the first round, the newest that has ended: that is
    what departments report now."""
    ended = [quarter for quarter in openable if quarter.end < today]
    later = [quarter for quarter in ended if newest and quarter.end > newest.end]
    if later:
        return later[-1]
    return ended[0] if ended else openable[0] if openable else None


def default_due(quarter: Period, today: date) -> date:
    """Fifteen days after the quarter's end, or from today where that is over."""
    due = quarter.end + timedelta(days=DAYS_TO_REPORT)
    return due if due > today else today + timedelta(days=DAYS_TO_REPORT)


def all_boards() -> list[Board]:
    """Newest first, in eight queries: what many rounds share is asked for once."""
    rounds = list(Round.objects.prefetch_related("extensions"))
    items = items_by_round(rounds)
    readings = readings_of(item for held in items.values() for item in held)
    notes = notes_by_period(rounds)
    return [assembled(held, items[held.pk], readings, notes[held.period_code]) for held in rounds]


def items_by_round(rounds: Iterable[Round]) -> dict[int, list[RoundItem]]:
    departments, measures = Department.objects.in_bulk(), Measure.objects.in_bulk()
    tasks = Task.objects.defer("text", "printed_departments").in_bulk()
    found: dict[int, list[RoundItem]] = defaultdict(list)
    for item in RoundItem.objects.filter(round__in=rounds).order_by(
        "department__position", "department", "position"
    ):
        item.department = departments[item.department_id]
        item.measure = measures[item.measure_id] if item.measure_id else None
        item.task = tasks[item.task_id] if item.task_id else None
        found[item.round_id].append(item)
    return found


def notes_by_period(rounds: Iterable[Round]) -> dict[str, Notes]:
    found: dict[str, Notes] = defaultdict(dict)
    for note in TaskNote.objects.filter(period_code__in=[held.period_code for held in rounds]):
        found[note.period_code][note.task_id, note.department_id] = note
    return found


def newest_taking(rounds: Iterable[Round]) -> Round | None:
    """The newest that departments can answer now."""
    today = timezone.localdate()
    taking = [held for held in rounds if held.state_on(today) in TAKING]
    return max(taking, key=lambda held: held.period_end, default=None)
