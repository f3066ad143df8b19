"""The grid of one plan and quarter. Posted as a whole it works without script."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.access import Right, require
from departments.requests import SignedInRequest
from indicators.choices import AnswerChoice
from reporting.selectors.grid import Grid, grid
from reporting.views.saving import count_saved, count_wrong, posted_rows, read_row, results, summary
from reporting.views.shown import ShownRow, untouched

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: SignedInRequest, plan_code: str, period_code: str) -> HttpResponse:
    require(request.user, Right.RECORD)
    held = grid(plan_code, period_code)
    if request.method == "POST":
        return saved(request, held)
    return page(request, held, [untouched(row) for row in held.rows])


def page(
    request: SignedInRequest, held: Grid, rows: list[ShownRow], status: int = 200, saved_count: int = 0
) -> HttpResponse:
    context = {
        "grid": held,
        "themes": by_theme(held, rows),
        "summary": summary(rows),
        "left": sum(row.state == "blank" for row in rows),
        "wrong": count_wrong(rows),
        "saved_count": saved_count,
        "answers": AnswerChoice.choices,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "reporting/entry.html", context, status=status)


def by_theme(held: Grid, rows: list[ShownRow]) -> list[tuple[str, list[ShownRow]]]:
    shown_by_code = {row.code: row for row in rows}
    return [(theme, [shown_by_code[row.code] for row in inside]) for theme, inside in held.themes]


def saved(request: SignedInRequest, held: Grid) -> HttpResponse:
    after = results(request, held.quarter, posted_rows(request, held.rows, read_row))
    rows = [after.get(row.code) or untouched(row) for row in held.rows]
    count = count_saved(after.values())
    if any(row.messages for row in rows):
        return page(request, held, rows, UNPROCESSABLE, count)
    messages.success(request, f"已保存 {count} 项。" if count else "没有改动。")
    return redirect(request.path)
