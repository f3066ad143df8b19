"""Which rows of a plan's table are asked for, in which order; and the address that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dashboard.selectors.rows import Row

UNASSIGNED = "none"
SORTS = ("code", "verdict", "department")


@dataclass(frozen=True, slots=True)
class Filters:
    """``verdicts`` are signs or verdicts, either fits; ``sort`` begins with “-” for the other direction."""

    verdicts: tuple[str, ...] = ()
    change: str = ""
    nature: str = ""
    theme: str = ""
    department: str = ""
    text: str = ""
    sort: str = "code"
    as_of: str = ""
    problems: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        return bool(self.verdicts or self.change or self.nature or self.theme or self.department or self.text)

    @property
    def sort_field(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    def with_(self, **changes: Any) -> Filters:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """“?verdict=lagging&as_of=2023-06-30”, or nothing."""
        named = [
            *(("verdict", verdict) for verdict in self.verdicts),
            ("change", self.change),
            ("nature", self.nature),
            ("theme", self.theme),
            ("department", self.department),
            ("q", self.text),
            ("sort", "" if self.sort == "code" else self.sort),
            ("as_of", self.as_of),
        ]
        said = [(name, value) for name, value in named if value]
        return "?" + urlencode(said) if said else ""

    def fits(self, row: Row) -> bool:
        facts = row.standing.facts
        verdicts = {row.sign.value, row.standing.assessment.verdict.value}
        wanted_and_had = (
            (self.change, row.change),
            (self.nature, facts.nature),
            (self.theme, str(facts.theme.id)),
            (self.department, str(row.department_id or UNASSIGNED)),
        )
        return (
            all(not wanted or wanted == had for wanted, had in wanted_and_had)
            and (not self.verdicts or not verdicts.isdisjoint(self.verdicts))
            and (not self.text or contains(row, self.text))
        )

    def matching(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if self.fits(row)] if self.narrows else list(rows)


def contains(row: Row, text: str) -> bool:
    """In code or name, whatever the case and blanks: “yf12” finds YF-12."""
    wanted = folded(text)
    return wanted in folded(row.code) or wanted in folded(row.name)


def folded(text: str) -> str:
    return "".join(text.split()).replace("-", "").casefold()
