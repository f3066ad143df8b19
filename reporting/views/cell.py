"""One row of the grid, saved by itself while somebody types. Speaks JSON; every sentence is for the page."""

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
from indicators.services.readings import record_many
from reporting.forms.grid import ReadRow, Texts, version
from reporting.reasons import reason_for
from reporting.selectors.grid import Row, grid
from reporting.views.shown import Conflict, ShownRow, failed, saved, shown, with_reading

STATUS = {"failed": 422, "conflict": 409}
INCOMPLETE = "提交的内容不完整，请刷新页面后再试。"
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
    row = held.row(code)
    if row is None:
        raise Http404(f"{held.quarter.label}不填“{code[:20]}”。请刷新页面，从表格里填写。")
    sent = body(request)
    read = read_row(row, sent)
    result = recorded(read, request, reason_for(str(sent.get("reason") or ""), held.quarter))
    return JsonResponse(answer(result), status=STATUS.get(result.state, 200))


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


def read_row(row: Row, sent: dict[str, Any]) -> ReadRow:
    try:
        return ReadRow(row, Texts.given(sent), version(sent.get("seen_version")))
    except ValueError as error:
        raise BadRequest(str(error)) from None


def recorded(read: ReadRow, request: SignedInRequest, reason: str) -> ShownRow:
    entry = read.entry()
    if read.messages:
        return failed(read.row, read.texts, read.seen_version, read.messages)
    (outcome,) = record_many([entry], by=request.user, reason=reason, partly=True)
    return shown(read.row, read.texts, outcome, request.user)


def answer(result: ShownRow) -> dict[str, Any]:
    if result.state == "failed":
        return {"state": "failed", "messages": result.messages}
    if result.conflict is not None:
        return {"state": "conflict", **conflict(result.conflict, result.row)}
    return standing(result)


def standing(result: ShownRow) -> dict[str, Any]:
    """What now stands in the database."""
    reading = result.row.reading
    return {
        "state": result.state,
        "version": result.seen_version,
        "texts": asdict(result.texts),
        "value": result.computed or result.texts.value,
        "computed": result.computed,
        "saved_at": result.when or f"{timezone.localtime():%H:%M}",
        "by": str(reading.entered_by) if reading else "",
    }


def conflict(found: Conflict, row: Row) -> dict[str, Any]:
    return {
        "sentence": found.sentence,
        "theirs_label": found.theirs_label,
        "mine_label": found.mine_label,
        "theirs": standing(saved(with_reading(row, found.theirs), found.theirs)),
    }
