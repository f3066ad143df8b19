"""What Excel checks while one types, as XlsxWriter's data validations.

Never stricter than `indicators.rules`, and no stop where the reader also takes text. Excel repairs a file
whose titles pass 32 characters or whose messages pass 255.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.choices import AnswerChoice
from indicators.rules import MAX_NOTE, MAX_WHOLE_DIGITS
from reporting.selectors.template import NumberKind, TemplateIndicator
from reporting.workbooks.template_words import asked_for

Check = dict[str, Any]
LARGEST = 10**MAX_WHOLE_DIGITS - 1
NO_NUMBER = "没有数的，这里留空，在“本期情况”选“不适用”或“暂无数据”。"
EARLIEST = date(2000, 1, 1)


def prompt(title: str, sentence: str) -> Check:
    """Says something and checks nothing."""
    return {"validate": "any", "input_title": title, "input_message": sentence}


def refusal(title: str, sentence: str) -> Check:
    return {"error_type": "stop", "error_title": title, "error_message": sentence}


def value_check(row: TemplateIndicator, cell: str) -> Check:
    said = prompt("本期值", value_prompt(row))
    if row.kind is NumberKind.GROWTH:
        return said
    bounds, wanted = number_bounds(row, cell)
    return {**said, **bounds, **refusal("本期值不对", f"{wanted}{NO_NUMBER}")}


def number_bounds(row: TemplateIndicator, cell: str) -> tuple[Check, str]:
    if row.takes_changes:
        whole = row.kind is NumberKind.COUNT
        wanted = f"请填不小于 0 的{'整数' if whole else '数'}，或者写“下降23%”这样的文字。"
        return number_or_text(cell, whole), wanted
    if row.kind is NumberKind.COVERAGE:
        return between("decimal", 0, 100), "请填 0 到 100 之间的数，77.5 或 77.5% 都可以。"
    if row.kind is NumberKind.COUNT:
        return between("integer", 0, LARGEST), f"请填不小于 0 的整数，不写单位（{row.unit}）。"
    return between("decimal", 0, LARGEST), f"请填不小于 0 的数，不写单位（{row.unit}）。"


def number_or_text(cell: str, whole: bool) -> Check:
    is_whole = f",{cell}=INT({cell})" if whole else ""
    return {
        "validate": "custom",
        "value": f"=IF(ISTEXT({cell}),TRUE,AND({cell}>=0,{cell}<={LARGEST}{is_whole}))",
    }


def between(what: str, least: float, most: float) -> Check:
    return {"validate": what, "criteria": "between", "minimum": least, "maximum": most}


def value_prompt(row: TemplateIndicator) -> str:
    sentences = [f"填{asked_for(row)}的数，单位：{row.unit}。"]
    if row.unit == "%":
        sentences.append("77.5 或 77.5% 都可以。")
    if row.kind is NumberKind.GROWTH:
        sentences.append("下降的写负号，例如 -2.3。")
    if row.takes_changes:
        sentences.append("也可以写“下降23%”。")
    if row.has_fraction:
        sentences.append("填了分子、分母的，这里留空，由网站计算。")
    return "".join(sentences)


def numerator_check(row: TemplateIndicator) -> Check:
    return {
        **prompt("分子", f"填{asked_for(row)}的数。分子、分母要成对，本期值留空，由网站计算。"),
        **between("decimal", 0, LARGEST),
        **refusal("分子不对", f"分子请填不小于 0 的数，只写数字，例如 397。{NO_NUMBER}"),
    }


def denominator_check(row: TemplateIndicator) -> Check:
    return {
        **prompt("分母", f"填{asked_for(row)}的数。分子、分母要成对，本期值留空，由网站计算。"),
        "validate": "decimal",
        "criteria": ">",
        "value": 0,
        **refusal(
            "分母不对", "分母请填大于 0 的数，只写数字，例如 420。本期没有对象的，在“本期情况”选“不适用”。"
        ),
    }


def answer_check() -> Check:
    return {
        **prompt(
            "本期情况",
            "有数的选“数值”或留空。不适用的选“不适用”。数还没有的选“暂无数据”，并写原因和预计报送日。",
        ),
        "validate": "list",
        "source": list(AnswerChoice.labels),
        **refusal("本期情况不对", "请从下拉列表里选数值、不适用或暂无数据。"),
    }


def day_check() -> Check:
    return {
        **prompt("预计报送日", "选“暂无数据”时填，例如 2024-02-20。"),
        "validate": "date",
        "criteria": ">=",
        "value": EARLIEST,
        **refusal("预计报送日不对", "请填日期，例如 2024-02-20。"),
    }


def text_check(label: str) -> Check:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": MAX_NOTE,
        **refusal(f"{label}太长", f"{label}最多 {MAX_NOTE} 字，请缩短。"),
    }
