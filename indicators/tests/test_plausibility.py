"""Soft questions: which slips are noticed, what is offered, and what is left in peace."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators.choices import AnswerChoice
from indicators.models import Measure
from indicators.plausibility import Beside, Question, questions, value_of
from indicators.progress.periods import Period
from indicators.rules import Entry, problems

TODAY = date(2024, 1, 15)
Q4, Q3, Q1 = (Period.parse(code) for code in ("2023Q4", "2023Q3", "2023Q1"))
YEAR = Period.parse("2023")


def measure(
    unit: str, basis: str = "point", scale: int | None = None, frequency: str = "quarterly"
) -> Measure:
    return Measure(
        code="X",
        name="某项",
        unit=unit,
        basis=basis,
        frequency=frequency,
        scale=None if scale is None else Decimal(scale),
    )


RATE = measure("%", scale=100)
RUNNING_RATE = measure("%", "ytd", 100)
GROWTH = measure("%", frequency="yearly")
BEDS = measure("张/千人口", scale=1000, frequency="yearly")
DOCTORS = measure("人", scale=100000, frequency="yearly")
TRAINED = measure("万人", "flow")
PEOPLE = measure("人")
ACCIDENTS = measure("起", "flow")
CLEAN_DAYS = measure("天", "ytd")
SITES = measure("个")
AREA = measure("平方米")
MINUTES = measure("分钟")
MONEY = measure("万元")
YUAN = measure("元", "flow")
RUNNING_YUAN = measure("元", "ytd")
ALL = [
    RATE,
    RUNNING_RATE,
    GROWTH,
    BEDS,
    DOCTORS,
    TRAINED,
    PEOPLE,
    ACCIDENTS,
    CLEAN_DAYS,
    SITES,
    AREA,
    MINUTES,
]
ALL += [MONEY, YUAN, RUNNING_YUAN]


def entry(of: Measure, answer: str, period: Period | None = None) -> Entry:
    """``85.2`` or ``397/1104000``."""
    period = period or (YEAR if of.frequency == "yearly" else Q4)
    first, _, second = answer.partition("/")
    if second:
        return Entry(of, period, numerator=Decimal(first), denominator=Decimal(second))
    return Entry(of, period, value=Decimal(first))


def numbers(texts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts.split()))


def beside(
    last: str = "", *, targets: str = "", earlier: str = "", same_year: str = "", **more: Any
) -> Beside:
    return Beside(
        last=Decimal(last) if last else None,
        same_year=Decimal(same_year) if same_year else None,
        earlier=numbers(earlier),
        thresholds=numbers(targets),
        **more,
    )


def asked(of: Measure, answer: str, beside: Beside, period: Period | None = None) -> list[Question]:
    return questions(entry(of, answer, period), beside)


def offered(found: Iterable[Question]) -> list[tuple[str, Decimal | None]]:
    return [(q.suggested_field, q.suggestion) for q in found]


# --- a slip of some digits --------------------------------------------------------------------------

SLIPS = [
    # measure, answer, last, targets, field, offered, the words that name the slip
    (RATE, "0.862", "86.4", "85", "value", "86.2", "可能填成了比值"),
    (RATE, "0.85", "85.1", "", "value", "85", "可能填成了比值"),
    (RATE, "1", "99", "", "value", "100", "可能填成了比值"),
    (RATE, "0.4", "86", "85", "value", "40", "可能填成了比值"),
    (RATE, "0.85", "", "85", "value", "85", "0.85% 只有目标 85% 的 1/100，可能填成了比值"),
    (RATE, "0.3", "", "90 90", "value", "30", "可能填成了比值"),
    (RATE, "0.02", "2.1", "", "value", "2", "可能填成了比值"),
    (RATE, "60", "0.7", "", "value", "0.6", "可能多写了两位"),
    (RATE, "850/100000", "85", "", "numerator", "85000", "分子可能少写了两位"),
    (RATE, "2.3/24482", "94", "", "numerator", "23000", "分子可能是按“万”填的"),
    (RATE, "2.3/24482", "", "90", "numerator", "23000", "0.0094% 只有目标 90% 的 1/9,580"),
    (BEDS, "39744/1104000", "0.34", "0.4", "numerator", "397", "分子可能多写了两位"),
    (BEDS, "39700/1104000", "", "0.4", "numerator", "397", "分子可能多写了两位"),
    (BEDS, "397/110.4", "0.34", "0.4", "denominator", "1104000", "分母可能是按“万”填的"),
    (BEDS, "4/1104000", "0.34", "0.4", "numerator", "400", "分子可能少写了两位"),
    (BEDS, "0.0397/1104000", "0.34", "", "numerator", "397", "分子可能是按“万”填的"),
    (BEDS, "36", "0.34", "0.4", "value", "0.36", "可能多写了两位"),
    (DOCTORS, "7900/1104000", "6.4", "8", "numerator", "79", "分子若是 79 人，结果为 7.16 人。"),
    (DOCTORS, "790000/1104000", "6.4", "", "numerator", "79", "分子可能多写了四位"),
    (TRAINED, "1300", "", "0.13", "value", "0.13", "1,300 万人是目标 0.13 的 10,000 倍，可能是按“人”填的"),
    (TRAINED, "52", "", "0.13", "value", "0.0052", "可能是按“人”填的"),
    (TRAINED, "74", "0.0081", "0.13", "value", "0.0074", "可能是按“人”填的"),
    (TRAINED, "180", "0.0052", "0.13", "value", "0.018", "可能是按“人”填的"),
    (TRAINED, "0.81", "0.0074", "", "value", "0.0081", "可能多写了两位"),
    (PEOPLE, "13", "130000", "", "value", "130000", "13 人只有上期 130,000 的 1/10,000，可能是按“万人”填的"),
    (PEOPLE, "1534", "15", "", "value", "15", "可能多写了两位"),
    (PEOPLE, "15", "1534", "", "value", "1500", "可能少写了两位"),
    (RATE, "3109/31090000", "", "100", "denominator", "3109", "分母可能多写了四位"),
    (TRAINED, "0.000052", "0.0052", "", "value", "0.0052", "可能少写了两位"),
    (SITES, "100", "", "1", "value", "1", "100 个是目标 1 的 100 倍"),
    (SITES, "100", "1", "", "value", "1", "可能多写了两位"),
    (SITES, "100", "0", "1", "value", "1", "可能多写了两位"),
    (SITES, "1500", "14", "15", "value", "15", "1,500 个是上期 14 的 107 倍"),
    (ACCIDENTS, "500", "6", "", "value", "5", "可能多写了两位"),
    (ACCIDENTS, "500", "4", "", "value", "5", "可能多写了两位"),
    (ACCIDENTS, "3", "151", "", "value", "300", "可能少写了两位"),
    (AREA, "258", "2.44", "2.82", "value", "2.58", "可能多写了两位"),
    (AREA, "0.0258", "2.44", "2.82", "value", "2.58", "可能少写了两位"),
    (AREA, "25800", "2.44", "2.82", "value", "2.58", "可能多写了四位"),
    (AREA, "0.0003", "2.44", "", "value", "3", "可能是按“万平方米”填的"),
    (MINUTES, "810", "13.8", "12", "value", "13.5", "可能是按“秒”填的"),
    (MINUTES, "1350", "13.8", "12", "value", "13.5", "可能多写了两位"),
    (MINUTES, "720", "", "12", "value", "12", "可能是按“秒”填的"),
    (MONEY, "3600000", "350", "", "value", "360", "可能是按“元”填的"),
    (YUAN, "360", "3500000", "", "value", "3600000", "可能是按“万元”填的"),
    (YUAN, "12.5", "130000", "", "value", "125000", "可能是按“万元”填的"),
    (GROWTH, "560", "3.1", "", "value", "5.6", "可能多写了两位"),
    (GROWTH, "0.056", "3.1", "", "value", "5.6", "可能填成了比值"),
    (GROWTH, "-250", "2.1", "", "value", "-2.5", "−250% 的绝对值是上期 2.1% 的 119 倍"),
    (CLEAN_DAYS, "620000", "286", "", "value", "62", "可能多写了四位"),
]


@pytest.mark.parametrize(("of", "answer", "last", "targets", "field", "number", "words"), SLIPS)
def test_a_slip_is_named_and_the_corrected_number_offered(
    of: Measure, answer: str, last: str, targets: str, field: str, number: str, words: str
) -> None:
    (found,) = asked(of, answer, beside(last, targets=targets))
    assert (found.field, found.suggested_field, found.suggestion) == (field, field, Decimal(number))
    assert words in found.sentence
    assert found.sentence.endswith("；确实如此的，在“情况说明”写明原因。")


UNNAMED = [
    # not near 100 or 10,000, or a correction that the rules or the usual step would not take
    (RATE, "1.5", beside("90")),
    (BEDS, "360", beside("0.34")),
    (AREA, "2440", beside("2.44")),
    (AREA, "400", beside("2.44", earlier="2.42 2.43 2.44")),
    # close to its target, so that the last one may be the slip
    (RATE, "85", beside("0.85", targets="85")),
    (TRAINED, "0.13", beside("0.0013", targets="0.13")),
]


@pytest.mark.parametrize(("of", "answer", "beside_it"), UNNAMED)
def test_what_is_odd_without_a_likely_slip_is_asked_about_without_an_offer(
    of: Measure, answer: str, beside_it: Beside
) -> None:
    (found,) = asked(of, answer, beside_it)
    assert (found.suggestion, found.suggested_field) == (None, "")
    assert "。请核对；确实如此的，" in found.sentence


IN_PEACE = [
    (RATE, "86.2", beside("86.4", targets="85")),
    (RATE, "12", beside("0.7")),
    (RATE, "0.6", beside("0.7", targets="5")),
    (RATE, "1.2", beside(targets="70")),
    (RATE, "12/1000", beside(targets="90")),
    (RATE, "4/9", beside("33.3", earlier="33.3 33.3 33.3")),
    (RATE, "0", beside("85")),
    (RATE, "85", beside("0")),
    (RATE, "50", beside()),
    (BEDS, "397/1104000", beside("0.34", targets="0.4")),
    (BEDS, "3/1104000", beside(targets="0.4")),
    (TRAINED, "0.0081", beside("0.0052", targets="0.13")),
    (TRAINED, "0.0009", beside(targets="0.13")),
    (TRAINED, "0.0001", beside("0.0074")),
    (TRAINED, "0.012", beside("0.0002")),
    (TRAINED, "0.3", beside(targets="0.13")),
    (ACCIDENTS, "1", beside("60")),
    (ACCIDENTS, "90", beside("1")),
    (ACCIDENTS, "3", beside("150")),
    (SITES, "3", beside(targets="1000")),
    (ACCIDENTS, "5", beside("6", targets="20")),
    (SITES, "1", beside("0", targets="1")),
    (SITES, "1", beside(targets="100")),
    (SITES, "0", beside("1", targets="1")),
    (SITES, "15", beside("14", targets="15")),
    (AREA, "2.58", beside("2.44", targets="2.82")),
    (MINUTES, "13.5", beside("13.8", targets="12")),
    (MINUTES, "45", beside(targets="12")),
    (GROWTH, "0.7", beside("8.5")),
    (GROWTH, "-0.1", beside("8.5")),
    (GROWTH, "5", beside("0.05")),
    (GROWTH, "-5", beside("12.9")),
    (GROWTH, "30", beside("0.3")),
    (GROWTH, "3", beside(targets="300")),
    (CLEAN_DAYS, "62", beside("286")),
]


@pytest.mark.parametrize(("of", "answer", "beside_it"), IN_PEACE)
def test_what_may_well_be_so_is_left_in_peace(of: Measure, answer: str, beside_it: Beside) -> None:
    assert asked(of, answer, beside_it) == []


def test_the_sentence_of_the_design() -> None:
    (found,) = asked(BEDS, "39744/1104000", beside("0.34"))
    assert found.sentence == (
        "36 张/千人口是上期 0.34 的 106 倍，分子可能多写了两位。"
        "分子若是 397 张，结果为 0.36 张/千人口。请把分子改为 397；确实如此的，在“情况说明”写明原因。"
    )


def test_a_last_value_of_another_period_is_named_by_its_period() -> None:
    (found,) = asked(RATE, "0.862", beside("86.4", last_period=Period.parse("2023Q1")))
    assert found.sentence.startswith("0.862% 只有2023年第一季度 86.4% 的 1/100，")
    (found,) = asked(RATE, "0.862", beside("86.4", last_period=Q3))
    assert found.sentence == (
        "0.862% 只有上期 86.4% 的 1/100，可能填成了比值。请改为 86.2%；确实如此的，在“情况说明”写明原因。"
    )


@pytest.mark.parametrize(
    ("answer", "last", "field", "number"),
    [
        ("39744/1104000", "376/1106000", "numerator", "397"),
        ("397/11040", "376/1106000", "denominator", "1104000"),
        ("397/11040", "", "numerator", "3"),
    ],
)
def test_the_last_numbers_tell_which_of_the_two_slipped(
    answer: str, last: str, field: str, number: str
) -> None:
    parts: dict[str, Any] = dict(
        zip(("last_numerator", "last_denominator"), numbers(last.replace("/", " ")), strict=False)
    )
    (found,) = asked(BEDS, answer, beside("0.34", **parts))
    assert (found.suggested_field, found.suggestion) == (field, Decimal(number))


# --- a running total that falls ---------------------------------------------------------------------


def test_a_running_total_never_falls_within_its_year() -> None:
    (found,) = asked(CLEAN_DAYS, "72", beside("200", same_year="200"))
    assert found == Question(
        "value",
        "72 天小于本年前期累计 200 天，可能只填了本期发生数。请改为 272 天；确实如此的，在“情况说明”写明原因。",
        Decimal(272),
        "value",
    )


RUNNING = [
    (CLEAN_DAYS, "200", beside("200", same_year="200"), []),
    (CLEAN_DAYS, "272", beside("200", same_year="200"), []),
    (CLEAN_DAYS, "199", beside("200", same_year="200"), [("value", Decimal(399))]),
    (CLEAN_DAYS, "0", beside("200", same_year="200"), [("value", Decimal(200))]),
    (RUNNING_YUAN, "800.5", beside("2000", same_year="2000"), [("value", Decimal("2800.5"))]),
    (RUNNING_RATE, "61", beside("70", same_year="70"), []),
    (ACCIDENTS, "4", beside("6", same_year="6"), []),
    (CLEAN_DAYS, "72", beside("200", same_year="200", earlier="280 283 281"), [("value", Decimal(272))]),
    (CLEAN_DAYS, "20", beside("200", same_year="200", earlier="280 283 281"), [("", None)]),
    (CLEAN_DAYS, "999999999", beside("999999999", same_year="999999999"), []),
]


@pytest.mark.parametrize(("of", "answer", "beside_it", "expected"), RUNNING)
def test_within_its_year(of: Measure, answer: str, beside_it: Beside, expected: list[Any]) -> None:
    assert offered(asked(of, answer, beside_it)) == expected


def test_last_years_total_left_standing_in_a_new_year_is_noticed() -> None:
    (found,) = asked(CLEAN_DAYS, "286", beside("286", earlier="70 65 62"), Q1)
    assert found.sentence.startswith("286 天，比上年同期 62 天上升 224 天，以往最多变化 5 天。")


def test_a_running_total_that_began_again_is_compared_with_the_same_quarter() -> None:
    assert asked(RUNNING_YUAN, "1200", beside("60000", earlier="1000"), Q1) == []
    (found,) = asked(RUNNING_YUAN, "120000", beside("60000", earlier="1000"), Q1)
    assert "是上年同期 1,000 的 120 倍" in found.sentence


# --- a change beyond the usual step -----------------------------------------------------------------

STEPS = [
    # measure, answer, earlier, asked?
    (RATE, "92", "86 86.5 87", False),
    (RATE, "92.1", "86 86.5 87", True),
    (RATE, "81.9", "86 86.5 87", True),
    (RATE, "96", "80 84 87", False),
    (RATE, "99.1", "80 84 87", True),
    (RATE, "92.1", "86.5 87", False),
    (RATE, "95", "100 100 100", False),
    (RATE, "94.9", "100 100 100", True),
    (RATE, "0", "86 86.5 87", True),
    (RATE, "3/9", "44.4 44.4 44.4", False),
    (RATE, "1/9", "44.4 44.4 44.4", True),
    (SITES, "19", "11 12 14", False),
    (SITES, "21", "11 12 14", True),
    (SITES, "0", "11 12 14", True),
    (SITES, "5", "0 0 0", False),
    (SITES, "1", "0 0 0", False),
    (SITES, "3", "1 1 1", False),
    (SITES, "7", "1 1 1", True),
    (AREA, "2.9", "2.4 2.41 2.44", False),
    (AREA, "2.95", "2.4 2.41 2.44", True),
    (AREA, "1.5", "2.4 2.41 2.44", True),
    (MINUTES, "10", "14.4 14.1 13.8", True),
    (MINUTES, "13.5", "14.4 14.1 13.8", False),
    (BEDS, "397/1104000", "0.31 0.33 0.34", False),
    (BEDS, "597/1104000", "0.31 0.33 0.34", True),
    (GROWTH, "-5", "8.5 0.7 4.9", False),
    (GROWTH, "14", "5 5.1 5", False),
    (GROWTH, "25.1", "5 5.1 5", True),
    (GROWTH, "-15.1", "5 5.1 5", True),
    (ACCIDENTS, "11", "6 5 6", False),
    (ACCIDENTS, "12", "6 5 6", True),
    (TRAINED, "0.0083", "0.0068 0.0072 0.0079", False),
    (TRAINED, "0.02", "0.0068 0.0072 0.0079", True),
]


@pytest.mark.parametrize(("of", "answer", "earlier", "is_asked"), STEPS)
def test_a_change_beyond_the_usual_step(of: Measure, answer: str, earlier: str, is_asked: bool) -> None:
    found = asked(of, answer, beside(earlier.split()[-1], earlier=earlier))
    assert offered(found) == ([("", None)] if is_asked else [])


def test_the_sentence_of_a_step() -> None:
    (found,) = asked(RATE, "70/100", beside("87", earlier="86 86.5 87"))
    assert found.field == "numerator"
    assert found.sentence == (
        "70%，比上期 87% 下降 17 个百分点，以往最多变化 0.5 个百分点。请核对；确实如此的，在“情况说明”写明原因。"
    )
    (found,) = asked(RATE, "90", beside("100", earlier="100 100 100"))
    assert found.sentence.startswith("90%，比上期 100% 下降 10 个百分点，以往没有变化。")


def with_usual_step(of: Measure, step: str) -> Measure:
    own = measure(of.unit, of.basis, None if of.scale is None else int(of.scale), of.frequency)
    own.usual_step = Decimal(step)
    return own


@pytest.mark.parametrize(
    ("answer", "earlier", "step", "is_asked"),
    [
        ("89", "87", "2", False),
        ("89.1", "87", "2", True),
        ("84.9", "87", "2", True),
        ("92.1", "86 86.5 87", "6", False),
        ("87", "86 86.5 87", "0", False),
        ("87.1", "86 86.5 87", "0", True),
    ],
)
def test_the_measures_own_step_replaces_the_default(
    answer: str, earlier: str, step: str, is_asked: bool
) -> None:
    found = asked(with_usual_step(RATE, step), answer, beside("87", earlier=earlier))
    assert len(found) == is_asked
    assert all(f"超过这一项通常的变化 {step} 个百分点。" in question.sentence for question in found)


def test_steps_of_flow_and_ytd_are_those_of_the_same_quarter() -> None:
    own = with_usual_step(ACCIDENTS, "2")
    assert asked(own, "9", beside("3")) == asked(own, "9", beside("3", earlier="8")) == []
    (found,) = asked(own, "3", beside("4", earlier="8"))
    assert found.sentence.startswith("3 起，比上年同期 8 起下降 5 起，超过这一项通常的变化 2 起。")
    (found,) = asked(own, "9", beside("4"), YEAR)
    assert found.sentence.startswith("9 起，比上期 4 起上升 5 起")


# --- what is never asked ----------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["", AnswerChoice.NOT_APPLICABLE, AnswerChoice.NO_DATA, "maybe"])
@pytest.mark.parametrize("of", ALL)
def test_no_value_no_question(of: Measure, answer: str) -> None:
    without = Entry(of, Q4, answer, note="市里 2 月发布", expected_on=date(2024, 2, 20))
    assert questions(without, beside("86", targets="85", earlier="86 86 86", same_year="86")) == []


@pytest.mark.parametrize("answer", ["NaN", "Infinity", "-3", "1E+30", "185", "5/0", "7/5", "-1/5"])
def test_what_the_hard_rules_refuse_is_not_asked_about(answer: str) -> None:
    assert asked(RATE, answer, beside("86", targets="85", earlier="86 86 86")) == []


def test_the_threads_own_arithmetic_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        (found,) = asked(BEDS, "39744/1104000", beside("0.339963833634719710669077757685352622061"))
    assert found.suggestion == 397
    assert "上期 0.34 的 106 倍" in found.sentence


# --- laws -------------------------------------------------------------------------------------------

unhurried = hypothesis_settings(deadline=None)
AMOUNTS = st.decimals(0, 999_999, places=2)


def allowed(of: Measure) -> st.SearchStrategy[Entry]:
    """Any answer that the hard rules take."""
    whole = st.integers(0, 10**9 - 1).map(Decimal)
    top = Decimal(100) if of.is_coverage else Decimal(999_999_999)
    plain = whole if of.is_count else st.decimals(-top if of.is_growth else 0, top, places=6)
    period = YEAR if of.frequency == "yearly" else Q4
    values = plain.map(lambda value: Entry(of, period, value=value))
    if of.scale is None:
        return values
    parts = st.tuples(whole, whole).map(sorted).filter(lambda pair: pair[1] > 0)
    return values | parts.map(lambda pair: Entry(of, period, numerator=pair[0], denominator=pair[1]))


def besides(of: Measure) -> st.SearchStrategy[Beside]:
    low = -(10**9) if of.is_growth else 0
    number = st.decimals(low, 10**9, places=6) | st.decimals(low, 100, places=2)
    return st.builds(
        Beside,
        last=st.none() | number,
        last_period=st.sampled_from([None, Q1, Q3, YEAR]),
        same_year=st.none() | number if of.basis == "ytd" else st.none(),
        earlier=st.lists(number, max_size=5).map(tuple),
        thresholds=st.lists(number, max_size=2).map(tuple),
        last_numerator=st.none() | st.integers(0, 10**9).map(Decimal),
        last_denominator=st.none() | st.integers(1, 10**9).map(Decimal),
    )


EVERYTHING = st.sampled_from(ALL).flatmap(lambda of: st.tuples(allowed(of), besides(of)))


@unhurried
@given(EVERYTHING)
def test_one_whole_sentence_at_most_whatever_stands_beside(case: tuple[Entry, Beside]) -> None:
    for found in (one := questions(*case)):
        assert len(one) == 1
        assert found.field in case[0].numbers
        assert found.sentence.endswith("；确实如此的，在“情况说明”写明原因。")
        assert (found.suggestion is None) == (found.suggested_field == "")
        assert "E" not in found.sentence


def accepted(answer: Entry, found: Question) -> Entry:
    change: dict[str, Any] = {found.suggested_field: found.suggestion}
    return replace(answer, **change)


@unhurried
@given(EVERYTHING)
def test_a_suggestion_that_is_accepted_is_not_asked_about_again(case: tuple[Entry, Beside]) -> None:
    answer, others = case
    for found in questions(answer, others):
        if found.suggestion is not None:
            corrected = accepted(answer, found)
            assert questions(corrected, others) == []
            assert not [p for p in problems(corrected, TODAY) if p.field != "period"]


@pytest.mark.parametrize("slip", [Decimal(100), Decimal("0.01"), Decimal(10_000), Decimal("0.0001")])
@unhurried
@given(last=st.decimals("0.1", 40_000, places=2), change=st.decimals("0.6", "1.9", places=2))
def test_every_slip_of_a_plain_amount_is_noticed_and_put_right(
    slip: Decimal, last: Decimal, change: Decimal
) -> None:
    meant = (last * change).quantize(Decimal("0.01"))
    written = meant * slip
    if meant and Decimal("0.55") < meant / last < Decimal("1.95"):
        (found,) = questions(Entry(AREA, Q4, value=written), Beside(last=last))
        assert found.suggestion == meant


@unhurried
@given(EVERYTHING)
def test_a_value_equal_to_the_last_one_is_never_asked_about(case: tuple[Entry, Beside]) -> None:
    """A running total is compared within its year."""
    answer, others = case
    value = value_of(answer)
    same_year = value if answer.measure.basis == "ytd" else None
    assert questions(answer, replace(others, last=value, same_year=same_year)) == []


@unhurried
@given(
    value=AMOUNTS,
    last=st.none() | AMOUNTS,
    earlier=st.lists(AMOUNTS, max_size=5),
    targets=st.lists(AMOUNTS, max_size=2),
    times=st.integers(2, 900),
)
def test_amounts_in_another_unit_are_asked_the_same(
    value: Decimal, last: Decimal | None, earlier: list[Decimal], targets: list[Decimal], times: int
) -> None:
    def found(by: int) -> list[tuple[str, Decimal | None]]:
        others = Beside(
            last=None if last is None else last * by,
            earlier=tuple(number * by for number in earlier),
            thresholds=tuple(number * by for number in targets),
        )
        return offered(questions(Entry(AREA, Q4, value=value * by), others))

    assert found(times) == [(field, None if n is None else n * times) for field, n in found(1)]


# --- the demonstration data -------------------------------------------------------------------------


def plan_file(name: str) -> Any:
    return yaml.load(
        (settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )


def planned() -> dict[str, tuple[Measure, tuple[Decimal, ...]]]:
    found = {}
    for plan in (plan_file("FZ.yaml"), plan_file("YF.yaml")):
        for row in plan["measures"]:
            scale = int(row["scale"]) if row.get("scale") else None
            made = measure(row["unit"], row["basis"], scale, row["frequency"])
            targets = [i["target"] for i in plan["indicators"] if i["measure"] == row["code"]]
            in_unit = [t["threshold"] for t in targets if "threshold" in t and t["comparator"] != "reduce_by"]
            found[row["code"]] = made, tuple(map(Decimal, in_unit))
    return found


def gathered(answer: Entry, known: dict[Period, Entry], targets: tuple[Decimal, ...]) -> Beside:
    """As whoever asks has to gather it: what stands before the answer's period."""
    of, period = answer.measure, answer.period
    values = {one: value_of(entry) for one, entry in known.items() if one.end < period.end}
    last = max(values, key=lambda one: one.end, default=None)
    stood = known[last] if last else None
    is_running = last and of.basis == "ytd" and last.year == period.year
    return Beside(
        last=values[last] if last else None,
        last_period=last,
        same_year=values[last] if last and is_running else None,
        earlier=tuple(v for one, v in values.items() if of.basis == "point" or one.part == period.part),
        thresholds=targets,
        last_numerator=stood.numerator if stood else None,
        last_denominator=stood.denominator if stood else None,
    )


def demonstrated() -> Iterator[tuple[Entry, Beside]]:
    """Every reading beside those before it."""
    measures = planned()
    for row in plan_file("demo.yaml")["measures"]:
        of, targets = measures[row["measure"]]
        known: dict[Period, Entry] = {}
        for code, text in row["readings"].items():
            if text[0].isdigit():
                answer = entry(of, text, Period.parse(code))
                yield answer, gathered(answer, known, targets)
                known[answer.period] = answer


def test_the_demonstration_data_is_left_in_peace() -> None:
    assert [found for case in demonstrated() for found in questions(*case)] == []


@pytest.mark.parametrize("slip", [Decimal(100), Decimal("0.01"), Decimal(10_000), Decimal("0.0001")])
def test_every_slip_in_the_demonstration_data_is_noticed(slip: Decimal) -> None:
    """By the hard rules or by a question; only growth rates pass, which may be anything."""
    passed = []
    for answer, others in demonstrated():
        for field, number in answer.numbers.items():
            change: dict[str, Any] = {field: number * slip}
            slipped = replace(answer, **change)
            if number and others.last and not (problems(slipped, TODAY) or questions(slipped, others)):
                passed.append(answer)
    assert [answer for answer in passed if not answer.measure.is_growth] == []
