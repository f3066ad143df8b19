"""The hard rules for one answer, each with its sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.choices import AnswerChoice, FrequencyChoice
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import MAX_DECIMALS, MAX_WHOLE_DIGITS, Entry, fits, problems

TODAY = date(2024, 1, 15)
COVERAGE = Measure(
    code="YF-03", name="婚前医学检查率", unit="%", scale=Decimal(100), frequency=FrequencyChoice.QUARTERLY
)
GROWTH = Measure(code="FZ-01", name="收入增速", unit="%", frequency=FrequencyChoice.YEARLY)
COUNT = Measure(code="YF-26", name="事故起数", unit="起", frequency=FrequencyChoice.QUARTERLY)
AREA = Measure(code="YF-14", name="人均场地面积", unit="平方米", frequency=FrequencyChoice.YEARLY)


def asked(measure: Measure = COVERAGE, period: str = "2023Q4", **content: Any) -> dict[str, str]:
    """{field: sentence}"""
    numbers: dict[str, Any] = {
        name: Decimal(number)
        if isinstance(number, str) and name in ("value", "numerator", "denominator")
        else number
        for name, number in content.items()
    }
    return {p.field: p.sentence for p in problems(Entry(measure, Period.parse(period), **numbers), TODAY)}


def test_takes_a_fraction_a_plain_value_and_the_ends_of_the_scale() -> None:
    assert asked(numerator="3293", denominator="5236") == {}
    assert asked(value="62.9") == {}
    assert asked(value="0") == asked(value="100") == {}
    assert asked(numerator="0", denominator="7") == asked(numerator="7", denominator="7") == {}


def test_a_percentage_above_100_is_refused() -> None:
    assert asked(value="101") == {"value": "101% 超过 100%。请填 0 到 100 之间的数。"}


def test_a_growth_rate_takes_any_value() -> None:
    assert asked(GROWTH, "2023", value="-2.5") == asked(GROWTH, "2023", value="130") == {}


@pytest.mark.parametrize("measure", [COVERAGE, COUNT])
def test_a_wrong_sign_is_refused(measure: Measure) -> None:
    assert asked(measure, value="-3") == {"value": "-3 小于 0。请填不小于 0 的数。"}


def test_a_denominator_of_0_is_refused() -> None:
    assert "分母是 0" in asked(numerator="0", denominator="0")["denominator"]


def test_a_numerator_above_its_denominator_is_refused() -> None:
    assert asked(numerator="4312", denominator="4128") == {
        "numerator": "分子 4,312 大于分母 4,128，覆盖率不能超过 100%。请核对两个数。"
    }


def test_only_one_of_the_two_is_refused_at_the_missing_one() -> None:
    assert asked(numerator="5") == {"denominator": "请把分母也填上，分子、分母要成对。"}
    assert asked(denominator="5") == {"numerator": "请把分子也填上，分子、分母要成对。"}


def test_a_value_beside_its_fraction_is_refused() -> None:
    assert "只留一种" in asked(value="60", numerator="3", denominator="5")["value"]


def test_a_fraction_is_refused_where_nothing_is_divided() -> None:
    assert asked(COUNT, numerator="3", denominator="5") == {
        "numerator": "这一项不是比率，不填分子、分母，请只填本期值。"
    }
    assert asked(COUNT, value="3", denominator="5")["denominator"].startswith("这一项不是比率")


def test_a_count_with_a_fraction_is_refused() -> None:
    assert asked(COUNT, value="3.5") == {"value": "3.5 带小数，起数只能是整数。"}
    assert asked(AREA, "2023", value="2.82") == {}


def test_too_many_digits_are_refused_never_rounded() -> None:
    assert "位数太多" in asked(COUNT, value="1234567890")["value"]
    assert "位数太多" in asked(AREA, "2023", value="1.1234567")["value"]
    assert "位数太多" in asked(AREA, "2023", value="2." + "0" * 28 + "1")["value"]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_fits_when_its_column_keeps_it_exactly(number: Decimal) -> None:
    _, digits, exponent = number.as_tuple()
    text = f"{number:f}" if -60 < int(exponent) < 60 and len(digits) < 60 else ""
    if not text:
        return
    whole, _, decimals = text.lstrip("-").partition(".")
    expected = len(decimals.rstrip("0")) <= MAX_DECIMALS and len(whole.lstrip("0")) <= MAX_WHOLE_DIGITS
    assert fits(number) == expected


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+999999"])
def test_what_is_no_number_does_not_fit(number: str) -> None:
    assert not fits(Decimal(number))


def test_nothing_at_all_is_not_a_value() -> None:
    assert asked() == {"value": "请填本期值；没有数可选“暂无数据”或“不适用”。"}


def test_no_data_needs_a_reason_and_a_day() -> None:
    assert asked(answer=AnswerChoice.NO_DATA) == {
        "note": "暂无数据时，请在情况说明写明原因。",
        "expected_on": "暂无数据时，请填预计哪天能报。",
    }
    assert asked(answer=AnswerChoice.NO_DATA, note="市里 2 月发布", expected_on=date(2024, 2, 20)) == {}


def test_not_applicable_takes_no_number() -> None:
    assert asked(answer=AnswerChoice.NOT_APPLICABLE) == {}
    assert "选了“不适用”，就不要再填数" in asked(answer=AnswerChoice.NOT_APPLICABLE, value="5")["answer"]
    assert "请把“本期情况”选为“数值”" in asked(answer="", value="5")["answer"]


def test_an_unknown_answer_is_refused() -> None:
    assert asked(answer="maybe") == {"answer": "“本期情况”只能选数值、不适用或暂无数据。"}


def test_a_note_over_2000_characters_is_refused_with_its_length() -> None:
    assert asked(value="5", note="字" * 2001) == {"note": "情况说明有 2001 字，最多 2000 字，请缩短。"}
    assert asked(value="5", note="字" * 2000) == {}


@pytest.mark.parametrize("char", ["\x00", "\x1f", "\ud800"])
def test_a_note_that_no_database_keeps_is_refused(char: str) -> None:
    assert "不能保存的字符" in asked(value="5", note=f"说明{char}")["note"]


@pytest.mark.parametrize("number", ["110102199001011234", "11010219900101123X", "11010219900101123X43"])
def test_a_personal_number_in_a_note_is_refused(number: str) -> None:
    assert "本站只存汇总数" in asked(value="5", note=f"张某 {number}")["note"]


@pytest.mark.parametrize("text", ["110102199013011234", "电话 13800138000", "共 123456789012345678901234 元"])
def test_other_long_numbers_in_a_note_are_left_alone(text: str) -> None:
    assert asked(value="5", note=text) == {}


def test_a_period_of_another_frequency_is_refused() -> None:
    assert asked(AREA, "2023Q4", value="2") == {
        "period": "“人均场地面积”每年填一次，不能填在2023年第四季度。"
    }
    assert asked(COUNT, "2023H2", value="2")["period"].startswith("“事故起数”每季度填一次")


def test_a_period_that_has_not_begun_is_refused() -> None:
    assert asked(value="5", period="2024Q2") == {"period": "2024年第二季度还没有开始，不能填报。"}
    assert asked(value="5", period="2024Q1") == {}
