"""A plan's indicators as a table, and as a file of exactly what the table shows."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.exports import indicators_table
from dashboard.forms.filters import read_filters
from dashboard.selectors.plan_page import PlanPage, plan_page, scope_on
from departments.access import Right, require
from departments.sheets import file_response
from indicators.asking import asked_as_of, day_context
from indicators.selectors.standings import board


@require_safe
def show_plan(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Without a code, the indicators of all plans."""
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    page = asked_page(request, code, asked)
    return render(request, "dashboard/plan.html", {"page": page, **day_context(page.scope.board, asked)})


@require_safe
def plan_file(request: HttpRequest, kind: str, code: str | None = None) -> HttpResponse:
    require(request.user, Right.SEE)
    return file_response(indicators_table(asked_page(request, code, asked_as_of(request))), kind)


def asked_page(request: HttpRequest, code: str | None, asked: date | None) -> PlanPage:
    found = board(asked)
    scope = scope_on(found.token, found.as_of, code)
    if scope is None:
        known = "、".join(plan.code for plan in found.plans)
        raise Http404(f"没有编码为“{code}”的规划。规划编码是 {known}。")
    return plan_page(scope, read_filters(request.GET, scope, asked.isoformat() if asked else ""))
