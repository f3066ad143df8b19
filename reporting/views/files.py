"""Files of the quarterly loop: an upload as it came, the copy with its problems marked, the template."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from departments.access import Right, may, require, require_reporter
from departments.models import Department
from departments.requests import SignedInRequest
from departments.selectors import departments_with_people
from departments.sheets import file_response
from indicators.progress.periods import Frequency, Period
from reporting.selectors.batches import batch_for, rows_of, visible_batches
from reporting.selectors.template import template_content
from reporting.services.marked import marked_workbook
from reporting.upload_exports import batches_table, rows_table
from reporting.workbooks.refusals import Unreadable
from reporting.workbooks.template import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNTRUSTED = "application/octet-stream"


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Never shown in the browser, whatever it is."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def imports_file(request: SignedInRequest, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    return file_response(batches_table(visible_batches(request.user)), kind)


@require_safe
def batch_rows_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    batch = batch_for(request.user, pk)
    return file_response(rows_table(batch, rows_of(batch)), kind)


@require_safe
def batch_file(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, Right.SEE)
    batch = batch_for(request.user, pk)
    if batch.file is None:
        raise Http404("这个文件读不出来，没有保存。")
    return download(bytes(batch.file.content), batch.filename, UNTRUSTED)


@require_safe
def batch_marked(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, Right.SEE)
    batch = batch_for(request.user, pk)
    if batch.file is None:
        raise Http404("这个文件读不出来，没有保存。")
    stem = batch.filename.rpartition(".")[0] or batch.filename
    try:
        copy = marked_workbook(batch)
    except Unreadable as error:  # it was read before: the server is too busy now
        messages.warning(request, f"标注的工作簿没有做成。{error.sentence}")
        return redirect("batch", pk)
    return download(copy, f"{stem}_标出问题.xlsx", XLSX)


@require_safe
def template(request: SignedInRequest, period_code: str) -> HttpResponse:
    """A liaison's own department's; the secretariat names one."""
    require_reporter(request.user)
    department = department_of(request)
    period = quarter(period_code)
    stream = BytesIO()
    write_template(template_content(department, period), stream)
    return download(stream.getvalue(), f"{department.name}_{period.label}_填报模板.xlsx", XLSX)


def department_of(request: SignedInRequest) -> Department:
    own = request.user.department
    if not may(request.user, Right.RECORD):
        if own is None:
            raise Http404("账号没有所属单位。请联系区残工委秘书处。")
        return own
    named = request.GET.get("department", "")
    if not named.isdecimal():
        raise Http404("没有选填报单位。请从“单位填报”页选择单位后下载。")
    found = departments_with_people().filter(pk=int(named[:9])).first()
    if found is None:
        raise Http404("没有这个单位。请从“单位填报”页选择单位后下载。")
    return found


def quarter(code: str) -> Period:
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise Http404(str(error)) from None
    if period.frequency != Frequency.QUARTERLY:
        raise Http404("填报模板按季度下载，例如 2023Q2。")
    if period.start > timezone.localdate():
        raise Http404(f"{period.label}还没有开始，到{period.start:%Y年%-m月%-d日}才能填报。")
    return period
