"""检查并报送, and the 回执 for what was reported."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.requests import SignedInRequest
from indicators.services.moving import CannotMove
from reporting.due_words import due_words
from reporting.selectors.receipt import receipt_of
from reporting.selectors.submitting import CheckPage, check_page
from reporting.services.asking import open_questions
from reporting.services.reviewing import submit
from reporting.views.whose import whose_round

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def report_submit(request: SignedInRequest) -> HttpResponse:
    asked, held, department = whose_round(request)
    refusal = ""
    if request.method == "POST":
        try:
            done = submit(held, department, by=request.user)
        except (ValidationError, CannotMove) as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, submitted_words(done.items, done.left))
            return redirect(asked.address("report_receipt"))
    found = check_page(held, department, reader=request.user)
    if found is None:
        raise Http404(f"{held}没有要{department}填报的。请从“我的填报”页选择填报期。")
    context = {
        "check": with_questions(found),
        "department": department,
        "period": held.period,
        "heading": f"{department}：{held.period.label}{finding(found)}",
        "due": due_words(found.due, found.today, len(found.ready) + len(found.blank)),
        "back": asked.address("report"),
        "receipt": asked.address("report_receipt"),
        "errors": [{"text": refusal}] if refusal else [],
    }
    return render(request, "reporting/submit.html", context, status=CONFLICT if refusal else 200)


def with_questions(page: CheckPage) -> CheckPage:
    """What is to be explained stands beside what was returned and not changed."""
    answers = ((item.reading.measure, item.reading) for item in page.ready if item.reading)
    found = open_questions(answers)
    ready = [
        replace(item, remark=found[item.reading.pk].sentence)
        if item.reading and not item.remark and item.reading.pk in found
        else item
        for item in page.ready
    ]
    return replace(page, ready=tuple(ready))


def finding(page: CheckPage) -> str:
    if page.ready:
        left = f"，{len(page.blank)} 项未填" if page.blank else ""
        return f"有 {len(page.ready)} 项可以报送{left}"
    return f"还没有可以报送的，{len(page.blank)} 项未填" if page.blank else "各项都已报送"


def submitted_words(items: int, left: int) -> str:
    return (
        f"已报送 {items} 项。还有 {left} 项没有填，填好后再报送。"
        if left
        else f"已报送 {items} 项，本期全部报齐。"
    )


@require_safe
def report_receipt(request: SignedInRequest) -> HttpResponse:
    asked, held, department = whose_round(request)
    found = receipt_of(held, department)
    printed = request.GET.get("checksum", "")[:200]
    context = {
        "receipt": found,
        "whose": asked,
        "department": department,
        "period": held.period,
        "printed": printed,
        "matches": bool(found and printed and found.matches(printed)),
        "back": asked.address("report"),
    }
    return render(request, "reporting/receipt.html", context)
