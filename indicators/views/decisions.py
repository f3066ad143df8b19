"""The secretariat's forms: see what stands, decide with a reason, back to the indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.access import Right, require
from departments.forms import tell
from departments.requests import SignedInRequest
from indicators.decisions import Decision
from indicators.forms import DecisionForm
from indicators.models import Indicator
from indicators.selectors.deciding import indicator_to_decide
from indicators.services.decisions import ChangedMeanwhile


def view_of(decision: Decision) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: SignedInRequest, code: str) -> HttpResponse:
        require(request.user, Right.DECIDE)
        indicator = asked_indicator(code)
        version = decision.subject(indicator).version
        initial = {**decision.initial(indicator), "seen_version": version}
        form = decision.form(request.POST or None, initial=initial, unit=indicator.measure.unit)
        if form.is_valid():
            if done(form, lambda: decision.carry_out(indicator, form.given, seen(form), request.user)):
                messages.success(request, f"{indicator.code} 的{decision.title}已保存，结论已重新计算。")
                return redirect("indicator", code)
            indicator = asked_indicator(code)
            show_newest(form, decision.subject(indicator).version)
        return page(request, indicator, form, decision)

    return view


def page(
    request: SignedInRequest, indicator: Indicator, form: DecisionForm, decision: Decision
) -> HttpResponse:
    sharing = list(indicator.measure.indicators.select_related("target", "plan").order_by("plan__position"))
    return render(
        request,
        "indicators/decision.html",
        {
            "indicator": indicator,
            "form": form,
            "title": decision.title,
            "now": decision.now(indicator),
            "effect": decision.effect,
            "concerned": [indicator] if decision.of_target else sharing,
            "is_shared": len(sharing) > 1,
            "of_target": decision.of_target,
        },
    )


def asked_indicator(code: str) -> Indicator:
    indicator = indicator_to_decide(code)
    if indicator is None:
        raise Http404(f"没有编码为“{code[:20]}”的指标。编码写成 FZ-01 或 YF-12。")
    return indicator


def seen(form: DecisionForm) -> int | None:
    """What is not a version any more was never seen: the service then takes it for a conflict."""
    text = form.cleaned_data["seen_version"]
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def done(form: DecisionForm, carry_out: Callable[[], object]) -> bool:
    """Whether the service took it; its refusal stands in the form, beside the field it is about."""
    try:
        carry_out()
    except ValidationError as refused:
        tell(form, refused)
        form.is_conflict = isinstance(refused, ChangedMeanwhile)
        return False
    return True


def show_newest(form: DecisionForm, version: Any) -> None:
    """After a conflict the newest values are on the page, and so have been seen."""
    if form.is_conflict:
        form.data = {**form.data.dict(), "seen_version": str(version)}  # type: ignore[attr-defined]  # a QueryDict
