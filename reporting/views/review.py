"""审核: the secretariat approves what it ticked, or returns one item with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from departments.access import Right, may, require
from departments.forms import tell
from departments.requests import SignedInRequest, posted
from indicators.choices import State
from indicators.workflow import TRANSITIONS, Step
from reporting.forms.rounds import ReturnForm, ticked
from reporting.models import Round, RoundItem
from reporting.selectors.review import ReviewLine, ReviewPage, department_review, indicators_review
from reporting.selectors.rounds import round_of
from reporting.services.reviewing import approve_items, return_item

FORM = ["GET", "HEAD", "POST"]
NOTHING_TICKED = "还没有勾选。请先勾选要审核通过的项。"
CONFLICT = 409


@dataclass(slots=True)
class Approving:
    """What became of a POST: how many were approved, or why none was and what had been ticked."""

    count: int = 0
    refusal: str = ""
    ticks: set[int] = field(default_factory=set)


@require_http_methods(FORM)
def department(request: SignedInRequest, period_code: str, pk: int) -> HttpResponse:
    return review(request, round_of_reader(request, period_code), lambda held: asked_department(held, pk))


@require_http_methods(FORM)
def indicators(request: SignedInRequest, period_code: str) -> HttpResponse:
    return review(request, round_of_reader(request, period_code), indicators_review)


def round_of_reader(request: SignedInRequest, period_code: str) -> Round:
    require(request.user, Right.REVIEW if request.method == "POST" else Right.OVERSEE)
    return round_of(period_code)


def asked_department(held: Round, pk: int) -> ReviewPage:
    page = department_review(held, pk)
    if page is None:
        raise Http404("这一轮没有要这个单位填报的。请从“填报进度”页选择单位。")
    return page


def review(request: SignedInRequest, held: Round, read: Callable[[Round], ReviewPage]) -> HttpResponse:
    """Approves first, then shows what stands: also what somebody changed meanwhile."""
    done = approve(request, held) if request.method == "POST" else Approving()
    if done.count:
        messages.success(request, f"已审核通过 {done.count} 项，计入进展判断。")
        return redirect(request.path)
    page = read(held)
    context = {
        "page": page,
        "heading": heading(page),
        "may_review": may(request.user, Right.REVIEW) and not page.is_final,
        "ticks": done.ticks,
        "errors": [{"text": done.refusal, "href": "#waiting"}] if done.refusal else [],
    }
    return render(request, "reporting/review.html", context, status=CONFLICT if done.refusal else 200)


def approve(request: SignedInRequest, held: Round) -> Approving:
    seen = ticked(request.POST)
    items = list(RoundItem.objects.filter(round=held, pk__in=seen).select_related("round"))
    if not items:
        return Approving(refusal=NOTHING_TICKED)
    try:
        return Approving(approve_items(items, by=request.user, seen=seen))
    except ValidationError as refused:
        return Approving(refusal=refused.messages[0], ticks=set(seen))


def heading(page: ReviewPage) -> str:
    """The finding."""
    label = page.round.period.label
    whose = f"{page.row.department}：{label}" if page.row else f"{label}指标"
    found = [
        f"{page.count(state)} 项{word}"
        for state, word in ((State.SUBMITTED, "待审核"), (State.RETURNED, "已退回"))
        if page.count(state)
    ]
    if found:
        return f"{whose}有 {'，'.join(found)}"
    approved = page.count(State.APPROVED)
    return f"{whose} {approved} 项全部审核通过" if approved == page.total else f"{whose}没有待审核的"


@require_http_methods(FORM)
def send_back(request: SignedInRequest, period_code: str, pk: int) -> HttpResponse:
    require(request.user, Right.REVIEW)
    held = round_of(period_code)
    line = asked_line(held, pk)
    if line.held.state not in TRANSITIONS[Step.RETURN].before:
        messages.warning(request, f"{line.held.code} 现在不是待审核或已审核，不能退回。")
        return redirect(line_address(line, period_code))
    form = ReturnForm(posted(request), initial={"seen": line.answer.version if line.answer else ""})
    if form.is_valid():
        try:
            return_item(
                line.held.item, reason=form.cleaned_data["reason"], by=request.user, seen=form.seen_version
            )
        except ValidationError as refused:
            tell(form, refused)
            show_newest(form, line)
        else:
            messages.success(request, f"已退回 {line.department} {line.held.code}。")
            return redirect(line_address(line, period_code))
    context = {"form": form, "line": line, "round": held}
    return render(request, "reporting/return.html", context, status=400 if form.errors else 200)


def asked_line(held: Round, pk: int) -> ReviewLine:
    item = RoundItem.objects.filter(round=held, pk=pk).first()
    page = department_review(held, item.department_id) if item else None
    lines = [line for section in page.sections for line in section.lines] if page else []
    found = next((line for line in lines if line.pk == pk), None)
    if found is None:
        raise Http404("这一轮没有这一项。请从“填报进度”页选择。")
    return found


def line_address(line: ReviewLine, period_code: str) -> str:
    return reverse("round_department", args=[period_code, line.department.pk])


def show_newest(form: ReturnForm, line: ReviewLine) -> None:
    """What stands now is on the page, and so has been seen."""
    version = str(line.answer.version) if line.answer else ""
    form.data = {**form.data.dict(), "seen": version}  # type: ignore[attr-defined]  # a QueryDict
