"""The service behind ``load_plan``: plan files into the database, all or nothing, each change told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from departments.models import DepartmentKind
from indicators.services import revisions
from tasks.plan_files.checks import check_file
from tasks.plan_files.crosschecks import check_together
from tasks.plan_files.department_rows import DepartmentRows
from tasks.plan_files.entries import AnyFile, DepartmentsFile, PlanFile
from tasks.plan_files.existing import Existing
from tasks.plan_files.gone import Gone
from tasks.plan_files.plan_rows import PlanRows
from tasks.plan_files.problems import PlanFileError, Problems
from tasks.plan_files.reader import read_file
from tasks.plan_files.report import Report
from tasks.plan_files.rows import Rows

OWN_FILES = ("departments.yaml", "FZ.yaml", "YF.yaml")


def own_paths() -> list[Path]:
    return [settings.BASE_DIR / "fixtures" / name for name in OWN_FILES]


def load_plans(paths: Sequence[Path] | None = None) -> Report:
    """Loads or updates departments and plans; without paths, those that come with the project.

    Raises PlanFileError with every contradiction and its line; nothing is written then. Readings are never
    touched, nor what the secretariat decided (``kept_fields``): the report says where the file differs.
    """
    problems = Problems()
    files = read_all(paths or own_paths(), problems)
    if len(files) < len(problems.files) or any(file.where.bad for file in files):
        problems.raise_if_any()
    for file in files:
        check_file(file, problems)
    return write(files, problems)


def read_all(paths: Sequence[Path], problems: Problems) -> list[AnyFile]:
    files = []
    for path in paths:
        problems.begin(path.name)
        try:
            files.append(read_file(path, problems))
        except PlanFileError as error:
            problems.found += error.problems
    return files


@transaction.atomic
def write(files: list[AnyFile], problems: Problems) -> Report:
    existing, report = Existing(), Report(size_of(files))
    check_together(files, existing, problems)
    problems.raise_if_any()
    rows = Rows(report)
    for file in files:
        if isinstance(file, DepartmentsFile):
            DepartmentRows(existing, rows).write(file.departments)
    plans = [file for file in files if isinstance(file, PlanFile)]
    PlanRows(existing, rows).write(plans)
    for plan in plans:
        Gone(existing, report).tell(plan)
    if report.changed_anything:
        revisions.bump()
    return report


def size_of(files: list[AnyFile]) -> dict[str, int]:
    size: Counter[str] = Counter()
    for file in files:
        size += size_of_plan(file) if isinstance(file, PlanFile) else size_of_departments(file)
    return dict(size)


def size_of_plan(file: PlanFile) -> Counter[str]:
    commitments = sum(len(task.commitments) for task in file.tasks)
    counted = {"规划": 1, "指标": len(file.indicators), "任务": len(file.tasks), "量化要求": commitments}
    return Counter(counted)


def size_of_departments(file: DepartmentsFile) -> Counter[str]:
    groups = sum(entry.kind == DepartmentKind.GROUP for entry in file.departments)
    return Counter({"单位": len(file.departments) - groups, "单位组": groups})
