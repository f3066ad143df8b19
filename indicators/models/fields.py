"""How every number is kept, and how every change is."""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

EXACT: dict[str, Any] = {"max_digits": 15, "decimal_places": 6}


def history() -> HistoricalRecords:
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True))
