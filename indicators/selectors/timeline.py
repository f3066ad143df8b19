"""修改记录: what changed about one indicator, who did it, from what to what, and why. Four queries.

Read from the history rows that django-simple-history keeps; each is compared with the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from indicators.choices import AnswerChoice, BasisChoice, FrequencyChoice, KindChoice, SpanChoice, State, Via
from indicators.models import Measure, Reading, Target, VerdictOverride
from indicators.progress.numbers import difference_unit, format_computed, format_number, with_unit
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.selectors.catalogue import plain

NOTHING = "（空）"
NOT_SET = "未设定"
# Writing many rows takes a moment; what one person entered in one go stands together.
ONE_GO = timedelta(seconds=30)
FEW = 3
TAGS = {"entered": "filling", "changed": "corrected", "decided": "decided", "withdrawn": "returned"}
LABELS = {"entered": "录入", "changed": "修改", "decided": "设定", "withdrawn": "撤销"}


@dataclass(frozen=True, slots=True)
class Event:
    """``kind`` names the tag: entered, changed, approved, returned, submitted, withdrawn, decided."""

    at: datetime
    who: str
    kind: str
    what: str
    before: str = ""
    after: str = ""
    reason: str = ""
    way: str = ""
    note: str = ""

    @property
    def tag(self) -> str:
        """As components/tag.html knows it."""
        return TAGS.get(self.kind, self.kind)

    @property
    def label(self) -> str:
        return LABELS.get(self.kind) or State(self.kind).label

    @property
    def group(self) -> tuple[str, str, str, str]:
        return self.who, self.kind, self.reason, self.way


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose changes are asked for; of readings only those of periods that ended on ``since`` or later, and
    of those not yet approved only for who may see them."""

    measure: int
    indicator: int
    unit: str
    scale: Decimal | None
    since: date = date.min
    unapproved: bool = True


def timeline(subject: Subject) -> list[Event]:
    """All of it, newest first."""
    events = [
        *reading_events(subject),
        *measure_events(subject),
        *target_events(subject),
        *override_events(subject),
    ]
    events.sort(key=lambda event: event.at, reverse=True)
    return events


def rows_of(model: Any, **of: Any) -> list[Any]:
    found = model.history.model.objects.filter(**of).select_related("history_user")
    return list(found.order_by("id", "history_date", "history_id"))


def by_object(rows: Iterable[Any]) -> Iterator[list[Any]]:
    for _, same in groupby(rows, key=lambda row: row.id):
        yield list(same)


def event(row: Any, kind: str, what: str, before: str = "", after: str = "", **more: str) -> Event:
    return Event(
        at=row.history_date,
        who=str(row.history_user) if row.history_user else "系统",
        kind=kind,
        what=what,
        before=before,
        after=after,
        reason=(row.history_change_reason or "").strip(),
        **more,
    )


# --- readings ---------------------------------------------------------------------------------------


def reading_events(subject: Subject) -> list[Event]:
    events: list[Event] = []
    seen = {} if subject.unapproved else {"state": State.APPROVED}
    of = {"measure_id": subject.measure, "period_end__gte": subject.since, **seen}
    for rows in by_object(rows_of(Reading, **of)):
        events += first_entry(rows[0], subject)
        for before, after in pairwise(rows):
            events += reading_changes(before, after, subject)
    return together(events)


def first_entry(row: Any, subject: Subject) -> list[Event]:
    if not row.answer and not row.note:
        return []
    return [entry_event(row, "entered", "", answer_text(row, subject), row.note)]


def reading_changes(before: Any, after: Any, subject: Subject) -> list[Event]:
    """A new value, and beside it what became of the item in the loop of reporting."""
    old, new = answer_text(before, subject), answer_text(after, subject)
    found = []
    if old != new:
        found.append(entry_event(after, "changed", old, new))
    if before.note != after.note:
        found.append(
            entry_event(after, "changed", before.note or NOTHING, after.note or NOTHING, about="情况说明")
        )
    if before.state != after.state and after.answer:
        label = State(after.state).label
        found.append(entry_event(after, str(after.state), State(before.state).label, label, about="状态"))
    return found


def entry_event(row: Any, kind: str, before: str, after: str, note: str = "", about: str = "") -> Event:
    what = Period.parse(row.period_code).label + about
    return event(row, kind, what, before, after, way=Via(row.via).label, note=note)


def answer_text(row: Any, subject: Subject) -> str:
    if row.answer == AnswerChoice.VALUE:
        return value_text(row, subject)
    if row.answer == AnswerChoice.NO_DATA and row.expected_on:
        day = row.expected_on
        return f"暂无数据（预计{day.year}年{day.month}月{day.day}日可报）"
    return AnswerChoice(row.answer).label if row.answer else "未填"


