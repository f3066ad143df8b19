"""What the entry pages show: the measures that a quarter asks for, each with what stands and what stood last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from departments.models import Department
from indicators.choices import AnswerChoice, State
from indicators.models import Indicator, Measure, Plan, Reading
from indicators.progress.periods import Frequency, Period
from indicators.selectors.catalogue import plain
from tasks.models import TaskNote

REFERENCE_THEME = "参照数据"


@dataclass(frozen=True, slots=True)
class PrintedTarget:
    """``code`` is empty where only one plan asks."""

    code: str
    printed: str
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in one grid. ``code`` and ``name`` are as its plan prints them. ``is_closed``: what stands is shown
    and not to be changed here."""

    code: str
    name: str
    theme: str
    measure: Measure
    period: Period
    targets: tuple[PrintedTarget, ...]
    reading: Reading | None = None
    last: Reading | None = None
    whole_year: Reading | None = None
    is_closed: bool = False

    @property
    def is_locked(self) -> bool:
        """Also where the year was reported as a whole, so that its quarters are not asked for."""
        return self.is_closed or self.whole_year is not None

    @property
    def answer(self) -> Reading | None:
        return self.whole_year or self.reading

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and self.answer.is_answered

    @property
    def guards(self) -> list[Decimal]:
        """Thresholds that a rounded value must not seem to reach."""
        return [target.threshold for target in self.targets if target.threshold is not None]

    @property
    def scale(self) -> str:
        return "" if self.measure.scale is None else f"{plain(self.measure.scale):f}"

    @property
    def has_fraction(self) -> bool:
        return self.measure.scale is not None


@dataclass(frozen=True, slots=True)
class Grid:
    """What is filled in one quarter: of one plan, or of one department in all plans that run."""

    of: Plan | Department
    quarter: Period
    rows: tuple[Row, ...]

    @property
    def plan(self) -> Plan | None:
        return self.of if isinstance(self.of, Plan) else None

    @property
    def department(self) -> Department | None:
        return self.of if isinstance(self.of, Department) else None

    @property
    def title(self) -> str:
        return self.of.short_title if isinstance(self.of, Plan) else self.of.name

    @property
    def key(self) -> str:
        """Under which drafts are kept on the machine where they were typed."""
        return self.of.code if isinstance(self.of, Plan) else f"department-{self.of.pk}"

    @property
    def themes(self) -> list[tuple[str, list[Row]]]:
        return [(theme, list(rows)) for theme, rows in groupby(self.rows, key=lambda row: row.theme)]

    @property
    def left(self) -> int:
        return sum(not row.is_answered for row in self.rows)

    def row(self, code: str) -> Row | None:
        """A shared measure answers to the code of either plan."""
        return next((row for row in self.rows if code in (row.code, row.measure.code)), None)


def returned_because(answer: Reading | TaskNote | None) -> str:
    """Until it is reported again; what is being corrected is a draft that keeps the reason."""
    is_back = answer is not None and answer.state in (State.RETURNED, State.DRAFT)
    return answer.return_reason if answer and is_back else ""


def grid(plan_code: str, period_code: str, only: str = "") -> Grid:
    """Four queries, whatever the number of rows. ``only`` narrows it to the row of one code.

    Raises Http404 with the sentence that the page shows.
    """
    plan = Plan.objects.filter(code=plan_code).first()
    if plan is None:
        raise Http404(f"没有编码为“{plan_code[:10]}”的规划。请从“录入”页选择规划和填报期。")
    quarter = entry_quarter(plan, period_code, timezone.localdate())
    bare = asked_rows(indicators_for(plan, only), plan, quarter)
    rows = [row for row in bare if not only or only in (row.code, row.measure.code)]
    return Grid(plan, quarter, tuple(with_readings(rows)))


def entry_quarter(plan: Plan, code: str, today: date) -> Period:
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise Http404(f"{error}请从“录入”页选择填报期。") from None
    if period.frequency != Frequency.QUARTERLY:
        last = Period.holding(period.end, Frequency.QUARTERLY)
        raise Http404(f"{period.label}的数在{last.label}的填报页填写。请从“录入”页选择。")
    if period.start < plan.start or period.end > plan.end:
        span = f"{plan.start.year}—{plan.end.year}年"
        raise Http404(f"{period.label}不在{plan.short_title}的规划期（{span}）内。请从“录入”页选择填报期。")
    if period.start > today:
        raise Http404(f"{period.label}还没有开始，到{period.start:%Y年%-m月%-d日}才能填报。")
    return period


