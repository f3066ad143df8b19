"""What the secretariat decides: with a reason, with history, by the engine's rules, never over another's decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from departments.models import Department, Person
from indicators.models import Indicator, Measure, Reading, Target, VerdictOverride
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Span, Verdict
from indicators.rules import Entry
from indicators.selectors.standings import board
from indicators.services import decisions, overrides
from indicators.services.decisions import ChangedMeanwhile
from indicators.services.readings import record_many

Q4 = Period.parse("2023Q4")


@pytest.fixture
def indicator(db: None) -> Indicator:
    return Indicator.objects.select_related("measure", "target", "plan").get(code="YF-12")


@pytest.fixture
def measure(indicator: Indicator) -> Measure:
    return indicator.measure


def baseline(
    measure: Measure, by: Person, value: str | None = "70", year: int | None = 2021, **more: Any
) -> Measure:
    number = None if value is None else Decimal(value)
    return decisions.set_baseline(measure=measure, value=number, year=year, reason="来函", by=by, **more)


def problems_of(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    return "".join(refusal.value.messages)


def test_a_decision_is_written_down_with_who_and_why(measure: Measure, coordinator: Person) -> None:
    """Also outside of a request, where no middleware knows who it is."""
    baseline(measure, coordinator)
    last = Measure.history.filter(id=measure.pk).order_by("-history_date").first()
    assert (last.history_user, last.history_change_reason) == (coordinator, "来函")


def test_a_decision_is_kept_from_the_plan_file(measure: Measure, coordinator: Person) -> None:
    held = baseline(measure, coordinator)
    assert {"baseline_value", "baseline_year"} <= set(held.kept_fields)
    assert held.version == measure.version + 1


def test_a_decision_changes_the_verdict_at_once(indicator: Indicator, coordinator: Person) -> None:
    record_many([Entry(indicator.measure, Q4, value=Decimal(77))], by=coordinator)
    assert board().standing("YF-12").assessment.verdict is Verdict.UNPACED
    baseline(indicator.measure, coordinator)
    assert board().standing("YF-12").assessment.verdict is Verdict.ON_TRACK


def test_only_the_secretariat_decides(measure: Measure, liaison: Person, leader: Person) -> None:
    for person in (liaison, leader):
        with pytest.raises(PermissionDenied):
            baseline(measure, person)


def test_no_decision_without_a_reason(measure: Measure, coordinator: Person) -> None:
    with pytest.raises(ValidationError) as refusal:
        decisions.set_baseline(measure=measure, value=Decimal(70), year=2021, reason="  ", by=coordinator)
    assert "reason" in refusal.value.message_dict


def test_two_deciders_the_second_learns_of_the_first(measure: Measure, coordinator: Person) -> None:
    seen = measure.version
    baseline(measure, coordinator, "70", seen_version=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        baseline(measure, coordinator, "71", seen_version=seen)
    assert str(coordinator) in problems_of(refusal)
    measure.refresh_from_db()
    assert measure.baseline_value == 70


@pytest.mark.parametrize(
    ("value", "year", "field"),
    [
        ("70", None, "year"),
        (None, 2021, "value"),
        ("101", 2021, "value"),
        ("-1", 2021, "value"),
        ("1.1234567", 2021, "value"),
    ],
)
def test_a_baseline_keeps_the_rules_of_a_value(
    measure: Measure, coordinator: Person, value: str | None, year: int | None, field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        baseline(measure, coordinator, value, year)
    assert field in refusal.value.message_dict


def test_a_baseline_must_lie_before_the_due_day(measure: Measure, coordinator: Person) -> None:
    with pytest.raises(ValidationError) as refusal:
        baseline(measure, coordinator, "70", 2025)
    assert "YF-12" in problems_of(refusal)


def test_a_baseline_is_taken_back_with_both_left_blank(measure: Measure, coordinator: Person) -> None:
    baseline(measure, coordinator)
    assert baseline(measure, coordinator, None, None).baseline_value is None


def test_a_shared_measures_baseline_must_suit_both_targets(coordinator: Person) -> None:
    shared = Indicator.objects.get(code="YF-40").measure
    assert shared.indicators.count() == 2
    baseline(shared, coordinator, "88", 2020)
    assert {s.question.baseline.value for s in board().standings if s.facts.measure_id == shared.pk} == {
        Decimal(88)
    }


def test_a_target_may_have_a_baseline_of_its_own(indicator: Indicator, coordinator: Person) -> None:
    baseline(indicator.measure, coordinator)
    decisions.set_own_baseline(
        target=indicator.target, value=Decimal(75), year=2022, reason="来函", by=coordinator
    )
    assert board().standing("YF-12").question.baseline.year == 2022


def test_a_tolerance_is_never_below_0(indicator: Indicator, coordinator: Person) -> None:
    with pytest.raises(ValidationError):
        decisions.set_tolerance(target=indicator.target, tolerance=Decimal(-1), reason="误", by=coordinator)


def test_a_definition_needs_its_source(measure: Measure, coordinator: Person) -> None:
    with pytest.raises(ValidationError) as refusal:
        decisions.set_definition(
            measure=measure, definition="管理人数", source=" ", reason="来函", by=coordinator
        )
    assert "source" in refusal.value.message_dict


def test_no_department_has_no_basis(measure: Measure, coordinator: Person) -> None:
    held = decisions.set_reporting_department(measure=measure, department=None, reason="待议", by=coordinator)
    assert (held.reporting_department, held.reporting_basis) == (None, "")


def test_a_department_is_named_with_its_basis(measure: Measure, coordinator: Person) -> None:
    other = Department.objects.get(name="区残联")
    held = decisions.set_reporting_department(
        measure=measure, department=other, reason="来函", by=coordinator
    )
    assert held.reporting_basis == "秘书处指定：来函"


def test_counting_is_decided_for_every_target_at_once_and_confirmed(coordinator: Person) -> None:
    shared = Indicator.objects.get(code="FZ-07").measure
    held = decisions.set_counting(measure=shared, basis=Basis.YTD, reason="按月报口径", by=coordinator)
    assert "basis" not in held.to_confirm
    assert {"basis", "to_confirm"} <= set(held.kept_fields)
    assert set(Target.objects.filter(indicator__measure=shared).values_list("span", flat=True)) == {Span.YEAR}
    last = Target.history.filter(indicator__measure=shared).order_by("-history_id").first()
    assert (last.history_user, last.history_change_reason) == (coordinator, "按月报口径")


def test_percentages_that_stand_already_cannot_be_added_over_a_year(coordinator: Person) -> None:
    measure = Indicator.objects.get(code="YF-12").measure
    record_many([Entry(measure, Q4, value=Decimal(77))], by=coordinator)
    with pytest.raises(ValidationError) as refusal:
        decisions.set_counting(measure=measure, basis=Basis.FLOW, reason="误", by=coordinator)
    assert "2023年第四季度 1 期只填了百分数" in problems_of(refusal)
    assert Reading.objects.get(measure=measure).value == 77


def override(indicator: Indicator, by: Person, period: Period = Q4, **more: Any) -> VerdictOverride:
    return overrides.override_verdict(
        indicator=indicator, period=period, verdict=Verdict.LAGGING, reason="停报", by=by, **more
    )


def test_a_verdict_set_by_hand_stands_beside_the_computed_one(
    indicator: Indicator, coordinator: Person
) -> None:
    record_many([Entry(indicator.measure, Q4, value=Decimal(81))], by=coordinator)
    override(indicator, coordinator)
    said = board().standing("YF-12").assessment
    assert (said.verdict, said.computed_verdict) == (Verdict.LAGGING, Verdict.ACHIEVED)


def test_a_second_one_replaces_the_first_and_both_stay_in_the_history(
    indicator: Indicator, coordinator: Person
) -> None:
    override(indicator, coordinator)
    override(indicator, coordinator)
    assert VerdictOverride.objects.count() == 1
    assert VerdictOverride.history.count() == 2


def test_who_did_not_see_the_first_cannot_replace_it(indicator: Indicator, coordinator: Person) -> None:
    override(indicator, coordinator, seen_version="")
    with pytest.raises(ChangedMeanwhile):
        override(indicator, coordinator, seen_version="")


@pytest.mark.parametrize("code", ["2023", "2021Q4", "2026Q1"])
def test_only_the_measures_own_periods_within_the_plan(
    indicator: Indicator, coordinator: Person, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        override(indicator, coordinator, Period.parse(code))
    assert "不是这个指标的填报期" in problems_of(refusal)


def test_withdrawing_says_who_and_why(indicator: Indicator, coordinator: Person) -> None:
    override(indicator, coordinator)
    overrides.withdraw_override(indicator=indicator, period=Q4, reason="已补报", by=coordinator)
    assert not VerdictOverride.objects.exists()
    last = VerdictOverride.history.order_by("-history_id").first()
    assert (last.history_type, last.history_user, last.history_change_reason) == ("-", coordinator, "已补报")
