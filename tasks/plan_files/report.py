"""What loading did, in Chinese: counted first, then row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Deed(StrEnum):
    """In the order in which they are told."""

    ADDED = "新增"
    CHANGED = "修改"
    REMOVED = "去掉"
    KEPT = "保留秘书处的修改"
    GONE = "文件中已没有（未删除）"


@dataclass(frozen=True, slots=True)
class Line:
    """``kind`` is 指标, 任务 …; ``key`` the row's code or name; ``told`` what is to be said of it."""

    deed: Deed
    kind: str
    key: str
    told: str = ""

    def __str__(self) -> str:
        if self.deed is Deed.KEPT:
            return f"{self.deed}：{self.key} {self.told}"
        return f"{self.deed}{'：' if self.deed is Deed.GONE else ' '}{self.kind} {self.key}{self.told}"


@dataclass(slots=True)
class Report:
    """``size`` counts what the files hold: 指标 55, 任务 47 …"""

    size: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    new: set[str] = field(default_factory=set)

    def tell(self, deed: Deed, kind: str, key: str, told: str = "") -> None:
        if deed is Deed.ADDED:
            if kind in PARTS and key.split()[0] in self.new:
                return
            self.new.add(key)
        self.lines.append(Line(deed, kind, key, told))

    def of(self, deed: Deed) -> list[Line]:
        return [line for line in self.lines if line.deed is deed]

    @property
    def changed_anything(self) -> bool:
        return any(line.deed in {Deed.ADDED, Deed.CHANGED, Deed.REMOVED} for line in self.lines)

    @property
    def summary(self) -> str:
        """两个规划：55 项指标、47 项任务…；新增 3，修改 1，保留秘书处的修改 2。"""
        return f"{self.contents}；{self.counts}。"

    @property
    def contents(self) -> str:
        plans = self.size.get("规划", 0)
        parts = [f"{self.size[kind]} {unit}" for kind, unit in UNITS.items() if self.size.get(kind)]
        units = "和 ".join(
            f"{self.size[kind]} 个{kind}" for kind in ("单位", "单位组") if self.size.get(kind)
        )
        listed = "、".join([*parts, units] if units else parts)
        return f"{'两个' if plans == 2 else f'{plans} 个'}规划：{listed}" if plans else listed

    @property
    def counts(self) -> str:
        counted = [f"{word} {len(self.of(deed))}" for deed, word in COUNTED.items() if self.of(deed)]
        if not self.changed_anything:
            counted.insert(0, "没有变化")
        return "，".join(counted)

    def text(self) -> str:
        return "\n".join([self.summary, *self.told()])

    def told(self) -> Iterator[str]:
        """Additions in one line for each kind, all else in a line of its own."""
        added: dict[str, list[str]] = {}
        for line in self.of(Deed.ADDED):
            added.setdefault(line.kind, []).append(line.key)
        for kind, keys in added.items():
            yield f"新增{kind}（{len(keys)}）：{'、'.join(keys)}"
        for deed in (Deed.CHANGED, Deed.REMOVED, Deed.KEPT, Deed.GONE):
            yield from map(str, self.of(deed))


PARTS = {"目标", "指标归属", "分工"}
"""What comes with a new indicator or task needs no line of its own."""
UNITS = {"指标": "项指标", "任务": "项任务", "量化要求": "项量化要求"}
COUNTED = {
    Deed.ADDED: "新增",
    Deed.CHANGED: "修改",
    Deed.REMOVED: "去掉",
    Deed.KEPT: "保留秘书处的修改",
    Deed.GONE: "文件中已没有",
}
