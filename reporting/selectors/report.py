"""One department's quarter: what its template asks, with the state of each answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from departments.models import Department
from indicators.choices import AnswerChoice
from indicators.models import Plan
from indicators.progress.numbers import format_number, with_unit
from indicators.progress.periods import Frequency, Period, periods_between
from reporting.selectors.template import TemplateContent, TemplateIndicator, template_content

LOCKED = "locked"
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """``state`` is as components/tag.html knows it."""

    asked: TemplateIndicator
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    content: TemplateContent
    rows: tuple[ReportRow, ...]

    @property
    def left(self) -> int:
        return sum(row.state == BLANK for row in self.rows)

    @property
    def tasks_left(self) -> int:
        return sum(not task.progress for task in self.content.tasks)


def report_page(department: Department, period: Period) -> ReportPage:
    content = template_content(department, period)
    return ReportPage(content, tuple(report_row(asked) for asked in content.indicators))


def report_row(asked: TemplateIndicator) -> ReportRow:
    if asked.is_locked:
        return ReportRow(asked, asked.whole_year, LOCKED)
    stands = asked.standing
    return ReportRow(asked, value_words(asked), stands.state if stands.answer else BLANK)


def value_words(asked: TemplateIndicator) -> str:
    stands = asked.standing
    if not stands.answer:
        return "—"
    if stands.answer != AnswerChoice.VALUE:
        return AnswerChoice(stands.answer).label
    if stands.numerator is not None and stands.denominator is not None:
        return (
            f"{format_number(stands.numerator, comma=True)}/{format_number(stands.denominator, comma=True)}"
        )
    return with_unit(format_number(stands.value, comma=True), asked.unit) if stands.value is not None else "—"


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
