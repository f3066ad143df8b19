"""Readings as a long table that the history reader takes back to exactly the same values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from dashboard.selectors.indicator_page import IndicatorPage
from dashboard.selectors.readings_export import Line
from departments.sheets import Cell, Table
from indicators.choices import AnswerChoice, State, Via
from indicators.models import Measure, Reading
from indicators.progress.numbers import exactly, quotient
from indicators.rules import MAX_DECIMALS
from indicators.selectors.catalogue import plain, stripped
from reporting.workbooks.moments import Baseline

READ_BACK = (
    "指标编码", "指标名称", "单位", "填报期", "数值", "分子", "分母", "本期情况", "情况说明", "预计报送日",
)  # fmt: skip
PASSED_OVER = ("状态", "录入人", "录入时间", "方式")
LONG = (*READ_BACK, *PASSED_OVER)
OF_ONE = ("2025年目标", "期末", "当期结论")
"""What the file of one indicator says besides."""


def readings_table(lines: Iterable[Line], name: str) -> Table:
    return Table(name, "数值", LONG, tuple(cells(line) for line in lines))


def cells(line: Line) -> tuple[Cell, ...]:
    if line.reading is None:
        return baseline_cells(line.code, line.name, line.measure)
    return reading_cells(line.code, line.name, line.reading)


def reading_cells(code: str, name: str, reading: Reading) -> tuple[Cell, ...]:
    return (
        *(code, name, reading.measure.unit, reading.period.label, value_of(reading)),
        *(stripped(reading.numerator), stripped(reading.denominator)),
        *(AnswerChoice(reading.answer).label, reading.note, reading.expected_on),
        *(State(reading.state).label, str(reading.entered_by), reading.entered_at, Via(reading.via).label),
    )


def baseline_cells(code: str, name: str, measure: Measure) -> tuple[Cell, ...]:
    label, value = Baseline(measure.baseline_year or 0).label, stripped(measure.baseline_value)
    answered: tuple[Cell, ...] = (
        code,
        name,
        measure.unit,
        label,
        value,
        None,
        None,
        AnswerChoice.VALUE.label,
    )
    return answered + (None,) * (len(LONG) - len(answered))


@exactly
def value_of(reading: Reading) -> Decimal | None:
    """As entered; of 分子 and 分母 the rate at six decimals, which the reader finds to say the same. A
    measure that has been made no rate since says nothing beside them."""
    over, under = reading.numerator, reading.denominator
    if over is None or under is None:
        return stripped(reading.value)
    scale = reading.measure.scale
    return None if scale is None else plain(round(quotient(over, under) * scale, MAX_DECIMALS))


# --- one indicator ----------------------------------------------------------------------------------


def indicator_table(page: IndicatorPage) -> Table:
    name = f"{page.row.code}_{page.row.name}_{page.board.as_of.isoformat()}"
    return Table(name, page.row.code, (*LONG, *OF_ONE), tuple(indicator_rows(page)))


def indicator_rows(page: IndicatorPage) -> Iterator[tuple[Cell, ...]]:
    """Newest first, as on the page. The baseline is the measure's: one that a target has for itself would
    come back as the measure's."""
    facts, measure = page.standing.facts, page.indicator.measure
    for row in page.readings:
        own = reading_cells(facts.code, facts.name, row.reading)
        yield (*own, facts.target_printed, row.period.end, row.verdict)
    if measure.baseline_value is not None:
        end = date(measure.baseline_year or 1, 12, 31)
        yield (*baseline_cells(facts.code, facts.name, measure), facts.target_printed, end, "基期")
