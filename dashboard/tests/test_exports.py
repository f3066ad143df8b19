"""Every table as a file: the rows, the order, the filters and the day of the page; the headers of the answer."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from dashboard.tests.given import listed_codes, page, some_of_each, twenty_more_indicators
from departments.models import Department, Person
from indicators.selectors.standings import forget
from indicators.services import revisions

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADDRESSES = {
    "/overview/counts": 4,
    "/plans/indicators": 4,
    "/plans/YF/indicators": 4,
    "/departments/list": 4,
    "/departments/{owner}/tasks": 4,
    "/tasks/list": 4,
    "/indicators/YF-13/data": 11,
}
"""With the number of queries that each takes while the data stay as they are."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(coordinator: Person) -> None:
    some_of_each(coordinator)


def placed(address: str) -> str:
    return address.format(owner=Department.objects.get(name="区卫生健康委").pk)


def csv_rows(client: Client, address: str) -> list[list[str]]:
    got = client.get(address)
    assert got.status_code == 200
    return list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"), newline="")))


def sheet_of(client: Client, address: str) -> Any:
    return load_workbook(io.BytesIO(client.get(address).content)).active


def xlsx_rows(client: Client, address: str) -> list[tuple[Any, ...]]:
    return list(sheet_of(client, address).iter_rows(values_only=True))


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_kinds_say_the_same_and_are_not_kept_by_anyone(as_leader: Client, address: str) -> None:
    said, shown = (
        csv_rows(as_leader, f"{placed(address)}.csv"),
        xlsx_rows(as_leader, f"{placed(address)}.xlsx"),
    )
    assert [row[:2] for row in said] == [["" if c is None else str(c) for c in row[:2]] for row in shown]
    assert len(said) > 1
    for kind, content_type in (("csv", "text/csv; charset=utf-8"), ("xlsx", SHEETS)):
        got = as_leader.get(f"{placed(address)}.{kind}")
        assert (got["Content-Type"], got["Cache-Control"]) == (content_type, "no-store")
        assert re.fullmatch(rf"attachment; filename\*=UTF-8''[\w%.-]+\.{kind}", got["Content-Disposition"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_kind_of_file_is_not_found(as_leader: Client, address: str) -> None:
    assert as_leader.get(f"{placed(address)}.pdf", follow=True).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_takes_a_fixed_number_of_queries(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    as_leader.get(f"{placed(address)}.csv")
    twenty_more_indicators()
    forget()
    revisions.bump()
    as_leader.get(f"{placed(address)}.csv")
    asked = placed(address)
    for kind in ("csv", "xlsx"):
        with django_assert_num_queries(ADDRESSES[address]):
            as_leader.get(f"{asked}.{kind}")


@pytest.mark.parametrize(
    "address",
    [
        "/plans/YF/?sort=-verdict&q=率",
        "/plans/?verdict=none&as_of=2023-09-30",
        "/plans/FZ/?nature=binding",
    ],
)
def test_a_plans_file_has_the_pages_rows_in_its_order(as_leader: Client, address: str) -> None:
    html = page(as_leader, address)
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+indicators\.[^"]+)"', html)]
    assert len(links) == 2
    shown = listed_codes(html)
    assert [row[0] for row in xlsx_rows(as_leader, links[0])[1:]] == shown
    assert [row[0] for row in csv_rows(as_leader, links[1])[1:]] == shown


def test_a_value_is_a_number_with_the_pages_decimals(as_leader: Client) -> None:
    sheet = sheet_of(as_leader, "/plans/YF/indicators.xlsx?q=YF-13")
    assert (sheet["G2"].value, sheet["G2"].number_format, sheet["G2"].data_type) == (74, "0.0", "n")


def test_the_counts_say_of_which_plan_a_part_is(as_leader: Client) -> None:
    labels = [row[0] for row in csv_rows(as_leader, "/overview/counts.csv")]
    assert labels[0] == "指标（项）"
    assert any(label.endswith("规划：约束性指标") for label in labels)
    assert xlsx_rows(as_leader, "/overview/counts.xlsx")[1][-1] == 55


def test_departments_stand_as_sorted(as_leader: Client) -> None:
    rows = csv_rows(as_leader, "/departments/list.csv?sort=indicators")
    assert rows[1][:2] == ["部门", "区卫生健康委"]
    assert len(rows) == 1 + 27 + 1 + 15


def test_the_page_of_a_department_offers_its_indicators_in_its_order(as_leader: Client) -> None:
    html = page(as_leader, placed("/departments/{owner}/"))
    link = re.findall(r'href="(/plans/indicators\.csv[^"]+)"', html)[0].replace("&amp;", "&")
    own = html.split('aria-labelledby="reports-title"')[1].split("</section>")[0]
    assert [row[0] for row in csv_rows(as_leader, link)[1:]] == re.findall(r'class="code">([A-Z]+-\d+)', own)


def test_a_departments_tasks_stand_as_on_its_page(as_leader: Client) -> None:
    address = placed("/departments/{owner}/")
    own = page(as_leader, address).split('aria-labelledby="duties-title"')[1]
    codes = re.findall(r'class="code" role="cell">([^<]+)<', own)
    assert [row[2] for row in csv_rows(as_leader, f"{address}tasks.csv")[1:]] == codes
    assert as_leader.get("/departments/99999/tasks.csv").status_code == 404
