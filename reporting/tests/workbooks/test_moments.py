"""Every way to write a period, in a heading and in a cell."""

from __future__ import annotations

import pytest

from reporting.tests.workbooks.conftest import Read
from reporting.tests.workbooks.making import xlsx
from reporting.workbooks.moments import read_moment
from reporting.workbooks.parsed import FileKind

PERIODS = {
    "2023Q2": "2023Q2",
    "2023q2": "2023Q2",
    "２０２３Ｑ２": "2023Q2",
    "2023 Q2": "2023Q2",
    "2023-Q2": "2023Q2",
    "2023年Q2": "2023Q2",
    "2023年第二季度": "2023Q2",
    "2023年二季度": "2023Q2",
    "2023年2季度": "2023Q2",
    "2023年第2季度": "2023Q2",
    "2023第二季度": "2023Q2",
    "2023年\n第二季度": "2023Q2",
    "2023年第二季度（%）": "2023Q2",
    "2023年第二季度实际值": "2023Q2",
    "2023年上半年": "2023H1",
    "2023H2": "2023H2",
    "2023年下半年": "2023H2",
    "2023年": "2023",
    "2023": "2023",
    "2023年度": "2023",
    "2023年全年": "2023",
    "基期2020": "基期2020",
    "基期2020年": "基期2020",
    "2020年（基期）": "基期2020",
    "2020（基期）": "基期2020",
    "2020年基期": "基期2020",
    "2020年基期值": "基期2020",
    "基期（2020年）": "基期2020",
}
NO_PERIODS = [
    "2023年5月",
    "2023Q5",
    "2023H3",
    "第二季度",
    "2025年目标",
    "1022",
    "3023年",
    "2023-06-30",
    "基期",
    "20231",
]


@pytest.mark.parametrize(("written", "code"), PERIODS.items())
def test_a_period_is_known_however_it_is_written(written: str, code: str) -> None:
    moment = read_moment(written)

    assert moment is not None
    assert moment.code == code


@pytest.mark.parametrize("written", NO_PERIODS)
def test_nothing_else_is_taken_for_a_period(written: str) -> None:
    assert read_moment(written) is None


def test_every_way_to_write_a_period_heads_a_column(read: Read) -> None:
    wanted = {code: written for written, code in PERIODS.items()}
    file = read(
        xlsx(
            {"表": [["指标编码", *wanted.values(), "2023年5月"], ["YF-03", *range(50, 50 + len(wanted)), 99]]}
        )
    )

    assert {row.period.code: int(row.value or 0) for row in file.rows} == {
        code: 50 + i for i, code in enumerate(wanted)
    }
    assert [(str(place), text) for place, text in file.ignored_columns] == [("表!G1", "2023年5月")]
    assert file.kind is FileKind.HISTORY


def test_a_year_heads_a_column_as_a_number_too(read: Read) -> None:
    file = read(xlsx({"表": [["指标编码", 2022, 2023], ["YF-14", 2.5, 2.6]]}))

    assert [row.period.code for row in file.rows] == ["2022", "2023"]
