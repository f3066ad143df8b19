""".ods: repeated cells and rows are counted, never expanded where they are blank, so that two far cells are two cells.

Our own reader: python-calamine hides percent formats, makes #N/A blank, and a 5 KB file aborts it.
"""

from __future__ import annotations

from reporting.workbooks import limits, refusals
from reporting.workbooks.raw import Kind
from reporting.workbooks.readers.markup import Attributes, Text, attribute, local, parse
from reporting.workbooks.readers.numbers import shown
from reporting.workbooks.readers.output import Found, Output
from reporting.workbooks.readers.packages import Package
from reporting.workbooks.refusals import Unreadable

NUMBERS = {"float": Kind.NUMBER, "currency": Kind.NUMBER, "percentage": Kind.PERCENT}
SPACES = 1_000


def read(package: Package, output: Output) -> None:
    with package.open("content.xml") as part:
        book = BookReader(output)
        parse(part, book.starts, book.ends, book.text.add)
    if not output.rows and package.has_folder("object "):
        raise Unreadable(refusals.ONLY_CHARTS)


def plain_attributes(attributes: Attributes) -> Attributes:
    """By local name; ``value-type`` stands twice, and the one of calcext knows errors."""
    found = {local(name): value for name, value in attributes.items()}
    kinds = {value for name, value in attributes.items() if local(name) == "value-type"}
    return {**found, "value-type": "error"} if "error" in kinds else found


def times(attributes: Attributes, name: str) -> int:
    written = attribute(attributes, name)
    return int(written) if written else 1


class BookReader:
    """Comments, drawings and the covered part of merged cells are not the cells' text."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.text = Text()
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.is_hidden = False
        self.row = self.column = self.row_times = self.aside = self.depth = 0
        self.cells: list[Found] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.cell: Attributes | None = None
        self.starts = {
            "style": self.begin_style,
            "table-properties": self.table_properties,
            "table": self.begin_table,
            "table-row": self.begin_row,
            "table-cell": self.begin_cell,
            "covered-table-cell": self.begin_covered,
            "annotation": self.begin_aside,
            "shapes": self.begin_aside,
            "frame": self.begin_aside,
            "p": self.begin_paragraph,
            "s": self.space,
            "tab": self.tab,
            "line-break": self.line_break,
        }
        self.ends = {
            "table": self.end_table,
            "table-row": self.end_row,
            "table-cell": self.end_cell,
            "covered-table-cell": self.end_cell,
            "annotation": self.end_aside,
            "shapes": self.end_aside,
            "frame": self.end_aside,
            "p": self.text.pause,
        }

    # Sheets

    def begin_style(self, attributes: Attributes) -> None:
        self.style = attribute(attributes, "name")

    def table_properties(self, attributes: Attributes) -> None:
        if attribute(attributes, "display") == "false":
            self.hidden_styles.add(self.style)

    def begin_table(self, attributes: Attributes) -> None:
        """A table within a table is part of a drawing."""
        self.depth += 1
        if self.depth > 1 or self.aside:
            return
        self.is_hidden = attribute(attributes, "style-name") in self.hidden_styles
        self.output.sheet(attribute(attributes, "name"), self.is_hidden)
        self.row, self.merged = 0, []

    def end_table(self) -> None:
        self.depth -= 1
        if not self.depth and not self.aside:
            self.output.merged([] if self.is_hidden else self.merged)

    @property
    def ignores(self) -> bool:
        return bool(self.aside) or self.depth != 1 or self.is_hidden

    # Rows

    def begin_row(self, attributes: Attributes) -> None:
        if self.ignores:
            return
        self.row_times = times(attributes, "number-rows-repeated")
        self.column = 0
        self.cells = []

    def end_row(self) -> None:
        if self.ignores:
            return
        if self.cells and self.row_times > self.output.most_rows:
            raise Unreadable(refusals.too_many_rows(self.output.most_rows))
        if self.cells:
            for number in range(self.row + 1, self.row + self.row_times + 1):
                self.output.row(number, self.cells)
        self.row += self.row_times

    # Cells

    def begin_cell(self, attributes: Attributes) -> None:
        if not self.ignores:
            self.cell = plain_attributes(attributes)

    def begin_covered(self, attributes: Attributes) -> None:
        if not self.ignores:
            repeated = times(attributes, "number-columns-repeated")
            self.cell = {"number-columns-repeated": str(repeated), "covered": "true"}

    def end_cell(self) -> None:
        if self.ignores or self.cell is None:
            return
        found = None if "covered" in self.cell else self.meaning(self.cell)
        self.text.take()
        repeated = int(self.cell.get("number-columns-repeated", "1"))
        self.note_merged(self.cell)
        if found is not None:
            # Beyond the last column that is read, one cell is enough to be refused.
            for column in range(self.column + 1, self.column + min(repeated, limits.COLUMNS + 1) + 1):
                self.cells.append((column, found[0].value, found[1]))
        self.column += repeated
        self.cell = None

    def note_merged(self, cell: Attributes) -> None:
        rows, columns = (
            int(cell.get("number-rows-spanned", "1")),
            int(cell.get("number-columns-spanned", "1")),
        )
        if (rows, columns) != (1, 1):
            top, left = self.row + 1, self.column + 1
            self.merged.append((top, left, top + rows - 1, left + columns - 1))

    def meaning(self, cell: Attributes) -> tuple[Kind, str] | None:
        text, kind = "".join(self.text.pieces).strip("\n"), cell.get("value-type", "")
        if kind == "error" or ("formula" in cell and text.startswith(("#", "Err:"))):
            return Kind.ERROR, text
        if kind in NUMBERS:
            return shown(cell.get("value", ""), NUMBERS[kind])
        if kind == "date":
            return Kind.DATE, cell.get("date-value", "").removesuffix("T00:00:00").replace("T", " ")
        if kind == "time":
            return Kind.DATE, text
        if kind == "boolean":
            return Kind.BOOLEAN, cell.get("boolean-value", "").upper()
        if text.strip():
            return Kind.TEXT, text
        return (Kind.FORMULA, "") if "formula" in cell and not kind else None

    # Text

    def begin_aside(self, _: Attributes) -> None:
        self.aside += 1

    def end_aside(self) -> None:
        self.aside -= 1

    def begin_paragraph(self, _: Attributes) -> None:
        if self.cell is None or self.aside:
            return
        self.text.begin()
        if self.text.pieces:
            self.text.add("\n")

    def space(self, attributes: Attributes) -> None:
        self.text.add(" " * min(times(attributes, "c"), SPACES))

    def tab(self, _: Attributes) -> None:
        self.text.add("\t")

    def line_break(self, _: Attributes) -> None:
        self.text.add("\n")
