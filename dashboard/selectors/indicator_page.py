"""The page of one indicator: its verdict, figures, chart, data, owners, rules and changes.

Eight queries, whatever the number of readings and changes, and one more where the verdict was set by hand;
ten more after the data have changed, for what is kept in memory (catalogue, tasks, rows).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from dashboard.selectors.indicator_courses import figures
from dashboard.selectors.indicator_figures import NO_VALUE, Figure, table_text
from dashboard.selectors.indicator_opinion import Opinion, opinion
from dashboard.selectors.indicator_readings import ReadingRow, answers, has_answers_before, reading_rows
from dashboard.selectors.indicator_side import Side, side_of
from dashboard.selectors.rows import Row, rows_on
from departments.access import may_see_unapproved
from departments.models import Person
from indicators.chart_data import Chart, Mark
from indicators.chart_kinds import chart_of, steps
from indicators.drawing import NARROW, WIDE, Drawing, draw
from indicators.findings import summary_of, title_of
from indicators.models import Indicator, Reading, VerdictOverride
from indicators.progress import explain
from indicators.progress.periods import Period
from indicators.progress.terms import Comparator
from indicators.selectors.catalogue import stripped
from indicators.selectors.standings import Board, Standing, board, board_on
from indicators.selectors.timeline import Event, Subject, timeline

MOST_EVENTS = 30
KEPT_CHARTS = 256


@dataclass(frozen=True, slots=True)
class ChartView:
    data: Chart
    title: str
    summary: str
    wide: Drawing
    narrow: Drawing


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of 查看数据."""

    label: str
    value: str
    expected: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceYear:
    year: int
    own: str
    reference: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    board: Board
    row: Row
    standing: Standing
    indicator: Indicator
    note: str
    figures: tuple[Figure, ...]
    chart: ChartView | None
    chart_rows: tuple[ChartRow, ...]
    readings: tuple[ReadingRow, ...]
    later: int
    has_earlier: bool
    others: tuple[Row, ...]
    side: Side
    explanation: tuple[str, ...]
    opinion: Opinion
    reference: tuple[ReferenceYear, ...]
    override: VerdictOverride | None
    events: tuple[Event, ...]
    before: Row | None
    after: Row | None

    @property
    def has_values(self) -> bool:
        """Without any, six figures would say six times why."""
        return self.standing.assessment.computed_verdict not in NO_VALUE

    @property
    def judged_period(self) -> Period:
        """The newest that was due on the day shown: the one whose verdict can be set by hand."""
        facts = self.standing.facts
        return Period.last_ended(min(self.board.as_of, facts.due), facts.frequency)

    @property
    def has_fractions(self) -> bool:
        return any(reading.numerator for reading in self.readings)

    @property
    def has_changes(self) -> bool:
        return any(reading.change for reading in self.readings)

    @property
    def columns(self) -> int:
        """Of the table of readings."""
        return 4 + (2 if self.has_fractions else 0) + (1 if self.has_changes else 0)


def indicator_page(
    code: str, as_of: date | None, *, reader: Person, everything: bool = False
) -> IndicatorPage | None:
    """None where there is no such indicator. What is not approved yet only some see (access.py). Readings
    older than plan and base year judge nothing and are left out, however many there are, unless
    ``everything`` is asked for."""
    found = board(as_of)
    standing = found.standing(code)
    if standing is None:
        return None
    rows = rows_on(found.token, found.as_of)
    indicator = indicator_of(code)
    since = date.min if everything else first_day(standing)
    unapproved = may_see_unapproved(reader, indicator.measure.reporting_department_id)
    own = answers(indicator.measure_id, since, unapproved=unapproved)
    events = tuple(timeline(subject_of(indicator, since, unapproved=unapproved)))
    chart = chart_view(found.token, found.as_of, code)
    return IndicatorPage(
        board=found,
        row=rows[code],
        standing=standing,
        indicator=indicator,
        note=newest_note(own, standing),
        figures=figures(standing, found),
        chart=chart,
        chart_rows=chart_rows(standing, chart.data) if chart else (),
        readings=reading_rows(standing, own, found.as_of),
        later=sum(reading.period_end > found.as_of for reading in own),
        has_earlier=has_answers_before(indicator.measure_id, since),
        others=tuple(rows[other.code] for other in found.sharing_measure(standing)),
        side=side_of(standing, indicator, rows[code].task, events),
        explanation=explain(standing.question, found.as_of),
        opinion=opinion(standing),
        reference=reference_years(standing, found.as_of),
        override=override_of(standing),
        events=events,
        before=neighbour(found, rows, code, -1),
        after=neighbour(found, rows, code, 1),
    )


