"""Exact arithmetic, and numbers as people read them. Nothing here rounds before a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

TRAPS = [InvalidOperation, DivisionByZero, Overflow]
# Sixty digits carry every sum and product exactly. Quotients keep forty of them, so that 1/3 × 3 is 1
# again and no verdict hangs on the last digit of a division.
EXACT = Context(prec=60, traps=TRAPS)
QUOTIENT = Context(prec=40, traps=TRAPS)
PRINTING = Context(prec=200, rounding=ROUND_HALF_UP, traps=TRAPS)
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
LONGEST_ENTERED = 10
MINUS = "−"
LAST_DIGITS = tuple(Decimal((0, (1,), -places)) for places in range(60))  # 1, 0.1, 0.01 …


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Compute in our own context, whatever the caller's thread has set."""

    @wraps(function)
    def computed(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(EXACT):
            return function(*args, **kwargs)

    return computed


def quotient(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    return QUOTIENT.plus(EXACT.divide(Decimal(numerator), Decimal(denominator)))


def mean_growth(growths: Iterable[Decimal]) -> Decimal:
    """The mean yearly growth in %: (∏(1 + g/100))^(1/n) − 1. No one can lose more than 100 %."""
    factors = [max(ONE + growth / HUNDRED, ZERO) for growth in growths]
    product = ONE
    for factor in factors:
        product = EXACT.multiply(product, factor)
    return (root(product, len(factors)) - ONE) * HUNDRED


@lru_cache(maxsize=1024)
def root(value: Decimal, degree: Decimal | int) -> Decimal:
    """The degree-th root of a value that is not negative; an exact root comes out exact. Remembered, being slow."""
    if value == ZERO or degree == 1:
        return value
    return QUOTIENT.plus(EXACT.power(value, EXACT.divide(ONE, Decimal(degree))))


def round_beside(value: Decimal, places: int, guards: Iterable[Decimal] = ()) -> Decimal:
    """``value`` at ``places`` decimals, with more where rounding would reach or cross one of the guards:
    99.96 beside 100 stays 99.96 at one decimal."""
    limits = tuple(guards)
    for last_digit in LAST_DIGITS[places:]:
        rounded = PRINTING.quantize(value, last_digit)
        if all(keeps_side(rounded, value, limit) for limit in limits):
            return rounded
    return value


def keeps_side(rounded: Decimal, value: Decimal, guard: Decimal) -> bool:
    """What equals a guard prints like it, unless both are fractions without end."""
    if value == guard:
        return rounded == guard or -int(guard.as_tuple().exponent) > LONGEST_ENTERED
    return (rounded > guard) == (value > guard) and rounded != guard


def format_number(
    value: Decimal,
    *,
    places: int | None = None,
    guards: Iterable[Decimal] = (),
    comma: bool = False,
    keep_zeros: bool = False,
) -> str:
    """As entered without ``places`` (the zeros with which a database pads are dropped), else rounded to
    ``places`` but never across a guard. ``keep_zeros`` is for columns of a table, ``comma`` for thousands."""
    number = value if places is None else round_beside(value, places, guards)
    text = format(number.copy_abs(), ",f" if comma else "f")
    if "." in text and not keep_zeros:
        text = text.rstrip("0").rstrip(".")
    return MINUS + text if number < ZERO else text


def format_computed(value: Decimal, *guards: Decimal) -> str:
    """A computed number: at most 2 decimals, trailing zeros dropped, more where a guard asks for it."""
    return format_number(value, places=2, guards=guards)


def format_time_share(elapsed: Decimal) -> str:
    """37.4%; never 0% once time has begun, never 100% before it is over."""
    return format_number(EXACT.multiply(elapsed, HUNDRED), places=1, guards=(ZERO, HUNDRED)) + "%"


def format_signed(value: Decimal, *, places: int = 2) -> str:
    """A change: +1.2, −0.4, 0."""
    text = format_number(value, places=places, guards=(ZERO,))
    return f"+{text}" if value > ZERO else text


def with_unit(text: str, unit: str) -> str:
    """% touches its number, other units stand after a space."""
    if not unit:
        return text
    return text + unit if unit == "%" else f"{text} {unit}"


def difference_unit(unit: str) -> str:
    """Differences of % are 个百分点, never %."""
    return "个百分点" if unit == "%" else unit
