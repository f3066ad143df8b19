"""Who may write which values, and in which state they are from then on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from departments.models import Person
from indicators.choices import State, Via
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.judging import Outcome
from indicators.services.readings import Refused, approve, record_many


def entry(code: str = "YF-03", *, value: str) -> Entry:
    return Entry(Measure.objects.get(code=code), Period.parse("2023Q4"), value=Decimal(value))


@pytest.mark.parametrize("person", ["leader", "evaluator", "system_administrator"])
def test_who_reports_nothing_records_nothing(db: None, person: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied, match="不能填报本单位的数值"):
        record_many([entry(value="60")], by=by)
    assert not Reading.objects.exists()


def test_what_a_liaison_writes_waits_as_submitted(liaison: Person) -> None:
    record_many([entry("YF-03", value="60")], by=liaison)
    reading = Reading.objects.get()
    assert (reading.state, reading.via) == (State.SUBMITTED, Via.PAGE)


def test_a_liaison_cannot_ask_for_approval(liaison: Person) -> None:
    with pytest.raises(PermissionDenied, match="不能审核报送的数值"):
        record_many([entry("YF-03", value="60")], by=liaison, state=State.APPROVED)


def test_anothers_measure_is_refused_with_the_rightful_department(other_liaison: Person) -> None:
    with pytest.raises(Refused) as refusal:
        record_many([entry("YF-03", value="60")], by=other_liaison)
    assert sentences(refusal.value.outcomes[0]) == [
        "这一项由区卫生健康委填报，不由区教委填报。请删去这一行的数。"
    ]


def test_what_is_approved_a_liaison_cannot_change(coordinator: Person, liaison: Person) -> None:
    record_many([entry("YF-03", value="60")], by=coordinator)
    with pytest.raises(Refused) as refusal:
        record_many([entry("YF-03", value="61")], by=liaison)
    assert "已审核通过，不能再改" in sentences(refusal.value.outcomes[0])[0]
    assert Reading.objects.get().value == 60


def test_approving_makes_submitted_values_count(liaison: Person, coordinator: Person) -> None:
    record_many([entry("YF-03", value="60")], by=liaison)
    (approved,) = approve(Reading.objects.all(), by=coordinator, reason="核对无误")
    assert (approved.state, approved.version) == (State.APPROVED, 2)
    assert Reading.history.order_by("-version").first().history_change_reason == "核对无误"
    assert approve(Reading.objects.all(), by=coordinator, reason="再审") == []


def sentences(outcome: Outcome) -> list[str]:
    return [problem.sentence for problem in outcome.problems]
