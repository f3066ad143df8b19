"""Which quarters can be reported, and which one is meant where none is named."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from indicators.models import Plan
from indicators.progress.periods import Frequency, Period, periods_between


def begun_quarters() -> list[Period]:
    """Of all plans' years, newest first. One query."""
    today = timezone.localdate()
    spans = list(Plan.objects.values_list("start", "end"))
    if not spans:
        return []
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    held = [q for q in periods_between(Frequency.QUARTERLY, first, last) if q.start <= today]
    return list(reversed(held))


def default_quarter(quarters: list[Period], today: date | None = None) -> Period | None:
    """The newest that has ended: that is what is being reported; else the newest that has begun."""
    day = today or timezone.localdate()
    return next((quarter for quarter in quarters if quarter.end < day), quarters[0] if quarters else None)
