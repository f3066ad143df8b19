"""The whole year: four rounds, 42 departments, returns, late ones, corrections, publication; what the board and the
dashboard show after each step. Everybody answers 90 to everything, unless said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from departments.models import Person
from indicators.choices import State, Via
from indicators.models import PublishedQuarter, Reading
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.rules import Entry
from indicators.selectors.standings import board as dashboard
from indicators.services.judging import CONTENT
from reporting.models import Round, RoundState
from reporting.selectors.board import Rate, Submission, board_of
from reporting.services.reviewing import correct, return_item, submit
from reporting.services.rounds import close_round, extend, publish_round
from reporting.tests.quarters import (
    SMALL,
    OnDay,
    answer,
    approve_all,
    clock,
    department,
    item_of,
    items_of,
    liaison_of,
    measure,
    opened,
    row_of,
    stored,
    write,
)
from tasks.models import TaskNote

ENDS = {1: date(2023, 3, 31), 2: date(2023, 6, 30), 3: date(2023, 9, 30), 4: date(2023, 12, 31)}
ALL = Rate(42, 42)
LATE_ONES = ("区司法局", "区妇联", "德胜街道")
EXTENDED = "牛街街道"
HEALTH, MARKET = "区卫生健康委", "区市场监管局"

# What 90 is against each target: the 38 indicators of the 36 quarterly measures, then the 9 yearly ones too. Eight of
# FZ's own have no department to ask.
NOTHING = {Verdict.NO_READING: 55}
QUARTERLY = {
    Verdict.ACHIEVED: 17,
    Verdict.UNPACED: 13,
    Verdict.AT_RISK: 5,
    Verdict.NO_REFERENCE: 3,
    Verdict.NO_READING: 17,
}
WITH_YEARLY = {**QUARTERLY, Verdict.ACHIEVED: 24, Verdict.UNPACED: 15, Verdict.NO_READING: 8}


def verdicts(quarter: int) -> Counter[Verdict]:
    return Counter(standing.assessment.verdict for standing in dashboard(ENDS[quarter]).standings)


def shown(code: str, quarter: int) -> Any:
    found = dashboard(ENDS[quarter]).standing(code)
    assert found is not None
    return found.assessment


def rates(held: Round) -> tuple[Rate, Rate, Rate]:
    board = board_of(held)
    return board.reporting_rate, board.punctuality_rate, board.return_rate


def states(held: Round) -> Counter[Submission]:
    return Counter(row.submission for row in board_of(held).rows)


def everything() -> list[Any]:
    readings = Reading.objects.order_by("pk").values_list("pk", "version", "state", *CONTENT)
    return [*readings, *TaskNote.objects.order_by("pk").values_list("pk", "version", "state", "progress")]


def names(held: Round, *, but: Iterable[str] = ()) -> list[str]:
    return [row.department.name for row in board_of(held).rows if row.department.name not in but]


def report(held: Round, *own: str) -> None:
    """By each department's own liaison: filled, then submitted."""
    for name in own:
        by = liaison_of(name)
        blank = [item.item for item in row_of(held, name).items if item.state == "blank"]
        answer(by, blank, state=State.DRAFT)
        submit(held, department(name), by=by)


def publish(held: Round, by: Person) -> Round:
    close_round(held, by=by)
    return publish_round(held, by=by)


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> OnDay:
    return clock(monkeypatch)


def test_a_whole_year(coordinator: Person, on_day: OnDay) -> None:
    first = everything_goes_well(coordinator, on_day)
    second = some_are_returned(coordinator, on_day)
    third = some_are_late(coordinator, on_day)
    before = [rates(held) for held in (first, second, third)]
    the_year_ends(coordinator, on_day)
    what_was_wrong_is_corrected(coordinator, on_day)
    assert [rates(held) for held in (first, second, third)] == before
    assert PublishedQuarter.objects.count() == Round.objects.filter(state=RoundState.PUBLISHED).count() == 4
    assert Reading.objects.filter(measure__code="YF-14").count() == 1, "asked for once a year"
    assert Reading.objects.filter(measure__code="FZ-07").count() == 4, "once for both plans"
    assert Reading.objects.count() == 4 * 36 + 9
    assert TaskNote.objects.count() == 4 * 306 - 1


def everything_goes_well(by: Person, on_day: OnDay) -> Round:
    on_day(date(2023, 4, 3))
    held = opened(by, "2023Q1", date(2023, 4, 1), date(2023, 4, 20))
    assert states(held) == {Submission.NOT_STARTED: 42}
    assert verdicts(1) == NOTHING

    answer(liaison_of(HEALTH), items_of(held, HEALTH)[:5], state=State.DRAFT)
    assert states(held) == {Submission.NOT_STARTED: 41, Submission.FILLING: 1}
    report(held, *names(held))
    assert states(held) == {Submission.SUBMITTED: 42}
    assert rates(held) == (ALL, ALL, Rate(0, 342))
    assert verdicts(1) == NOTHING, "what waits does not count"

    assert approve_all(held, by) == 342
    assert states(held) == {Submission.APPROVED: 42}
    assert verdicts(1) == QUARTERLY
    assert publish(held, by).state == RoundState.PUBLISHED
    assert verdicts(1) == QUARTERLY
    return held


