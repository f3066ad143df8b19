"""上传记录: a file is uploaded, checked, confirmed or dropped, and can be undone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.access import Right, may, require, require_reporter
from departments.requests import SignedInRequest
from indicators.progress.periods import Frequency, Period
from indicators.services.judging import Change
from reporting.forms.upload import UploadForm, answers
from reporting.models import Batch, BatchState
from reporting.selectors.batches import (
    BatchPage,
    batch_for,
    batch_of_key,
    batch_page,
    is_interrupted,
    page_of_batches,
)
from reporting.services import batches as batch_service
from reporting.services import confirming
from reporting.services.batches import NotNow, may_change
from reporting.services.previewing import QUESTIONS
from reporting.workbooks.refusals import Unreadable

UNPROCESSABLE = 422
CONFLICT = 409
NOT_WRITTEN = "还没有写入，请先处理下面的问题"
INTERRUPTED = "interrupted"


@require_safe
def imports(request: SignedInRequest) -> HttpResponse:
    require(request.user, Right.SEE)
    page = page_of_batches(request.user, request.GET.get("page"))
    context = {
        "page": page,
        "interrupted": {batch.pk for batch in page if is_interrupted(batch)},
        "may_upload": may_upload(request),
    }
    return render(request, "reporting/imports.html", context)


def may_upload(request: SignedInRequest) -> bool:
    return may(request.user, Right.RECORD) or may(request.user, Right.REPORT)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    require_reporter(request.user)
    if request.method != "POST":
        initial = {"key": uuid.uuid4(), "period": request.GET.get("period", "")[:6]}
        return upload_page(request, UploadForm(initial=initial))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return upload_page(request, form)
    try:
        batch = uploaded(request, form)
    except Unreadable as error:
        form.add_error("file", error.sentence)
        return upload_page(request, form)
    if batch.state == BatchState.UNREADABLE:
        form.add_error("file", batch.sentence)
        return upload_page(request, form)
    return redirect("batch", batch.pk)


def uploaded(request: SignedInRequest, form: UploadForm) -> Batch:
    given = form.cleaned_data
    batch = batch_service.receive(
        given["file"].read(), given["file"].name, by=request.user, key=given["key"], period=given["period"]
    )
    # The same form sent again: what it began is shown, whatever became of it.
    return batch_service.preview(batch, by=request.user) if batch.state == BatchState.READING else batch


def upload_page(request: SignedInRequest, form: UploadForm) -> HttpResponse:
    """A failed form gets a new key: what is chosen next is another upload."""
    key = uuid.uuid4() if form.is_bound else form.initial["key"]
    code = form.data.get("period", "") if form.is_bound else form.initial["period"]
    context = {"form": form, "key": key, "period": period_of(code)}
    return render(request, "reporting/upload.html", context, status=400 if form.errors else 200)


def period_of(code: str) -> Period | None:
    """The quarter that the page before named; nonsense names none."""
    try:
        period = Period.parse(code)
    except ValueError:
        return None
    return period if period.frequency == Frequency.QUARTERLY else None


@require_safe
def progress(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """How far the reading is, for the waiting page."""
    require(request.user, Right.SEE)
    batch = batch_of_key(request.user, key)
    if batch is None:
        return JsonResponse({"state": "", "rows": 0})
    state = INTERRUPTED if is_interrupted(batch) else batch.state
    return JsonResponse({"state": state, "rows": batch.rows_read, "url": reverse("batch", args=[batch.pk])})


@require_safe
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, Right.SEE)
    return show(request, batch_for(request.user, pk))


def show(request: SignedInRequest, held: Batch, *, status: int = 200, **more: Any) -> HttpResponse:
    notes, taken = answers(request.POST)
    page = batch_page(
        held,
        only=request.GET.get("show", ""),
        number=request.GET.get("page"),
        notes=notes,
        taken=taken,
    )
    context = {
        "batch": held,
        "shown": page,
        "heading": NOT_WRITTEN if more.keys() & {"stale", "wanted"} else heading(page),
        "figures": figures(page),
        "is_interrupted": is_interrupted(held),
        "may_change": may_change(request.user, held),
        "may_undo": may_undo(request, held),
        "may_review": may(request.user, Right.REVIEW),
        "is_liaison": not may(request.user, Right.RECORD) and may(request.user, Right.REPORT),
        **more,
    }
    return render(request, "reporting/batch.html", context, status=status)


def may_undo(request: SignedInRequest, held: Batch) -> bool:
    """What was approved is the secretariat's to take back."""
    is_theirs = may(request.user, Right.RECORD) or held.is_waiting
    return held.state == BatchState.CONFIRMED and is_theirs and may_change(request.user, held)


