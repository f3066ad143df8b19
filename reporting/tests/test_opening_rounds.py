"""Opening a round writes down what is asked of whom; later decisions change only what they must."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from conftest import OWNER
from departments.models import Department, Person
from indicators.decisions import DEPARTMENT
from indicators.models import Indicator, Measure, Target
from indicators.progress.periods import Period
from indicators.services.decisions import set_reporting_department, split_measure
from reporting.models import Extension, Round, RoundItem, RoundState
from reporting.selectors.asked import asked_in
from reporting.selectors.board import board_of
from reporting.services.rounds import extend, open_round, reassign
from reporting.tests.quarters import (
    DUE,
    OPENS,
    SMALL,
    answer,
    clock,
    department,
    item_of,
    items_of,
    measure,
    opened,
    published,
    row_of,
    stored,
)
from tasks.models import Duty, Task, TaskDepartment

LATER = date(2024, 1, 31)
NOBODY = ["liaison", "other_liaison", "leader", "evaluator", "system_administrator"]


def asked(code: str) -> Counter[str]:
    """How many measures and tasks, of how many departments; and the yearly ones."""
    found = list(asked_in(Period.parse(code)))
    return Counter(
        measures=sum(each.measure is not None for each in found),
        yearly=sum(len(each.period_code) == 4 for each in found),
        notes=sum(each.task is not None for each in found),
        departments=len({each.department for each in found}),
    )


# --- what is asked of whom --------------------------------------------------------------------------

FZ_ALONE = {"measures": 2, "yearly": 0, "notes": 0, "departments": 1}
BOTH = {"measures": 36, "yearly": 0, "notes": 306, "departments": 42}
YEAR_END = {"measures": 45, "yearly": 9, "notes": 306, "departments": 42}


@pytest.mark.parametrize(
    ("year", "quarters", "year_end"),
    [(2021, FZ_ALONE, FZ_ALONE), (2022, BOTH, YEAR_END), (2023, BOTH, YEAR_END), (2025, BOTH, YEAR_END)],
)
def test_what_the_four_quarters_of_a_year_ask(
    db: None, year: int, quarters: dict[str, int], year_end: dict[str, int]
) -> None:
    assert [asked(f"{year}Q{number}") for number in (1, 2, 3)] == [Counter(quarters)] * 3
    assert asked(f"{year}Q4") == Counter(year_end)


@pytest.mark.parametrize("code", ["2020Q4", "2026Q1"])
def test_outside_of_the_plans_nothing_is_asked(code: str, coordinator: Person) -> None:
    assert not list(asked_in(Period.parse(code)))
    with pytest.raises(ValidationError, match="没有要填报的"):
        opened(coordinator, code)


def test_in_2021_only_the_development_plans_own_are_asked_of_whom_the_other_plan_names(db: None) -> None:
    found = {each.measure for each in asked_in(Period.parse("2021Q1"))}
    assert found == {measure("FZ-07").pk, measure("FZ-08").pk}


def test_every_frequency_in_its_own_period_and_each_measure_once(coordinator: Person) -> None:
    Measure.objects.filter(code="YF-03").update(frequency="half_yearly")
    year = [item for number in (1, 2, 3, 4) for item in opened(coordinator, f"2023Q{number}").items.all()]
    periods: dict[str, list[str]] = {}
    for item in year:
        if item.measure:
            periods.setdefault(item.measure.code, []).append(item.period_code)
    assert periods["YF-01"] == ["2023"]
    assert periods["YF-03"] == ["2023H1", "2023H2"]
    for code in ("YF-04", "FZ-07", "FZ-08"):
        assert periods[code] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert not {"YF-40", "YF-42", "FZ-02", "REF-GDP"} & set(periods), "shared once; 待明确 not at all"
    keys = [(item.measure_id, item.task_id, item.department_id, item.period_code) for item in year]
    assert len(keys) == len(set(keys))


def test_the_streets_are_asked_each_for_itself_and_their_group_is_not(coordinator: Person) -> None:
    held = opened(coordinator)
    streets = Department.objects.filter(group__isnull=False)
    assert streets.count() == 15
    for street in streets:
        assert held.items.filter(department=street).count() == 12
    assert not held.items.filter(department__kind="group").exists()


def test_a_street_that_is_also_named_itself_is_asked_once(coordinator: Person) -> None:
    task = Task.objects.get(code="YF-T01")
    give(task, "德胜街道")
    assert opened(coordinator).items.filter(task=task, department__name="德胜街道").count() == 1


def test_a_department_without_duties_is_not_asked(coordinator: Person) -> None:
    Department.objects.create(name="区某局", kind="department", position=99)
    TaskDepartment.objects.filter(department__name=SMALL).delete()
    names = {row.department.name for row in board_of(opened(coordinator)).rows}
    assert len(names) == 41
    assert not {"区某局", SMALL, "各街道"} & names


def test_a_reference_is_asked_for_where_somebody_reports_it(coordinator: Person) -> None:
    Measure.objects.filter(code="REF-GDP").update(reporting_department=department(SMALL))
    assert item_of(opened(coordinator), "REF-GDP").period_code == "2023"


def test_its_history_says_who_opened_it(coordinator: Person) -> None:
    held = opened(coordinator)
    (first,) = held.history.all()
    assert (first.history_user, first.history_change_reason) == (coordinator, "开放2023年第四季度填报")
    assert RoundItem.history.filter(history_user=coordinator).count() == held.items.count() == 351


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", NOBODY)
def test_nobody_else_opens_one(db: None, person: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        opened(request.getfixturevalue(person))
    assert not Round.objects.exists()


def test_once_only(coordinator: Person) -> None:
    opened(coordinator)
    with pytest.raises(ValidationError, match="已经开放过"):
        opened(coordinator)
    assert Round.objects.count() == 1


def test_two_who_open_at_once_open_one(transactional_db: None, coordinator: Person) -> None:
    gate = threading.Barrier(2)
    said: list[str] = []

    def open_it() -> None:
        try:
            gate.wait()
            said.append(str(opened(coordinator)))
        except Exception as error:
            said.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(said) == {"2023年第四季度轮次", "ValidationError"}
    assert RoundItem.objects.count() == 351


@pytest.mark.parametrize("code", ["2023", "2023H2"])
def test_a_round_is_a_quarter(code: str, coordinator: Person) -> None:
    with pytest.raises(ValidationError, match="轮次按季度开放"):
        opened(coordinator, code)


def test_not_before_the_quarter_begins(coordinator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    on = clock(monkeypatch)
    on(date(2023, 9, 30))
    with pytest.raises(ValidationError, match="还没有开始"):
        opened(coordinator)
    on(date(2023, 10, 1))
    assert opened(coordinator).state_on(date(2023, 10, 1)) == RoundState.PLANNED


def test_not_due_before_it_opens_and_then_nothing_is_written(coordinator: Person) -> None:
    with pytest.raises(ValidationError, match="截止日要在开放日之后"):
        open_round(period=Period.parse("2023Q4"), opens_on=DUE, due_on=OPENS, by=coordinator)
    assert not Round.objects.exists() and not RoundItem.objects.exists()


# --- later decisions --------------------------------------------------------------------------------


def give(task: Task, name: str) -> None:
    TaskDepartment.objects.create(
        task=task, department=department(name), duty=Duty.RESPONSIBLE, position=90, printed_name=name
    )


def listed(held: Round) -> list[Any]:
    return list(
        held.items.order_by("pk").values_list("department", "measure", "task", "period_code", "position")
    )


def test_what_was_asked_stands_when_tasks_owners_and_measures_change(coordinator: Person) -> None:
    held = opened(coordinator)
    before = listed(held)
    give(Task.objects.get(code="YF-T01"), SMALL)
    TaskDepartment.objects.filter(task__code="YF-T04", department__name=OWNER).delete()
    Measure.objects.filter(code="YF-04").update(frequency="yearly")
    set_reporting_department(
        measure=measure("FZ-02"), department=department(SMALL), reason="来函", by=coordinator
    )
    split_measure(target=Target.objects.get(indicator__code="YF-42"), reason="口径不同", by=coordinator)
    assert listed(held) == before
    assert Counter(asked("2024Q1")) == Counter({**BOTH, "measures": 37})


def test_reassigning_moves_what_is_open_and_not_what_is_published(coordinator: Person) -> None:
    first, second = opened(coordinator, "2023Q3"), opened(coordinator, "2023Q4")
    published(first, coordinator)
    owner, new = department(OWNER), department(SMALL)
    decided = reassign(measure=measure("YF-03"), department=new, reason=" 分工调整 ", by=coordinator)
    assert decided.reporting_department == new
    assert (item_of(first, "YF-03").department, item_of(second, "YF-03").department) == (owner, new)
    last = item_of(second, "YF-03").history.first()
    assert (last.history_user, last.history_change_reason) == (coordinator, "分工调整")
    assert len(row_of(second, SMALL).items) == 2


def test_by_whichever_page_the_owner_is_decided_the_round_follows(coordinator: Person) -> None:
    """Else the old department is asked for what only the new one may write."""
    held = opened(coordinator)
    given = {"department": department(SMALL), "reason": "分工调整"}
    DEPARTMENT.carry_out(Indicator.objects.get(code="YF-03"), given, None, coordinator)
    assert item_of(held, "YF-03").department == department(SMALL)


def test_a_measure_that_nobody_reports_any_more_is_asked_of_nobody(coordinator: Person) -> None:
    held = opened(coordinator)
    set_reporting_department(measure=measure("YF-03"), department=None, reason="待定", by=coordinator)
    assert not held.items.filter(measure__code="YF-03").exists()
    last = RoundItem.history.filter(measure=measure("YF-03")).first()
    assert (last.history_type, last.history_user) == ("-", coordinator)


def test_a_reassigned_answer_stays_as_it_was(coordinator: Person, liaison: Person) -> None:
    held = opened(coordinator)
    answer(liaison, [item_of(held, "YF-03")])
    reassign(measure=measure("YF-03"), department=department(SMALL), reason="分工调整", by=coordinator)
    assert stored("YF-03").value == 90
    assert stored("YF-03").entered_by == liaison
    assert [item.code for item in row_of(held, SMALL).items if item.is_reported] == ["YF-03"]


@pytest.mark.parametrize("person", NOBODY)
def test_nobody_else_reassigns_or_extends(
    person: str, coordinator: Person, request: pytest.FixtureRequest
) -> None:
    held, by = opened(coordinator), request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        reassign(measure=measure("YF-03"), department=department(SMALL), reason="来函", by=by)
    with pytest.raises(PermissionDenied):
        extend(held=held, department=department(SMALL), due_on=LATER, reason="来函", by=by)
    assert item_of(held, "YF-03").department == department(OWNER)


def test_reassigning_has_a_reason(coordinator: Person) -> None:
    held = opened(coordinator)
    with pytest.raises(ValidationError):
        reassign(measure=measure("YF-03"), department=department(SMALL), reason=" ", by=coordinator)
    assert len(items_of(held, SMALL)) == 1
    assert not Extension.objects.exists()
