"""What stands in the addresses of rounds when the permission matrix visits them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from conftest import OWNER
from departments.models import Department, Person
from indicators.choices import State
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many
from reporting.models import Round, RoundItem, RoundState
from tasks.models import Task

ROUND_ADDRESSES = (
    "round", "round_file", "round_close", "round_reopen", "round_publish", "round_indicators",
    "round_department", "round_extend", "item_return",
)  # fmt: skip


def round_that_waits() -> str:
    """2023Q4 asks the owner for one value, which waits for review; whatever the roles before did to it."""
    Round.objects.all().delete()
    secretariat, period = Person.objects.get(username="cast.coordinator"), Period.parse("2023Q4")
    measure, day = Measure.objects.get(code="YF-03"), date(2024, 1, 15)
    held = Round.objects.create(period_code=period.code, period_end=period.end, opens_on=day, due_on=day)
    owner = Department.objects.get(name=OWNER)
    RoundItem.objects.create(round=held, department=owner, measure=measure, period_code="2023Q4", position=1)
    entry = Entry(measure, period, value=Decimal(60))
    record_many([entry], by=secretariat, state=State.SUBMITTED)
    return held.period_code


def round_with_a_task() -> str:
    """2023Q4 asks the owner for a value and a note, and takes them."""
    code = round_that_waits()
    held, task = Round.objects.get(), Task.objects.get(code="YF-T04")
    RoundItem.objects.create(round=held, department_id=owner(), task=task, period_code="2023Q4", position=2)
    return code


def closed_round() -> str:
    code = round_that_waits()
    Round.objects.update(state=RoundState.CLOSED)
    return code


def owner() -> int:
    return Department.objects.get(name=OWNER).pk


ROUND_PLACEHOLDERS: dict[str, Callable[[], Any]] = {
    **{f"{name}.period_code": round_that_waits for name in ROUND_ADDRESSES},
    "round_reopen.period_code": closed_round,
    "report_cell.period_code": round_that_waits,
    "report_cell.pk": owner,
    "report_cell.code": lambda: "YF-03",
    "report_note.period_code": round_with_a_task,
    "report_note.pk": owner,
    "report_note.code": lambda: "YF-T04",
    "round_department.pk": owner,
    "round_extend.pk": owner,
    "item_return.pk": lambda: RoundItem.objects.get().pk,
}
