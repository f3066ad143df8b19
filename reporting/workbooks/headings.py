"""What a column's heading says, and which kind of table a row of headings makes."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from reporting.workbooks.wording import squeezed, without_bracket


class Column(StrEnum):
    """Named as the field that its cells fill; fields that nobody reads are only recognised."""

    CODE = "code"
    NAME = "name"
    UNIT = "unit"
    TARGET = "target"
    LAST = "last"
    PERIOD = "period"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    ANSWER = "answer"
    NOTE = "note"
    EXPECTED = "expected_on"
    SCOPE = "scope"
    PROBLEMS = "problems"
    TASK_CODE = "task_code"
    TASK_TITLE = "task_title"
    DUTY = "duty"
    PROGRESS = "progress"
    OBSTACLES = "obstacles"
    NEXT_STEPS = "next_steps"


class TableKind(StrEnum):
    READINGS = "指标填报"
    TASKS = "任务进展"
    LONG = "长表"
    WIDE = "宽表"


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.CODE: ("指标编码", "指标代码", "指标编号", "编码", "代码"),
    Column.NAME: ("指标名称", "指标", "数据项", "名称"),
    Column.UNIT: ("单位", "计量单位"),
    Column.TARGET: ("2025年目标", "2025年目标值", "目标", "目标值"),
    Column.LAST: ("上期值", "上期数"),
    Column.PERIOD: ("填报期", "报告期"),
    Column.VALUE: ("本期值", "本期数", "数值"),
    Column.NUMERATOR: ("分子",),
    Column.DENOMINATOR: ("分母",),
    Column.ANSWER: ("本期情况",),
    Column.NOTE: ("情况说明", "说明", "备注"),
    Column.EXPECTED: ("预计报送日",),
    Column.SCOPE: ("填报范围",),
    Column.PROBLEMS: ("问题",),
    Column.TASK_CODE: ("任务编码", "任务代码", "任务编号"),
    Column.TASK_TITLE: ("任务名称", "任务"),
    Column.DUTY: ("职责",),
    Column.PROGRESS: ("本期进展", "进展情况"),
    Column.OBSTACLES: ("存在问题", "存在的问题"),
    Column.NEXT_STEPS: ("下步安排", "下一步安排"),
}
"""The first is the name that we print."""
BY_HEADING = {squeezed(heading): column for column, headings in HEADINGS.items() for heading in headings}
PRINTED = {column: headings[0] for column, headings in HEADINGS.items()}
FRACTION = {Column.NUMERATOR, Column.DENOMINATOR}


def column_of(text: str) -> Column | None:
    """Spaces, line breaks, full width, marks of required fields and units in brackets do not matter."""
    plain = squeezed(text).strip("*:")
    return BY_HEADING.get(plain) or BY_HEADING.get(without_bracket(plain).strip("*:"))


def kind_of(columns: Collection[Column], has_periods: bool) -> TableKind | None:
    if is_named(columns, Column.TASK_CODE, Column.TASK_TITLE) and is_named(
        columns, Column.PROGRESS, Column.OBSTACLES, Column.NEXT_STEPS
    ):
        return TableKind.TASKS
    if not is_named(columns, Column.CODE, Column.NAME):
        return None
    answers = is_named(columns, Column.VALUE, Column.ANSWER) or set(columns) >= FRACTION
    if answers:
        return TableKind.LONG if Column.PERIOD in columns else TableKind.READINGS
    return TableKind.WIDE if has_periods else None


def is_named(columns: Collection[Column], *wanted: Column) -> bool:
    return any(column in columns for column in wanted)
