"""A due day as its department is told of it."""

from __future__ import annotations

from datetime import date

WEEKDAYS = "一二三四五六日"


def due_words(due: date, today: date, unreported: int) -> str:
    """1月15日（周一）截止，还有 3 天；what is all reported is not late any more."""
    year = f"{due.year}年" if due.year != today.year else ""
    day = f"{year}{due.month}月{due.day}日（周{WEEKDAYS[due.weekday()]}）"
    if not unreported:
        return f"{day}截止，已全部报送"
    if due < today:
        return f"{day}已截止，逾期 {(today - due).days} 天。请尽快报送，会注明逾期"
    return f"{day}截止，今天是最后一天" if due == today else f"{day}截止，还有 {(due - today).days} 天"
