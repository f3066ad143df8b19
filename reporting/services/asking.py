"""What looks like a slip among answers that stand, and is not explained yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.plausibility import Question, questions
from indicators.rules import Entry
from indicators.selectors.catalogue import stripped
from indicators.services.gathering import Gathered


def open_questions(answers: Iterable[tuple[Measure, Reading | None]]) -> dict[int, Question]:
    """By the reading's key; what is approved is asked about no more. Two queries, none where nothing is to ask."""
    unexplained = [
        (reading.pk, entry_of(measure, reading)) for measure, reading in answers if is_open(reading)
    ]
    gathered = Gathered([entry for _, entry in unexplained])
    asked = ((pk, questions(entry, gathered.beside(entry))) for pk, entry in unexplained)
    return {pk: found[0] for pk, found in asked if found}


def is_open(reading: Reading | None) -> TypeGuard[Reading]:
    return (
        reading is not None
        and reading.is_answered
        and reading.state != State.APPROVED
        and not reading.note.strip()
    )


def entry_of(measure: Measure, reading: Reading) -> Entry:
    return Entry(
        measure,
        reading.period,
        answer=reading.answer,
        value=stripped(reading.value),
        numerator=stripped(reading.numerator),
        denominator=stripped(reading.denominator),
    )
