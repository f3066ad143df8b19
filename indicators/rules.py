"""The hard rules for one answer: the same for grid, workbook, command and interface.

Each problem names the field and says, in the clerk's words, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.choices import AnswerChoice, FrequencyChoice
from indicators.models import Measure
from indicators.progress.periods import Frequency, Period

MAX_WHOLE_DIGITS = 9
MAX_DECIMALS = 6
MAX_NOTE = 2000
NUMBER_LABELS = {"value": "本期值", "numerator": "分子", "denominator": "分母"}
# 公民身份号码, and with two more digits the number of a disability certificate.
PERSONAL_NUMBER = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"(?:[1-7][1-4])?(?![0-9])"
)
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as somebody gives it; an empty ``answer`` is blank, not reported.

    ``seen_version`` is the reading's version that the writer saw: 0 where nothing stood, None where
    the writer does not claim to have looked (commands, history imports).
    """

    measure: Measure
    period: Period
    answer: str = AnswerChoice.VALUE
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    expected_on: date | None = None
    seen_version: int | None = None

    @property
    def key(self) -> tuple[int, str]:
        return self.measure.pk, self.period.code

    @property
    def numbers(self) -> dict[str, Decimal]:
        given = {field: getattr(self, field) for field in NUMBER_LABELS}
        return {field: number for field, number in given.items() if number is not None}


def problems(entry: Entry, today: date) -> list[Problem]:
    found = [*period_problems(entry, today), *note_problems(entry)]
    if entry.answer and entry.answer not in AnswerChoice.values:
        return [*found, Problem("answer", "“本期情况”只能选数值、不适用或暂无数据。")]
    if entry.answer == AnswerChoice.VALUE:
        found += size_problems(entry) or value_problems(entry)
    elif entry.numbers:
        found.append(Problem("answer", numbers_without_value(entry)))
    if entry.answer == AnswerChoice.NO_DATA:
        found += no_data_problems(entry)
    return found


def numbers_without_value(entry: Entry) -> str:
    if not entry.answer:
        return "填了数，请把“本期情况”选为“数值”；要清空这一项，请把数也删去。"
    return f"选了“{AnswerChoice(entry.answer).label}”，就不要再填数；有数请选“数值”。"


def period_problems(entry: Entry, today: date) -> Iterator[Problem]:
    frequency = Frequency(entry.measure.frequency)
    if entry.period.frequency not in (frequency, Frequency.YEARLY):
        label = FrequencyChoice(frequency).label
        yield Problem("period", f"“{entry.measure.name}”{label}填一次，不能填在{entry.period.label}。")
    if entry.period.start > today:
        yield Problem("period", f"{entry.period.label}还没有开始，不能填报。")


def note_problems(entry: Entry) -> Iterator[Problem]:
    return text_problems("note", "情况说明", entry.note)


def text_problems(field: str, label: str, text: str) -> Iterator[Problem]:
    """Of every text that a department writes."""
    if len(text) > MAX_NOTE:
        yield Problem(field, f"{label}有 {len(text)} 字，最多 {MAX_NOTE} 字，请缩短。")
    if UNKEEPABLE.search(text):
        yield Problem(field, f"{label}里有不能保存的字符，请删去后重新输入，或先粘贴到记事本再复制过来。")
    if PERSONAL_NUMBER.search(text):
        yield Problem(field, f"{label}里像是有身份证号或残疾人证号。本站只存汇总数，请删去个人号码。")


def no_data_problems(entry: Entry) -> Iterator[Problem]:
    if not entry.note.strip():
        yield Problem("note", "暂无数据时，请在情况说明写明原因。")
    if entry.expected_on is None:
        yield Problem("expected_on", "暂无数据时，请填预计哪天能报。")


def size_problems(entry: Entry) -> list[Problem]:
    """More digits than the database keeps exactly are refused, never rounded."""
    return [
        Problem(
            field,
            f"{NUMBER_LABELS[field]}位数太多：整数最多 {MAX_WHOLE_DIGITS} 位，小数最多 {MAX_DECIMALS} 位。",
        )
        for field, number in entry.numbers.items()
        if not fits(number)
    ]


def fits(number: Decimal) -> bool:
    """Judged by the digits themselves: ``normalize`` would round a long number until it fits."""
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    written = "".join(map(str, digits)).rstrip("0")
    lowest = int(exponent) + len(digits) - len(written)
    return not written or (lowest >= -MAX_DECIMALS and number.adjusted() < MAX_WHOLE_DIGITS)


def value_problems(entry: Entry) -> Iterator[Problem]:
    if entry.numerator is not None or entry.denominator is not None:
        yield from fraction_problems(entry) if entry.measure.scale is not None else not_a_rate(entry)
    elif entry.value is None:
        yield Problem("value", "请填本期值；没有数可选“暂无数据”或“不适用”。")
    else:
        yield from plain_problems(entry.measure, entry.value)


def not_a_rate(entry: Entry) -> Iterator[Problem]:
    field = "numerator" if entry.numerator is not None else "denominator"
    yield Problem(field, "这一项不是比率，不填分子、分母，请只填本期值。")


def fraction_problems(entry: Entry) -> Iterator[Problem]:
    over, under = entry.numerator, entry.denominator
    if entry.value is not None:
        yield Problem("value", "本期值由分子、分母算出，不要再填。请只留一种。")
    if over is None or under is None:
        missing = "numerator" if over is None else "denominator"
        yield Problem(missing, f"请把{NUMBER_LABELS[missing]}也填上，分子、分母要成对。")
        return
    if over < 0:
        yield Problem("numerator", f"分子 {over:,f} 小于 0。请填不小于 0 的数。")
    if under < 0:
        yield Problem("denominator", f"分母 {under:,f} 小于 0。请填大于 0 的数。")
    elif under == 0:
        yield Problem("denominator", "分母是 0，算不出比率。本期没有对象请选“不适用”。")
    elif entry.measure.is_coverage and over > under:
        yield Problem(
            "numerator",
            f"分子 {over:,f} 大于分母 {under:,f}，覆盖率不能超过 100%。请核对两个数。",
        )


def plain_problems(measure: Measure, value: Decimal) -> Iterator[Problem]:
    if value < 0 and not measure.is_growth:
        yield Problem("value", f"{value:f} 小于 0。请填不小于 0 的数。")
    elif measure.is_coverage and value > 100:
        yield Problem("value", f"{value:f}% 超过 100%。请填 0 到 100 之间的数。")
    elif measure.is_count and value != value.to_integral_value():
        yield Problem("value", f"{value:f} 带小数，{measure.unit}数只能是整数。")
