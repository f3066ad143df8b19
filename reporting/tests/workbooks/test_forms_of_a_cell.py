"""Every accepted form of a cell, and every refused one, each in a real .xlsx."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from reporting.tests.workbooks.conftest import Read
from reporting.tests.workbooks.making import As, Formula, xlsx
from reporting.workbooks.parsed import ParsedFile, ParsedRow, Severity

HEAD = ["指标编码", "填报期", "数值"]
RATE, COUNT, MINUTES, GROWTH, AREA = "YF-03", "YF-02", "YF-28", "REF-GDP", "YF-14"

# The measure, what stands in the cell, the number that is meant.
ACCEPTED: list[tuple[str, Any, str]] = [
    (RATE, 85, "85"),
    (RATE, 85.5, "85.5"),
    (RATE, 0, "0"),
    (RATE, "85", "85"),
    (RATE, "85%", "85"),
    (RATE, "８５％", "85"),
    (RATE, "85 %", "85"),
    (RATE, " 85.50% ", "85.50"),
    (RATE, "８５．５", "85.5"),
    (RATE, As(0.85, "0%"), "85"),
    (RATE, As(0.862, "0.0%"), "86.2"),
    (RATE, As(0.29, "0.00%"), "29"),
    (RATE, As(0.57, "0%;[Red]-0%"), "57"),
    (RATE, As(1, "0%"), "100"),
    (RATE, As(0.005, "0.0%"), "0.5"),
    (RATE, As(0.1 + 0.2, "0%"), "30"),
    (RATE, As(85, '0.0"%"'), "85"),
    (RATE, 0.1 + 86, "86.1"),
    (RATE, "0.862%", "0.862"),
    (COUNT, 1234, "1234"),
    (COUNT, "1,234", "1234"),
    (COUNT, "１，２３４", "1234"),
    (COUNT, "1 234", "1234"),
    (COUNT, "1\u00a0234", "1234"),
    (COUNT, As(1234, "#,##0"), "1234"),
    (COUNT, As(1234, '#,##0"个"'), "1234"),
    (COUNT, "3个", "3"),
    (COUNT, "3 个", "3"),
    (COUNT, 1, "1"),
    (COUNT, 123456789, "123456789"),
    (COUNT, "0", "0"),
    (MINUTES, "12分钟", "12"),
    (MINUTES, "11.5 分钟", "11.5"),
    (MINUTES, "１２分钟", "12"),
    (AREA, "2.82平方米", "2.82"),
    (AREA, 0.7, "0.7"),
    (AREA, 123.456789, "123.456789"),
    (GROWTH, -2.3, "-2.3"),
    (GROWTH, "-2.3%", "-2.3"),
    (GROWTH, "−2.3", "-2.3"),
    (GROWTH, "下降2.3%", "-2.3"),
    (GROWTH, "增长5.2%", "5.2"),
    (GROWTH, 0.8, "0.8"),
]

NOT_ANSWERED = ["—", "——", "-", "－", "/", "／", "无", " 无 ", "没有", None, "  "]

# The measure, what stands in the cell, what the sentence must say.
REFUSED: list[tuple[str, Any, str]] = [
    (RATE, "≥85", "“≥85”是目标。请在“本期值”填实际完成的数，例如 77.5。"),
    (RATE, "≥85%", "是目标"),
    (RATE, ">70%", "是目标"),
    (RATE, "80%以上", "是目标"),
    (RATE, date(2024, 1, 2), "这一格被 Excel 当成日期 1月2日。请把格式设为“常规”后重填。"),
    (RATE, As(45608.354, "yyyy-mm-dd hh:mm"), "日期 11月12日"),
    (RATE, As(45293, 'm"月"d"日"'), "日期 1月2日"),
    (RATE, As(45293, "[$-804]yyyy/m/d"), "日期 1月2日"),
    (MINUTES, time(12, 0), "这一格被 Excel 当成时间 12:00:00"),
    (RATE, "1/2", "“1/2”是分数"),
    (RATE, "4312/5002", "请把 4312 填在“分子”"),
    (RATE, "36,74O", "里有字母 O"),
    (RATE, "八十五", "不是阿拉伯数字"),
    (RATE, "约85", "不是准确的数"),
    (RATE, "85-90", "请"),
    (RATE, "8.5E+1", "科学记数法"),
    (RATE, "待定", "“待定”不是数字"),
    (RATE, "85.5.5", "小数点"),
    (RATE, "#N/A", "公式错误 #N/A"),
    (RATE, "#DIV/0!", "公式错误 #DIV/0!"),
    (RATE, Formula("=C2/D2"), "这一格是公式，文件里没有算好的结果"),
    (RATE, True, "“TRUE”（逻辑值），不是数字"),
    (RATE, "12分钟", "单位是%"),
    (COUNT, As(0.85, "0%"), "这一格是百分比 85%，这一项的单位是个"),
    (COUNT, "85%", "单位是个"),
    (COUNT, "1.2万个", "万个"),
    (RATE, "下降2.3%", "说的是变化"),
    ("YF-29", "下降23%", "还没有录入基期值"),
    ("YF-26", "同比下降23%", "“同比下降23%”"),
    ("YF-26", "比2019年下降23%", "不是同一年"),
]

# The measure, what stands in the cell, the number meant probably, what the sentence must say.
ASKED: list[tuple[str, Any, str, str]] = [
    (RATE, 0.862, "86.2", "0.862 是 86.2% 还是 0.862%？请把表中改为 86.2"),
    (RATE, "0.862", "86.2", "0.862 是 86.2%"),
    (RATE, 1, "100", "1 是 100% 还是 1%"),
    (RATE, 0.29, "29", "0.29 是 29%"),
]


def all_cases() -> list[tuple[str, Any]]:
    return [
        *((case[0], case[1]) for case in ACCEPTED),
        *((RATE, cell) for cell in NOT_ANSWERED),
        *((case[0], case[1]) for case in REFUSED),
        *((case[0], case[1]) for case in ASKED),
        (RATE, "不适用"),
        (RATE, "暂无数据"),
    ]


@pytest.fixture(scope="module")
def answers(read: Read) -> ParsedFile:
    """One workbook with a row for every case: the period tells them apart."""
    lines = [[code, f"{1950 + i // 4}Q{i % 4 + 1}", cell] for i, (code, cell) in enumerate(all_cases())]
    return read(xlsx({"历史": [HEAD, *lines]}))


def row_of(answers: ParsedFile, code: str, cell: Any) -> ParsedRow:
    number = next(i for i, case in enumerate(all_cases()) if case[0] == code and case[1] is cell) + 2
    return next(row for row in answers.rows if row.number == number)


@pytest.mark.parametrize(("code", "cell", "meant"), ACCEPTED, ids=repr)
def test_is_taken_for_the_number_that_is_meant(answers: ParsedFile, code: str, cell: Any, meant: str) -> None:
    row = row_of(answers, code, cell)

    assert (row.answer, row.value, row.issues) == ("value", Decimal(meant), [])


@pytest.mark.parametrize("cell", NOT_ANSWERED, ids=repr)
def test_is_taken_for_not_reported(answers: ParsedFile, cell: Any) -> None:
    """And said so, wherever something is written: whoever writes 无 may mean 0."""
    row = row_of(answers, RATE, cell)

    assert (row.answer, row.value, row.is_blank) == ("", None, True)
    said = [issue.sentence for issue in row.issues]
    assert said == ([f"“{cell.strip()}”按没有填报处理。"] if str(cell or "").strip() else [])


@pytest.mark.parametrize(("code", "cell", "sentence"), REFUSED, ids=repr)
def test_is_refused_with_its_cell(answers: ParsedFile, code: str, cell: Any, sentence: str) -> None:
    row = row_of(answers, code, cell)

    [issue] = row.issues
    assert issue.severity is Severity.PROBLEM
    assert sentence in issue.sentence
    assert str(issue) == f"历史!C{row.number} {issue.sentence}"
    assert (row.value, issue.key, issue.field) == (None, code, "value")


@pytest.mark.parametrize(("code", "cell", "probably", "sentence"), ASKED, ids=repr)
def test_is_asked_about_and_never_guessed(
    answers: ParsedFile, code: str, cell: Any, probably: str, sentence: str
) -> None:
    row = row_of(answers, code, cell)

    [issue] = row.issues
    assert issue.severity is Severity.QUESTION
    assert sentence in issue.sentence
    assert (row.value, issue.suggestion) == (Decimal(str(cell)), Decimal(probably))
    assert str(issue.place) == f"历史!C{row.number}"


@pytest.mark.parametrize(
    ("cell", "answer"), [("不适用", "not_applicable"), ("暂无数据", "no_data")], ids=["不适用", "暂无数据"]
)
def test_a_word_is_an_answer_of_its_own(answers: ParsedFile, cell: str, answer: str) -> None:
    row = next(row for row in answers.rows if row.shown("value") == cell)

    assert (row.answer, row.value, row.issues) == (answer, None, [])


def test_a_share_with_its_reason_in_the_note_is_not_asked_about_again(read: Read) -> None:
    head = [*HEAD, "情况说明"]

    [row] = read(xlsx({"历史": [head, [RATE, "2023Q2", 0.862, "起步阶段，确是 0.862%"]]})).rows

    assert [issue.severity for issue in row.issues] == [Severity.HINT]
    assert row.value == Decimal("0.862")


def test_none_of_a_count_may_mean_zero_and_says_so(read: Read) -> None:
    [row] = read(xlsx({"历史": [HEAD, ["YF-26", "2023Q2", "无"]]})).rows

    assert (row.answer, row.is_blank) == ("", True)
    assert "请填 0" in row.issues[0].sentence
    assert row.issues[0].severity is Severity.HINT


@pytest.mark.parametrize(
    ("period", "cell", "value", "severity"),
    [
        ("2022", "下降23%", "154", Severity.HINT),
        ("2022", "比2020年下降２３％", "154", Severity.HINT),
        ("2022", "较2020年上升5%", "210", Severity.HINT),
        ("2023Q2", "下降20%", "40", Severity.QUESTION),
    ],
)
def test_a_fall_is_counted_from_the_baseline(
    read: Read, period: str, cell: str, value: str, severity: Severity
) -> None:
    [row] = read(xlsx({"历史": [HEAD, ["YF-26", period, cell]]})).rows

    assert (row.value, [issue.severity for issue in row.issues]) == (Decimal(value), [severity])
    assert f"{value} 起" in row.issues[0].sentence


def test_a_fall_that_makes_no_whole_number_is_refused(read: Read) -> None:
    [row] = read(xlsx({"历史": [HEAD, ["YF-26", "2023Q2", "下降23%"]]})).rows

    assert "38.5 起，不是整数" in row.issues[0].sentence
    assert not row.is_sound


COUNTS: list[tuple[Any, str | None, str]] = [
    (3267, "3267", ""),
    ("3,267人", "3267", ""),
    ("—", None, ""),
    (As(0.85, "0%"), None, "分子、分母请填数"),
    ("36,74O", None, "里有字母 O"),
    (date(2024, 1, 2), None, "日期 1月2日"),
]


@pytest.mark.parametrize(("cell", "meant", "sentence"), COUNTS, ids=repr)
def test_numerators_are_read_like_values(read: Read, cell: Any, meant: str | None, sentence: str) -> None:
    file = read(xlsx({"历史": [[*HEAD, "分子"], [RATE, "2023Q2", None, cell]]}))

    [row] = file.rows
    assert row.numerator == (Decimal(meant) if meant else None)
    assert [sentence in str(issue) and "历史!D2" in str(issue) for issue in row.issues] == [True] * bool(
        sentence
    )


@pytest.mark.parametrize(
    ("value", "over", "under"),
    [
        (85, 85, 100),
        (86.2, 431, 500),
        (86.21, 4312, 5002),
        (4312 / 5002 * 100, 4312, 5002),
    ],
)
def test_a_rate_beside_its_two_numbers_is_theirs(read: Read, value: float, over: int, under: int) -> None:
    file = read(xlsx({"历史": [[*HEAD, "分子", "分母"], [RATE, "2023Q2", value, over, under]]}))

    [row] = file.rows
    assert (row.value, row.numerator, row.denominator) == (None, Decimal(over), Decimal(under))
    assert row.issues == []


def test_a_rate_that_contradicts_its_two_numbers_is_refused(read: Read) -> None:
    file = read(xlsx({"历史": [[*HEAD, "分子", "分母"], [RATE, "2023Q2", 84, 85, 100]]}))

    assert "本期值和分子、分母算出的不一样" in str(file.problems[0])
