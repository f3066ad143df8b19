"""Why a whole file does not belong to this person or this page."""

from __future__ import annotations

from django.utils import timezone

from departments.models import Department, Person
from indicators.progress.periods import Frequency, Period
from reporting.workbooks.moments import Moment
from reporting.workbooks.parsed import FileKind, ParsedFile
from reporting.workbooks.wording import echo


def template_problem(
    file: ParsedFile, by: Person, period: Period | None, department: Department | None
) -> str:
    """Why the whole file is not for this person or this page, in one sentence; empty where it is."""
    if file.kind is FileKind.HISTORY and not by.is_coordinator:
        return "这是历史数据的表。历史数据由秘书处补录；填报本单位的数，请下载填报模板，填好后上传。"
    if file.kind is FileKind.HISTORY:
        return other_periods(file, period) if period else ""
    own = department.name if department else file.department
    return file.misdirection(period or file.period or this_quarter(), own) or unknown_department(file)


def other_periods(file: ParsedFile, period: Period) -> str:
    """Of a table of history, where one quarter alone was asked for."""
    found = {row.period for row in file.rows if not row.is_blank and not belongs(row.period, period)}
    if not found:
        return ""
    labels = [moment.label for moment in sorted(found, key=lambda moment: moment.code)]
    named = "、".join(labels[:3]) + (f"等 {len(labels)} 期" if len(labels) > 3 else "")
    return f"这个文件里有{named}的数，这里只收{period.label}的。请删去别的填报期，或不限定填报期。"


def belongs(moment: Moment, period: Period) -> bool:
    """What is asked for in that period: 2023Q4 asks for 2023Q4, 2023H2 and 2023."""
    return isinstance(moment, Period) and moment.end == period.end


def unknown_department(file: ParsedFile) -> str:
    """Nobody's notes could be kept."""
    if not file.department or Department.objects.filter(name=file.department).exists():
        return ""
    return f"没有叫“{echo(file.department)}”的单位。请照下载的填报模板写填报单位，改好后重新上传。"


def this_quarter() -> Period:
    """Only stands in where the file names no period, which is a problem of its own."""
    return Period.holding(timezone.localdate(), Frequency.QUARTERLY)
