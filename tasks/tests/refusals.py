"""How the tests of refusals speak: one edit of a real plan file, and the sentence that it must bring about."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from indicators.models import Revision
from tasks.plan_files import PlanFileError, load_plans
from tasks.tests.plan_copies import Copies

YF, FZ, DEPARTMENTS = "YF.yaml", "FZ.yaml", "departments.yaml"


@dataclass(frozen=True)
class Refused:
    """One edit and one sentence. The line is that of ``at`` in the entry after the edit, by default that of
    the edit; ``{other}`` in the sentence is the line of the entry ``other``."""

    id: str
    entry: str
    old: str
    new: str
    sentence: str
    file: str = YF
    at: str = ""
    other: str = ""


def check(copies: Copies, case: Refused) -> None:
    """The sentence is there with its file and line, and nothing was written."""
    token = Revision.objects.values_list("token").first()
    other = other_line(copies, case.other) if case.other else 0
    edited = copies.edit(case.file, case.entry, case.old, case.new)
    file, line = place_of(copies, case, edited)
    sentences = str(refusal(copies)).splitlines()
    expected = f"{file} 第 {line} 行：{case.sentence.format(other=other)}"
    assert [s for s in sentences if s.startswith(expected)], "\n".join([expected, "---", *sentences])
    assert Revision.objects.values_list("token").first() == token


def place_of(copies: Copies, case: Refused, edited: int) -> tuple[str, int]:
    """Where the sentence should say that the problem is."""
    if "/" in case.at:
        entry, _, words = case.at.partition(":")
        return case.file, copies.line(case.file, entry, words)
    return case.file, copies.line(case.file, case.entry, case.at) if case.at else edited


def other_line(copies: Copies, other: str) -> int:
    """``[file:]entry[:words]``."""
    file = next((name for name in (FZ, DEPARTMENTS) if other.startswith(name)), YF)
    entry, _, words = other.removeprefix(f"{file}:").partition(":")
    return copies.line(file, entry, words)


def refusal(copies: Copies) -> PlanFileError:
    with pytest.raises(PlanFileError) as refused:
        load_plans(copies.paths)
    return refused.value
