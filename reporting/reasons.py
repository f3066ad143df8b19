"""Why a value was written, as its history keeps it."""

from __future__ import annotations

from indicators.progress.periods import Period

LONGEST_REASON = 200


def reason_for(typed: str, quarter: Period) -> str:
    """What was typed under 修改原因, else what it was entered for."""
    said = "".join(char if char.isprintable() else " " for char in typed).strip()
    return said[:LONGEST_REASON] or f"{quarter.label}填报"
