"""Who answers for what: the list of departments, and one department's page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dashboard.tests.given import (
    heading_of,
    listed_codes,
    page,
    some_of_each,
    text_of,
    twenty_more_indicators,
)
from departments.models import Department, Person
from indicators.selectors.standings import forget
from indicators.services import revisions

WARM, COLD = 5, 15


@pytest.fixture
def filled(coordinator: Person) -> None:
    some_of_each(coordinator)


def address(name: str) -> str:
    return f"/departments/{Department.objects.get(name=name).pk}/"


def names(html: str) -> list[str]:
    return re.findall(
        r'<th role="rowheader" scope="row"><a class="link-quiet" href="/departments/\d+/[^"]*">([^<]+)<', html
    )


def test_it_lists_27_departments_the_group_and_15_streets(as_leader: Client) -> None:
    html = page(as_leader, "/departments/")
    assert len(names(html)) == 27 + 1 + 15
    assert "部门 27 个" in text_of(html)
    assert "街道 15 个" in text_of(html)
    assert heading_of(html).startswith("42 家单位中")


def test_each_number_equals_the_list_it_links_to(as_leader: Client) -> None:
    html = page(as_leader, "/departments/")
    row = html.split(">区残联</a></th>")[1].split("</tr>")[0]
    links = [(unescape(url), int(number)) for url, number in re.findall(r'href="([^"]+)">(\d+)<', row)]
    assert len(links) == 3
    for url, number in links:
        listed = page(as_leader, url)
        found = (
            len(listed_codes(listed))
            if url.startswith("/plans")
            else listed.count('class="code" role="cell"')
        )
        assert found == number, url


def test_sorted_by_number_the_largest_comes_first(as_leader: Client) -> None:
    html = page(as_leader, "/departments/?sort=indicators")
    assert names(html)[0] == "区卫生健康委"
    assert 'aria-sort="descending"><a class="sort" href="?sort=-indicators">填报指标' in html
    assert names(page(as_leader, "/departments/?sort=-indicators"))[26] == "区卫生健康委"


def test_a_sort_that_makes_no_sense_leaves_the_printed_order(as_leader: Client) -> None:
    assert names(page(as_leader, "/departments/?sort=foo")) == names(page(as_leader, "/departments/"))


@pytest.mark.usefixtures("filled")
def test_a_department_sees_all_it_answers_for(as_leader: Client) -> None:
    html = page(as_leader, address("区卫生健康委"))
    text = text_of(html)
    assert heading_of(html) == "区卫生健康委填报的 22 项指标中，2 项滞后"
    assert "牵头 8 项任务，负责 11 项" in text
    assert "截至2023年第四季度为 63%" in text
    assert "5A级婚姻登记机关" in text
    reported = html.split('id="reports-title"')[1].split("</ul>")[0]
    assert re.findall(r'class="code">(YF-\d+)', reported)[:2] == ["YF-06", "YF-13"]


def test_a_street_inherits_the_duties_of_all_streets(as_leader: Client) -> None:
    group, street = page(as_leader, address("各街道")), page(as_leader, address("德胜街道"))
    assert heading_of(group) == "各街道负责 12 项任务"
    assert heading_of(street) == "德胜街道负责 12 项任务"
    assert "（各街道）" in street
    assert "包括 15 个街道" in text_of(group)


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_department_is_not_found_in_words(as_leader: Client, pk: str) -> None:
    got = as_leader.get(f"/departments/{pk}/")
    assert got.status_code == 404
    assert "没有这个单位。" in got.content.decode()


@pytest.mark.parametrize("name", [None, "区卫生健康委"])
def test_the_number_of_queries_is_fixed(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries, name: str | None
) -> None:
    url = address(name) if name else "/departments/"
    page(as_leader, url)
    with django_assert_num_queries(WARM):
        page(as_leader, url)
    forget()
    revisions.bump()
    with django_assert_num_queries(COLD):
        page(as_leader, url)
    twenty_more_indicators()
    with django_assert_num_queries(COLD):
        page(as_leader, url)
