"""Who answers for what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.selectors.departments import (
    columns,
    department_page,
    department_rows,
    grouped,
    list_heading,
)
from departments.access import Right, require
from indicators.asking import asked_as_of, day_context
from indicators.selectors.standings import board


@require_safe
def show_departments(request: HttpRequest) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    found = board(asked)
    sort = request.GET.get("sort", "name")
    rows = department_rows(found.token, found.as_of)
    context = day_context(found, asked)
    context |= {
        "groups": grouped(rows, sort),
        "columns": columns(sort, context["more"]),
        "heading": list_heading(rows),
    }
    return render(request, "dashboard/departments.html", context)


@require_safe
def show_department(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    found = board(asked)
    page = department_page(found.token, found.as_of, pk)
    if page is None:
        raise Http404("没有这个单位。请从“单位”页选一个。")
    return render(request, "dashboard/department.html", {"page": page, **day_context(found, asked)})
