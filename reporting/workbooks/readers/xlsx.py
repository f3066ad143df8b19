""".xlsx and .xlsm: the parts of a workbook that say where its cells are and what they mean.

Our own reader over expat instead of openpyxl: it needs half the time, takes what openpyxl
stumbles over (styles, drawings, comments are never looked at), and is bounded while it reads.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from reporting.workbooks import limits, refusals
from reporting.workbooks.raw import Kind
from reporting.workbooks.readers.markup import Attributes, Text, attribute, parse
from reporting.workbooks.readers.numbers import kind_of_built_in, kind_of_format
from reporting.workbooks.readers.output import Output
from reporting.workbooks.readers.packages import Package
from reporting.workbooks.readers.xlsx_sheet import read_sheet, unescaped
from reporting.workbooks.refusals import Unreadable

WORKBOOK = "xl/workbook.xml"
MACROS = "文件里有宏。本站不运行宏，只读取单元格里保存的内容。"
LINKS = "文件引用了别的工作簿。本站不打开那些文件，只读取保存时算好的数，请核对。"
VISIBLE = {"", "visible"}


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship between parts; ``kind`` is the last word of its type."""

    kind: str
    target: str


@dataclass(slots=True)
class Book:
    shared: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    """By style number."""
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    link: str
    hidden: bool


def read(package: Package, output: Output) -> None:
    workbook = workbook_part(package)
    links = links_of(package, workbook)
    book, sheets = Book(), list[Listed]()
    read_workbook(package, workbook, book, sheets)
    for link in links.values():
        if link.kind == "sharedStrings" and package.has(link.target):
            book.shared = shared_strings(package, link.target)
        elif link.kind == "styles" and package.has(link.target):
            book.kinds = style_kinds(package, link.target)
    tell(package, output)
    read_sheets(package, sheets, links, book, output)


def read_sheets(
    package: Package, sheets: list[Listed], links: dict[str, Link], book: Book, output: Output
) -> None:
    tables = [sheet for sheet in sheets if sheet.link in links and links[sheet.link].kind == "worksheet"]
    if not tables:
        raise Unreadable(refusals.ONLY_CHARTS if sheets else refusals.BROKEN)
    for sheet in sheets:
        skipped = sheet.hidden or sheet not in tables
        output.sheet(sheet.name, skipped)
        if not skipped:
            with package.open(links[sheet.link].target) as part:
                read_sheet(part, book.shared, book.kinds, book.from_1904, output)
    if not output.rows and has_charts(package):
        raise Unreadable(refusals.ONLY_CHARTS)


def has_charts(package: Package) -> bool:
    return package.has_folder("xl/charts/") or package.has_folder("xl/drawings/")


def tell(package: Package, output: Output) -> None:
    if package.has("xl/vbaproject.bin") or package.has_folder("xl/macrosheets/"):
        output.notice(MACROS)
    if package.has_folder("xl/externallinks/"):
        output.notice(LINKS)


def workbook_part(package: Package) -> str:
    named = [link.target for link in links_of(package, "").values() if link.kind == "officeDocument"]
    part = named[0] if named else WORKBOOK
    if not package.has(part):
        raise Unreadable(
            refusals.BROKEN if package.has("[content_types].xml") else refusals.not_a_table("压缩包")
        )
    return part


def links_of(package: Package, part: str) -> dict[str, Link]:
    """Where the parts are that ``part`` names; those outside the file are left out."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    links: dict[str, Link] = {}

    def relationship(attributes: Attributes) -> None:
        if attributes.get("TargetMode", "").lower() != "external":
            kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", "")] = Link(kind, resolved(folder, attributes.get("Target", "")))

    if package.has(rels):
        with package.open(rels) as opened:
            parse(opened, {"Relationship": relationship})
    return links


def resolved(folder: str, target: str) -> str:
    path = target.replace("\\", "/")
    return posixpath.normpath(path if path.startswith("/") else posixpath.join(folder, path)).lstrip("/")


def read_workbook(package: Package, part: str, book: Book, sheets: list[Listed]) -> None:
    def properties(attributes: Attributes) -> None:
        book.from_1904 = attributes.get("date1904", "") in {"1", "true"}

    def sheet(attributes: Attributes) -> None:
        hidden = attributes.get("state", "") not in VISIBLE
        sheets.append(Listed(attributes.get("name", ""), attribute(attributes, "id"), hidden))
        if len(sheets) > limits.SHEETS:
            raise Unreadable(refusals.SHEETS)

    with package.open(part) as opened:
        parse(opened, {"workbookPr": properties, "sheet": sheet})


def shared_strings(package: Package, part: str) -> list[str]:
    """Furigana (rPh) is not part of a text."""
    strings: list[str] = []
    text = Text()
    phonetic: list[bool] = []
    total = 0

    def begin_text(_: Attributes) -> None:
        if not phonetic:
            text.begin()

    def end_string() -> None:
        nonlocal total
        strings.append(unescaped(text.take()))
        total += len(strings[-1])
        if total > limits.CHARACTERS:
            raise Unreadable(refusals.CHARACTERS)

    starts = {"t": begin_text, "rPh": lambda _: phonetic.append(True)}
    ends = {"t": text.pause, "rPh": phonetic.clear, "si": end_string}
    with package.open(part) as opened:
        parse(opened, starts, ends, text.add)
    return strings


def style_kinds(package: Package, part: str) -> list[Kind]:
    formats: dict[str, str] = {}
    numbers: list[str] = []
    inside: list[bool] = []

    def number_format(attributes: Attributes) -> None:
        formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def cell_format(attributes: Attributes) -> None:
        if inside:
            numbers.append(attributes.get("numFmtId", "0"))

    starts = {"numFmt": number_format, "cellXfs": lambda _: inside.append(True), "xf": cell_format}
    with package.open(part) as opened:
        parse(opened, starts, {"cellXfs": inside.clear})
    return [kind_of(number, formats) for number in numbers]


def kind_of(number: str, formats: dict[str, str]) -> Kind:
    if number in formats:
        return kind_of_format(formats[number])
    return kind_of_built_in(int(number)) if number.isdecimal() else Kind.NUMBER
