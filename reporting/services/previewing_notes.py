"""The rows of a batch that are notes on tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from departments.models import Department, Person
from indicators.progress.periods import Period
from indicators.rules import Problem
from indicators.services.judging import Change
from reporting.batch_rows import BatchRow, Remark, RowKind, kept, remark_of
from reporting.reading_words import NOTHING
from reporting.workbooks.parsed import ParsedTask, Severity
from tasks.models import Task, TaskNote
from tasks.services import notes
from tasks.services.notes import NoteEntry, NoteOutcome, judge_notes


def note_rows(
    given: Sequence[ParsedTask], department: Department, period: Period, *, by: Person
) -> Iterator[BatchRow]:
    tasks = {task.code: task for task in Task.objects.filter(code__in={row.key for row in given})}
    standing = standing_notes(department, period)
    entries = [note_entry(row, tasks[row.key], department, period, standing.get(row.key)) for row in given]
    for row, outcome in zip(given, judge_notes(entries, by=by), strict=True):
        yield note_row(row, outcome)


def standing_notes(department: Department, period: Period) -> dict[str, TaskNote]:
    found = TaskNote.objects.filter(department=department, period_code=period.code)
    return {note.task.code: note for note in found.select_related("task")}


def note_entry(
    row: ParsedTask, task: Task, department: Department, period: Period, before: TaskNote | None
) -> NoteEntry:
    """A column that the table does not have takes nothing back."""
    texts = {
        name: getattr(row, name) if name in row.columns or before is None else getattr(before, name)
        for name in notes.CONTENT
    }
    return NoteEntry(task, department, period, **texts)


def note_row(row: ParsedTask, outcome: NoteOutcome) -> BatchRow:
    entry, before = outcome.entry, outcome.before
    remarks = [remark_of(issue) for issue in row.issues]
    remarks += [at_task(row, problem) for problem in outcome.problems]
    is_wrong = any(remark.severity == Severity.PROBLEM for remark in remarks)
    texts = {name: getattr(entry, name) for name in notes.CONTENT}
    cell = next(iter(row.cells.values()), None)
    return BatchRow(
        RowKind.NOTE,
        Change.REFUSED if is_wrong else outcome.change,
        entry.task.code,
        entry.task.title,
        entry.period.code,
        entry.period.label,
        sheet=row.sheet,
        row=row.number,
        column=cell.column if cell else 1,
        before=note_words({name: getattr(before, name) for name in texts} if before else {}),
        after=note_words(texts),
        content={"task": entry.task.code, "department": entry.department.name, **kept(texts)},
        seen_version=notes.version_of(before),
        remarks=remarks,
    )


def note_words(texts: dict[str, str]) -> str:
    said = [f"{notes.LABELS[name]}：{text}" for name, text in texts.items() if text]
    return "；".join(said) or NOTHING


def at_task(row: ParsedTask, problem: Problem) -> Remark:
    cell = row.cells.get(problem.field) or next(iter(row.cells.values()), None)
    column = cell.column if cell else 1
    return Remark(Severity.PROBLEM, problem.sentence, row.sheet, row.number, column)
