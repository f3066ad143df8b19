"""Confirming writes exactly what the preview showed, or nothing."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from conftest import OTHER, person_of
from departments.models import Department, Person, Role
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.selectors.revision import data_token
from indicators.selectors.standings import board
from indicators.services.decisions import set_baseline, set_reporting_department
from indicators.services.judging import Change
from indicators.services.readings import approve
from reporting.models import Batch, BatchState
from reporting.selectors.batches import rows_of
from reporting.services import batches, confirming
from reporting.services.batches import NotNow
from reporting.services.confirming import NotesWanted, Stale, approve_batch, confirm
from reporting.tests.entering import record, stored
from reporting.tests.importing import (
    changes,
    confirmed,
    long_table,
    row_number,
    standing,
    template,
    upload,
    value,
    wide_table,
)
from tasks.models import TaskNote


def counted(code: str) -> Decimal | None:
    """What the board takes for the indicator's newest value."""
    shown = board(date(2023, 12, 31))
    return next(held.assessment.value for held in shown.standings if held.facts.code == code)


def test_what_the_secretariat_confirms_counts(coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 61.5], tasks=[["YF-T04", "完成两场"]]), coordinator)
    reading, note = stored("YF-03"), TaskNote.objects.get()
    assert (batch.state, batch.confirmed_by, batch.is_waiting) == (BatchState.CONFIRMED, coordinator, False)
    assert (reading.value, reading.state, reading.via) == (Decimal("61.5"), State.APPROVED, Via.BATCH)
    assert (note.progress, note.state, note.entered_by) == ("完成两场", State.APPROVED, coordinator)
    assert reading.history.get().history_change_reason == f"导入批次 {batch.pk}：填报.xlsx"
    assert counted("YF-03") == Decimal("61.5")


def test_what_a_liaison_confirms_waits_and_does_not_count_until_approved(
    liaison: Person, coordinator: Person
) -> None:
    record(coordinator, "YF-04", value="80")
    batch = confirmed(template(["YF-03", 61.5]), liaison)
    assert (stored("YF-03").state, batch.is_waiting) == (State.SUBMITTED, True)
    assert counted("YF-03") is None
    assert approve_batch(batch, by=coordinator) == 1
    assert counted("YF-03") == Decimal("61.5")
    assert stored("YF-03").entered_by == liaison


def test_what_was_written_over_meanwhile_is_not_the_batchs_to_approve(
    liaison: Person, coordinator: Person
) -> None:
    batch = confirmed(template(["YF-03", 61.5], ["YF-04", 80]), liaison)
    record(liaison, "YF-03", value="99")
    assert approve_batch(batch, by=coordinator) == 1
    assert (stored("YF-03").state, stored("YF-04").state) == (State.SUBMITTED, State.APPROVED)


def test_nobody_else_confirms(liaison: Person, other_liaison: Person, leader: Person) -> None:
    batch = upload(template(["YF-03", 61.5]), liaison)
    for stranger in (other_liaison, leader):
        with pytest.raises(PermissionDenied):
            confirm(batch, by=stranger)
    with pytest.raises(PermissionDenied, match="不能审核报送的数值"):
        confirm(batch, by=liaison, state=State.APPROVED)
    with pytest.raises(PermissionDenied):
        approve_batch(batch, by=liaison)
    assert not Reading.objects.exists()


def test_history_of_many_periods_of_both_plans_with_baselines(coordinator: Person) -> None:
    wide = wide_table(
        ["基期2020", "2022年", "2023Q3", "2023Q4"],
        {"YF-26": [200, None, 40, 39], "FZ-02": [None, None, "99.5%", 100], "YF-01": [None, 61]},
    )
    confirmed(wide, coordinator)
    measure = Measure.objects.get(code="YF-26")
    assert (measure.baseline_value, measure.baseline_year) == (Decimal(200), 2020)
    assert set(measure.kept_fields) == {"baseline_value", "baseline_year"}
    assert (value("YF-26", "2023Q3"), value("FZ-02"), value("YF-01", "2022")) == (40, 100, 61)
    long = long_table(["YF-26", "基期2020", 210], ["YF-40", "2023年第四季度", None, 95, 100, "复核"])
    confirmed(long, coordinator)
    measure.refresh_from_db()
    assert measure.baseline_value == 210
    assert stored("FZ-07").numerator == 95


