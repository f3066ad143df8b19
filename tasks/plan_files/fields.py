"""One entry of a plan file, read key by key; whatever is wrong becomes a sentence and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from tasks.plan_files.entries import Where
from tasks.plan_files.problems import Problems
from tasks.plan_files.source import Block, Items, Node, Text

PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
MOST_DIGITS, MOST_PLACES = 15, 6
YES_NO = {"true": True, "false": False}

LABELS = {
    "plan": "规划",
    "themes": "领域",
    "tasks": "任务",
    "measures": "数据项",
    "indicators": "指标",
    "departments": "单位",
    "names": "名单",
    "items": "评估清单",
    "code": "编码",
    "title": "名称",
    "short_title": "简称",
    "document_number": "文号",
    "issuer": "印发机关",
    "issued_on": "印发日期",
    "start": "规划期起",
    "end": "规划期止",
    "on_track_from": "进展正常的下限",
    "lagging_from": "进展滞后的下限",
    "name": "名称",
    "aliases": "别名",
    "group": "单位组",
    "theme": "领域",
    "text": "任务原文",
    "printed_departments": "印发的分工",
    "lead": "牵头单位",
    "responsible": "负责单位",
    "commitments": "量化要求",
    "sentence": "原文",
    "printed": "印发的数",
    "comparator": "比较方式",
    "threshold": "目标值",
    "unit": "单位",
    "indicator": "对应指标",
    "frequency": "频率",
    "basis": "数据性质",
    "scale": "比率倍数",
    "higher_is_better": "数值越高越好",
    "baseline_value": "基期值",
    "baseline_year": "基期年份",
    "reporting_department": "填报单位",
    "nature": "属性",
    "measure": "数据项",
    "task": "任务",
    "target": "目标",
    "span": "目标针对",
    "kind": "目标类型",
    "due": "到期日",
    "base_year": "文件写明的基期年份",
    "tolerance": "允许偏差",
    "year": "年份",
}


def labelled(key: str) -> str:
    return f"{LABELS[key]}（{key}）" if key in LABELS else f"“{key}”"


class Fields:
    """Knows which keys were asked for, so that ``where()`` can refuse all others."""

    def __init__(self, problems: Problems, file: str, block: Block, subject: str) -> None:
        self.problems, self.file, self.block, self.subject = problems, file, block, subject
        self.asked: set[str] = set()
        self.bad: set[str] = set()

    def refuse(self, key: str, sentence: str, line: int | None = None) -> None:
        self.bad.add(key)
        self.problems.add(self.file, line or self.block.key_lines.get(key, self.block.line), sentence)

    def missing(self, key: str) -> None:
        self.refuse(key, f"{self.subject}没有写{labelled(key)}。")

    def node(self, key: str, required: bool) -> Node | None:
        self.asked.add(key)
        found = self.block.values.get(key)
        if found is None and required:
            self.missing(key)
        return found

    def text(self, key: str, required: bool = True) -> Text:
        found = self.node(key, required)
        if found is not None and not isinstance(found, Text):
            self.refuse(key, f"{self.subject}的{labelled(key)}应是一段文字。")
        return found if isinstance(found, Text) else Text("", self.block.line)

    def number(self, key: str, required: bool = False) -> Decimal | None:
        text = self.text(key, required)
        if not text:
            return None
        if not PLAIN_NUMBER.fullmatch(text):
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”不是数。请只写数字，例如 85 或 0.13。")
            return None
        value = Decimal(text)
        if not fits(value):
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”位数太多：最多 9 位整数、6 位小数。")
        return value

    def day(self, key: str) -> date | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”不是日期。请写成 2025-12-31 的样子。")
            return None

    def year(self, key: str) -> int | None:
        text = self.text(key, required=False)
        if text and not YEAR.fullmatch(text):
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”不是年份。请写成 2020 的样子。")
        return int(text) if YEAR.fullmatch(text) else None

    def flag(self, key: str, default: bool) -> bool:
        text = self.text(key, required=False)
        if text and text not in YES_NO:
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”不对，只能写 true 或 false。")
        return YES_NO.get(text, default)

    def choice(self, key: str, choices: Mapping[str, str], default: str | None = None) -> str:
        """``choices`` maps what may be written to the code that is meant; no default: it must be written."""
        text = self.text(key, required=default is None)
        if text and text not in choices:
            offered = "、".join(choices)
            self.refuse(key, f"{self.subject}的{labelled(key)}“{text}”不认识，可以写：{offered}。")
        return choices.get(text, default or "")

    def texts(self, key: str) -> tuple[Text, ...]:
        found = self.node(key, required=False)
        if found is None:
            return ()
        if not isinstance(found, Items):
            self.refuse(key, f"{self.subject}的{labelled(key)}应是一个列表，例如 [区残联, 区教委]。")
            return ()
        return tuple(self.only_texts(key, found))

    def only_texts(self, key: str, items: Items) -> Iterator[Text]:
        for item in items.values:
            if isinstance(item, Text) and item:
                yield item
            else:
                self.refuse(key, f"{self.subject}的{labelled(key)}里有一项不是文字。", item.line)

    def blocks(self, key: str, required: bool = True) -> list[Block]:
        found = self.node(key, required)
        if found is None:
            return []
        if not isinstance(found, Items):
            self.refuse(key, f"{self.subject}的{labelled(key)}应是一个列表，每项以“- ”开头。")
            return []
        return list(self.only_blocks(key, found))

    def only_blocks(self, key: str, items: Items) -> Iterator[Block]:
        for item in items.values:
            if isinstance(item, Block):
                yield item
            else:
                self.refuse(key, f"{self.subject}的{labelled(key)}里有一项不是“项：值”的形式。", item.line)

    def block_of(self, key: str, required: bool = True) -> Block | None:
        found = self.node(key, required)
        if found is not None and not isinstance(found, Block):
            self.refuse(key, f"{self.subject}的{labelled(key)}应写成下面缩进的“项：值”。")
        return found if isinstance(found, Block) else None

    def where(self) -> Where:
        """Last: refuses the keys that nobody asked for."""
        for key, line in self.block.key_lines.items():
            if key not in self.asked:
                self.refuse(key, f"{self.subject}有不认识的项“{key}”{self.guess(key)}。", line)
        return Where(self.file, self.block.line, self.block.key_lines, frozenset(self.bad))

    def guess(self, key: str) -> str:
        close = difflib.get_close_matches(key, self.asked - set(self.block.key_lines), n=1)
        return f"，是不是 {close[0]}" if close else ""


def fits(value: Decimal) -> bool:
    """As many digits as the database keeps exactly: 15 in all, 6 of them after the point."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return places <= MOST_PLACES and value.copy_abs() < Decimal(10) ** (MOST_DIGITS - MOST_PLACES)
