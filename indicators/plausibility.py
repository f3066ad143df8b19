"""Soft questions about one answer, asked where the hard rules find nothing wrong; a note answers them.

At most one per answer, by the first rule that applies: a slip of some digits, a running total that falls,
a change beyond the usual step. A correction is offered only where it would itself be asked nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import Any

from indicators.choices import AnswerChoice, BasisChoice
from indicators.parsing import COUNTED
from indicators.progress.numbers import HUNDRED, ONE, ZERO, exactly, format_number, quotient, with_unit
from indicators.progress.numbers import difference_unit as unit_of_change
from indicators.progress.periods import Frequency, Period
from indicators.rules import NUMBER_LABELS, Entry, fits, size_problems, value_problems

HALF, TWO, FIVE, TENTHOUSAND, SECONDS = Decimal("0.5"), Decimal(2), Decimal(5), Decimal(10_000), Decimal(60)
FAR = Decimal(50)  # so many times the last value, or so small a part, is asked about whatever the slip may be
SHARES_FROM, MANY = Decimal(10), Decimal(150)  # beside 10 % or more, 0.85 may be a share
LEAST = {"%": FIVE, "growth": Decimal(20), "things": FIVE, "of the last": Decimal("0.2"), "in 分子": TWO}
Correction = tuple[str, Decimal, Decimal]  # field, factor, number
END = "确实如此的，在“情况说明”写明原因。"


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer is compared with, rates in the unit; all of it from before the entry's period.

    ``same_year`` is of ytd measures only. ``earlier``, oldest first, is what steps lie between: of point
    measures and yearly periods every value up to ``last``, else those of the same quarter in the years before,
    without a gap. ``thresholds`` are in the measure's unit, so the 20 of 下降20% is none.
    """

    last: Decimal | None = None
    last_period: Period | None = None
    same_year: Decimal | None = None
    earlier: tuple[Decimal, ...] = ()
    thresholds: tuple[Decimal, ...] = ()
    last_numerator: Decimal | None = None
    last_denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Question:
    field: str
    sentence: str
    suggestion: Decimal | None = None
    suggested_field: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    number: Decimal
    name: str
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Strayed:
    compared: Compared
    ratio: Decimal
    factor: Decimal | None  # what is written is so many times what was meant; None: no slip is likely


@exactly
def questions(entry: Entry, beside: Beside) -> list[Question]:
    """What stands as it stood is not asked about, but for a running total that should have begun again."""
    stood = beside.same_year if entry.measure.basis == BasisChoice.YTD else beside.last
    if entry.answer != AnswerChoice.VALUE or not is_allowed(entry) or value_of(entry) == stood:
        return []
    asked = (rule(entry, beside) for rule in (about_digits, about_total, about_step))
    return [found for found in asked if found][:1]


def is_allowed(entry: Entry) -> bool:
    return not (size_problems(entry) or any(value_problems(entry)))


def is_settled(entry: Entry, beside: Beside) -> bool:
    """A correction that the rules take and that would be asked nothing."""
    asked = strayed(entry, beside) or about_total(entry, beside) or about_step(entry, beside)
    return is_allowed(entry) and asked is None


def value_of(entry: Entry) -> Decimal:
    if entry.numerator is None or not entry.denominator:
        return entry.value or ZERO
    return quotient(entry.numerator * (entry.measure.scale or ONE), entry.denominator)


def about_digits(entry: Entry, beside: Beside) -> Question | None:
    """Where the value is close to its target, the last one may be the slip: then nothing is offered."""
    found = strayed(entry, beside)
    if found is None:
        return None
    is_near = any(apart(value_of(entry), target) <= TWO for target in beside.thresholds if target)
    factor = None if is_near else found.factor
    for field, times, number in corrections(entry, beside, factor) if factor else []:
        corrected = replace(entry, **dict[str, Any]({field: number}))
        if is_settled(corrected, beside):
            odd = f"{oddity(entry, found)}，{likely(entry, field, times)}。{offer(corrected, field)}；{END}"
            return Question(field, odd, number, field)
    whose = "" if found.compared.is_target else "两期中有一期"
    odd = f"{oddity(entry, found)}，{whose}可能写错了位数或单位。请核对；{END}"
    return Question("value" if entry.numerator is None else "numerator", odd)


def strayed(entry: Entry, beside: Beside) -> Strayed | None:
    value, compared = abs(value_of(entry)), compared_with(entry, beside)
    if not value or compared is None:
        return None
    ratio = quotient(value, abs(compared.number))
    fitting = [f for f, low, high in slips(entry, compared) if low <= quotient(ratio, f) <= high]
    factor = min(fitting, key=lambda factor: apart(ratio, factor), default=None)
    is_free = compared.is_target or entry.measure.is_growth or is_small(entry, compared)
    is_odd = factor or (apart(ratio, ONE) >= FAR and not is_free)
    return Strayed(compared, ratio, factor) if is_odd else None


