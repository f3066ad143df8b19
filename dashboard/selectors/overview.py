"""The leader's page: the finding, the counts, what needs attention, what changed, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse

from dashboard.selectors.attention import Gap, Item, behind, gaps, items, worth_showing
from dashboard.selectors.rows import Row, elapsed_label, rows_on
from dashboard.selectors.signs import Sign, sign_labels
from indicators.choices import Nature
from indicators.progress.changes import Change
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Verdict
from indicators.selectors.catalogue import PlanFacts
from indicators.selectors.standings import KEPT_DAYS, Board, board, board_on

MOST_CHANGES = 8
NUMERALS = {2: "两个"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``url`` is the list of exactly these; empty for zero, which is plain text."""

    sign: Sign | None
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class CountRow:
    label: str
    kind: str
    url: str
    cells: tuple[Cell, ...]
    total: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    board: Board
    heading: tuple[str, ...]
    period: str
    elapsed: tuple[tuple[str, str], ...]
    columns: tuple[Cell, ...]
    counts: tuple[CountRow, ...]
    attention: tuple[Item, ...]
    order: str
    behind: int
    behind_url: str
    before: str
    worse: Cell
    better: Cell
    newly: int
    changes: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    unjudged: int
    unjudged_url: str

    @property
    def is_empty(self) -> bool:
        return not self.board.has_readings

    @property
    def begun(self) -> str:
        """A newer quarter moves the page only once half of it is reported; until then it is announced."""
        newer = self.board.begun
        if newer is None:
            return ""
        label = Period.last_ended(newer.end, Frequency.QUARTERLY).label
        return f"{label}已报 {newer.answered}/{newer.asked} 项。"


def overview(as_of: date | None) -> Overview:
    """One query when the data have not changed since somebody last asked."""
    found = board(as_of)
    return overview_on(found.token, found.as_of)


@lru_cache(maxsize=KEPT_DAYS)
def overview_on(token: str, as_of: date) -> Overview:
    found, rows = board_on(token, as_of), list(rows_on(token, as_of).values())
    lagging = behind(rows)
    counts = Counter(row.sign for row in rows)
    labels = sign_labels(found.standings)
    return Overview(
        board=found,
        heading=heading(rows),
        period=Period.last_ended(as_of, Frequency.QUARTERLY).label,
        elapsed=tuple((plan.short_title, elapsed_label(plan, as_of)) for plan in found.plans),
        columns=tuple(Cell(sign, labels[sign], 0, "") for sign in Sign),
        counts=count_rows(found.plans, rows, labels),
        attention=items(worth_showing(lagging)),
        order=attention_order(counts, labels),
        behind=len(lagging),
        behind_url=f"{reverse('plans')}?verdict=at_risk&verdict=lagging&sort=verdict",
        before=Period.last_ended(found.compared_with, Frequency.QUARTERLY).label,
        worse=change_cell("转差", "worse", rows),
        better=change_cell("转好", "better", rows),
        newly=sum(row.standing.change is Change.NEWLY_JUDGED for row in rows),
        changes=changes(rows),
        gaps=gaps(rows),
        unjudged=counts[Sign.NONE],
        unjudged_url=f"{reverse('plans')}?verdict=none",
    )


def attention_order(counts: Counter[Sign], labels: dict[Sign, str]) -> str:
    if counts[Sign.AT_RISK] and counts[Sign.LAGGING]:
        return f"先{labels[Sign.AT_RISK]}，后{labels[Sign.LAGGING]}；同类中差得多的在前"
    return "差得多的在前"


def heading(rows: Sequence[Row]) -> tuple[str, ...]:
    """The finding, in clauses between which a line may break."""
    verdicts = Counter(row.standing.assessment.verdict for row in rows)
    total, grey = len(rows), sum(row.sign is Sign.NONE for row in rows)
    if total == grey:
        return (f"{total} 项指标都还不能判断",)
    good = verdicts[Verdict.ACHIEVED] + verdicts[Verdict.ON_TRACK]
    told = [
        (verdicts[Verdict.LAGGING], "项滞后"),
        (verdicts[Verdict.AT_RISK], "项严重滞后"),
        (verdicts[Verdict.MISSED], "项未达标"),
    ]
    troubles = sum(count for count, _ in told)
    # The table below shows what cannot be judged; it belongs into the finding once it outweighs the rest.
    told.append((grey if grey > troubles else 0, "项暂不能判断"))
    word = "达标或正常" if verdicts[Verdict.ON_TRACK] else "已达标"
    clauses = [f"{total} 项指标中 {good} 项{word}", *(f"{count} {words}" for count, words in told if count)]
    return *(f"{clause}，" for clause in clauses[:-1]), clauses[-1]


def count_rows(plans: Sequence[PlanFacts], rows: list[Row], labels: dict[Sign, str]) -> tuple[CountRow, ...]:
    found = []
    if len(plans) > 1:
        label = f"{NUMERALS.get(len(plans), f'{len(plans)} 个')}规划合计"
        found.append(count_row(label, "total", reverse("plans"), "", rows, labels))
    for plan in plans:
        own = [row for row in rows if row.standing.facts.plan.id == plan.id]
        url = reverse("plan", args=[plan.code])
        found.append(count_row(plan.short_title, "plan", url, "", own, labels))
        found += nature_rows(url, own, labels)
    return tuple(found)


def nature_rows(url: str, rows: list[Row], labels: dict[Sign, str]) -> list[CountRow]:
    """约束性 and 预期性 apart, where the plan has them."""
    return [
        count_row(f"{nature.label}指标", "part", url, f"nature={nature.value}&", own, labels)
        for nature in Nature
        if (own := [row for row in rows if row.standing.facts.nature == nature.value])
    ]


def count_row(
    label: str, kind: str, url: str, query: str, rows: list[Row], labels: dict[Sign, str]
) -> CountRow:
    counts = Counter(row.sign for row in rows)
    cells = tuple(
        Cell(sign, labels[sign], counts[sign], f"{url}?{query}verdict={sign.value}" if counts[sign] else "")
        for sign in Sign
    )
    name_url = url if kind == "plan" else ""
    return CountRow(label, kind, name_url, cells, len(rows), {sign.value: counts[sign] for sign in Sign})


def changes(rows: list[Row]) -> tuple[Row, ...]:
    """转差 before 转好."""
    found = [row for change in ("worse", "better") for row in rows if row.change == change]
    return tuple(found[:MOST_CHANGES])


def change_cell(label: str, change: str, rows: list[Row]) -> Cell:
    count = sum(row.change == change for row in rows)
    return Cell(None, label, count, f"{reverse('plans')}?change={change}" if count else "")
