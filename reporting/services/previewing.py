"""A file understood → the rows of its batch: judged by the very services that will write them, writing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from departments.access import Right, may
from departments.models import Department, Person
from indicators.choices import AnswerChoice, Via
from indicators.models import Measure, Reading
from indicators.progress.numbers import with_unit
from indicators.progress.periods import Frequency, Period
from indicators.rules import Entry
from indicators.services.baselines import judge_baseline
from indicators.services.judging import CONTENT, WRITES, Change, Outcome, judge, readings_beside, version_of
from reporting.batch_rows import BatchRow, Remark, RowKind, kept, remark_of
from reporting.reading_words import NOTHING, in_words, number, with_note
from reporting.services.previewing_notes import note_rows
from reporting.workbooks.moments import Baseline
from reporting.workbooks.parsed import FileKind, Issue, ParsedFile, ParsedRow, Severity

NUMBERS = ("answer", "value", "numerator", "denominator")
NOTE_ALONE = "这一行写了情况说明，没有填数。请填数；没有数的，“本期情况”选暂无数据或不适用。"
NOTE_STAYS = "表里没有“情况说明”列，原来的说明保留。"
WITHOUT_FRACTION = "原来填的是分子、分母，改后只有本期值。"
NOT_WRITTEN = "这一行没有数，没有写入。"
QUESTIONS = "要说明"
ONLY_QUARTERS = "填报期要写到季度，例如 2023年第二季度。请使用下载的填报模板。"


@dataclass(frozen=True, slots=True)
class Previewer:
    """Judges for one person; a problem in one cell leaves the others judged."""

    file: ParsedFile
    by: Person
    department: Department | None

    def rows(self) -> list[BatchRow]:
        if self.file.kind is FileKind.TEMPLATE and self.has_wrong_period():
            return [*self.file_rows(), BatchRow(RowKind.FILE, Change.REFUSED, remarks=[wrong(ONLY_QUARTERS)])]
        found = [*self.file_rows(), *self.baselines(), *self.readings(), *self.notes()]
        sheets = {sheet: number for number, sheet in enumerate(self.sheets())}
        return sorted(found, key=lambda row: (sheets.get(row.sheet, -1), row.row, row.column))

    def sheets(self) -> list[str]:
        """As they stand in the file: of the indicators first, then of the tasks."""
        readings, tasks = (row.sheet for row in self.file.rows), (task.sheet for task in self.file.tasks)
        return list(dict.fromkeys([*readings, *tasks]))

    def has_wrong_period(self) -> bool:
        period = self.file.period
        return period is not None and period.frequency != Frequency.QUARTERLY

    def file_rows(self) -> Iterator[BatchRow]:
        for issue in self.file.issues:
            place = issue.place
            at = (place.sheet, place.row, place.column) if place else ("", 0, 0)
            change = Change.REFUSED if issue.severity is Severity.PROBLEM else Change.UNCHANGED
            yield BatchRow(
                RowKind.FILE,
                change,
                issue.key,
                sheet=at[0],
                row=at[1],
                column=at[2],
                after=issue.shown,
                remarks=[remark_of(issue)],
            )

    # Readings

    def readings(self) -> Iterator[BatchRow]:
        measures = {measure.code: measure for measure in measures_of(self.file.rows)}
        given = [row for row in self.file.rows if not row.is_baseline and (row.issues or not row.is_blank)]
        for row in given:
            self.mark_misplaced(row, measures[row.key])
        entries = {id(row): entry_of(row, measures[row.key]) for row in given if row.is_sound and row.answer}
        by_id = {id(row): row for row in given}
        standing = readings_beside(list(entries.values()))
        for key, entry in entries.items():
            entries[key] = self.with_standing_note(by_id[key], entry, standing.get(entry.key))
        outcomes = dict(zip(entries, judge(list(entries.values()), by=self.by, via=Via.BATCH), strict=True))
        for row in given:
            if outcome := outcomes.get(id(row)):
                yield reading_row(row, outcome)
            else:
                yield self.unjudged(row, measures[row.key])

    def with_standing_note(self, row: ParsedRow, entry: Entry, before: Reading | None) -> Entry:
        """A column that the table does not have takes nothing back; nor does an empty one of history beside the
        same number again. What goes all the same is said."""
        if before is None:
            return entry
        same = all(getattr(entry, name) == getattr(before, name) for name in NUMBERS)
        if before.numerator is not None and entry.value is not None:
            row.issues.append(Issue(Severity.HINT, WITHOUT_FRACTION, row.place("value"), "value", row.key))
        keeps = not entry.note and before.note and (not row.has_note or (same and self.is_history))
        if not keeps:
            return entry
        if not same:
            row.issues.append(Issue(Severity.HINT, NOTE_STAYS, row.place("value"), "note", row.key))
        return replace(entry, note=before.note, expected_on=entry.expected_on or before.expected_on)

    @property
    def is_history(self) -> bool:
        return self.file.kind is FileKind.HISTORY

    def mark_misplaced(self, row: ParsedRow, measure: Measure) -> None:
        """One department's workbook answers for that department, whoever uploads it. A liaison's rights are the
        service's to judge; this is for the secretariat, which may write for all."""
        owner = measure.reporting_department
        if self.department is None or owner is None or owner == self.department:
            return
        if self.file.kind is FileKind.TEMPLATE and may(self.by, Right.RECORD):
            sentence = f"这一项由{owner}填报，不由{self.department}填报。请删去这一行的数。"
            row.issues.append(Issue(Severity.PROBLEM, sentence, row.place("code"), "measure", row.key))

    def unjudged(self, row: ParsedRow, measure: Measure) -> BatchRow:
        """With a problem of its own, or with a note and no answer, which must never clear what stands."""
        remarks = [remark_of(issue) for issue in row.issues]
        change = Change.UNCHANGED if row.is_blank else Change.REFUSED
        if row.is_blank:
            pass  # 无, — and the like: not reported, and said so
        elif row.is_sound and self.file.kind is FileKind.TEMPLATE:
            remarks.append(at(row, "note", wrong(NOTE_ALONE)))
        elif row.is_sound:
            remarks.append(at(row, "note", Remark(Severity.HINT, NOT_WRITTEN)))
            change = Change.UNCHANGED
        return placed(
            BatchRow(
                RowKind.READING,
                change,
                row.code or measure.code,
                measure.name,
                row.period.code,
                row.period.label,
                after=row.shown("value"),
                remarks=remarks,
            ),
            row,
        )

    # Baselines

    def baselines(self) -> Iterator[BatchRow]:
        given = [row for row in self.file.rows if row.is_baseline and not row.is_blank]
        found = Measure.objects.filter(code__in={row.key for row in given})
        measures = {
            measure.code: measure for measure in found.prefetch_related("indicators__target__indicator__plan")
        }
        return (baseline_row(row, measures[row.key]) for row in given)

    # Notes

    def notes(self) -> Iterator[BatchRow]:
        given = [task for task in self.file.tasks if not task.is_blank]
        if not given or self.department is None or self.file.period is None:
            return
        yield from note_rows(given, self.department, self.file.period, by=self.by)


