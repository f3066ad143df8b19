"""Which measure a row speaks of, for which period; blank, merged, sorted and doubled rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.tests.workbooks.conftest import Read
from reporting.tests.workbooks.making import xlsx
from reporting.workbooks.parsed import ParsedFile, ParsedRow, Severity

HEAD = ["指标编码", "指标名称", "填报期", "数值"]
STAMP = ["填报期：2023Q4　填报单位：区卫生健康委"]

CODES = [
    "YF-03",
    "yf-03",
    "ｙｆ－０３",
    "YF 03",
    "YF—03",
    "YF–03",
    "yf_03",
    " YF-03\n",
    "YF03",
    "YF-3",
    "Y F - 0 3",
    "YF\u200b-03",
]


def history(read: Read, *lines: Any, **options: Any) -> ParsedFile:
    return read(xlsx({"历史": [HEAD, *lines]}, **options))


def rows_of(file: ParsedFile) -> list[tuple[str, str, Decimal | None]]:
    return [(row.key, row.period.code, row.value) for row in file.rows]


def test_a_code_is_known_however_it_is_typed(read: Read) -> None:
    lines = [[code, None, f"{2001 + i}Q1", 80 + i] for i, code in enumerate(CODES)]

    file = history(read, *lines)

    assert [row.key for row in file.rows] == ["YF-03"] * len(CODES)
    assert file.rows[1].code == "yf-03"
    assert file.problems == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("婚前医学检查率", "YF-03"),
        (" 婚前医学\n检查率 ", "YF-03"),
        ("婚前医学检查率（%）", "YF-03"),
        ("空气质量达标(优和良)天数", "YF-30"),
        ("人均体育场地面积（平方米）", "YF-14"),
        ("残疾人基本康复服务覆盖率", "FZ-07"),
        ("残疾人基本康复服务率", "FZ-07"),
    ],
)
def test_a_row_without_code_is_known_by_its_name(name: str, key: str, read: Read) -> None:
    assert [row.key for row in history(read, [None, name, "2023", 85]).rows] == [key]


def test_a_name_under_the_heading_of_codes_is_known_too(read: Read) -> None:
    assert [row.key for row in history(read, ["婚前医学检查率", None, "2023", 85]).rows] == ["YF-03"]


def test_both_codes_of_a_shared_measure_are_the_measure(read: Read) -> None:
    file = history(read, ["FZ-07", None, "2023Q1", 85], ["YF-40", None, "2023Q2", 86])

    assert [(row.key, row.code) for row in file.rows] == [("FZ-07", "FZ-07"), ("FZ-07", "YF-40")]


UNKNOWN: list[tuple[Any, Any, str]] = [
    ("YF-99", None, "历史!A2 没有编码是“YF-99”的指标"),
    ("YF-O3", None, "历史!A2 没有编码“YF-O3”，是不是 YF-03？"),
    ("甲", None, "历史!A2 没有编码是“甲”的指标"),
    (None, "婚检率", "历史!B2 没有名称是“婚检率”的指标"),
    (None, "重名", "历史!B2 “重名”有 2 项（XX-01、XX-02）"),
    (
        "YF-03",
        "孕前优生健康检查目标人群覆盖率",
        "历史!B2 编码 YF-03 和名称不是同一项：这个名称的编码是 YF-04",
    ),
    (None, None, "历史!D2 这一行有数，但没有指标编码"),
]


@pytest.mark.parametrize(("code", "name", "sentence"), UNKNOWN)
def test_a_row_that_nobody_knows_is_refused_with_its_cell(
    code: Any, name: Any, sentence: str, read: Read
) -> None:
    file = history(read, [code, name, "2023Q2", 85])

    [problem] = file.problems
    assert sentence in str(problem)
    assert file.rows == []


def test_a_reworded_name_beside_a_code_is_no_matter(read: Read) -> None:
    assert history(read, ["YF-03", "婚检率", "2023Q2", 85]).problems == []


def test_blank_rows_group_headings_and_footers_are_passed_over(read: Read) -> None:
    file = history(
        read,
        [None, None, None, None],
        ["一、疾病致残防控行动"],
        ["YF-03", None, "2023Q2", 85],
        [],
        [None, "填表人：张三　日期：2023年7月1日"],
    )

    assert (rows_of(file), file.problems) == ([("YF-03", "2023Q2", Decimal(85))], [])


def test_sorted_rows_keep_their_cells(read: Read) -> None:
    file = history(read, ["YF-04", None, "2023Q2", 85], ["YF-03", None, "2023Q1", "≥70"])

    assert [str(row.place("value")) for row in file.rows] == ["历史!D2", "历史!D3"]


def test_codes_names_and_periods_merged_over_rows_hold_for_each(read: Read) -> None:
    file = history(
        read,
        ["YF-03", "婚前医学检查率", "2023Q1", 85],
        [None, None, "2023Q2", 86],
        ["YF-04", None, "2023Q3", 87],
        ["YF-02", None, None, 3],
        merged={"历史": ["A2:A3", "B2:B3", "C4:C5"]},
    )

    assert rows_of(file) == [
        ("YF-03", "2023Q1", Decimal(85)),
        ("YF-03", "2023Q2", Decimal(86)),
        ("YF-04", "2023Q3", Decimal(87)),
        ("YF-02", "2023Q3", Decimal(3)),
    ]


def test_a_number_merged_over_rows_is_nobodys(read: Read) -> None:
    file = history(
        read,
        ["YF-03", None, "2023Q1", 85],
        ["YF-04", None, "2023Q1", None],
        merged={"历史": ["D2:D3"]},
    )

    [problem] = file.problems
    assert str(problem).startswith("历史!D3 这一格和 D2 合并在一起")


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2023年5月", "历史!C2 “2023年5月”不是填报期。请写成 2023Q2"),
        (date(2023, 6, 30), "历史!C2 “2023-06-30”不是填报期"),
        (None, "历史!D2 这一行没有填报期"),
    ],
)
def test_a_period_that_is_none_is_refused(period: Any, sentence: str, read: Read) -> None:
    [problem] = history(read, ["YF-03", None, period, 85]).problems

    assert sentence in str(problem)


def test_two_answers_for_one_thing_name_both_cells(read: Read) -> None:
    file = history(
        read, ["FZ-07", None, "2023Q2", 85], ["YF-03", None, "2023Q2", 70], ["YF-40", None, "2023Q2", 85]
    )

    first, second = file.problems
    assert str(first).startswith("历史!D2 这一项在 历史!D2 和 历史!D4 各有一个（FZ-07 和 YF-40 是同一项）")
    assert str(second).startswith("历史!D4 这一项在 历史!D4 和 历史!D2 各有一个")


def test_two_baselines_of_one_measure_name_both_cells(read: Read) -> None:
    file = history(read, ["YF-03", None, "基期2020", 60], ["YF-03", None, "2021年（基期）", 61])

    assert "这一项的基期值在 历史!D2 和 历史!D3 各有一个" in str(file.problems[0])


def test_a_second_row_that_says_nothing_is_no_second_answer(read: Read) -> None:
    assert history(read, ["FZ-07", None, "2023Q2", 85], ["YF-40", None, "2023Q2", "—"]).problems == []


def test_another_unit_than_the_measures_is_asked_about(read: Read) -> None:
    file = read(xlsx({"历史": [["指标编码", "单位", "填报期", "数值"], ["FZ-05", "人", "2023Q2", 1300]]}))

    assert [issue.severity for issue in file.all_issues()] == [Severity.QUESTION]
    assert "表中的单位是“人”，这一项的单位是万人" in str(file.questions[0])


def test_another_unit_is_asked_about_in_a_wide_table_too(read: Read) -> None:
    file = read(xlsx({"历史": [["指标编码", "单位", "2023Q2"], ["FZ-05", "人", 1300], ["YF-03", "％", 85]]}))

    assert [str(issue.place) for issue in file.questions] == ["历史!C2"]


def test_an_export_brings_back_the_situation_the_day_and_the_note(read: Read) -> None:
    head = ["指标编码", "填报期", "本期情况", "数值", "分子", "分母", "情况说明", "预计报送日"]
    file = read(
        xlsx(
            {
                "导出": [
                    head,
                    ["YF-03", "2023Q1", "数值", 85.123456, None, None, "'=1+1\n第二行", None],
                    ["YF-03", "2023Q2", "暂无数据", None, None, None, "调查未结束", "2024-02-20"],
                    ["YF-03", "2023Q3", "暂无数据", None, None, None, "同上", date(2024, 2, 20)],
                    ["YF-03", "2023Q4", "不适用", None, None, None, None, None],
                    ["YF-04", "2023Q4", "数值", None, 3267, 3800, "'-2", None],
                    ["YF-01", "2023", "不知道", None, None, None, None, None],
                ]
            }
        )
    )

    def said(row: ParsedRow) -> tuple[Any, ...]:
        return row.answer, row.value, row.numerator, row.denominator, row.note, row.expected_on

    assert [said(row) for row in file.rows] == [
        ("value", Decimal("85.123456"), None, None, "=1+1\n第二行", None),
        ("no_data", None, None, None, "调查未结束", date(2024, 2, 20)),
        ("no_data", None, None, None, "同上", date(2024, 2, 20)),
        ("not_applicable", None, None, None, "", None),
        ("value", None, Decimal(3267), Decimal(3800), "-2", None),
        ("", None, None, None, "", None),
    ]
    assert "导出!C7 “不知道”不能填在“本期情况”" in str(file.problems[0])


# --- templates --------------------------------------------------------------------------------------


def test_a_template_asks_each_measure_for_its_own_period(read: Read) -> None:
    file = read(xlsx({"指标填报": [STAMP, ["指标编码", "本期值"], ["YF-03", 85], ["YF-14", 2.5]]}))

    assert [(row.key, row.period.code) for row in file.rows] == [("YF-03", "2023Q4"), ("YF-14", "2023")]


def test_a_yearly_measure_is_not_asked_for_in_the_second_quarter(read: Read) -> None:
    stamp = ["填报期：2023Q2　填报单位：区卫生健康委"]
    file = read(xlsx({"指标填报": [stamp, ["指标编码", "本期值"], ["YF-14", 2.5], ["YF-01", None]]}))

    [problem] = file.problems
    assert str(problem).startswith("指标填报!B3 “人均体育场地面积”每年填一次，2023年第二季度不用填")
    assert file.rows == []


def test_a_row_left_blank_is_there_and_says_that_it_is(read: Read) -> None:
    file = read(xlsx({"指标填报": [STAMP, ["指标编码", "本期值"], ["YF-03", None], ["YF-04", 85]]}))

    assert [(row.key, row.is_blank) for row in file.rows] == [("YF-03", True), ("YF-04", False)]


TASK_HEAD = ["任务编码", "任务名称", "职责", "本期进展", "存在问题", "下步安排"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["YF-T99", None, None, "好"], "任务进展!A3 没有编码是“YF-T99”的任务"),
        (["YF-T04", "加强孕期保健", None, "好"], "任务进展!B3 编码 YF-T04 和名称不是同一项"),
        ([None, None, None, "好"], "任务进展!D3 这一行有进展，但没有任务编码"),
        (["YF-T04", None, None, "#REF!"], "任务进展!D3 这一格是公式错误 #REF!"),
    ],
)
def test_a_task_that_nobody_knows_is_refused_with_its_cell(
    line: list[Any], sentence: str, read: Read
) -> None:
    [problem] = read(xlsx({"任务进展": [STAMP, TASK_HEAD, line]})).problems

    assert sentence in str(problem)


def test_a_task_is_known_by_code_or_title_and_stands_once(read: Read) -> None:
    lines = [
        ["yf t4", None, "牵头", "甲", None, None],
        [None, "加强婚前保健", "牵头", "乙", None, None],
        ["YF-T05"],
    ]

    file = read(xlsx({"任务进展": [STAMP, TASK_HEAD, *lines]}))

    assert [(task.key, task.is_blank) for task in file.tasks] == [
        ("YF-T04", False),
        ("YF-T04", False),
        ("YF-T05", True),
    ]
    assert "任务进展!A3 和 任务进展!B4 各有一个" in str(file.problems[0])
