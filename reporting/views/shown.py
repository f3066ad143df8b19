"""A row as the page shows it: its texts, its messages, its state of saving, and a conflict to be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from departments.models import Person
from indicators.choices import AnswerChoice, State
from indicators.models import Measure, Reading
from indicators.progress.numbers import MINUS, format_number
from indicators.rules import NUMBER_LABELS, Problem
from indicators.services.judging import CONTENT, Change, Outcome, version_of
from reporting.forms.grid import Texts, printed, rate
from reporting.selectors.grid import Row

LABELS = {**NUMBER_LABELS, "answer": "本期情况", "note": "情况说明", "expected_on": "预计报送日"}
IN_ORDER = ("answer", "numerator", "denominator", "value", "expected_on", "note")
BLANK = "未填"
WAITING = {State.SUBMITTED, State.RETURNED}
PLACES = 2
LONGEST_QUOTE = 30


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved since the page was opened, beside what was typed here."""

    sentence: str
    theirs: Reading | None
    theirs_label: str
    mine_label: str

    @property
    def version(self) -> int:
        return version_of(self.theirs)

    @property
    def texts(self) -> Texts:
        return Texts.of(self.theirs)


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Row
    texts: Texts
    seen_version: int
    state: str
    when: str = ""
    messages: dict[str, str] = field(default_factory=dict)
    conflict: Conflict | None = None

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def tone(self) -> str:
        return {"failed": "bad", "conflict": "choice"}.get(self.state, "")

    @property
    def sentences(self) -> list[str]:
        return list(dict.fromkeys(self.messages.values()))

    @property
    def first_wrong(self) -> str:
        """The field that the error summary leads to."""
        named = next((name for name in IN_ORDER if name in self.messages), "")
        return named or ("numerator" if self.row.has_fraction else "value")

    @property
    def is_computed(self) -> bool:
        """本期值 follows from 分子 and 分母 and is not typed."""
        return self.row.has_fraction and bool(self.texts.numerator.strip() or self.texts.denominator.strip())

    @property
    def computed(self) -> str:
        return computed_text(self.row.measure, self.row.reading, self.row.guards) if self.is_computed else ""

    @property
    def hides_value(self) -> bool:
        """A value typed beside 分子 and 分母 stays in sight until it is settled."""
        return self.is_computed and not self.texts.value.strip()

    @property
    def whole_year_value(self) -> str:
        whole = self.row.whole_year
        return self.texts.value or computed_text(self.row.measure, whole, self.row.guards)

    @property
    def last(self) -> str:
        return value_text(self.row.last, self.row.guards)

    @property
    def last_period(self) -> str:
        last = self.row.last
        if last is None:
            return ""
        label = last.period.label
        return (
            label.removeprefix(f"{last.period.year}年") if last.period.year == self.row.period.year else label
        )


def untouched(row: Row) -> ShownRow:
    """As it stands in the database."""
    if row.is_locked:
        return ShownRow(row, Texts.of(row.whole_year), version_of(row.whole_year), "locked")
    return saved(row, row.reading)


def saved(row: Row, reading: Reading | None) -> ShownRow:
    if reading is None or not reading.answer:
        return ShownRow(row, Texts.of(reading), version_of(reading), "blank")
    # What waits for review says so; to whoever types here everything else is saved.
    state = reading.state if reading.state in WAITING else "saved"
    return ShownRow(row, Texts.of(reading), version_of(reading), state, saved_at(reading))


def failed(row: Row, texts: Texts, seen_version: int, messages: dict[str, str]) -> ShownRow:
    return ShownRow(row, texts, seen_version, "failed", messages=messages)


def in_conflict(row: Row, texts: Texts, seen_version: int, conflict: Conflict) -> ShownRow:
    messages = {"conflict": conflict.sentence}
    return ShownRow(row, texts, seen_version, "conflict", messages=messages, conflict=conflict)


