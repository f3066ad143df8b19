from __future__ import annotations

import pytest

from indicators.progress import Change, Verdict, change
from indicators.progress.changes import RANKING, change_of_verdict
from indicators.tests.progress.asking import answer

V = Verdict


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (V.LAGGING, V.ON_TRACK, Change.BETTER),
        (V.ON_TRACK, V.ACHIEVED, Change.BETTER),
        (V.ACHIEVED, V.MISSED, Change.WORSE),
        (V.AT_RISK, V.MISSED, Change.WORSE),
        (V.AT_RISK, V.AT_RISK, Change.SAME),
        (V.NO_READING, V.UNPACED, Change.SAME),
        (V.UNPACED, V.LAGGING, Change.NEWLY_JUDGED),
        (V.LAGGING, V.NO_REFERENCE, Change.NO_LONGER_JUDGED),
    ],
)
def test_changes_go_by_rank(before: Verdict, after: Verdict, expected: Change) -> None:
    assert change_of_verdict(before, after) is expected


def test_effective_verdicts_are_compared() -> None:
    before = answer("2023-09-30", "at_least", 80, "2023Q3 72", base="70@2021")
    after = answer("2023-12-31", "at_least", 80, "2023Q4 77", base="70@2021")
    assert change(before, after) is Change.BETTER
    assert Change.BETTER.label == "转好"


def test_only_grey_verdicts_have_no_rank() -> None:
    assert {verdict for verdict in V if verdict.light != "grey"} == set(RANKING)
    assert all(item.label for item in Change)
