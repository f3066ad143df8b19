"""The leader's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboard.exports import counts_table
from dashboard.selectors.overview import overview
from departments.access import Right, may, require
from departments.sheets import file_response
from indicators.asking import asked_as_of, day_context


@require_safe
def show_overview(request: HttpRequest) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    page = overview(asked)
    if page.is_empty:
        steps = first_steps(may(request.user, Right.RECORD))
        return render(request, "dashboard/overview_empty.html", {"page": page, "steps": steps})
    return render(request, "dashboard/overview.html", {"page": page, **day_context(page.board, asked)})


@require_safe
def counts_file(request: HttpRequest, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    return file_response(counts_table(overview(asked_as_of(request))), kind)


def first_steps(may_record: bool) -> list[dict[str, str]]:
    """What the secretariat does before there is anything to show; others see it without the way in."""
    entry, unassigned = reverse("entry_home"), f"{reverse('plans')}?department=none"
    steps = [
        ("录入基期数值：没有基期值，就不能判断进度快慢", entry),
        ("明确填报单位：规划没有写明的，先指定由谁报数", unassigned),
        ("录入各期数值：审核通过以后，这里就显示结论", entry),
    ]
    return [{"label": label, "url": url if may_record else ""} for label, url in steps]