def some_are_returned(by: Person, on_day: OnDay) -> Round:
    on_day(date(2023, 7, 3))
    held = opened(by, "2023Q2", date(2023, 7, 1), date(2023, 7, 20))
    report(held, *names(held))
    return_item(item_of(held, "YF-31"), reason="与统计年报不一致", by=by)
    return_item(held.items.get(task__code="YF-T04", department__name=HEALTH), reason="太短", by=by)
    assert states(held) == {Submission.RETURNED: 2, Submission.SUBMITTED: 40}
    assert rates(held) == (Rate(40, 42), Rate(40, 42), Rate(2, 342))
    assert board_of(held).by_urgency[0].submission == Submission.RETURNED

    assert approve_all(held, by) == 340
    assert (shown("YF-31", 2).period, shown("YF-31", 2).stale) == (Period.parse("2023Q1"), True)
    return_item(item_of(held, "YF-03"), reason="分母有误", by=by)
    assert (shown("YF-03", 2).period, shown("YF-03", 2).stale) == (Period.parse("2023Q1"), True)
    assert verdicts(2) == QUARTERLY, "by the quarter before"

    on_day(date(2023, 7, 25))
    assert {row.department.name for row in board_of(held).overdue} == {HEALTH, MARKET}
    write(liaison_of(MARKET), "YF-31", "99.5", "2023Q2", state=State.DRAFT)
    write(liaison_of(HEALTH), "YF-03", 65, "2023Q2", state=State.DRAFT)
    report(held, HEALTH, MARKET)
    assert rates(held) == (ALL, ALL, Rate(3, 342)), "a return does not make it late"
    assert approve_all(held, by) == 3
    changed = {Verdict.ACHIEVED: 17, Verdict.AT_RISK: 4, Verdict.UNPACED: 14}
    assert verdicts(2) == {**QUARTERLY, **changed}, "YF-31 is achieved now, YF-03 no more"
    publish(held, by)
    assert verdicts(1) == QUARTERLY
    return held


def some_are_late(by: Person, on_day: OnDay) -> Round:
    on_day(date(2023, 10, 9))
    held = opened(by, "2023Q3", date(2023, 10, 1), date(2023, 10, 20))
    extend(held=held, department=department(EXTENDED), due_on=date(2023, 10, 27), reason="系统迁移", by=by)
    report(held, *names(held, but=[*LATE_ONES, EXTENDED, SMALL]))
    assert states(held) == {Submission.SUBMITTED: 37, Submission.NOT_STARTED: 5}

    on_day(date(2023, 10, 24))
    assert {row.department.name for row in board_of(held).overdue} == {*LATE_ONES, SMALL}
    report(held, LATE_ONES[0], EXTENDED)
    close_round(held, by=by)
    on_day(date(2023, 10, 30))
    report(held, *LATE_ONES[1:])
    late = {row.department.name: row.days_late(date(2023, 10, 30)) for row in board_of(held).rows}
    expected = {LATE_ONES[0]: 4, LATE_ONES[1]: 10, LATE_ONES[2]: 10, SMALL: 10}
    assert {name: days for name, days in late.items() if days} == expected

    approve_all(held, by)
    assert publish_round(held, by=by).state == RoundState.PUBLISHED
    assert rates(held) == (Rate(41, 42), Rate(38, 42), Rate(0, 341))
    assert states(held) == {Submission.APPROVED: 41, Submission.NOT_STARTED: 1}
    assert verdicts(3) == QUARTERLY
    return held


def the_year_ends(by: Person, on_day: OnDay) -> None:
    on_day(date(2024, 1, 3))
    held = opened(by, "2023Q4", date(2024, 1, 2), date(2024, 1, 20))
    assert Counter(item.period_code for item in held.items.all()) == {"2023Q4": 342, "2023": 9}
    report(held, *names(held, but=[HEALTH]))
    answer(by, items_of(held, HEALTH))
    assert (stored("YF-14", "2023").via, row_of(held, HEALTH).submission) == (
        Via.ON_BEHALF,
        Submission.APPROVED,
    )
    approve_all(held, by)
    assert verdicts(4) == WITH_YEARLY
    publish(held, by)
    assert rates(held) == (ALL, ALL, Rate(0, 351))


def what_was_wrong_is_corrected(by: Person, on_day: OnDay) -> None:
    on_day(date(2024, 3, 1))
    assert shown("YF-23", 3).verdict == Verdict.AT_RISK
    stood = everything()
    corrected = Entry(measure("YF-23"), Period.parse("2023Q3"), value=Decimal("98.5"))
    correct(corrected, reason="西残函〔2024〕3号", by=by)
    assert len(set(everything()) - set(stood)) == 1
    last, *earlier = stored("YF-23", "2023Q3").history.order_by("-version")
    assert (last.value, last.via, {old.value for old in earlier}) == (
        Decimal("98.5"),
        Via.CORRECTION,
        {Decimal(90)},
    )
    assert last.history_change_reason == "西残函〔2024〕3号"
    assert verdicts(3) == {**QUARTERLY, Verdict.AT_RISK: 4, Verdict.LAGGING: 1}
    assert (verdicts(1), verdicts(4)) == (QUARTERLY, WITH_YEARLY), "the other quarters stay"