def measures_of(rows: Iterable[ParsedRow]) -> Iterable[Measure]:
    codes = {row.key for row in rows}
    return Measure.objects.filter(code__in=codes).select_related("reporting_department")


def entry_of(row: ParsedRow, measure: Measure) -> Entry:
    assert isinstance(row.period, Period)  # noqa: S101 - baselines go their own way
    return Entry(measure, row.period, **{name: getattr(row, name) for name in CONTENT})


def reading_row(row: ParsedRow, outcome: Outcome) -> BatchRow:
    entry, before = outcome.entry, outcome.before
    measure = entry.measure
    remarks = [remark_of(issue) for issue in row.issues]
    remarks += [at(row, problem.field, wrong(problem.sentence)) for problem in outcome.problems]
    old, new = words_of_change(before, entry)
    return placed(
        BatchRow(
            RowKind.READING,
            outcome.change,
            row.code or measure.code,
            measure.name,
            entry.period.code,
            entry.period.label,
            before=old,
            after=new,
            content={"measure": measure.code, **kept({name: getattr(entry, name) for name in CONTENT})},
            seen_version=version_of(before),
            remarks=remarks,
        ),
        row,
    )


def words_of_change(before: Reading | None, entry: Entry) -> tuple[str, str]:
    """What stands and what would; notes only where they differ."""
    old, new = in_words(before, entry.measure.unit), in_words(entry, entry.measure.unit)
    standing_note = before.note if before else ""
    if entry.note == standing_note:
        return old, new
    return with_note(old, standing_note), with_note(new, entry.note)


def baseline_row(row: ParsedRow, measure: Measure) -> BatchRow:
    assert isinstance(row.period, Baseline)  # noqa: S101
    remarks = [remark_of(issue) for issue in row.issues]
    remarks += [at(row, "value", wrong(sentence)) for sentence in baseline_problems(row, measure)]
    stands = measure.baseline_value is not None
    same = stands and (measure.baseline_value, measure.baseline_year) == (row.value, row.period.year)
    change = Change.UNCHANGED if same else Change.CHANGED if stands else Change.NEW
    if any(remark.severity == Severity.PROBLEM for remark in remarks):
        change = Change.REFUSED
    content = {"measure": measure.code, **kept({"value": row.value, "year": row.period.year})}
    return placed(
        BatchRow(
            RowKind.BASELINE,
            change,
            row.code or measure.code,
            measure.name,
            row.period.code,
            row.period.label,
            before=baseline_words(measure),
            after=row.shown("value") if row.value is None else with_unit(number(row.value), measure.unit),
            content=content,
            seen_version=measure.version,
            remarks=remarks,
        ),
        row,
    )


def baseline_problems(row: ParsedRow, measure: Measure) -> list[str]:
    if not row.is_sound:
        return []
    if row.answer != AnswerChoice.VALUE or row.value is None:
        return ["基期要填一个数，不填分子、分母，也不填不适用或暂无数据。"]
    targets = [indicator.target for indicator in measure.indicators.all()]
    return judge_baseline(measure, row.value, row.period.year, targets)


def baseline_words(measure: Measure) -> str:
    if measure.baseline_value is None:
        return NOTHING
    return f"{with_unit(number(measure.baseline_value), measure.unit)}（{measure.baseline_year}年）"


# Remarks


def wrong(sentence: str) -> Remark:
    return Remark(Severity.PROBLEM, sentence)


def at(row: ParsedRow, field: str, remark: Remark) -> Remark:
    place = row.place(field)
    remark.sheet, remark.row, remark.column = place.sheet, place.row, place.column
    return remark


def placed(found: BatchRow, row: ParsedRow) -> BatchRow:
    place = row.place("value")
    found.sheet, found.row, found.column = place.sheet, place.row, place.column
    return found


def counts_of(rows: Sequence[BatchRow]) -> dict[str, int]:
    """By change; what belongs to no row, or answers nothing, counts where it is wrong."""
    found = {change.value: 0 for change in (Change.NEW, Change.CHANGED, Change.UNCHANGED, Change.REFUSED)}
    for row in rows:
        if row.content or row.change == Change.REFUSED:
            found[row.change] += 1
    asked = sum(bool(row.questions) and row.change in WRITES for row in rows)
    return {**found, QUESTIONS: asked} if asked else found
