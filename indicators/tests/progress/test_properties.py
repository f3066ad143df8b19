"""What must hold for every question, searched by hypothesis."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicators.progress import (
    Answer,
    Assessment,
    Baseline,
    Basis,
    Comparator,
    Frequency,
    Kind,
    MeasureTerms,
    Override,
    Period,
    PlanTerms,
    Question,
    Reading,
    Reference,
    Span,
    TargetTerms,
    Verdict,
    assess,
    explain,
    judged_series,
    path,
    periods_between,
    target_level,
)
from indicators.progress.case import open_case
from indicators.progress.checks import target_problems

# A loaded machine is no failure.
SEARCH = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
C, V = Comparator, Verdict
PLAN = PlanTerms(date(2022, 1, 1), date(2025, 12, 31))
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
THRESHOLDS = [C.AT_LEAST, C.MORE_THAN, C.AT_MOST, C.LESS_THAN]
ORDER = (V.MISSED, V.AT_RISK, V.UNPACED, V.LAGGING, V.ON_TRACK, V.ACHIEVED)
PACELESS = {C.RISE, C.HOLD, C.IN_STEP}

days = st.dates(date(2021, 12, 1), date(2026, 12, 31))
amounts = st.decimals(0, 300, places=2)
ROUND_AMOUNTS = [Decimal(n) for n in (0, 10, 50, 70, 80, 100)]
few = st.sampled_from(ROUND_AMOUNTS)
values = st.one_of(few, amounts)


def some_periods(random: Random, frequency: Frequency) -> list[Period]:
    """Some periods of each year, or the year as a whole, in any order."""
    chosen: list[Period] = []
    for year in range(2020, 2027):
        parts = list(periods_between(frequency, date(year, 1, 1), date(year, 12, 31)))
        whole = [Period(year, Frequency.YEARLY)]
        chosen += random.choice([parts, parts, whole, random.sample(parts, random.randint(0, len(parts)))])
    return random.sample(chosen, len(chosen))


def some_amount(random: Random) -> Decimal:
    return random.choice([*ROUND_AMOUNTS, Decimal(random.randint(0, 30000)) / 100])


def some_answer(random: Random, period: Period, scale: Decimal | None) -> Reading:
    answer = random.choice([*[Answer.VALUE] * 8, Answer.NOT_APPLICABLE, Answer.NO_DATA])
    if answer is not Answer.VALUE:
        return Reading(period, answer, expected_on=random.choice([None, date(2024, 2, 1)]))
    if scale is None:
        return Reading(period, value=some_amount(random))
    return Reading(period, numerator=some_amount(random), denominator=Decimal(random.randint(1, 300)))


def some_readings(seed: int, frequency: Frequency, scale: Decimal | None) -> tuple[Reading, ...]:
    """From a seed: drawing every digit through hypothesis takes minutes."""
    random = Random(seed)
    return tuple(some_answer(random, period, scale) for period in some_periods(random, frequency))


@st.composite
def questions(draw: st.DrawFn, /, comparators: list[Comparator] | None = None, **fixed: Any) -> Question:
    comparator = draw(st.sampled_from(comparators or list(Comparator)))
    frequency = draw(st.sampled_from(Frequency))
    scale = fixed.get("scale", draw(st.sampled_from([None, Decimal(100)])))
    basis = draw(st.sampled_from(Basis))
    span = draw(st.sampled_from(Span)) if basis is not Basis.POINT else Span.LATEST
    base = draw(st.none() | st.builds(Baseline, values, st.integers(2020, 2023)))
    seed = draw(st.integers(0, 1_000_000_000))
    question = Question(
        plan=PLAN,
        measure=MeasureTerms(
            fixed.get("unit", "%" if scale else draw(st.sampled_from(["个", "起"]))),
            frequency, basis, scale, comparator is C.RISE or draw(st.booleans()),
        ),
        target=TargetTerms(
            printed="≥80%",
            comparator=comparator,
            due=draw(st.sampled_from([date(2025, 12, 31), date(2024, 6, 30), date(2025, 11, 15)])),
            threshold=None if comparator in PACELESS else draw(few),
            span=span,
            kind=draw(st.sampled_from(Kind)),
            tolerance=draw(st.none() | st.sampled_from([Decimal(0), Decimal(1), Decimal("2.5")])),
            base_year=(base.year if base and draw(st.booleans()) else 2020) if comparator is C.REDUCE_BY else None,
        ),
        baseline=base,
        readings=some_readings(seed, frequency, scale),
        reference=Reference("参照", some_readings(seed + 1, Frequency.YEARLY, None)),
        overrides=draw(st.just(()) | st.tuples(st.builds(
            Override, st.builds(Period, st.integers(2022, 2025), st.just(frequency)),
            st.sampled_from(Verdict), st.just("理由。"),
        ))),
    )  # fmt: skip
    mismatch = comparator is C.REDUCE_BY and base is not None and base.year != question.target.base_year
    span_of_trend = comparator in PACELESS and span is Span.PLAN
    assume(span_of_trend or mismatch or not target_problems(PLAN, question.measure, question.target, base))
    return question


def rank(assessment: Assessment) -> int:
    return ORDER.index(assessment.computed_verdict)


@given(questions(), days)
@settings(SEARCH, max_examples=150)
def test_every_valid_question_has_an_answer_in_words(question: Question, as_of: date) -> None:
    found = assess(question, as_of)
    lines = explain(question, as_of)
    for text in (found.sentence, *lines):
        assert text.strip("。")
        assert text.endswith("。")
        assert "。。" not in text
        assert "None" not in text
        assert not re.search(r"\d\.\d{13}", text), text
    assert found.sentence.count("。") == 1
    judged_series(question, as_of)
    path(question)
    target_level(question)


@given(questions(), days)
@settings(SEARCH, max_examples=150)
def test_fields_are_null_when_they_should_be(question: Question, as_of: date) -> None:
    found = assess(question, as_of)
    verdict, target = found.computed_verdict, question.target
    assert (found.met is None) is (verdict.light == "grey" and verdict is not V.UNPACED)
    assert found.verdict is verdict or found.override_reason
    assert found.met is not False or verdict not in {V.ACHIEVED, V.ON_TRACK} or found.pace is not None
    if verdict is V.ACHIEVED:
        assert found.met is True
    if verdict in {V.MISSED, V.UNPACED}:
        assert found.met is False
    if found.pace is not None:
        assert verdict in {V.ON_TRACK, V.LAGGING, V.AT_RISK}
        assert found.regressed is (found.pace < 0)
    path_less = target.kind is Kind.KEEP or target.comparator in PACELESS
    if path_less:
        assert (found.pace, found.expected, found.projected, found.needed_per_period) == (None,) * 4
        assert not found.regressed
    if target.comparator in {C.RISE, C.IN_STEP}:
        assert found.gap is None
    if target.span is not Span.YEAR:
        assert (found.share, found.missing_periods) == (None, ())
    assert found.partial is (found.share is not None and found.share < 1)
    assert found.elapsed is not None
    assert 0 <= found.elapsed <= 1
    assert found.regressed is False or verdict is V.AT_RISK


@given(questions(), days, st.randoms())
@settings(SEARCH, max_examples=75)
def test_the_order_of_readings_is_irrelevant(question: Question, as_of: date, random: Any) -> None:
    other = replace(question, readings=tuple(random.sample(question.readings, len(question.readings))))
    assert assess(other, as_of) == assess(question, as_of)
    assert judged_series(other, as_of) == judged_series(question, as_of)


@given(questions(), days)
@settings(SEARCH, max_examples=75)
def test_readings_that_have_not_ended_or_lie_after_due_change_nothing(
    question: Question, as_of: date
) -> None:
    last = min(as_of, question.target.due)
    known = tuple(reading for reading in question.readings if reading.period.end <= last)
    assert assess(replace(question, readings=known), as_of) == assess(question, as_of)


def improved(question: Question, as_of: date, by: Decimal) -> Question | None:
    """The same question with a better newest value."""
    newest = next(iter(reversed(open_case(question, as_of).values)), None)
    if newest is None:
        return None
    comparator = question.target.comparator
    falls = comparator in {C.AT_MOST, C.LESS_THAN, C.REDUCE_BY}
    if falls or (comparator is C.HOLD and not question.measure.higher_is_better):
        by = -by
    if newest.numerator is not None:
        better = replace(newest, numerator=max(newest.numerator + by, Decimal(0)))
    else:
        assert newest.value is not None
        better = replace(newest, value=max(newest.value + by, Decimal(0)))
    return replace(question, readings=tuple(better if r is newest else r for r in question.readings))


@given(questions(), days, st.decimals("0.01", "200", places=2))
@settings(SEARCH, max_examples=250)
def test_a_better_newest_reading_is_never_a_worse_verdict(
    question: Question, as_of: date, by: Decimal
) -> None:
    other = improved(question, as_of, by)
    assume(other is not None)
    assert other is not None
    before, after = assess(question, as_of), assess(other, as_of)
    assume(before.computed_verdict in ORDER)
    assert rank(after) >= rank(before)
    if before.pace is not None and after.pace is not None:
        assert after.pace >= before.pace


def scaled(amount: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if amount is None else amount * factor


@given(
    questions([*THRESHOLDS, C.REDUCE_BY, C.RISE, C.HOLD], scale=None, unit="个"),
    days,
    st.sampled_from([Decimal(k) for k in ("3", "0.001", "7", "1000000", "0.37", "1.9999")]),
)
@settings(SEARCH, max_examples=150)
def test_scaling_everything_together_changes_nothing(
    question: Question, as_of: date, factor: Decimal
) -> None:
    target, base = question.target, question.baseline
    reduces = target.comparator is C.REDUCE_BY
    other = replace(
        question,
        readings=tuple(replace(r, value=scaled(r.value, factor)) for r in question.readings),
        baseline=base and Baseline(base.value * factor, base.year),
        target=target if reduces else replace(
            target, threshold=scaled(target.threshold, factor), tolerance=scaled(target.tolerance, factor)
        ),
    )  # fmt: skip
    before, after = assess(question, as_of), assess(other, as_of)
    assert (after.computed_verdict, after.pace, after.met, after.regressed) == (
        before.computed_verdict, before.pace, before.met, before.regressed,
    )  # fmt: skip


@given(questions(THRESHOLDS, scale=Decimal(100)), days)
@settings(SEARCH, max_examples=150)
def test_what_is_not_met_is_never_displayed_as_met(question: Question, as_of: date) -> None:
    question = replace(question, target=replace(question.target, span=Span.LATEST))
    found = assess(question, as_of)
    shown = re.search(r"年(?:第.季度|[上下]半年)?为 (−?[\d.]+)%", found.sentence)
    assume(shown is not None and found.met is not None)
    assert shown is not None
    value, threshold = Decimal(shown[1].replace("−", "-")), question.target.threshold
    assert threshold is not None
    displayed = {
        C.AT_LEAST: value >= threshold,
        C.MORE_THAN: value > threshold,
        C.AT_MOST: value <= threshold,
        C.LESS_THAN: value < threshold,
    }[question.target.comparator]
    assert displayed is found.met
