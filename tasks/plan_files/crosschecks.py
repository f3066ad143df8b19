"""What only several files, or a file and the database, can contradict: departments, shared measures,
indicators of another plan, and each target against what it measures."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.plan_files.checks_of_targets import Told
from tasks.plan_files.checks_of_terms import Measured, check_terms, terms_of_entry, terms_of_row
from tasks.plan_files.entries import (
    AnyFile,
    DepartmentEntry,
    DepartmentsFile,
    IndicatorEntry,
    MeasureEntry,
    PlanFile,
    TaskEntry,
)
from tasks.plan_files.existing import Existing
from tasks.plan_files.problems import Problems
from tasks.plan_files.source import Text

LOAD_TOGETHER = "如果它在另一个文件里，请把两个文件一起载入。"


def check_together(files: list[AnyFile], existing: Existing, problems: Problems) -> None:
    """``existing`` knows what the files need not repeat."""
    Crosschecks(files, existing, problems).run()


class Crosschecks:
    def __init__(self, files: list[AnyFile], existing: Existing, problems: Problems) -> None:
        self.problems = problems
        self.plans = [file for file in files if isinstance(file, PlanFile)]
        self.lists = [file for file in files if isinstance(file, DepartmentsFile)]
        self.known_departments = existing.departments.keys()
        self.names = existing.department_names | names_in(self.lists)
        self.plan_codes = {*existing.plans, *(str(file.plan.code) for file in self.plans)}
        self.measures: dict[str, Measured | None] = {
            code: terms_of_row(row) for code, row in existing.measures.items()
        }
        self.measures |= {str(entry.code): terms_of_entry(entry) for entry in self.entries()}
        self.used = {code for i in self.indicator_entries() for code in (i.measure, i.target.reference)}
        self.indicators = {*existing.indicators, *(str(entry.code) for entry in self.indicator_entries())}

    def entries(self) -> Iterator[MeasureEntry]:
        return (measure for file in self.plans for measure in file.measures)

    def indicator_entries(self) -> Iterator[IndicatorEntry]:
        return (indicator for file in self.plans for indicator in file.indicators)

    def run(self) -> None:
        self.only_once()
        for file in self.plans:
            for task in file.tasks:
                self.task(task)
            for measure in file.measures:
                self.measure(measure, file)
            for indicator in file.indicators:
                self.indicator(indicator, file)

    def add(self, file: str, line: int, sentence: str) -> None:
        self.problems.add(file, line, sentence)

    # --- the same thing in two files ---

    def only_once(self) -> None:
        for extra in self.lists[1:]:
            self.add(extra.file, 0, f"单位文件只能有一个，前面已有 {self.lists[0].file}。")
        for file in self.lists:
            for entry in file.departments:
                self.aliases(entry)
        self.apart("规划编码", [(file.file, file.plan.code) for file in self.plans])
        self.apart("数据项编码", [(entry.where.file, entry.code) for entry in self.entries()])

    def aliases(self, entry: DepartmentEntry) -> None:
        """A department whose name became an alias is renamed; two departments cannot become one."""
        own = {str(other.name) for file in self.lists for other in file.departments}
        known = self.known_departments
        taken = [alias for alias in entry.aliases if alias in known and alias not in own]
        for alias in taken if entry.name in known else taken[1:]:
            told = f"“{alias}”在系统里是另一个单位，不能又是“{entry.name}”的别名。"
            self.add(entry.where.file, alias.line, told)

    def apart(self, kind: str, found: list[tuple[str, Text]]) -> None:
        first: dict[str, tuple[str, int]] = {}
        for file, code in found:
            held, line = first.setdefault(str(code), (file, code.line))
            if held != file:
                self.add(file, code.line, f"{kind} {code} 重复，{held} 第 {line} 行已有。")

    # --- departments ---

    def task(self, task: TaskEntry) -> None:
        named: dict[str, Text] = {}
        for name in (*task.lead, *task.responsible):
            meant = self.department(name, task.where.file, f"任务 {task.code} ")
            if meant in named:
                other = named[meant]
                told = f"任务 {task.code} 里的“{name}”和第 {other.line} 行的“{other}”是同一个单位。"
                self.add(task.where.file, name.line, told)
            named[meant] = name
        self.printed(task)
        for commitment in task.commitments:
            if commitment.indicator and commitment.indicator not in self.indicators:
                told = f"任务 {task.code} 的量化要求“{commitment.name}”对应的指标 {commitment.indicator} 不存在。"
                self.add(task.where.file, commitment.indicator.line, told + LOAD_TOGETHER)

    def printed(self, task: TaskEntry) -> None:
        """A department that the bracket prints is one of the leads or of the responsible."""
        rest = str(task.printed_departments)
        for name in sorted((*task.lead, *task.responsible), key=len, reverse=True):
            rest = rest.replace(name, "", 1)
        left_out = max((name for name in self.names if name in rest), key=len, default="")
        if left_out:
            told = f"任务 {task.code} 印发的分工里有“{left_out}”，牵头单位和负责单位里没有。"
            self.add(task.where.file, task.printed_departments.line, told)

    def department(self, name: Text, file: str, called: str) -> str:
        if name and name not in self.names:
            self.add(file, name.line, f"{called}的单位“{name}”不认识。请写单位表中的名称或别名。")
        return self.names.get(name, str(name))

    # --- measures and indicators ---

    def measure(self, entry: MeasureEntry, file: PlanFile) -> None:
        called = f"数据项 {entry.code} "
        self.department(entry.reporting_department, file.file, called)
        self.department(entry.suggested_department, file.file, called)
        plan = entry.code.partition("-")[0]
        if plan in self.plan_codes and plan != file.plan.code:
            told = f"{called}按编码属于规划 {plan}，应写在那个规划的文件里。"
            self.add(file.file, entry.code.line, told)
        if entry.code and entry.code not in self.used:
            self.add(file.file, entry.code.line, f"{called}没有指标用到，也没有目标参照它。")

    def indicator(self, indicator: IndicatorEntry, file: PlanFile) -> None:
        told = Told(self.problems, indicator.where, f"指标 {indicator.code} ")
        about = Told(self.problems, indicator.target.where, f"指标 {indicator.code} ")
        reference = indicator.target.reference
        if reference and reference not in self.measures:
            about.say("reference", f"参照的数据项 {reference} 不存在。{LOAD_TOGETHER}")
        if indicator.measure and indicator.measure not in self.measures:
            told.say("measure", f"用的数据项 {indicator.measure} 不存在。{LOAD_TOGETHER}")
            return
        measured = self.measures.get(indicator.measure)
        if measured is not None:
            check_terms(indicator.target, measured, file.plan, about)


def names_in(lists: list[DepartmentsFile]) -> dict[str, str]:
    """Every name and alias with the name of the department that it means."""
    entries = [entry for file in lists for entry in file.departments]
    aliases = {str(alias): str(entry.name) for entry in entries for alias in entry.aliases}
    return aliases | {str(entry.name): str(entry.name) for entry in entries}
