"""上传记录: who sees which batches, in which state, page by page."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER
from departments.models import Person
from reporting.models import Batch, BatchState
from reporting.tests.entering import text_of
from reporting.tests.importing import confirmed, long_table, template, upload
from reporting.tests.uploading import LIST, UPLOAD, buttons, heading, send_file, step, words

# Session, person, how many, the batches; plans and demonstration people for the frame.
QUERIES = 6


def listed(answer: object) -> list[str]:
    """Each line of the table, as it is read."""
    page = text_of(answer)
    rows = re.findall(r'<tr role="row">\s*<th [^>]*role="rowheader".*?</tr>', page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def many(person: Person, count: int) -> None:
    Batch.objects.bulk_create(
        Batch(
            uploaded_by=person, uploaded_at=timezone.now(), filename=f"{n}.xlsx", state=BatchState.UNREADABLE
        )
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("who", "sentence", "next_step"),
    [
        ("as_liaison", "从下载填报模板开始", "去下载填报模板"),
        ("as_coordinator", "从下载填报模板开始", "去下载填报模板"),
        ("as_leader", "还没有批次", "各单位上传的文件会列在这里。"),
    ],
)
def test_an_empty_list_tells_the_next_step(
    db: None, who: str, sentence: str, next_step: str, request: pytest.FixtureRequest
) -> None:
    answer = request.getfixturevalue(who).get(LIST)
    assert heading(answer) == "还没有上传过文件"
    assert sentence in words(answer)
    assert next_step in words(answer)


def test_a_line_says_whose_what_when_and_what_became_of_it(as_liaison: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", 101]), liaison)
    answer = as_liaison.get(LIST)
    (line,) = listed(answer)
    assert heading(answer) == "共上传 1 次"
    for part in (f"批次 {batch.pk}", "填报.xlsx", "区卫生健康委", "2023年第四季度", "cast.liaison", "有误"):
        assert part in line
    assert re.search(r"1 0 1 .*有误$", line)
    assert f'href="/imports/{batch.pk}/"' in text_of(answer)


def test_the_newest_comes_first(as_liaison: Client, liaison: Person) -> None:
    older, newer = (upload(template(["YF-03", number]), liaison) for number in (60, 61))
    page = text_of(as_liaison.get(LIST))
    assert page.index(f"/imports/{newer.pk}/") < page.index(f"/imports/{older.pk}/")


def test_each_state_has_its_words(as_coordinator: Client, coordinator: Person, liaison: Person) -> None:
    upload(template(["YF-03", 61.5]), coordinator)
    confirmed(template(["YF-03", 61.5]), liaison)
    confirmed(template(["YF-04", 81.5]), coordinator)
    step(as_coordinator, confirmed(template(["YF-05", 97]), coordinator), "undo")
    step(as_coordinator, upload(template(["YF-06", 70]), coordinator), "discard")
    upload(template(["YF-04", 81.5]), coordinator)
    send_file(as_coordinator, b"%PDF-1.7 ...")
    states = [line.split(" ")[-1] for line in listed(as_coordinator.get(LIST))]
    assert states == ["读不出", "无变化", "已放弃", "已撤销", "已写入", "已报送，待审核", "待确认"]


def test_a_reading_that_goes_on_and_one_that_was_cut_off_differ(
    as_coordinator: Client, coordinator: Person
) -> None:
    for age in (1, 3600):
        Batch.objects.create(
            uploaded_by=coordinator,
            uploaded_at=timezone.now() - timedelta(seconds=age),
            filename=f"{age}.xlsx",
        )
    states = [line.split(" ")[-1] for line in listed(as_coordinator.get(LIST))]
    assert states == ["读取中断", "正在读取"]


def test_a_liaison_sees_the_own_departments_batches_only(
    as_liaison: Client, as_other_liaison: Client, as_leader: Client, coordinator: Person, liaison: Person
) -> None:
    upload(template(["YF-03", 61.5]), liaison)
    upload(template(["YF-04", 61.5]), coordinator)
    upload(template(department=OTHER, tasks=[["YF-T01", "已办"]]), coordinator)
    upload(long_table(["YF-03", "2023Q4", 60]), coordinator)
    assert len(listed(as_liaison.get(LIST))) == 2
    assert len(listed(as_other_liaison.get(LIST))) == 1
    assert len(listed(as_leader.get(LIST))) == 4


def test_a_leader_sees_the_list_and_has_no_button(as_leader: Client, liaison: Person) -> None:
    upload(template(["YF-03", 61.5]), liaison)
    answer = as_leader.get(LIST)
    assert heading(answer) == "共上传 1 次"
    assert buttons(answer) == []
    assert UPLOAD not in text_of(answer)


def test_a_long_list_has_pages(as_coordinator: Client, coordinator: Person) -> None:
    many(coordinator, 120)
    first, last = as_coordinator.get(LIST), as_coordinator.get(f"{LIST}?page=3")
    assert (len(listed(first)), len(listed(last))) == (50, 20)
    assert "第 1 页，共 3 页" in words(first)
    assert 'href="?page=2"' in text_of(first)
    assert 'href="?page=4"' not in text_of(last)


@pytest.mark.parametrize(
    ("page", "shown"), [("0", 2), ("-1", 2), ("abc", 1), ("９９", 2), ("9" * 5000, 1), ("", 1)]
)
def test_a_page_that_does_not_exist_is_the_first_or_the_last(
    page: str, shown: int, as_coordinator: Client, coordinator: Person
) -> None:
    many(coordinator, 60)
    answer = as_coordinator.get(LIST, {"page": page})
    assert answer.status_code == 200
    assert f"第 {shown} 页，共 2 页" in words(answer)


def test_the_number_of_queries_does_not_grow_with_the_list(
    as_coordinator: Client,
    coordinator: Person,
    liaison: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    upload(template(["YF-03", 61.5]), liaison)
    as_coordinator.get(LIST)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(LIST)
    for _ in range(3):
        upload(template(["YF-03", 61.5]), liaison)
        upload(long_table(["YF-03", "2023Q4", 60]), coordinator)
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(LIST)


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_batch_that_does_not_exist_is_not_found_in_words(pk: str, as_coordinator: Client) -> None:
    answer = as_coordinator.get(f"{LIST}{pk}/")
    assert answer.status_code == 404
    assert "没有这个批次。请从“上传记录”里打开。" in words(answer)


def test_the_key_of_nothing_is_no_batch(as_coordinator: Client) -> None:
    assert as_coordinator.get(f"{LIST}progress/{uuid.uuid4()}/").json() == {"state": "", "rows": 0}
