"""Plan files: read, checked against themselves and each other, and loaded."""

from tasks.plan_files.loader import load_plans
from tasks.plan_files.problems import PlanFileError
from tasks.plan_files.report import Report

__all__ = ["PlanFileError", "Report", "load_plans"]
