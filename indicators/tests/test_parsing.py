"""Text of a cell → exact number, or a sentence that says what to do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.parsing import COUNTED, PERCENT, parse_number
from indicators.progress.numbers import format_number

TAKEN = {
    "85": "85",
    " 85 ": "85",
    "85%": "85",
    "85 %": "85",
    "８５％": "85",
    "８５．５": "85.5",
    "1,234": "1234",
    "１，２３４": "1234",
    "1 234": "1234",
    "1\u00a0234": "1234",
    "12,345,678.90": "12345678.90",
    "0": "0",
    "-0": "0",
    ".5": "0.5",
    "-2.5": "-2.5",
    "−2.5": "-2.5",
    "－２．５": "-2.5",
    "+3.2%": "3.2",
    "\ufeff85": "85",
    "0.000001": "0.000001",
    "123456789.123456": "123456789.123456",
}

REFUSED = {
    "": "还没有填数。",
    "   ": "还没有填数。",
    "36,74O": "“36,74O”里有字母 O。请改成数字，例如 36,740。",
    "l2": "“l2”里有字母 l。请改成数字，例如 12。",
    "≥80%": "“≥80%”是目标。请在“本期值”填实际完成的数，例如 77.5。",
    "＞70": "“>70”是目标。",
    "80%以上": "“80%以上”是目标。",
    "12分钟内": "“12分钟内”是目标。",
    "1.2.3": "“1.2.3”里有 2 个小数点。请只留一个",
    "1..2": "里有 2 个小数点",
    "36。5": "“36。5”里的“。”不是小数点。请改成 36.5。",
    "1/2": "“1/2”是分数。请把 1 填在“分子”、2 填在“分母”，或者填算好的数。",
    "2023-01-02": "“2023-01-02”是日期。",
    "2023/1/2": "是日期",
    "1月2日": "“1月2日”是日期。",
    "10-20": "是日期",
    "1e5": "“1e5”是科学记数法。请把数字写全",
    "1.5E-3": "是科学记数法",
    "inf": "“inf”不是数字。",
    "nan": "“nan”不是数字。",
    "-Infinity": "不是数字",
    "1,23": "“1,23”里逗号的位置不对。小数请写 1.23，整数请写 123。",
    "1,2345": "逗号的位置不对",
    "12,34,56": "里逗号的位置不对。请去掉逗号，例如 123456",
    "8 5": "里空格的位置不对。请去掉空格，例如 85",
    "1,234 567": "位置不对",
    "--5": "正负号不对",
    "5-": "正负号不对",
    "(5)": "带括号。负数请写成 -5",
    "=1+1": "“=1+1”是公式。请填算好的数",
    "八十五": "不是阿拉伯数字",
    "约80": "不是准确的数",
    "下降23%": "说的是变化",
    "1300人": "里的“人”不能填在这里，这一项的单位是%。请换算后只填数字",
    "1.3万": "里的“万”不能填在这里",
    "5‰": "里的“‰”不能填在这里",
    "无": "没有数请在“本期情况”选“暂无数据”或“不适用”。",
    "—": "没有数请在“本期情况”选",
    "/": "没有数请在“本期情况”选",
    "不适用": "没有数请在“本期情况”选",
    "abc": "“abc”不是数字。请填数字，例如 85。",
    "5.": "不是数字",
    "٣٤": "不是数字",
    "½": "不是数字",
    "²": "不是数字",
    "1_000": "不是数字",
    "0x1f": "不是数字",
    "1\n2": "不是数字",
    "9" * 70: "太长",
}


@pytest.mark.parametrize("text", TAKEN)
def test_takes_what_people_write(text: str) -> None:
    number = parse_number(text)
    assert str(number) == TAKEN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_with_a_sentence_that_helps(text: str) -> None:
    with pytest.raises(ValueError, match=r"。$") as refusal:
        parse_number(text)
    assert REFUSED[text] in str(refusal.value)


def test_takes_the_unit_of_the_measure_behind_the_number() -> None:
    assert parse_number("12分钟", ("分钟",)) == 12
    assert parse_number("0.13 万人", ("万人",)) == Decimal("0.13")
    assert parse_number("2,794 例/百万人", ("例/百万人",)) == 2794
    assert parse_number("3,293人", COUNTED) == 3293
    assert parse_number("12 人次", COUNTED) == 12


@pytest.mark.parametrize(
    ("text", "units"), [("85%", ("个",)), ("1300人", ("万人",)), ("13万", ("人",)), ("8%", COUNTED)]
)
def test_refuses_another_unit_instead_of_converting_in_silence(text: str, units: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="不能填在这里"):
        parse_number(text, units)


def test_a_long_text_is_quoted_in_short() -> None:
    with pytest.raises(ValueError, match=r"“x{20}…”不是数字") as refusal:
        parse_number("x" * 60)
    assert len(str(refusal.value)) < 60


numbers = st.decimals(-(10**9) + 1, 10**9 - 1, places=6) | st.integers(-(10**9) + 1, 10**9 - 1).map(Decimal)


@given(numbers)
def test_what_is_printed_is_read_back_exactly(number: Decimal) -> None:
    assert parse_number(format_number(number, comma=True)) == number
    assert parse_number(f"{number:f}") == number


@given(numbers)
def test_full_width_digits_and_a_percent_sign_change_nothing(number: Decimal) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in f"{number:f}%")
    assert parse_number(wide) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_gets_a_sentence(text: str) -> None:
    assert told(text).endswith("。") or parse_number(text).is_finite()


def told(text: str) -> str:
    try:
        parse_number(text)
    except ValueError as refusal:
        return str(refusal)
    return ""


@given(st.text(alphabet="0123456789,. -+%/eEOl", max_size=12))
def test_nothing_that_looks_like_a_number_is_misread(text: str) -> None:
    try:
        number = parse_number(text, PERCENT)
    except ValueError:
        return
    assert number == Decimal(text.strip().removesuffix("%").replace(",", "").replace(" ", ""))
