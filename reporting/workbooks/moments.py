"""Which period a heading or a cell speaks of: 2023Q2, 2023年第二季度, 2023年上半年, 2023年, 基期2020 and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.progress.periods import Frequency, Period
from reporting.workbooks.wording import echo, squeezed, without_bracket

EARLIEST, LATEST = 1949, 2099
YEAR = r"(\d{4})年?"
BASELINES = re.compile(
    rf"(?:(?:基期|基数|基期年)[:-]?\(?{YEAR}\)?|{YEAR}\(?(?:基期|基数|基期年)\)?)(?:值|数|数值)?", re.ASCII
)
QUARTER = re.compile(rf"{YEAR}-?(?:Q([1-4])|第?([一二三四1-4])季度?)", re.ASCII)
HALF = re.compile(rf"{YEAR}-?(?:H([12])|([上下])半年)", re.ASCII)
WHOLE = re.compile(r"(\d{4})(?:年度?|全年|年全年)?", re.ASCII)
TAIL = re.compile(r"(?:实际值|完成值|数值|值)$")
ORDER = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
FORMS = "2023Q2、2023年第二季度、2023年上半年、2023年或基期2020"


@dataclass(frozen=True, slots=True)
class Baseline:
    """基期2020: not a reading, but the baseline of the indicator's measure."""

    year: int

    @property
    def code(self) -> str:
        return f"基期{self.year}"

    @property
    def label(self) -> str:
        return f"{self.year}年（基期）"


Moment = Period | Baseline


@lru_cache(maxsize=1024)
def read_moment(text: str) -> Moment | None:
    """None for what names no period."""
    plain = squeezed(text)
    return moment_of(plain) or moment_of(TAIL.sub("", without_bracket(plain)))


def moment_of(plain: str) -> Moment | None:
    if match := BASELINES.fullmatch(plain):
        return in_range(Baseline(int(match[1] or match[2])))
    if match := QUARTER.fullmatch(plain):
        return in_range(Period(int(match[1]), Frequency.QUARTERLY, part(match[2] or match[3])))
    if match := HALF.fullmatch(plain):
        return in_range(Period(int(match[1]), Frequency.HALF_YEARLY, part(match[2] or match[3])))
    if match := WHOLE.fullmatch(plain):
        return in_range(Period(int(match[1]), Frequency.YEARLY))
    return None


def part(written: str) -> int:
    return ORDER.get(written) or int(written)


def in_range(moment: Moment) -> Moment | None:
    return moment if EARLIEST <= moment.year <= LATEST else None


def not_a_moment(text: str) -> str:
    return f"“{echo(text)}”不是填报期。请写成 {FORMS}。"
