"""Writes plan files, kind by kind over all of them, since each plan may name what stands in another."""

from __future__ import annotations

from departments.models import Department
from indicators.models import Indicator, Measure, Plan, Target, Theme
from tasks.models import Commitment, Duty, Task, TaskDepartment, TaskIndicator
from tasks.plan_files.entries import CommitmentEntry, IndicatorEntry, MeasureEntry, PlanFile, TaskEntry
from tasks.plan_files.existing import Existing
from tasks.plan_files.report import Deed
from tasks.plan_files.rows import UNSAID, Rows, Subject, Values

PLACES_PER_PLAN = 1000
"""Measures of all plans stand in one order: those of the second plan from 2001 on."""


class PlanRows:
    def __init__(self, existing: Existing, rows: Rows) -> None:
        self.existing, self.rows = existing, rows
        self.names = existing.department_names

    def write(self, files: list[PlanFile]) -> None:
        for step in (self.plan, self.themes, self.measures, self.tasks, self.indicators, self.commitments):
            for file in files:
                step(file)

    def department(self, name: str) -> Department | None:
        return self.existing.departments[self.names[name]] if name else None

    def plan_of(self, file: PlanFile) -> Plan:
        return self.existing.plans[file.plan.code]

    def plan(self, file: PlanFile) -> None:
        """A plan that is known keeps its place; a new one comes last."""
        entry, found = file.plan, self.existing.plans.get(file.plan.code)
        last = max((plan.position for plan in self.existing.plans.values()), default=0)
        fields = ("code", "title", "short_title", "document_number", "issuer", "issued_on", "start", "end")
        values = {field: getattr(entry, field) for field in (*fields, "on_track_from", "lagging_from")}
        values["position"] = found.position if found else last + 1
        row = self.rows.put(Plan, found, Subject("规划", entry.code, entry.where), values)
        self.existing.plans[row.code] = row

    def themes(self, file: PlanFile) -> None:
        plan, named = self.plan_of(file), {str(entry.name) for entry in file.themes}
        for position, entry in enumerate(file.themes, start=1):
            key = (plan.pk, str(entry.name))
            found = self.existing.themes.get(key) or self.renamed_theme(plan.pk, position, named)
            told = f"{plan.code} {found.name if found else entry.name}"
            values = {"plan": plan, "name": entry.name, "position": position}
            row = self.rows.put(Theme, found, Subject("领域", told, entry.where), values)
            self.existing.themes[key] = row

    def renamed_theme(self, plan: int, position: int, named: set[str]) -> Theme | None:
        """The one in the same place whose name the file no longer knows: its tasks and indicators stay."""
        for key, row in self.existing.themes.items():
            if key[0] == plan and row.position == position and row.name not in named:
                return self.existing.themes.pop(key)
        return None

    # --- measures ---

    def measures(self, file: PlanFile) -> None:
        first = self.plan_of(file).position * PLACES_PER_PLAN + 1
        for position, entry in enumerate(file.measures, start=first):
            found = self.existing.measures.get(entry.code)
            values = self.measure_values(entry, found) | {"position": position}
            aside = self.readings_stay(found)
            row = self.rows.put(Measure, found, Subject("数据项", entry.code, entry.where, aside), values)
            self.existing.measures[row.code] = row

    def measure_values(self, entry: MeasureEntry, found: Measure | None) -> dict[str, object]:
        fields = (
            "code",
            "name",
            "unit",
            "frequency",
            "basis",
            "scale",
            "higher_is_better",
            "reporting_basis",
        )
        texts = ("reference_definition", "reference_source", "note")
        confirmed = set(found.kept_fields) if found else set()
        return {
            **{field: getattr(entry, field) for field in (*fields, *texts)},
            "reporting_department": self.department(entry.reporting_department),
            "suggested_department": self.department(entry.suggested_department),
            "definition": entry.definition or UNSAID,
            "definition_source": entry.definition_source or UNSAID,
            "baseline_value": said(entry.baseline_value),
            "baseline_year": said(entry.baseline_year),
            # What the secretariat decided is no longer 待确认.
            "to_confirm": [str(field) for field in entry.to_confirm if field not in confirmed],
        }

    def readings_stay(self, measure: Measure | None) -> str:
        count = self.existing.readings.get(measure.pk, 0) if measure else 0
        return f"（已有 {count} 期数值，未改动）" if count else ""

    # --- tasks ---

    def tasks(self, file: PlanFile) -> None:
        plan = self.plan_of(file)
        for position, entry in enumerate(file.tasks, start=1):
            fields = ("code", "title", "text", "printed_departments")
            values: Values = {
                **{field: getattr(entry, field) for field in fields},
                "plan": plan,
                "theme": self.existing.themes[plan.pk, entry.theme],
                "position": position,
            }
            found = self.existing.tasks.get(entry.code)
            row = self.rows.put(Task, found, Subject("任务", entry.code, entry.where), values)
            self.existing.tasks[row.code] = row
            self.duties(entry, row)

    def duties(self, entry: TaskEntry, task: Task) -> None:
        named = [(name, Duty.LEAD) for name in entry.lead]
        named += [(name, Duty.RESPONSIBLE) for name in entry.responsible]
        for position, (name, duty) in enumerate(named, start=1):
            self.duty(entry, task, Duty(duty), name, position)
        self.drop_duties(task, {self.names[name] for name, _ in named})

    def duty(self, entry: TaskEntry, task: Task, duty: Duty, name: str, position: int) -> None:
        department = self.existing.departments[self.names[name]]
        values = {
            "task": task,
            "department": department,
            "duty": duty.value,
            "position": position,
            "printed_name": name,
        }
        found = self.existing.duties.get((task.pk, department.pk))
        key = f"{task.code} {department.name}"
        row = self.rows.put(TaskDepartment, found, Subject("分工", key, entry.where), values)
        self.existing.duties[task.pk, department.pk] = row

    def drop_duties(self, task: Task, named: set[str]) -> None:
        """The file's list replaces the old one; a file that names nobody leaves what was assigned."""
        names = {row.pk: row.name for row in self.existing.departments.values()}
        for key, row in list(self.existing.duties.items()):
            if row.task_id != task.pk or names[row.department_id] in named:
                continue
            told = f"{task.code} {names[row.department_id]}"
            if named:
                self.existing.duties.pop(key).delete()
            self.rows.report.tell(Deed.REMOVED if named else Deed.GONE, "分工", told)

    # --- indicators ---

    def indicators(self, file: PlanFile) -> None:
        plan = self.plan_of(file)
        for position, entry in enumerate(file.indicators, start=1):
            found = self.existing.indicators.get(entry.code)
            values = {
                **{field: getattr(entry, field) for field in ("code", "name", "nature", "notes")},
                "plan": plan,
                "theme": self.existing.themes[plan.pk, entry.theme],
                "measure": self.measure_for(entry, found, file),
                "position": position,
            }
            row = self.rows.put(Indicator, found, Subject("指标", entry.code, entry.where), values)
            self.existing.indicators[row.code] = row
            self.target(entry, row)
            self.link(entry, row)

    def measure_for(self, entry: IndicatorEntry, found: Indicator | None, file: PlanFile) -> Measure:
        """The file's, unless the secretariat split the indicator off: then it has a measure of its own
        code, which no file knows."""
        wanted = self.existing.measures[entry.measure]
        own = self.existing.measures.get(entry.code)
        in_file = any(measure.code == entry.code for measure in file.measures)
        if own is None or in_file or found is None or found.measure_id != own.pk:
            return wanted
        told = f"数据项为 {own.code}（文件：{wanted.code}）"
        self.rows.report.tell(Deed.KEPT, "指标", entry.code, told)
        return own

    def target(self, entry: IndicatorEntry, indicator: Indicator) -> None:
        target = entry.target
        fields = ("printed", "comparator", "threshold", "span", "kind", "due", "base_year")
        values = {
            **{field: getattr(target, field) for field in fields},
            "indicator": indicator,
            "tolerance": said(target.tolerance),
            "own_baseline_value": UNSAID,
            "own_baseline_year": UNSAID,
            "reference": self.existing.measures[target.reference] if target.reference else None,
        }
        found = self.existing.targets.get(indicator.pk)
        row = self.rows.put(Target, found, Subject("目标", indicator.code, target.where), values)
        self.existing.targets[indicator.pk] = row

    def link(self, entry: IndicatorEntry, indicator: Indicator) -> None:
        found = self.existing.links.get(indicator.pk)
        values = {"task": self.existing.tasks[entry.task], "indicator": indicator}
        row = self.rows.put(TaskIndicator, found, Subject("指标归属", indicator.code, entry.where), values)
        self.existing.links[indicator.pk] = row

    # --- commitments, last: they name indicators of any plan ---

    def commitments(self, file: PlanFile) -> None:
        for entry in file.tasks:
            task, named = self.existing.tasks[entry.code], {str(c.name) for c in entry.commitments}
            for position, commitment in enumerate(entry.commitments, start=1):
                found = self.existing.commitments.get((task.pk, str(commitment.name)))
                found = found or self.renamed_commitment(task.pk, position, commitment, named)
                self.commitment(commitment, found, task, position)

    def renamed_commitment(
        self, task: int, position: int, entry: CommitmentEntry, named: set[str]
    ) -> Commitment | None:
        """The one in the same place with the same sentence whose name the file no longer knows."""
        for key, row in self.existing.commitments.items():
            same = row.position == position and row.sentence == entry.sentence
            if key[0] == task and same and row.name not in named:
                return self.existing.commitments.pop(key)
        return None

    def commitment(self, entry: CommitmentEntry, found: Commitment | None, task: Task, position: int) -> None:
        fields = ("name", "sentence", "printed", "comparator", "threshold", "unit")
        values = {
            **{field: getattr(entry, field) for field in fields},
            "task": task,
            "position": position,
            "indicator": self.existing.indicators[entry.indicator] if entry.indicator else None,
        }
        told = f"{task.code} {found.name if found else entry.name}"
        row = self.rows.put(Commitment, found, Subject("量化要求", told, entry.where), values)
        self.existing.commitments[task.pk, row.name] = row


def said(value: object | None) -> object:
    return UNSAID if value is None else value
