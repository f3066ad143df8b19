"""我的填报: what one department is asked in a quarter, what stands, and the way to answer by Excel."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from departments.access import Right, may, require_reporter
from departments.models import Department
from departments.requests import SignedInRequest
from departments.selectors import departments_with_people
from indicators.progress.periods import Period
from reporting.selectors.report import ReportPage, begun_quarters, default_quarter, report_page


@require_safe
def report(request: SignedInRequest) -> HttpResponse:
    require_reporter(request.user)
    quarters = begun_quarters()
    period = chosen_quarter(request, quarters)
    department = chosen_department(request)
    page = report_page(department, period) if department and period else None
    context = {
        "page": page,
        "heading": heading(page),
        "quarters": quarters,
        "period": period,
        "department": department,
        "departments": departments_with_people() if may(request.user, Right.RECORD) else [],
    }
    return render(request, "reporting/report.html", context)


def chosen_quarter(request: SignedInRequest, quarters: list[Period]) -> Period | None:
    code = request.GET.get("period", "")
    if not code:
        return default_quarter(quarters)
    found = next((quarter for quarter in quarters if quarter.code == code), None)
    if found is None:
        raise Http404(f"“{code[:10]}”不能填报。请从“我的填报”页选择填报期。")
    return found


def chosen_department(request: SignedInRequest) -> Department | None:
    """A liaison's own; the secretariat chooses, and begins without one."""
    if not may(request.user, Right.RECORD):
        return request.user.department
    named = request.GET.get("department", "")
    if not named:
        return None
    found = departments_with_people().filter(pk=int(named[:9])).first() if named.isdecimal() else None
    if found is None:
        raise Http404("没有这个单位。请从“单位填报”页选择单位。")
    return found


def heading(page: ReportPage | None) -> str:
    if page is None:
        return "选择单位和填报期，下载填报模板"
    name, label = page.content.department, page.content.period.label
    if page.content.is_empty:
        return f"{name}：{label}没有要填报的"
    left = [f"{count} 项{what}" for count, what in ((page.left, "指标"), (page.tasks_left, "任务")) if count]
    return f"{name}：{label}还有 {'、'.join(left)}未填" if left else f"{name}：{label}各项都已填报"
