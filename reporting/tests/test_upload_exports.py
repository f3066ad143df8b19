"""The list of uploads and the rows of one as files."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from departments.models import Person
from reporting.tests.importing import long_table, template, upload


def lines(client: Client, address: str) -> list[list[str]]:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_each_sees_in_the_file_what_the_list_shows(
    as_coordinator: Client, as_liaison: Client, as_other_liaison: Client, liaison: Person, coordinator: Person
) -> None:
    own = upload(template(["YF-03", 60]), liaison, filename="本季度.xlsx")
    upload(long_table(["YF-12", "2023Q4", 77]), coordinator)
    assert len(lines(as_coordinator, "/imports/list.csv")) == 3
    (_, line) = lines(as_liaison, "/imports/list.csv")
    assert line[:5] == [str(own.pk), "本季度.xlsx", "单位填报", "区卫生健康委", "2023年第四季度"]
    assert line[7:12] == ["1", "0", "0", "0", "待确认"]
    assert len(lines(as_other_liaison, "/imports/list.csv")) == 1


def test_the_rows_of_a_preview_stand_in_its_file(as_liaison: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 60], ["YF-04", 101]), liaison)
    _, first, second = lines(as_liaison, f"/imports/{batch.pk}/rows.csv")
    assert first[:7] == ["新增", "指标填报!B4", "YF-03", "婚前医学检查率", "2023年第四季度", "未填", "60%"]
    assert second[0] == "有误"
    assert "请填 0 到 100 之间的数" in second[-1]


@pytest.mark.parametrize("address", ["/imports/list.xlsx", "/imports/{}/rows.xlsx"])
def test_both_are_offered_as_excel_on_their_page(as_liaison: Client, liaison: Person, address: str) -> None:
    batch = upload(template(["YF-03", 60]), liaison)
    page = "/imports/" if "list" in address else f"/imports/{batch.pk}/"
    assert address.format(batch.pk) in as_liaison.get(page).content.decode()
    assert as_liaison.get(address.format(batch.pk)).content.startswith(b"PK")
