"""我的填报: what one department is asked in a quarter, to be filled in the page or by Excel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.requests import SignedInRequest
from departments.selectors import departments_with_people
from indicators.choices import AnswerChoice, State
from indicators.plausibility import Question
from reporting.due_words import due_words
from reporting.selectors.department_grid import DepartmentQuarter, department_quarter, grouped
from reporting.services.asking import open_questions
from reporting.views.saving import (
    count_saved,
    count_wrong,
    note_results,
    posted_rows,
    read_note,
    read_row,
    results,
    summary,
)
from reporting.views.shown import untouched
from reporting.views.shown_note import untouched_note
from reporting.views.whose import NO_DEPARTMENT, Whose, whose

UNPROCESSABLE = 422
Rows = list[Any]
"""ShownRow or ShownNote."""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest) -> HttpResponse:
    asked = whose(request)
    held = quarter_of(asked, request)
    if request.method == "POST":
        return save(request, asked, held)
    if held is None:
        return page(request, asked, None, [], [])
    questions = questions_of(held)
    rows = [untouched(row, questions.get(row.code)) for row in held.grid.rows]
    return page(request, asked, held, rows, [untouched_note(row) for row in held.notes])


def quarter_of(asked: Whose, request: SignedInRequest) -> DepartmentQuarter | None:
    if asked.department is None or asked.period is None:
        return None
    return department_quarter(asked.department, asked.period, asked.round, reader=request.user)


def questions_of(held: DepartmentQuarter) -> dict[str, Question]:
    """By the row's code."""
    readings = {row.code: row.reading for row in held.grid.rows if not row.is_locked}
    found = open_questions((row.measure, readings.get(row.code)) for row in held.grid.rows)
    return {code: found[each.pk] for code, each in readings.items() if each and each.pk in found}


def save(request: SignedInRequest, asked: Whose, held: DepartmentQuarter | None) -> HttpResponse:
    """Without script: the whole page at once."""
    if held is None:
        raise Http404(NO_DEPARTMENT)
    if held.closed_because:
        raise PermissionDenied(held.closed_because)
    quarter = held.grid.quarter
    after = results(request, quarter, posted_rows(request, held.grid.rows, read_row), State.DRAFT)
    noted = note_results(request, quarter, posted_rows(request, held.notes, read_note))
    rows: Rows = [after.get(row.code) or untouched(row) for row in held.grid.rows]
    notes: Rows = [noted.get(row.code) or untouched_note(row) for row in held.notes]
    count = count_saved([*after.values(), *noted.values()])
    if any(row.messages for row in [*rows, *notes]):
        return page(request, asked, held, rows, notes, UNPROCESSABLE, count)
    if "check" in request.POST:
        return redirect(asked.address("report_submit"))
    messages.success(request, f"已保存 {count} 项。" if count else "没有改动。")
    return redirect(asked.address("report"))


def page(
    request: SignedInRequest,
    asked: Whose,
    held: DepartmentQuarter | None,
    rows: Rows,
    notes: Rows,
    status: int = 200,
    saved_count: int = 0,
) -> HttpResponse:
    both = [*rows, *notes]
    context = {
        "whose": asked,
        "heading": heading(held),
        "departments": departments_with_people() if asked.chooses else [],
        "held": held,
        "due": due_words(held.due, held.today, held.unreported) if held and held.due else "",
        "groups": grouped(rows, by_theme=True),
        "note_groups": grouped(notes, by_theme=False),
        "returned": [row for row in both if row.returned],
        "summary": summary(both),
        "left": left_words(count_blank(rows), count_blank(notes)),
        "wrong": count_wrong(both),
        "saved_count": saved_count,
        "answers": AnswerChoice.choices,
        "reason": request.POST.get("reason", ""),
        "address": {name: asked.address(name) for name in ("report_submit", "report_receipt")},
    }
    return render(request, "reporting/report.html", context, status=status)


def count_blank(rows: Rows) -> int:
    return sum(not row.row.is_answered for row in rows)


def left_words(indicators: int, tasks: int) -> str:
    left = [f"{count} 项{what}" for count, what in ((indicators, "指标"), (tasks, "任务")) if count]
    return f"还有 {'、'.join(left)}未填" if left else "各项都已填报"


def heading(held: DepartmentQuarter | None) -> str:
    if held is None:
        return "选择单位和填报期，填报或下载填报模板"
    name, label = held.grid.title, held.grid.quarter.label
    return f"{name}：{label}没有要填报的" if held.is_empty else f"{name}：{label}填报"
