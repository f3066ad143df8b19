"""One row saved by itself while somebody types. Speaks JSON; every sentence is for the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from departments.access import Right, require
from departments.requests import SignedInRequest
from indicators.choices import State
from indicators.progress.periods import Period
from indicators.services.readings import record_many
from reporting.forms.grid import ReadRow
from reporting.reasons import reason_for
from reporting.selectors.department_grid import NoteRow
from reporting.selectors.grid import Row, grid
from reporting.views.saving import read_note, read_row
from reporting.views.shown import ShownRow, failed, shown
from reporting.views.shown_item import Conflict, Shown
from reporting.views.shown_note import ShownNote, shown_note
from reporting.views.whose import open_quarter
from tasks.services.notes import record_notes

STATUS = {"failed": 422, "conflict": 409}
INCOMPLETE = "提交的内容不完整，请刷新页面后再试。"
NOT_ASKED = "{}不填“{}”。请刷新页面，从表格里填写。"
View = Callable[..., HttpResponse]


def refusals_as_json(view: View) -> View:
    """The page's script shows the sentence itself; a whole error page would be lost on it."""

    @wraps(view)
    def answered(request: SignedInRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return JsonResponse({"detail": str(refusal)}, status=403)
        except Http404 as missing:
            return JsonResponse({"detail": str(missing)}, status=404)
        except BadRequest as bad:
            return JsonResponse({"detail": str(bad)}, status=400)

    return answered


@require_POST
@refusals_as_json
def entry_cell(request: SignedInRequest, plan_code: str, period_code: str, code: str) -> HttpResponse:
    require(request.user, Right.RECORD)
    held = grid(plan_code, period_code, only=code)
    return save_row(request, held.quarter, held.row(code), code)


@require_POST
@refusals_as_json
def report_cell(request: SignedInRequest, period_code: str, pk: int, code: str) -> HttpResponse:
    """Of a department's quarter: a draft until it is reported."""
    held = open_quarter(request, period_code, pk)
    return save_row(request, held.grid.quarter, held.grid.row(code), code, State.DRAFT)


@require_POST
@refusals_as_json
def report_note(request: SignedInRequest, period_code: str, pk: int, code: str) -> HttpResponse:
    held = open_quarter(request, period_code, pk)
    return save_note(request, held.grid.quarter, held.note(code), code)


# --- saving -----------------------------------------------------------------------------------------


def save_row(
    request: SignedInRequest, quarter: Period, row: Row | None, code: str, state: State | None = None
) -> HttpResponse:
    if row is None:
        raise Http404(NOT_ASKED.format(quarter.label, code[:20]))
    sent = body(request)
    read = well_formed(read_row, row, sent)
    return answer(recorded(read, request, reason_of(sent, quarter), state))


def save_note(request: SignedInRequest, quarter: Period, row: NoteRow | None, code: str) -> HttpResponse:
    if row is None:
        raise Http404(NOT_ASKED.format(quarter.label, code[:20]))
    sent = body(request)
    read = well_formed(read_note, row, sent)
    (outcome,) = record_notes(
        [read.entry()], by=request.user, reason=reason_of(sent, quarter), partly=True, state=State.DRAFT
    )
    return answer(shown_note(read, outcome, request.user))


def body(request: SignedInRequest) -> dict[str, Any]:
    """Raises BadRequest, also where the page was opened by somebody who has signed out since."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise BadRequest(INCOMPLETE) from None
    if not isinstance(sent, dict):
        raise BadRequest(INCOMPLETE)
    if sent.get("person", request.user.pk) != request.user.pk:
        raise PermissionDenied("现在登录的是另一个账号。请刷新页面，用原来的账号登录后再保存。")
    return sent


def reason_of(sent: dict[str, Any], quarter: Period) -> str:
    return reason_for(str(sent.get("reason") or ""), quarter)


def well_formed(read: Callable[..., Any], row: Row | NoteRow, sent: dict[str, Any]) -> Any:
    try:
        return read(row, sent, "", sent.get("seen_version"))
    except ValueError as error:
        raise BadRequest(str(error)) from None


def recorded(read: ReadRow, request: SignedInRequest, reason: str, state: State | None) -> ShownRow:
    entry = read.entry()
    if read.messages:
        return failed(read.row, read.texts, read.seen_version, read.messages)
    (outcome,) = record_many([entry], by=request.user, reason=reason, partly=True, state=state, asks=True)
    return shown(read.row, read.texts, outcome, request.user)


# --- what the page is told --------------------------------------------------------------------------


def answer(result: ShownRow | ShownNote) -> JsonResponse:
    status = 422 if result.messages else 200
    return JsonResponse(told(result), status=STATUS.get(result.state, status))


def told(result: ShownRow | ShownNote) -> dict[str, Any]:
    if result.state == "failed":
        return {"state": "failed", "messages": result.messages}
    if result.conflict is not None:
        return {"state": "conflict", **conflict(result.conflict)}
    question = asdict(result.question) if result.question else None
    if result.messages:
        return {"state": result.state, "messages": result.messages, "question": question}
    return {**standing(result), "question": question}


def standing(result: Shown[Any, Any]) -> dict[str, Any]:
    """What now stands in the database."""
    written = result.row.answer
    return {
        "state": result.state,
        "version": result.seen_version,
        "texts": asdict(result.texts),
        "value": result.value,
        "computed": result.computed,
        "saved_at": result.when or f"{timezone.localtime():%H:%M}",
        "by": str(written.entered_by) if written else "",
    }


def conflict(found: Conflict) -> dict[str, Any]:
    return {
        "sentence": found.sentence,
        "theirs_label": found.theirs_label,
        "mine_label": found.mine_label,
        "theirs": standing(found.theirs),
    }