def value_text(row: Any, subject: Subject) -> str:
    """72.1%（29,748 ÷ 41,260）."""
    if row.numerator is None or not row.denominator:
        return with_unit(format_number(plain(row.value)), subject.unit)
    rate = row.numerator * (subject.scale or 1) / row.denominator
    parts = " ÷ ".join(format_number(plain(part), comma=True) for part in (row.numerator, row.denominator))
    return f"{with_unit(format_computed(rate), subject.unit)}（{parts}）"


def together(events: list[Event]) -> list[Event]:
    """What somebody entered in one go for many periods is one line."""
    ordered = sorted(events, key=lambda each: each.at)
    found: list[Event] = []
    for same in runs(ordered):
        found += [summed(same)] if len(same) > FEW and same[0].kind == "entered" else same
    return found


def runs(events: Sequence[Event]) -> Iterator[list[Event]]:
    run: list[Event] = []
    for each in events:
        if run and (each.group != run[-1].group or each.at - run[0].at > ONE_GO):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def summed(run: list[Event]) -> Event:
    return replace(run[-1], what=f"{run[0].what}至{run[-1].what}", after=f"{len(run)} 期", note="")


# --- measure, target, override ----------------------------------------------------------------------

Say = Callable[[Any], str]


def measure_events(subject: Subject) -> list[Event]:
    fields: tuple[tuple[str, Say], ...] = (
        ("基期", lambda row: baseline_text(row.baseline_value, row.baseline_year, subject.unit)),
        ("填报单位", department_text),
        ("口径", definition_text),
        ("参考口径", lambda row: row.reference_definition or NOTHING),
        ("数据性质", basis_text),
        ("频率", lambda row: FrequencyChoice(row.frequency).label),
        ("单位", lambda row: row.unit or NOTHING),
        ("比率倍数", lambda row: number_text(row.scale)),
        ("数据项名称", lambda row: row.name),
        ("说明", lambda row: row.note or NOTHING),
    )
    rows = Measure.history.model.objects.filter(id=subject.measure).select_related(
        "history_user", "reporting_department"
    )
    return changes(list(rows.order_by("history_date", "history_id")), fields)


def target_events(subject: Subject) -> list[Event]:
    unit = difference_unit(subject.unit)
    fields: tuple[tuple[str, Say], ...] = (
        ("允许偏差", lambda row: tolerance_text(row.tolerance, unit)),
        (
            "本目标另用的基期",
            lambda row: baseline_text(row.own_baseline_value, row.own_baseline_year, subject.unit),
        ),
        ("目标", lambda row: row.printed),
        ("目标值", lambda row: number_text(row.threshold)),
        ("目标针对", lambda row: SpanChoice(row.span).label),
        ("目标类型", lambda row: KindChoice(row.kind).label),
        ("到期日", lambda row: f"{row.due:%Y-%m-%d}"),
    )
    return changes(rows_of(Target, indicator_id=subject.indicator), fields)


def changes(rows: Sequence[Any], fields: Sequence[tuple[str, Say]]) -> list[Event]:
    return [
        event(after, "decided", what, say(before), say(after))
        for before, after in pairwise(rows)
        for what, say in fields
        if say(before) != say(after)
    ]


def override_events(subject: Subject) -> list[Event]:
    events: list[Event] = []
    for rows in by_object(rows_of(VerdictOverride, indicator_id=subject.indicator)):
        standing = ""
        for row in rows:
            what = f"{Period.parse(row.period_code).label}人工认定"
            label = "" if row.history_type == "-" else Verdict(row.verdict).label
            kind = "decided" if label else "withdrawn"
            events.append(event(row, kind, what, standing or "按数据计算", label or "撤销，按数据计算"))
            standing = label
    return events


def baseline_text(value: Decimal | None, year: int | None, unit: str) -> str:
    return NOT_SET if value is None else f"{year}年 {with_unit(format_number(plain(value)), unit)}"


def department_text(row: Any) -> str:
    department = row.reporting_department
    return f"{department.name}（{row.reporting_basis}）" if department else "待明确"


def definition_text(row: Any) -> str:
    return f"{row.definition}（来源：{row.definition_source}）" if row.definition else "待明确"


def basis_text(row: Any) -> str:
    label = BasisChoice(row.basis).label
    return f"{label}（待确认）" if "basis" in row.to_confirm else label


def tolerance_text(value: Decimal | None, unit: str) -> str:
    return "默认" if value is None else with_unit(format_number(plain(value)), unit)


def number_text(value: Decimal | None) -> str:
    return NOTHING if value is None else format_number(plain(value))
