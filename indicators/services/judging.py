"""What would become of each answer: judged alike for preview and write, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import MINYEAR, date
from enum import StrEnum

from django.utils import timezone

from departments.access import Right, may, may_report_for
from departments.models import Person
from indicators.choices import State, Via
from indicators.models import PublishedQuarter, Reading, Target
from indicators.plausibility import Question, questions
from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Basis, Span
from indicators.rules import Entry, Problem, problems
from indicators.services.gathering import Gathered

CORRECTING = {Via.CORRECTION, Via.BATCH}
"""Ways that name a reason and a source, and so may change what is published (reporting.md)."""
PUBLISHED = "{}已发布，不能直接改。确有差错，由秘书处用“更正”修改，写明理由。"
CONTENT = ("answer", "value", "numerator", "denominator", "note", "expected_on")


class Change(StrEnum):
    NEW = "新增"
    CHANGED = "变更"
    UNCHANGED = "未变"
    QUESTIONED = "要说明"
    CONFLICT = "冲突"
    REFUSED = "有误"


WRITES = {Change.NEW, Change.CHANGED}
STOPS = {Change.CONFLICT, Change.REFUSED, Change.QUESTIONED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an entry; ``before`` is what stands in the database, ``reading`` what stands after."""

    entry: Entry
    change: Change
    before: Reading | None = None
    reading: Reading | None = None
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    """What looks like a slip: a note answers it (`plausibility`)."""
    corrects: bool = False
    """It changes what is published: 更正."""


def judge(entries: Sequence[Entry], *, by: Person, via: Via = Via.PAGE, asks: bool = False) -> list[Outcome]:
    """What would become of each entry; writes nothing, so a preview is this very function. With ``asks`` the
    outcomes that would be written also carry what looks odd about them."""
    judging = Judging(entries, by, via)
    outcomes = [judging.outcome(entry) for entry in entries]
    return asked(outcomes) if asks else outcomes


def asked(outcomes: Sequence[Outcome]) -> list[Outcome]:
    gathered = Gathered([outcome.entry for outcome in outcomes])
    return [
        replace(outcome, questions=tuple(questions(outcome.entry, gathered.beside(outcome.entry))))
        if outcome.change in WRITES
        else outcome
        for outcome in outcomes
    ]


def wants_note(outcome: Outcome) -> bool:
    return bool(outcome.questions) and not outcome.entry.note.strip()


class Judging:
    """What stands beside all entries, asked for at once."""

    def __init__(self, entries: Sequence[Entry], by: Person, via: Via) -> None:
        self.by = by
        self.may_correct = via in CORRECTING and may(by, Right.RECORD)
        self.standing = readings_beside(entries)
        self.seen = as_seen(entries, self.standing)
        self.times = Counter(entry.key for entry in entries)
        self.years = FrequenciesByYear(self.standing.values(), entries)
        self.summed = measures_summed_over_a_year({entry.measure.pk for entry in entries})
        self.published = published_ends(entry.period.end for entry in entries)
        self.today = timezone.localdate()

    def outcome(self, entry: Entry) -> Outcome:
        before = self.standing.get(entry.key)
        if self.changes_nothing(entry, before):
            return Outcome(entry, Change.UNCHANGED, before, before)
        not_theirs = [*owner_problems(entry, self.by), *approved_problems(before, self.by)]
        if found := not_theirs or self.problems(entry):
            return Outcome(entry, Change.REFUSED, before, problems=tuple(found))
        if stale(entry, before):
            return Outcome(entry, Change.CONFLICT, before)
        change = Change.CHANGED if answered(before) else Change.NEW
        return Outcome(entry, change, before, corrects=entry.period.end in self.published)

    def changes_nothing(self, entry: Entry, before: Reading | None) -> bool:
        if not may_report_for(self.by, entry.measure.reporting_department_id):
            return False
        sent_back = stale(entry, before) and same(entry, self.seen.get(entry.key))
        return same(entry, before) or sent_back

    def problems(self, entry: Entry) -> list[Problem]:
        found = problems(entry, self.today) + self.years.problems(entry)
        if self.times[entry.key] > 1:
            found.append(Problem("period", f"{entry.period.label}的这一项出现了两次，请只留一个。"))
        if entry.measure.pk in self.summed and entry.value is not None:
            found.append(Problem("value", "这个比率要按全年合计，百分比不能相加，请填分子和分母。"))
        if entry.period.end in self.published and not self.may_correct:
            found.append(Problem("period", PUBLISHED.format(entry.period.label)))
        return found


