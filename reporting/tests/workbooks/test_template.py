"""The template read back by our own reader: untouched it says what stands, filled in what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from departments.models import Department, Person
from indicators.choices import AnswerChoice
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.judging import Change, judge
from indicators.services.readings import record_many
from reporting.selectors.template import (
    NumberKind,
    Standing,
    TemplateIndicator,
)
from reporting.tests.entering import record
from reporting.tests.workbooks.conftest import ReadRaw
from reporting.tests.workbooks.making import saved
from reporting.tests.workbooks.templates import NASTY, QUARTER, content, line, opened, written
from reporting.workbooks.known import known
from reporting.workbooks.parsed import ParsedFile, ParsedRow
from reporting.workbooks.rows import parse
from tasks.models import Task
from tasks.services.notes import NoteEntry, judge_notes, record_notes

pytestmark = pytest.mark.django_db

Reread = Callable[[bytes], ParsedFile]


@pytest.fixture
def reread(read_raw: ReadRaw) -> Reread:
    return lambda data: parse(read_raw(data), known())


def answered(row: ParsedRow) -> Standing:
    return Standing(row.answer, row.value, row.numerator, row.denominator, row.note, row.expected_on)


def by_key(file: ParsedFile) -> dict[str, ParsedRow]:
    return {row.key: row for row in file.rows}


def answers(found: ParsedRow) -> Entry:
    assert isinstance(found.period, Period)
    return Entry(Measure.objects.get(code=found.key), found.period, **fields(found))


def fields(found: ParsedRow) -> dict[str, Any]:
    names = ("answer", "value", "numerator", "denominator", "note", "expected_on")
    return {name: getattr(found, name) for name in names}


@pytest.mark.parametrize("name", ["区卫生健康委", "区残联", "区应急局", "德胜街道", "区司法局"])
def test_an_untouched_template_is_known_again(name: str, reread: Reread) -> None:
    found = content(name)

    file = reread(written(found))

    assert (file.period, file.department) == (QUARTER, name)
    assert [row.code for row in file.rows] == [row.code for row in found.indicators]
    assert [row.period for row in file.rows] == [row.period for row in found.indicators]
    assert [task.code for task in file.tasks] == [task.code for task in found.tasks]
    assert all(row.is_blank for row in file.rows) and all(task.is_blank for task in file.tasks)
    assert (list(file.all_issues()), file.ignored_columns, file.notices) == ([], [], [])


def test_what_stands_comes_back_unchanged(coordinator: Person, liaison: Person, reread: Reread) -> None:
    department = Department.objects.get(name="区卫生健康委")
    record(coordinator, "YF-03", numerator="397", denominator="420.5", note="=1+1")
    record(coordinator, "YF-05", value="0.5", note="'@\n-")
    record(coordinator, "YF-06", value="99.123456")
    record(coordinator, "YF-14", "2023", value="123456789.123456")
    record(coordinator, "YF-23", "2023", value="99.2")
    for code, answer, day in (
        ("YF-07", AnswerChoice.NO_DATA, date(2024, 2, 20)),
        ("YF-08", AnswerChoice.NOT_APPLICABLE, None),
    ):
        entry = Entry(Measure.objects.get(code=code), QUARTER, answer=answer, note="缺", expected_on=day)
        record_many([entry], by=coordinator)
    task = Task.objects.get(code="YF-T04")
    record_notes([NoteEntry(task, department, QUARTER, "-完成", "'无", "+1")], by=liaison)

    file = reread(written(content()))
    outcomes = judge([answers(row) for row in file.rows if not row.is_blank], by=coordinator)
    notes = [
        NoteEntry(Task.objects.get(code=t.key), department, QUARTER, t.progress, t.obstacles, t.next_steps)
        for t in file.tasks
    ]

    assert list(file.all_issues()) == []
    assert [outcome.change for outcome in outcomes] == [Change.UNCHANGED] * 6
    assert {outcome.change for outcome in judge_notes(notes, by=liaison)} == {Change.UNCHANGED}


def text_that_can_stand() -> st.SearchStrategy[str]:
    """As every way of entry keeps it: stripped, with plain line ends."""
    letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
    typed = st.text(st.one_of(letters, st.sampled_from("=+-@'\t\n&<>_x0")), max_size=40)
    return st.one_of(st.sampled_from(NASTY), typed).map(str.strip)


def numbers(least: int = 0, most: int = 999_999_999) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=6, allow_nan=False, allow_infinity=False)


def standings(row: TemplateIndicator) -> st.SearchStrategy[Standing]:
    whole = st.integers(0, 999_999_999).map(Decimal)
    values = {NumberKind.COVERAGE: numbers(0, 100), NumberKind.COUNT: whole, NumberKind.AMOUNT: numbers()}
    note = text_that_can_stand()
    kinds = [
        st.builds(Standing, note=note),
        st.builds(Standing, st.just("value"), values[row.kind], note=note),
        st.builds(Standing, st.just("not_applicable"), note=note),
        st.builds(
            Standing, st.just("no_data"), note=note, expected_on=st.dates(date(2000, 1, 1), date(2099, 1, 1))
        ),
    ]
    if row.has_fraction:
        pair = st.builds(Standing, st.just("value"), numerator=numbers(), denominator=numbers(1), note=note)
        kinds.append(pair)
    return st.one_of(kinds)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_import_of_export_is_the_same(data: st.DataObject, reread: Reread) -> None:
    plain = content()
    filled = tuple(replace(row, standing=data.draw(standings(row))) for row in plain.indicators)
    texts = text_that_can_stand()
    tasks = tuple(
        replace(task, progress=data.draw(texts), obstacles=data.draw(texts), next_steps=data.draw(texts))
        for task in plain.tasks[:5]
    )

    file = reread(written(replace(plain, indicators=filled, tasks=tasks)))

    assert [answered(row) for row in file.rows] == [row.standing for row in filled]
    assert list(file.all_issues()) == []
    assert [(t.progress, t.obstacles, t.next_steps) for t in file.tasks] == [
        (t.progress, t.obstacles, t.next_steps) for t in tasks
    ]


def test_a_number_of_too_many_digits_is_written_as_text(reread: Reread) -> None:
    long = Decimal("1234567890.1234567891")
    plain = content()
    rows = tuple(replace(r, standing=Standing("value", long)) for r in plain.indicators if r.code == "YF-14")

    file = reread(written(replace(plain, indicators=rows)))

    assert file.rows[0].value == long


def test_what_is_filled_in_is_read(reread: Reread, coordinator: Person) -> None:
    record(coordinator, "YF-10", value="97")
    book = opened(content())
    sheet = book["指标填报"]
    line(sheet, "YF-03")["分子"].value, line(sheet, "YF-03")["分母"].value = 397, 420
    line(sheet, "YF-04")["本期值"].value, line(sheet, "YF-04")["本期值"].number_format = 0.85, "0%"
    line(sheet, "YF-05")["本期情况"].value = "不适用"
    line(sheet, "YF-06")["本期值"].value = "不适用"
    for heading, typed in {
        "本期情况": "暂无数据",
        "预计报送日": date(2024, 2, 20),
        "情况说明": "年报未出",
    }.items():
        line(sheet, "YF-07")[heading].value = typed
    line(sheet, "YF-11")["本期值"].value = 0
    line(sheet, "YF-10")["本期值"].value = None
    line(book["任务进展"], "YF-T04")["本期进展"].value = "完成"

    rows = by_key(file := reread(saved(book)))

    assert (rows["YF-03"].numerator, rows["YF-03"].denominator) == (Decimal(397), Decimal(420))
    assert rows["YF-04"].value == 85
    assert rows["YF-05"].answer == rows["YF-06"].answer == "not_applicable"
    assert answered(rows["YF-07"]) == Standing("no_data", note="年报未出", expected_on=date(2024, 2, 20))
    assert (rows["YF-11"].answer, rows["YF-11"].value) == ("value", Decimal(0))
    assert (rows["YF-10"].answer, rows["YF-10"].value) == ("value", None), "deleting is not silently lost"
    assert [task.progress for task in file.tasks if task.code == "YF-T04"] == ["完成"]
    assert list(file.all_issues()) == []


def test_a_fall_in_words_is_taken_for_a_reduction(reread: Reread) -> None:
    Measure.objects.filter(code="YF-26").update(baseline_value=200, baseline_year=2020)
    book = opened(content("区应急局"))
    line(book["指标填报"], "YF-26")["本期值"].value = "下降20%"

    assert by_key(reread(saved(book)))["YF-26"].value == 40


# A sheet without rows


@pytest.mark.parametrize(
    ("name", "quarter", "sheet", "sentence"),
    [
        ("区司法局", "2023Q4", "指标填报", "本期没有要由区司法局填报的指标，这一页不用填。"),
        ("区残联", "2021Q4", "任务进展", "规划的任务分工里没有区残联，这一页不用填。"),
    ],
)
def test_a_sheet_without_rows_says_so(
    name: str, quarter: str, sheet: str, sentence: str, reread: Reread
) -> None:
    found = content(name, Period.parse(quarter))

    book, file = opened(found), reread(written(found))

    assert [cell.value for row in book[sheet].iter_rows(min_row=2) for cell in row if cell.value] == [
        sentence
    ]
    assert (file.department, file.period) == (name, Period.parse(quarter))
    assert len(file.rows) == len(found.indicators) and len(file.tasks) == len(found.tasks)
    assert list(file.all_issues()) == []
