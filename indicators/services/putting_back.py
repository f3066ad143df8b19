"""Undoing what was written, for every kind of row that keeps a version and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from departments.access import Right, may
from departments.models import Person
from indicators.choices import State
from indicators.services.writing import BATCH_SIZE, update_rows

ABOUT = ("state", "via", "entered_by_id", "entered_at", "reported_at", "return_reason")

ABOUT_WRITTEN = ("state", "via", "entered_by", "entered_at", "reported_at", "return_reason")


class ChangedSince(Exception):
    """Some rows hold something else by now, so nothing was put back. Carries them as they stand."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = list(rows)
        super().__init__(f"{len(rows)} 项后来又改过，没有撤销。")


def put_back(
    model: type[Any],
    content: Sequence[str],
    written: Mapping[int, int],
    *,
    by: Person,
    reason: str,
    heeds_state: bool = True,
) -> list[Any]:
    """Gives each row what it held before the write that made it ``written[pk]``, its version.

    What did not exist becomes blank: its row stays for its history, and its version goes on. A row that
    was changed meanwhile and holds again just what was written may be undone; ``heeds_state``: also its state
    must be as it was written. Raises ChangedSince.
    Wants a transaction, and permission checked.
    """
    held = list(model.objects.select_for_update().filter(pk__in=written).order_by("pk"))
    old = versions_of(model, written)
    compared = (*content, "state") if heeds_state else content
    changed = [row for row in held if differs(row, old[row.pk, written[row.pk]], compared)]
    if changed:
        raise ChangedSince(changed)
    for row in held:
        restore(row, old.get((row.pk, written[row.pk] - 1)), content)
        row.version += 1
    fields = [*content, *ABOUT_WRITTEN, "version"]
    update_rows(model, held, fields, by=by, reason=reason)
    return held


def heeds_state(by: Person) -> bool:
    """A review since then is the secretariat's own, and does not keep it from taking the values back."""
    return not may(by, Right.REVIEW)


def versions_of(model: type[Any], written: Mapping[int, int]) -> dict[tuple[int, int], Any]:
    """The history rows of what was written and of what stood before, by key and version."""
    found: dict[tuple[int, int], Any] = {}
    keys = list(written)
    for start in range(0, len(keys), BATCH_SIZE):
        some = keys[start : start + BATCH_SIZE]
        versions = {version for pk in some for version in (written[pk], written[pk] - 1)}
        for old in model.history.filter(id__in=some, version__in=versions):
            found[old.id, old.version] = old
    return found


def differs(row: Any, old: Any, names: Sequence[str]) -> bool:
    return any(getattr(row, name) != getattr(old, name) for name in names)


def restore(row: Any, earlier: Any | None, content: Sequence[str]) -> None:
    for name in content:
        setattr(row, name, blank_of(row, name) if earlier is None else getattr(earlier, name))
    if earlier is None:
        row.state, row.reported_at, row.return_reason = State.DRAFT, None, ""
        return
    for name in ABOUT:
        setattr(row, name, getattr(earlier, name))


def blank_of(row: Any, name: str) -> Any:
    return None if row._meta.get_field(name).null else ""
