"""Reads a plan file, or the file of departments, into entries that know their lines.

Only the form is judged here; what contradicts what is for ``checks``.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from departments.models import DepartmentKind
from indicators.choices import (
    BasisChoice,
    ComparatorChoice,
    FrequencyChoice,
    KindChoice,
    Nature,
    SpanChoice,
)
from tasks.plan_files.entries import (
    AnyFile,
    CommitmentEntry,
    DepartmentEntry,
    DepartmentsFile,
    EvaluationEntry,
    IndicatorEntry,
    MeasureEntry,
    PlanEntry,
    PlanFile,
    TargetEntry,
    TaskEntry,
    ThemeEntry,
    Where,
)
from tasks.plan_files.fields import Fields
from tasks.plan_files.problems import Problems
from tasks.plan_files.source import Block, Text, read_tree

FREQUENCIES = {code: code for code in FrequencyChoice.values}
BASES = {code: code for code in BasisChoice.values}
COMPARATORS = {code: code for code in ComparatorChoice.values}
SPANS = {code: code for code in SpanChoice.values}
KINDS = {code: code for code in KindChoice.values}
NATURES = {str(nature.label): nature.value for nature in Nature}


def read_file(path: Path, problems: Problems) -> AnyFile:
    """Raises PlanFileError at once for what is no YAML; all else is added to ``problems``."""
    return Reader(path.name, problems).file(read_tree(path))


def subject_of(kind: str, block: Block, key: str = "code") -> str:
    """How sentences call an entry: 指标 YF-12, or 第 98 行的指标 where it has no code."""
    called = block.values.get(key)
    if isinstance(called, Text):
        return f"{kind} {called} " if called.isascii() else f"{kind}“{called}”"
    return f"这一项{kind}"


class Reader:
    def __init__(self, file: str, problems: Problems) -> None:
        self.name, self.problems = file, problems

    def fields(self, block: Block, subject: str) -> Fields:
        return Fields(self.problems, self.name, block, subject)

    def file(self, root: Block) -> AnyFile:
        if "departments" in root.key_lines and "plan" not in root.key_lines:
            return self.departments_file(root)
        return self.plan_file(root)

    # --- departments ---

    def departments_file(self, root: Block) -> DepartmentsFile:
        fields = self.fields(root, "单位文件")
        found = [
            self.department(block, DepartmentKind.DEPARTMENT.value) for block in fields.blocks("departments")
        ]
        group = fields.block_of("subdistricts", required=False)
        self.repairs(fields)
        return DepartmentsFile(
            fields.where(), self.name, (*found, *(self.subdistricts(group) if group else ()))
        )

    def department(self, block: Block, kind: str, group: str = "") -> DepartmentEntry:
        fields = self.fields(block, subject_of("单位", block, "name"))
        name, aliases = fields.text("name"), fields.texts("aliases")
        return DepartmentEntry(fields.where(), name, kind, aliases, group)

    def subdistricts(self, block: Block) -> list[DepartmentEntry]:
        """The group itself, then its members. ``source`` is for whoever reads the file."""
        fields = self.fields(block, "单位组")
        group, _ = fields.text("group"), fields.text("source", required=False)
        members = fields.blocks("names")
        entry = DepartmentEntry(fields.where(), group, DepartmentKind.GROUP.value)
        return [entry, *(self.department(m, DepartmentKind.SUBDISTRICT.value, group) for m in members)]

    # --- the plan ---

    def plan_file(self, root: Block) -> PlanFile:
        fields = self.fields(root, "规划文件")
        plan = fields.block_of("plan") or Block(root.line)
        self.repairs(fields)
        return PlanFile(
            file=self.name,
            plan=self.plan(plan, told="plan" in fields.bad),
            themes=tuple(self.theme(block) for block in fields.blocks("themes")),
            tasks=tuple(self.task(block) for block in fields.blocks("tasks")),
            measures=tuple(self.measure(block) for block in fields.blocks("measures")),
            indicators=tuple(self.indicator(block) for block in fields.blocks("indicators")),
            where=fields.where(),
        )

    def plan(self, block: Block, told: bool) -> PlanEntry:
        """``told``: that there is no plan at all is one sentence, not eight."""
        fields = Fields(Problems() if told else self.problems, self.name, block, "规划")
        return PlanEntry(
            code=fields.text("code"),
            title=fields.text("title"),
            short_title=fields.text("short_title"),
            document_number=fields.text("document_number"),
            issuer=fields.text("issuer"),
            issued_on=fields.day("issued_on"),
            start=fields.day("start"),
            end=fields.day("end"),
            on_track_from=fields.number("on_track_from") or Decimal("0.95"),
            lagging_from=fields.number("lagging_from") or Decimal("0.60"),
            evaluations=self.evaluations(fields.block_of("evaluations", required=False)),
            where=fields.where(),
        )

    def evaluations(self, block: Block | None) -> tuple[EvaluationEntry, ...]:
        if block is None:
            return ()
        fields = self.fields(block, "评估安排")
        fields.text("sentence", required=False)
        found = tuple(self.evaluation(item) for item in fields.blocks("items"))
        fields.where()
        return found

    def evaluation(self, block: Block) -> EvaluationEntry:
        fields = self.fields(block, subject_of("评估", block, "name"))
        name, year = fields.text("name"), fields.year("year")
        return EvaluationEntry(fields.where(), name, year)

    def theme(self, block: Block) -> ThemeEntry:
        fields = self.fields(block, "领域")
        name = fields.text("name")
        return ThemeEntry(fields.where(), name)

    def repairs(self, fields: Fields) -> None:
        """Scan damage that was mended: for whoever reads the file; only its form is checked."""
        for block in fields.blocks("repairs", required=False):
            repair = self.fields(block, "修补记录")
            for key in ("place", "printed", "repaired"):
                repair.text(key)
            repair.where()

    # --- tasks ---

    def task(self, block: Block) -> TaskEntry:
        fields = self.fields(block, subject_of("任务", block))
        return TaskEntry(
            code=fields.text("code"),
            theme=fields.text("theme"),
            title=fields.text("title"),
            text=fields.text("text"),
            printed_departments=fields.text("printed_departments", required=False),
            lead=fields.texts("lead"),
            responsible=fields.texts("responsible"),
            commitments=tuple(self.commitment(b) for b in fields.blocks("commitments", required=False)),
            where=fields.where(),
        )

    def commitment(self, block: Block) -> CommitmentEntry:
        fields = self.fields(block, subject_of("量化要求", block, "name"))
        return CommitmentEntry(
            name=fields.text("name"),
            sentence=fields.text("sentence"),
            printed=fields.text("printed"),
            comparator=fields.choice("comparator", COMPARATORS, default=""),
            threshold=fields.number("threshold"),
            unit=fields.text("unit", required=False),
            indicator=fields.text("indicator", required=False),
            where=fields.where(),
        )

    # --- what is measured ---

    def measure(self, block: Block) -> MeasureEntry:
        fields = self.fields(block, subject_of("数据项", block))
        return MeasureEntry(
            code=fields.text("code"),
            name=fields.text("name"),
            unit=fields.text("unit"),
            frequency=fields.choice("frequency", FREQUENCIES),
            basis=fields.choice("basis", BASES, default=BasisChoice.POINT.value),
            scale=fields.number("scale"),
            higher_is_better=fields.flag("higher_is_better", default=True),
            definition=fields.text("definition", required=False),
            definition_source=fields.text("definition_source", required=False),
            reference_definition=fields.text("reference_definition", required=False),
            reference_source=fields.text("reference_source", required=False),
            reporting_department=fields.text("reporting_department", required=False),
            reporting_basis=fields.text("reporting_basis", required=False),
            suggested_department=fields.text("suggested_department", required=False),
            baseline_value=fields.number("baseline_value"),
            baseline_year=fields.year("baseline_year"),
            to_confirm=fields.texts("to_confirm"),
            note=fields.text("note", required=False),
            where=fields.where(),
        )

    def indicator(self, block: Block) -> IndicatorEntry:
        fields = self.fields(block, subject_of("指标", block))
        target = fields.block_of("target")
        return IndicatorEntry(
            code=fields.text("code"),
            name=fields.text("name"),
            theme=fields.text("theme"),
            nature=fields.choice("nature", NATURES, default=""),
            measure=fields.text("measure"),
            task=fields.text("task"),
            notes=fields.texts("notes"),
            target=self.target(target, fields.subject) if target else no_target(self.name, block.line),
            where=fields.where(),
        )

    def target(self, block: Block, subject: str) -> TargetEntry:
        fields = self.fields(block, subject)
        return TargetEntry(
            printed=fields.text("printed"),
            comparator=fields.choice("comparator", COMPARATORS),
            threshold=fields.number("threshold"),
            span=fields.choice("span", SPANS, default=SpanChoice.LATEST.value),
            kind=fields.choice("kind", KINDS, default=KindChoice.REACH.value),
            due=fields.day("due"),
            base_year=fields.year("base_year"),
            tolerance=fields.number("tolerance"),
            reference=fields.text("reference", required=False),
            where=fields.where(),
        )


def no_target(file: str, line: int) -> TargetEntry:
    """In the place of a target that is missing, which has already been said."""
    nothing, where = Text("", line), Where(file, line, {}, frozenset({"printed"}))
    return TargetEntry(where, nothing, "", None, "", "", None, None, None, nothing)
