"""Assessments as plain rows: what commands print, and interfaces answer, in the names of interface.md."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicators.selectors.standings import Standing


def assessment_row(standing: Standing) -> dict[str, Any]:
    """Numbers that matter are decimal strings; unknown is null, never 0."""
    facts, said = standing.facts, standing.assessment
    return {
        "code": facts.code,
        "name": facts.name,
        "unit": facts.unit,
        "comparator": facts.comparator.value,
        "threshold": text(facts.threshold),
        "target_printed": said.target_printed,
        "verdict": said.verdict.value,
        "computed_verdict": said.computed_verdict.value,
        "override_reason": said.override_reason or None,
        "light": said.light.value,
        "met": said.met,
        "value": text(said.value),
        "period": said.period.code if said.period else None,
        "partial": said.partial,
        "share": text(said.share),
        "stale": said.stale,
        "missing_periods": [period.code for period in said.missing_periods],
        "gap": text(said.gap),
        "pace": text(said.pace),
        "regressed": said.regressed,
        "elapsed": text(said.elapsed),
        "expected": text(said.expected),
        "projected": text(said.projected),
        "projected_meets": said.projected_meets,
        "needed_per_period": text(said.needed_per_period),
        "rule_version": said.rule_version,
        "sentence": said.sentence,
    }


def text(number: Decimal | None) -> str | None:
    """Never in powers of ten: 3000, not 3E+3."""
    return None if number is None else f"{number:f}"
