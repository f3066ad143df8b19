"""One indicator: the page, and its data as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboard.reading_exports import indicator_table
from dashboard.selectors.indicator_page import MOST_EVENTS, IndicatorPage, indicator_page
from departments.access import Right, may, require
from departments.requests import SignedInRequest
from departments.sheets import file_response
from indicators.asking import asked_as_of, day_context
from indicators.charts import figure


@require_GET
def show_indicator(request: SignedInRequest, code: str) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = asked_as_of(request)
    page = asked_page(code, request)
    shown = page.events if asks_for_everything(request) else page.events[:MOST_EVENTS]
    drawn = page.chart and figure(page.chart.data, page.standing.facts.frequency, page.chart.wide)
    return render(
        request,
        "dashboard/indicator.html",
        {
            **day_context(page.board, asked),
            "page": page,
            "events": shown,
            "figure": drawn,
            "may_decide": may(request.user, Right.DECIDE),
            "may_record": may(request.user, Right.RECORD),
        },
    )


@require_GET
def indicator_file(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    return file_response(indicator_table(asked_page(code, request)), kind)


def asks_for_everything(request: SignedInRequest) -> bool:
    return request.GET.get("history") == "all"


def asked_page(code: str, request: SignedInRequest) -> IndicatorPage:
    page = indicator_page(
        code.upper(), asked_as_of(request), reader=request.user, everything=asks_for_everything(request)
    )
    if page is None:
        raise Http404(
            f"没有编码为“{code[:20]}”的指标。编码写成 FZ-01 或 YF-12；可以从导航上两个规划的列表里选。"
        )
    return page
