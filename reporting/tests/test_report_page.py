"""我的填报: what a department is asked in a quarter, what stands, what was returned, and the way on."""

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
from reporting.services.reviewing import approve_items, return_item
from reporting.tests.entering import record, text_of
from reporting.tests.importing import confirmed, template
from reporting.tests.quarters import answer as answered
from reporting.tests.quarters import item_of, items_of, opened
from reporting.tests.uploading import buttons, heading, words

PAGE = "/report/"
OF_2023Q4 = f"{PAGE}?period=2023Q4"
# Session, person, department, quarters, rounds; indicators, references, what stands, what stood last; duties, notes;
# plans and demonstration people for the frame.
QUERIES = 13
# With a round: what it asks and whether the day was put off.
OPEN_QUERIES = QUERIES + 2
# What was answered without a note is compared with values and targets.
ASKING_QUERIES = OPEN_QUERIES + 2


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2024, 1, 12))


def pk(name: str) -> int:
    return Department.objects.get(name=name).pk


def row(answer: object, code: str) -> str:
    """The words of one line and of the message under it."""
    line = markup(answer, code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()


def markup(answer: object, code: str) -> str:
    found = re.search(rf'<tr id="{code}".*?(?=<tr id="|</tbody>)', text_of(answer), re.DOTALL)
    assert found, code
    return found[0]


# --- a liaison's own --------------------------------------------------------------------------------


def test_it_opens_on_the_quarter_that_ended_last_and_says_what_is_left(as_liaison: Client) -> None:
    answer = as_liaison.get(PAGE)
    assert heading(answer) == "区卫生健康委：2023年第四季度填报"
    assert "还有 22 项指标、19 项任务未填" in words(answer)
    assert buttons(answer)[:2] == ["下载填报模板（Excel）", "上传 Excel"]
    assert 'href="/report/template/2023Q4/"' in text_of(answer)
    assert 'href="/imports/new/?period=2023Q4"' in text_of(answer)


def test_a_line_shows_target_scope_last_value_value_and_state(
    as_liaison: Client, coordinator: Person
) -> None:
    record(coordinator, "YF-03", "2023Q3", value="60.5")
    confirmed(template(["YF-03", 61.5]), coordinator)
    line = row(as_liaison.get(PAGE), "YF-03")
    for part in (">70%", "60.5%", "第三季度", "61.5", "已锁定", "（已审核）"):
        assert part in line.replace("&gt;", ">")


def test_what_is_not_filled_is_said_in_words(as_liaison: Client) -> None:
    assert "未填" in row(as_liaison.get(PAGE), "YF-03")
    assert "2023年" in row(as_liaison.get(PAGE), "YF-14")


def test_what_the_file_brought_is_no_longer_left(as_liaison: Client, liaison: Person) -> None:
    confirmed(template(["YF-03", None, 3293, 5236], tasks=[["YF-T04", "完成两场"]]), liaison)
    answer = as_liaison.get(PAGE)
    assert "还有 21 项指标、18 项任务未填" in words(answer)
    assert "3,293" in row(answer, "YF-03")
    assert "62.89" in row(answer, "YF-03")
    assert "已报送" in row(answer, "YF-03")
    assert "完成两场" in row(answer, "YF-T04")


def test_another_quarter_asks_for_its_own(as_liaison: Client) -> None:
    answer = as_liaison.get(f"{PAGE}?period=2023Q2")
    assert heading(answer) == "区卫生健康委：2023年第二季度填报"
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
    assert heading(answer) == "选择单位和填报期，填报或下载填报模板"
    assert ">区卫生健康委</option>" in text_of(answer)
    assert ">各街道</option>" not in text_of(answer)
    assert buttons(answer) == ["查看"]


def test_the_secretariat_sees_a_departments_page_and_its_template(as_coordinator: Client) -> None:
    answer = as_coordinator.get(f"{OF_2023Q4}&department={pk(OWNER)}")
    assert heading(answer) == "区卫生健康委：2023年第四季度填报"
    assert f'href="/report/template/2023Q4/?department={pk(OWNER)}"' in text_of(answer)
    assert re.search(rf'<option value="{pk(OWNER)}" selected>', text_of(answer))


@pytest.mark.parametrize("asked", ["abc", "-1", "0", "9" * 40, "²", "1 OR 1=1"])
def test_a_department_that_does_not_exist_says_where_to_choose(asked: str, as_coordinator: Client) -> None:
    answer = as_coordinator.get(PAGE, {"period": "2023Q4", "department": asked})
    assert answer.status_code == 404
    assert "没有这个单位。请从“单位填报”页选择单位。" in words(answer)


# --- the round ---------------------------------------------------------------------------------------


def test_without_a_round_the_page_is_read_and_says_why(as_liaison: Client) -> None:
    answer = as_liaison.get(OF_2023Q4)
    assert "2023年第四季度还没有开放填报，现在只能查看。" in words(answer)
    assert "<textarea" not in text_of(answer)
    assert "entry.js" not in text_of(answer)
    assert "检查并报送" not in words(answer)


def test_before_the_opening_day_it_is_read_too(as_liaison: Client, coordinator: Person) -> None:
    opened(coordinator, opens_on=date(2024, 1, 13))
    assert "到1月13日才开放填报" in words(as_liaison.get(OF_2023Q4))


def test_an_open_round_gives_fields_and_tells_its_day(as_liaison: Client, coordinator: Person) -> None:
    opened(coordinator)
    answer = as_liaison.get(PAGE)
    assert "1月20日（周六）截止，还有 8 天。" in words(answer)
    assert 'id="YF-03-numerator"' in markup(answer, "YF-03")
    assert 'id="YF-T04-progress"' in markup(answer, "YF-T04")
    assert "强化婚前保健和孕前保健" in row(answer, "YF-T04")
    assert "任务原文" in row(answer, "YF-T04")
    assert 'href="/indicators/YF-03/"' in markup(answer, "YF-03")
    assert "22 项" in words(answer)


def test_it_opens_on_the_round_that_takes_reports(as_liaison: Client, coordinator: Person) -> None:
    opened(coordinator, period="2023Q3", opens_on=date(2023, 10, 8), due_on=date(2023, 10, 20))
    answer = as_liaison.get(PAGE)
    assert heading(answer) == "区卫生健康委：2023年第三季度填报"
    assert "逾期 84 天" in words(answer)


def test_a_shared_measure_stands_once_with_every_plans_target(
    coordinator: Person, as_coordinator: Client
) -> None:
    opened(coordinator)
    answer = as_coordinator.get(f"{OF_2023Q4}&department={pk('区残联')}")
    assert 'id="YF-40"' not in text_of(answer)
    assert "YF-40" in row(answer, "FZ-07")


def test_what_was_returned_stands_first_with_its_reason(
    as_liaison: Client, liaison: Person, coordinator: Person
) -> None:
    held = opened(coordinator)
    items = items_of(held, OWNER)
    answered(liaison, items)
    return_item(item_of(held, "YF-07"), reason="分母应为本期活产数，请核对。", by=coordinator)
    approve_items([item_of(held, "YF-03")], by=coordinator)
    page = as_liaison.get(PAGE)
    assert "被退回 1 项，请改正后重新报送" in words(page)
    assert "秘书处退回： 分母应为本期活产数，请核对。" in row(page, "YF-07")
    positions = [text_of(page).index(f'<tr id="{code}"') for code in ("YF-07", "YF-03")]
    assert positions == sorted(positions)
    assert "<input" not in markup(page, "YF-03")
    assert 'id="YF-04-value"' in markup(page, "YF-04")


def test_what_is_reported_whole_is_not_late(as_liaison: Client, liaison: Person, coordinator: Person) -> None:
    held = opened(coordinator, due_on=date(2024, 1, 5))
    answered(liaison, items_of(held, OWNER))
    assert "1月5日（周五）截止，已全部报送。" in words(as_liaison.get(PAGE))


# --- everybody --------------------------------------------------------------------------------------


def test_who_reports_nothing_is_told_so(as_leader: Client) -> None:
    answer = as_leader.get(PAGE)
    assert answer.status_code == 403
    assert f"{Role.LEADER.label}不能填报本单位的数值" in words(answer)


def test_nobody_is_led_to_the_sign_in(as_nobody: Client) -> None:
    assert as_nobody.get(OF_2023Q4)["Location"] == "/accounts/login/?next=/report/%3Fperiod%3D2023Q4"


def test_a_full_page_takes_as_many_queries_as_an_empty_one(
    as_liaison: Client,
    liaison: Person,
    coordinator: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    as_liaison.get(PAGE)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_liaison.get(PAGE)
    held = opened(coordinator)
    with django_assert_num_queries(OPEN_QUERIES):
        as_liaison.get(PAGE)
    answered(liaison, items_of(held, OWNER))
    with django_assert_num_queries(ASKING_QUERIES):
        as_liaison.get(PAGE)
