"""人工认定: set the verdict of a period by hand, or take that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from departments.access import Right, require
from departments.requests import SignedInRequest
from indicators.forms import OverrideForm, PeriodForm, WithdrawForm
from indicators.models import Indicator, VerdictOverride
from indicators.progress.periods import Period
from indicators.selectors.deciding import OverrideChoices, override_choices
from indicators.services.overrides import override_verdict, override_version, withdraw_override
from indicators.views.decisions import asked_indicator, done, show_newest


@require_http_methods(["GET", "HEAD", "POST"])
def decide_override(request: SignedInRequest, code: str) -> HttpResponse:
    require(request.user, Right.DECIDE)
    indicator = asked_indicator(code)
    choices = override_choices(indicator)
    form = OverrideForm(request.POST or None, periods=choices.periods, initial=initial(choices, request))
    if form.is_valid():
        given = form.given

        def carry_out() -> object:
            return override_verdict(
                indicator=indicator, **given, by=request.user, seen_version=form.cleaned_data["seen_version"]
            )

        if done(form, carry_out):
            verdict, period = given["verdict"], given["period"]
            messages.success(
                request, f"{code} {period.label}已认定为{verdict.label}，按数据计算的结论仍列在旁边。"
            )
            return redirect(as_it_stood(code, period))
        choices = override_choices(indicator)
        show_newest(form, override_version(choices.standing(given["period"])))
    return page(request, indicator, form, choices)


@require_POST
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    require(request.user, Right.DECIDE)
    indicator = asked_indicator(code)
    choices = override_choices(indicator)
    form = WithdrawForm(request.POST, periods=[Period.parse(held.period_code) for held in choices.held])
    if form.is_valid():
        given = form.given

        def carry_out() -> None:
            withdraw_override(
                indicator=indicator, **given, by=request.user, seen_version=form.cleaned_data["seen_version"]
            )

        if done(form, carry_out):
            messages.success(request, f"{code} {given['period'].label}的人工认定已撤销，恢复按数据计算。")
            return redirect(as_it_stood(code, given["period"]))
        choices = override_choices(indicator)
        show_newest(form, override_version(choices.standing(given["period"])))
    fresh = OverrideForm(periods=choices.periods, initial=initial(choices, request))
    return page(request, indicator, fresh, choices, form)


def as_it_stood(code: str, period: Period) -> str:
    """The indicator's page on the period's last day, where the decision shows."""
    return f"{reverse('indicator', args=[code])}?as_of={period.end.isoformat()}"


def initial(choices: OverrideChoices, request: SignedInRequest) -> dict[str, str]:
    """The period asked for in the address, else the one on which the page's verdict stands."""
    asked = request.GET.get("period", "")
    known = {period.code: period for period in choices.periods}
    period = known.get(asked) or choices.newest
    held = choices.standing(period) if period else None
    return {
        "period": period.code if period else "",
        "seen_version": override_version(held),
        "verdict": held.verdict if held else "",
    }


def page(
    request: SignedInRequest,
    indicator: Indicator,
    form: OverrideForm,
    choices: OverrideChoices,
    withdrawing: WithdrawForm | None = None,
) -> HttpResponse:
    return render(
        request,
        "indicators/override.html",
        {
            "indicator": indicator,
            "form": form,
            "choices": choices,
            "withdrawals": [
                (held, Period.parse(held.period_code).label, withdrawal(held, withdrawing))
                for held in choices.held
            ],
            "failed": withdrawing,
        },
    )


def withdrawal(held: VerdictOverride, tried: WithdrawForm | None) -> PeriodForm:
    """The form that was tried keeps what was typed; the others are fresh."""
    if tried is not None and tried.data.get("period") == held.period_code:
        return tried
    fresh = {"period": held.period_code, "seen_version": override_version(held)}
    periods = [Period.parse(held.period_code)]
    return WithdrawForm(periods=periods, initial=fresh, auto_id=f"id_{held.period_code}_%s")
