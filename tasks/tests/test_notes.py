"""What departments say about their tasks: who may write it, who reads it, and what its history keeps."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from conftest import ClientOf, person_of
from departments.models import Department, Person, Role
from indicators.choices import State
from indicators.progress.periods import Period
from indicators.services.judging import Change
from tasks.models import Task, TaskNote
from tasks.services.notes import NoteEntry, NotesRefused, approve_notes, record_notes

PAGE = "/tasks/YF-T01/?as_of=2023-12-31"


def note(department: str, task: str = "YF-T01", period: str = "2023Q4", **more: Any) -> NoteEntry:
    return NoteEntry(
        Task.objects.get(code=task), Department.objects.get(name=department), Period.parse(period), **more
    )


def sentences(refusal: NotesRefused) -> str:
    return " ".join(problem.sentence for outcome in refusal.outcomes for problem in outcome.problems)


def html(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_liaison_s_note_waits_and_is_seen_by_its_own_department_only(
    liaison: Person, as_liaison: Client, as_other_liaison: Client, as_leader: Client
) -> None:
    record_notes([note("区卫生健康委", progress="已建成资源库。")], by=liaison)
    assert TaskNote.objects.get().state == State.SUBMITTED
    assert "已建成资源库。" in html(as_liaison)
    assert "已报送" in html(as_leader)
    assert "已建成资源库。" not in html(as_other_liaison)


def test_approved_it_is_seen_by_all(liaison: Person, coordinator: Person, as_other_liaison: Client) -> None:
    record_notes([note("区卫生健康委", progress="已建成资源库。")], by=liaison)
    (approved,) = approve_notes(TaskNote.objects.all(), by=coordinator, reason="无误")
    assert approved.version == 2
    assert TaskNote.history.count() == 2
    assert "2023年第四季度有 1 家单位报了进展" in html(as_other_liaison)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (("区教委",), "这是区教委的任务进展，不由区卫生健康委填报。"),
        (("区卫生健康委", "YF-T11", "2099Q4"), "2099年第四季度还没有开始，不能填报。"),
        (("区卫生健康委", "YF-T01", "2023"), "任务进展按季度填报"),
    ],
)
def test_a_note_that_is_not_theirs_or_not_due_is_refused(
    liaison: Person, entry: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotesRefused) as refusal:
        record_notes([note(*entry, progress="x")], by=liaison)
    assert sentence in sentences(refusal.value)
    assert not TaskNote.objects.exists()


def test_a_department_that_the_task_does_not_name_has_nothing_to_say(coordinator: Person) -> None:
    with pytest.raises(NotesRefused) as refusal:
        record_notes([note("区医保局", progress="x")], by=coordinator)
    assert "分工里没有区医保局" in sentences(refusal.value)


def test_each_street_answers_where_the_task_names_all_streets(client_of: ClientOf, db: None) -> None:
    task = Task.objects.filter(departments__name="各街道").first()
    street = person_of(Role.LIAISON, "desheng", "德胜街道")
    (outcome,) = record_notes([note("德胜街道", task.code, progress="已入户走访。")], by=street)
    assert outcome.change == Change.NEW


def test_a_certificate_number_is_refused(liaison: Person) -> None:
    with pytest.raises(NotesRefused) as refusal:
        record_notes([note("区卫生健康委", obstacles="王某 11010219900101123X 未办证")], by=liaison)
    assert "请删去个人号码" in sentences(refusal.value)


def test_what_is_approved_a_liaison_cannot_change(liaison: Person, coordinator: Person) -> None:
    record_notes([note("区卫生健康委", progress="一")], by=coordinator)
    with pytest.raises(NotesRefused) as refusal:
        record_notes([note("区卫生健康委", progress="二")], by=liaison)
    assert "已审核通过，不能再改" in sentences(refusal.value)


def test_of_two_writers_the_second_is_told(coordinator: Person) -> None:
    record_notes([note("区卫生健康委", progress="一")], by=coordinator)
    with pytest.raises(NotesRefused) as refusal:
        record_notes([note("区卫生健康委", progress="二", seen_version=0)], by=coordinator)
    assert refusal.value.outcomes[0].change == Change.CONFLICT
    assert TaskNote.objects.get().progress == "一"