def published_ends(ends: Iterable[date]) -> set[date]:
    return set(PublishedQuarter.objects.filter(end__in=set(ends)).values_list("end", flat=True))


def owner_problems(entry: Entry, by: Person) -> list[Problem]:
    """A liaison answers for the own department; what is another's names the rightful one."""
    if may_report_for(by, entry.measure.reporting_department_id):
        return []
    owner = entry.measure.reporting_department
    if owner is None:
        return [Problem("measure", "这一项的填报单位还没有明确，由秘书处填报。请删去这一行的数。")]
    return [Problem("measure", f"这一项由{owner}填报，不由{by.department}填报。请删去这一行的数。")]


def approved_problems(before: Reading | None, by: Person) -> list[Problem]:
    if not answered(before) or before is None or before.state != State.APPROVED or may(by, Right.RECORD):
        return []
    return [Problem("value", f"{before.period.label}的数已审核通过，不能再改。确有差错请联系秘书处。")]


def readings_beside(entries: Sequence[Entry]) -> dict[tuple[int, str], Reading]:
    """What stands in the entries' own years, by measure and period."""
    years = [entry.period.year for entry in entries] or [MINYEAR]
    found = Reading.objects.filter(
        measure__in={entry.measure.pk for entry in entries},
        period_end__range=(date(min(years), 1, 1), date(max(years), 12, 31)),
    ).select_related("entered_by")
    return {(reading.measure_id, reading.period_code): reading for reading in found}


def measures_summed_over_a_year(measures: set[int]) -> set[int]:
    """Flow rates under span ``year``: plain percentages cannot be added (progress.md)."""
    return set(
        Target.objects.filter(
            span=Span.YEAR,
            indicator__measure__in=measures,
            indicator__measure__basis=Basis.FLOW,
            indicator__measure__scale__isnull=False,
        ).values_list("indicator__measure", flat=True)
    )


class FrequenciesByYear:
    """A year is reported as a whole or by its shorter periods, never both."""

    def __init__(self, readings: Iterable[Reading], entries: Sequence[Entry]) -> None:
        overwritten = {entry.key for entry in entries}
        self.held: dict[tuple[int, int], set[bool]] = {}
        for reading in readings:
            if reading.answer and (reading.measure_id, reading.period_code) not in overwritten:
                self.add(reading.measure_id, reading.period)
        for entry in entries:
            if entry.answer:
                self.add(entry.measure.pk, entry.period)

    def add(self, measure: int, period: Period) -> None:
        self.held.setdefault((measure, period.year), set()).add(period.frequency == Frequency.YEARLY)

    def problems(self, entry: Entry) -> list[Problem]:
        if not entry.answer or len(self.held[entry.measure.pk, entry.period.year]) < 2:
            return []
        return [Problem("period", f"{entry.period.year}年既有全年数又有分期数，只能留一种。请先清空另一种。")]


def stale(entry: Entry, before: Reading | None) -> bool:
    """Somebody else wrote since the writer looked."""
    return entry.seen_version is not None and entry.seen_version != version_of(before)


def as_seen(
    entries: Sequence[Entry], standing: dict[tuple[int, str], Reading]
) -> dict[tuple[int, str], Reading]:
    """What stale entries' writers had before them: who sends just that back has changed nothing."""
    behind = [entry for entry in entries if stale(entry, standing.get(entry.key))]
    wanted = {(*entry.key, entry.seen_version) for entry in behind}
    if not wanted:
        return {}
    found = Reading.history.filter(
        measure__in={entry.measure.pk for entry in behind},
        period_code__in={entry.period.code for entry in behind},
        version__in={entry.seen_version for entry in behind},
    )
    return {
        (old.measure_id, old.period_code): old
        for old in found
        if (old.measure_id, old.period_code, old.version) in wanted
    }


def same(entry: Entry, before: Reading | None) -> bool:
    if before is None:
        return not entry.answer and not entry.note
    return all(getattr(entry, field) == getattr(before, field) for field in CONTENT)


def answered(reading: Reading | None) -> bool:
    return reading is not None and bool(reading.answer)


def version_of(reading: Reading | None) -> int:
    return reading.version if reading else 0
