"""The progress engine: pure Python and Decimal. ``assess`` is where every verdict comes from."""

from indicators.progress.assessment import assess
from indicators.progress.changes import Change, change
from indicators.progress.explanation import explain
from indicators.progress.periods import Frequency, Period, periods_between
from indicators.progress.series import Path, SeriesPoint, judged_series, path, target_level
from indicators.progress.terms import (
    RULE_VERSION,
    Answer,
    Assessment,
    Baseline,
    Basis,
    Comparator,
    Kind,
    Light,
    MeasureTerms,
    Override,
    PlanTerms,
    Question,
    Reading,
    Reference,
    Span,
    TargetTerms,
    Verdict,
)

__all__ = [
    "RULE_VERSION",
    "Answer",
    "Assessment",
    "Baseline",
    "Basis",
    "Change",
    "Comparator",
    "Frequency",
    "Kind",
    "Light",
    "MeasureTerms",
    "Override",
    "Path",
    "Period",
    "PlanTerms",
    "Question",
    "Reading",
    "Reference",
    "SeriesPoint",
    "Span",
    "TargetTerms",
    "Verdict",
    "assess",
    "change",
    "explain",
    "judged_series",
    "path",
    "periods_between",
    "target_level",
]
