"""Names what the database still holds of a plan and its file no longer says. Nothing is deleted here:
readings, notes and reports may hang on it, and what becomes of them is the secretariat's to decide."""

from __future__ import annotations

from tasks.plan_files.entries import PlanFile
from tasks.plan_files.existing import Existing
from tasks.plan_files.report import Deed, Report


class Gone:
    def __init__(self, existing: Existing, report: Report) -> None:
        self.existing, self.report = existing, report

    def tell(self, file: PlanFile) -> None:
        plan = self.existing.plans[file.plan.code]
        self.themes(file, plan.pk)
        self.tasks(file, plan.pk)
        self.indicators(file, plan.pk)
        self.measures(file)
        self.commitments(file)

    def say(self, kind: str, key: str, told: str = "") -> None:
        self.report.tell(Deed.GONE, kind, key, told)

    def themes(self, file: PlanFile, plan: int) -> None:
        named = {str(entry.name) for entry in file.themes}
        for plan_id, name in self.existing.themes:
            if plan_id == plan and name not in named:
                self.say("领域", f"{file.plan.code} {name}")

    def tasks(self, file: PlanFile, plan: int) -> None:
        named = {str(entry.code) for entry in file.tasks}
        for code, row in self.existing.tasks.items():
            if row.plan_id == plan and code not in named:
                self.say("任务", f"{code} {row.title}")

    def indicators(self, file: PlanFile, plan: int) -> None:
        named = {str(entry.code) for entry in file.indicators}
        for code, row in self.existing.indicators.items():
            if row.plan_id == plan and code not in named:
                self.say("指标", f"{code} {row.name}", self.with_readings(row.measure_id))

    def measures(self, file: PlanFile) -> None:
        """A measure is the plan's by its code; one that an indicator still uses is not gone, only split off."""
        named = {str(entry.code) for entry in file.measures}
        used = {row.measure_id for row in self.existing.indicators.values()}
        for code, row in self.existing.measures.items():
            if code.startswith(f"{file.plan.code}-") and code not in named and row.pk not in used:
                self.say("数据项", f"{code} {row.name}", self.with_readings(row.pk))

    def commitments(self, file: PlanFile) -> None:
        tasks = {self.existing.tasks[entry.code].pk: entry for entry in file.tasks}
        for task, name in self.existing.commitments:
            entry = tasks.get(task)
            if entry and name not in {commitment.name for commitment in entry.commitments}:
                self.say("量化要求", f"{entry.code} {name}")

    def with_readings(self, measure: int) -> str:
        count = self.existing.readings.get(measure, 0)
        return f"，已有 {count} 期数值" if count else ""
