"""One indicator's page: verdict, figures, chart, data, owners, rules, changes; and the file of its data."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dashboard.selectors.indicator_page import indicator_page
from dashboard.tests.given import baseline, page, reading, text_of
from departments.models import Department, Person
from indicators.choices import AnswerChoice
from indicators.models import Indicator, Measure
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.rules import Entry
from indicators.selectors.standings import board, forget
from indicators.services import decisions, overrides
from indicators.services.readings import record_many

WARM, COLD = 8, 18
YF12, YF13 = "/indicators/YF-12/", "/indicators/YF-13/"
FALLING = {"2023Q1": "29537/40517", "2023Q2": "29880/40764", "2023Q3": "29980/41012", "2023Q4": "29748/41260"}
DAYS = ["", "?as_of=2021Q4", "?as_of=2023Q3", "?as_of=2023-12-31", "?as_of=2026-07-01"]
CODES = [f"FZ-{n:02}" for n in range(1, 11)] + [f"YF-{n:02}" for n in range(1, 46)]


def record(by: Person, code: str, period: str, **fields: Any) -> None:
    measure = Indicator.objects.get(code=code).measure
    record_many([Entry(measure, Period.parse(period), **fields)], by=by, reason=fields.get("note", ""))


@pytest.fixture
def falling(coordinator: Person) -> None:
    baseline(coordinator, "YF-13", "70.4")
    for period, fraction in FALLING.items():
        over, under = (Decimal(part) for part in fraction.split("/"))
        record(coordinator, "YF-13", period, numerator=over, denominator=under)


def filled(by: Person) -> None:
    """Some values of every kind on every measure, where the rules let them in."""
    for measure in Measure.objects.all():
        codes = (
            ["2022", "2023"] if measure.frequency == "yearly" else ["2022Q4", "2023Q1", "2023Q2", "2023Q3"]
        )
        entries = [Entry(measure, Period.parse(code), value=Decimal(5 + n)) for n, code in enumerate(codes)]
        record_many(entries, by=by)
        year = 2020 if measure.code in {"YF-26", "YF-29"} else 2021
        decisions.set_baseline(measure=measure, value=Decimal(6), year=year, reason="测试", by=by)


def cells_of(html: str) -> str:
    """With a space between cells."""
    return text_of(re.sub(r"</(td|th|dt|dd|b)>", r"</\1> ", html))


def test_everything_renders_before_there_is_data(as_leader: Client) -> None:
    for code in CODES:
        clean(page(as_leader, f"/indicators/{code}/"))


def test_everything_renders_on_every_day(as_coordinator: Client, coordinator: Person) -> None:
    filled(coordinator)
    for code in CODES:
        for day in DAYS:
            clean(page(as_coordinator, f"/indicators/{code}/{day}"))


def clean(html: str) -> None:
    """Nothing that a program says when it does not know."""
    said = text_of(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
    for word in ("None", "nan", "NaN", "Decimal", "{{", "{%", "Infinity"):
        assert word not in said, word
    assert " style=" not in html


def test_the_page_says_where_it_stands(as_leader: Client, falling: None) -> None:
    said = text_of(page(as_leader, YF13))
    assert "严重滞后" in said
    assert "截至2023年第四季度为 72.1%，目标 ≥80%，尚差 7.9 个百分点" in said
    assert "连续两个季度下降，已低于应达进度 3.1 个百分点" in said
    for label in ("最新值", "距目标", "序时应达", "相对进度", "照此到2025年底", "今后每季度需提高"):
        assert label in said
    assert "0.35" in said and "低于 0.60" in said


def test_a_figure_that_cannot_be_computed_says_why(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "YF-12", "2023Q4", "75")
    said = text_of(page(as_leader, YF12))
    assert "不计算没有基期值" in said.replace(" ", "")


def test_every_period_has_its_verdict_of_then(as_leader: Client, falling: None) -> None:
    said = cells_of(page(as_leader, YF13).split('id="readings-title"')[1])
    assert re.search(r"2023年第四季度 29,748 41,260 72\.1 −1\.0 严重滞后", said)
    assert re.search(r"2023年第三季度 29,980 41,012 73\.1 −0\.2 进展滞后", said)
    assert "2021年（基期）" in said


def test_as_of_an_earlier_day_later_periods_are_not_known(as_leader: Client, falling: None) -> None:
    said = text_of(page(as_leader, YF13 + "?as_of=2023Q2"))
    assert "29,748" not in said
    assert "另有 2 期" in said


def test_words_stand_where_there_is_no_number(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "YF-12", "2023Q2", "75")
    record(coordinator, "YF-12", "2023Q3", answer=AnswerChoice.NOT_APPLICABLE)
    later = {"note": "市里未反馈", "expected_on": date(2024, 2, 20)}
    record(coordinator, "YF-12", "2023Q4", answer=AnswerChoice.NO_DATA, **later)
    said = text_of(page(as_leader, YF12 + "?as_of=2023Q4"))
    assert "不适用" in said and "暂无数据，预计2024年2月20日可报" in said


def test_the_departments_note_stands_under_the_verdict(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "YF-12", "2023Q4", "75", note="中心搬迁。")
    assert "部门说明：中心搬迁。" in text_of(page(as_leader, YF12))


def test_a_verdict_set_by_hand_stands_beside_the_computed_one(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "YF-12", "2023Q4", "81")
    overrides.override_verdict(
        indicator=Indicator.objects.get(code="YF-12"),
        period=Period.parse("2023Q4"),
        verdict=Verdict.LAGGING,
        reason="口径有误",
        by=coordinator,
    )
    said = text_of(page(as_leader, YF12))
    assert "人工认定为进展滞后" in said and "按数据计算为已达标" in said and "口径有误" in said


def test_what_people_typed_is_never_markup(as_leader: Client, coordinator: Person) -> None:
    bad = '</script><script>alert("x")</script>'
    reading(coordinator, "YF-12", "2023Q4", "75", note=bad)
    decisions.set_definition(
        measure=Indicator.objects.get(code="YF-12").measure,
        definition=bad,
        source=bad,
        reason=bad,
        by=coordinator,
    )
    html = page(as_leader, YF12)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;") >= 4


def test_both_targets_on_a_shared_measure_stand_side_by_side(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "FZ-07", "2023Q4", "90")
    said = text_of(page(as_leader, "/indicators/YF-40/").split('id="others-title"')[1])
    assert re.search(r"YF-40 · \S+ >90% \S+ 截至2023年第四季度为 90%，目标 >90%（须大于90%）", said)
    assert "FZ-07" in said and "目标 90，已达标" in said


def test_a_contradiction_of_the_document_is_shown_with_its_places(as_leader: Client) -> None:
    said = text_of(page(as_leader, "/indicators/FZ-08/"))
    assert "原文出入" in said and "FZ-T17" in said and "90 与 100%" in said


def test_defaults_are_marked(as_leader: Client) -> None:
    said = cells_of(page(as_leader, "/indicators/YF-03/"))
    assert "待明确" in said and "参考口径（待确认 ）" in said and "海南省残疾预防行动计划" in said
    assert "时点数或当期比率（待确认 ）" in said
    assert "基期 待录入" in said


def test_owners_stand_with_their_basis_and_the_suggestion(as_leader: Client) -> None:
    said = text_of(page(as_leader, "/indicators/YF-14/"))
    assert "区体育局（待秘书处确认）" in said and "YF-T07" in said and "依据" in said
    assert "文件没有写明单位" in text_of(page(as_leader, "/indicators/FZ-02/"))


def test_the_reference_series_stands_beside_the_own(as_coordinator: Client, coordinator: Person) -> None:
    reading(coordinator, "FZ-01", "2022", "3.1")
    reference = Measure.objects.get(code="REF-GDP")
    record_many([Entry(reference, Period.parse("2022"), value=Decimal("0.7"))], by=coordinator)
    html = page(as_coordinator, "/indicators/FZ-01/")
    assert re.search(r"2022年 3\.1 0\.7", cells_of(html))
    assert "去录入" in html


def test_the_second_opinion_never_replaces_the_verdict(as_leader: Client, falling: None) -> None:
    said = text_of(page(as_leader, YF13).split('id="opinion-title"')[1])
    assert "进展有限，比值 0.37" in said and "不改变上面的结论" in said
    assert "不适用：目标没有数值" in text_of(page(as_leader, "/indicators/YF-30/"))


def test_the_way_to_the_neighbours_keeps_the_day(as_leader: Client) -> None:
    html = page(as_leader, YF12 + "?as_of=2023-06-30")
    assert 'href="/indicators/YF-11/?as_of=2023-06-30"' in html
    assert 'href="/indicators/YF-13/?as_of=2023-06-30"' in html
    assert "上一项" not in page(as_leader, "/indicators/YF-01/")


def test_the_chart_comes_as_picture_figure_and_table(as_leader: Client, falling: None) -> None:
    html = page(as_leader, YF13)
    assert html.count('<svg class="chart-') == 2
    assert 'id="chart-figure" type="application/json"' in html
    table = cells_of(html.split("查看数据")[1].split("</table>")[0])
    assert "2023年第四季度 72.1 75.2" in table
    assert "plotly" not in page(as_leader, "/indicators/YF-44/")


def test_only_the_secretariat_is_shown_the_ways_to_decide(as_leader: Client, as_coordinator: Client) -> None:
    assert "/baseline/" not in page(as_leader, YF12)
    assert "/baseline/" in page(as_coordinator, YF12)


def test_only_the_newest_changes_are_shown_and_all_on_request(as_leader: Client, coordinator: Person) -> None:
    for number in range(40):
        reading(coordinator, "YF-12", "2023Q4", str(40 + number))
    assert page(as_leader, YF12).count("<time ") == 30
    assert page(as_leader, YF12 + "?history=all").count("<time ") == 40


def test_an_unknown_code_is_not_found_and_says_how_codes_look(as_leader: Client) -> None:
    got = as_leader.get("/indicators/YF-99/")
    assert got.status_code == 404
    assert "没有编码为“YF-99”的指标" in got.content.decode()


@pytest.mark.parametrize("asked", ["2023Q5", "x", "2023-02-30", "2999-01-01"])
def test_a_day_that_is_none_is_refused_in_chinese(as_leader: Client, asked: str) -> None:
    assert as_leader.get(f"{YF12}?as_of={asked}").status_code == 400


def rows_of(client: Client, address: str) -> list[list[str]]:
    got = client.get(address)
    assert got.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))


def test_the_file_has_every_digit_newest_first_as_the_page(as_leader: Client, coordinator: Person) -> None:
    baseline(coordinator, "YF-13", "70.4")
    record(coordinator, "YF-13", "2023Q4", numerator=Decimal(29748), denominator=Decimal(41260))
    record(coordinator, "YF-13", "2023Q3", value=Decimal("73.123456"))
    head, fourth, third, base = rows_of(as_leader, YF13 + "data.csv")
    found = [dict(zip(head, row, strict=True)) for row in (base, third, fourth)]
    assert [row["数值"][:9] for row in found] == ["70.4", "73.123456", "72.098885"]
    assert (found[2]["分子"], found[2]["分母"]) == ("29748", "41260")
    assert found[0]["填报期"] == "2021年（基期）"


def test_no_cell_of_the_file_is_a_formula(as_leader: Client, coordinator: Person) -> None:
    reading(coordinator, "YF-12", "2023Q4", "75", note='=HYPERLINK("http://x")')
    assert rows_of(as_leader, YF12 + "data.csv")[-1][8] == '\'=HYPERLINK("http://x")'


def test_the_file_of_a_demonstration_says_so(as_leader: Client, leader: Person) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    assert rows_of(as_leader, YF12 + "data.csv")[0] == ["演示数据：数值为演示用，不是实际工作数据。"]


def test_it_takes_a_fixed_number_of_queries(
    as_leader: Client, coordinator: Person, falling: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    forget()
    with django_assert_num_queries(COLD):
        indicator_page("YF-13", None, reader=coordinator)
    with django_assert_num_queries(WARM):
        indicator_page("YF-13", None, reader=coordinator)
    for quarter in ("2022Q1", "2022Q2", "2022Q3", "2022Q4"):
        reading(coordinator, "YF-13", quarter, "72")
        reading(coordinator, "YF-13", quarter, "73")
    board()
    indicator_page("YF-13", None, reader=coordinator)
    with django_assert_num_queries(WARM):
        indicator_page("YF-13", None, reader=coordinator)


def test_departments_are_links(as_leader: Client) -> None:
    department = Department.objects.get(name="区卫生健康委")
    assert f'href="/departments/{department.pk}/"' in page(as_leader, YF12)


def test_what_is_older_than_plan_and_base_year_is_left_out_until_it_is_asked_for(
    as_leader: Client, coordinator: Person
) -> None:
    measure = Measure.objects.get(code="YF-12")
    record_many(
        [Entry(measure, Period.parse(code), value=Decimal(70)) for code in ("2015Q1", "2023Q4")],
        by=coordinator,
    )
    page = as_leader.get("/indicators/YF-12/").content.decode()
    assert "2015年第一季度" not in page
    assert "规划期和基期以前的数值不参与判断" in page
    assert "2015年第一季度" in as_leader.get("/indicators/YF-12/?history=all").content.decode()


def test_exactly_at_a_strict_threshold_it_does_not_ask_for_nothing(
    as_leader: Client, coordinator: Person
) -> None:
    """>90 at 90: "needs 0 more" would be false."""
    baseline(coordinator, "YF-42", "80", 2021)
    reading(coordinator, "FZ-08", "2023Q4", "90")
    assert "正好等于目标数，须高于 90" in text_of(page(as_leader, "/indicators/YF-42/"))
