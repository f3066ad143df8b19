"""FZ-08 and YF-42 share a measure by default; the secretariat can split it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from departments.models import Person
from indicators.models import Indicator, Measure
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.rules import Entry
from indicators.selectors.standings import board
from indicators.services.decisions import split_measure
from indicators.services.readings import record_many


@pytest.fixture
def shared(coordinator: Person) -> Measure:
    measure = Measure.objects.get(code="FZ-08")
    record_many([Entry(measure, Period.parse("2023Q4"), value=Decimal("95.8"))], by=coordinator)
    return measure


def split(code: str, by: Person, reason: str = "市残联来函，两项口径不同") -> Measure:
    return split_measure(target=Indicator.objects.get(code=code).target, reason=reason, by=by)


def test_the_split_off_indicator_begins_without_values_and_the_other_keeps_its_own(
    shared: Measure, coordinator: Person
) -> None:
    split("YF-42", coordinator)
    found = board()
    assert found.standing("FZ-08").assessment.verdict is Verdict.ACHIEVED
    assert found.standing("YF-42").assessment.verdict is Verdict.NO_READING
    first = Measure.objects.get(code="YF-42").history.get()
    assert (first.history_user, first.history_change_reason) == (
        coordinator,
        "从 FZ-08 拆分：市残联来函，两项口径不同",
    )


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("FZ-08", "请到 YF-42 的页面拆分"), ("YF-12", "没有和别的指标共用数据项")],
)
def test_what_cannot_be_split_is_said(shared: Measure, coordinator: Person, code: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        split(code, coordinator)


def test_only_the_secretariat_splits_and_only_with_a_reason(
    shared: Measure, coordinator: Person, liaison: Person
) -> None:
    with pytest.raises(PermissionDenied):
        split("YF-42", liaison)
    with pytest.raises(ValidationError, match="请写明理由"):
        split("YF-42", coordinator, reason=" ")


def test_from_the_indicators_page(shared: Measure, as_coordinator: Client) -> None:
    assert "/indicators/YF-42/split/" in as_coordinator.get("/indicators/YF-42/").content.decode()
    answer = as_coordinator.post(
        "/indicators/YF-42/split/", {"reason": "口径不同", "seen_version": "1"}, follow=True
    )
    assert "数据项拆分已保存" in answer.content.decode()
    assert "/indicators/YF-42/split/" not in answer.content.decode()
