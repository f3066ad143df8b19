"""What each answer is compared with before it is taken: gathered for many answers in two queries."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from indicators.choices import AnswerChoice, BasisChoice, ComparatorChoice
from indicators.models import Measure, Reading, Target
from indicators.plausibility import Beside, value_of
from indicators.progress.numbers import exactly
from indicators.progress.periods import Frequency, Period
from indicators.rules import Entry
from indicators.selectors.catalogue import plain, stripped


@dataclass(frozen=True, slots=True)
class Known:
    """One period's value, in the measure's unit."""

    period: Period
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def end(self) -> date:
        return self.period.end


class Gathered:
    """Values that stand, and those of the same batch: in a table of history each period is compared with the
    one before it in the table."""

    @exactly
    def __init__(self, entries: Sequence[Entry]) -> None:
        measures = {entry.measure.pk: entry.measure for entry in entries}
        found = dict(standing(measures))
        found |= {entry.key: known(entry) for entry in entries if is_value(entry)}
        self.by_measure: dict[int, list[Known]] = defaultdict(list)
        for (measure, _), each in found.items():
            self.by_measure[measure].append(each)
        for series in self.by_measure.values():
            series.sort(key=lambda each: each.end)
        self.thresholds = thresholds_of(measures)

    def beside(self, entry: Entry) -> Beside:
        series = self.by_measure.get(entry.measure.pk, [])
        before = series[: bisect_left(series, entry.period.end, key=lambda each: each.end)]
        last = before[-1] if before else baseline_of(entry.measure)
        if last is None:
            return Beside(thresholds=self.thresholds[entry.measure.pk])
        return Beside(
            last=last.value,
            last_period=last.period,
            same_year=last.value if runs_on(last, entry) else None,
            earlier=tuple(each.value for each in alike(before, entry)),
            thresholds=self.thresholds[entry.measure.pk],
            last_numerator=last.numerator,
            last_denominator=last.denominator,
        )


def standing(measures: dict[int, Measure]) -> Iterator[tuple[tuple[int, str], Known]]:
    """One query: every value that stands, in whatever state."""
    rows = Reading.objects.filter(measure__in=measures, answer=AnswerChoice.VALUE).values_list(
        "measure", "period_code", "value", "numerator", "denominator"
    )
    for measure, code, *numbers in rows:
        value, numerator, denominator = map(stripped, numbers)
        period = Period.parse(code)
        entry = Entry(measures[measure], period, value=value, numerator=numerator, denominator=denominator)
        yield entry.key, known(entry)


def known(entry: Entry) -> Known:
    return Known(entry.period, value_of(entry), entry.numerator, entry.denominator)


def is_value(entry: Entry) -> bool:
    """分母 0 is the rules' to refuse."""
    given = entry.value is not None or bool(entry.numerator is not None and entry.denominator)
    return entry.answer == AnswerChoice.VALUE and given


def runs_on(last: Known, entry: Entry) -> bool:
    return entry.measure.basis == BasisChoice.YTD and last.period.year == entry.period.year


def alike(before: Sequence[Known], entry: Entry) -> list[Known]:
    """Oldest first. Flows and running totals begin again every year: the same quarter of the years before, back
    to the first that is missing."""
    restarts = entry.measure.basis != BasisChoice.POINT and entry.period.frequency != Frequency.YEARLY
    same_kind = [each for each in before if each.period.frequency == entry.period.frequency]
    if not restarts:
        return same_kind
    by_year = {each.period.year: each for each in same_kind if each.period.part == entry.period.part}
    years = takewhile(by_year.__contains__, range(entry.period.year - 1, 0, -1))
    return [by_year[year] for year in reversed(list(years))]


def baseline_of(measure: Measure) -> Known | None:
    """Where nothing was reported yet."""
    if measure.baseline_value is None or measure.baseline_year is None:
        return None
    return Known(Period(measure.baseline_year, Frequency.YEARLY), plain(measure.baseline_value))


def thresholds_of(measures: Iterable[int]) -> dict[int, tuple[Decimal, ...]]:
    """In the measure's unit: the 20 of 下降20% is none. One query."""
    rows = (
        Target.objects.filter(indicator__measure__in=list(measures), threshold__isnull=False)
        .exclude(comparator=ComparatorChoice.REDUCE_BY)
        .values_list("indicator__measure", "threshold")
    )
    found: dict[int, tuple[Decimal, ...]] = defaultdict(tuple)
    for measure, threshold in rows:
        found[measure] += (plain(threshold or Decimal(0)),)
    return found
