"""What one file may not say because the same file says otherwise; each sentence names the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from tasks.plan_files.checks_of_targets import check_commitment, check_target
from tasks.plan_files.entries import (
    AnyFile,
    DepartmentsFile,
    IndicatorEntry,
    MeasureEntry,
    PlanEntry,
    PlanFile,
    TaskEntry,
)
from tasks.plan_files.problems import Problems
from tasks.plan_files.source import Text

PLAN_CODE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
MEASURE_FIELDS = {field.name for field in fields(MeasureEntry)} - {"where", "code", "to_confirm"}


def check_file(file: AnyFile, problems: Problems) -> None:
    if isinstance(file, PlanFile):
        Checks(file, problems).run()
    else:
        check_departments(file, problems)


def check_departments(file: DepartmentsFile, problems: Problems) -> None:
    """One name, one department: aliases count as names."""
    names = [name for entry in file.departments for name in (entry.name, *entry.aliases)]
    check_repeats(names, "单位名称或别名", file.file, problems)


def check_repeats(found: Iterable[Text], kind: str, file: str, problems: Problems) -> None:
    first: dict[str, int] = {}
    for text in found:
        if text in first:
            problems.add(file, text.line, f"{kind} {text} 重复，前面第 {first[text]} 行已有。")
        elif text:
            first[str(text)] = text.line


class Checks:
    def __init__(self, file: PlanFile, problems: Problems) -> None:
        self.content, self.problems = file, problems
        self.theme_names = {str(theme.name) for theme in file.themes}
        self.task_codes = {str(task.code) for task in file.tasks}

    def run(self) -> None:
        self.plan(self.content.plan)
        self.codes()
        for task in self.content.tasks:
            self.task(task)
        for measure in self.content.measures:
            self.measure(measure)
        for indicator in self.content.indicators:
            self.indicator(indicator)
        self.uses()

    def add(self, line: int, sentence: str) -> None:
        self.problems.add(self.content.file, line, sentence)

    def plan(self, plan: PlanEntry) -> None:
        if plan.code and not PLAN_CODE.fullmatch(plan.code):
            self.add(
                plan.code.line, f"规划编码“{plan.code}”要用大写字母开头，只用大写字母和数字，最多 10 个。"
            )
        if plan.start and plan.end and plan.start >= plan.end:
            self.add(plan.where.line_of("start"), f"规划期起 {plan.start} 不早于规划期止 {plan.end}。")
        if not 0 < plan.lagging_from < plan.on_track_from <= 1:
            self.add(
                plan.where.line_of("on_track_from", "lagging_from"),
                f"进展正常的下限 {plan.on_track_from} 要大于进展滞后的下限 {plan.lagging_from}，"
                "两者都在 0 和 1 之间。",
            )
        for evaluation in plan.evaluations:
            if evaluation.year and not self.within(evaluation.year):
                told = f"{evaluation.name}的年份 {evaluation.year} 不在规划期内。"
                self.add(evaluation.where.line_of("year"), told)

    def within(self, year: int) -> bool:
        plan = self.content.plan
        return not (plan.start and plan.end) or plan.start.year <= year <= plan.end.year

    # --- codes and names ---

    def codes(self) -> None:
        file = self.content
        named: dict[str, list[Text]] = {
            "领域": [theme.name for theme in file.themes],
            "任务编码": [task.code for task in file.tasks],
            "数据项编码": [measure.code for measure in file.measures],
            "指标编码": [indicator.code for indicator in file.indicators],
        }
        for kind, found in named.items():
            check_repeats(found, kind, file.file, self.problems)
        self.numbering(named["任务编码"], "任务编码", f"{file.plan.code}-T")
        self.numbering(named["指标编码"], "指标编码", f"{file.plan.code}-")

    def numbering(self, codes: list[Text], kind: str, prefix: str) -> None:
        """01, 02, 03 … in the order of the file, as the document prints them."""
        previous = 0
        for code in dict.fromkeys(codes) if self.content.plan.code else ():
            if not code:
                previous += 1  # that it is missing has been said
                continue
            match = re.fullmatch(rf"{re.escape(prefix)}([0-9]{{2,3}})", code)
            if match is None:
                self.add(code.line, f"{kind}“{code}”应是 {prefix} 加两位序号，例如 {prefix}01。")
                continue
            if int(match[1]) != previous + 1:
                wanted = f"{prefix}{previous + 1:02}"
                self.add(code.line, f"{kind} {code} 前面缺 {wanted}。编码要从 01 起，按顺序连续编号。")
            previous = int(match[1])

    # --- entries ---

    def task(self, task: TaskEntry) -> None:
        self.known(task.theme, self.theme_names, f"任务 {task.code} 的领域")
        for name in (*task.lead, *task.responsible):
            if task.printed_departments and name not in task.printed_departments:
                self.add(name.line, f"任务 {task.code} 的“{name}”不在印发的分工（printed_departments）里。")
        names = [commitment.name for commitment in task.commitments]
        check_repeats(names, f"任务 {task.code} 的量化要求", self.content.file, self.problems)
        for commitment in task.commitments:
            check_commitment(commitment, task, self.problems)

    def known(self, name: Text, names: set[str], what: str) -> None:
        if name and name not in names:
            self.add(name.line, f"{what}“{name}”在本文件里没有。")

    def measure(self, measure: MeasureEntry) -> None:
        where, called = measure.where, f"数据项 {measure.code} "
        if measure.scale is not None and measure.scale <= 0:
            self.add(where.line_of("scale"), f"{called}的比率倍数（scale）要大于 0。")
        elif measure.unit == "%" and measure.scale not in {None, 100}:
            self.add(where.line_of("scale"), f"{called}的单位是 %，比率倍数（scale）只能是 100。")
        if (measure.baseline_value is None) != (measure.baseline_year is None) and not where.bad:
            self.add(
                where.line_of("baseline_value", "baseline_year"), f"{called}的基期值和基期年份要一起写。"
            )
        self.sources(measure)
        for confirm in measure.to_confirm:
            if confirm not in MEASURE_FIELDS:
                self.add(confirm.line, f"{called}的待确认项（to_confirm）“{confirm}”不认识。")

    def sources(self, measure: MeasureEntry) -> None:
        """A 口径 is written only with its source; nothing is invented."""
        if measure.definition and not measure.definition_source:
            self.unsourced(measure, "definition", "definition_source")
        if measure.reference_definition and not measure.reference_source:
            self.unsourced(measure, "reference_definition", "reference_source")

    def unsourced(self, measure: MeasureEntry, field: str, source: str) -> None:
        told = f"数据项 {measure.code} 写了口径（{field}），没有写来源（{source}）。"
        self.add(measure.where.line_of(field), told)

    def indicator(self, indicator: IndicatorEntry) -> None:
        self.known(indicator.theme, self.theme_names, f"指标 {indicator.code} 的领域")
        self.known(indicator.task, self.task_codes, f"指标 {indicator.code} 的任务")
        check_target(indicator, self.content.plan, self.problems)

    def uses(self) -> None:
        """Each indicator has a measure of its own in this plan, known by the code of the indicator."""
        users: dict[str, Text] = {}
        for indicator in self.content.indicators:
            code = indicator.measure
            if code in users:
                other = users[code]
                told = f"指标 {indicator.code} 和第 {other.line} 行的指标用同一个数据项 {code}。"
                self.add(code.line, f"{told}同一规划的两项指标不能共用。")
            elif code:
                users[str(code)] = code
        for indicator in self.content.indicators:
            self.own_code(indicator)

    def own_code(self, indicator: IndicatorEntry) -> None:
        """A measure that stands in this file is addressed by the indicator that uses it."""
        own = {str(measure.code) for measure in self.content.measures}
        if indicator.measure in own and self.misnamed(indicator):
            told = f"指标 {indicator.code} 用的数据项 {indicator.measure} 也在本文件里，"
            self.add(indicator.measure.line, f"{told}编码应与指标相同，写成 {indicator.code}。")

    def misnamed(self, indicator: IndicatorEntry) -> bool:
        """Not where the indicator's own code is missing or given twice: then that is what is wrong."""
        same = [other for other in self.content.indicators if other.code == indicator.code]
        return bool(indicator.code) and len(same) == 1 and indicator.measure != indicator.code
