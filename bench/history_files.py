"""Two workbooks of a district's past, with values that every rule takes: a long table and a wide one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from indicators.models import Indicator, Measure
from indicators.progress.periods import Frequency, Period

ROWS, FAULTS = 10_000, 100
NEWEST, OLDEST = 2025, 1949
WIDE_YEARS = range(2021, 2026)
LONG_HEADINGS = ["指标编码", "指标名称", "填报期", "数值", "情况说明"]


class Line(NamedTuple):
    code: str
    name: str
    period: str
    value: float | str
    note: str = ""


def periods_of(year: int, frequency: Frequency) -> list[Period]:
    first = Period(year, frequency)
    return [first.shifted(number) for number in range(first.per_year)]


def value_for(measure: Measure, number: int) -> float:
    whole = 50 + number % 40
    return whole if measure.is_count else whole + 0.25


def long_lines() -> list[Line]:
    """Every measure's own periods, year by year into the past."""
    measures = list(Measure.objects.all())
    cells = (
        (measure, period)
        for year in range(NEWEST, OLDEST - 1, -1)
        for measure in measures
        for period in periods_of(year, Frequency(measure.frequency))
    )
    return [
        Line(m.code, m.name, period.code, value_for(m, number), "" if number % 3 else f"第 {number} 行")
        for number, (m, period) in enumerate(islice(cells, ROWS))
    ]


def with_faults(lines: Sequence[Line]) -> list[Line]:
    every = len(lines) // FAULTS
    return [line if n % every else line._replace(value="待定") for n, line in enumerate(lines)]


def wide_lines() -> Iterator[Line]:
    """Of two indicators that share a measure only the first answers."""
    seen: set[int] = set()
    for indicator in Indicator.objects.select_related("measure"):
        measure = indicator.measure
        if measure.pk in seen:
            continue
        seen.add(measure.pk)
        for year in WIDE_YEARS:
            for number, period in enumerate(periods_of(year, Frequency(measure.frequency))):
                yield Line(measure.code, measure.name, period.code, value_for(measure, year + number))


def long_file(lines: Iterable[Line]) -> bytes:
    return written([LONG_HEADINGS, *lines])


def wide_file(lines: Iterable[Line]) -> bytes:
    """A row for each indicator, a column for each quarter and each year."""
    years = [Period(year, Frequency.YEARLY) for year in WIDE_YEARS]
    quarters = [quarter for year in WIDE_YEARS for quarter in periods_of(year, Frequency.QUARTERLY)]
    values = {(line.code, line.period): line.value for line in lines}
    table: list[Sequence[object]] = [["指标编码", "指标名称", *(p.code for p in (*quarters, *years))]]
    for indicator in Indicator.objects.all():
        answers = [values.get((indicator.code, period.code)) for period in (*quarters, *years)]
        table.append([indicator.code, indicator.name, *answers])
    return written(table)


def written(table: Iterable[Sequence[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("历史")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return content.getvalue()
