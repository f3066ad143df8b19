"""What the tests of the grid share."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.test import Client

from departments.models import Person
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many

GRID = "/entry/YF/2023Q4/"


def stored(code: str, period: str = "2023Q4") -> Reading:
    return Reading.objects.get(measure__code=code, period_code=period)


def fraction(code: str) -> Any:
    """(numerator, denominator) as they are stored."""
    reading = stored(code)
    return reading.numerator, reading.denominator


def record(person: Person, code: str, period: str = "2023Q4", **content: Any) -> None:
    numbers: dict[str, Any] = {
        name: Decimal(given) if name != "note" else given for name, given in content.items()
    }
    record_many([Entry(Measure.objects.get(code=code), Period.parse(period), **numbers)], by=person)


def send(client: Client, code: str = "YF-03", page: str = GRID, **texts: Any) -> Any:
    """As the page's script does."""
    body = json.dumps({"seen_version": 0, **texts})
    return client.post(f"{page}{code}/", body, content_type="application/json")


def form(**rows: dict[str, Any]) -> dict[str, str]:
    """The posted fields of some rows; ``YF_03`` stands for YF-03."""
    return {
        f"{code.replace('_', '-')}-{name}": str(text)
        for code, texts in rows.items()
        for name, text in {"seen_version": 0, **texts}.items()
    }


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text
