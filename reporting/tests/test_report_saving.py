"""A department's quarter saved row by row and as a whole: drafts, states, conflicts, notes, refusals."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, OWNER, person_of
from departments.models import Person, Role
from indicators.choices import State, Via
from indicators.models import Reading
from reporting.models import Round
from reporting.services.reviewing import approve_items, return_item
from reporting.tests.entering import form, text_of
from reporting.tests.quarters import (
    answer,
    department,
    item_of,
    items_of,
    opened,
    row_of,
    stored,
    stored_note,
    write,
    write_note,
)
from reporting.tests.uploading import words
from tasks.models import TaskNote

PAGE = "/report/?period=2023Q4"
# Session, person; department, round; what is asked, references, what stands, what stood last, duties, notes, items,
# the day; savepoint and its release, lock, judge (three), ask (two), insert, history, token.
ROW_QUERIES = 24


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2024, 1, 12))


@pytest.fixture
def held(coordinator: Person) -> Round:
    return opened(coordinator)


@pytest.fixture
def colleague(db: None) -> Person:
    return person_of(Role.LIAISON, "cast.colleague", OWNER)


def send(client: Client, code: str, name: str = OWNER, **texts: Any) -> Any:
    """As the page's script does."""
    kind = "tasks" if "-T" in code else "indicators"
    address = f"/report/2023Q4/{department(name).pk}/{kind}/{code}/"
    body = json.dumps({"seen_version": 0, **texts})
    return client.post(address, body, content_type="application/json")


# --- one row ----------------------------------------------------------------------------------------


def test_what_a_liaison_types_is_a_draft(as_liaison: Client, held: Round) -> None:
    reply = send(as_liaison, "YF-03", numerator="3293", denominator="5236").json()
    assert (reply["state"], reply["computed"]) == ("saved", "62.89")
    assert (stored("YF-03").state, stored("YF-03").reported_at) == (State.DRAFT, None)
    assert stored("YF-03").via == Via.PAGE


def test_what_the_secretariat_types_for_a_department_is_on_its_behalf(
    as_coordinator: Client, held: Round
) -> None:
    assert send(as_coordinator, "YF-03", value="60").status_code == 200
    assert (stored("YF-03").state, stored("YF-03").via) == (State.DRAFT, Via.ON_BEHALF)


def test_what_was_reported_stays_so_while_it_is_edited(
    as_liaison: Client, liaison: Person, held: Round
) -> None:
    write(liaison, "YF-03", 60)
    assert (
        send(as_liaison, "YF-03", value="61", answer="value", seen_version=1).json()["state"] == "submitted"
    )
    assert stored("YF-03").state == State.SUBMITTED
    assert stored("YF-03").value == 61


def test_what_is_corrected_after_a_return_still_shows_its_reason(
    as_liaison: Client, liaison: Person, coordinator: Person, held: Round
) -> None:
    write(liaison, "YF-03", 60)
    return_item(item_of(held, "YF-03"), reason="请核对。", by=coordinator)
    assert send(as_liaison, "YF-03", value="61", answer="value", seen_version=2).status_code == 200
    assert "秘书处退回：</b>请核对。" in text_of(as_liaison.get(PAGE))


def test_what_is_approved_cannot_be_changed(
    as_liaison: Client, liaison: Person, coordinator: Person, held: Round
) -> None:
    write(liaison, "YF-03", 60)
    approve_items([item_of(held, "YF-03")], by=coordinator)
    response = send(as_liaison, "YF-03", value="61", seen_version=2)
    assert response.status_code == 422
    assert "已审核通过，不能再改" in str(response.json()["messages"])


def test_two_of_one_department_are_shown_both(as_liaison: Client, colleague: Person, held: Round) -> None:
    write(colleague, "YF-03", 60, state=State.DRAFT)
    response = send(as_liaison, "YF-03", value="61", answer="value")
    assert response.status_code == 409
    assert "已把本期值改为 60，你填的是 61。" in response.json()["sentence"]


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [("YF-99", 404, "2023年第四季度不填“YF-99”"), ("FZ-07", 404, "不填“FZ-07”")],
)
def test_a_row_that_the_department_is_not_asked(
    code: str, status: int, sentence: str, as_liaison: Client, held: Round
) -> None:
    response = send(as_liaison, code, value="1")
    assert response.status_code == status
    assert sentence in response.json()["detail"]


def test_another_department_is_refused(as_other_liaison: Client, held: Round) -> None:
    for code in ("YF-03", "YF-T04"):
        response = send(as_other_liaison, code, value="1", progress="好")
        assert response.status_code == 403
        assert "只能填报本单位的内容" in response.json()["detail"]
    assert not Reading.objects.exists()
    assert not TaskNote.objects.exists()


def test_a_quarter_that_takes_no_reports_says_why(as_liaison: Client, held: Round) -> None:
    Round.objects.update(opens_on=date(2024, 1, 15))
    response = send(as_liaison, "YF-03", value="1")
    assert response.status_code == 403
    assert "到1月15日才开放填报" in response.json()["detail"]
    Round.objects.all().delete()
    assert send(as_liaison, "YF-03", value="1").status_code == 404


