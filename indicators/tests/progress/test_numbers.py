from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.progress.numbers import (
    difference_unit,
    format_computed,
    format_number,
    format_signed,
    format_time_share,
    mean_growth,
    quotient,
    root,
    round_beside,
    with_unit,
)

D = Decimal
decimals = st.decimals("-1000", "1000", places=5)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("77.5", "77.5"),
        ("0.1234", "0.1234"),
        ("70.000000", "70"),
        ("1E+2", "100"),
        ("-3.50", "−3.5"),
        ("-0", "0"),
    ],
)
def test_entered_numbers_print_all_their_digits_without_padding(value: str, text: str) -> None:
    assert format_number(D(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("73.7371", "73.74"),
        ("2.50", "2.5"),
        ("30.000", "30"),
        ("-0.004", "0"),
        ("-1.005", "−1.01"),
        ("0.005", "0.01"),
    ],
)
def test_computed_numbers_have_at_most_two_decimals(value: str, text: str) -> None:
    assert format_computed(D(value)) == text


def test_rounding_never_reaches_a_threshold() -> None:
    assert format_number(D("99.96"), places=1, guards=[D(100)]) == "99.96"
    assert format_number(D("99.94"), places=1, guards=[D(100)]) == "99.9"
    assert format_number(D("100.04"), places=1, guards=[D(100)], keep_zeros=True) == "100.04"
    assert format_number(D(100), places=1, guards=[D(100)], keep_zeros=True) == "100.0"
    assert format_number(D("69.999"), places=1, guards=[D("69.999")]) == "69.999"


def test_fractions_without_end_that_equal_their_guard_print_short() -> None:
    third = quotient(1, 3)
    assert format_computed(third, third) == "0.33"


def test_thousands_signs_and_shares() -> None:
    assert format_number(D("36740.5"), comma=True) == "36,740.5"
    assert format_number(D("-36740.56"), places=1, comma=True) == "−36,740.6"
    assert [format_signed(D(value)) for value in ("1.20", "-0.4", "0", "0.001")] == [
        "+1.2",
        "−0.4",
        "0",
        "+0.001",
    ]
    assert [format_time_share(D(share)) for share in ("0.37371", "1", "0", "0.9999", "0.0001")] == [
        "37.4%", "100%", "0%", "99.99%", "0.01%",
    ]  # fmt: skip


def test_units() -> None:
    assert (with_unit("5", "%"), with_unit("5", "起"), with_unit("5", "")) == ("5%", "5 起", "5")
    assert (difference_unit("%"), difference_unit("起")) == ("个百分点", "起")


def test_exact_roots_come_out_exact() -> None:
    assert root(D("1.035") ** 2, 2) == D("1.035")
    assert mean_growth([D("3.5")] * 7) == D("3.5")
    assert mean_growth([D(-100), D(50)]) == -100
    assert mean_growth([D(-150), D(50)]) == -100


def test_formats_do_not_depend_on_the_callers_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert format_number(D("123456.789"), places=2) == "123456.79"
        assert format_number(D("-123456.789")) == "−123456.789"
        assert quotient(1, 3) == D("0." + "3" * 40)


@given(decimals, decimals, st.integers(0, 4))
def test_a_rounded_number_stays_on_its_side(value: Decimal, guard: Decimal, places: int) -> None:
    rounded = round_beside(value, places, [guard])
    assert (rounded > guard, rounded < guard) == (value > guard, value < guard)
    assert abs(rounded - value) <= D("0.5").scaleb(-places)
