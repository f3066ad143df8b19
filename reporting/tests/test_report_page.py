"""我的填报: what a department is asked in a quarter, what stands, and the way on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, OWNER
from departments.models import Department, Person, Role
from indicators.models import Plan
from reporting.tests.entering import record, text_of
from reporting.tests.importing import confirmed, template
from reporting.tests.uploading import buttons, heading, words

PAGE = "/report/"
OF_2023Q4 = f"{PAGE}?period=2023Q4"
# Session, person, quarters; indicators, references, what stands, what stood last, reductions; duties, notes of tasks;
# plans and demonstration people for the frame.
QUERIES = 12


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2024, 1, 12))


def pk(name: str) -> int:
    return Department.objects.get(name=name).pk


def row(answer: object, code: str) -> str:
    """The words of one line."""
    lines = re.findall(r'<tr role="row">.*?</tr>', text_of(answer), re.DOTALL)
    line = next(line for line in lines if f">{code}<" in line)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()


# --- a liaison's own --------------------------------------------------------------------------------


def test_it_opens_on_the_quarter_that_ended_last_and_says_what_is_left(as_liaison: Client) -> None:
    answer = as_liaison.get(PAGE)
    assert re.fullmatch(r"区卫生健康委：2023年第四季度还有 22 项指标、\d+ 项任务未填", heading(answer))
    assert "指标 22 项，还有 22 项未填" in words(answer)
    assert buttons(answer)[:2] == ["下载填报模板（Excel）", "上传 Excel"]
    assert 'href="/report/template/2023Q4/"' in text_of(answer)
    assert 'href="/imports/new/?period=2023Q4"' in text_of(answer)


def test_a_line_shows_target_scope_last_value_value_and_state(
    as_liaison: Client, coordinator: Person
) -> None:
    record(coordinator, "YF-03", "2023Q3", value="60.5")
    confirmed(template(["YF-03", 61.5]), coordinator)
    line = row(as_liaison.get(PAGE), "YF-03")
    for part in (">70%", "2023年第四季度", "60.5%（2023年第三季度）", "61.5%", "已审核"):
        assert part in line.replace("&gt;", ">")


def test_what_is_not_filled_is_said_in_words(as_liaison: Client) -> None:
    assert "未填" in row(as_liaison.get(PAGE), "YF-03")
    assert "2023年" in row(as_liaison.get(PAGE), "YF-14")


def test_what_the_file_brought_is_no_longer_left(as_liaison: Client, liaison: Person) -> None:
    confirmed(template(["YF-03", None, 3293, 5236], tasks=[["YF-T04", "完成两场"]]), liaison)
    answer = as_liaison.get(PAGE)
    assert "指标 22 项，还有 21 项未填" in words(answer)
    assert "3,293/5,236" in row(answer, "YF-03")
    assert "已报送" in row(answer, "YF-03")
    assert "完成两场" in row(answer, "YF-T04")


def test_another_quarter_asks_for_its_own(as_liaison: Client) -> None:
    answer = as_liaison.get(f"{PAGE}?period=2023Q2")
    assert heading(answer).startswith("区卫生健康委：2023年第二季度还有")
    assert ">YF-14<" not in text_of(answer)


def test_a_liaison_sees_the_own_department_whatever_is_asked(as_liaison: Client) -> None:
    for asked in (str(pk(OTHER)), "abc", "999999"):
        answer = as_liaison.get(f"{OF_2023Q4}&department={asked}")
        assert heading(answer).startswith("区卫生健康委：")
        assert 'name="department"' not in text_of(answer)


@pytest.mark.parametrize(
    "period", ["abc", "2023", "2023H1", "2023Q5", "2099Q1", "2024Q2", "2020Q4", "\x00", "９" * 3000]
)
def test_a_quarter_that_cannot_be_reported_says_where_to_choose(period: str, as_liaison: Client) -> None:
    answer = as_liaison.get(PAGE, {"period": period})
    assert answer.status_code == 404
    assert "不能填报。请从“我的填报”页选择填报期。" in words(answer)


def test_a_department_that_is_asked_nothing_is_told_so(as_coordinator: Client) -> None:
    idle = Department.objects.create(name="试验单位", position=999)
    answer = as_coordinator.get(f"{OF_2023Q4}&department={idle.pk}")
    assert heading(answer) == "试验单位：2023年第四季度没有要填报的"
    assert "下载填报模板（Excel）" not in buttons(answer)


def test_before_any_plan_there_is_nothing_to_report(as_liaison: Client) -> None:
    Plan.objects.update(start=date(2030, 1, 1), end=date(2034, 12, 31))
    assert "还没有可以填报的期" in words(as_liaison.get(PAGE))


# --- the secretariat's choice -----------------------------------------------------------------------


def test_the_secretariat_chooses_a_department_first(as_coordinator: Client) -> None:
    answer = as_coordinator.get(PAGE)
    assert heading(answer) == "选择单位和填报期，下载填报模板"
    assert ">区卫生健康委</option>" in text_of(answer)
    assert ">各街道</option>" not in text_of(answer)
    assert buttons(answer) == ["查看"]


def test_the_secretariat_sees_a_departments_page_and_its_template(as_coordinator: Client) -> None:
    answer = as_coordinator.get(f"{OF_2023Q4}&department={pk(OWNER)}")
    assert heading(answer).startswith("区卫生健康委：2023年第四季度还有")
    assert f'href="/report/template/2023Q4/?department={pk(OWNER)}"' in text_of(answer)
    assert re.search(rf'<option value="{pk(OWNER)}" selected>', text_of(answer))


@pytest.mark.parametrize("asked", ["abc", "-1", "0", "9" * 40, "²", "1 OR 1=1"])
def test_a_department_that_does_not_exist_says_where_to_choose(asked: str, as_coordinator: Client) -> None:
    answer = as_coordinator.get(PAGE, {"period": "2023Q4", "department": asked})
    assert answer.status_code == 404
    assert "没有这个单位。请从“单位填报”页选择单位。" in words(answer)


# --- everybody --------------------------------------------------------------------------------------


def test_who_reports_nothing_is_told_so(as_leader: Client) -> None:
    answer = as_leader.get(PAGE)
    assert answer.status_code == 403
    assert f"{Role.LEADER.label}不能填报本单位的数值" in words(answer)


def test_nobody_is_led_to_the_sign_in(as_nobody: Client) -> None:
    assert as_nobody.get(OF_2023Q4)["Location"] == "/accounts/login/?next=/report/%3Fperiod%3D2023Q4"


def test_a_full_page_takes_as_many_queries_as_an_empty_one(
    as_liaison: Client, liaison: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_liaison.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)
    confirmed(
        template(["YF-03", 61.5], ["YF-04", 80], ["YF-05", 97], tasks=[["YF-T04", "完成两场"]]), liaison
    )
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)
