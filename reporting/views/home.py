"""Where entry begins: every plan's quarters with what is left in each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from departments.access import Right, require
from departments.requests import SignedInRequest
from reporting.selectors.plan_counts import PlanCounts, plan_counts


@require_safe
def entry_home(request: SignedInRequest) -> HttpResponse:
    require(request.user, Right.RECORD)
    plans = plan_counts()
    return render(request, "reporting/home.html", {"plans": plans, "finding": finding(plans)})


def finding(plans: list[PlanCounts]) -> str:
    """The heading: how much is left in the newest quarter that has ended."""
    ended = [(counts, q) for counts in plans for q in counts.quarters if q.has_ended]
    if not ended:
        return "还没有可以填报的期"
    newest = max(quarter.quarter.end for _, quarter in ended)
    last = [(counts, q) for counts, q in ended if q.quarter.end == newest]
    label = last[0][1].quarter.label
    parts = [f"{counts.plan.short_title}还有 {q.left} 项" for counts, q in last if q.left]
    return f"{label}：{'，'.join(parts)}未填" if parts else f"{label}：各项指标都已填报"
