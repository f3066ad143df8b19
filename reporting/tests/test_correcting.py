"""更正 of what is published: new value, reason, both kept; by the page, by Excel and by the command."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, connections

from conftest import OWNER
from departments.models import Person
from indicators.choices import State, Via
from indicators.models import PublishedQuarter, Reading
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.rules import Entry
from indicators.selectors.standings import board
from indicators.services.decisions import set_baseline
from indicators.services.readings import Refused, locked_measures
from reporting.models import Batch, BatchState, Round
from reporting.selectors.board import Rate, board_of
from reporting.services.batches import NotNow
from reporting.services.confirming import NotUndone, Stale, approve_batch, confirm, undo
from reporting.services.reviewing import correct
from reporting.services.rounds import close_round, publish_round
from reporting.tests.importing import confirmed, long_table, template, upload
from reporting.tests.quarters import measure, opened, published, row_of, stored, write
from tasks.models import TaskNote

REASON = "西残函〔2024〕3号"


@pytest.fixture
def held(coordinator: Person, liaison: Person) -> Round:
    held = opened(coordinator)
    write(liaison, "YF-03", 60)
    return published(held, coordinator)


def kept(code: str = "YF-03", period: str = "2023Q4") -> list[Any]:
    """Value, way, state and reason of each version."""
    return [
        (
            str(old.value.normalize()) if old.value is not None else "",
            old.via,
            old.state,
            old.history_change_reason,
        )
        for old in stored(code, period).history.order_by("version")
    ]


FIRST = [("6E+1", Via.PAGE, State.SUBMITTED, ""), ("6E+1", Via.PAGE, State.APPROVED, "审核通过")]


def of_yf03() -> Any:
    found = board(date(2023, 12, 31)).standing("YF-03")
    assert found is not None
    return found.assessment


def test_the_new_value_counts_and_both_are_kept(held: Round, coordinator: Person, liaison: Person) -> None:
    before = stored("YF-03")
    correct(
        Entry(measure("YF-03"), Period.parse("2023Q4"), value=Decimal(61)),
        reason=f" {REASON} ",
        by=coordinator,
    )
    assert kept() == [*FIRST, ("61", Via.CORRECTION, State.APPROVED, REASON)]
    assert stored("YF-03").history.first().history_user == coordinator
    assert stored("YF-03").reported_at == before.reported_at
    assert of_yf03().value == 61
    assert held.history.count() == 3, "the round itself stays as it was published"


def test_what_was_never_reported_comes_in_late_as_a_correction(held: Round, coordinator: Person) -> None:
    before = row_of(held, OWNER).reported
    correct(Entry(measure("YF-04"), Period.parse("2023Q4"), value=Decimal(81)), reason=REASON, by=coordinator)
    assert kept("YF-04") == [("81", Via.CORRECTION, State.APPROVED, REASON)]
    row = row_of(held, OWNER)
    assert (row.reported, row.days_late(date(2024, 1, 21)) > 0) == (before + 1, True)


def test_the_secretariats_workbook_is_a_correction(held: Round, coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 61]), coordinator)
    assert kept() == [*FIRST, ("61", Via.CORRECTION, State.APPROVED, f"导入{batch}：填报.xlsx")]
    with pytest.raises(NotUndone) as refusal:
        undo(batch, by=coordinator)
    assert "已发布" in " ".join(refusal.value.sentences)
    assert stored("YF-03").value == 61


@pytest.mark.parametrize("options", [[], ["--approve"]])
def test_a_history_from_the_command_line_counts_at_once(
    options: list[str], held: Round, coordinator: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --approve it would wait, and what was published would have vanished meanwhile."""
    path = tmp_path / "历史.xlsx"
    path.write_bytes(long_table(["YF-03", "2023Q4", 61], ["YF-03", "2023Q3", 59]))
    call_command("import_readings", str(path), "--as", coordinator.username, *options)
    assert [line[:3] for line in kept()][-1] == ("61", Via.CORRECTION, State.APPROVED)
    waits = not options
    assert stored("YF-03", "2023Q3").state == (State.SUBMITTED if waits else State.APPROVED)
    assert Batch.objects.get().is_waiting == waits
    assert ("等待秘书处审核" in capsys.readouterr().out) == waits
    assert of_yf03().value == 61
    assert approve_batch(Batch.objects.get(), by=coordinator) == int(waits)


def test_a_batch_written_before_publication_is_not_undone_after(coordinator: Person, liaison: Person) -> None:
    held = opened(coordinator)
    batch = confirmed(template(["YF-03", 61], tasks=[["YF-T04", "两场"]]), liaison)
    approve_batch(batch, by=coordinator)
    published(held, coordinator)
    with pytest.raises(NotUndone) as refusal:
        undo(batch, by=coordinator)
    assert len(refusal.value.sentences) == 2
    assert stored("YF-03").value == 61
    assert TaskNote.objects.get().progress == "两场"
    assert Batch.objects.get().state == BatchState.CONFIRMED


def test_a_batch_previewed_before_publication_and_confirmed_after(
    coordinator: Person, liaison: Person
) -> None:
    held = opened(coordinator)
    own, secretariats = upload(template(["YF-03", 61]), liaison), upload(template(["YF-04", 80]), coordinator)
    published(held, coordinator)
    with pytest.raises((Stale, NotNow)):
        confirm(own, by=liaison)
    assert not Reading.objects.exists()
    confirm(secretariats, by=coordinator)
    assert stored("YF-04").via == Via.CORRECTION


def test_an_open_quarter_is_not_touched_by_the_publication_of_another(held: Round, liaison: Person) -> None:
    write(liaison, "YF-03", 62, "2024Q1")
    write(liaison, "YF-03", 58, "2023Q3")
    assert {reading.via for reading in Reading.objects.all()} == {Via.PAGE}


def test_a_baseline_is_no_reading_and_may_still_be_decided(held: Round, coordinator: Person) -> None:
    """It is signed and kept, and verdicts of published quarters follow it: what was found is said in the report."""
    assert of_yf03().verdict == Verdict.UNPACED
    set_baseline(measure=measure("YF-03"), value=Decimal(50), year=2021, reason="年报", by=coordinator)
    assert of_yf03().verdict == Verdict.ON_TRACK
    assert kept() == FIRST


def test_rates_stay_with_what_was_in_time(held: Round, coordinator: Person) -> None:
    before = board_of(held).return_rate
    correct(Entry(measure("YF-03"), Period.parse("2023Q4"), value=Decimal(61)), reason=REASON, by=coordinator)
    assert board_of(held).return_rate == before == Rate(0, 1)


# --- at the same moment -----------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time anyhow")
def test_publishing_waits_for_whoever_is_writing(
    transactional_db: None, coordinator: Person, liaison: Person
) -> None:
    """The writer has been judged and not committed yet: published, its value would wait for ever."""
    from django.db import transaction

    held = opened(coordinator)
    close_round(held, by=coordinator)
    said: list[str] = []

    def publish() -> None:
        try:
            publish_round(held, by=coordinator)
            said.append("published")
        except ValidationError as error:
            said.extend(error.messages)
        finally:
            connections.close_all()

    thread = threading.Thread(target=publish)
    with transaction.atomic():
        locked_measures({measure("YF-03").pk})
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        write(liaison, "YF-03", 60)
    thread.join(10)
    assert said == ["还有 1 项已报送、没有审核。请先审核通过或退回，再发布。"]
    assert not PublishedQuarter.objects.exists()


def test_a_value_that_comes_after_publication_is_refused(held: Round, liaison: Person) -> None:
    with pytest.raises(Refused):
        write(liaison, "YF-04", 80)
