"""Tables as files. What a person typed can never become a formula in Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpResponse

from dashboard.selectors.plan_page import PlanPage
from dashboard.selectors.rows import UNNAMED, Row

DEMO_NOTE = "演示数据：数值为演示用，不是实际工作数据。"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = [
    "指标编码", "指标名称", "规划", "领域", "属性", "2025年目标", "最新值", "单位", "数据期", "状态",
    "按数据计算", "认定理由", "较上期", "判断说明", "填报单位", "任务编码", "牵头单位", "负责单位", "待确认",
]  # fmt: skip


def indicators_csv(page: PlanPage, *, is_demo: bool) -> HttpResponse:
    """UTF-8 with a byte order mark, so that Excel and WPS read Chinese without asking."""
    scope = page.scope
    name = f"{scope.plan.short_title if scope.plan else '全部指标'}_{scope.board.as_of.isoformat()}.csv"
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    writer = csv.writer(response)
    if is_demo:
        writer.writerow([DEMO_NOTE])
    writer.writerow(HEADINGS)
    writer.writerows(cells(row) for row in page.rows)
    return response


def cells(row: Row) -> Iterable[str]:
    facts, assessment, task = row.standing.facts, row.standing.assessment, row.task
    value = "" if assessment.value is None else row.value.replace(",", "").replace("−", "-")
    period = assessment.period.label if assessment.period else ""
    return [
        *map(safe, (row.code, row.name, facts.plan.short_title, facts.theme.name, row.nature, row.target)),
        value,
        *map(
            safe, (row.unit, period, row.verdict, row.computed, assessment.override_reason, row.change_label)
        ),
        *map(safe, (row.sentence, row.department or UNNAMED, task.code if task else "")),
        *map(safe, (names(row, is_lead=True), names(row, is_lead=False), row.to_confirm)),
    ]


def names(row: Row, *, is_lead: bool) -> str:
    duties = row.task.duties if row.task else ()
    return "、".join(duty.department.name for duty in duties if duty.is_lead is is_lead)


def safe(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_STARTS) else text