def shown(row: Row, texts: Texts, outcome: Outcome, reader: Person) -> ShownRow:
    """What became of a row that was sent."""
    seen = outcome.entry.seen_version or 0
    if outcome.change == Change.REFUSED:
        return failed(row, texts, seen, by_field(outcome.problems))
    if outcome.change == Change.CONFLICT:
        return in_conflict(row, texts, seen, conflict_of(outcome, reader))
    return saved(with_reading(row, outcome.reading), outcome.reading)


def with_reading(row: Row, reading: Reading | None) -> Row:
    return Row(
        row.code, row.name, row.theme, row.measure, row.period, row.targets, reading, row.last, row.whole_year
    )


def by_field(problems: Iterable[Problem]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem.sentence)
    return {name: " ".join(sentences) for name, sentences in found.items()}


# --- two people in one cell -------------------------------------------------------------------------


def conflict_of(outcome: Outcome, reader: Person) -> Conflict:
    mine, theirs = outcome.entry, outcome.before
    who = name_of(theirs, reader)
    differing = [name for name in IN_ORDER if name in CONTENT and getattr(mine, name) != of(theirs, name)]
    stands = [quoted(name, of(theirs, name)) for name in differing]
    typed = [quoted(name, getattr(mine, name)) for name in differing]
    changes = "、".join(
        f"{LABELS[name]}改为{apart(text)}" for name, text in zip(differing, stands, strict=True)
    )
    when = f" {moment(theirs.entered_at)} " if theirs else ""
    one = len(differing) == 1
    return Conflict(
        sentence=f"{who}{when}已把{changes}，你填的是{apart('、'.join(typed))}。两个都留着，请选一个。",
        theirs=theirs,
        theirs_label=f"用{apart(stands[0])}（{who}）" if one else f"用{who}填的",
        mine_label=f"用{apart(typed[0])}（我填的）" if one else "用我填的",
    )


def apart(text: str) -> str:
    """A number stands after a space, a word does not."""
    return f" {text}" if text[0].isascii() or text[0] == MINUS else text


def name_of(theirs: Reading | None, reader: Person) -> str:
    if theirs is None:
        return "别人"
    return "你在另一个窗口" if theirs.entered_by == reader else str(theirs.entered_by)


def of(reading: Reading | None, name: str) -> object:
    blank = "" if name in ("answer", "note") else None
    return getattr(reading, name) if reading else blank


def quoted(name: str, content: object) -> str:
    if name == "answer":
        return f"“{AnswerChoice(str(content)).label if content else BLANK}”"
    if content in (None, ""):
        return "空白"
    if name in NUMBER_LABELS:
        return printed(content)  # type: ignore[arg-type]
    text = " ".join(str(content).split())
    return f"“{text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'}”"


# --- words ------------------------------------------------------------------------------------------


def value_text(reading: Reading | None, guards: Iterable[Decimal]) -> str:
    if reading is None:
        return "—"
    computed = computed_text(reading.measure, reading, guards) or printed(reading.value)
    return f"{computed}%" if reading.measure.unit == "%" else computed


def computed_text(measure: Measure, reading: Reading | None, guards: Iterable[Decimal] = ()) -> str:
    """At most two decimals, the numbers it comes from stand beside it; more where rounding would pass a target."""
    if reading is None or reading.numerator is None or not reading.denominator:
        return ""
    value = rate(measure, reading.numerator, reading.denominator)
    return format_number(value, places=PLACES, guards=guards, comma=True)


def saved_at(reading: Reading | None) -> str:
    return moment(reading.entered_at) if reading else ""


def moment(when: datetime) -> str:
    """10:12 for today, else with its day."""
    local = timezone.localtime(when)
    if local.date() == timezone.localdate():
        return f"{local:%H:%M}"
    day = f"{local.month}月{local.day}日 {local:%H:%M}"
    return day if local.year == timezone.localdate().year else f"{local.year}年{day}"
