"""Two people in one cell at the same moment, many times over: exactly one wins, the other is shown the winner."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

from django.db import connections

from conftest import person_of
from departments.models import Person, Role
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.judging import Change, Outcome
from indicators.services.readings import record_many

RACES = 200


def race(people: list[Person], cell: Callable[[str, int], Entry], seen: int) -> list[Outcome]:
    """Both have seen the same and write at the same moment."""
    gate = threading.Barrier(len(people))
    found: list[Outcome] = []
    failures: list[BaseException] = []

    def write(person: Person, value: str) -> None:
        try:
            gate.wait()
            found.extend(record_many([cell(value, seen)], by=person, partly=True))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=write, args=(person, str(seen % 40 * 2 + place)))
        for place, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return found


def test_of_two_writers_one_wins_and_the_other_is_shown_the_winner(
    transactional_db: None, coordinator: Person
) -> None:
    people = [coordinator, person_of(Role.COORDINATOR, "cast.second_coordinator")]
    cell_measure, period = Measure.objects.get(code="YF-03"), Period.parse("2023Q4")

    def cell(value: str, seen: int) -> Entry:
        return Entry(cell_measure, period, value=Decimal(value), seen_version=seen)

    for number in range(RACES):
        outcomes = race(people, cell, number)
        won = [o for o in outcomes if o.change in (Change.NEW, Change.CHANGED)]
        lost = [o for o in outcomes if o.change == Change.CONFLICT]
        assert (len(won), len(lost)) == (1, 1)
        assert lost[0].before.value == won[0].entry.value
        assert lost[0].before.entered_by == won[0].reading.entered_by
    assert Reading.objects.get().version == RACES
    assert Reading.history.count() == RACES
