"""Reads ``fixtures/`` as text, for the comparison with the transcription beside this package."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.transcription.reading import Row, bare, bare_name, names, rows

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
Entry = dict[str, Any]


@cache
def fixture(name: str) -> Entry:
    """A fixture with every scalar as the text that stands in it."""
    loaded: Entry = yaml.load((FIXTURES / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    return loaded


def entry(kind: str, code: str) -> Entry:
    """The one entry of that code: in its own plan, or where another plan defines it."""
    listed: list[Entry] = [*fixture("FZ")[kind], *fixture("YF")[kind]]
    found = [e for e in listed if e["code"] == code]
    assert len(found) == 1, f"{code}: {len(found)} entries among the {kind} of the fixtures, not 1"
    return found[0]


def said(holder: Entry, key: str) -> str:
    """What an entry says under a key, and nothing where it says nothing."""
    value = holder.get(key) or ""
    return "" if value in ("null", "~") else bare_name(value)


def agree(code: str, what: str, in_fixture: object, in_document: object) -> None:
    assert in_fixture == in_document, (
        f"{code} {what}\n  fixture:       {in_fixture!r}\n  transcription: {in_document!r}"
    )


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def known_as(listed: Entry) -> set[str]:
    """The name and the aliases of a department or a street."""
    return {bare(name) for name in [listed["name"], *(listed.get("aliases") or [])]}


@cache
def office_of() -> dict[str, str]:
    """Each name or alias in the fixture → the department's name."""
    listed = fixture("departments")["departments"]
    return {name: d["name"] for d in listed for name in known_as(d)}


@cache
def office_read() -> dict[str, str]:
    """The same from the transcription: each printed name → the department's name."""
    listed = rows("departments")
    return {name: d["name"] for d in listed for name in printed_as(d)}


def printed_as(department: Row) -> list[str]:
    return [department["name"], *names(department["printed_variants"])]


def offices(listed: list[str]) -> list[str]:
    """Names in the fixture as departments; all streets stay as they are printed."""
    return [office_of().get(bare(name), name) for name in listed]


def offices_read(listed: list[str]) -> list[str]:
    return [office_read().get(name, name) for name in listed]


def promises(task: str) -> list[Entry]:
    return entry("tasks", task).get("commitments") or []


def promise(read: Row) -> Entry:
    """The commitment of the task that is named for the key; only one may be."""
    found = [p for p in promises(read["task"]) if read["key"] in said(p, "name")]
    assert len(found) == 1, f"{read['task']}: {len(found)} commitments about {read['key']}, not 1"
    return found[0]
