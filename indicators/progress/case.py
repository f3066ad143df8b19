"""A question on its day: which readings count, how much time has passed, whether the end has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from indicators.progress import judged as judging
from indicators.progress.judged import Judged, combined
from indicators.progress.numbers import ONE, ZERO, quotient
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import (
    Answer,
    Baseline,
    Comparator,
    Kind,
    MeasureTerms,
    Override,
    PlanTerms,
    Question,
    Reading,
    TargetTerms,
    Verdict,
)

MONTHS_UNTIL_FINAL = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparator found. Fields are null unless its rule fills them."""

    verdict: Verdict
    met: bool | None = None
    value: Decimal | None = None
    gap: Decimal | None = None
    pace: Decimal | None = None
    regressed: bool = False
    expected: Decimal | None = None
    projected: Decimal | None = None
    projected_meets: bool | None = None
    needed_per_period: Decimal | None = None
    tolerance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """``answered`` are values and 不适用, ``values`` the values alone, ``pending`` 暂无数据; oldest first."""

    question: Question
    as_of: date
    due_period: Period | None
    answered: tuple[Reading, ...]
    values: tuple[Reading, ...]
    pending: tuple[Reading, ...]
    base: Baseline | None
    start: date
    elapsed_days: int
    total_days: int
    final: bool

    @property
    def plan(self) -> PlanTerms:
        return self.question.plan

    @property
    def measure(self) -> MeasureTerms:
        return self.question.measure

    @property
    def target(self) -> TargetTerms:
        return self.question.target

    @property
    def is_keep(self) -> bool:
        return self.target.kind is Kind.KEEP

    @property
    def elapsed(self) -> Decimal:
        return quotient(self.elapsed_days, self.total_days) if self.elapsed_days else ZERO

    @property
    def awaits_end(self) -> bool:
        """Between due and final."""
        return self.as_of >= self.target.due and not self.final

    @property
    def first_open(self) -> Period | None:
        """The first period after the newest answer, if it was due: then the data are stale."""
        if self.due_period is None or not self.answered:
            return None
        after = self.answered[-1].period.end + timedelta(days=1)
        return Period.holding(after, self.measure.frequency) if after <= self.due_period.end else None


def open_case(question: Question, as_of: date) -> Case:
    counted = readings_that_count(question, as_of)
    answered = tuple(reading for reading in counted if reading.answer is not Answer.NO_DATA)
    base = base_of(question)
    start = date(base.year, 12, 31) if base else question.plan.start
    total = max((question.target.due - start).days, 0)
    return Case(
        question=question,
        as_of=as_of,
        due_period=newest_due(question, as_of),
        answered=answered,
        values=tuple(reading for reading in answered if reading.answer is Answer.VALUE),
        pending=tuple(reading for reading in counted if reading.answer is Answer.NO_DATA),
        base=base,
        start=start,
        elapsed_days=elapsed_days(question, as_of, start, total),
        total_days=total,
        final=is_final(question.target.due, as_of, answered),
    )


def last_day(question: Question, as_of: date) -> date:
    return min(as_of, question.target.due, question.plan.end)


def readings_that_count(question: Question, as_of: date) -> list[Reading]:
    """Of the measure's frequency, or a whole year for a year that has no shorter ones; within the plan,
    ended by ``as_of`` and by due; oldest first."""
    frequency, first, last = question.measure.frequency, question.plan.start, last_day(question, as_of)
    inside = [r for r in question.readings if lies_within(r.period, first, last)]
    shorter = [r for r in inside if r.period.frequency is frequency]
    answered = {r.period.year for r in shorter if r.answer is not Answer.NO_DATA}
    if frequency is not Frequency.YEARLY:
        whole = (r for r in inside if r.period.frequency is Frequency.YEARLY)
        shorter += [r for r in whole if r.period.year not in answered]
    return sorted(shorter, key=lambda r: (r.period.year, r.period.part))