def test_one_wrong_row_and_nothing_is_written(coordinator: Person) -> None:
    before, token = standing(), data_token()
    batch = upload(template(["YF-03", 61.5], ["YF-04", 101]), coordinator)
    with pytest.raises(NotNow, match="有误，不能写入。有 1 处要改正"):
        confirm(batch, by=coordinator)
    assert (standing(), data_token()) == (before, token)


def test_confirming_twice_writes_once(coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 61.5]), coordinator)
    with pytest.raises(NotNow, match="已经写入，不用再确认"):
        confirm(batch, by=coordinator)
    assert Reading.history.count() == 1


def test_two_people_confirming_at_once_write_once(transactional_db: None, coordinator: Person) -> None:
    people = [coordinator, person_of(Role.COORDINATOR, "cast.second_coordinator")]
    batch = upload(template(*[[f"YF-{number:02}", 90] for number in range(3, 11)]), coordinator)
    gate = threading.Barrier(len(people))
    ends: list[str] = []

    def write(person: Person) -> None:
        try:
            gate.wait()
            confirm(batch, by=person)
            ends.append("written")
        except Exception as error:
            ends.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["NotNow", "written"]
    assert Reading.objects.count() == Reading.history.count() == 8


# --- questions --------------------------------------------------------------------------------------


def test_a_question_wants_a_note_or_takes_the_suggestion(liaison: Person) -> None:
    batch = upload(template(["YF-03", 0.862], ["YF-04", 0.9]), liaison)
    with pytest.raises(NotesWanted) as wanted:
        confirm(batch, by=liaison)
    assert wanted.value.numbers == [row_number(batch, "YF-03"), row_number(batch, "YF-04")]
    assert not Reading.objects.exists()
    first, second = wanted.value.numbers
    confirm(batch, by=liaison, notes={first: " 本季确实很少 "}, taken=frozenset({second}))
    assert (value("YF-03"), stored("YF-03").note) == (Decimal("0.862"), "本季确实很少")
    assert (value("YF-04"), stored("YF-04").note) == (90, "")


def test_the_batch_says_what_was_written_not_what_was_asked_about(liaison: Person) -> None:
    batch = upload(template(["YF-03", 0.862]), liaison)
    confirm(batch, by=liaison, taken=frozenset({0}))
    (row,) = rows_of(batch)
    assert row.after == "86.2%"


def test_a_suggestion_that_is_what_stands_already_is_no_change(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="86.2")
    batch = upload(template(["YF-03", 0.862], ["YF-04", 80]), coordinator)
    done = confirm(batch, by=coordinator, taken=frozenset({row_number(batch, "YF-03")}))
    assert changes(done) == {"YF-03 2023Q4": Change.UNCHANGED, "YF-04 2023Q4": Change.NEW}
    assert done.counts["未变"] == done.counts["新增"] == 1
    assert stored("YF-03").version == 1


@pytest.mark.parametrize("note", ["王某 110102199003071234", "很" * 2001])
def test_a_note_that_cannot_be_kept_is_asked_for_again(note: str, liaison: Person) -> None:
    batch = upload(template(["YF-03", 0.862]), liaison)
    with pytest.raises(NotesWanted, match="说明") as wanted:
        confirm(batch, by=liaison, notes={0: note})
    assert wanted.value.numbers == [0]


def test_history_and_commands_are_not_asked(coordinator: Person) -> None:
    confirmed(long_table(["YF-03", "2023Q4", 0.862]), coordinator)
    confirmed(template(["YF-04", 0.9]), coordinator, asks=False)
    assert (value("YF-03"), value("YF-04")) == (Decimal("0.862"), Decimal("0.9"))


# --- what changed since the preview -----------------------------------------------------------------


