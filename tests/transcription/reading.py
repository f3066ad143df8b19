"""Reads the independent transcription beside this file. It never looks at ``fixtures/``."""

import csv
import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[2] / "shared" / "seeds"
SEED_FILES = {
    "FZ": SEEDS / "development-plan-2021-2025.txt",
    "YF": SEEDS / "prevention-plan-2022-2025.txt",
}

Row = dict[str, str]


def bare(text: str) -> str:
    """Without white space, which in the documents belongs to the page and not to the words."""
    return re.sub(r"\s+", "", text)


def bare_name(text: str) -> str:
    """A bare name, its brackets full-width: the documents print both kinds."""
    return bare(text).replace("(", "（").replace(")", "）")


@cache
def rows(table: str) -> list[Row]:
    with (HERE / f"{table}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows_of(table: str, plan: str) -> list[Row]:
    return [row for row in rows(table) if plan_of(row) == plan]


def plan_of(row: Row) -> str:
    return (row.get("plan") or row.get("task") or row["code"]).partition("-")[0]


def row(table: str, code: str) -> Row:
    return next(row for row in rows(table) if row["code"] == code)


def text_of(task: str) -> str:
    """A task's text as the document has it, scan damage repaired, without white space."""
    return bare((HERE / "texts" / f"{task}.txt").read_text(encoding="utf-8"))


def as_printed(task: str) -> str:
    """The same with the scan damage still in it, to be found again in the seed."""
    text = text_of(task)
    for repair in (row for row in rows("repairs") if row["code"] == task):
        text = text.replace(repair["repaired"], repair["printed"])
    return text


def names(joined: str) -> list[str]:
    """The names in a list such as 区残联、区卫生健康委."""
    return [name for name in joined.split("、") if name]


def difference(document: str, fixture: str, around: int = 12) -> str:
    """Where two long texts part: …words before[document→fixture]words after…"""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, document, fixture, autojunk=False).get_opcodes():
        if kind != "equal":
            before, after = document[max(0, a - around) : a], document[b : b + around]
            parted = f"[document {document[a:b]!r} → fixture {fixture[c:d]!r}]"
            found.append(f"…{before}{parted}{after}…")
    return "\n".join(found)
