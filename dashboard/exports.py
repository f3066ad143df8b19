"""The tables of the leader's pages as files: the same rows in the same order as the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboard.selectors.departments import COLUMNS, DepartmentPage, DepartmentRow, Duty
from dashboard.selectors.overview import CountRow, Overview
from dashboard.selectors.plan_page import PlanPage
from dashboard.selectors.rows import UNNAMED, Row
from departments.sheets import Cell, Table
from indicators.selectors.standings import Board

INDICATORS = (
    "指标编码", "指标名称", "规划", "领域", "属性", "2025年目标", "最新值", "单位", "数据期", "状态",
    "按数据计算", "认定理由", "较上期", "判断说明", "填报单位", "任务编码", "牵头单位", "负责单位", "待确认",
)  # fmt: skip
DUTIES = ("职责", "随单位组", "任务编码", "任务名称", "任务的指标")


# --- a plan's indicators ----------------------------------------------------------------------------


def indicators_table(page: PlanPage) -> Table:
    scope = page.scope
    name = f"{scope.plan.short_title if scope.plan else '全部指标'}_{scope.board.as_of.isoformat()}"
    return Table(name, "指标", INDICATORS, tuple(indicator_cells(row) for row in page.rows))


def indicator_cells(row: Row) -> tuple[Cell, ...]:
    facts, assessment, task = row.standing.facts, row.standing.assessment, row.task
    period = assessment.period.label if assessment.period else ""
    return (
        *(row.code, row.name, facts.plan.short_title, facts.theme.name, row.nature, row.target),
        *(shown_value(row), row.unit, period, row.verdict, row.computed, assessment.override_reason),
        *(row.change_label, row.sentence, row.department or UNNAMED, task.code if task else ""),
        *(names(row, is_lead=True), names(row, is_lead=False), row.to_confirm),
    )


def shown_value(row: Row) -> Decimal | None:
    """With as many decimals as the page shows."""
    if row.standing.assessment.value is None:
        return None
    return Decimal(row.value.replace(",", "").replace("−", "-"))


def names(row: Row, *, is_lead: bool) -> str:
    duties = row.task.duties if row.task else ()
    return "、".join(duty.department.name for duty in duties if duty.is_lead is is_lead)


# --- the overview's counts --------------------------------------------------------------------------


def counts_table(page: Overview) -> Table:
    headings = ("指标（项）", *(cell.label for cell in page.columns), "共")
    rows = tuple(count_cells(label, row) for label, row in labelled(page.counts))
    return Table(f"指标状态_{page.board.as_of.isoformat()}", "指标状态", headings, rows)


def labelled(rows: Iterable[CountRow]) -> Iterator[tuple[str, CountRow]]:
    """约束性指标 says of which plan: a file may be sorted."""
    plan = ""
    for row in rows:
        plan = plan if row.kind == "part" else row.label
        yield (f"{plan}：{row.label}" if row.kind == "part" else row.label), row


def count_cells(label: str, row: CountRow) -> tuple[Cell, ...]:
    return (label, *(cell.count for cell in row.cells), row.total)


# --- departments ------------------------------------------------------------------------------------


def departments_table(groups: Iterable[tuple[str, list[DepartmentRow]]], board: Board) -> Table:
    headings = ("类别", *COLUMNS.values(), "填报指标的状态")
    rows = tuple(department_cells(label, row) for label, rows in groups for row in rows)
    return Table(f"单位_{board.as_of.isoformat()}", "单位", headings, rows)


def department_cells(label: str, row: DepartmentRow) -> tuple[Cell, ...]:
    states = "，".join(f"{count.label} {count.count}" for count in row.counts)
    return (label, row.entry.name, row.leads, row.responsible, row.indicators, row.behind, states)


def duties_table(page: DepartmentPage) -> Table:
    name = f"{page.entry.name}的任务_{page.board.as_of.isoformat()}"
    return Table(name, "任务", DUTIES, tuple(duty_cells(duty) for duty in page.duties))


def duty_cells(duty: Duty) -> tuple[Cell, ...]:
    measured = "；".join(f"{row.code} {row.name}（{row.verdict}）" for row in duty.rows)
    return (duty.label, duty.through, duty.task.code, duty.task.title, measured)
