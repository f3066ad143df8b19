"""A plan's table: what it shows, how it is filtered and sorted, and the file of exactly that."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dashboard.tests.given import (
    baseline,
    listed_codes,
    page,
    reading,
    some_of_each,
    text_of,
    twenty_more_indicators,
)
from departments.models import Person, Role
from indicators.models import Indicator
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.selectors.standings import forget
from indicators.services import overrides, revisions

YF, FZ, ALL = "/plans/YF/", "/plans/FZ/", "/plans/"
WARM, COLD = 5, 15
BOM = "\ufeff"


@pytest.fixture
def filled(coordinator: Person) -> None:
    some_of_each(coordinator)


def rows_of(client: Client, address: str) -> list[list[str]]:
    got = client.get(address)
    assert got.status_code == 200
    assert got.content.decode().startswith(BOM)
    return list(csv.reader(io.StringIO(got.content.decode().removeprefix(BOM))))


@pytest.mark.parametrize(("address", "number"), [(YF, 45), (FZ, 10), (ALL, 55)])
def test_it_lists_every_indicator_before_there_is_data(as_leader: Client, address: str, number: int) -> None:
    html = page(as_leader, address)
    assert len(listed_codes(html)) == number
    assert "0%" not in text_of(html.split("<tbody")[1])


def test_an_unknown_plan_is_not_found_and_the_page_names_those_there_are(as_leader: Client) -> None:
    got = as_leader.get("/plans/XX/")
    assert got.status_code == 404
    assert "没有编码为“XX”的规划。规划编码是 FZ、YF。" in got.content.decode()


def test_the_target_stands_as_printed(as_leader: Client) -> None:
    text = text_of(page(as_leader, YF))
    assert "比2020年下降20%以上" in text
    assert ">3000" in text


def test_the_themes_are_groups_with_their_counts(as_leader: Client) -> None:
    html = page(as_leader, YF)
    assert html.count('class="group"') == 5
    assert "残疾预防知识普及行动 2 项：暂不能判断 2" in text_of(html)


def test_binding_is_said_where_the_plan_says_it(as_leader: Client) -> None:
    assert "约束性" in text_of(page(as_leader, FZ).split("<tbody")[1])
    assert "约束性" not in page(as_leader, YF)


def test_owners_are_abbreviated_and_lead_to_the_task(as_leader: Client) -> None:
    html = page(as_leader, YF)
    assert 'href="/tasks/YF-T01/">牵头 区残联、区卫生健康委，负责 10 家</a>' in html
    assert "待明确" in page(as_leader, FZ)


@pytest.mark.usefixtures("filled")
def test_the_value_has_its_decimals_and_a_chart_that_says_itself_in_words(as_leader: Client) -> None:
    html = page(as_leader, YF)
    row = html.split('class="c-code code" role="cell">YF-13<')[1].split("</tr>")[0]
    assert ">74.0<" in row
    assert 'aria-label="走势：2023年第三季度 76%，2023年第四季度 74%，共 2 期，虚线为 80%"' in row


@pytest.mark.usefixtures("filled")
def test_old_data_say_until_when_they_reach(as_leader: Client) -> None:
    html = page(as_leader, f"{YF}?as_of=2024-03-31")
    assert "数据截至2023年第四季度" in html


def test_a_yearly_value_says_its_year_between_two_year_ends(coordinator: Person, as_leader: Client) -> None:
    reading(coordinator, "YF-01", "2022", "75")
    row = page(as_leader, f"{YF}?as_of=2023-06-30").split('role="cell">YF-01<')[1].split("</tr>")[0]
    assert '<span class="cell-note">2022年</span>' in row


@pytest.mark.usefixtures("filled")
def test_a_verdict_set_by_hand_stands_beside_the_computed_one(coordinator: Person, as_leader: Client) -> None:
    overrides.override_verdict(
        indicator=Indicator.objects.get(code="YF-12"),
        period=Period.parse("2023Q4"),
        verdict=Verdict.LAGGING,
        reason="抽查不实",
        by=coordinator,
    )
    row = page(as_leader, YF).split('role="cell">YF-12<')[1].split("</tr>")[0]
    assert "进展滞后" in row
    assert "人工认定，按数据计算为进展正常" in row


def test_defaults_that_are_not_confirmed_are_marked(as_leader: Client) -> None:
    row = page(as_leader, YF).split('role="cell">YF-12<')[1].split("</tr>")[0]
    assert "待确认" in row


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("address", [YF, FZ, ALL, f"{YF}?q=率", f"{FZ}?nature=binding"])
def test_each_chip_counts_what_a_click_on_it_shows(as_leader: Client, address: str) -> None:
    html = page(as_leader, address)
    chips = re.findall(r'class="chip" href="([^"]+)".*?<b>(\d+)</b>', html)
    assert chips
    path = address.split("?")[0]
    for query, number in chips:
        assert len(listed_codes(page(as_leader, path + unescape(query)))) == int(number)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("verdict=at_risk", ["YF-06"]),
        ("verdict=at_risk&verdict=lagging", ["YF-06", "YF-13"]),
        ("verdict=unpaced", ["YF-03"]),
        ("change=worse", ["YF-13"]),
        ("q=yf12", ["YF-12"]),
        ("q=糖尿病", ["YF-13"]),
        ("verdict=lagging&q=产前", []),
    ],
)
def test_filters_narrow_the_list(as_leader: Client, query: str, codes: list[str]) -> None:
    assert listed_codes(page(as_leader, f"{YF}?{query}")) == codes


def test_filters_by_theme_and_department(as_leader: Client) -> None:
    indicator = Indicator.objects.select_related("measure").get(code="YF-29")
    theme, department = indicator.theme_id, indicator.measure.reporting_department_id
    assert len(listed_codes(page(as_leader, f"{YF}?theme={theme}"))) == 8
    assert listed_codes(page(as_leader, f"{YF}?theme={theme}&department={department}")) == ["YF-29"]
    assert len(listed_codes(page(as_leader, f"{FZ}?department=none"))) == 8


def test_what_was_asked_stays_in_the_form(as_leader: Client) -> None:
    html = page(as_leader, f"{FZ}?q=<残疾>&nature=binding&as_of=2023-06-30")
    assert 'value="&lt;残疾&gt;"' in html
    assert '<option value="binding" selected>' in html
    assert '<input type="hidden" name="as_of" value="2023-06-30">' in html


def test_nothing_found_leads_back(as_leader: Client) -> None:
    html = page(as_leader, f"{YF}?q=没有这个")
    assert "没有符合条件的指标" in html
    assert '<a href="?">清除筛选</a>' in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("verdict=rot", "没有“rot”这个状态"),
        ("theme=999999", "没有“999999”这个领域"),
        ("department=abc", "没有“abc”这个填报单位"),
        ("sort=name", "没有“name”这个排序方式"),
        ("nature=binding", "没有“binding”这个属性"),
        ("change=up", "没有“up”这个变化"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_left_out(
    as_leader: Client, query: str, sentence: str
) -> None:
    html = page(as_leader, f"{YF}?{query}")
    assert sentence in html
    assert "清除筛选" in html
    assert len(listed_codes(html)) == 45


@pytest.mark.usefixtures("filled")
def test_sorted_by_verdict_what_is_farthest_behind_comes_first(as_leader: Client) -> None:
    html = page(as_leader, f"{YF}?sort=verdict")
    assert listed_codes(html)[:2] == ["YF-06", "YF-13"]
    assert 'aria-sort="ascending"><a class="sort" href="?sort=-verdict">状态' in html
    assert listed_codes(page(as_leader, f"{YF}?sort=-verdict")) == listed_codes(html)[::-1]


def test_sorted_by_department_each_department_is_a_group(as_leader: Client) -> None:
    html = page(as_leader, f"{YF}?sort=department")
    assert "区卫生健康委 22 项" in text_of(html)
    assert len(listed_codes(html)) == 45


def test_sort_links_keep_filters_and_day(as_leader: Client) -> None:
    html = page(as_leader, f"{YF}?q=率&as_of=2023-06-30")
    assert 'href="?q=%E7%8E%87&amp;sort=verdict&amp;as_of=2023-06-30"' in html


@pytest.mark.usefixtures("filled")
def test_the_file_holds_what_the_table_shows(as_leader: Client) -> None:
    header, *rows = rows_of(
        as_leader, "/plans/YF/indicators.csv?verdict=lagging&verdict=at_risk&sort=verdict"
    )
    assert header[:2] == ["指标编码", "指标名称"]
    assert [row[0] for row in rows] == ["YF-06", "YF-13"]
    line = dict(zip(header, rows[1], strict=True))
    assert (line["最新值"], line["单位"], line["状态"], line["较上期"]) == ("74.0", "%", "进展滞后", "转差")
    assert "序时应达" in line["判断说明"]


def test_the_file_of_all_plans_has_all(as_leader: Client) -> None:
    assert len(rows_of(as_leader, "/plans/indicators.csv")) == 56


def test_the_file_of_a_demonstration_says_so_first(as_leader: Client) -> None:
    Person.objects.create_user("show", "Xicheng-2025", Role.LEADER, is_demo=True)
    assert rows_of(as_leader, "/plans/YF/indicators.csv")[0] == ["演示数据：数值为演示用，不是实际工作数据。"]


@pytest.mark.usefixtures("filled")
def test_text_in_the_file_never_becomes_a_formula(coordinator: Person, as_leader: Client) -> None:
    overrides.override_verdict(
        indicator=Indicator.objects.get(code="YF-12"),
        period=Period.parse("2023Q4"),
        verdict=Verdict.LAGGING,
        reason="=HYPERLINK(1)",
        by=coordinator,
    )
    assert "'=HYPERLINK(1)" in rows_of(as_leader, "/plans/YF/indicators.csv?q=YF-12")[1]


def test_a_negative_value_is_a_number_in_the_file(coordinator: Person, as_leader: Client) -> None:
    reading(coordinator, "FZ-01", "2021", "-1.5")
    reading_of_reference(coordinator)
    header, row = rows_of(as_leader, "/plans/FZ/indicators.csv?q=FZ-01&as_of=2022-03-31")
    assert dict(zip(header, row, strict=True))["最新值"] == "-1.5"


def reading_of_reference(by: Person) -> None:
    from decimal import Decimal

    from indicators.models import Measure
    from indicators.rules import Entry
    from indicators.services.readings import record_many

    measure = Measure.objects.get(code="REF-GDP")
    record_many([Entry(measure, Period.parse("2021"), value=Decimal("8.5"))], by=by)


@pytest.mark.usefixtures("filled")
def test_warm_it_takes_one_query_beyond_the_frame(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(as_leader, YF)
    with django_assert_num_queries(WARM):
        page(as_leader, f"{YF}?sort=verdict&q=率")


@pytest.mark.usefixtures("filled")
def test_cold_the_number_of_queries_does_not_depend_on_the_number_of_indicators(
    coordinator: Person, as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    baseline(coordinator, "YF-37", "60")
    page(as_leader, YF)  # the first request renews the session
    forget()
    revisions.bump()
    with django_assert_num_queries(COLD):
        page(as_leader, YF)
    twenty_more_indicators()
    with django_assert_num_queries(COLD):
        html = page(as_leader, YF)
    assert len(listed_codes(html)) == 65
