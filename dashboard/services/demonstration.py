"""Demonstration accounts, readings and rounds, from ``fixtures/demo.yaml``: invented, and marked as such everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from dashboard.services.demonstration_rounds import REASON, hold_rounds
from departments.models import Department, Person, Role
from indicators.choices import AnswerChoice, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.decisions import set_baseline
from indicators.services.readings import record_many

FILE = Path("fixtures/demo.yaml")
WORDS = {"不适用": AnswerChoice.NOT_APPLICABLE, "暂无数据": AnswerChoice.NO_DATA}


class RealDataPresent(Exception):
    """Demonstration data never mixes with actual data."""


@dataclass(frozen=True, slots=True)
class Loaded:
    people: list[Person]
    readings: int


@transaction.atomic
def load_demonstration(password: str) -> Loaded:
    """Raises `RealDataPresent` where an account or a reading exists already."""
    if Person.objects.exists() or Reading.objects.exists():
        raise RealDataPresent("本站已有账号或数据，不能再载入演示数据。要看演示，请另用一个空的数据库。")
    given = yaml.load((settings.BASE_DIR / FILE).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    people = [make_person(entry, password) for entry in given["people"]]
    secretariat = next(person for person in people if person.is_coordinator)
    measures = Measure.objects.in_bulk(field_name="code")
    set_baselines(given["measures"], measures, secretariat)
    entries = [entry for item in given["measures"] for entry in readings(item, measures[item["measure"]])]
    record_many(entries, by=secretariat, via=Via.DEMO, reason=REASON)
    correct(given["corrections"], measures, secretariat)
    hold_rounds(given, by=secretariat)
    return Loaded(people, len(entries))


def make_person(entry: dict[str, str], password: str) -> Person:
    name = entry.get("department")
    return Person.objects.create_user(
        entry["username"],
        password,
        Role(entry["role"]),
        name=entry["name"],
        department=Department.objects.get(name=name) if name else None,
        is_demo=True,
    )


def set_baselines(items: list[dict[str, Any]], measures: dict[str, Measure], by: Person) -> None:
    for item in items:
        if baseline := item.get("baseline"):
            set_baseline(
                measure=measures[item["measure"]],
                value=Decimal(baseline["value"]),
                year=int(baseline["year"]),
                reason=REASON,
                by=by,
            )


def readings(item: dict[str, Any], measure: Measure) -> Iterator[Entry]:
    for code, text in item.get("readings", {}).items():
        yield entry(measure, Period.parse(code), text, item.get("notes", {}).get(code, ""))


def entry(measure: Measure, period: Period, text: str, note: str = "") -> Entry:
    """``85.2``, ``36/42``, ``不适用`` or ``暂无数据 2024-02-20``."""
    word, _, day = text.partition(" ")
    if word in WORDS:
        return Entry(
            measure, period, WORDS[word], note=note, expected_on=date.fromisoformat(day) if day else None
        )
    over, slash, under = text.partition("/")
    if slash:
        return Entry(measure, period, numerator=Decimal(over), denominator=Decimal(under), note=note)
    return Entry(measure, period, value=Decimal(text), note=note)


def correct(items: list[dict[str, str]], measures: dict[str, Measure], by: Person) -> None:
    for item in items:
        corrected = entry(measures[item["measure"]], Period.parse(item["period"]), item["reading"])
        record_many([corrected], by=by, via=Via.DEMO, reason=item["reason"])
