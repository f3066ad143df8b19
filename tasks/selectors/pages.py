"""The pages about tasks: what the list shows, and one task with its text, duties, promises and indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.urls import reverse

from indicators.selectors.standings import KEPT_DAYS, Board, Standing, board_on
from tasks.selectors.book import CommitmentFacts, DepartmentEntry, DutyFacts, TaskBook, TaskFacts

Option = tuple[str, str]
MARKS = {
    "achieved": "achieved",
    "on_track": "ontrack",
    "lagging": "lagging",
    "at_risk": "atrisk",
    "missed": "atrisk",
}


@dataclass(frozen=True, slots=True)
class Filters:
    plan: str = ""
    theme: str = ""
    department: str = ""
    duty: str = ""
    text: str = ""
    problems: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        return bool(self.plan or self.theme or self.department or self.duty or self.text)


@dataclass(frozen=True, slots=True)
class Options:
    """What one may filter by."""

    plans: tuple[Option, ...]
    themes: tuple[Option, ...]
    departments: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Light:
    """An indicator beside its task: the verdict and the sentence that gives it."""

    standing: Standing
    mark: str
    verdict: str
    url: str

    @property
    def sentence(self) -> str:
        return self.standing.assessment.sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A task in the list. ``duty`` says what the department filtered by has to do with it."""

    task: TaskFacts
    lights: tuple[Light, ...]
    duty: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a task's text; ``commitment`` is the number of the promise that it quotes, or 0."""

    text: str
    commitment: int


@dataclass(frozen=True, slots=True)
class Promise:
    number: int
    commitment: CommitmentFacts
    light: Light | None


@dataclass(frozen=True, slots=True)
class Named:
    """A department as the document prints it; ``members`` are the streets behind 各街道."""

    duty: DutyFacts
    members: tuple[DepartmentEntry, ...]

    @property
    def full_name(self) -> str:
        """Where the printed name is an alias."""
        name = self.duty.department.name
        return "" if name == self.duty.printed_name else name


@dataclass(frozen=True, slots=True)
class TaskPage:
    task: TaskFacts
    paragraphs: tuple[tuple[Piece, ...], ...]
    leads: tuple[Named, ...]
    responsible: tuple[Named, ...]
    promises: tuple[Promise, ...]
    lights: tuple[Light, ...]
    before: TaskFacts | None
    after: TaskFacts | None

    @property
    def duties(self) -> list[tuple[str, tuple[Named, ...]]]:
        return [("牵头", self.leads), ("负责", self.responsible)]


def options(book: TaskBook) -> Options:
    plans = {task.plan: task.plan_title for task in book.tasks}
    themes = {str(task.theme_id): task.theme for task in book.tasks}
    answering = {duty.department.id for task in book.tasks for duty in task.duties}
    departments = tuple((str(d.id), d.name) for d in book.departments if answering & {d.id, d.group})
    return Options(tuple(plans.items()), tuple(themes.items()), departments)


def matching(book: TaskBook, filters: Filters) -> list[TaskFacts]:
    department = book.department(int(filters.department)) if filters.department else None
    return [
        task
        for task in book.tasks
        if (not filters.plan or task.plan == filters.plan)
        and (not filters.theme or str(task.theme_id) == filters.theme)
        and ((not filters.duty and department is None) or has_duty(book, department, task, filters.duty))
        and (not filters.text or contains(task, filters.text))
    ]


def has_duty(book: TaskBook, department: DepartmentEntry | None, task: TaskFacts, duty: str) -> bool:
    """An empty ``duty`` is either; without a department, anyone's."""
    own = book.duty_of(department, task) if department else None
    held = ([own] if own else []) if department else task.duties
    return any(not duty or found.duty == duty for found in held)


def contains(task: TaskFacts, text: str) -> bool:
    wanted = "".join(text.split()).casefold()
    return any(wanted in field.casefold() for field in (task.code, task.title, task.text))


def lines(book: TaskBook, board: Board, filters: Filters) -> list[tuple[str, list[Line]]]:
    """By plan and theme, in printed order."""
    lights = lights_on(board.token, board.as_of)
    department = book.department(int(filters.department)) if filters.department else None
    found = [
        Line(task, own_lights(task, lights), duty_label(book, department, task))
        for task in matching(book, filters)
    ]

    def heading(line: Line) -> str:
        return f"{line.task.plan_title}：{line.task.theme}"

    return [(label, list(group)) for label, group in groupby(found, key=heading)]


def duty_label(book: TaskBook, department: DepartmentEntry | None, task: TaskFacts) -> str:
    duty = book.duty_of(department, task) if department else None
    if duty is None:
        return ""
    return "牵头" if duty.is_lead else "负责"


@lru_cache(maxsize=KEPT_DAYS)
def lights_on(token: str, as_of: date) -> dict[str, Light]:
    return {standing.code: light_of(standing) for standing in board_on(token, as_of).standings}


def light_of(standing: Standing) -> Light:
    verdict = standing.assessment.verdict
    url = reverse("indicator", args=[standing.code])
    return Light(standing, MARKS.get(verdict.value, "none"), verdict.label, url)


def own_lights(task: TaskFacts, lights: Mapping[str, Light]) -> tuple[Light, ...]:
    return tuple(lights[code] for code in task.indicators if code in lights)


def task_page(book: TaskBook, board: Board, task: TaskFacts) -> TaskPage:
    lights = lights_on(board.token, board.as_of)
    before, after = book.neighbours(task)
    return TaskPage(
        task=task,
        paragraphs=paragraphs(task),
        leads=named(book, task.leads),
        responsible=named(book, task.responsible),
        promises=tuple(
            Promise(number, commitment, lights.get(commitment.indicator))
            for number, commitment in enumerate(task.commitments, start=1)
        ),
        lights=own_lights(task, lights),
        before=before,
        after=after,
    )


def named(book: TaskBook, duties: Iterable[DutyFacts]) -> tuple[Named, ...]:
    return tuple(
        Named(duty, book.members(duty.department) if duty.department.is_group else ()) for duty in duties
    )


def paragraphs(task: TaskFacts) -> tuple[tuple[Piece, ...], ...]:
    """The whole text, with the sentences that promise something in numbers marked."""
    return tuple(pieces(line, task.commitments) for line in task.text.splitlines() if line.strip())


def pieces(line: str, commitments: tuple[CommitmentFacts, ...]) -> tuple[Piece, ...]:
    """Two promises may stand in one sentence: it is marked once, for the first."""
    spans = sorted(
        (line.index(commitment.sentence), number)
        for number, commitment in enumerate(commitments, start=1)
        if commitment.sentence in line
    )
    found, at = [], 0
    for start, number in spans:
        if start < at:
            continue
        sentence = commitments[number - 1].sentence
        found += [Piece(line[at:start], 0), Piece(sentence, number)]
        at = start + len(sentence)
    return tuple(piece for piece in [*found, Piece(line[at:], 0)] if piece.text)
