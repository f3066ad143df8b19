"""Measures and tasks as the reader is told of them, and a way to read bytes as an uploaded file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.progress.periods import Frequency
from indicators.progress.terms import Basis, Comparator
from reporting.workbooks import limits
from reporting.workbooks.lookup import Known, KnownMeasure, KnownTarget, KnownTask
from reporting.workbooks.marking import Mark, marked_copy
from reporting.workbooks.parsed import ParsedFile
from reporting.workbooks.raw import RawWorkbook
from reporting.workbooks.rows import parse
from reporting.workbooks.sandbox import read_file

QUARTERLY, YEARLY = Frequency.QUARTERLY, Frequency.YEARLY
HUNDRED = Decimal(100)


def at_least(threshold: str) -> tuple[KnownTarget, ...]:
    return (KnownTarget(Comparator.AT_LEAST, Decimal(threshold)),)


def reduce_by(threshold: str, base_year: int) -> tuple[KnownTarget, ...]:
    return (KnownTarget(Comparator.REDUCE_BY, Decimal(threshold), base_year),)


MEASURES = (
    KnownMeasure("YF-01", "知识普及率", "%", YEARLY, scale=HUNDRED, targets=at_least("85")),
    KnownMeasure("YF-02", "宣传教育基地", "个", QUARTERLY, targets=at_least("1")),
    KnownMeasure("YF-03", "婚前医学检查率", "%", QUARTERLY, scale=HUNDRED, targets=at_least("70")),
    KnownMeasure(
        "YF-04", "孕前优生健康检查目标人群覆盖率", "%", QUARTERLY, scale=HUNDRED, targets=at_least("80")
    ),
    KnownMeasure("YF-14", "人均体育场地面积", "平方米", YEARLY, targets=at_least("2.82")),
    KnownMeasure(
        "YF-26",
        "生产安全事故发生起数",
        "起",
        QUARTERLY,
        basis=Basis.FLOW,
        targets=reduce_by("20", 2020),
        baseline=(2020, Decimal(200)),
    ),
    KnownMeasure("YF-28", "道路交通事故院前医疗急救反应时间", "分钟", QUARTERLY, targets=at_least("12")),
    KnownMeasure("YF-29", "幼儿和学龄儿童安全事故发生起数", "起", QUARTERLY, targets=reduce_by("10", 2020)),
    KnownMeasure("YF-30", "空气质量达标（优和良）天数", "天", QUARTERLY),
    KnownMeasure("FZ-05", "残疾人职业技能培训人数", "万人", QUARTERLY, basis=Basis.FLOW),
    KnownMeasure(
        "FZ-07",
        "残疾人基本康复服务覆盖率",
        "%",
        QUARTERLY,
        scale=HUNDRED,
        codes=("FZ-07", "YF-40"),
        names=("残疾人基本康复服务覆盖率", "残疾人基本康复服务率"),
        targets=at_least("90"),
    ),
    KnownMeasure("REF-GDP", "地区生产总值增速", "%", YEARLY),
    KnownMeasure("XX-01", "重名", "个", QUARTERLY),
    KnownMeasure("XX-02", "重名", "个", QUARTERLY),
)
TASKS = (KnownTask("YF-T04", "加强婚前保健"), KnownTask("YF-T05", "加强孕期保健"))
DEPARTMENTS = {
    "区卫生健康委": "区卫生健康委",
    "区教委": "区教委",
    "区委社工委民政局": "区委社会工委区民政局",
    "区委社会工委区民政局": "区委社会工委区民政局",
}

Read = Callable[..., ParsedFile]
ReadRaw = Callable[..., RawWorkbook]
GiveBack = Callable[..., bytes]


@pytest.fixture(scope="session")
def known() -> Known:
    return Known(MEASURES, TASKS, DEPARTMENTS)


@pytest.fixture(scope="session")
def read_raw(tmp_path_factory: pytest.TempPathFactory) -> ReadRaw:
    folder = tmp_path_factory.mktemp("uploads")
    numbers: Iterator[int] = iter(range(1_000_000))

    def read(data: bytes, filename: str = "upload.xlsx", rows: int = limits.ROWS) -> RawWorkbook:
        path: Path = folder / str(next(numbers))
        path.write_bytes(data)
        return read_file(path, filename, rows=rows)

    return read


@pytest.fixture(scope="session")
def read(read_raw: ReadRaw, known: Known) -> Read:
    def parsed(data: bytes, filename: str = "upload.xlsx", rows: int = limits.ROWS) -> ParsedFile:
        return parse(read_raw(data, filename, rows), known)

    return parsed


@pytest.fixture
def give_back(tmp_path: Path) -> GiveBack:
    """An upload → its marked copy."""

    def give(content: bytes, marks: list[Mark], filename: str = "a.xlsx") -> bytes:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return marked_copy(path, filename, read_file(path, filename), marks)

    return give


@pytest.fixture
def in_place(caplog: pytest.LogCaptureFixture) -> Callable[[], bool]:
    """Whether the file itself was marked, and not made anew."""
    caplog.set_level(logging.INFO, "reporting.workbooks.marking")
    return lambda: "is made anew" not in caplog.text
