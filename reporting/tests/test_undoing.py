"""Undoing a batch puts everything back as it stood, or says what changed since and does nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import OWNER, person_of
from departments.models import Department, Person, Role
from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.selectors.revision import data_token
from indicators.services.decisions import set_baseline
from indicators.services.judging import Change
from indicators.services.readings import blank, record_many
from reporting.models import Batch, BatchState
from reporting.services import batches
from reporting.services.batches import NotNow
from reporting.services.confirming import NotUndone, approve_batch, confirm, undo
from reporting.tests.entering import record, stored
from reporting.tests.importing import (
    LONG,
    changes,
    confirmed,
    long_table,
    standing,
    template,
    upload,
    value,
    wide_table,
)
from reporting.workbooks.known import known
from reporting.workbooks.raw import Cell, Kind, RawWorkbook, Row, Sheet
from reporting.workbooks.rows import parse
from tasks.models import TaskNote


def refused(batch: Batch, by: Person) -> list[str]:
    before, token, history = standing(), data_token(), Reading.history.count()
    with pytest.raises(NotUndone, match="没有撤销任何数据") as error:
        undo(batch, by=by)
    assert (standing(), data_token(), Reading.history.count()) == (before, token, history)
    assert Batch.objects.get(pk=batch.pk).state == BatchState.CONFIRMED
    return error.value.sentences


# --- exactly as it was ------------------------------------------------------------------------------


def test_all_that_stood_stands_again(coordinator: Person, liaison: Person) -> None:
    confirmed(
        template(
            ["YF-03", 60, None, None, "初报"],
            ["YF-04", None, 4, 5],
            ["YF-05", None, None, None, "年报未出", "暂无数据", "2024-02-20"],
            ["YF-11", None, None, None, None, "不适用"],
            tasks=[["YF-T04", "两场", "人手少", "再办"]],
        ),
        liaison,
    )
    before = standing()
    batch = confirmed(
        template(
            ["YF-03", 70],
            ["YF-04", 90],
            ["YF-05", 97],
            ["YF-11", 1],
            ["YF-06", 80],
            tasks=[["YF-T04", "三场"]],
        ),
        coordinator,
    )
    assert standing() != before
    token = data_token()
    done = undo(batch, by=coordinator)
    assert standing() == before
    assert (done.state, done.undone_by) == (BatchState.UNDONE, coordinator)
    assert data_token() != token
    assert stored("YF-03").history.latest("version").history_change_reason == f"撤销{batch}：填报.xlsx"


def test_baselines_and_what_load_plan_leaves_alone_are_as_before(coordinator: Person) -> None:
    before = standing()
    first = confirmed(wide_table(["基期2020", "2023Q4"], {"YF-26": [200, 40]}), coordinator)
    second = confirmed(long_table(["YF-26", "基期2020", 210]), coordinator)
    undo(second, by=coordinator)
    assert Measure.objects.get(code="YF-26").baseline_value == 200
    assert set(Measure.objects.get(code="YF-26").kept_fields) == {"baseline_value", "baseline_year"}
    undo(first, by=coordinator)
    assert standing() == before


def test_a_new_value_is_blank_again_and_the_file_can_be_imported_again(coordinator: Person) -> None:
    content = template(["YF-03", 61.5], tasks=[["YF-T04", "两场"]])
    undo(confirmed(content, coordinator), by=coordinator)
    reading = stored("YF-03")
    assert (reading.answer, reading.value, reading.state) == ("", None, State.DRAFT)
    assert not TaskNote.objects.get().is_answered
    batch = confirmed(content, coordinator)
    assert set(changes(batch).values()) == {Change.NEW}
    assert value("YF-03") == Decimal("61.5")


def test_the_newer_batch_first_and_then_the_older(coordinator: Person) -> None:
    before = standing()
    older = confirmed(template(["YF-03", 60], tasks=[["YF-T04", "两场"]]), coordinator)
    between = standing()
    newer = confirmed(template(["YF-03", 70], tasks=[["YF-T04", "三场"]]), coordinator)
    sentences = refused(older, coordinator)
    assert len(sentences) == 2
    undo(newer, by=coordinator)
    assert standing() == between
    undo(older, by=coordinator)
    assert standing() == before


def test_what_was_changed_and_changed_back_may_be_undone(coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 60]), coordinator)
    record(coordinator, "YF-03", value="61")
    record(coordinator, "YF-03", value="60")
    undo(batch, by=coordinator)
    assert stored("YF-03").answer == ""


def test_undoing_twice_is_refused(coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 60]), coordinator)
    undo(batch, by=coordinator)
    with pytest.raises(NotNow, match="已撤销，没有可以撤销的"):
        undo(batch, by=coordinator)
    with pytest.raises(NotNow, match="已撤销，不能写入"):
        confirm(batch, by=coordinator)


# --- changed since ----------------------------------------------------------------------------------


def test_a_value_that_changed_since_is_named_and_nothing_is_undone(coordinator: Person) -> None:
    batch = confirmed(template(["YF-03", 60], ["YF-04", 80]), coordinator)
    record(person_of(Role.COORDINATOR, "second"), "YF-04", value="81")
    (sentence,) = refused(batch, coordinator)
    assert sentence.startswith("YF-04 孕前优生健康检查目标人群覆盖率 2023年第四季度：second ")
    assert sentence.endswith("改为81%（已审核）。")


def test_a_baseline_that_changed_since_is_named(coordinator: Person) -> None:
    batch = confirmed(wide_table(["基期2020", "2023Q4"], {"YF-26": [200, 40]}), coordinator)
    measure = Measure.objects.get(code="YF-26")
    set_baseline(measure=measure, value=Decimal(180), year=2020, reason="年鉴", by=coordinator)
    (sentence,) = refused(batch, coordinator)
    assert sentence.startswith("YF-26 生产安全事故发生起数 2020年（基期）：cast.coordinator ")
    assert "改了基期值" in sentence
    assert value("YF-26") == 40


def test_of_many_changes_the_first_are_named(coordinator: Person) -> None:
    codes = [code for code in Measure.objects.values_list("code", flat=True) if "YF-03" <= code <= "YF-45"]
    content = long_table(*([code, "2022", 1] for code in codes))
    batch = confirmed(content, coordinator)
    for code in codes:
        record(coordinator, code, "2022", value="2")
    sentences = refused(batch, coordinator)
    assert len(sentences) == 21
    assert sentences[-1] == f"还有 {len(codes) - 20} 项。"


def test_a_liaison_undoes_the_own_departments_batch_until_it_is_approved(
    liaison: Person, other_liaison: Person, leader: Person, coordinator: Person
) -> None:
    batch = confirmed(template(["YF-03", 60]), liaison)
    for stranger in (other_liaison, leader):
        with pytest.raises(PermissionDenied):
            undo(batch, by=stranger)
    undo(batch, by=liaison)
    batch = confirmed(template(["YF-03", 60]), liaison)
    approve_batch(batch, by=coordinator)
    with pytest.raises(PermissionDenied, match="已审核通过的内容，单位联络员不能撤销"):
        undo(batch, by=liaison)
    assert value("YF-03") == 60


def test_a_liaison_cannot_undo_what_the_secretariat_wrote_as_approved(
    liaison: Person, coordinator: Person
) -> None:
    for content in (template(["YF-03", 60]), template(tasks=[["YF-T04", "两场"]])):
        batch = confirmed(content, coordinator)
        assert batch.department == Department.objects.get(name=OWNER)
        with pytest.raises(PermissionDenied, match="单位联络员不能撤销"):
            undo(batch, by=liaison)


# --- for any readings -------------------------------------------------------------------------------

CODES = ["YF-02", "YF-03", "YF-04", "YF-17", "YF-30", "FZ-02", "FZ-05", "FZ-07"]
PERIODS = ["2022Q1", "2022Q4", "2023Q2"]
CELLS = st.tuples(st.sampled_from(CODES), st.sampled_from(PERIODS))
ANSWERS = st.one_of(
    st.integers(0, 100).map(lambda number: (str(number), "", "", "")),
    st.tuples(st.just(""), st.integers(0, 9).map(str), st.integers(10, 20).map(str), st.just("")),
    st.just(("不适用", "", "", "")),
    st.tuples(st.integers(0, 9).map(str), st.just(""), st.just(""), st.sampled_from(["", "漏报两例"])),
)
TABLES = st.dictionaries(CELLS, ANSWERS, min_size=1, max_size=12)


def imported(table: dict[Any, Any], by: Person) -> Batch:
    """Around the child process, which has tests of its own."""
    lines = [LONG, *((code, period, *answer) for (code, period), answer in table.items())]
    rows = [
        Row(
            number,
            {c: Cell(number, c, Kind.TEXT, text) for c, text in enumerate(line, start=1) if text},
        )
        for number, line in enumerate(lines, start=1)
    ]
    file = parse(RawWorkbook([Sheet("表", rows=rows)]), known())
    # Some random answers are wrong for their measure: without them the table is as random as before.
    batch = batches.previewed(batches.receive(b"any", "表.xlsx", by=by), file, by)
    wrong = {key for key, change in changes(batch).items() if change == Change.REFUSED}
    if wrong:
        right = {cell: answer for cell, answer in table.items() if " ".join(cell) not in wrong}
        return imported(right, by) if right else batch
    return confirm(batch, by=by) if batch.state == BatchState.READY else batch


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=TABLES, second=TABLES, third=TABLES)
def test_undoing_what_was_confirmed_leaves_what_stood_before(
    coordinator: Person, first: dict[Any, Any], second: dict[Any, Any], third: dict[Any, Any]
) -> None:
    stood: list[tuple[Batch, dict[Any, Any]]] = []
    for table in (first, second, third):
        before = standing()
        batch = imported(table, coordinator)
        if batch.state == BatchState.CONFIRMED:
            stood.append((batch, before))
    for batch, before in reversed(stood):
        undo(batch, by=coordinator)
        assert standing() == before


def test_a_blank_that_stood_there_is_blank_again(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    measure = Measure.objects.get(code="YF-03")
    record_many([blank(measure, Period.parse("2023Q4"))], by=coordinator)
    undo(confirmed(template(["YF-03", 70]), coordinator), by=coordinator)
    assert stored("YF-03").answer == ""
    assert upload(template(["YF-03", 70]), coordinator).counts["新增"] == 1
