"""The list of tasks, and one task with its text, duties, promises and indicators."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.models import Department, Person
from indicators.models import Indicator
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.selectors.standings import forget
from indicators.services import revisions
from indicators.services.readings import record_many
from tasks.models import Task

WARM, COLD = 5, 14


def page(client: Client, address: str) -> str:
    got = client.get(address)
    assert got.status_code == 200
    return got.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def codes(html: str) -> list[str]:
    return re.findall(r'class="code" role="cell">([^<]+)<', html)


def test_all_tasks_of_both_plans_are_listed(as_leader: Client) -> None:
    html = page(as_leader, "/tasks/")
    assert len(codes(html)) == 26 + 21
    assert "两个规划共47项任务" in text_of(html)


def test_where_the_document_names_no_department_the_list_says_so(as_leader: Client) -> None:
    row = page(as_leader, "/tasks/").split(">FZ-T01<")[1].split("</tr>")[0]
    assert row.count("待明确") == 2


@pytest.mark.parametrize(
    ("query", "number"),
    [("plan=YF", 21), ("q=YF-T07", 1), ("q=三减三健", 2), ("q=没有这个", 0), ("duty=lead", 11)],
)
def test_filters_narrow_the_list(as_leader: Client, query: str, number: int) -> None:
    assert len(codes(page(as_leader, f"/tasks/?{query}"))) == number


def test_filtered_by_a_street_it_shows_what_all_streets_must_do(as_leader: Client) -> None:
    street = Department.objects.get(name="德胜街道").pk
    html = page(as_leader, f"/tasks/?department={street}")
    assert len(codes(html)) == 12
    assert "该单位职责" in html


@pytest.mark.parametrize("query", ["plan=XX", "theme=abc", "department=0", "duty=boss"])
def test_a_filter_that_makes_no_sense_is_named_and_left_out(as_leader: Client, query: str) -> None:
    html = page(as_leader, f"/tasks/?{query}")
    assert "没有按它筛选" in html
    assert "清除筛选" in html
    assert len(codes(html)) == 47


def test_a_task_shows_its_whole_text(as_leader: Client) -> None:
    for task in Task.objects.all():
        expected = "".join(task.text.split())
        assert expected in text_of(page(as_leader, f"/tasks/{task.code}/")), task.code


def test_departments_stand_in_printed_order_under_the_printed_name(as_leader: Client) -> None:
    html = page(as_leader, "/tasks/YF-T07/")
    side = html.split('aria-label="分工"')[1].split("</aside>")[0]
    named = [name for name in re.findall(r'href="/departments/\d+/">([^<]+)<', side) if "街道" not in name]
    assert named == ["区卫生健康委", "区教委", "区委社工委民政局", "区体育局", "区残联"]
    assert "（即区委社会工委区民政局）" in side
    assert "15个街道" in text_of(side)


def test_fz_says_that_owners_are_open(as_leader: Client) -> None:
    assert "文件没有写明这项任务的责任单位" in page(as_leader, "/tasks/FZ-T05/")


def test_a_promise_quotes_its_sentence_and_the_text_marks_it(as_leader: Client) -> None:
    html = page(as_leader, "/tasks/YF-T06/")
    assert "<mark>依托区级残疾人职业康复中心，建立完善1个儿童康复园。</mark>" in html
    assert "随指标" in html
    assert "待填报" in page(as_leader, "/tasks/YF-T04/")


def test_a_linked_promise_takes_its_indicator_s_verdict(coordinator: Person, as_leader: Client) -> None:
    measure = Indicator.objects.get(code="YF-11").measure
    record_many([Entry(measure, Period.parse("2023Q4"), value=Decimal(1))], by=coordinator)
    promises = page(as_leader, "/tasks/YF-T06/").split('id="promises-title"')[1].split("</section>")[0]
    assert "已达标" in promises


def test_one_walks_from_task_to_task(as_leader: Client) -> None:
    html = page(as_leader, "/tasks/YF-T07/?as_of=2023-06-30")
    assert 'href="/tasks/YF-T06/?as_of=2023-06-30" rel="prev"' in html
    assert 'href="/tasks/YF-T08/?as_of=2023-06-30" rel="next"' in html
    assert 'rel="prev"' not in page(as_leader, "/tasks/YF-T01/")
    assert 'rel="next"' not in page(as_leader, "/tasks/YF-T21/")


def test_an_unknown_task_is_not_found_in_words(as_leader: Client) -> None:
    got = as_leader.get("/tasks/YF-T99/")
    assert got.status_code == 404
    assert "没有编码为“YF-T99”的任务" in got.content.decode()


@pytest.mark.parametrize(("address", "notes"), [("/tasks/", 0), ("/tasks/YF-T07/", 1)])
def test_the_number_of_queries_is_fixed(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, notes: int
) -> None:
    """One task's page asks once more, for what departments said."""
    page(as_leader, address)
    with django_assert_num_queries(WARM + notes):
        page(as_leader, address)
    forget()
    revisions.bump()
    with django_assert_num_queries(COLD + notes):
        page(as_leader, address)


@pytest.mark.parametrize("query", ["", "plan=YF", "q=三减三健", "duty=lead"])
def test_the_file_has_the_tasks_that_the_page_lists(as_leader: Client, query: str) -> None:
    rows = rows_of(as_leader, query)
    assert [row[2] for row in rows[1:]] == codes(page(as_leader, f"/tasks/?{query}"))


def test_filtered_by_a_department_the_file_says_its_duty(as_leader: Client) -> None:
    department = Department.objects.get(name="区卫生健康委").pk
    header, *rows = rows_of(as_leader, f"department={department}&duty=lead")
    assert header[4] == "该单位职责"
    assert {row[4] for row in rows} == {"牵头"}


def rows_of(client: Client, query: str) -> list[list[str]]:
    got = client.get(f"/tasks/list.csv?{query}")
    return list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))