def apart(one: Decimal, other: Decimal) -> Decimal:
    """How many times the smaller the larger is, whatever their signs; 0 is apart from everything."""
    low, high = sorted((abs(one), abs(other)))
    return quotient(high, low) if low else TENTHOUSAND**2


def compared_with(entry: Entry, beside: Beside) -> Compared | None:
    """The last value where it is not 0, else the nearest target."""
    found, value = last_of(entry, beside), value_of(entry)
    if found and found.number:
        return found
    targets = [target for target in beside.thresholds if target > 0 and not entry.measure.is_growth]
    nearest = min(targets, key=lambda target: apart(target, value), default=None)
    return Compared(nearest, "目标", is_target=True) if nearest else None


def last_of(entry: Entry, beside: Beside) -> Compared | None:
    """A running total that began again is compared with that of the year before, where there is one."""
    if entry.measure.basis == BasisChoice.YTD and beside.same_year is None and beside.earlier:
        return Compared(beside.earlier[-1], "上年同期")
    if beside.last is None:
        return None
    period = beside.last_period or entry.period.previous
    return Compared(beside.last, "上期" if period == entry.period.previous else period.label)


def slips(entry: Entry, compared: Compared) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """(factor, how many times the compared the number that was meant would be at least, at most). True values
    seldom double or halve in a period; nothing natural comes near 10,000; a quarter brings a fortieth to twice
    what the year or the plan asks for; growth may be 0.7 after 8.5, so only 560 and 0.056 look like 5.6."""
    measure, is_growth, value = entry.measure, entry.measure.is_growth, value_of(entry)
    is_total = compared.is_target and measure.basis != BasisChoice.POINT
    if not is_growth:
        room = (ONE / 40, TWO) if is_total else (ONE / FIVE, FIVE)
        yield from ((TENTHOUSAND, *room), (ONE / TENTHOUSAND, *room))
    is_share = measure.is_coverage and entry.value is not None and value <= 1
    if is_share and compared.number >= SHARES_FROM:
        yield ONE / HUNDRED, ZERO, HUNDRED
    if is_total or is_small(entry, compared):
        return
    if not is_growth or abs(value) >= FAR:
        yield HUNDRED, HALF, TWO
    if value * 10 % 1 if is_growth else not (measure.is_coverage and compared.is_target):
        yield ONE / HUNDRED, HALF, TWO
    if measure.unit == "分钟":
        yield SECONDS, HALF, TWO


def is_small(entry: Entry, compared: Compared) -> bool:
    """Two pupils this quarter and a hundred in the next, or the first one of a thousand, are no slip."""
    unit, value, things = entry.measure.unit, value_of(entry), entry.numerator
    per = TENTHOUSAND if unit.startswith("万") else ONE
    if things is None and unit.removeprefix("万") in {*COUNTED, "天"}:
        things = min(value, compared.number) * per
    if things is None or things >= LEAST["things"] or things % 1:
        return False
    is_beginning = compared.is_target and value < compared.number
    is_flow = entry.measure.basis != BasisChoice.POINT
    return is_beginning or (is_flow and max(value, compared.number) * per <= MANY)


def corrections(entry: Entry, beside: Beside, factor: Decimal) -> list[Correction]:
    """The likeliest first. Of a rate 分子 slipped, or 分母 the other way round."""
    slipped = {"numerator": factor, "denominator": ONE / factor} if entry.value is None else {"value": factor}
    found = [(field, times, unslipped(entry, field, times)) for field, times in slipped.items()]
    return sorted(filter(lambda one: one[2], found), key=lambda one: unlikeliness(entry, beside, one))


def unslipped(entry: Entry, field: str, factor: Decimal) -> Decimal:
    """A whole number of things loses its last digits: 39,744 → 397."""
    number = entry.numbers[field]
    meant = quotient(number, factor)
    is_whole = number % 1 == 0 and (field != "value" or entry.measure.is_count)
    if is_whole or not fits(meant):
        meant = meant.quantize(ONE if is_whole else Decimal("0.01"), ROUND_DOWN)
    return meant


def unlikeliness(entry: Entry, beside: Beside, correction: Correction) -> tuple[Decimal, bool, bool]:
    """How far the corrected number is from the last one; 万 is likely only of what is not counted whole."""
    field, factor, number = correction
    last = beside.last_numerator if field == "numerator" else beside.last_denominator
    return apart(number, last) if last else ONE, entry.numbers[field] % 1 == 0, factor * TENTHOUSAND == 1