def refusal(batch: Batch, by: Person) -> str:
    before, token, history = standing(), data_token(), Reading.history.count()
    with pytest.raises(Stale, match="没有写入任何数据") as stale:
        confirm(batch, by=by)
    assert (standing(), data_token(), Reading.history.count()) == (before, token, history)
    assert Batch.objects.get(pk=batch.pk).state == BatchState.READY
    (sentence,) = stale.value.sentences
    return sentence


@pytest.mark.parametrize("entered", ["70", "61.5"], ids=["another", "the same"])
def test_a_value_that_somebody_entered_is_named_with_who_and_when(entered: str, coordinator: Person) -> None:
    second = person_of(Role.COORDINATOR, "second")
    batch = upload(template(["YF-03", 61.5], ["YF-04", 80]), coordinator)
    record(second, "YF-03", value=entered)
    sentence = refusal(batch, coordinator)
    assert sentence.startswith("YF-03 婚前医学检查率 2023年第四季度：预览时是未填，second ")
    assert sentence.endswith(f"改为{entered}%（已审核）。")
    again = batches.preview(batch, by=coordinator)
    assert confirm(again, by=coordinator).state == BatchState.CONFIRMED
    assert value("YF-03") == Decimal("61.5")


def test_an_approval_meanwhile_is_named(liaison: Person, coordinator: Person) -> None:
    record(liaison, "YF-03", value="70")
    batch = upload(template(["YF-03", 61.5]), coordinator)
    approve(Reading.objects.filter(measure__code="YF-03"), by=coordinator, reason="审核")
    assert "预览时是70%，cast.coordinator " in (sentence := refusal(batch, coordinator))
    assert sentence.endswith("审核通过。")


def test_another_reporting_department_meanwhile_is_named(liaison: Person, coordinator: Person) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", 80]), liaison)
    set_reporting_department(
        measure=Measure.objects.get(code="YF-03"),
        department=Department.objects.get(name=OTHER),
        reason="来函",
        by=coordinator,
    )
    sentence = refusal(batch, liaison)
    assert "cast.coordinator " in sentence
    assert f"改了填报单位。这一项由{OTHER}填报" in sentence
    assert batches.preview(batch, by=liaison).state == BatchState.FAULTY


def test_another_baseline_meanwhile_is_named(coordinator: Person) -> None:
    batch = upload(long_table(["YF-26", "基期2020", 200], ["YF-26", "2023Q4", 40]), coordinator)
    set_baseline(
        measure=Measure.objects.get(code="YF-26"),
        value=Decimal(180),
        year=2020,
        reason="年鉴",
        by=coordinator,
    )
    sentence = refusal(batch, coordinator)
    assert "预览时是未填，cast.coordinator " in sentence
    assert sentence.endswith("改了基期值、基期年份。")
    assert confirm(batches.preview(batch, by=coordinator), by=coordinator).state == BatchState.CONFIRMED
    assert Measure.objects.get(code="YF-26").baseline_value == 200


def test_another_note_on_a_task_meanwhile_is_named(liaison: Person, coordinator: Person) -> None:
    mine = upload(template(tasks=[["YF-T04", "完成两场"]]), liaison)
    confirmed(template(tasks=[["YF-T04", "完成三场"]]), coordinator)
    assert "改为完成三场（已审核）" in refusal_of_notes(mine, liaison)


def refusal_of_notes(batch: Batch, by: Person) -> str:
    with pytest.raises(Stale) as stale:
        confirming.confirm(batch, by=by)
    return " ".join(stale.value.sentences)


def test_what_somebody_previewed_again_meanwhile_must_be_looked_at_first(coordinator: Person) -> None:
    batch = upload(template(["YF-03", 60]), coordinator)
    seen = batch.previews
    batches.preview(Batch.objects.get(pk=batch.pk), by=coordinator)
    with pytest.raises(Stale) as stale:
        confirm(batch, by=coordinator, seen=seen)
    assert "有人重新核对过这个文件" in stale.value.sentences[0]
    assert confirm(batch, by=coordinator, seen=seen + 1).state == BatchState.CONFIRMED
