"""What is not approved is seen by its own department and by whoever sees everything, on every page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from departments.models import Person
from indicators.choices import State
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many

PAGES = ["/indicators/YF-03/", "/", "/plans/YF/", "/tasks/YF-T04/"]
DRAFTED = "73.37"


@pytest.fixture(params=[State.DRAFT, State.SUBMITTED, State.RETURNED])
def unapproved(request: pytest.FixtureRequest, coordinator: Person) -> None:
    entry = Entry(Measure.objects.get(code="YF-03"), Period.parse("2025Q4"), value=Decimal(DRAFTED))
    record_many([entry], by=coordinator, state=request.param)


@pytest.mark.usefixtures("unapproved")
@pytest.mark.parametrize("page", PAGES)
def test_another_department_sees_nothing_of_it(page: str, as_other_liaison: Client) -> None:
    assert DRAFTED not in as_other_liaison.get(page).content.decode()


@pytest.mark.usefixtures("unapproved")
def test_its_own_department_does(as_liaison: Client, as_coordinator: Client) -> None:
    for client in (as_liaison, as_coordinator):
        assert DRAFTED in client.get(PAGES[0]).content.decode()