def about_total(entry: Entry, beside: Beside) -> Question | None:
    """Rates may fall within a year, amounts may not."""
    unit, value, total = entry.measure.unit, value_of(entry), beside.same_year
    is_amount = entry.measure.basis == BasisChoice.YTD and entry.measure.scale is None and unit != "%"
    if not is_amount or total is None or value >= total:
        return None
    odd = f"{shown(value, unit)}小于本年前期累计 {shown(total, unit)}，可能只填了本期发生数"
    corrected = replace(entry, value=total + value)
    if is_settled(corrected, beside):
        return Question("value", f"{odd}。{offer(corrected, 'value')}；{END}", corrected.value, "value")
    return Question("value", f"{odd}。请核对；{END}")


def about_step(entry: Entry, beside: Beside) -> Question | None:
    """Flow and ytd begin again each year: only the same quarter of the year before is like them."""
    before = last_of(entry, beside)
    if entry.measure.basis != BasisChoice.POINT and entry.period.frequency != Frequency.YEARLY:
        before = Compared(beside.earlier[-1], "上年同期") if beside.earlier else None
    limit, usual = usual_step(entry, beside, before.number) if before else (None, "")
    if before is None or limit is None or abs(change := value_of(entry) - before.number) <= limit:
        return None
    unit, space = entry.measure.unit, " " if entry.measure.unit == "%" else ""
    odd = f"{shown(value_of(entry), unit)}，比{before.name} {shown(before.number, unit)}{space}"
    way = f"{'上升' if change > 0 else '下降'} {shown(abs(change), unit_of_change(unit))}"
    field = "value" if entry.numerator is None else "numerator"
    return Question(field, f"{odd}{way}，{usual}。请核对；{END}")


def usual_step(entry: Entry, beside: Beside, before: Decimal) -> tuple[Decimal | None, str]:
    """The measure's own, else, from three values on, three times its largest change so far, and never a small
    one; with the words. What has stood at 0 all the time has no usual step."""
    own: Decimal | None = entry.measure.usual_step
    unit = unit_of_change(entry.measure.unit)
    if own is not None:
        return own, f"超过这一项通常的变化 {shown(own, unit)}"
    if len(beside.earlier) < 3 or not any(beside.earlier):
        return None, ""
    largest = max(abs(after - first) for first, after in pairwise(beside.earlier))
    words = f"以往最多变化 {shown(largest, unit)}" if largest else "以往没有变化"
    return max(3 * largest, least_step(entry, before)), words


def least_step(entry: Entry, before: Decimal) -> Decimal:
    """5 points (growth: 20), else a fifth of the last value; and always two in 分子, or five counted things."""
    measure, few = entry.measure, ZERO
    if entry.denominator:
        few = quotient(LEAST["in 分子"] * (measure.scale or ONE), entry.denominator)
    elif measure.is_count:
        few = LEAST["things"]
    part = LEAST["growth" if measure.is_growth else "%"]
    return max(few, part if measure.unit == "%" else abs(before) * LEAST["of the last"])


def oddity(entry: Entry, found: Strayed) -> str:
    unit, other = entry.measure.unit, found.compared
    value = shown(value_of(entry), unit) + (" " if unit == "%" else "")
    size = "的绝对值" if min(value_of(entry), other.number) < 0 else ""
    times = format_number(apart(found.ratio, ONE), places=0, comma=True)
    how, many = ("是", f"{times} 倍") if found.ratio > 1 else ("只有", f"1/{times}")
    return f"{value}{size}{how}{other.name} {shown(other.number, unit if unit == '%' else '')} 的 {many}"


def likely(entry: Entry, field: str, factor: Decimal) -> str:
    unit = entry.measure.unit if field == "value" else ""
    words = {HUNDRED: "多写了两位", TENTHOUSAND: "多写了四位", SECONDS: "是按“秒”填的"}.get(factor)
    if factor == TENTHOUSAND and unit.startswith("万"):
        words = f"是按“{unit.removeprefix('万')}”填的"
    elif factor * HUNDRED == 1:
        words = "填成了比值" if unit == "%" else "少写了两位"
    elif factor * TENTHOUSAND == 1:
        words = f"是按“万{unit}”填的" if unit in {*COUNTED, "元", "平方米", ""} else "少写了四位"
    return f"{NUMBER_LABELS[field] if not unit else ''}可能{words}"


def offer(corrected: Entry, field: str) -> str:
    unit, number = corrected.measure.unit, shown(corrected.numbers[field], "")
    result, label = shown(value_of(corrected), unit), NUMBER_LABELS[field]
    if field == "value":
        return f"请改为 {result}"
    counted = unit.partition("/")[0] if field == "numerator" and unit != "%" else ""
    return f"{label}若是 {with_unit(number, counted)}，结果为 {result}。请把{label}改为 {number}"


def shown(number: Decimal, unit: str) -> str:
    """As entered; computed numbers with 2 decimals, or as many as show two digits."""
    places = None if fits(number) else max(2, 1 - number.adjusted())
    return with_unit(format_number(number, places=places, comma=True), unit)
