"""How a changed field is told: its Chinese name, the old value and the new one, long texts only where they differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

LONG = 40
AROUND = 8


def change_of(row: models.Model, field: str, new: Any) -> str:
    old_text, new_text = shown(row, field, getattr(row, field)), shown(row, field, new)
    if max(len(old_text), len(new_text)) > LONG:
        old_text, new_text = where_they_differ(old_text, new_text)
    return f"{label(row, field)} {old_text} → {new_text}"


def label(row: models.Model, field: str) -> str:
    """A foreign key without a name of its own is called what it points to."""
    found: Any = row._meta.get_field(field)
    unnamed = found.is_relation and found.verbose_name == field.replace("_", " ")
    return str(found.related_model._meta.verbose_name if unnamed else found.verbose_name)


def shown(row: models.Model, field: str, value: Any) -> str:
    """As a person would write it: 每年, 是, 0.13, 区残联; （空） for nothing."""
    choices = dict(getattr(row._meta.get_field(field), "flatchoices", ()))
    if value in (None, "", []):
        return "待明确" if field == "reporting_department" else "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(choices[value]) if isinstance(value, str) and value in choices else spelt(value)


def spelt(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(map(str, value))
    return getattr(value, "code", None) or str(value)


def where_they_differ(old: str, new: str) -> tuple[str, str]:
    """The parts that differ with a few characters around: “…到2025年〔拥有〕一所…”."""
    start = common_start(old, new)
    end = common_start(old[start:][::-1], new[start:][::-1])
    return part(old, start, len(old) - end), part(new, start, len(new) - end)


def common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def part(text: str, start: int, end: int) -> str:
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    before = "…" if first else ""
    after = "…" if last < len(text) else ""
    return f"“{before}{text[first:start]}〔{text[start:end]}〕{text[end:last]}{after}”"
