"""The secretariat's decisions as a list: what each page shows, what it asks, which service decides it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from departments.models import Person
from indicators import forms
from indicators.choices import BasisChoice
from indicators.models import Indicator, Measure, Target
from indicators.progress.numbers import difference_unit, format_number, with_unit
from indicators.selectors.catalogue import plain
from indicators.services import decisions as services

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """``of_target``: concerns this plan's target alone, not the measure that plans may share."""

    name: str
    title: str
    form: type[forms.DecisionForm]
    now: Callable[[Indicator], Facts]
    initial: Callable[[Indicator], dict[str, Any]]
    decide: Callable[..., object]
    of_target: bool = False
    effect: str = ""

    def subject(self, indicator: Indicator) -> Measure | Target:
        return indicator.target if self.of_target else indicator.measure

    def carry_out(
        self, indicator: Indicator, given: dict[str, Any], seen_version: int | None, by: Person
    ) -> None:
        subject = {"target": indicator.target} if self.of_target else {"measure": indicator.measure}
        self.decide(**subject, **given, seen_version=seen_version, by=by)


def number(value: Any, unit: str, nothing: str = "待录入") -> str:
    return nothing if value is None else with_unit(format_number(plain(value)), unit)


def typed(value: Any) -> str:
    """As somebody would type it."""
    return "" if value is None else f"{plain(value):f}"


def baseline_now(indicator: Indicator) -> Facts:
    measure = indicator.measure
    year = f"{measure.baseline_year}年 " if measure.baseline_year else ""
    asked = indicator.target.base_year
    named = [("文件写明与哪年相比", f"{asked}年")] if asked else []
    return [("现在的基期", year + number(measure.baseline_value, measure.unit)), *named]


def own_baseline_now(indicator: Indicator) -> Facts:
    target, unit = indicator.target, indicator.measure.unit
    year = f"{target.own_baseline_year}年 " if target.own_baseline_year else ""
    own = year + number(target.own_baseline_value, unit, "没有，用数据项的基期")
    return [("本目标另用的基期", own), *baseline_now(indicator)]


def tolerance_now(indicator: Indicator) -> Facts:
    unit = difference_unit(indicator.measure.unit)
    return [("现在的允许偏差", number(indicator.target.tolerance, unit, "默认")), ("单位", unit)]


def department_now(indicator: Indicator) -> Facts:
    measure = indicator.measure
    now, suggested = measure.reporting_department, measure.suggested_department
    facts = [("现在的填报单位", now.name if now else "待明确")]
    facts += [("依据", measure.reporting_basis.removeprefix("依据："))] if measure.reporting_basis else []
    return facts + ([("建议", f"{suggested.name}（待秘书处确认）")] if suggested else [])


def definition_now(indicator: Indicator) -> Facts:
    measure = indicator.measure
    facts = [("现在的口径", measure.definition or "待明确")]
    facts += [("来源", measure.definition_source)] if measure.definition_source else []
    reference = f"{measure.reference_definition}（来源：{measure.reference_source}，待确认）"
    return facts + ([("参考口径", reference)] if measure.reference_definition else [])


def counting_now(indicator: Indicator) -> Facts:
    confirm = "（默认，待确认）" if "basis" in indicator.measure.to_confirm else ""
    return [("现在的数据性质", BasisChoice(indicator.measure.basis).label + confirm)]


def sharing_now(indicator: Indicator) -> Facts:
    codes = [each.code for each in indicator.measure.indicators.order_by("plan__position")]
    return [("现在共用一个数据项的指标", "、".join(codes))]


BASELINE = Decision(
    name="decide_baseline",
    title="基期",
    form=forms.BaselineForm,
    now=baseline_now,
    initial=lambda i: {"value": typed(i.measure.baseline_value), "year": i.measure.baseline_year},
    decide=services.set_baseline,
    effect="序时应达、相对进度和照此推算都从基期算起。",
)
OWN_BASELINE = Decision(
    name="decide_own_baseline",
    title="本目标另用的基期",
    form=forms.BaselineForm,
    now=own_baseline_now,
    initial=lambda i: {"value": typed(i.target.own_baseline_value), "year": i.target.own_baseline_year},
    decide=services.set_own_baseline,
    of_target=True,
    effect="填了以后，这个目标不再用数据项的基期。",
)
TOLERANCE = Decision(
    name="decide_tolerance",
    title="允许偏差",
    form=forms.ToleranceForm,
    now=tolerance_now,
    initial=lambda i: {"tolerance": typed(i.target.tolerance)},
    decide=services.set_tolerance,
    of_target=True,
    effect="只用于“每年保持”“保持稳定”“稳步提升”“基本同步”的目标。",
)
DEPARTMENT = Decision(
    name="decide_department",
    title="填报单位",
    form=forms.DepartmentForm,
    now=department_now,
    initial=lambda i: {"department": i.measure.reporting_department},
    decide=services.set_reporting_department,
    effect="以后各期和还没有发布的轮次由新的单位填报，已有的数据不变。",
)
DEFINITION = Decision(
    name="decide_definition",
    title="口径",
    form=forms.DefinitionForm,
    now=definition_now,
    initial=lambda i: {"definition": i.measure.definition, "source": i.measure.definition_source},
    decide=services.set_definition,
    effect="只改写明的文字，不改已有的数据和结论。",
)
COUNTING = Decision(
    name="decide_counting",
    title="数据性质",
    form=forms.CountingForm,
    now=counting_now,
    initial=lambda i: {"basis": i.measure.basis},
    decide=services.set_counting,
    effect="时点数按最新值判断；本期发生数和年内累计数按全年判断。选定后不再是待确认。",
)
SPLIT = Decision(
    name="decide_split",
    title="数据项拆分",
    form=forms.DecisionForm,
    now=sharing_now,
    initial=lambda _: {},
    decide=services.split_measure,
    of_target=True,
    effect="拆分后，本指标另立数据项，从头填报；已有的数据留在原数据项。拆分不能撤回。",
)
DECISIONS = (BASELINE, OWN_BASELINE, TOLERANCE, DEPARTMENT, DEFINITION, COUNTING, SPLIT)
