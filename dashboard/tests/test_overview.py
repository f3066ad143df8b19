"""The leader's page: what it finds, counts, lists and says where it does not know."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dashboard.tests.given import (
    baseline,
    counted_links,
    heading_of,
    listed_codes,
    page,
    reading,
    some_of_each,
    text_of,
    twenty_more_indicators,
)
from departments.models import Person
from indicators.models import Indicator
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.selectors.standings import forget
from indicators.services import overrides, revisions

AT_END_OF_2023 = "/?as_of=2023-12-31"
WARM, COLD = 5, 16


@pytest.fixture
def filled(coordinator: Person) -> None:
    some_of_each(coordinator)


def test_without_approved_readings_it_says_what_to_do_next(as_coordinator: Client) -> None:
    html = page(as_coordinator, "/")
    assert "两个规划已载入，还没有已审核的数据" in html
    assert [step in html for step in ("录入基期数值", "明确填报单位", "录入各期数值")] == [True] * 3
    assert f'href="{reverse("entry_home")}"' in html
    assert "项指标中" not in heading_of(html)


def test_a_leader_sees_the_same_steps_without_the_way_in(as_leader: Client) -> None:
    html = page(as_leader, "/")
    assert "录入基期数值" in html
    assert f'<li><a href="{reverse("entry_home")}"' not in html


@pytest.mark.usefixtures("filled")
def test_the_heading_is_the_finding(as_leader: Client) -> None:
    heading = heading_of(page(as_leader, "/"))
    assert heading.startswith("55 项指标中 2 项达标或正常，1 项滞后，1 项严重滞后，51 项暂不能判断")


@pytest.mark.usefixtures("filled")
def test_without_a_day_it_shows_the_newest_quarter_that_has_data(as_leader: Client) -> None:
    assert "2023年第四季度，截至2023年12月31日" in page(as_leader, "/")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("address", ["/", AT_END_OF_2023, "/?as_of=2023-09-30"])
def test_each_count_equals_the_list_it_links_to(as_leader: Client, address: str) -> None:
    html = page(as_leader, address)
    links = counted_links(html)
    assert len(links) >= 6
    assert [(url, len(listed_codes(page(as_leader, url)))) for url, _ in links] == links


@pytest.mark.usefixtures("filled")
def test_zero_is_plain_text(as_leader: Client) -> None:
    assert not [number for _, number in counted_links(page(as_leader, "/")) if number == 0]
    assert 'class="num is-zero"' in page(as_leader, "/")


@pytest.mark.usefixtures("filled")
def test_binding_and_expected_indicators_are_counted_apart(as_leader: Client) -> None:
    text = text_of(page(as_leader, "/"))
    assert "约束性指标" in text
    assert "预期性指标" in text


@pytest.mark.usefixtures("filled")
def test_red_stands_before_yellow_and_the_note_under_red_only(as_leader: Client) -> None:
    html = page(as_leader, "/")
    attention = html.split('<ol class="attention">')[1].split("</ol>")[0]
    assert re.findall(r'class="code">(YF-\d+)', attention) == ["YF-06", "YF-13"]
    assert "部门说明：</b>设备检修一个月。" in attention
    assert "绿的说明不显示" not in html


def test_a_regression_stands_before_a_low_pace(coordinator: Person, as_leader: Client) -> None:
    for code, value in (("YF-12", "70.5"), ("YF-13", "69")):
        baseline(coordinator, code, "70")
        reading(coordinator, code, "2023Q4", value)
    attention = page(as_leader, "/").split('<ol class="attention">')[1].split("</ol>")[0]
    assert re.findall(r'class="code">(YF-\d+)', attention) == ["YF-13", "YF-12"]


def test_all_red_and_yellow_up_to_nine_then_the_rest_by_a_link(
    coordinator: Person, as_leader: Client
) -> None:
    for code in (
        "YF-03",
        "YF-04",
        "YF-05",
        "YF-06",
        "YF-07",
        "YF-08",
        "YF-09",
        "YF-10",
        "YF-12",
        "YF-13",
        "YF-37",
    ):
        baseline(coordinator, code, "60")
        indicator = Indicator.objects.select_related("target").get(code=code)
        halfway = 60 + (float(indicator.target.threshold or 0) - 60) * 0.4
        reading(coordinator, code, "2023Q4", f"{halfway:.1f}")
    html = page(as_leader, "/")
    attention = html.split('<ol class="attention">')[1].split("</ol>")[0]
    assert attention.count("<li>") == 9
    found = re.search(r'class="attention-more"><a href="([^"]+)">查看全部 11 项', html)
    assert found
    assert len(listed_codes(page(as_leader, unescape(found[1])))) == 11


@pytest.mark.usefixtures("filled")
def test_what_got_worse_is_listed_from_and_to(as_leader: Client) -> None:
    html = page(as_leader, AT_END_OF_2023)
    assert "进展正常 → 进展滞后" in html
    found = re.search(r'href="([^"]+)">转差 (\d+) 项', html)
    assert found
    assert len(listed_codes(page(as_leader, unescape(found[1])))) == int(found[2]) == 1


@pytest.mark.usefixtures("filled")
def test_it_says_what_is_missing_and_who_has_to_report_it(as_leader: Client) -> None:
    html = page(as_leader, "/")
    assert "暂不能判断的 51 项" in text_of(html)
    assert "缺基期值，请秘书处录入" in html
    asked = re.findall(r'href="([^"]*verdict=no_reading&amp;department=[^"]+)">[^<]+? (\d+) 项', html)
    assert asked
    for address, number in asked:
        assert len(listed_codes(page(as_leader, unescape(address)))) == int(number)


def test_a_verdict_set_by_hand_counts_and_the_computed_one_stands_beside_it(
    coordinator: Person, as_leader: Client
) -> None:
    baseline(coordinator, "YF-12", "70")
    reading(coordinator, "YF-12", "2023Q4", "79")
    indicator = Indicator.objects.get(code="YF-12")
    overrides.override_verdict(
        indicator=indicator,
        period=Period.parse("2023Q4"),
        verdict=Verdict.AT_RISK,
        reason="抽查不实",
        by=coordinator,
    )
    text = text_of(page(as_leader, "/"))
    assert "1 项严重滞后" in text
    assert "按数据计算为进展正常" in text


@pytest.mark.usefixtures("filled")
def test_another_day_is_kept_in_every_link_of_the_page(as_leader: Client) -> None:
    main = page(as_leader, "/?as_of=2023Q3").split("<main")[1].split("</main>")[0]
    links = [unescape(link) for link in re.findall(r'href="(/[^"]*)"', main)]
    assert links
    assert [link for link in links if "as_of=2023-09-30" not in link] == []


@pytest.mark.usefixtures("filled")
def test_the_day_shown_can_be_chosen_even_if_no_quarter_ends_on_it(as_leader: Client) -> None:
    html = page(as_leader, "/?as_of=2023-11-15")
    assert '<option value="2023-11-15" selected>截至2023年11月15日</option>' in html


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2023-13-01", "“2023-13-01”不是日期。请写成 2023-06-30 或 2023Q2。"),
        ("昨天", "“昨天”不是日期。"),
        ("２０２３-06-30", "不是日期"),
        ("2199-12-31", "还没有到2199年12月31日"),
        ("0001-01-01", "早于本站的数据"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_words(as_leader: Client, asked: str, sentence: str) -> None:
    got = as_leader.get("/", {"as_of": asked})
    assert got.status_code == 400
    assert sentence in got.content.decode()


def test_after_the_end_it_says_missed(coordinator: Person, as_leader: Client) -> None:
    reading(coordinator, "YF-12", "2025Q4", "79")
    reading(coordinator, "YF-13", "2025Q4", "81")
    html = page(as_leader, "/?as_of=2025-12-31")
    assert heading_of(html).startswith("55 项指标中 1 项已达标，1 项未达标")
    assert '#i-atrisk"/></svg>未达标</span></th>' in html


@pytest.mark.usefixtures("filled")
def test_warm_it_takes_one_query_beyond_the_frame(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(as_leader, "/")
    with django_assert_num_queries(WARM):
        page(as_leader, "/")


@pytest.mark.usefixtures("filled")
def test_cold_the_number_of_queries_does_not_depend_on_the_number_of_indicators(
    as_leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(as_leader, "/")  # the first request renews the session
    forget()
    revisions.bump()
    with django_assert_num_queries(COLD):
        page(as_leader, "/")
    twenty_more_indicators()
    with django_assert_num_queries(COLD):
        html = page(as_leader, "/")
    assert heading_of(html).startswith("75 项指标")
