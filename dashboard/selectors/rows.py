"""One indicator as a line of a table or list: everything said, computed once for each state of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse

from dashboard.selectors.signs import Sign, sign_of
from dashboard.selectors.sparklines import Spark, spark_of
from indicators.models import Measure
from indicators.progress.changes import Change
from indicators.progress.numbers import format_number, format_time_share
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Comparator, Span
from indicators.selectors.catalogue import PlanFacts
from indicators.selectors.standings import KEPT_DAYS, Board, Standing, board_on
from tasks.selectors import KEPT_REVISIONS, TaskBook, TaskFacts, task_book

THOUSANDS = 1000
MOST_PLACES = 4
ARROWS = {Change.WORSE: "down", Change.BETTER: "up"}
UNNAMED = "待明确"
CONFIRM_LABELS = {
    "basis": "统计方式",
    "unit": "单位",
    "scale": "比率倍数",
    "frequency": "频率",
    "definition": "口径",
}


@dataclass(frozen=True, slots=True)
class Row:
    """``when`` stands where the value is not of the quarter asked about, ``stale`` where a newer one was due,
    ``computed`` beside a verdict set by hand."""

    standing: Standing
    code: str
    name: str
    url: str
    nature: str
    target: str
    value: str
    unit: str
    when: str
    stale: str
    sign: Sign
    mark: str
    verdict: str
    is_overridden: bool
    computed: str
    change: str
    arrow: str
    change_label: str
    spark: Spark
    department: str
    department_id: int | None
    department_url: str
    task: TaskFacts | None
    owners: str
    to_confirm: str

    @property
    def sentence(self) -> str:
        return self.standing.assessment.sentence


@lru_cache(maxsize=KEPT_DAYS)
def rows_on(token: str, as_of: date) -> dict[str, Row]:
    """By code, in printed order. Six queries at most, none while the data stay as they are."""
    board, book, defaults = board_on(token, as_of), task_book(token), unconfirmed(token)
    return {standing.code: row_of(standing, board, book, defaults) for standing in board.standings}


@lru_cache(maxsize=KEPT_REVISIONS)
def unconfirmed(token: str) -> dict[int, str]:
    """Of each measure, the defaults that are 待确认. One query."""
    return {
        pk: "、".join(CONFIRM_LABELS.get(field, field) for field in fields)
        for pk, fields in Measure.objects.values_list("pk", "to_confirm")
        if fields
    }


def row_of(standing: Standing, board: Board, book: TaskBook, defaults: dict[int, str]) -> Row:
    facts, assessment = standing.facts, standing.assessment
    department, task = facts.reporting_department, book.by_indicator.get(facts.code)
    sign = sign_of(assessment.verdict)
    return Row(
        standing=standing,
        code=facts.code,
        name=facts.name,
        url=reverse("indicator", args=[facts.code]),
        nature=facts.nature_label,
        target=facts.target_printed,
        value=value_text(standing),
        unit=facts.unit,
        when=when(standing, board.as_of),
        stale=stale_label(standing),
        sign=sign,
        mark=sign.mark,
        verdict=assessment.verdict.label,
        is_overridden=bool(assessment.override_reason),
        computed=computed_label(standing),
        change=change_mark(standing),
        arrow=ARROWS.get(standing.change, ""),
        change_label=standing.change.label,
        spark=spark_of(standing, board.as_of),
        department=department.name if department else "",
        department_id=department.id if department else None,
        department_url=reverse("department", args=[department.id]) if department else "",
        task=task,
        owners=owners(task),
        to_confirm=defaults.get(facts.measure_id, ""),
    )


def computed_label(standing: Standing) -> str:
    """人工认定 never hides what the data say."""
    assessment = standing.assessment
    return assessment.computed_verdict.label if assessment.override_reason else ""


def change_mark(standing: Standing) -> str:
    """Only these two are coloured and counted; the other words are said in grey."""
    return standing.change.value if standing.change in ARROWS else ""


def value_text(standing: Standing) -> str:
    """With the measure's decimals, zeros kept so that a column aligns; more where rounding would show an
    unmet value as met."""
    value, threshold = standing.assessment.value, standing.facts.threshold
    if value is None:
        return "—"
    guards = (threshold,) if threshold is not None and standing.assessment.met is not None else ()
    return format_number(value, places=places(standing), guards=guards, comma=True, keep_zeros=True)


def places(standing: Standing) -> int:
    """As many decimals as target and entered values have, four at most. A rate has at least one, but for
    those in the thousands, and two where it stays below 1, such as beds per thousand."""
    facts = standing.facts
    given = [facts.threshold, *(r.value for r in standing.question.readings if r.numerator is None)]
    is_rate, threshold = facts.unit == "%" or facts.scale is not None, facts.threshold
    is_small = threshold is not None and threshold < 1
    least = 0 if not is_rate or (threshold or 0) >= THOUSANDS else 2 if is_small else 1
    return min(max([least, *(decimals(number) for number in given if number is not None)]), MOST_PLACES)


def decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def stale_label(standing: Standing) -> str:
    assessment = standing.assessment
    return f"数据截至{assessment.period.label}" if assessment.stale and assessment.period else ""


def when(standing: Standing, as_of: date) -> str:
    assessment, target = standing.assessment, standing.question.target
    if assessment.period is None or assessment.value is None:
        return ""
    if target.comparator is Comparator.IN_STEP:
        return "年均"
    if target.span is Span.PLAN:
        return "规划期累计"
    if assessment.partial:
        return f"{assessment.period.year}年累计"
    if assessment.stale:
        return ""
    quarter = Period.last_ended(as_of, Frequency.QUARTERLY)
    return "" if assessment.period.end == quarter.end else assessment.period.label


def elapsed_label(plan: PlanFacts, as_of: date) -> str:
    share = plan.elapsed(as_of)
    return f"时间已过 {format_time_share(share)}" if share else "尚未开始"


def owners(task: TaskFacts | None) -> str:
    """牵头 区残联、区卫生健康委，负责 16 家; 各街道 counts as it is printed, as one."""
    if task is None or not task.duties:
        return ""
    leads, others = task.leads, task.responsible
    if not leads:
        several = f"等 {len(others)} 家" if len(others) > 1 else ""
        return f"负责 {others[0].department.name}{several}"
    named = "牵头 " + "、".join(duty.department.name for duty in leads)
    if len(others) == 1:
        return f"{named}，负责 {others[0].department.name}"
    return f"{named}，负责 {len(others)} 家" if others else named
