"""Whose quarter a page of reporting is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from departments.access import Right, may, may_report_for, require_reporter
from departments.models import Department
from departments.requests import SignedInRequest
from departments.selectors import departments_with_people
from indicators.progress.periods import Period
from reporting.models import Round
from reporting.selectors.department_grid import DepartmentQuarter, department_quarter
from reporting.selectors.report import begun_quarters, default_quarter
from reporting.selectors.rounds import newest_taking

NO_DEPARTMENT = "没有这个单位。请从“单位填报”页选择单位。"


@dataclass(frozen=True, slots=True)
class Whose:
    """``department`` is None until the secretariat has chosen one, ``period`` before any plan begins."""

    department: Department | None
    period: Period | None
    round: Round | None
    quarters: list[Period]
    chooses: bool

    def address(self, name: str, **more: str) -> str:
        """Of the same quarter's other page; a liaison's needs no department."""
        named = {"period": self.period.code} if self.period else {}
        chosen = {"department": str(self.department.pk)} if self.chooses and self.department else {}
        return f"{reverse(name)}?{urlencode({**named, **chosen, **more})}"


def whose(request: SignedInRequest) -> Whose:
    """Raises PermissionDenied, Http404."""
    require_reporter(request.user)
    quarters = begun_quarters()
    rounds = {held.period_code: held for held in Round.objects.all()}
    period = chosen_quarter(request, quarters, rounds)
    chooses = may(request.user, Right.RECORD)
    department = chosen_department(request) if chooses else request.user.department
    return Whose(department, period, rounds.get(period.code) if period else None, quarters, chooses)


def whose_round(request: SignedInRequest) -> tuple[Whose, Round, Department]:
    """For pages that make no sense without: raises Http404 where there is none."""
    found = whose(request)
    if found.department is None:
        raise Http404(NO_DEPARTMENT)
    if found.round is None:
        raise Http404("这一季度还没有开放填报，没有可以报送的。请从“我的填报”页选择填报期。")
    return found, found.round, found.department


def chosen_quarter(
    request: SignedInRequest, quarters: list[Period], rounds: Mapping[str, Round]
) -> Period | None:
    """Where none is named, the one that is being reported."""
    code = request.GET.get("period", "")
    if not code:
        taking = newest_taking(rounds.values())
        return taking.period if taking else default_quarter(quarters)
    found = next((quarter for quarter in quarters if quarter.code == code), None)
    if found is None:
        raise Http404(f"“{code[:10]}”不能填报。请从“我的填报”页选择填报期。")
    return found


def chosen_department(request: SignedInRequest) -> Department | None:
    named = request.GET.get("department", "")
    if not named:
        return None
    found = departments_with_people().filter(pk=int(named[:9])).first() if named.isdecimal() else None
    if found is None:
        raise Http404(NO_DEPARTMENT)
    return found


def open_quarter(request: SignedInRequest, period_code: str, pk: int) -> DepartmentQuarter:
    """For saving one row. Raises PermissionDenied, also where the quarter takes no reports, and Http404."""
    require_reporter(request.user)
    if not may_report_for(request.user, pk):
        raise PermissionDenied("只能填报本单位的内容。请刷新页面后再试。")
    department = departments_with_people().filter(pk=pk).first()
    held = Round.objects.filter(period_code=period_code).first()
    if department is None or held is None:
        raise Http404("这一季度还没有开放填报。请从“我的填报”页选择填报期。")
    found = department_quarter(department, held.period, held, reader=request.user)
    if found.closed_because:
        raise PermissionDenied(found.closed_because)
    return found
