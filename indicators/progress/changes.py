"""What changed between two assessments of one target: 转好, 转差, 无变化."""

from __future__ import annotations

from enum import StrEnum

from indicators.progress.terms import Assessment, Verdict

# Best first. Grey verdicts have no rank: what cannot be judged is neither better nor worse.
RANKING = (Verdict.ACHIEVED, Verdict.ON_TRACK, Verdict.LAGGING, Verdict.AT_RISK, Verdict.MISSED)
RANKS = {verdict: rank for rank, verdict in enumerate(RANKING)}


class Change(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEWLY_JUDGED = "newly_judged"
    NO_LONGER_JUDGED = "no_longer_judged"

    @property
    def label(self) -> str:
        return CHANGE_LABELS[self]


CHANGE_LABELS = {
    Change.BETTER: "转好",
    Change.WORSE: "转差",
    Change.SAME: "无变化",
    Change.NEWLY_JUDGED: "开始有判断",
    Change.NO_LONGER_JUDGED: "暂不能判断",
}


def change(before: Assessment, after: Assessment) -> Change:
    """By the effective verdicts, which are those that summaries count."""
    return change_of_verdict(before.verdict, after.verdict)


def change_of_verdict(before: Verdict, after: Verdict) -> Change:
    old, new = RANKS.get(before), RANKS.get(after)
    if old is None:
        return Change.SAME if new is None else Change.NEWLY_JUDGED
    if new is None:
        return Change.NO_LONGER_JUDGED
    if new == old:
        return Change.SAME
    return Change.BETTER if new < old else Change.WORSE