def lies_within(period: Period, first: date, last: date) -> bool:
    """Dates are compared only in the outer years, which is most of what an assessment costs."""
    year = period.year
    return (year > first.year or period.start >= first) and (year < last.year or period.end <= last)


def newest_due(question: Question, as_of: date) -> Period | None:
    """The measure's newest period within the plan that has ended by ``as_of`` and by due."""
    period = Period.last_ended(last_day(question, as_of), question.measure.frequency)
    return period if period.start >= question.plan.start else None


def elapsed_days(question: Question, as_of: date, start: date, total: int) -> int:
    """Time stands still between two period ends, and is over from the due day on."""
    if as_of >= question.target.due:
        return total
    newest_end = Period.last_ended(as_of, question.measure.frequency).end
    return min(max((newest_end - start).days, 0), total)


def is_final(due: date, as_of: date, answered: tuple[Reading, ...]) -> bool:
    """The period that ends on the due day is answered, or six months have passed."""
    if as_of < due:
        return False
    is_answered = bool(answered) and answered[-1].period.end == due
    return is_answered or as_of >= months_after(due, MONTHS_UNTIL_FINAL)


def months_after(day: date, months: int) -> date:
    """2025-12-31 and six months is 2026-06-30."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def base_of(question: Question) -> Baseline | None:
    """``reduce_by`` knows only the baseline of the year it names."""
    base, target = question.baseline, question.target
    if base and target.comparator is Comparator.REDUCE_BY and target.base_year not in (None, base.year):
        return None
    return base


def judge_value(case: Case) -> Judged:
    return judging.judge(case.measure, case.target.span, case.values)


def missing_periods(case: Case, judged: Judged) -> tuple[Period, ...]:
    if case.due_period is None:
        return ()
    return judging.missing_periods(case.measure, judged, case.answered, case.due_period)


def awaited_on(case: Case, missing: tuple[Period, ...]) -> date | None:
    """The day on which 暂无数据 of a period that is still open is expected."""
    newest = case.answered[-1].period.end if case.answered else date.min
    days = (r.expected_on for r in reversed(case.pending) if r.period.end > newest or r.period in missing)
    return next((day for day in days if day), None)


def override_of(case: Case) -> Override | None:
    """人工认定 holds for the newest period that was due; the next one is computed again."""
    if case.due_period is None:
        return None
    return next((o for o in reversed(case.question.overrides) if o.period == case.due_period), None)


def earlier_reading(case: Case, period: Period) -> Reading | None:
    """The value of an earlier period that may be compared with: within the plan, or of the base year."""
    if case.base and period.year == case.base.year:
        readings = case.question.readings if period.end <= case.as_of else ()
    else:
        readings = case.values
    same_year = (r for r in readings if r.period.year == period.year)  # quicker than comparing periods
    return next((r for r in same_year if r.period == period and r.answer is Answer.VALUE), None)


def same_periods(case: Case, judged: Judged, year: int) -> Decimal | None:
    """同期: the same periods of another year, combined; None where one of them is missing there."""
    periods = (Period(year, r.period.frequency, r.period.part) for r in judged.readings)
    found = [earlier_reading(case, period) for period in periods]
    readings = [reading for reading in found if reading is not None]
    return combined(case.measure, readings) if len(readings) == len(found) else None


def share_of(case: Case, judged: Judged) -> Decimal:
    """By how much the year's amounts are taken: a count of part of a year has to reach only its share."""
    return judged.share if judged.share is not None and case.measure.scale is None else ONE


def comparable_base(case: Case, judged: Judged) -> tuple[Decimal, bool] | None:
    """The baseline like for like, and whether it is the same quarters' own sum."""
    if case.base is None:
        return None
    share = share_of(case, judged)
    if share < ONE:
        same = same_periods(case, judged, case.base.year)
        if same:
            return same, True
    return case.base.value * share, False
