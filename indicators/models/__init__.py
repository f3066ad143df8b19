"""What is measured: plan, theme, measure, indicator, target, reading; the words are those of progress.md."""

from indicators.models.fields import EXACT, history
from indicators.models.plans import Indicator, Measure, Plan, Target, Theme
from indicators.models.readings import PublishedQuarter, Reading, Revision, VerdictOverride

__all__ = [
    "EXACT",
    "Indicator",
    "Measure",
    "Plan",
    "PublishedQuarter",
    "Reading",
    "Revision",
    "Target",
    "Theme",
    "VerdictOverride",
    "history",
]
