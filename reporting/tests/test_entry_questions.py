"""What looks like a slip: asked about in the row, with the number that was probably meant; a note answers it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import OWNER
from departments.models import Person
from indicators.choices import State
from indicators.models import Reading
from reporting.models import Round
from reporting.tests.entering import GRID, form, record, send, text_of
from reporting.tests.quarters import department, opened, stored, write
from reporting.tests.uploading import words

REPORT = "/report/?period=2023Q4"
SLIP = {"value": "0.622", "answer": "value"}


@pytest.fixture(autouse=True)
def last_quarter(coordinator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2024, 1, 12))
    record(coordinator, "YF-03", "2023Q3", value="61.5")


@pytest.fixture
def held(coordinator: Person) -> Round:
    return opened(coordinator)


def cells() -> str:
    return f"/report/2023Q4/{department(OWNER).pk}/indicators/"


def is_written() -> bool:
    return Reading.objects.filter(period_code="2023Q4").exists()


def test_what_counts_at_once_is_not_written_before_it_is_explained(as_coordinator: Client) -> None:
    response = send(as_coordinator, **SLIP)
    assert response.status_code == 422
    reply = response.json()
    assert reply["state"] == "needs_note"
    assert "62.2" in reply["question"]["sentence"]
    assert (reply["question"]["field"], reply["question"]["label"]) == ("value", "本期值改为 62.2")
    assert not is_written()
    assert send(as_coordinator, **SLIP, note="来函核实").json()["state"] == "saved"


def test_a_draft_is_kept_and_asked_about(as_liaison: Client, held: Round) -> None:
    reply: dict[str, Any] = send(as_liaison, page=cells(), **SLIP).json()
    assert (reply["state"], reply["version"], reply["question"]["suggestion"]) == ("needs_note", 1, "62.2")
    assert stored("YF-03").state == State.DRAFT
    page = as_liaison.get(REPORT)
    assert "要说明" in words(page)
    assert 'name="YF-03-take" value="value"' in text_of(page)
    again = send(as_liaison, page=cells(), **SLIP, note="口径调整", seen_version=1).json()
    assert (again["state"], again["question"]) == ("saved", None)


def test_without_script_the_suggestion_is_a_box(as_liaison: Client, liaison: Person, held: Round) -> None:
    write(liaison, "YF-03", "0.622", state=State.DRAFT)
    sent = form(YF_03={**SLIP, "seen_version": 1, "take": "value", "suggestion": "62.2"})
    assert as_liaison.post(REPORT, sent).status_code == 302
    assert str(stored("YF-03").value) == "62.200000"


def test_without_script_the_plan_asks_too(as_coordinator: Client) -> None:
    response = as_coordinator.post(GRID, form(YF_03=SLIP))
    assert response.status_code == 422
    assert "本期值改为 62.2" in words(response)
    assert not is_written()


def test_the_check_points_it_out_and_lets_go(as_liaison: Client, liaison: Person, held: Round) -> None:
    write(liaison, "YF-03", "0.622", state=State.DRAFT)
    page = "/report/submit/?period=2023Q4"
    assert "请再看一看 1 项" in words(as_liaison.get(page))
    assert as_liaison.post(page).status_code == 302
    assert stored("YF-03").state == State.SUBMITTED
