"""Who answers for what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.exports import departments_table, duties_table
from dashboard.selectors.departments import (
    DepartmentPage,
    columns,
    department_page,
    department_rows,
    grouped,
    list_heading,
)
from departments.access import Right, require
from departments.sheets import file_response
from indicators.asking import asked_as_of, day_context
from indicators.selectors.standings import Board, board


@require_safe
def show_departments(request: HttpRequest) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    found = board(asked)
    sort = asked_sort(request)
    rows = department_rows(found.token, found.as_of)
    context = day_context(found, asked)
    context |= {
        "groups": grouped(rows, sort),
        "columns": columns(sort, context["more"]),
        "heading": list_heading(rows),
    }
    return render(request, "dashboard/departments.html", context)


@require_safe
def departments_file(request: HttpRequest, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    found = board(asked_as_of(request))
    rows = department_rows(found.token, found.as_of)
    return file_response(departments_table(grouped(rows, asked_sort(request)), found), kind)


@require_safe
def show_department(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    page = asked_page(pk, board(asked))
    return render(request, "dashboard/department.html", {"page": page, **day_context(page.board, asked)})


@require_safe
def duties_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    return file_response(duties_table(asked_page(pk, board(asked_as_of(request)))), kind)


def asked_sort(request: HttpRequest) -> str:
    return request.GET.get("sort", "name")


def asked_page(pk: int, found: Board) -> DepartmentPage:
    page = department_page(found.token, found.as_of, pk)
    if page is None:
        raise Http404("没有这个单位。请从“单位”页选一个。")
    return page
