"""What a template asks of a department, and what it brings along."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.models import Department, Person
from indicators.choices import AnswerChoice, BasisChoice, State
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.readings import record_many
from reporting.selectors.template import NumberKind, TemplateContent, TemplateIndicator, template_content
from reporting.tests.entering import record
from tasks.models import Task
from tasks.services.notes import NoteEntry, record_notes

pytestmark = pytest.mark.django_db


def content(department: str = "区卫生健康委", period: str = "2023Q4") -> TemplateContent:
    return template_content(Department.objects.get(name=department), Period.parse(period))


def row(found: TemplateContent, code: str) -> TemplateIndicator:
    return next(indicator for indicator in found.indicators if indicator.code == code)


def codes(found: TemplateContent) -> list[str]:
    return [indicator.code for indicator in found.indicators]


def test_every_measure_of_the_department_is_asked_in_the_plans_order() -> None:
    last, second = content(), content(period="2023Q2")

    assert codes(last) == sorted(codes(last)) and len(last.indicators) == 22
    assert row(last, "YF-14").period == Period.parse("2023")
    assert row(last, "YF-03").period == Period.parse("2023Q4")
    yearly = {i.code for i in last.indicators if i.period.code == "2023"}
    assert set(codes(second)) == set(codes(last)) - yearly


def test_a_shared_measure_is_asked_once_with_the_targets_of_both_plans() -> None:
    found = content("区残联")

    assert codes(found)[:2] == ["FZ-07", "FZ-08"]
    assert not {"YF-40", "YF-42"} & set(codes(found))
    assert row(found, "FZ-08").target == "FZ-08：90；YF-42：>90%"
    assert row(found, "YF-38").target == ">80%"


def test_a_plan_asks_only_while_it_runs() -> None:
    """The prevention plan begins in 2022."""
    assert codes(content("区残联", "2021Q2")) == ["FZ-07", "FZ-08"]
    assert row(content("区残联", "2021Q2"), "FZ-08").target == "90"
    assert content("区残联", "2021Q2").tasks == ()
    assert content("区残联", "2026Q1").is_empty


def test_a_reference_is_asked_of_the_department_that_has_it() -> None:
    department = Department.objects.get(name="区发展改革委")
    Measure.objects.filter(code="REF-GDP").update(reporting_department=department)

    asked = row(content("区发展改革委"), "REF-GDP")

    assert (asked.target, asked.kind, asked.period.code) == ("—", NumberKind.GROWTH, "2023")
    assert codes(content("区发展改革委", "2023Q3")) == []


def test_each_row_knows_which_numbers_it_takes() -> None:
    found, safety = content(), content("区应急局")

    assert (row(found, "YF-03").kind, row(found, "YF-03").has_fraction) == (NumberKind.COVERAGE, True)
    assert (row(found, "YF-11").kind, row(found, "YF-11").has_fraction) == (NumberKind.COUNT, False)
    assert (row(found, "YF-17").kind, row(found, "YF-17").has_fraction) == (NumberKind.AMOUNT, True)
    assert (row(safety, "YF-26").kind, row(safety, "YF-26").takes_changes) == (NumberKind.COUNT, True)
    assert not row(found, "YF-11").takes_changes
    assert row(content("区生态环境局"), "YF-30").is_cumulative
    assert Measure.objects.get(code="YF-30").basis == BasisChoice.YTD


def test_what_stands_and_what_stood_last_come_along(coordinator: Person, liaison: Person) -> None:
    record(coordinator, "YF-03", "2023Q3", numerator="397", denominator="420")
    record(coordinator, "YF-11", "2023Q1", value="1234")
    record(liaison, "YF-03", "2023Q4", numerator="400", denominator="421", note="见附件")

    found = content()

    assert row(found, "YF-03").last == "94.52%（2023年第三季度）"
    assert row(found, "YF-11").last == "1,234（2023年第一季度）"
    assert row(found, "YF-05").last == "—"
    standing = row(found, "YF-03").standing
    assert (standing.numerator, standing.denominator, standing.note) == (Decimal(400), Decimal(421), "见附件")
    assert (standing.answer, standing.state) == (AnswerChoice.VALUE, State.SUBMITTED)
    assert row(found, "YF-05").standing.answer == ""


def test_a_last_value_is_not_rounded_to_its_target(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023Q3", numerator="96999", denominator="100000")

    assert row(content(), "YF-05").last == "96.999%（2023年第三季度）"


def test_no_data_brings_its_reason_and_day(coordinator: Person) -> None:
    entry = Entry(
        Measure.objects.get(code="YF-05"),
        Period.parse("2023Q4"),
        answer=AnswerChoice.NO_DATA,
        note="年报未出",
        expected_on=date(2024, 2, 20),
    )
    record_many([entry], by=coordinator)

    standing = row(content(), "YF-05").standing

    assert (standing.answer, standing.note, standing.expected_on) == (
        "no_data",
        "年报未出",
        date(2024, 2, 20),
    )


def test_a_quarter_of_a_year_reported_as_a_whole_is_locked(coordinator: Person) -> None:
    record(coordinator, "YF-05", "2023", value="97.2")
    record_many(
        [Entry(Measure.objects.get(code="YF-06"), Period.parse("2023"), answer=AnswerChoice.NOT_APPLICABLE)],
        by=coordinator,
    )
    record(coordinator, "YF-14", "2023", value="2.5")

    found = content()

    assert (row(found, "YF-05").is_locked, row(found, "YF-05").whole_year) == (True, "97.2%")
    assert row(found, "YF-06").whole_year == "不适用"
    assert not row(found, "YF-14").is_locked
    assert row(found, "YF-14").standing.value == Decimal("2.5")


def test_tasks_are_those_that_name_the_department(liaison: Person) -> None:
    task = Task.objects.get(code="YF-T04")
    department = Department.objects.get(name="区卫生健康委")
    note = NoteEntry(task, department, Period.parse("2023Q4"), progress="已签约", next_steps="培训")
    record_notes([note], by=liaison)

    tasks = {task.code: task for task in content().tasks}

    assert len(tasks) == 19
    assert list(tasks) == sorted(tasks)
    assert (tasks["YF-T04"].duty, tasks["YF-T04"].progress) == ("负责", "已签约")
    assert (tasks["YF-T04"].obstacles, tasks["YF-T04"].next_steps) == ("", "培训")
    assert {task.duty for task in tasks.values()} == {"牵头", "负责"}
    assert {task.progress for task in content(period="2023Q3").tasks} == {""}


def test_a_subdistrict_has_the_tasks_of_its_group_and_its_own_notes() -> None:
    ours, group = content("德胜街道"), content("各街道")

    assert [task.code for task in ours.tasks] == [task.code for task in group.tasks]
    assert len(ours.tasks) == 12
    assert ours.indicators == ()


def test_six_queries_whatever_the_department(
    coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("YF-03", "YF-05", "YF-11"):
        record(coordinator, code, "2023Q3", value="1")
        record(coordinator, code, "2023Q4", value="1")
    for name in ("区卫生健康委", "区残联"):
        department = Department.objects.get(name=name)
        with django_assert_num_queries(6):
            template_content(department, Period.parse("2023Q4"))
