"""The grid of one plan and quarter. Posted as a whole it works without script: what is right is saved,
what is wrong stays as it was typed, with its message."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.access import Right, require
from departments.requests import SignedInRequest
from indicators.choices import AnswerChoice
from indicators.services.judging import Change
from indicators.services.readings import record_many
from reporting.forms.grid import ReadRow, Texts, version
from reporting.reasons import reason_for
from reporting.selectors.grid import Grid, Row, grid
from reporting.views.shown import ShownRow, failed, shown, untouched

MINE, THEIRS = "mine", "theirs"
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
        "wrong": sum(row.state in ("failed", "conflict") for row in rows),
        "saved_count": saved_count,
        "answers": AnswerChoice.choices,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "reporting/entry.html", context, status=status)


def by_theme(held: Grid, rows: list[ShownRow]) -> list[tuple[str, list[ShownRow]]]:
    shown_by_code = {row.code: row for row in rows}
    return [(theme, [shown_by_code[row.code] for row in inside]) for theme, inside in held.themes]


def summary(rows: list[ShownRow]) -> list[dict[str, str]]:
    """For components/error_summary.html."""
    return [
        {"text": f"{row.row.name}：{sentence}", "href": f"#{row.code}-{target(row)}"}
        for row in rows
        for sentence in row.sentences
    ]


def target(row: ShownRow) -> str:
    return "choice-theirs" if row.conflict else row.first_wrong


# --- saving without script --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """One open row of the posted form; ``dropped`` where the other's value was chosen."""

    read: ReadRow
    dropped: bool


def saved(request: SignedInRequest, held: Grid) -> HttpResponse:
    sent = [found for row in held.rows if (found := sent_row(request, row)) is not None]
    after = results(request, held, [item.read for item in sent if not item.dropped])
    rows = [after.get(row.code) or untouched(row) for row in held.rows]
    count = sum(row.state != "failed" and row.state != "conflict" for row in after.values())
    if any(row.messages for row in rows):
        return page(request, held, rows, UNPROCESSABLE, count)
    messages.success(request, f"已保存 {count} 项。" if count else "没有改动。")
    return redirect("entry", held.plan.code, held.quarter.code)


def sent_row(request: SignedInRequest, row: Row) -> Sent | None:
    """None for a row that the page did not offer."""
    prefix = f"{row.code}-"
    if row.is_locked or f"{prefix}seen_version" not in request.POST:
        return None
    choice = request.POST.get(f"{prefix}choice", "")
    seen = f"{prefix}{'theirs_version' if choice == MINE else 'seen_version'}"
    try:
        read = ReadRow(row, Texts.given(request.POST, prefix), version(request.POST.get(seen)))
    except ValueError as error:
        raise BadRequest(str(error)) from None
    return Sent(read, dropped=choice == THEIRS)


def results(request: SignedInRequest, held: Grid, reads: list[ReadRow]) -> dict[str, ShownRow]:
    """By code, for the rows that were changed here: saved, refused, or also changed by somebody else."""
    entries = [(read, read.entry()) for read in reads]
    found = {r.row.code: failed(r.row, r.texts, r.seen_version, r.messages) for r, _ in entries if r.messages}
    readable = [(read, entry) for read, entry in entries if not read.messages]
    reason = reason_for(request.POST.get("reason", ""), held.quarter)
    outcomes = record_many([entry for _, entry in readable], by=request.user, reason=reason, partly=True)
    for (read, _), outcome in zip(readable, outcomes, strict=True):
        if outcome.change != Change.UNCHANGED:
            found[read.row.code] = shown(read.row, read.texts, outcome, request.user)
    return found
