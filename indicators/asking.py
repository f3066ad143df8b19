"""The day that an address asks about: the same switch on every page that shows verdicts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from indicators.progress.periods import Frequency, Period
from indicators.selectors.standings import Board, as_of_choices

PARAMETER = "as_of"
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
EARLIEST = date(2000, 1, 1)
LONGEST_QUOTED = 20


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One line of the 报告期 select."""

    day: date
    label: str
    selected: bool

    @property
    def value(self) -> str:
        return self.day.isoformat()


def asked_as_of(request: HttpRequest) -> date | None:
    """``?as_of=2023-06-30`` or a period's code, whose last day is meant; None where nothing is asked.

    Raises BadRequest, with the sentence that the 400 page shows.
    """
    text = request.GET.get(PARAMETER, "").strip()
    if not text:
        return None
    day = parsed(text)
    if day > timezone.localdate():
        raise BadRequest(f"还没有到{day_label(day)}。请选已经过去的日期。")
    if day < EARLIEST:
        raise BadRequest(f"{day_label(day)}早于本站的数据。请选 2000年1月1日 以后的日期。")
    return day


def parsed(text: str) -> date:
    try:
        match = DAY.fullmatch(text)
        return date(*(int(part) for part in match.groups())) if match else Period.parse(text).end
    except ValueError:
        quoted = text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…"
        raise BadRequest(f"“{quoted}”不是日期。请写成 2023-06-30 或 2023Q2。") from None


def day_label(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def period_label(as_of: date) -> str:
    """2023年第四季度; 截至2023年8月15日 for a day on which no quarter ends."""
    quarter = Period.last_ended(as_of, Frequency.QUARTERLY)
    return quarter.label if quarter.end == as_of else f"截至{day_label(as_of)}"


def day_choices(board: Board) -> list[DayChoice]:
    """The quarters that have ended, newest first; the day shown is always among them."""
    days = {period.end for period in as_of_choices(board.plans, timezone.localdate())} | {board.as_of}
    return [DayChoice(day, period_label(day), day == board.as_of) for day in sorted(days, reverse=True)]


def day_context(board: Board, asked: date | None) -> dict[str, Any]:
    """For templates: the switch, and what links carry on (``keep`` begins a query, ``more`` continues one)
    so that the next page shows the same day."""
    said = f"{PARAMETER}={asked.isoformat()}" if asked else ""
    return {
        "board": board,
        "periods": day_choices(board),
        "keep": f"?{said}" if said else "",
        "more": f"&{said}" if said else "",
    }
