"""All readings as one file, which can be imported again."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.forms.readings import read_asked
from dashboard.reading_exports import readings_table
from dashboard.selectors.readings_export import Asked, lines
from departments.access import Right, require
from departments.requests import SignedInRequest
from departments.sheets import file_response


@require_safe
def readings_file(request: SignedInRequest, kind: str) -> HttpResponse:
    require(request.user, Right.SEE)
    asked = read_asked(request.GET)
    return file_response(readings_table(lines(asked, request.user), file_name(asked)), kind)


def file_name(asked: Asked) -> str:
    said = (asked.plan, asked.period.code if asked.period else "", timezone.localdate().isoformat())
    return "_".join(["全部数值", *(part for part in said if part)])
