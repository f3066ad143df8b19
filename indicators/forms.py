"""What the secretariat types when it decides. Forms parse; whether it may be decided so, the services say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from departments.models import Department, DepartmentKind
from indicators.choices import BasisChoice
from indicators.parsing import PERCENT, parse_number
from indicators.progress.periods import Period
from indicators.progress.terms import Basis, Verdict

OFFERED_VERDICTS = (
    Verdict.ACHIEVED,
    Verdict.ON_TRACK,
    Verdict.LAGGING,
    Verdict.AT_RISK,
    Verdict.MISSED,
    Verdict.UNPACED,
)
MOST_WORDS = 2000


class NumberField(forms.CharField):
    """As in the grid: 85, 85%, 12 分钟, １２．５; blank is None."""

    def __init__(self, *args: Any, units: Sequence[str] = PERCENT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": 16}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_number(text, self.units)
        except ValueError as problem:
            raise ValidationError(self.here(str(problem))) from None

    def here(self, sentence: str) -> str:
        """The parser speaks of the grid's columns."""
        said = sentence.replace("“本期值”", f"“{self.label}”")
        return said.replace("没有数请在“本期情况”选“暂无数据”或“不适用”。", "没有数请留空。")


class DecisionForm(forms.Form):
    """``seen_version`` is what stood when the page was opened, so that nothing is overwritten in silence."""

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="理由",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据的文件、来函或会议，会和改动一起留在修改记录里。",
        error_messages={
            "required": "请写明理由，例如依据的文件或来函。",
            "max_length": "理由太长，最多 2000 字。",
        },
    )
    is_conflict = False

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, NumberField):
                field.units = tuple({"%", "个百分点", unit} - {""})
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    @property
    def given(self) -> dict[str, Any]:
        """For the service: everything but what the view itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}


class BaselineForm(DecisionForm):
    value = NumberField(label="基期值", required=False, help_text="要取消基期，值和年份都留空。")
    year = forms.IntegerField(
        label="基期年份",
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}),
        help_text="四位数字，例如 2021。",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "年份请写成四位数字，例如 2021。"
        ),
    )


class ToleranceForm(DecisionForm):
    tolerance = NumberField(label="允许偏差", required=False, help_text="不小于 0。留空就用默认值。")


class DepartmentForm(DecisionForm):
    department = forms.ModelChoiceField(
        label="填报单位",
        queryset=Department.objects.none(),
        required=False,
        empty_label="（待明确）",
        error_messages={"invalid_choice": "没有这个单位，请重新选择。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = Department.objects.exclude(kind=DepartmentKind.GROUP)


class DefinitionForm(DecisionForm):
    definition = forms.CharField(
        label="口径",
        required=False,
        strip=True,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="分子、分母各数什么，什么时间，什么范围。留空表示待明确。",
    )
    source = forms.CharField(
        label="来源",
        required=False,
        max_length=200,
        help_text="写了口径就要写来源：文件名称、文号，或哪个单位何时来函。",
    )


class CountingForm(DecisionForm):
    basis = forms.TypedChoiceField(
        label="数据性质",
        choices=BasisChoice.choices,
        coerce=Basis,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一种。", "invalid_choice": "请选择一种。"},
    )


class PeriodForm(DecisionForm):
    """``periods`` are those that may be chosen, newest first."""

    period = forms.TypedChoiceField(
        label="填报期",
        coerce=Period.parse,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择填报期。"),
    )

    def __init__(self, *args: Any, periods: Sequence[Period] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period: Any = self.fields["period"]
        period.choices = [(each.code, each.label) for each in periods]


class OverrideForm(PeriodForm):
    verdict = forms.TypedChoiceField(
        label="认定为",
        choices=[(verdict.value, verdict.label) for verdict in OFFERED_VERDICTS],
        coerce=Verdict,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择认定的结论。"),
    )


class WithdrawForm(PeriodForm):
    """Takes a verdict set by hand back."""
