"""What would be said of indicators if an answer that does not count yet counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.models import Reading
from indicators.progress import Assessment, assess
from indicators.progress.terms import Question
from indicators.selectors.catalogue import IndicatorFacts, catalogue, reading_terms
from indicators.selectors.revision import data_token


@dataclass(frozen=True, slots=True)
class Supposed:
    """On the last day of the answer's period: as it stands, and with the answer."""

    facts: IndicatorFacts
    now: Assessment
    then: Assessment

    @property
    def changes(self) -> bool:
        return self.now.verdict is not self.then.verdict


class Supposing:
    """One query while the data stay as they are; then as many answers as one likes."""

    def __init__(self) -> None:
        self.asked = catalogue(data_token()).asked

    def targets(self, measure: int) -> list[IndicatorFacts]:
        return [each.facts for each in self.asked if each.facts.measure_id == measure]

    def with_answer(self, reading: Reading) -> list[Supposed]:
        """For each indicator on its measure; none for a measure that others only refer to, or a blank."""
        if not reading.answer:
            return []
        end = reading.period_end
        return [
            Supposed(each.facts, assess(each.question, end), assess(counting(each.question, reading), end))
            for each in self.asked
            if each.facts.measure_id == reading.measure_id
        ]


def counting(question: Question, reading: Reading) -> Question:
    numbers = (reading.value, reading.numerator, reading.denominator)
    answer = reading_terms(reading.period_code, reading.answer, numbers, reading.expected_on)
    others = [each for each in question.readings if each.period != answer.period]
    return replace(question, readings=(*others, answer))
