"""The round's board as its page shows it: what has to be done first, department by department, item by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from indicators.choices import State
from reporting.models import RoundState
from reporting.selectors.board import BLANK, Board, BoardItem, DepartmentRow, Rate, Submission


class Show(StrEnum):
    """Which departments; the value is what addresses carry."""

    TODO = ""
    ALL = "all"
    RETURNED = "returned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"


LABELS = {
    Show.TODO: "要办的",
    Show.ALL: "全部",
    Show.RETURNED: "已退回",
    Show.OVERDUE: "逾期",
    Show.WAITING: "待审核",
    Show.INCOMPLETE: "未报齐",
    Show.APPROVED: "已审核",
}
ICONS = {
    Show.RETURNED: "returned",
    Show.OVERDUE: "clock",
    Show.WAITING: "submitted",
    Show.INCOMPLETE: "blank",
    Show.APPROVED: "check",
}
ITEM_LABELS = {
    State.APPROVED.value: "已审核",
    State.SUBMITTED.value: "待审核",
    State.RETURNED.value: "已退回",
    State.DRAFT.value: "草稿",
    BLANK: "未填",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """As components/filter_chips.html takes it."""

    label: str
    count: int
    url: str
    current: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ItemMark:
    """As components/item.html takes it; ``code`` without what its line says already."""

    code: str
    label: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A department; ``marks`` by the plan that its codes begin with. ``late`` says by how much, in words."""

    row: DepartmentRow
    url: str
    marks: tuple[tuple[str, tuple[ItemMark, ...]], ...]
    late: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    board: Board
    show: Show
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...]

    @property
    def heading(self) -> str:
        return heading(self.board)

    @property
    def state(self) -> RoundState:
        return self.board.round.state_on(self.board.today)

    @property
    def measures(self) -> int:
        return sum(item.item.measure_id is not None for item in self.board.items)

    @property
    def tasks(self) -> int:
        return len(self.board.items) - self.measures


def read_show(text: str) -> Show | None:
    """None for what there is no filter of."""
    return next((show for show in Show if show.value == text), None)


def board_page(board: Board, asked: Show) -> BoardPage:
    """No query: everything stands on the board. In a published round nothing is left to do, so all are shown."""
    show = Show.ALL if asked is Show.TODO and is_final(board) else asked
    rows = [row for row in board.by_urgency if fits(row, show, board)]
    return BoardPage(board, show, tuple(line(row, board) for row in rows), chips(board, show))


def fits(row: DepartmentRow, show: Show, board: Board) -> bool:
    is_overdue = row.is_overdue(board.today)
    return {
        Show.TODO: bool(row.returned or row.waiting or is_overdue),
        Show.ALL: True,
        Show.RETURNED: bool(row.returned),
        Show.OVERDUE: is_overdue,
        Show.WAITING: bool(row.waiting),
        Show.INCOMPLETE: not row.is_complete,
        Show.APPROVED: row.submission is Submission.APPROVED,
    }[show]


def chips(board: Board, shown: Show) -> tuple[Chip, ...]:
    address = reverse("round", args=[board.round.period_code])
    return tuple(
        Chip(
            LABELS[show],
            sum(fits(row, show, board) for row in board.rows),
            f"{address}?show={show}" if show else address,
            show is shown,
            ICONS.get(show, ""),
        )
        for show in Show
        if not (show is Show.TODO and is_final(board))
    )


def line(row: DepartmentRow, board: Board) -> Line:
    url = reverse("round_department", args=[board.round.period_code, row.department.pk])
    marks: dict[str, list[ItemMark]] = defaultdict(list)
    for item in row.items:
        marks[item.code.partition("-")[0]].append(mark(item, row, url))
    by_plan = tuple((plan, tuple(held)) for plan, held in marks.items())
    return Line(row, url, by_plan, late_words(row, board), row.is_overdue(board.today))


def mark(item: BoardItem, row: DepartmentRow, url: str) -> ItemMark:
    plan, _, rest = item.code.partition("-")
    return ItemMark(rest or plan, f"{row.department} {plan}", item.state, f"{url}#item-{item.item.pk}")


def late_words(row: DepartmentRow, board: Board) -> str:
    """逾期 n 天 while something is missing, 迟报 n 天 once it is there; what was published without it stays so."""
    if is_final(board) and not row.is_complete:
        return "没有报齐"
    is_overdue = row.is_overdue(board.today)
    days = (board.today - row.due).days if is_overdue else row.days_late(board.today)
    if not days:
        return ""
    return f"逾期 {days} 天" if is_overdue else f"迟报 {days} 天"


def is_final(board: Board) -> bool:
    return board.round.state == RoundState.PUBLISHED


def heading(board: Board) -> str:
    """The finding: 2023年第四季度：42 家单位报齐 33 家，9 家逾期."""
    label, rate = board.round.period.label, board.reporting_rate
    if board.round.state_on(board.today) == RoundState.PLANNED:
        return f"{label}：{board.round.opens_on:%-m月%-d日}开放，要 {rate.whole} 家单位填报"
    if rate.part == rate.whole:
        is_all = all(row.submission is Submission.APPROVED for row in board.rows)
        return f"{label}：{rate.whole} 家单位全部报齐" + ("，都已审核" if is_all else "")
    overdue = 0 if is_final(board) else len(board.overdue)
    left = f"{overdue} 家逾期" if overdue else f"{rate.whole - rate.part} 家未报齐"
    return f"{label}：{rate.whole} 家单位报齐 {rate.part} 家，{left}"


def figures(board: Board) -> list[dict[str, object]]:
    """For components/figures.html: items by state, then the rates with their two numbers."""
    counts = Counter(item.state for item in board.items)
    items: list[dict[str, object]] = [
        {
            "label": label,
            "value": counts[state],
            "unit": "项",
            "bad": bool(state == "returned" and counts[state]),
        }
        for state, label in ITEM_LABELS.items()
    ]
    rates = (
        ("报送率", board.reporting_rate, "家"),
        ("及时率", board.punctuality_rate, "家"),
        ("退回率", board.return_rate, "项"),
    )
    return [*items, *({"label": name, **rate_figure(rate, unit)} for name, rate, unit in rates)]


def rate_figure(rate: Rate, unit: str) -> dict[str, object]:
    return {"value": rate.percent, "note": f"{rate.part} / {rate.whole} {unit}"}
