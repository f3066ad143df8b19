"""What an answer that waits for review would change, by the engine's own rules and without writing anything."""

from __future__ import annotations

from decimal import Decimal

from departments.models import Person
from indicators.choices import AnswerChoice, State
from indicators.models import Indicator, Measure, Reading
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.rules import Entry, problems
from indicators.selectors.standings import board
from indicators.selectors.supposing import Supposing
from indicators.services.readings import record_many

Q4 = Period.parse("2023Q4")


def waiting(by: Person, code: str, value: str, period: Period = Q4) -> Reading:
    measure = Measure.objects.get(code=code)
    entry = Entry(measure, period, value=Decimal(value))
    assert problems(entry, period.end) == []
    record_many([entry], by=by, state=State.SUBMITTED)
    return Reading.objects.get(measure=measure, period_code=period.code)


def test_a_first_value_would_meet_the_target(coordinator: Person) -> None:
    (found,) = Supposing().with_answer(waiting(coordinator, "YF-13", "85"))
    assert (found.now.verdict, found.then.verdict) == (Verdict.NO_READING, Verdict.ACHIEVED)
    assert found.changes
    assert board(Q4.end).standing("YF-13").assessment.verdict is Verdict.NO_READING


def test_it_takes_the_place_of_what_counts_for_the_period(coordinator: Person) -> None:
    reading = waiting(coordinator, "YF-13", "85")
    Reading.objects.filter(pk=reading.pk).update(state=State.APPROVED)
    reading.value = Decimal(79)
    (found,) = Supposing().with_answer(reading)
    assert found.then.value == 79


def test_approving_brings_just_that_verdict(coordinator: Person) -> None:
    (supposed,) = Supposing().with_answer(waiting(coordinator, "YF-13", "85"))
    measure = Measure.objects.get(code="YF-13")
    record_many([Entry(measure, Q4, value=Decimal(86))], by=coordinator)
    record_many([Entry(measure, Q4, value=Decimal(85))], by=coordinator)
    assert board(Q4.end).standing("YF-13").assessment == supposed.then


def test_a_shared_measure_is_supposed_for_each_plan(coordinator: Person) -> None:
    found = Supposing().with_answer(waiting(coordinator, "FZ-07", "96"))
    sharing = Indicator.objects.filter(measure__code="FZ-07").values_list("code", flat=True)
    assert [each.facts.code for each in found] == list(sharing)


def test_what_others_only_refer_to_has_no_verdict_of_its_own(coordinator: Person) -> None:
    reading = waiting(coordinator, "REF-GDP", "5", Period.parse("2023"))
    assert Supposing().with_answer(reading) == []
    assert Supposing().targets(reading.measure_id) == []


def test_a_blank_says_nothing(coordinator: Person) -> None:
    reading = waiting(coordinator, "YF-13", "85")
    reading.answer = ""
    assert Supposing().with_answer(reading) == []


def test_no_data_can_be_supposed_too(coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-13")
    expected_on = Period.parse("2024Q1").end
    entry = Entry(measure, Q4, AnswerChoice.NO_DATA, note="市级结果未发布。", expected_on=expected_on)
    record_many([entry], by=coordinator, state=State.SUBMITTED)
    (found,) = Supposing().with_answer(Reading.objects.get(measure=measure))
    assert found.then.verdict is Verdict.NO_READING
