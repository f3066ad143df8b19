"""The five signs of progress under which verdicts are shown and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from indicators.progress.terms import Verdict
from indicators.selectors.standings import Standing


class Sign(StrEnum):
    """The value is what addresses carry; ``mark`` is the drawing's name in sprite and stylesheet."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    LAGGING = "lagging"
    AT_RISK = "at_risk"
    NONE = "none"

    @property
    def mark(self) -> str:
        return self.value.replace("_", "")


SIGNS = {
    Verdict.ACHIEVED: Sign.ACHIEVED,
    Verdict.ON_TRACK: Sign.ON_TRACK,
    Verdict.LAGGING: Sign.LAGGING,
    Verdict.AT_RISK: Sign.AT_RISK,
    Verdict.MISSED: Sign.AT_RISK,
}
LABELS = {
    Sign.ACHIEVED: "已达标",
    Sign.ON_TRACK: "进展正常",
    Sign.LAGGING: "进展滞后",
    Sign.AT_RISK: "严重滞后",
    Sign.NONE: "暂不能判断",
}


def sign_of(verdict: Verdict) -> Sign:
    return SIGNS.get(verdict, Sign.NONE)


def count_signs(standings: Iterable[Standing]) -> Counter[Sign]:
    return Counter(sign_of(standing.assessment.verdict) for standing in standings)


def sign_labels(standings: Iterable[Standing]) -> dict[Sign, str]:
    """From the due day on red says 未达标; while both are there it says both."""
    verdicts = {standing.assessment.verdict for standing in standings}
    red = [v.label for v in (Verdict.AT_RISK, Verdict.MISSED) if v in verdicts] or [Verdict.AT_RISK.label]
    return LABELS | {Sign.AT_RISK: "、".join(red)}
