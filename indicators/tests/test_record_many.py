"""The one service that writes values: what becomes of each entry, and what its history keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import Person
from indicators.choices import AnswerChoice, State, Via
from indicators.models import Measure, Reading, Target
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Span
from indicators.rules import Entry
from indicators.selectors.revision import data_token
from indicators.services.judging import Change, Outcome, judge
from indicators.services.readings import Refused, blank, record_many

Recorded = Callable[..., Outcome]


def measure(code: str) -> Measure:
    return Measure.objects.get(code=code)


def entry(code: str = "YF-03", period: str = "2023Q4", **content: Any) -> Entry:
    numbers: dict[str, Any] = {
        name: Decimal(given)
        if isinstance(given, str) and name in ("value", "numerator", "denominator")
        else given
        for name, given in content.items()
    }
    return Entry(measure(code), Period.parse(period), **numbers)


@pytest.fixture
def record(coordinator: Person) -> Recorded:
    def one(*args: Any, **content: Any) -> Outcome:
        (outcome,) = record_many([entry(*args, **content)], by=coordinator, partly=True)
        return outcome

    return one


# --- what becomes of an entry -----------------------------------------------------------------------


def test_a_first_value_is_new_and_approved(record: Recorded, coordinator: Person) -> None:
    assert record(value="62.5").change == Change.NEW
    reading = Reading.objects.get()
    assert (reading.value, reading.version, reading.state) == (Decimal("62.5"), 1, State.APPROVED)
    assert reading.entered_by == coordinator
    assert reading.period_end == date(2023, 12, 31)


def test_another_value_is_a_change_and_the_outcome_still_says_what_stood_there(record: Recorded) -> None:
    record(value="62.5")
    outcome = record(numerator="3293", denominator="5236", seen_version=1)
    assert outcome.change == Change.CHANGED
    assert outcome.before.value == Decimal("62.5")
    assert (outcome.reading.numerator, outcome.reading.value, outcome.reading.version) == (3293, None, 2)


def test_the_same_again_changes_nothing(record: Recorded) -> None:
    record(value="62.5")
    token = data_token()
    assert record(value="62.50", seen_version=1).change == Change.UNCHANGED
    assert record(value="62.5", seen_version=0).change == Change.UNCHANGED
    assert Reading.objects.get().version == 1
    assert Reading.history.count() == 1
    assert data_token() == token


def test_the_token_changes_with_every_write(record: Recorded) -> None:
    tokens = [data_token()]
    for value in ("1", "2", "3"):
        record(value=value)
        tokens.append(data_token())
    assert len(set(tokens)) == 4


def test_what_is_refused_writes_nothing_and_leaves_the_token(record: Recorded) -> None:
    token = data_token()
    outcome = record(value="101")
    assert outcome.change == Change.REFUSED
    assert [problem.field for problem in outcome.problems] == ["value"]
    assert not Reading.objects.exists()
    assert data_token() == token


def test_whoever_saw_an_older_version_gets_a_conflict_with_the_others_value(record: Recorded) -> None:
    record(value="10")
    record(value="20", seen_version=1)
    outcome = record(value="30", seen_version=1)
    assert outcome.change == Change.CONFLICT
    assert outcome.before.value == 20
    assert Reading.objects.get().value == 20


def test_whoever_saw_nothing_where_now_something_stands_gets_a_conflict(record: Recorded) -> None:
    record(value="10", seen_version=0)
    assert record(value="30", seen_version=0).change == Change.CONFLICT


def test_whoever_sends_back_just_what_was_seen_has_changed_nothing(record: Recorded) -> None:
    record(value="10")
    record(value="20", seen_version=1)
    outcome = record(value="10", seen_version=1)
    assert outcome.change == Change.UNCHANGED
    assert outcome.reading.value == 20
    assert record(answer="", seen_version=0).change == Change.UNCHANGED


def test_whoever_does_not_claim_to_have_looked_overwrites(record: Recorded) -> None:
    record(value="10")
    assert record(value="30").change == Change.CHANGED


def test_an_answer_can_be_taken_back_and_the_history_stays(record: Recorded, coordinator: Person) -> None:
    record(value="10")
    (outcome,) = record_many(
        [blank(measure("YF-03"), Period.parse("2023Q4"), 1)], by=coordinator, partly=True
    )
    assert outcome.change == Change.CHANGED
    reading = Reading.objects.get()
    assert (reading.answer, reading.value, reading.version) == ("", None, 2)
    assert list(Reading.history.order_by("version").values_list("answer", flat=True)) == ["value", ""]
    assert record(value="11", seen_version=2).change == Change.NEW


# --- all or nothing, or partly ----------------------------------------------------------------------


def test_all_or_nothing_writes_nothing_when_one_is_wrong(coordinator: Person) -> None:
    entries = [entry("YF-03", value="60"), entry("YF-04", value="101")]
    with pytest.raises(Refused, match="1 项不能写入，没有写入任何数据。") as refusal:
        record_many(entries, by=coordinator)
    assert [outcome.change for outcome in refusal.value.outcomes] == [Change.NEW, Change.REFUSED]
    assert not Reading.objects.exists()


def test_all_or_nothing_writes_nothing_on_a_conflict(record: Recorded, coordinator: Person) -> None:
    record("YF-04", value="50")
    with pytest.raises(Refused):
        record_many([entry(value="60"), entry("YF-04", value="70", seen_version=0)], by=coordinator)
    assert Reading.objects.get().value == 50


def test_partly_writes_what_is_right_in_the_same_order(coordinator: Person) -> None:
    entries = [entry("YF-04", value="101"), entry("YF-03", value="60"), entry("YF-05", answer="")]
    changes = [outcome.change for outcome in record_many(entries, by=coordinator, partly=True)]
    assert changes == [Change.REFUSED, Change.NEW, Change.UNCHANGED]
    assert Reading.objects.get().measure.code == "YF-03"


def test_one_cell_twice_in_one_batch_is_refused(coordinator: Person) -> None:
    outcomes = record_many([entry(value="60"), entry(value="61")], by=coordinator, partly=True)
    assert [outcome.change for outcome in outcomes] == [Change.REFUSED] * 2
    assert "出现了两次" in outcomes[0].problems[0].sentence


def test_judging_writes_nothing(coordinator: Person) -> None:
    assert judge([entry(value="60")], by=coordinator)[0].change == Change.NEW
    assert not Reading.objects.exists()


def test_no_entries_are_no_mistake(coordinator: Person) -> None:
    assert record_many([], by=coordinator) == []


# --- a year as a whole, or by its parts -------------------------------------------------------------


def test_a_year_and_its_quarter_together_are_refused(record: Recorded) -> None:
    record(period="2023", value="60")
    sentence = record(value="61").problems[0].sentence
    assert sentence == "2023年既有全年数又有分期数，只能留一种。请先清空另一种。"
    assert record(period="2022Q4", value="61").change == Change.NEW


def test_a_quarter_and_its_year_together_are_refused(record: Recorded, coordinator: Person) -> None:
    record(value="61")
    assert record(period="2023", value="60").change == Change.REFUSED
    outcomes = record_many(
        [entry(period="2022", value="1"), entry(period="2022Q1", value="1")], by=coordinator, partly=True
    )
    assert [outcome.change for outcome in outcomes] == [Change.REFUSED] * 2


def test_the_quarters_can_be_cleared_and_the_year_entered_in_one_go(
    record: Recorded, coordinator: Person
) -> None:
    record(value="61")
    entries = [blank(measure("YF-03"), Period.parse("2023Q4")), entry(period="2023", value="60")]
    assert [o.change for o in record_many(entries, by=coordinator)] == [Change.CHANGED, Change.NEW]


def test_a_flow_rate_that_is_summed_over_a_year_wants_its_fraction(record: Recorded) -> None:
    Measure.objects.filter(code="YF-03").update(basis=Basis.FLOW)
    Target.objects.filter(indicator__code="YF-03").update(span=Span.YEAR)
    assert "百分比不能相加" in record(value="60").problems[0].sentence
    assert record(numerator="3", denominator="5").change == Change.NEW


def test_an_entry_is_judged_by_the_measure_as_it_stands_now(coordinator: Person) -> None:
    opened_before = entry(value="120")
    Measure.objects.filter(code="YF-03").update(scale=Decimal(1000), unit="‰")
    assert record_many([opened_before], by=coordinator)[0].change == Change.NEW


# --- history ----------------------------------------------------------------------------------------


def test_history_keeps_who_when_from_to_and_why(coordinator: Person) -> None:
    record_many([entry(value="10")], by=coordinator, reason="2023年第四季度填报")
    record_many([entry(value="12", note="漏报两例")], by=coordinator, reason="区卫生健康委来函更正")
    old, new = Reading.history.order_by("version")
    assert [(h.history_type, h.value, h.note) for h in (old, new)] == [("+", 10, ""), ("~", 12, "漏报两例")]
    assert [h.history_change_reason for h in (old, new)] == ["2023年第四季度填报", "区卫生健康委来函更正"]
    assert old.history_user == new.history_user == coordinator
    assert old.history_date <= new.history_date


def test_what_is_typed_for_another_department_is_marked_as_such(
    record: Recorded, coordinator: Person
) -> None:
    assert measure("YF-03").reporting_department is not None
    assert record("YF-03", value="60").reading.via == Via.ON_BEHALF
    assert measure("FZ-02").reporting_department is None
    assert record("FZ-02", value="60").reading.via == Via.PAGE
    (batch,) = record_many([entry("YF-04", value="60")], by=coordinator, via=Via.BATCH)
    assert batch.reading.via == Via.BATCH
    assert set(Reading.history.values_list("via", flat=True)) == {Via.ON_BEHALF, Via.PAGE, Via.BATCH}


def test_no_data_keeps_its_reason_and_day(record: Recorded) -> None:
    record(answer=AnswerChoice.NO_DATA, note="市里 2 月发布", expected_on=date(2024, 2, 20))
    assert Reading.objects.get().expected_on == date(2024, 2, 20)


# --- speed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("already", [False, True], ids=["new", "changed"])
def test_many_rows_take_as_many_queries_as_one(already: bool, coordinator: Person) -> None:
    codes = list(Measure.objects.filter(unit="%", scale__isnull=False).values_list("code", flat=True))
    if already:
        record_many([entry(code, "2023", value="1") for code in codes], by=coordinator)
    counts = []
    for some in (codes[:1], codes[1:]):
        entries = [entry(code, "2023", value="50", seen_version=int(already)) for code in some]
        with CaptureQueriesContext(connection) as queries:
            record_many(entries, by=coordinator)
        counts.append(len(queries))
    assert len(codes) > 30
    assert counts[0] == counts[1] <= 11
