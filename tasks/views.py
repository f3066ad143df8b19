"""The tasks of the plans, and one task."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from departments.access import Right, require
from departments.requests import SignedInRequest
from departments.sheets import file_response
from indicators.asking import asked_as_of, day_context
from indicators.selectors.standings import board
from tasks.exports import tasks_table
from tasks.models import Duty
from tasks.selectors import task_book
from tasks.selectors.notes import quarters_of
from tasks.selectors.pages import Filters, Option, Options, lines, options, task_page

LONGEST_TEXT = 50
LONGEST_QUOTED = 20


@require_safe
def show_tasks(request: HttpRequest) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    found = board(asked)
    book = task_book(found.token)
    choices = options(book)
    filters = read_filters(request.GET, choices)
    groups = lines(book, found, filters)
    return render(
        request,
        "tasks/tasks.html",
        {
            "choices": choices,
            "filters": filters,
            "groups": groups,
            "shown": sum(len(group) for _, group in groups),
            "total": len(book.tasks),
            **day_context(found, asked),
        },
    )


@require_safe
def tasks_file(request: HttpRequest, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    found = board(asked_as_of(request))
    book = task_book(found.token)
    filters = read_filters(request.GET, options(book))
    return file_response(tasks_table(lines(book, found, filters), filters, found.as_of), kind)


@require_safe
def show_task(request: SignedInRequest, code: str) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    found = board(asked)
    book = task_book(found.token)
    task = book.task(code)
    if task is None:
        raise Http404(f"没有编码为“{code[:LONGEST_QUOTED]}”的任务。任务编码像 YF-T07，请从“任务”页选一项。")
    return render(
        request,
        "tasks/task.html",
        {
            "page": task_page(book, found, task),
            "quarters": quarters_of(task.code, found.as_of, reader=request.user),
            **day_context(found, asked),
        },
    )


def read_filters(query: QueryDict, choices: Options) -> Filters:
    problems: list[str] = []

    def known(name: str, label: str, values: tuple[Option, ...]) -> str:
        text = query.get(name, "").strip()
        if text and text not in dict(values):
            problems.append(f"没有“{text[:LONGEST_QUOTED]}”这个{label}，没有按它筛选。")
            return ""
        return text

    return Filters(
        plan=known("plan", "规划", choices.plans),
        theme=known("theme", "领域", choices.themes),
        department=known("department", "单位", choices.departments),
        duty=known("duty", "职责", tuple(Duty.choices)),
        text=query.get("q", "").strip()[:LONGEST_TEXT],
        problems=tuple(problems),
    )
