"""Parses the address of the readings' file. A file has no place for a hint, so nonsense is refused."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import QueryDict

from dashboard.selectors.readings_export import Asked, has_department, has_plan
from indicators.progress.periods import Period

LONGEST_QUOTED = 20


def read_asked(query: QueryDict) -> Asked:
    """Raises BadRequest, with the sentence that the 400 page shows."""
    plan, department = query.get("plan", "").strip().upper(), query.get("department", "").strip()
    if plan and not has_plan(plan):
        raise BadRequest(f"没有编码为“{plan[:LONGEST_QUOTED]}”的规划。请从规划页下载。")
    if department and not has_department(department):
        raise BadRequest(f"没有“{department[:LONGEST_QUOTED]}”这个单位。请从单位页选一个。")
    return Asked(plan, department, read_period(query.get("period", "").strip()))


def read_period(text: str) -> Period | None:
    try:
        return Period.parse(text.upper()) if text else None
    except ValueError:
        raise BadRequest(f"“{text[:LONGEST_QUOTED]}”不是填报期。请写成 2023Q2、2023H1 或 2023。") from None
