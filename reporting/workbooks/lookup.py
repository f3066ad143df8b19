"""What the reader knows of measures and tasks, as plain values, and how a row finds its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from indicators.progress.periods import Frequency, Period
from indicators.progress.terms import Basis, Comparator
from reporting.workbooks.wording import code_key, echo, squeezed

LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"})


@dataclass(frozen=True, slots=True)
class KnownTarget:
    comparator: Comparator
    threshold: Decimal | None = None
    base_year: int | None = None


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """``code`` is the key of everything parsed; a shared measure has more ``codes`` and ``names``."""

    code: str
    name: str
    unit: str
    frequency: Frequency
    basis: Basis = Basis.POINT
    scale: Decimal | None = None
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    targets: tuple[KnownTarget, ...] = ()
    baseline: tuple[int, Decimal] | None = None
    """Year and value."""
    department: str = ""
    """The reporting department; empty while 待明确."""

    @property
    def is_growth(self) -> bool:
        return self.unit == "%" and self.scale is None

    @property
    def reduction(self) -> KnownTarget | None:
        return next((t for t in self.targets if t.comparator is Comparator.REDUCE_BY), None)

    def asked_period(self, end_of: Period) -> Period | None:
        """The measure's own period that ends with the template's: 2023Q4 asks for 2023Q4, 2023H2 and 2023."""
        period = Period.holding(end_of.end, self.frequency)
        return period if period.end == end_of.end else None


@dataclass(frozen=True, slots=True)
class KnownTask:
    code: str
    title: str
    departments: tuple[str, ...] = ()


Thing = TypeVar("Thing", KnownMeasure, KnownTask)


class Unmatched(Exception):
    """None of ours, or not one alone; ``by_name`` says which of the two cells is at fault."""

    def __init__(self, sentence: str, *, by_name: bool = False) -> None:
        self.sentence = sentence
        self.by_name = by_name
        super().__init__(sentence)


class Index(Generic[Thing]):
    """Finds by code, else by exact name or unique alias."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.by_code: dict[str, Thing] = {}
        self.by_name: dict[str, dict[str, Thing]] = defaultdict(dict)

    def add(self, thing: Thing, codes: Iterable[str], names: Iterable[str]) -> None:
        for code in codes:
            self.by_code[code_key(code)] = thing
        for name in names:
            self.by_name[squeezed(name)][thing.code] = thing

    def find(self, code: str, name: str) -> Thing:
        """Raises Unmatched. A name beside a code may be reworded, but not be another's name."""
        if not code:
            return self.named(name)
        found = self.by_code.get(code_key(code))
        if found is None:
            # Some write the name under the code's heading.
            others = self.by_name.get(squeezed(code), {})
            if len(others) == 1:
                return next(iter(others.values()))
            raise Unmatched(self.unknown_code(code))
        named = self.by_name.get(squeezed(name), {}) if name else {}
        if named and found.code not in named:
            raise Unmatched(self.contradiction(code, found, next(iter(named.values()))), by_name=True)
        return found

    def named(self, name: str) -> Thing:
        found = self.by_name.get(squeezed(name), {})
        if not found:
            raise Unmatched(
                f"没有名称是“{echo(name)}”的{self.what}。请填{self.what}编码，或照规划改名称。", by_name=True
            )
        if len(found) > 1:
            codes = "、".join(found)
            raise Unmatched(
                f"“{echo(name)}”有 {len(found)} 项（{codes}）。请填{self.what}编码。", by_name=True
            )
        return next(iter(found.values()))

    def unknown_code(self, code: str) -> str:
        """Letters typed for digits are the likeliest slip."""
        head, _, number = squeezed(code).rpartition("-")
        meant = self.by_code.get(code_key(f"{head}-{number.translate(LOOKALIKES)}")) if head else None
        if meant is not None:
            return f"没有编码“{echo(code)}”，是不是 {meant.code}？请改正。"
        return f"没有编码是“{echo(code)}”的{self.what}。请照填报模板填写编码。"

    def contradiction(self, code: str, found: Thing, named: Thing) -> str:
        return f"编码 {echo(code)} 和名称不是同一项：这个名称的编码是 {named.code}。请核对编码和名称。"


class Known:
    """Made once per upload. ``departments`` maps every printed name and alias to the full name."""

    def __init__(
        self,
        measures: Iterable[KnownMeasure],
        tasks: Iterable[KnownTask] = (),
        departments: Mapping[str, str] | None = None,
    ) -> None:
        self.measures: Index[KnownMeasure] = Index("指标")
        self.tasks: Index[KnownTask] = Index("任务")
        self.departments = {squeezed(name): full for name, full in (departments or {}).items()}
        for measure in measures:
            names = {measure.name, *measure.names}
            with_unit = {f"{name}({measure.unit})" for name in names}
            self.measures.add(measure, (measure.code, *measure.codes), names | with_unit)
        for task in tasks:
            self.tasks.add(task, (task.code,), (task.title,))

    def department(self, name: str) -> str:
        """The full name; as typed, up to the first blank or bracket, where we know none."""
        first = re.split(r"[\s(（]", name.strip(), maxsplit=1)[0]
        return self.departments.get(squeezed(name)) or self.departments.get(squeezed(first), first)
