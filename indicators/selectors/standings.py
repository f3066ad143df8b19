"""Where each indicator stands on a day: the one way from the database to the engine's verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone

from indicators.progress import Assessment, Change, assess, change
from indicators.progress.periods import Frequency, Period, periods_between
from indicators.progress.terms import Question, Verdict
from indicators.selectors.catalogue import Catalogue, IndicatorFacts, PlanFacts, ReportedQuarter, catalogue
from indicators.selectors.revision import data_token

KEPT_DAYS = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator's assessment on a day, the one a quarter before, and what changed between."""

    facts: IndicatorFacts
    question: Question
    assessment: Assessment
    before: Assessment
    change: Change

    @property
    def code(self) -> str:
        return self.facts.code


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a page about progress needs, from one state of the data."""

    token: str
    as_of: date
    compared_with: date
    plans: tuple[PlanFacts, ...]
    standings: tuple[Standing, ...]
    reported: tuple[ReportedQuarter, ...]

    @property
    def has_readings(self) -> bool:
        return bool(self.reported)

    @property
    def begun(self) -> ReportedQuarter | None:
        """A newer quarter whose answers have begun to come in."""
        newer = (quarter for quarter in reversed(self.reported) if quarter.end > self.as_of)
        return next(newer, None)

    def of_plan(self, code: str) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.facts.plan.code == code)

    def plan(self, code: str) -> PlanFacts | None:
        return next((plan for plan in self.plans if plan.code == code), None)

    def standing(self, code: str) -> Standing | None:
        return next((standing for standing in self.standings if standing.code == code), None)

    def sharing_measure(self, standing: Standing) -> tuple[Standing, ...]:
        """The same measure's indicators in other plans, each with its own target."""
        measure = standing.facts.measure_id
        return tuple(s for s in self.standings if s.facts.measure_id == measure and s is not standing)


def board(as_of: date | None = None) -> Board:
    """One query when the data has not changed since it was last asked for; six when it has."""
    token = data_token()
    held = catalogue(token)
    return board_on(token, as_of or default_as_of(held))


@lru_cache(maxsize=KEPT_DAYS)
def board_on(token: str, as_of: date) -> Board:
    held = catalogue(token)
    before = Period.last_ended(as_of, Frequency.QUARTERLY).previous.end
    standings = tuple(stand(asked.facts, asked.question, as_of, before) for asked in held.asked)
    return Board(token, as_of, before, held.plans, standings, held.reported)


def stand(facts: IndicatorFacts, question: Question, as_of: date, before: date) -> Standing:
    then, now = assess(question, before), assess(question, as_of)
    return Standing(facts, question, now, then, change(then, now))


def default_as_of(held: Catalogue) -> date:
    """The end of the newest quarter of which at least half is reported, else of the newest that has begun;
    without any answer, of the last one that has ended. The first value of a new quarter must not turn a
    leader's page red only because nobody else has reported yet."""
    last = Period.last_ended(timezone.localdate(), Frequency.QUARTERLY).end
    ended = [quarter for quarter in held.reported if quarter.end <= last]
    shown = [quarter for quarter in ended if quarter.mostly] or ended
    return shown[-1].end if shown else last


def as_of_choices(held_plans: Iterable[PlanFacts], today: date) -> list[Period]:
    """The quarters that have ended since the first plan began, newest first."""
    first = min((plan.start for plan in held_plans), default=today)
    return list(periods_between(Frequency.QUARTERLY, first, today))[::-1]


def count_verdicts(standings: Iterable[Standing]) -> Counter[Verdict]:
    """A summary counts verdicts; it never averages percentages of different indicators."""
    return Counter(standing.assessment.verdict for standing in standings)


def forget() -> None:
    """Drops what is kept in memory; for tests and benchmarks that write around the services."""
    catalogue.cache_clear()
    board_on.cache_clear()
