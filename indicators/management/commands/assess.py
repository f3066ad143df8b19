"""``manage.py assess``: every indicator's assessment, as a table to read or as JSON."""

from __future__ import annotations

import json
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.progress.numbers import format_computed
from indicators.selectors.rows import assessment_row
from indicators.selectors.standings import Board, Standing, board, count_verdicts

HEADINGS = ("编码", "指标", "目标", "最新值", "单位", "填报期", "结论", "相对进度")


class Command(BaseCommand):
    help = "打印每项指标的进度结论。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", help="规划编码，例如 YF；不写就是全部规划")
        parser.add_argument("--as-of", help="截至哪一天，例如 2023-06-30；不写就是最新报齐一半以上的一期期末")
        parser.add_argument("--format", choices=["table", "json"], default="table", help="表格或 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        shown = board(parsed_day(options["as_of"]))
        standings = chosen(shown, options["plan"])
        if options["format"] == "json":
            rows = [assessment_row(standing) for standing in standings]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([heading(shown, standings), "", *table(standings)]))


def parsed_day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}”不是日期。请写成 2023-06-30。") from None


def chosen(shown: Board, plan: str | None) -> Sequence[Standing]:
    if plan is None:
        return shown.standings
    if shown.plan(plan) is None:
        known = "、".join(held.code for held in shown.plans) or "一个也没有，请先运行 load_plan"
        raise CommandError(f"没有编码为“{plan}”的规划。已载入的规划：{known}。")
    return shown.of_plan(plan)


def heading(shown: Board, standings: Sequence[Standing]) -> str:
    counts = count_verdicts(standings)
    said = "，".join(f"{verdict.label} {count} 项" for verdict, count in counts.most_common())
    return f"截至 {shown.as_of:%Y-%m-%d}，{len(standings)} 项指标：{said or '没有指标'}。"


def table(standings: Iterable[Standing]) -> list[str]:
    rows = [HEADINGS, *(cells(standing) for standing in standings)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return [
        "  ".join(padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def cells(standing: Standing) -> tuple[str, ...]:
    facts, said, plan = standing.facts, standing.assessment, standing.question.plan
    return (
        facts.code,
        facts.name,
        said.target_printed,
        "—" if said.value is None else format_computed(said.value, *guards(facts.threshold)),
        facts.unit,
        said.period.code if said.period else "—",
        said.verdict.label + ("（人工认定）" if said.override_reason else ""),
        "—"
        if said.pace is None
        else format_computed(said.pace, *guards(plan.on_track_from, plan.lagging_from)),
    )


def guards(*limits: Decimal | None) -> list[Decimal]:
    """The numbers across which none may be rounded."""
    return [limit for limit in limits if limit is not None]


def width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))
