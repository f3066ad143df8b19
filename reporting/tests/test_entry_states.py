"""What the secretariat's grid says about values that departments reported."""

from __future__ import annotations

import re

from django.test import Client

from departments.models import Person
from indicators.models import Reading
from indicators.services.readings import approve
from reporting.tests.entering import GRID, record, text_of


def state(client: Client, code: str) -> str:
    """The words of the row's tag."""
    page = text_of(client.get(GRID))
    found = re.search(rf'<tr id="{code}".*?class="tag.*?</svg>(.*?)</span>', page, re.DOTALL)
    assert found
    return found[1]


def test_what_waits_for_review_says_so_until_it_is_approved(
    as_coordinator: Client, coordinator: Person, liaison: Person
) -> None:
    assert state(as_coordinator, "YF-03") == "未填"
    record(liaison, "YF-03", value="62")
    assert state(as_coordinator, "YF-03") == "已报送"
    approve(Reading.objects.all(), by=coordinator, reason="核对无误")
    assert state(as_coordinator, "YF-03") == "已保存"
