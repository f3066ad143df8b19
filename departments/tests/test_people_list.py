"""账号: the list and its filters, which stand in the address."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conftest import OWNER
from departments.models import Department, Person


@pytest.fixture
def everybody(coordinator: Person, liaison: Person, other_liaison: Person, leader: Person) -> None:
    Person.objects.filter(pk=leader.pk).update(is_active=False)


def names(client: Client, query: str = "") -> list[str]:
    people = client.get(f"{reverse('people')}?{query}").context["people"]
    return [person.username.removeprefix("cast.") for person in people]


def test_those_without_a_department_come_first_then_in_printed_order(
    as_coordinator: Client, everybody: None
) -> None:
    assert names(as_coordinator) == ["coordinator", "leader", "liaison", "other_liaison"]


def test_the_list_is_filtered_by_role_department_and_state(as_coordinator: Client, everybody: None) -> None:
    owner = Department.objects.get(name=OWNER)
    assert names(as_coordinator, "role=liaison") == ["liaison", "other_liaison"]
    assert names(as_coordinator, f"department={owner.pk}") == ["liaison"]
    assert names(as_coordinator, "state=closed") == ["leader"]
    assert names(as_coordinator, "role=leader&state=open") == []


def test_a_filter_that_means_nothing_filters_nothing(as_coordinator: Client, everybody: None) -> None:
    assert len(names(as_coordinator, "role=king&department=none&state=")) == 4


def test_an_empty_list_shows_the_way_on(as_coordinator: Client) -> None:
    page = as_coordinator.get(f"{reverse('people')}?state=closed").content.decode()
    assert "没有符合条件的账号" in page


def test_the_number_of_queries_does_not_grow(
    as_coordinator: Client, everybody: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session and person; the frame's plans and demonstration; the list; the filter's departments."""
    as_coordinator.get(reverse("people"))
    with django_assert_num_queries(6):
        as_coordinator.get(reverse("people"))


def rows(client: Client, query: str = "") -> list[list[str]]:
    got = client.get(f"{reverse('people_file', args=['csv'])}?{query}")
    return list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))


def test_the_file_has_the_accounts_that_the_page_lists(as_coordinator: Client, everybody: None) -> None:
    header, *found = rows(as_coordinator, "role=liaison")
    assert header == ["用户名", "姓名", "角色", "单位", "状态", "最近登录"]
    assert [row[0] for row in found] == ["cast.liaison", "cast.other_liaison"]
    assert rows(as_coordinator, "state=closed")[1][4] == "已停用"
    assert len(rows(as_coordinator)) == 5


def test_the_number_of_queries_of_the_file_does_not_grow(
    as_coordinator: Client, everybody: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session and person; the list; the demonstration."""
    rows(as_coordinator)
    with django_assert_num_queries(4):
        rows(as_coordinator)
