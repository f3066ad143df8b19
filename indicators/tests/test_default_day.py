"""The day that is shown unless another is asked for: the last full picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from departments.models import Person
from indicators.choices import AnswerChoice
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.selectors.standings import board
from indicators.services.readings import record_many


def report(by: Person, period: str, count: int) -> None:
    measures = Measure.objects.filter(frequency="quarterly", indicators__isnull=False).distinct()[:count]
    quarter = Period.parse(period)
    record_many([Entry(measure, quarter, AnswerChoice.NOT_APPLICABLE) for measure in measures], by=by)


@pytest.mark.parametrize(
    ("reported_next", "shown"),
    [(1, date(2023, 12, 31)), (20, date(2023, 12, 31)), (22, date(2024, 3, 31))],
)
def test_a_new_quarter_is_shown_once_half_of_it_is_reported(
    coordinator: Person, reported_next: int, shown: date
) -> None:
    report(coordinator, "2023Q4", 40)
    report(coordinator, "2024Q1", reported_next)
    assert board().as_of == shown


def test_the_newer_quarter_is_announced(coordinator: Person) -> None:
    report(coordinator, "2023Q4", 40)
    report(coordinator, "2024Q1", 1)
    begun = board().begun
    assert (begun.end, begun.answered) == (date(2024, 3, 31), 1)


def test_while_no_quarter_is_half_reported_the_newest_that_has_begun_is_shown(coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-12")
    for period in ("2023Q2", "2023Q3"):
        record_many([Entry(measure, Period.parse(period), value=Decimal(77))], by=coordinator)
    assert board().as_of == date(2023, 9, 30)


def test_what_is_said_to_come_later_opens_no_quarter(coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-12")
    record_many([Entry(measure, Period.parse("2023Q2"), value=Decimal(77))], by=coordinator)
    later = Entry(
        measure,
        Period.parse("2023Q3"),
        AnswerChoice.NO_DATA,
        note="市级统计未出",
        expected_on=date(2023, 12, 1),
    )
    record_many([later], by=coordinator)
    assert board().as_of == date(2023, 6, 30)
