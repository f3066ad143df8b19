"""What the secretariat types about rounds. Forms parse; whether it may be done, the services say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.progress.periods import Period
from indicators.services.moving import LONGEST_REASON

TICK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
MOST_TICKS = 2000


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        said = dict.fromkeys(("required", "invalid"), "请写日期，例如 2024-01-15。")
        super().__init__(widget=widget, error_messages=said, **kwargs)


class ReasonField(forms.CharField):
    def __init__(self, *, required_words: str, **kwargs: Any) -> None:
        said = {"required": required_words, "max_length": f"最多 {LONGEST_REASON} 字，请缩短。"}
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(widget=widget, max_length=LONGEST_REASON, error_messages=said, **kwargs)


class OpenRoundForm(forms.Form):
    period = forms.TypedChoiceField(
        label="填报期",
        coerce=Period.parse,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择填报期。"),
    )
    opens_on = DayField(label="开放日", help_text="从这一天起各单位可以填报。")
    due_on = DayField(label="截止日", help_text="过了这一天报送的，记为逾期。")

    def __init__(self, *args: Any, periods: Iterable[Period] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period: Any = self.fields["period"]
        period.choices = [(each.code, each.label) for each in periods]


class ReopenForm(forms.Form):
    due_on = DayField(label="新的截止日")


class ExtendForm(forms.Form):
    due_on = DayField(label="延期到")
    reason = ReasonField(
        label="理由", help_text="例如来函文号。会留在记录里。", required_words="请写明延期的理由。"
    )


class ReturnForm(forms.Form):
    """``seen`` is the answer's version that the reviewer had before her."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(
        label="退回理由",
        help_text="写明哪里要改、怎么改。填报单位会看到这段话。",
        required_words="请写明退回的理由，说明哪里要改、怎么改。",
    )

    @property
    def seen_version(self) -> int:
        """What is no version was never seen: the service then takes it for a change."""
        text = str(self.cleaned_data["seen"])
        return int(text) if text.isdecimal() and len(text) < 10 else -1


def ticked(posted: QueryDict) -> dict[int, int]:
    """Item → version seen, from what was ticked; what is neither is left out."""
    found = [TICK.fullmatch(text) for text in posted.getlist("item")[:MOST_TICKS]]
    return {int(match[1]): int(match[2]) for match in found if match}
