"""A published round changes by 更正 and by nothing else: every way that writes is tried."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from conftest import OWNER
from departments.models import Person
from indicators.choices import State, Via
from indicators.models import Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.moving import CannotMove
from indicators.services.readings import Refused, approve, blank, put_back_readings, record_many
from reporting.models import BatchState, Round
from reporting.selectors.batches import rows_of
from reporting.services.batches import NotNow
from reporting.services.confirming import confirm
from reporting.services.reviewing import approve_items, correct, return_item, submit
from reporting.tests.entering import send
from reporting.tests.importing import long_table, standing, template, upload
from reporting.tests.quarters import (
    department,
    item_of,
    measure,
    opened,
    published,
    stored,
    stored_note,
    write,
    write_note,
)
from tasks.models import TaskNote
from tasks.services.notes import NotesRefused, put_back_notes

PERIOD = Period.parse("2023Q4")
FINAL = "已发布，不能直接改"


@pytest.fixture
def held(coordinator: Person, liaison: Person) -> Round:
    """YF-03 and a note on YF-T04 are approved, YF-04 is a draft, YF-05 blank; YF-14 is the year's."""
    held = opened(coordinator)
    write(liaison, "YF-03", 60)
    write_note(liaison, "YF-T04", OWNER, "两场")
    write(liaison, "YF-14", 3, "2023")
    found = published(held, coordinator)
    Reading.objects.create(
        measure=measure("YF-04"), period_code="2023Q4", period_end=PERIOD.end, answer="value", value=80,
        state=State.DRAFT, via=Via.PAGE, entered_by=liaison, entered_at="2024-01-03T00:00Z",
    )  # fmt: skip
    return found


@pytest.fixture(autouse=True)
def nothing_changes(held: Round) -> Iterator[None]:
    """What is tried here, in every test."""
    before, versions = standing(), version_list()
    yield
    assert (standing(), version_list()) == (before, versions)


def version_list() -> list[Any]:
    found = list(Reading.objects.order_by("pk").values_list("pk", "version", "state", "return_reason"))
    return found + list(
        TaskNote.objects.order_by("pk").values_list("pk", "version", "state", "return_reason")
    )


