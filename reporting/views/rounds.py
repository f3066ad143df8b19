"""填报进度: the rounds, the board of one, and what the secretariat decides about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.access import Right, may, require
from departments.forms import tell
from departments.models import Department
from departments.requests import SignedInRequest, posted
from departments.sheets import file_response
from reporting.exports import board_table
from reporting.forms.rounds import ExtendForm, OpenRoundForm, ReopenForm
from reporting.models import RoundItem, RoundState
from reporting.selectors.board import board_of
from reporting.selectors.board_page import BoardPage, Show, board_page, figures, heading, read_show
from reporting.selectors.rounds import RoundsPage, default_due, round_of, rounds_page
from reporting.services import rounds as round_service

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def rounds(request: SignedInRequest) -> HttpResponse:
    """All of them; the secretariat opens the next one here."""
    require(request.user, Right.ROUNDS if request.method == "POST" else Right.OVERSEE)
    page = rounds_page()
    form = OpenRoundForm(posted(request), periods=page.openable, initial=defaults(page))
    if form.is_valid():
        given = form.cleaned_data
        try:
            opened = round_service.open_round(**given, by=request.user)
        except ValidationError as refused:
            tell(form, refused)
        else:
            asked = RoundItem.objects.filter(round=opened).count()
            messages.success(request, f"已开放{opened}：共 {asked} 项，{day(opened.due_on)}截止。")
            return redirect("round", opened.period_code)
    return rounds_shown(request, page, form)


def defaults(page: RoundsPage) -> dict[str, object]:
    due = default_due(page.suggested, page.today) if page.suggested else None
    code = page.suggested.code if page.suggested else ""
    return {"period": code, "opens_on": page.today, "due_on": due}


def rounds_shown(request: SignedInRequest, page: RoundsPage, form: OpenRoundForm) -> HttpResponse:
    newest = page.boards[0] if page.boards else None
    context = {
        "page": page,
        "heading": heading(newest) if newest else "还没有开放填报轮次",
        "rounds": [(board, board.round.state_on(page.today)) for board in page.boards],
        "form": form if may(request.user, Right.ROUNDS) else None,
    }
    return render(request, "reporting/rounds.html", context, status=400 if form.errors else 200)


@require_safe
def board(request: SignedInRequest, period_code: str) -> HttpResponse:
    require(request.user, Right.OVERSEE)
    page, problem = asked_board(request, period_code)
    context = {
        "page": page,
        "figures": figures(page.board),
        "problem": problem,
        "may_change": may(request.user, Right.ROUNDS),
        "may_review": may(request.user, Right.REVIEW),
    }
    return render(request, "reporting/board.html", context)


@require_safe
def board_file(request: SignedInRequest, period_code: str, kind: str) -> HttpResponse:
    require(request.user, Right.OVERSEE)
    page, _ = asked_board(request, period_code)
    return file_response(board_table(page), kind)


def asked_board(request: SignedInRequest, period_code: str) -> tuple[BoardPage, str]:
    """With what to say about a filter that does not exist."""
    text = request.GET.get("show", "").strip()
    show = read_show(text)
    problem = f"没有“{text[:20]}”这个筛选，列出的是要办的单位。" if show is None else ""
    return board_page(board_of(round_of(period_code)), show or Show.TODO), problem


# What the secretariat decides


@require_POST
def close(request: SignedInRequest, period_code: str) -> HttpResponse:
    require(request.user, Right.ROUNDS)
    held = round_of(period_code)
    try:
        round_service.close_round(held, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, f"{held}已截止。以后报送的照收，记为逾期；需要时可以重新开放。")
    return redirect("round", period_code)


@require_http_methods(FORM)
def reopen(request: SignedInRequest, period_code: str) -> HttpResponse:
    require(request.user, Right.ROUNDS)
    held = round_of(period_code)
    if held.state != RoundState.CLOSED:
        messages.warning(request, f"{held}{held.get_state_display()}，不能重新开放。")
        return redirect("round", period_code)
    form = ReopenForm(posted(request))
    if form.is_valid():
        try:
            opened = round_service.reopen_round(held, **form.cleaned_data, by=request.user)
        except ValidationError as refused:
            tell(form, refused)
        else:
            messages.success(request, f"{held}已重新开放，{day(opened.due_on)}截止。")
            return redirect("round", period_code)
    return form_page(request, "reporting/reopen.html", form, {"round": held})


@require_http_methods(FORM)
def publish(request: SignedInRequest, period_code: str) -> HttpResponse:
    """Asks first: what is published changes only by 更正."""
    require(request.user, Right.ROUNDS)
    held = round_of(period_code)
    if held.state == RoundState.PUBLISHED:
        messages.warning(request, f"{held}已发布，不用再发布。")
        return redirect("round", period_code)
    refusal = ""
    if request.method == "POST":
        try:
            round_service.publish_round(held, by=request.user)
        except ValidationError as refused:
            refusal = refused.messages[0]
        else:
            messages.success(request, f"{held}已发布，以后只能用“更正”修改。")
            return redirect("round", period_code)
    waiting = round_service.count_waiting(held)
    context = {"round": held, "board": board_of(held), "waiting": waiting, "refusal": refusal}
    return render(request, "reporting/publish.html", context, status=409 if refusal else 200)


@require_http_methods(FORM)
def extend(request: SignedInRequest, period_code: str, pk: int) -> HttpResponse:
    require(request.user, Right.ROUNDS)
    held, department = round_of(period_code), asked_department(period_code, pk)
    standing = held.extensions.filter(department=department).first()
    initial = {"due_on": standing.due_on, "reason": standing.reason} if standing else None
    form = ExtendForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            given = form.cleaned_data
            round_service.extend(held=held, department=department, **given, by=request.user)
        except ValidationError as refused:
            tell(form, refused)
        else:
            messages.success(request, f"{department}延期到{day(given['due_on'])}。")
            return redirect("round", period_code)
    context = {"round": held, "department": department, "standing": standing}
    return form_page(request, "reporting/extend.html", form, context)


def form_page(
    request: SignedInRequest, template: str, form: ReopenForm | ExtendForm, context: Mapping[str, object]
) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)


def asked_department(period_code: str, pk: int) -> Department:
    """One that the round asks. Raises Http404."""
    asked = Department.objects.filter(pk=pk, round_items__round__period_code=period_code)
    found = asked.distinct().first()
    if found is None:
        raise Http404("这一轮没有要这个单位填报的。请从“填报进度”页选择单位。")
    return found


def day(found: object) -> str:
    return f"{found:%Y年%-m月%-d日}"