def indicator_of(code: str) -> Indicator:
    return Indicator.objects.select_related(
        "plan",
        "theme",
        "target__reference",
        "measure__reporting_department",
        "measure__suggested_department",
    ).get(code=code)


def first_day(standing: Standing) -> date:
    """Of the plan's first year or the base year, whichever is earlier."""
    question = standing.question
    years = [question.plan.start.year] + ([question.baseline.year] if question.baseline else [])
    return date(min(years), 1, 1)


def subject_of(indicator: Indicator, since: date, *, unapproved: bool) -> Subject:
    measure = indicator.measure
    return Subject(measure.pk, indicator.pk, measure.unit, stripped(measure.scale), since, unapproved)


def newest_note(readings: Sequence[Reading], standing: Standing) -> str:
    """部门说明: what was written with the reading on which the verdict stands."""
    newest = standing.assessment.period
    if newest is None:
        return ""
    return next((reading.note for reading in readings if reading.period_code == newest.code), "")


@lru_cache(maxsize=KEPT_CHARTS)
def chart_view(token: str, as_of: date, code: str) -> ChartView | None:
    """Placing the labels is most of what this page costs, so a chart is kept as long as its data."""
    standing = board_on(token, as_of).standing(code)
    if standing is None:
        return None
    question = standing.question
    data = chart_of(question, as_of, steps(question, as_of))
    if not data.marks and not data.reference:
        return None
    return ChartView(
        data=data,
        title=title_of(question, standing.assessment, data),
        summary=summary_of(standing.assessment, data),
        wide=draw(data, WIDE),
        narrow=draw(data, NARROW),
    )


def chart_rows(standing: Standing, data: Chart) -> tuple[ChartRow, ...]:
    """The same numbers as the picture's, in the order of time."""

    def row(mark: Mark, label: str = "") -> ChartRow:
        expected = "" if mark.expected is None else table_text(standing, mark.expected)
        text = mark.text if mark.partial else table_text(standing, mark.value)
        return ChartRow(label or mark.label, text, expected)

    other = {mark.label: table_text(standing, mark.value) for mark in data.reference}
    rows = [row(mark) for mark in ([data.baseline] if data.baseline else []) + list(data.marks)]
    rows = [replace(each, reference=other.pop(each.label, "")) for each in rows]
    rows += [ChartRow(label, "", reference=text) for label, text in other.items()]
    if data.projected:
        rows.append(row(data.projected, f"{data.projected.label}（照此推算）"))
    return tuple(rows)


def reference_years(standing: Standing, as_of: date) -> tuple[ReferenceYear, ...]:
    """Own growth beside the reference's, year by year: what ``in_step`` compares."""
    if standing.facts.comparator is not Comparator.IN_STEP:
        return ()
    question = standing.question
    data = chart_of(question, as_of, steps(question, as_of))
    own = {mark.day.year: table_text(standing, mark.value) for mark in data.marks}
    other = {mark.day.year: table_text(standing, mark.value) for mark in data.reference}
    return tuple(
        ReferenceYear(year, own.get(year, ""), other.get(year, "")) for year in sorted({*own, *other})
    )


def override_of(standing: Standing) -> VerdictOverride | None:
    """Asked for only where the verdict was set by hand."""
    if not standing.assessment.override_reason:
        return None
    reason = standing.assessment.override_reason
    found = VerdictOverride.objects.filter(indicator=standing.facts.id, reason=reason)
    return found.select_related("set_by").order_by("-period_code").first()


def neighbour(found: Board, rows: dict[str, Row], code: str, step: int) -> Row | None:
    plan = found.standing(code)
    same = [s.code for s in found.of_plan(plan.facts.plan.code)] if plan else []
    at = same.index(code) + step
    return rows[same[at]] if 0 <= at < len(same) else None


__all__ = ["MOST_EVENTS", "Decimal", "IndicatorPage", "indicator_page"]
