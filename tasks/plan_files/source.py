"""A YAML file as a tree of texts that remember their lines: no tags, no anchors, nothing guessed.

Every scalar is the text that stands there, so that 1.0, no or 2025-12-31 never turn into something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tasks.plan_files.problems import PlanFileError, Problem

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The C parser is 15 times faster, and bin/serve reads the files at each start; the events are the same."""
MOST_BYTES = 5_000_000
DEEPEST = 10
EMPTY = {"", "null", "Null", "NULL", "~"}
NOT_TEXT = yaml.reader.Reader.NON_PRINTABLE
WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".et", ".ods"}
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Text(str):
    """What stands in the file, and in which line."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Text:
        made = super().__new__(cls, value)
        made.line = line
        return made


@dataclass(frozen=True, slots=True)
class Block:
    """``key: value`` pairs. ``key_lines`` says where each key stands; empty values are left out."""

    line: int
    values: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    values: list[Node] = field(default_factory=list)


Node = Text | Block | Items


class Refused(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        self.line, self.sentence = line, sentence


def read_tree(path: Path) -> Block:
    """Raises PlanFileError for what is no readable file, no text or no YAML of this simple kind."""
    try:
        return tree_of(text_of(path))
    except Refused as refused:
        raise PlanFileError([Problem(path.name, refused.line, refused.sentence)]) from None


def text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(0, f"找不到这个文件（{path}）。请检查路径。") from None
    except IsADirectoryError:
        raise Refused(0, "这是文件夹，不是规划文件。请写出其中文件的名称。") from None
    except OSError:
        raise Refused(0, "文件无法读取。请检查文件权限。") from None
    check_content(path, content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(line, "不是 UTF-8 编码的文本。请用 UTF-8 编码另存后再载入。") from None


def check_content(path: Path, content: bytes) -> None:
    if path.suffix.lower() in WORKBOOK_SUFFIXES or content.startswith(WORKBOOK_STARTS):
        raise Refused(0, "这是电子表格，不是规划文件（YAML 文本）。填报数据请用 import_readings 导入。")
    if len(content) > MOST_BYTES:
        raise Refused(0, "文件超过 5 MB，不是规划文件。请检查是否选错了文件。")


def tree_of(text: str) -> Block:
    strange = NOT_TEXT.search(text)
    if strange:
        raise Refused(line_at(text, strange.start()), "有看不见的控制字符。请删去后再载入。")
    try:
        return document(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        raise Refused(*explained(error, text)) from None


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def explained(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Where the parser stopped; where something was left open, also where that began."""
    lines = text.count("\n") + 1
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1, lines) if mark else 1
    if "\t" in text.split("\n")[line - 1]:
        return line, "用了制表符（Tab）。YAML 的缩进只能用空格。"
    opened = error.context_mark.line + 1 if error.context_mark else line
    since = f"（从第 {opened} 行开始的内容没有写完整）" if opened < line else ""
    return line, f"YAML 格式不对，读到这里读不下去{since}。请检查缩进、冒号、引号和括号。"


def document(events: Iterator[Any]) -> Block:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise Refused(line_of(event), "一个文件只能有一份内容，这里又用“---”开始了一份。")
        if isinstance(event, yaml.NodeEvent):
            root = node(event, events, DEEPEST)
    if not isinstance(root, Block):
        raise Refused(0, "文件里没有内容，或者不是“项：值”的形式。")
    return root


def line_of(event: Any) -> int:
    return int(event.start_mark.line) + 1


def node(event: Any, events: Iterator[Any], depth: int) -> Node:
    check_plain(event)
    if depth == 0:
        raise Refused(line_of(event), "嵌套太深，不是规划文件的格式。")
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value.strip(), line_of(event))
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(line_of(event), list(members(events, yaml.SequenceEndEvent, depth)))
    return block(line_of(event), members(events, yaml.MappingEndEvent, depth))


def check_plain(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Refused(line_of(event), "用了 YAML 的锚点或引用（& 或 *）。请写出完整的内容。")
    if getattr(event, "tag", None):
        raise Refused(line_of(event), f"用了 YAML 的类型标记（{event.tag}）。请删去，所有的值都按文字读取。")


def members(events: Iterator[Any], end: type[Any], depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, end):
            return
        yield node(event, events, depth - 1)


def block(line: int, parts: Iterator[Node]) -> Block:
    made = Block(line)
    for key in parts:
        if not isinstance(key, Text):
            raise Refused(key.line, "项的名称要写成一个词。")
        if key in made.key_lines:
            raise Refused(key.line, f"“{key}”写了两次，前面第 {made.key_lines[key]} 行已有。")
        made.key_lines[str(key)] = key.line
        value = next(parts)
        if not is_empty(value):
            made.values[str(key)] = value
    return made


def is_empty(value: Node) -> bool:
    """Nothing after the colon, or YAML's words for nothing; an empty list says nothing either."""
    if isinstance(value, Text):
        return value in EMPTY
    return isinstance(value, Items) and not value.values
