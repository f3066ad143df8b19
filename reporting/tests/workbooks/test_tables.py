"""Where a table stands in its sheet, what its headings are called, which columns and sheets are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from indicators.progress.periods import Period
from reporting.tests.workbooks.conftest import Read
from reporting.tests.workbooks.making import csv, xlsx
from reporting.workbooks.moments import Baseline
from reporting.workbooks.parsed import FileKind, Severity
from reporting.workbooks.refusals import Unreadable

STAMP = ["填报期：2023年第二季度　填报单位：区卫生健康委"]
TEMPLATE_HEAD = [
    "指标编码",
    "指标名称",
    "单位",
    "2025年目标",
    "上期值",
    "本期值",
    "分子",
    "分母",
    "情况说明",
]
TEMPLATE_ROW = ["YF-03", "婚前医学检查率", "%", ">70%", "61.7", 85.5, None, None, "按期完成"]

# --- headings ---------------------------------------------------------------------------------------

HEADINGS: dict[str, list[str]] = {
    "as printed": TEMPLATE_HEAD,
    "spaced out": [
        " 指 标 编 码 ",
        "指标名称 ",
        "单 位",
        "2025年目标",
        "上期值",
        "本 期 值",
        "分 子",
        "分 母",
        "情况说明",
    ],
    "with line breaks": [
        "指标\n编码",
        "指标\n名称",
        "单位",
        "2025年\n目标",
        "上期值",
        "本期\n值",
        "分子",
        "分母",
        "情况\n说明",
    ],
    "with units": [
        "指标编码",
        "指标名称",
        "单位",
        "2025年目标",
        "上期值",
        "本期值（%）",
        "分子(人)",
        "分母（人）",
        "情况说明",
    ],
    "in full width": [
        "指标编码",
        "指标名称",
        "单位",
        "２０２５年目标",
        "上期值",
        "本期值",
        "分子",
        "分母",
        "情况说明",
    ],
    "marked as required": [
        "指标编码*",
        "指标名称",
        "单位",
        "目标",
        "上期值",
        "*本期值：",
        "分子",
        "分母",
        "情况说明：",
    ],
    "shortened": ["编码", "名称", "计量单位", "目标值", "上期数", "本期数", "分子", "分母", "备注"],
}


@pytest.mark.parametrize("head", HEADINGS.values(), ids=HEADINGS)
def test_headings_are_known_however_they_are_written(head: list[str], read: Read) -> None:
    [row] = read(xlsx({"指标填报": [STAMP, head, TEMPLATE_ROW]})).rows

    assert (row.key, str(row.value), row.note) == ("YF-03", "85.5", "按期完成")


@pytest.mark.parametrize("above", [0, 1, 5, 18])
def test_the_headings_may_stand_anywhere_in_the_first_twenty_rows(above: int, read: Read) -> None:
    lines: list[Sequence[Any]] = [STAMP, *([[f"说明{i}"] for i in range(above)]), TEMPLATE_HEAD, TEMPLATE_ROW]

    file = read(xlsx({"指标填报": lines}))

    assert str(file.rows[0].place("value")) == f"指标填报!F{above + 3}"


def test_headings_below_the_twentieth_row_are_not_looked_for(read: Read) -> None:
    with pytest.raises(Unreadable, match="前 20 行"):
        read(xlsx({"指标填报": [*([["说明"]] * 20), TEMPLATE_HEAD, TEMPLATE_ROW]}))


def test_columns_may_be_moved_added_or_missing(read: Read) -> None:
    head = ["序号", "本期值", "经办人", "情况说明", "指标编码"]

    file = read(xlsx({"指标填报": [STAMP, head, [1, 85.5, "张三", "好", "YF-03"]]}))

    [row] = file.rows
    assert (row.key, str(row.value), row.note, str(row.place("value"))) == (
        "YF-03",
        "85.5",
        "好",
        "指标填报!B3",
    )
    assert [text for _, text in file.ignored_columns] == ["序号", "经办人"]


def test_headings_merged_over_two_rows_are_one(read: Read) -> None:
    lines = [STAMP, TEMPLATE_HEAD, [None] * 9, TEMPLATE_ROW]

    file = read(
        xlsx({"指标填报": lines}, merged={"指标填报": [f"{letter}2:{letter}3" for letter in "ABCDEFGHI"]})
    )

    assert ([row.number for row in file.rows], file.problems) == ([4], [])


def test_headings_printed_again_on_every_page_are_skipped(read: Read) -> None:
    file = read(xlsx({"指标填报": [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW, TEMPLATE_HEAD]}))

    assert (len(file.rows), file.problems) == (1, [])


def test_a_heading_that_stands_twice_is_refused_with_both_cells(read: Read) -> None:
    file = read(xlsx({"指标填报": [STAMP, ["指标编码", "本期值", "本期值"], ["YF-03", 85, 86]]}))

    assert "指标填报!C2 表头和 B2 重复" in str(file.problems[0])


def test_a_period_that_heads_two_columns_is_refused_with_both_cells(read: Read) -> None:
    file = read(xlsx({"表": [["指标编码", "2023Q2", "2023年二季度"], ["YF-03", 85, 86]]}))

    assert "表!C1 表头和 B1 重复" in str(file.problems[0])
    assert len(file.rows) == 1


# --- sheets -----------------------------------------------------------------------------------------


def test_a_template_holds_indicators_and_tasks_and_says_for_whom(read: Read) -> None:
    tasks = [
        STAMP,
        ["任务编码", "任务名称", "职责", "本期进展", "存在问题", "下步安排"],
        ["YF-T04", "加强婚前保健", "牵头", "已完成", "无", "继续推进"],
    ]

    file = read(
        xlsx({"填写说明": [["怎么填"]], "指标填报": [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW], "任务进展": tasks})
    )

    assert (file.kind, file.period.code, file.department) == (FileKind.TEMPLATE, "2023Q2", "区卫生健康委")
    assert [(task.key, task.progress, task.obstacles, task.next_steps) for task in file.tasks] == [
        ("YF-T04", "已完成", "无", "继续推进")
    ]
    assert (file.ignored_sheets, file.problems, file.rows_read) == (["填写说明"], [], 2)


STAMPS = {
    "in one cell": [["填报期：2023年第二季度　填报单位：区卫生健康委"]],
    "with a number of the template": [["填报期：2023Q2　填报单位：区卫生健康委　模板编号：X-1"]],
    "in neighbouring cells": [["填报期", "2023Q2", "填报单位", "区卫生健康委"]],
    "in two rows": [["填报单位：", "区卫生健康委"], ["填报期:", "２０２３Ｑ２"]],
    "among other labels": [
        ["填报单位：区卫生健康委（盖章）　填表人：张三　填报期：2023Q2　填表日期：2023-07-01"]
    ],
    "below a title": [["西城区残疾预防行动计划"], ["填报单位：区卫生健康委 填报期：2023年二季度"]],
}


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_template_says_its_period_and_department_above_its_headings(
    stamp: list[list[str]], read: Read
) -> None:
    file = read(xlsx({"指标填报": [*stamp, TEMPLATE_HEAD, TEMPLATE_ROW]}))

    assert (file.period.code, file.department, file.problems) == ("2023Q2", "区卫生健康委", [])


def test_a_department_is_known_by_each_of_its_names(read: Read) -> None:
    stamp = ["填报期：2023Q2　填报单位：区委社工委民政局"]

    assert read(xlsx({"指标填报": [stamp, TEMPLATE_HEAD, TEMPLATE_ROW]})).department == "区委社会工委区民政局"


def test_a_template_without_its_stamp_is_refused(read: Read) -> None:
    file = read(xlsx({"指标填报": [TEMPLATE_HEAD, TEMPLATE_ROW]}))

    (problem,) = file.problems
    assert "没有写填报期" in str(problem)
    assert file.rows == []


def test_a_period_that_cannot_be_read_is_refused_with_its_cell(read: Read) -> None:
    stamp = ["填报期：2023年5月　填报单位：区卫生健康委"]

    [problem] = read(xlsx({"指标填报": [stamp, TEMPLATE_HEAD, TEMPLATE_ROW]})).problems

    assert str(problem).startswith("指标填报!A1 “2023年5月”不是填报期")


def test_sheets_that_speak_of_different_periods_are_refused(read: Read) -> None:
    other = ["填报期：2023年第三季度　填报单位：区卫生健康委"]
    tasks = [other, ["任务编码", "本期进展"], ["YF-T04", "已完成"]]

    [problem] = read(xlsx({"指标填报": [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW], "任务进展": tasks})).problems

    assert "这里写的是2023年第三季度，“指标填报”写的是2023年第二季度" in str(problem)


def test_a_template_for_elsewhere_names_both_periods_and_both_departments(read: Read) -> None:
    file = read(xlsx({"指标填报": [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW]}))
    second, third = Period.parse("2023Q2"), Period.parse("2023Q3")

    assert file.misdirection(second, "区卫生健康委") is None
    assert "填的是2023年第二季度，这里收的是2023年第三季度" in str(file.misdirection(third, "区卫生健康委"))
    assert "是区卫生健康委的，这里收的是区教委的" in str(file.misdirection(second, "区教委"))


def test_this_quarter_and_history_do_not_go_into_one_file(read: Read) -> None:
    history = [["指标编码", "填报期", "数值"], ["YF-04", "2022Q1", 85]]

    [problem] = read(xlsx({"指标填报": [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW], "历史": history})).problems

    assert "“指标填报”是本期填报，“历史”是历史数据" in str(problem)


def test_history_may_be_long_and_wide_in_several_sheets(read: Read) -> None:
    long = [["指标编码", "填报期", "数值"], ["YF-04", "2022Q1", 85]]
    wide = [["指标名称", "2020年（基期）", "2023Q1"], ["婚前医学检查率", 60, 61]]

    file = read(xlsx({"长": long, "宽": wide}))

    assert [(row.key, row.period.code) for row in file.rows] == [
        ("YF-04", "2022Q1"),
        ("YF-03", "基期2020"),
        ("YF-03", "2023Q1"),
    ]
    assert file.rows[1].period == Baseline(2020)


def test_hidden_sheets_are_not_read(read_hidden: bytes, read: Read) -> None:
    file = read(read_hidden)

    assert (len(file.rows), file.ignored_sheets) == (1, ["旧表"])


@pytest.fixture
def read_hidden() -> bytes:
    import io

    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(xlsx({name: [STAMP, TEMPLATE_HEAD, TEMPLATE_ROW] for name in ("指标填报", "旧表")}))
    )
    book["旧表"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_without_a_table_says_what_was_looked_for(read: Read) -> None:
    with pytest.raises(Unreadable) as refused:
        read(xlsx({"表1": [["指标编码", "指标名称"], ["YF-03", "婚前医学检查率"]]}))

    assert "（只找到“指标编码”、“指标名称”）" in refused.value.sentence
    assert "表头要有“指标编码”和“本期值”" in refused.value.sentence


def test_a_text_named_xlsx_without_a_table_says_that_it_is_text(read: Read) -> None:
    with pytest.raises(Unreadable, match=r"文件名以 \.xlsx 结尾，内容却是文本"):
        read("只是一段文字\r\n".encode(), "报表.xlsx")


def test_a_csv_is_called_by_its_file(read: Read) -> None:
    file = read(csv([["指标编码", "填报期", "数值"], ["YF-03", "2023Q2", "≥85"]]), "历年数据.csv")

    assert str(file.problems[0]).startswith("历年数据!C2 ")
    assert file.problems[0].severity is Severity.PROBLEM