def indicators_for(plan: Plan, only: str) -> QuerySet[Indicator]:
    """All indicators on the measures that the plan asks for: its own, and those of other plans that share them."""
    own = Indicator.objects.filter(plan=plan)
    if only:
        own = own.filter(Q(code=only) | Q(measure__code=only) | Q(target__reference__code=only))
    return (
        Indicator.objects.filter(measure__in=own.values("measure"))
        .select_related("plan", "theme", "target__reference", "measure__reporting_department")
        .order_by("plan__position", "theme__position", "position")
    )


def asked_period(measure: Measure, quarter: Period) -> Period | None:
    """The measure's own period that ends with the quarter: 2023Q4 asks for 2023Q4, 2023H2 and 2023."""
    period = Period.holding(quarter.end, Frequency(measure.frequency))
    return period if period.end == quarter.end else None


def asked_rows(indicators: Iterable[Indicator], plan: Plan, quarter: Period) -> list[Row]:
    """Without readings, in the plan's order; what its targets refer to comes last."""
    held = list(indicators)
    sharing: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in held:
        sharing[indicator.measure_id].append(indicator)
    own = [indicator for indicator in held if indicator.plan_id == plan.pk]
    rows = [indicator_row(indicator, sharing[indicator.measure_id], quarter) for indicator in own]
    rows += [reference_row(measure, quarter) for measure in references(own)]
    return [row for row in rows if row is not None]


def indicator_row(indicator: Indicator, sharing: Sequence[Indicator], quarter: Period) -> Row | None:
    period = asked_period(indicator.measure, quarter)
    if period is None:
        return None
    return Row(
        code=indicator.code,
        name=indicator.name,
        theme=indicator.theme.name,
        measure=indicator.measure,
        period=period,
        targets=printed_targets(indicator, sharing),
    )


def printed_targets(indicator: Indicator, sharing: Sequence[Indicator]) -> tuple[PrintedTarget, ...]:
    """This plan's own first."""
    ordered = sorted(sharing, key=lambda other: other.pk != indicator.pk)
    several = len(ordered) > 1
    return tuple(
        PrintedTarget(other.code if several else "", other.target.printed, other.target.threshold)
        for other in ordered
    )


def references(own: Iterable[Indicator]) -> list[Measure]:
    found = {i.target.reference.pk: i.target.reference for i in own if i.target.reference is not None}
    return list(found.values())


def reference_row(measure: Measure, quarter: Period) -> Row | None:
    period = asked_period(measure, quarter)
    if period is None:
        return None
    return Row(measure.code, measure.name, REFERENCE_THEME, measure, period, targets=())


def with_readings(rows: Sequence[Row]) -> list[Row]:
    current = current_readings(rows)
    last = last_values(rows)
    return [with_reading(row, current, last.get(row.measure.pk)) for row in rows]


def with_reading(row: Row, current: dict[tuple[int, str], Reading], last: Reading | None) -> Row:
    whole = current.get((row.measure.pk, whole_year(row).code)) if whole_year(row) != row.period else None
    return replace(
        row,
        reading=current.get((row.measure.pk, row.period.code)),
        last=last,
        whole_year=whole if whole and whole.answer else None,
    )


def whole_year(row: Row) -> Period:
    return Period(row.period.year, Frequency.YEARLY)


def current_readings(rows: Sequence[Row]) -> dict[tuple[int, str], Reading]:
    codes = {row.period.code for row in rows} | {whole_year(row).code for row in rows}
    found = Reading.objects.filter(
        measure__in=[row.measure.pk for row in rows], period_code__in=codes
    ).select_related("entered_by")
    return {(reading.measure_id, reading.period_code): reading for reading in found}


def last_values(rows: Sequence[Row]) -> dict[int, Reading]:
    """All rows of a grid ask for periods that end on the same day."""
    return values_before(rows[0].period.end if rows else date.min, [row.measure.pk for row in rows])


def values_before(end: date, measures_asked: Iterable[int]) -> dict[int, Reading]:
    """The newest value of a period that ended before the day, by measure. One query."""
    earlier = Reading.objects.filter(
        measure=OuterRef("pk"), answer=AnswerChoice.VALUE, period_end__lt=end
    ).order_by("-period_end")
    newest = earlier.values("pk")[:1]
    measures = Measure.objects.filter(pk__in=measures_asked)
    found = Reading.objects.filter(pk__in=measures.annotate(newest=Subquery(newest)).values("newest"))
    return {reading.measure_id: reading for reading in found.select_related("measure")}
