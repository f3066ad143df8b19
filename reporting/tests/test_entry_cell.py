"""One row saved by itself: what the page's script is answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import person_of
from departments.models import Person, Role
from indicators.models import Reading
from reporting.tests.entering import GRID, record, send, stored

# Session, person, plan, indicator, what stands, what stood last; savepoint and its release, the measure's lock,
# the year's readings, rates summed over a year, what to compare with (two), insert, history, the data's token.
QUERIES = 17


@pytest.fixture
def second_coordinator(db: None) -> Person:
    return person_of(Role.COORDINATOR, "cast.wang")


def messages(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.content.decode()
    assert not Reading.objects.exists()
    found: dict[str, str] = response.json()["messages"]
    return found


def test_a_row_is_saved_and_comes_back_as_it_is_printed(as_coordinator: Client) -> None:
    response = send(
        as_coordinator, answer="value", numerator="16766", denominator="１７３２０", note=" 说明 "
    )
    assert response.status_code == 200
    reply = response.json()
    assert (reply["state"], reply["version"], reply["computed"]) == ("saved", 1, "96.8")
    assert reply["texts"]["numerator"] == "16,766"
    assert stored("YF-03").note == "说明"


def test_a_number_alone_says_that_there_is_one(as_coordinator: Client) -> None:
    assert send(as_coordinator, answer="", value="85%").json()["texts"]["answer"] == "value"
    assert stored("YF-03").value == 85


def test_a_typed_value_that_repeats_its_fraction_is_dropped(as_coordinator: Client) -> None:
    assert send(as_coordinator, value="96.80", numerator="16766", denominator="17320").status_code == 200
    assert stored("YF-03").value is None


def test_a_typed_value_that_contradicts_its_fraction_is_refused(as_coordinator: Client) -> None:
    assert (
        "不一样"
        in messages(send(as_coordinator, value="90", numerator="16766", denominator="17320"))["value"]
    )


def test_taking_the_answer_back_leaves_the_row_blank(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    reply = send(as_coordinator, seen_version=1, answer="").json()
    assert (reply["state"], reply["version"]) == ("blank", 2)


def test_a_shared_measure_answers_to_either_code(as_coordinator: Client) -> None:
    send(as_coordinator, "YF-40", value="88")
    send(as_coordinator, "FZ-07", value="89", seen_version=1)
    send(as_coordinator, "FZ-07", page="/entry/FZ/2023Q4/", value="90", seen_version=2)
    assert stored("FZ-07").value == 90
    assert stored("FZ-07").version == 3


def test_the_year_is_asked_for_in_its_fourth_quarter(as_coordinator: Client) -> None:
    assert send(as_coordinator, "YF-14", value="2.9").status_code == 200
    assert stored("YF-14", "2023").value is not None
    assert send(as_coordinator, "REF-GDP", page="/entry/FZ/2023Q4/", value="-2.5").status_code == 200
    assert str(stored("REF-GDP", "2023").value) == "-2.500000"


def test_the_reason_goes_into_the_history(as_coordinator: Client) -> None:
    send(as_coordinator, value="60")
    send(as_coordinator, value="61", seen_version=1, reason="区卫生健康委来函更正")
    reasons = Reading.history.order_by("version").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["2023年第四季度填报", "区卫生健康委来函更正"]


def test_a_conflict_shows_both_and_writes_nothing(
    as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    record(coordinator, "YF-03", numerator="16700", denominator="17320")
    record(second_coordinator, "YF-03", numerator="16742", denominator="17320")
    texts: dict[str, Any] = {"answer": "value", "numerator": "16766", "denominator": "17320"}
    response = send(as_coordinator, seen_version=1, **texts)
    reply = response.json()
    assert response.status_code == 409
    assert reply["sentence"].startswith("cast.wang ")
    assert reply["sentence"].endswith("已把分子改为 16,742，你填的是 16,766。两个都留着，请选一个。")
    assert (reply["theirs_label"], reply["mine_label"]) == ("用 16,742（cast.wang）", "用 16,766（我填的）")
    assert (reply["theirs"]["version"], reply["theirs"]["texts"]["numerator"]) == (2, "16,742")
    assert stored("YF-03").numerator == 16742
    assert send(as_coordinator, **{**texts, "seen_version": 2}).status_code == 200
    assert stored("YF-03").numerator == 16766


def test_a_conflict_of_kind_and_number_names_both(
    as_coordinator: Client, coordinator: Person, second_coordinator: Person
) -> None:
    record(second_coordinator, "YF-18", value="16")
    reply = send(as_coordinator, "YF-18", answer="not_applicable").json()
    assert "已把本期情况改为“数值”、本期值改为 16，你填的是“不适用”、空白。" in reply["sentence"]
    assert reply["theirs_label"] == "用cast.wang填的"


def test_a_conflict_with_oneself_says_so(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-18", value="16")
    assert send(as_coordinator, "YF-18", value="17").json()["sentence"].startswith("你在另一个窗口 ")


# --- bad input, each with its sentence --------------------------------------------------------------

BAD = {
    "text": (
        {"numerator": "36,74O", "denominator": "38640"},
        "numerator",
        "“36,74O”里有字母 O。请改成数字，例如 36,740。",
    ),
    "two decimal points": ({"value": "36.7.4"}, "value", "“36.7.4”里有 2 个小数点。"),
    "wrong sign": ({"value": "-3"}, "value", "-3 小于 0。请填不小于 0 的数。"),
    "101 %": ({"value": "101%"}, "value", "101% 超过 100%。请填 0 到 100 之间的数。"),
    "denominator 0": ({"numerator": "0", "denominator": "0"}, "denominator", "分母是 0，算不出比率。"),
    "numerator over denominator": (
        {"numerator": "4312", "denominator": "4128"},
        "numerator",
        "分子 4,312 大于分母 4,128",
    ),
    "only a numerator": ({"numerator": "5"}, "denominator", "请把分母也填上，分子、分母要成对。"),
    "only a denominator": ({"denominator": "5"}, "numerator", "请把分子也填上，分子、分母要成对。"),
    "too many digits": ({"numerator": "1", "denominator": "1234567890"}, "denominator", "分母位数太多"),
    "a target": ({"value": "≥80%"}, "value", "“≥80%”是目标。"),
    "no data without a reason": (
        {"answer": "no_data", "expected_on": "2024-02-20"},
        "note",
        "请在情况说明写明原因",
    ),
    "no data without a day": ({"answer": "no_data", "note": "未出"}, "expected_on", "请填预计哪天能报"),
    "a day that is none": (
        {"answer": "no_data", "note": "未出", "expected_on": "2024-02-30"},
        "expected_on",
        "“2024-02-30”不是日期。",
    ),
    "a long note": (
        {"value": "5", "note": "字" * 2001},
        "note",
        "情况说明有 2001 字，最多 2000 字，请缩短。",
    ),
    "a control character": ({"value": "5", "note": "字\x00"}, "note", "不能保存的字符"),
    "half a character": ({"value": "5", "note": "\ud800"}, "note", "不能保存的字符"),
    "a personal number": ({"value": "5", "note": "110102199001011234"}, "note", "本站只存汇总数"),
    "a value with 不适用": (
        {"answer": "not_applicable", "value": "5"},
        "answer",
        "选了“不适用”，就不要再填数",
    ),
    "an unknown answer": ({"answer": "maybe"}, "answer", "“本期情况”只能选"),
    "数值 without a number": ({"answer": "value"}, "value", "请填本期值"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_sentence_at_its_field(case: str, as_coordinator: Client) -> None:
    texts, field, sentence = BAD[case]
    assert sentence in messages(send(as_coordinator, **texts))[field]


def test_a_count_with_a_fraction_is_refused(as_coordinator: Client) -> None:
    assert messages(send(as_coordinator, "YF-26", value="3.5")) == {"value": "3.5 带小数，起数只能是整数。"}


def test_a_fraction_where_nothing_is_divided_is_refused(as_coordinator: Client) -> None:
    assert "不是比率" in messages(send(as_coordinator, "YF-26", numerator="3", denominator="5"))["numerator"]


def test_a_year_reported_whole_refuses_its_quarter(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-03", "2023", value="61")
    response = send(as_coordinator, value="62")
    assert response.status_code == 422
    assert response.json()["messages"]["period"].startswith("2023年既有全年数又有分期数")


@pytest.mark.parametrize("day", ["2024-02-20", "2024/2/20", "2024.2.20", "2024年2月20日"])
def test_a_day_may_be_written_in_several_ways(day: str, as_coordinator: Client) -> None:
    send(as_coordinator, answer="no_data", note="未出", expected_on=day)
    assert stored("YF-03").expected_on == date(2024, 2, 20)


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', "{}", '{"seen_version": null}', '{"seen_version": -1}', '{"seen_version": true}',
     '{"seen_version": 0, "value": 5}', '{"seen_version": 0, "note": {"a": 1}}', "\xff"],
)  # fmt: skip
def test_a_malformed_body_is_a_bad_request(body: str, as_coordinator: Client) -> None:
    response = as_coordinator.post(f"{GRID}YF-03/", body.encode("latin-1"), content_type="application/json")
    assert response.status_code == 400
    assert response.json() == {"detail": "提交的内容不完整，请刷新页面后再试。"}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/entry/YF/2023Q4/YF-99/", "2023年第四季度不填“YF-99”。"),
        ("/entry/YF/2023Q3/YF-14/", "2023年第三季度不填“YF-14”。"),
        ("/entry/YF/2023Q4/FZ-01/", "2023年第四季度不填“FZ-01”。"),
        ("/entry/YF/2023/YF-03/", "2023年的数在2023年第四季度的填报页填写。"),
        ("/entry/XX/2023Q4/YF-03/", "没有编码为“XX”的规划。"),
    ],
)
def test_an_address_that_is_not_there_says_so(as_coordinator: Client, address: str, sentence: str) -> None:
    response = as_coordinator.post(address, "{}", content_type="application/json")
    assert response.status_code == 404
    assert response.json()["detail"].startswith(sentence)


def test_a_cell_cannot_be_got(as_coordinator: Client) -> None:
    assert as_coordinator.get(f"{GRID}YF-03/").status_code == 405


def test_a_request_without_its_token_is_refused(coordinator: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    assert send(client, value="60").status_code == 403
    assert not Reading.objects.exists()


@pytest.mark.parametrize("client", ["as_liaison", "as_other_liaison", "as_leader", "as_evaluator"])
def test_only_the_secretariat_may(client: str, db: None, request: pytest.FixtureRequest) -> None:
    response = send(request.getfixturevalue(client), value="60")
    assert response.status_code == 403
    assert "不能录入和修改数值" in response.json()["detail"]


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(as_nobody: Client, db: None) -> None:
    assert send(as_nobody, value="60").status_code == 302


def test_a_page_of_somebody_who_signed_out_does_not_write_as_another(
    as_coordinator: Client, second_coordinator: Person
) -> None:
    response = send(as_coordinator, value="60", person=second_coordinator.pk)
    assert response.status_code == 403
    assert "现在登录的是另一个账号" in response.json()["detail"]
    assert not Reading.objects.exists()


def test_a_row_takes_a_fixed_number_of_queries(
    as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_coordinator.get(GRID)  # renews the session
    with django_assert_num_queries(QUERIES):
        send(as_coordinator, value="60")
