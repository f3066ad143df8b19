"""The upload form, and what is typed beside a preview's questions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from indicators.progress.periods import Frequency, Period
from reporting.workbooks import limits, refusals

ACCEPTED = ".xlsx,.xlsm,.xls,.et,.ods,.csv"
NOTE = re.compile(r"note-(\d{1,6})", re.ASCII)
TAKE = re.compile(r"take-(\d{1,6})", re.ASCII)


class UploadForm(forms.Form):
    """``key`` makes a form sent twice one upload, and is how the page asks for progress."""

    file = forms.FileField(
        label="文件",
        help_text="可以上传 .xlsx、.xls、.et、.ods、.csv，不超过 5 MB。上传后先核对，确认之前不写入任何数据。",
        allow_empty_file=True,
        error_messages={"required": "请选择要上传的文件。", "invalid": "文件没有传上来，请重新选择。"},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    period = forms.CharField(label="填报期", required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(
        label="上传",
        required=False,
        error_messages={"invalid": "页面过期了，请重新选择文件上传。"},
        widget=forms.HiddenInput,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """What is too large to be read is not read into memory either."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        size = file.size or 0
        if size == 0:
            raise ValidationError(refusals.EMPTY)
        if size > limits.FILE_BYTES:
            raise ValidationError(refusals.too_large(size))
        return file

    def clean_period(self) -> Period | None:
        code: str = self.cleaned_data["period"]
        if not code:
            return None
        try:
            period = Period.parse(code)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if period.frequency != Frequency.QUARTERLY:
            raise ValidationError("填报期要写到季度，例如 2023Q2。请从“我的填报”页重新上传。")
        return period

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()


def answers(posted: Mapping[str, Any]) -> tuple[dict[int, str], frozenset[int]]:
    """(notes by row, rows whose suggested number is taken)"""
    notes = {int(match[1]): str(posted[name]) for name in posted if (match := NOTE.fullmatch(name))}
    taken = (match for name in posted if (match := TAKE.fullmatch(name)))
    return notes, frozenset(int(match[1]) for match in taken if posted[match[0]] == "suggested")
