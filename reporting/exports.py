"""The round's board as a file: the same departments as the page, one row an item."""

from __future__ import annotations

from collections.abc import Iterator

from departments.sheets import Cell, Table
from reporting.selectors.board import BoardItem
from reporting.selectors.board_page import ITEM_LABELS, LABELS, BoardPage, Line, Show

HEADINGS = (
    "单位", "单位状态", "已报", "应报", "截止日", "逾期（天）", "编码", "名称", "填报范围", "状态",
    "首次报送时间", "迟报（天）", "退回次数", "退回理由", "填报人",
)  # fmt: skip


def board_table(page: BoardPage) -> Table:
    shown = "" if page.show is Show.ALL else f"_{LABELS[page.show]}"
    rows = tuple(cells for line in page.lines for cells in line_cells(line, page))
    return Table(f"填报进度_{page.board.round.period_code}{shown}", "填报进度", HEADINGS, rows)


def line_cells(line: Line, page: BoardPage) -> Iterator[tuple[Cell, ...]]:
    row, today = line.row, page.board.today
    overdue = row.days_late(today) if line.is_overdue else None
    of_department = (row.department.name, row.label, row.reported, len(row.items), row.due, overdue)
    for item in row.items:
        yield (*of_department, *item_cells(item, item.days_late(today)))


def item_cells(item: BoardItem, late: int) -> tuple[Cell, ...]:
    answer = item.answer
    return (
        *(item.code, item.name, item.item.period_code, ITEM_LABELS[item.state]),
        *(item.reported_at, late or None, answer.times_returned if answer else None),
        *(answer.return_reason if answer else "", str(answer.entered_by) if answer else ""),
    )
