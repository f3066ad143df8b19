"""A cell that was read → what is stored for it, so that it reads to the same cell again; else its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from reporting.workbooks.raw import Cell, Kind
from reporting.workbooks.readers.numbers import date_text, number_text

MOST_DECIMALS = 13
NOT_AVAILABLE = "#N/A"
WRONG_VALUE = "#VALUE!"
FAULTS = {"#DIV/0!", NOT_AVAILABLE, "#NAME?", "#NULL!", "#NUM!", "#REF!", WRONG_VALUE}
EPOCH, EPOCH_BEFORE_MARCH = datetime(1899, 12, 30), datetime(1899, 12, 31)  # noqa: DTZ001 - cells know no zone
FIRST_OF_MARCH = datetime(1900, 3, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Fault:
    """An error such as #N/A: one of Excel's own."""

    code: str


@dataclass(frozen=True, slots=True)
class Stored:
    value: float | bool | str | Fault
    num_format: str = "General"


def stored(cell: Cell) -> Stored:
    return {
        Kind.NUMBER: number,
        Kind.PERCENT: percentage,
        Kind.DATE: date,
        Kind.BOOLEAN: boolean,
        Kind.ERROR: fault,
        Kind.FORMULA: missing_result,
    }.get(cell.kind, Stored)(cell.text)


def number(text: str) -> Stored:
    """Text where a float would not give the same digits back."""
    found = as_float(text)
    return Stored(text) if found is None or number_text(found) != text else Stored(found)


def percentage(text: str) -> Stored:
    found = as_float(text)
    share = None if found is None else float(Decimal(text).scaleb(-2))
    if share is None or number_text(share, hundredfold=True) != text:
        return Stored(f"{text}%")
    decimals = min(len(text.partition(".")[2]), MOST_DECIMALS)
    return Stored(share, f"0.{'0' * decimals}%" if decimals else "0%")


def as_float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def date(text: str) -> Stored:
    """A number that is formatted as a date, and is none, stays both."""
    serial = serial_of(text)
    if serial is None or date_text(serial) != text:
        return Stored(text)
    if ":" not in text:
        return Stored(serial, "yyyy-mm-dd")
    return Stored(serial, "yyyy-mm-dd hh:mm:ss" if "-" in text else "hh:mm:ss")


def serial_of(text: str) -> float | None:
    try:
        if ":" in text and "-" not in text:
            return seconds_of(time.fromisoformat(text)) / 86400
        moment = datetime.fromisoformat(text)
    except ValueError:
        return as_float(text)
    if moment.tzinfo is not None:
        return None
    since = moment - (EPOCH if moment >= FIRST_OF_MARCH else EPOCH_BEFORE_MARCH)
    return since / timedelta(days=1)


def seconds_of(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def boolean(text: str) -> Stored:
    return Stored(text == "TRUE") if text in {"TRUE", "FALSE"} else Stored(text)


def fault(text: str) -> Stored:
    return Stored(Fault(text if text in FAULTS else WRONG_VALUE))


def missing_result(_: str) -> Stored:
    """The formula itself was not read; a blank would be taken for not reported."""
    return Stored(Fault(NOT_AVAILABLE))
