"""The grid of one plan and quarter: what it asks for and shows, and saving it whole, without script."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import person_of
from departments.models import Person, Role
from indicators.models import Reading
from reporting.selectors.grid import grid
from reporting.tests.entering import GRID, form, fraction, record, stored, text_of

# Session, person, plan, indicators, what stands, what stood last; plans and demonstration people for the frame.
QUERIES = 8
# The same, the session, and for all rows: two savepoints, lock, judge (three), ask (two), insert, history, token.
WRITE_QUERIES = 20


@pytest.fixture
def second_coordinator(db: None) -> Person:
    person = person_of(Role.COORDINATOR, "cast.second_coordinator")
    Person.objects.filter(pk=person.pk).update(name="王某")
    return Person.objects.get(pk=person.pk)


def row(page: str, code: str) -> str:
    """The markup of one row and of the message under it."""
    found = re.search(rf'<tr id="{code}".*?(?=<tr id="|</tbody>)', page, re.DOTALL)
    assert found, f"no row for {code}"
    return found[0]


# --- what is asked ----------------------------------------------------------------------------------


def test_the_fourth_quarter_asks_for_the_year_too(db: None) -> None:
    periods = {row.code: row.period.code for row in grid("YF", "2023Q4").rows}
    assert len(periods) == 45
    assert (periods["YF-03"], periods["YF-01"]) == ("2023Q4", "2023")


@pytest.mark.parametrize("quarter", ["2023Q1", "2023Q2", "2023Q3"])
def test_other_quarters_ask_for_quarterly_measures_only(db: None, quarter: str) -> None:
    assert {row.period.code for row in grid("YF", quarter).rows} == {quarter}
    assert grid("YF", quarter).row("YF-01") is None


def test_the_reference_is_asked_with_the_plan_whose_target_refers_to_it(db: None) -> None:
    last = grid("FZ", "2023Q4").rows[-1]
    assert (last.code, last.period.code, last.theme, last.targets) == ("REF-GDP", "2023", "参照数据", ())
    assert grid("YF", "2023Q4").row("REF-GDP") is None


def test_a_shared_measure_is_one_cell_with_both_targets(coordinator: Person) -> None:
    record(coordinator, "FZ-07", value="88")
    fz, yf = grid("FZ", "2023Q4").row("FZ-07"), grid("YF", "2023Q4").row("YF-40")
    assert fz and yf
    assert fz.reading == yf.reading == stored("FZ-07")
    assert [target.code for target in yf.targets] == ["YF-40", "FZ-07"]
    assert grid("YF", "2023Q4").row("FZ-07") == yf


def test_each_theme_stands_once(db: None) -> None:
    for code in ("FZ", "YF"):
        names = [theme for theme, _ in grid(code, "2023Q4").themes]
        assert len(names) == len(set(names))


# --- what is shown ----------------------------------------------------------------------------------


def test_a_row_shows_target_last_value_and_what_stands(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-03", "2023Q3", value="61.7")
    record(coordinator, "YF-03", numerator="3293", denominator="5236", note="含外区户籍")
    shown = row(text_of(as_coordinator.get(GRID)), "YF-03")
    for expected in (
        "婚前医学检查率",
        "&gt;70%",
        "61.7%",
        "第三季度",
        "3,293",
        "5,236",
        "62.89",
        "含外区户籍",
        "已保存",
    ):
        assert expected in shown


def test_a_rounded_value_never_seems_to_reach_its_target(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-05", numerator="969999", denominator="1000000")
    assert "96.9999</b>" in row(text_of(as_coordinator.get(GRID)), "YF-05")


def test_the_last_value_of_a_yearly_measure_is_last_years(
    as_coordinator: Client, coordinator: Person
) -> None:
    record(coordinator, "YF-14", "2022", value="2.7")
    record(coordinator, "YF-03", "2023Q2", value="60")
    page = text_of(as_coordinator.get(GRID))
    assert "2.7" in row(page, "YF-14")
    assert "2022年" in row(page, "YF-14")
    assert "第二季度" in row(page, "YF-03")


def test_a_quarter_of_a_year_reported_whole_is_text_not_fields(
    as_coordinator: Client, coordinator: Person
) -> None:
    record(coordinator, "YF-03", "2023", value="61")
    shown = row(text_of(as_coordinator.get(GRID)), "YF-03")
    assert "2023年已有全年数，各季度不再填。" in shown
    assert "<input" not in shown
    as_coordinator.post(GRID, form(YF_03={"value": "62"}))
    assert Reading.objects.count() == 1


def test_the_heading_says_what_is_left(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-03", value="61")
    assert "还有 44 项未填，共 45 项" in text_of(as_coordinator.get(GRID))


def test_45_rows_take_as_many_queries_as_11(
    as_coordinator: Client, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("YF-03", "YF-04", "FZ-07"):
        record(coordinator, code, "2023Q3", value="60")
        record(coordinator, code, value="61")
    as_coordinator.get(GRID)  # renews the session
    for address in (GRID, "/entry/FZ/2023Q4/"):
        with django_assert_num_queries(QUERIES):
            as_coordinator.get(address)


def test_nothing_in_the_page_is_inline(as_coordinator: Client) -> None:
    page = text_of(as_coordinator.get(GRID))
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", page)


# --- addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/entry/XX/2023Q4/", "没有编码为“XX”的规划。"),
        ("/entry/YF/2023Q5/", "“2023Q5”不是填报期。"),
        ("/entry/YF/abc/", "“abc”不是填报期。"),
        ("/entry/YF/2023/", "2023年的数在2023年第四季度的填报页填写。"),
        ("/entry/YF/2023H1/", "2023年上半年的数在2023年第二季度的填报页填写。"),
        ("/entry/YF/2021Q4/", "2021年第四季度不在残疾预防行动计划的规划期（2022—2025年）内。"),
    ],
)
def test_an_address_that_does_not_exist_says_so(as_coordinator: Client, address: str, sentence: str) -> None:
    response = as_coordinator.get(address)
    assert response.status_code == 404
    assert sentence in text_of(response)
    assert "请从“录入”页选择" in text_of(response)


def test_a_future_quarter_is_not_there_yet(as_coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2023, 9, 30))
    response = as_coordinator.get(GRID)
    assert response.status_code == 404
    assert "2023年第四季度还没有开始，到2023年10月1日才能填报。" in text_of(response)


def test_who_may_not_record_is_told_in_chinese(as_leader: Client) -> None:
    response = as_leader.get(GRID)
    assert response.status_code == 403
    assert "领导不能录入和修改数值" in text_of(response)


# --- saving without script --------------------------------------------------------------------------


def test_all_that_is_right_is_saved_and_confirmed(as_coordinator: Client) -> None:
    data = form(YF_03={"numerator": "3,293", "denominator": "５２３６"}, YF_18={"value": "15"}, YF_04={})
    response = as_coordinator.post(GRID, {**data, "reason": "按季报"}, follow=True)
    assert response.redirect_chain == [(GRID, 302)]
    assert "已保存 2 项。" in text_of(response)
    assert fraction("YF-03") == (3293, 5236)
    assert Reading.history.values_list("history_change_reason", flat=True).distinct().get() == "按季报"


def test_without_a_reason_the_history_says_what_it_was_entered_for(as_coordinator: Client) -> None:
    as_coordinator.post(GRID, form(YF_18={"value": "15"}))
    assert stored("YF-18").history.get().history_change_reason == "2023年第四季度填报"


def test_nothing_changed_is_said_too(as_coordinator: Client) -> None:
    assert "没有改动。" in text_of(as_coordinator.post(GRID, form(YF_03={}), follow=True))


def test_what_is_wrong_stays_as_typed_with_its_message_and_the_rest_is_saved(as_coordinator: Client) -> None:
    data = form(
        YF_03={"value": "≥80%", "note": "待核"},
        YF_05={"numerator": "4312", "denominator": "4128"},
        YF_18={"value": "15"},
    )
    response = as_coordinator.post(GRID, data)
    page = text_of(response)
    assert response.status_code == 422
    assert stored("YF-18").value == 15
    assert Reading.objects.count() == 1
    assert "1 项已保存；下面标出的没有保存" in page
    assert 'value="≥80%"' in row(page, "YF-03")
    assert "待核</textarea>" in row(page, "YF-03")
    assert "“≥80%”是目标。请在“本期值”填实际完成的数，例如 77.5。" in row(page, "YF-03")
    assert 'href="#YF-03-value"' in page
    assert 'href="#YF-05-numerator"' in page
    assert re.search(
        r'id="YF-05-numerator"[^>]*aria-describedby="[^"]*YF-05-message"[^>]*aria-invalid="true"', page
    )
    assert page.index("error-summary") < page.index('id="entry-table"')
    assert "<title>有 2 处要改：" in page


def test_a_value_that_was_changed_meanwhile_is_shown_beside_ones_own(
    as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    record(coordinator, "YF-18", value="14")
    record(second_coordinator, "YF-18", value="16")
    page = text_of(
        as_coordinator.post(GRID, form(YF_18={"value": "15", "answer": "value", "seen_version": 1}))
    )
    assert stored("YF-18").value == 16
    assert re.search(r"王某 \d\d:\d\d 已把本期值改为 16，你填的是 15。两个都留着，请选一个。", page)
    assert "用 16（王某）" in page
    assert "用 15（我填的）" in page


@pytest.mark.parametrize(("choice", "value"), [("mine", 15), ("theirs", 16)])
def test_the_choice_between_the_two_is_kept(
    choice: str, value: int, as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    record(coordinator, "YF-18", value="14")
    record(second_coordinator, "YF-18", value="16")
    sent = {"value": "15", "answer": "value", "seen_version": 1, "theirs_version": 2, "choice": choice}
    response = as_coordinator.post(GRID, form(YF_18=sent))
    assert response.status_code == 302
    assert stored("YF-18").value == value


def test_a_third_change_before_the_choice_is_shown_again(
    as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    for value in ("14", "16", "17"):
        record(second_coordinator, "YF-18", value=value)
    sent = {"value": "15", "answer": "value", "seen_version": 1, "theirs_version": 2, "choice": "mine"}
    response = as_coordinator.post(GRID, form(YF_18=sent))
    assert response.status_code == 422
    assert "用 17（王某）" in text_of(response)


def test_a_row_one_did_not_touch_is_no_conflict(
    as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    record(coordinator, "YF-18", value="14")
    record(second_coordinator, "YF-18", value="16")
    sent = form(YF_18={"value": "14", "answer": "value", "seen_version": 1}, YF_11={"value": "1"})
    assert as_coordinator.post(GRID, sent).status_code == 302
    assert stored("YF-18").value == 16
    assert stored("YF-11").value == 1


def test_a_row_that_the_quarter_does_not_ask_for_is_not_taken(as_coordinator: Client) -> None:
    as_coordinator.post("/entry/YF/2023Q3/", form(YF_14={"value": "1"}))
    assert not Reading.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "9" * 12])
def test_a_forged_version_is_a_bad_request(as_coordinator: Client, version: str) -> None:
    data = form(YF_18={"value": "15"}) | {"YF-18-seen_version": version}
    assert as_coordinator.post(GRID, data).status_code == 400


def test_a_form_without_its_token_is_refused(coordinator: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    assert client.post(GRID, form(YF_18={"value": "15"})).status_code == 403
    assert not Reading.objects.exists()


def test_saving_takes_as_many_queries_for_many_rows_as_for_few(
    as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [r.code for r in grid("YF", "2023Q4").rows if r.has_fraction]
    few, many = codes[:2], codes[2:]
    as_coordinator.get(GRID)
    for some in (few, many):
        data = form(**{code.replace("-", "_"): {"value": "50", "note": "按季报"} for code in some})
        with django_assert_num_queries(WRITE_QUERIES):
            assert as_coordinator.post(GRID, data).status_code == 302
    assert Reading.objects.count() == len(codes)