def test_a_row_takes_a_fixed_number_of_queries(
    as_liaison: Client, held: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_liaison.get(PAGE)  # renews the session
    with django_assert_num_queries(ROW_QUERIES):
        send(as_liaison, "YF-03", value="60")


# --- one note ---------------------------------------------------------------------------------------


def test_a_note_is_saved_as_a_draft_and_comes_back(as_liaison: Client, held: Round) -> None:
    reply = send(as_liaison, "YF-T04", progress=" 完成两场 \r\n", obstacles="人手不足").json()
    assert (reply["state"], reply["version"]) == ("saved", 1)
    assert reply["texts"] == {"progress": "完成两场", "obstacles": "人手不足", "next_steps": ""}
    assert stored_note("YF-T04", OWNER).state == State.DRAFT


def test_a_note_of_two_people_shows_both_texts(as_liaison: Client, colleague: Person, held: Round) -> None:
    write_note(colleague, "YF-T04", OWNER, "完成三场，参加 300 人。", state=State.DRAFT)
    response = send(as_liaison, "YF-T04", progress="完成两场")
    assert response.status_code == 409
    reply = response.json()
    assert "已把本期进展改为“完成三场，参加 300 人。”，你填的是“完成两场”。" in reply["sentence"]
    assert reply["theirs"]["texts"]["progress"] == "完成三场，参加 300 人。"
    assert stored_note("YF-T04", OWNER).progress == "完成三场，参加 300 人。"


@pytest.mark.parametrize(("text", "sentence"), [("字" * 2001, "最多 2000 字"), ("字\x00", "不能保存的字符")])
def test_a_note_that_cannot_be_kept_says_why(
    text: str, sentence: str, as_liaison: Client, held: Round
) -> None:
    response = send(as_liaison, "YF-T04", obstacles=text)
    assert response.status_code == 422
    assert sentence in response.json()["messages"]["obstacles"]


def test_a_task_of_others_is_not_there(as_liaison: Client, held: Round) -> None:
    assert send(as_liaison, "YF-T20", progress="好").status_code == 404
    assert send(as_liaison, "YF-T99", progress="好").status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"seen_version": 0, "progress": 5}'])
def test_a_malformed_note_is_a_bad_request(body: str, as_liaison: Client, held: Round) -> None:
    address = f"/report/2023Q4/{department(OWNER).pk}/tasks/YF-T04/"
    assert as_liaison.post(address, body, content_type="application/json").status_code == 400


# --- all at once, without script --------------------------------------------------------------------


def test_what_is_right_is_saved_and_what_is_wrong_stays(as_liaison: Client, held: Round) -> None:
    data = form(
        YF_03={"value": "60"},
        YF_04={"value": "≥80%"},
        YF_T04={"progress": "完成两场"},
        YF_T05={"progress": "字" * 2001},
    )
    response = as_liaison.post(PAGE, {**data, "check": ""})
    assert response.status_code == 422
    assert "2 项已保存；下面标出的没有保存" in words(response)
    assert 'value="≥80%"' in text_of(response)
    assert 'href="#YF-T05-progress"' in text_of(response)
    assert stored("YF-03").state == stored_note("YF-T04", OWNER).state == State.DRAFT


def test_all_right_it_leads_on_to_the_check(as_liaison: Client, held: Round) -> None:
    saved = as_liaison.post(PAGE, {**form(YF_03={"value": "60"}), "save": ""}, follow=True)
    assert "已保存 1 项。" in words(saved)
    checked = as_liaison.post(PAGE, {**form(YF_T04={"progress": "完成"}), "check": ""})
    assert checked["Location"] == "/report/submit/?period=2023Q4"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "完成两场"), ("theirs", "完成三场")])
def test_of_two_notes_one_is_chosen(
    choice: str, kept: str, as_liaison: Client, colleague: Person, held: Round
) -> None:
    write_note(colleague, "YF-T04", OWNER, "完成三场", state=State.DRAFT)
    asked = as_liaison.post(PAGE, form(YF_T04={"progress": "完成两场"}))
    assert asked.status_code == 422
    assert 'name="YF-T04-choice" value="theirs"' in text_of(asked)
    sent = {"progress": "完成两场", "theirs_version": 1, "choice": choice}
    assert as_liaison.post(PAGE, form(YF_T04=sent)).status_code == 302
    assert stored_note("YF-T04", OWNER).progress == kept


def test_a_closed_quarter_takes_no_form(as_liaison: Client, db: None) -> None:
    response = as_liaison.post(PAGE, form(YF_03={"value": "60"}))
    assert response.status_code == 403
    assert not Reading.objects.exists()


def test_the_secretariat_posts_for_the_department_it_chose(as_coordinator: Client, held: Round) -> None:
    page = f"{PAGE}&department={department(OTHER).pk}"
    code = next(item.code for item in rows_of(held) if item.item.measure_id)
    response = as_coordinator.post(page, form(**{code.replace("-", "_"): {"value": "60"}}))
    assert response["Location"] == page
    assert Reading.objects.get().via == Via.ON_BEHALF


def rows_of(held: Round) -> Any:
    return row_of(held, OTHER).items


def test_everything_stands_after_it_was_answered(as_liaison: Client, liaison: Person, held: Round) -> None:
    answer(liaison, items_of(held, OWNER), state=State.DRAFT)
    assert "各项都已填报" in words(as_liaison.get(PAGE))