def heading(page: BatchPage) -> str:
    """The finding."""
    batch, wrong = page.batch, page.batch.counts.get(Change.REFUSED, 0)
    faulty = f"核对：有 {wrong} 处错误，改好前不能写入" if wrong else "核对：这个文件不能在这里写入"
    return {
        BatchState.READING: f"{batch}：正在读取",
        BatchState.UNREADABLE: f"{batch}：文件读不出来",
        BatchState.FAULTY: faulty,
        BatchState.READY: f"核对：{page.to_write} 项可以写入",
        BatchState.UNCHANGED: "核对：没有要写入的数",
        BatchState.CONFIRMED: f"{batch}：已写入 {page.to_write} 项",
        BatchState.UNDONE: f"{batch}：已撤销，{page.to_write} 项恢复为写入前的数",
        BatchState.DISCARDED: f"{batch}：已放弃，没有写入任何数据",
    }[BatchState(batch.state)]


def figures(page: BatchPage) -> list[dict[str, Any]]:
    counts = page.batch.counts
    wrong, asked = counts.get(Change.REFUSED, 0), counts.get(QUESTIONS, 0)
    strip = [(Change.REFUSED, wrong), (QUESTIONS, asked)] if asked else [(Change.REFUSED, wrong)]
    strip += [(change, counts.get(change, 0)) for change in (Change.CHANGED, Change.NEW, Change.UNCHANGED)]
    found: list[dict[str, Any]] = [
        {"label": str(label), "value": value, "unit": "项", "bad": bool(label == Change.REFUSED and value)}
        for label, value in strip
    ]
    return [*found, {"label": "共读到", "value": page.batch.rows_read, "unit": "行"}]


# Steps


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    require_reporter(request.user)
    held = batch_for(request.user, pk)
    notes, taken = answers(request.POST)
    try:
        seen = seen_preview(request.POST.get("preview", ""))
        confirming.confirm(held, by=request.user, notes=notes, taken=taken, seen=seen)
    except confirming.NotesWanted as wanted:
        return show(
            request, held, status=UNPROCESSABLE, wanted=set(wanted.numbers), wanted_sentence=str(wanted)
        )
    except confirming.Stale as stale:
        return show(request, held, status=CONFLICT, stale=stale)
    except NotNow as error:
        messages.warning(request, str(error))
    return redirect("batch", pk)


def seen_preview(text: str) -> int:
    """A form that does not say which preview it shows has seen none."""
    return int(text[:9]) if text.isdecimal() else 0


@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reads and judges the kept file once more: after a change, or where the reading was cut off."""
    require_reporter(request.user)
    held = batch_for(request.user, pk)
    try:
        batch_service.preview(held, by=request.user)
    except NotNow as error:
        messages.warning(request, str(error))
    return redirect("batch", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    require_reporter(request.user)
    held = batch_for(request.user, pk)
    try:
        batch_service.discard(held, by=request.user)
    except NotNow as error:
        messages.warning(request, str(error))
        return redirect("batch", pk)
    messages.success(request, f"已放弃{held}，没有写入任何数据。")
    return redirect("imports")


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first; then everything stands again as it stood, or nothing changes."""
    require_reporter(request.user)
    held = batch_for(request.user, pk)
    if held.state != BatchState.CONFIRMED:
        messages.warning(request, f"{held}{held.get_state_display()}，没有可以撤销的。")
        return redirect("batch", pk)
    context: dict[str, Any] = {"batch": held, "shown": batch_page(held)}
    if request.method != "POST":
        return render(request, "reporting/undo.html", context)
    try:
        confirming.undo(held, by=request.user)
    except PermissionDenied as error:  # some of it was approved meanwhile
        messages.warning(request, f"没有撤销任何数据。{error}")
    except confirming.NotUndone as error:
        return render(request, "reporting/undo.html", {**context, "changed": error}, status=CONFLICT)
    except NotNow as error:
        messages.warning(request, str(error))
    return redirect("batch", pk)


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, Right.REVIEW)
    held = batch_for(request.user, pk)
    try:
        count = confirming.approve_batch(held, by=request.user)
    except NotNow as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, f"已审核通过 {count} 项，计入进展判断。" if count else "这一批没有待审核的数。"
        )
    return redirect("batch", pk)
