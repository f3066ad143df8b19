"""A target, or a commitment, against its own printed words, its plan and its task."""

from __future__ import annotations

from decimal import Decimal

from indicators.choices import WITHOUT_THRESHOLD, ComparatorChoice
from indicators.progress.terms import Comparator
from tasks.plan_files.entries import (
    CommitmentEntry,
    IndicatorEntry,
    PlanEntry,
    TargetEntry,
    TaskEntry,
    Where,
)
from tasks.plan_files.problems import Problems
from tasks.plan_files.source import Text
from tasks.plan_files.wording import Wording, numbers_in, understood


class Told:
    """Adds sentences about one entry, all of them beginning with what it is."""

    def __init__(self, problems: Problems, where: Where, called: str) -> None:
        self.problems, self.where, self.called = problems, where, called

    def say(self, key: str, sentence: str, *instead: str) -> None:
        called = self.called.rstrip() if sentence.startswith("：") else self.called
        self.problems.add(self.where.file, self.where.line_of(key, *instead), f"{called}{sentence}")


def check_target(indicator: IndicatorEntry, plan: PlanEntry, problems: Problems) -> None:
    target = indicator.target
    if target.where.bad:
        return
    told = Told(problems, target.where, f"指标 {indicator.code} ")
    check_threshold(target.comparator, target.threshold, told)
    check_companions(target, told)
    check_due(target, plan, told)
    check_words(target.printed, target.comparator, target.threshold, told, target.base_year)


def check_threshold(comparator: str, threshold: Decimal | None, told: Told) -> None:
    called = spelt(comparator)
    if comparator in WITHOUT_THRESHOLD and threshold is not None:
        told.say("threshold", f"的比较方式是{called}，不能写目标值（threshold）。")
    elif comparator not in WITHOUT_THRESHOLD and threshold is None:
        told.say("comparator", f"的比较方式是{called}，要写目标值（threshold）。")


def spelt(comparator: str) -> str:
    """“大于（>）”（more_than）."""
    return f"“{ComparatorChoice(comparator).label}”（{comparator}）"


def check_companions(target: TargetEntry, told: Told) -> None:
    called, reduces = spelt(target.comparator), target.comparator == Comparator.REDUCE_BY
    if reduces and target.base_year is None:
        told.say("comparator", f"的比较方式是{called}，要写文件写明的基期年份（base_year）。")
    if not reduces and target.base_year is not None:
        told.say("base_year", f"的比较方式是{called}，不能写文件写明的基期年份（base_year）。")
    compares = target.comparator == Comparator.IN_STEP
    if compares and not target.reference:
        told.say("comparator", f"的比较方式是{called}，要写参照数据项（reference）。")
    if not compares and target.reference:
        told.say("reference", f"的比较方式是{called}，不能写参照数据项（reference）。")
    if target.tolerance is not None and target.tolerance < 0:
        told.say("tolerance", "的允许偏差（tolerance）不能小于 0。")


def check_due(target: TargetEntry, plan: PlanEntry, told: Told) -> None:
    if not (target.due and plan.start and plan.end):
        return
    if not plan.start < target.due <= plan.end:
        told.say("due", f"的到期日 {target.due} 不在规划期（{plan.start} 至 {plan.end}）内。")
    if target.base_year is not None and target.base_year >= target.due.year:
        told.say("base_year", f"的基期年份 {target.base_year} 不早于到期日 {target.due} 所在年份。")


def check_words(
    printed: Text, comparator: str, threshold: Decimal | None, told: Told, base_year: int | None = None
) -> None:
    words = understood(printed)
    if words is None:
        check_any_number(printed, threshold, told)
        return
    if comparator not in words.comparators:
        told.say("comparator", f"印发的是“{printed}”，比较方式却是{spelt(comparator)}。")
    if words.number is not None and threshold is not None and words.number != threshold:
        told.say("threshold", f"印发的是“{printed}”，目标值却是 {threshold}。")
    check_year(words, printed, base_year, told)


def check_any_number(printed: Text, threshold: Decimal | None, told: Told) -> None:
    """Wording that is not understood: if numbers stand in it, the threshold is one of them."""
    numbers = numbers_in(printed)
    if threshold is not None and numbers and threshold not in numbers:
        told.say("threshold", f"印发的是“{printed}”，其中没有目标值 {threshold}。")


def check_year(words: Wording, printed: Text, base_year: int | None, told: Told) -> None:
    if words.base_year is not None and base_year is not None and words.base_year != base_year:
        told.say("base_year", f"印发的是“{printed}”，基期年份却是 {base_year}。")


def check_commitment(commitment: CommitmentEntry, task: TaskEntry, problems: Problems) -> None:
    if commitment.where.bad:
        return
    told = Told(problems, commitment.where, f"任务 {task.code} 的量化要求“{commitment.name}”")
    if task.text and commitment.sentence not in task.text:
        told.say("sentence", "的原文（sentence）不在任务原文里。")
    elif commitment.printed not in commitment.sentence:
        told.say("printed", f"印发的数“{commitment.printed}”不在它的原文（sentence）里。")
    if commitment.comparator:
        check_threshold(commitment.comparator, commitment.threshold, told)
        check_words(commitment.printed, commitment.comparator, commitment.threshold, told)
        check_unit(commitment.printed, commitment.unit, told)
    elif commitment.threshold is not None:
        told.say("threshold", "写了目标值（threshold），没有写比较方式（comparator）。")


def check_unit(printed: Text, unit: str, told: Told) -> None:
    """分钟 of 12分钟内 must be the unit that is counted in; 个 may stand for 个街道."""
    words = understood(printed)
    if words is None or not words.unit or Comparator.REDUCE_BY in words.comparators:
        return
    if not (words.unit.startswith(unit) or unit.startswith(words.unit)) or not unit:
        told.say("unit", f"印发的是“{printed}”，单位却是“{unit or '（空）'}”。", "printed")