# --- the page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["coordinator", "liaison"])
@pytest.mark.parametrize("code", ["YF-03", "YF-04", "YF-05"], ids=["approved", "draft", "blank"])
@pytest.mark.parametrize("state", [None, State.DRAFT, State.SUBMITTED])
def test_recording_by_page(
    person: str, code: str, state: State | None, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(person)
    with pytest.raises(Refused) as refusal:
        write(by, code, 61, state=state, reason="补报")
    (sentence,) = (problem.sentence for problem in refusal.value.outcomes[0].problems)
    assert FINAL in sentence or "已审核通过，不能再改" in sentence


@pytest.mark.parametrize("via", [via for via in Via if via not in (Via.CORRECTION, Via.BATCH)])
def test_by_no_other_way(via: Via, coordinator: Person) -> None:
    with pytest.raises(Refused):
        write(coordinator, "YF-03", 61, via=via, reason="来函")


def test_the_year_that_ends_with_the_quarter_is_published_with_it(coordinator: Person) -> None:
    with pytest.raises(Refused):
        write(coordinator, "YF-14", 4, "2023")


def test_taking_a_value_back(coordinator: Person, liaison: Person) -> None:
    for by in (coordinator, liaison):
        with pytest.raises(Refused):
            record_many([blank(measure("YF-03"), PERIOD)], by=by)


def test_partly_the_rest_is_written_and_that_is_not(coordinator: Person) -> None:
    outcomes = record_many(
        [Entry(measure("YF-03"), PERIOD, value=Decimal(61))], by=coordinator, partly=True, reason="来函"
    )
    assert FINAL in outcomes[0].problems[0].sentence


def test_the_grids_cell_says_why(as_coordinator: Client) -> None:
    answered = send(as_coordinator, "YF-03", value="61", seen_version=stored("YF-03").version)
    assert (answered.status_code, FINAL in answered.json()["messages"]["period"]) == (422, True)


@pytest.mark.parametrize("person", ["coordinator", "liaison"])
def test_task_notes_are_final_without_a_correction(person: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(person)
    for via in (Via.PAGE, Via.BATCH, Via.CORRECTION):
        for name, code in ((OWNER, "YF-T04"), (OWNER, "YF-T05")):
            with pytest.raises(NotesRefused):
                write_note(by, code, name, "三场", via=via, reason="来函")


# --- submitting, reviewing, undoing -----------------------------------------------------------------


def test_submitting_approving_and_returning(held: Round, coordinator: Person, liaison: Person) -> None:
    with pytest.raises(ValidationError, match="已发布，不再接收报送"):
        submit(held, department(OWNER), by=liaison)
    with pytest.raises(CannotMove, match="已发布，不能再动"):
        return_item(item_of(held, "YF-03"), reason="请核对", by=coordinator)
    with pytest.raises(CannotMove, match="已发布，不能再动"):
        return_item(
            held.items.get(task__code="YF-T04", department__name=OWNER), reason="太短", by=coordinator
        )
    with pytest.raises(CannotMove):
        approve_items([item_of(held, "YF-04")], by=coordinator)
    assert approve(Reading.objects.all(), by=coordinator, reason="审核") == []


def test_what_was_still_waiting_is_not_approved_afterwards(held: Round, coordinator: Person) -> None:
    """It cannot be, by publishing; if it were, it moves no more."""
    Reading.objects.filter(measure__code="YF-04").update(state=State.SUBMITTED)
    with pytest.raises(CannotMove, match="已发布"):
        approve_items([item_of(held, "YF-04")], by=coordinator)
    Reading.objects.filter(measure__code="YF-04").update(state=State.DRAFT)


def test_putting_back(coordinator: Person, liaison: Person) -> None:
    reading, note = stored("YF-03"), stored_note("YF-T04", OWNER)
    with pytest.raises(CannotMove):
        put_back_readings({reading.pk: reading.version}, by=coordinator, reason="撤销")
    with pytest.raises(CannotMove):
        put_back_notes({note.pk: note.version}, by=coordinator, reason="撤销")
    with pytest.raises(PermissionDenied):
        put_back_readings({reading.pk: reading.version}, by=liaison, reason="撤销")


# --- Excel ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [template(["YF-05", 97]), template(tasks=[["YF-T05", "三场"]])])
def test_a_liaisons_workbook(content: bytes, liaison: Person) -> None:
    batch = upload(content, liaison)
    assert batch.state == BatchState.FAULTY
    with pytest.raises(NotNow):
        confirm(batch, by=liaison)
    assert any("已发布" in remark.sentence for row in rows_of(batch) for remark in row.remarks)


def test_the_secretariats_workbook_with_a_note_in_it(coordinator: Person) -> None:
    assert upload(template(["YF-03", 61], tasks=[["YF-T04", "三场"]]), coordinator).state == BatchState.FAULTY


def test_a_liaisons_file_from_the_command_line(liaison: Person, tmp_path: Path) -> None:
    path = tmp_path / "历史.xlsx"
    path.write_bytes(long_table(["YF-05", "2023Q4", 97]))
    with pytest.raises(CommandError):
        call_command("import_readings", str(path), "--as", liaison.username)


# --- correcting -------------------------------------------------------------------------------------


def correction(by: Person, code: str = "YF-03", reason: str = "西残函〔2024〕3号", value: Any = 61) -> Any:
    return correct(Entry(measure(code), PERIOD, value=Decimal(value)), reason=reason, by=by)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_correction_without_a_reason(reason: str, coordinator: Person) -> None:
    with pytest.raises(ValidationError, match="请写明更正的理由"):
        correction(coordinator, reason=reason)


@pytest.mark.parametrize(
    "person", ["liaison", "other_liaison", "leader", "evaluator", "system_administrator"]
)
def test_nobody_else_corrects(person: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        correction(request.getfixturevalue(person))
    with pytest.raises((PermissionDenied, Refused)):
        write(request.getfixturevalue(person), "YF-03", 61, via=Via.CORRECTION, reason="来函")


def test_a_correction_follows_the_same_rules(coordinator: Person) -> None:
    with pytest.raises(Refused):
        correction(coordinator, value=101)
    correction(coordinator, value=60)
