"""``assess``: the one place where a verdict comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.progress.case import Case, Finding, awaited_on, missing_periods, open_case, override_of
from indicators.progress.comparators import judge
from indicators.progress.judged import Judged
from indicators.progress.numbers import exactly
from indicators.progress.periods import Period
from indicators.progress.sentence import sentence_of
from indicators.progress.terms import Assessment, Question, Span


@exactly
def assess(question: Question, as_of: date) -> Assessment:
    """The verdict on that day. Raises ValueError for what is an error at entry: no T where one is needed,
    a reading without a value or with denominator 0."""
    case = open_case(question, as_of)
    judged, finding = judge(case)
    missing = missing_periods(case, judged) if judged else ()
    return answer(case, judged, finding, missing)


def answer(case: Case, judged: Judged | None, finding: Finding, missing: tuple[Period, ...]) -> Assessment:
    override = override_of(case)
    expected_on = awaited_on(case, missing)
    return Assessment(
        verdict=override.verdict if override else finding.verdict,
        computed_verdict=finding.verdict,
        override_reason=override.reason if override else "",
        met=finding.met,
        value=finding.value,
        period=newest_period(case),
        partial=judged is not None and judged.partial,
        share=share_shown(case, judged),
        stale=case.first_open is not None,
        missing_periods=missing,
        target_printed=case.target.printed,
        gap=finding.gap,
        pace=finding.pace,
        regressed=finding.regressed,
        elapsed=case.elapsed,
        expected=finding.expected,
        projected=finding.projected,
        projected_meets=finding.projected_meets,
        needed_per_period=finding.needed_per_period,
        tolerance=finding.tolerance,
        awaited_on=expected_on,
        sentence=sentence_of(case, judged, finding, missing, expected_on),
    )


def newest_period(case: Case) -> Period | None:
    """The newest value's; where nothing but 不适用 was reported, that one's."""
    newest = case.values or case.answered
    return newest[-1].period if newest else None


def share_shown(case: Case, judged: Judged | None) -> Decimal | None:
    return judged.share if judged and case.target.span is Span.YEAR else None
