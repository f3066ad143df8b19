"""全部数值: who gets what, and the law that a file of readings comes back as exactly the same values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dashboard.reading_exports import LONG, PASSED_OVER, READ_BACK, readings_table
from dashboard.selectors.readings_export import Line
from dashboard.tests.given import baseline
from departments.models import Department, Person
from departments.sheets import csv_response, xlsx_response
from indicators.choices import AnswerChoice, State
from indicators.models import Measure, Reading
from indicators.progress.periods import Period
from reporting.workbooks import limits
from reporting.workbooks.headings import column_of
from reporting.workbooks.known import known, known_measure
from reporting.workbooks.lookup import Known
from reporting.workbooks.parsed import FileKind, ParsedFile, ParsedRow
from reporting.workbooks.rows import parse
from reporting.workbooks.sandbox import read_file

pytestmark = pytest.mark.django_db
KINDS = ("csv", "xlsx")
QUERIES = 5
NOTES = (
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@sum", "'引号", "''=1", "'=1", "甲\t乙\t丙\t丁", "第一行\n第二行",
    "＝全角；，", "a,b;c\"d\"",
    "<r><t>x</t></r>", "_x000D_ _x005F_", "🧪 测试 \u2028 \u0085", "不适用", "0012", "1/2", "TRUE",
)  # fmt: skip
VALUES = ("0", "0.000001", "0.862", "77.123456", "100", "70", "99.999999")


def written(by: Person, code: str, period: str, state: str = State.APPROVED, **fields: Any) -> Reading:
    """Past the services: their rules are not what is asked here."""
    measure, when = Measure.objects.get(indicators__code=code), Period.parse(period)
    fields.setdefault("answer", AnswerChoice.VALUE)
    return Reading.objects.create(
        measure=measure, period_code=when.code, period_end=when.end, state=state, via="page",
        entered_by=by, entered_at=datetime(2024, 1, 5, tzinfo=UTC), **fields,
    )  # fmt: skip


@pytest.fixture
def everything(coordinator: Person) -> None:
    """Every kind of answer, every nasty note, a baseline, a shared measure."""
    baseline(coordinator, "YF-13", "70.4")
    baseline(coordinator, "YF-26", "0", 2020)
    for n, note in enumerate(NOTES):
        period = f"{2019 + n // 4}Q{n % 4 + 1}"
        written(coordinator, "YF-12", period, note=note.strip(), value=Decimal(VALUES[n % len(VALUES)]))
    written(coordinator, "YF-13", "2023Q4", numerator=Decimal(29748), denominator=Decimal(41260))
    written(coordinator, "YF-13", "2023Q3", numerator=Decimal(0), denominator=Decimal("999999999.999999"))
    written(coordinator, "YF-13", "2023Q2", answer=AnswerChoice.NOT_APPLICABLE)
    day = date(2024, 2, 20)
    written(coordinator, "YF-13", "2023Q1", answer=AnswerChoice.NO_DATA, note="在统计", expected_on=day)
    written(coordinator, "FZ-01", "2021", value=Decimal("-1.500001"))
    written(coordinator, "FZ-07", "2023Q4", value=Decimal("97.5"))
    written(coordinator, "FZ-07", "2023Q3", answer="", note="收回了")
    Reading.objects.create(
        measure=Measure.objects.get(code="REF-GDP"), period_code="2021", period_end=date(2021, 12, 31),
        answer="value", value=Decimal("8.5"), state="approved", via="page", entered_by=coordinator,
        entered_at=datetime(2024, 1, 5, tzinfo=UTC),
    )  # fmt: skip


def read_back(client: Client, address: str, kind: str, folder: Path) -> ParsedFile:
    got = client.get(address)
    assert got.status_code == 200, got.content.decode()[:2000]
    path = folder / f"upload.{kind}"
    path.write_bytes(got.content)
    return parse(read_file(path, path.name, rows=limits.HISTORY_ROWS), known())


@dataclass(frozen=True)
class Said:
    key: str
    period: str
    answer: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: str
    expected_on: date | None


def said_by_file(row: ParsedRow) -> Said:
    numbers = (row.value, row.numerator, row.denominator)
    return Said(row.key, row.period.code, row.answer, *numbers, row.note, row.expected_on)


def said_by_reading(reading: Reading) -> Said:
    numbers = (reading.value, reading.numerator, reading.denominator)
    return Said(
        reading.measure.code, reading.period_code, reading.answer, *numbers, reading.note, reading.expected_on
    )


def standing(**filters: Any) -> set[Said]:
    """All readings and baselines, as a file has to say them."""
    readings = Reading.objects.select_related("measure").exclude(answer="").filter(**filters)
    return {said_by_reading(reading) for reading in readings} | set(baselines())


def baselines() -> Iterator[Said]:
    for measure in Measure.objects.filter(baseline_value__isnull=False):
        code = f"基期{measure.baseline_year}"
        yield Said(measure.code, code, "value", measure.baseline_value, None, None, "", None)


# --- the law ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_demo", [False, True])
def test_all_readings_come_back_as_they_are(
    as_leader: Client, leader: Person, tmp_path: Path, kind: str, is_demo: bool
) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=is_demo)
    file = read_back(as_leader, f"/readings.{kind}", kind, tmp_path)
    assert (file.kind, file.problems) == (FileKind.HISTORY, [])
    assert {said_by_file(row) for row in file.rows} == standing()
    assert len(file.rows) == len(standing())


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", ["YF-12", "YF-13", "YF-40"])
def test_the_file_of_one_indicator_comes_back_too(
    as_leader: Client, tmp_path: Path, kind: str, code: str
) -> None:
    address = f"/indicators/{code}/data.{kind}?history=all"
    file = read_back(as_leader, address, kind, tmp_path)
    measure = Measure.objects.get(indicators__code=code)
    assert file.problems == []
    assert {said_by_file(row) for row in file.rows} == {
        said for said in standing() if said.key == measure.code
    }


MEASURES = (
    Measure(pk=1, code="YF-12", name="产前筛查率", unit="%", frequency="quarterly", scale=Decimal(100)),
    Measure(pk=2, code="YF-28", name="反应时间", unit="分钟", frequency="quarterly"),
    Measure(pk=3, code="FZ-01", name="收入增长", unit="%", frequency="yearly"),
    Measure(pk=4, code="FZ-20", name="床位", unit="张", frequency="half_yearly", scale=Decimal(1000)),
)
PERSON = Person(username="secretariat")
NUMBERS = st.decimals(min_value=0, max_value=999_999_999, places=6, allow_nan=False)
KEPT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60)
STARTED = st.builds(str.__add__, st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "＝", "''"]), KEPT)
DAYS = st.dates(date(1900, 1, 1), date(9999, 12, 31))


@st.composite
def a_reading(draw: st.DrawFn, measure: Measure, year: int) -> Reading:
    parts = {"quarterly": "Q1", "half_yearly": "H2", "yearly": ""}
    code = f"{year}{parts[measure.frequency]}"
    answer = draw(st.sampled_from(AnswerChoice))
    found = Reading(measure=measure, period_code=code, answer=answer, note=draw(STARTED).strip())
    found.via, found.entered_by, found.entered_at = "page", PERSON, datetime(2024, 1, 5, tzinfo=UTC)
    if answer == AnswerChoice.NO_DATA:
        found.expected_on = draw(DAYS)
    elif answer == AnswerChoice.VALUE and measure.scale and draw(st.booleans()):
        found.numerator, found.denominator = draw(NUMBERS), draw(NUMBERS.filter(bool))
    elif answer == AnswerChoice.VALUE:
        found.value = draw(NUMBERS) * (-1 if measure.is_growth and draw(st.booleans()) else 1)
    return found


KEYS = st.lists(
    st.tuples(st.sampled_from(MEASURES), st.integers(1949, 2099)),
    unique_by=lambda key: (key[0].pk, key[1]),
    min_size=1,
    max_size=25,
)


@st.composite
def many_readings(draw: st.DrawFn) -> list[Reading]:
    return [draw(a_reading(measure, year)) for measure, year in draw(KEYS)]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings=many_readings(), kind=st.sampled_from(KINDS))
def test_whatever_was_entered_comes_back(
    readings: list[Reading], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [Line(each.measure.code, each.measure.name, each.measure, each) for each in readings]
    write = csv_response if kind == "csv" else xlsx_response
    path = tmp_path_factory.mktemp("law") / f"a.{kind}"
    path.write_bytes(write(readings_table(lines, "a"), is_demo=True).content)
    measures = Known([bare(measure) for measure in MEASURES])
    file = parse(read_file(path, path.name, rows=limits.HISTORY_ROWS), measures)
    assert file.problems == []
    assert [said_by_file(row) for row in file.rows] == [said_by_reading(each) for each in readings]


def bare(measure: Measure) -> Any:
    measure._prefetched_objects_cache = {"indicators": []}  # type: ignore[attr-defined]
    return known_measure(measure)


def test_the_reader_knows_the_columns_that_it_takes_and_none_of_the_others() -> None:
    assert all(column_of(heading) for heading in READ_BACK)
    assert not any(column_of(heading) for heading in PASSED_OVER)
    assert len({column_of(heading) for heading in READ_BACK}) == len(READ_BACK)


# --- which --------------------------------------------------------------------------------------------


def found(client: Client, query: str = "") -> list[tuple[str, str]]:
    got = client.get(f"/readings.csv{query}")
    assert got.status_code == 200
    header, *rows = csv.reader(io.StringIO(got.content.decode("utf-8-sig")))
    assert tuple(header) == LONG
    return [(row[0], row[3]) for row in rows]


@pytest.mark.usefixtures("everything")
def test_a_shared_measure_stands_once_under_the_code_of_the_plan_asked_for(as_leader: Client) -> None:
    assert ("FZ-07", "2023年第四季度") in found(as_leader)
    assert ("YF-40", "2023年第四季度") in found(as_leader, "?plan=yf")
    assert not {"YF-40", "YF-12"} & {code for code, _ in found(as_leader, "?plan=FZ")}
    assert len(found(as_leader)) == len(standing())


@pytest.mark.usefixtures("everything")
def test_a_plan_comes_with_what_it_is_compared_with(as_leader: Client) -> None:
    assert ("REF-GDP", "2021年") in found(as_leader, "?plan=FZ")


@pytest.mark.usefixtures("everything")
def test_a_period_asks_for_all_that_end_within_it(as_leader: Client) -> None:
    assert found(as_leader, "?period=2023Q4") == [("FZ-07", "2023年第四季度"), ("YF-13", "2023年第四季度")]
    assert {code for code, _ in found(as_leader, "?period=2021")} == {"FZ-01", "REF-GDP", "YF-12"}


@pytest.mark.usefixtures("everything")
def test_a_department_asks_for_what_it_reports(as_leader: Client) -> None:
    owner = Department.objects.get(name="区卫生健康委").pk
    assert {code for code, _ in found(as_leader, f"?department={owner}&plan=YF")} == {"YF-12", "YF-13"}
    assert ("FZ-01", "2021年") in found(as_leader, "?department=none")


@pytest.mark.parametrize("query", ["plan=XX", "department=x", "department=99999999999", "period=2023Q5"])
def test_what_makes_no_sense_is_refused_in_chinese(as_leader: Client, query: str) -> None:
    got = as_leader.get(f"/readings.csv?{query}")
    assert got.status_code == 400
    assert "。" in got.content.decode()


def test_before_approval_only_its_own_department_and_who_sees_everything_get_it(
    coordinator: Person,
    as_coordinator: Client,
    as_leader: Client,
    as_evaluator: Client,
    as_liaison: Client,
    as_other_liaison: Client,
) -> None:
    for quarter, state in enumerate((State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED), 1):
        written(coordinator, "YF-12", f"2023Q{quarter}", state=state, value=Decimal(1))
    for client in (as_coordinator, as_leader, as_evaluator, as_liaison):
        assert len(found(client)) == 4
    assert found(as_other_liaison) == [("YF-12", "2023年第四季度")]


@pytest.mark.usefixtures("everything")
def test_it_takes_a_fixed_number_of_queries(
    as_leader: Client, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, measures, readings, demonstration."""
    found(as_leader)
    with django_assert_num_queries(QUERIES):
        found(as_leader)
    for quarter in (1, 2, 3, 4):
        written(coordinator, "YF-06", f"2022Q{quarter}", value=Decimal(1))
    with django_assert_num_queries(QUERIES):
        rows = found(as_leader)
    assert len(rows) == len(standing())
