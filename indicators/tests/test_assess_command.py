"""`manage.py assess`: the table that a person reads, the JSON that a script reads."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from departments.models import Person
from indicators.models import Measure
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services.decisions import set_baseline
from indicators.services.readings import record_many

API_FIELDS = {
    "code", "verdict", "computed_verdict", "override_reason", "light", "met", "value", "period", "partial",
    "share", "stale", "missing_periods", "target_printed", "gap", "pace", "elapsed", "expected", "projected",
    "projected_meets", "needed_per_period", "rule_version", "sentence",
}  # fmt: skip
OWN_FIELDS = {"name", "unit", "comparator", "threshold"}


def assess(*arguments: str) -> str:
    out = StringIO()
    call_command("assess", *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(assess("--format", "json", *arguments))
    return found


@pytest.fixture
def hypertension(coordinator: Person) -> Measure:
    """YF-12, ≥80 %, 70 in 2021 and 77 at the end of 2023."""
    measure = Measure.objects.get(code="YF-12")
    set_baseline(measure=measure, value=Decimal(70), year=2021, reason="测试", by=coordinator)
    record_many([Entry(measure, Period.parse("2023Q4"), value=Decimal("77.0"))], by=coordinator)
    return measure


def test_json_has_a_row_for_every_indicator_in_printed_order(db: None) -> None:
    codes = [row["code"] for row in rows()]
    assert codes == [f"FZ-{n:02}" for n in range(1, 11)] + [f"YF-{n:02}" for n in range(1, 46)]


def test_json_rows_carry_the_fields_of_the_interface_and_the_indicators_own(db: None) -> None:
    assert all(set(row) >= API_FIELDS | OWN_FIELDS for row in rows("--plan", "YF"))


def test_json_numbers_are_decimal_strings_and_unknown_is_null(hypertension: Measure) -> None:
    found = {row["code"]: row for row in rows("--plan", "YF", "--as-of", "2023-12-31")}
    assert found["YF-12"]["value"] == "77"
    assert found["YF-12"]["threshold"] == "80"
    assert found["YF-12"]["verdict"] == "on_track"
    assert found["YF-12"]["pace"].startswith("1.40")
    assert found["YF-13"]["value"] is None
    assert found["YF-13"]["verdict"] == "no_reading"
    assert found["YF-17"]["threshold"] == "3000"


def test_the_day_decides(hypertension: Measure) -> None:
    found = {row["code"]: row for row in rows("--as-of", "2023-09-30")}
    assert found["YF-12"]["verdict"] == "no_reading"


def test_without_a_day_it_is_the_end_of_the_newest_quarter_with_an_approved_value(
    hypertension: Measure,
) -> None:
    assert assess().startswith("截至 2023-12-31，55 项指标")


def test_table_shows_value_target_and_verdict_in_words(hypertension: Measure) -> None:
    line = next(line for line in assess("--plan", "YF").splitlines() if line.startswith("YF-12"))
    assert line.split() == [
        "YF-12",
        "高血压患者基层规范管理服务率",
        "≥80%",
        "77",
        "%",
        "2023Q4",
        "进展正常",
        "1.4",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--plan", "XX"], "没有编码为“XX”的规划。已载入的规划：FZ、YF。"),
        (["--as-of", "2023-13-01"], "“2023-13-01”不是日期。请写成 2023-06-30。"),
        (["--as-of", "昨天"], "“昨天”不是日期。请写成 2023-06-30。"),
    ],
)
def test_what_it_cannot_take_is_said_in_chinese(db: None, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        assess(*arguments)
    assert str(refused.value) == sentence
