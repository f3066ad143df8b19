"""One judge for each comparator. The next comparator is: its code in ``terms``, its judge here, its words in
``sentence`` and ``explain``; a test fails while one of them is missing."""

from __future__ import annotations

from collections.abc import Callable

from indicators.progress.case import Case, Finding, judge_value
from indicators.progress.judged import Judged
from indicators.progress.terms import Comparator, Verdict
from indicators.progress.thresholds import judge_reduction, judge_threshold
from indicators.progress.trends import judge_hold, judge_in_step, judge_rise

JUDGES: dict[Comparator, Callable[[Case, Judged], Finding]] = {
    Comparator.AT_LEAST: judge_threshold,
    Comparator.MORE_THAN: judge_threshold,
    Comparator.AT_MOST: judge_threshold,
    Comparator.LESS_THAN: judge_threshold,
    Comparator.REDUCE_BY: judge_reduction,
    Comparator.RISE: judge_rise,
    Comparator.HOLD: judge_hold,
    Comparator.IN_STEP: judge_in_step,
}


def judge(case: Case) -> tuple[Judged | None, Finding]:
    """not_due / no_reading / not_applicable come before everything else."""
    if case.due_period is None:
        return None, Finding(Verdict.NOT_DUE)
    if not case.values:
        return None, Finding(Verdict.NOT_APPLICABLE if case.answered else Verdict.NO_READING)
    judged = judge_value(case)
    return judged, JUDGES[case.target.comparator](case, judged)
