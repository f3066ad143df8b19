"""An indicator's data as a file: every digit that was entered, and nothing that Excel takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone

from dashboard.exports import DEMO_NOTE, safe
from dashboard.selectors.indicator_page import IndicatorPage
from dashboard.selectors.indicator_readings import ReadingRow

HEADINGS = (
    "指标编码", "指标名称", "2025年目标", "填报期", "期末", "本期情况", "数值", "单位", "分子", "分母",
    "当期结论", "状态", "录入人", "录入时间", "方式", "情况说明",
)  # fmt: skip


def readings_csv(page: IndicatorPage, *, is_demo: bool) -> HttpResponse:
    """UTF-8 with a byte order mark, so that Excel and WPS read Chinese without asking."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"{page.row.code}_{page.board.as_of.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    if is_demo:
        writer.writerow([DEMO_NOTE])
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in row] for row in lines(page))
    return response


def lines(page: IndicatorPage) -> Iterator[list[str]]:
    facts = page.standing.facts
    same = [facts.code, facts.name, facts.target_printed]
    base = page.standing.question.baseline
    if base is not None:
        yield [
            *same,
            f"{base.year}年（基期）",
            f"{base.year}-12-31",
            "基期",
            f"{base.value:f}",
            facts.unit,
            *[""] * 8,
        ]
    for reading in reversed(page.readings):
        yield [*same, *cells(reading, facts.unit)]


def cells(reading: ReadingRow, unit: str) -> list[str]:
    return [
        reading.period.label,
        reading.period.end.isoformat(),
        reading.words or "数值",
        reading.exact,
        unit,
        reading.numerator.replace(",", ""),
        reading.denominator.replace(",", ""),
        reading.verdict,
        reading.state_label,
        reading.who,
        f"{timezone.localtime(reading.at):%Y-%m-%d %H:%M}",
        reading.way,
        reading.note,
    ]
