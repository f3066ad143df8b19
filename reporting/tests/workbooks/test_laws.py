"""What holds for every number, code, period and text."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.progress.periods import Frequency, Period
from reporting.workbooks.moments import Baseline, read_moment
from reporting.workbooks.raw import Kind, address
from reporting.workbooks.readers import read as read_bytes
from reporting.workbooks.readers.numbers import kind_of_format, shown
from reporting.workbooks.readers.output import Output
from reporting.workbooks.readers.xlsx_sheet import corner
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.wording import code_key, squeezed, unescaped

TYPED = st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False)


def plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (
        (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "0")
        if number == 0
        else (text.rstrip("0").rstrip(".") if "." in text else text)
    )


@given(TYPED)
def test_a_number_that_somebody_typed_comes_back_digit_for_digit(number: Decimal) -> None:
    assert shown(f"{float(number):.17g}", Kind.NUMBER) == (Kind.NUMBER, plain(number))
    assert shown(repr(float(number)), Kind.NUMBER) == (Kind.NUMBER, plain(number))


@given(st.decimals(min_value=-1000, max_value=1000, places=4, allow_nan=False))
def test_a_percentage_comes_back_as_it_was_typed(percent: Decimal) -> None:
    stored = repr(float(percent / 100))

    assert shown(stored, Kind.PERCENT) == (Kind.PERCENT, plain(percent))


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_is_read_as_it_is_written(row: int, column: int) -> None:
    assert corner(address(row, column)) == (row, column)


@given(st.integers(1949, 2099), st.sampled_from(list(Frequency)), st.integers(1, 4))
def test_every_period_is_known_by_its_code_and_by_its_label(
    year: int, frequency: Frequency, part: int
) -> None:
    period = Period(
        year, frequency, min(part, {Frequency.QUARTERLY: 4, Frequency.HALF_YEARLY: 2}.get(frequency, 1))
    )

    assert read_moment(period.code) == period
    assert read_moment(period.label) == period
    assert read_moment(Baseline(year).code) == read_moment(Baseline(year).label) == Baseline(year)


@given(st.text())
def test_words_are_squeezed_once_and_for_all(text: str) -> None:
    assert read_moment(text) is None or squeezed(text)
    assert code_key(text) == code_key(f" {text}\u3000")


@given(st.text(max_size=20))
def test_an_escaped_text_comes_back(text: str) -> None:
    """What exports have to do."""
    escaped = f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else text

    assert unescaped(escaped) == text or not text.strip()


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_no_bytes_do_worse_than_a_refusal(content: bytes, start: bytes) -> None:
    """In the child any other exception is caught as well; these are the ones with a cause."""
    try:
        read_bytes(start + content, "a.csv", Output(BytesIO(), 100))
    except Unreadable as error:
        assert error.sentence.endswith("。")
    except Exception as error:
        assert (start + content).startswith(b"\xd0"), error


FORMATS = {
    "General": Kind.NUMBER,
    "0.00": Kind.NUMBER,
    "#,##0": Kind.NUMBER,
    "0%": Kind.PERCENT,
    "0.00%;[Red]-0.00%": Kind.PERCENT,
    '0"%"': Kind.NUMBER,
    r"0\%": Kind.NUMBER,
    "yyyy-mm-dd": Kind.DATE,
    'yyyy"年"m"月"': Kind.DATE,
    "[$-804]d": Kind.DATE,
    "[h]:mm": Kind.DATE,
    '0.00"d"': Kind.NUMBER,
    "[Red]0.00": Kind.NUMBER,
    "_-* #,##0.00_-": Kind.NUMBER,
    '0"分钟"': Kind.NUMBER,
    "@": Kind.NUMBER,
    "0.00E+00": Kind.NUMBER,
    "G/通用格式": Kind.NUMBER,
}


def test_formats_are_told_apart() -> None:
    assert {code: kind_of_format(code) for code in FORMATS} == FORMATS
