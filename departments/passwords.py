"""The 等保 profile of passwords: 8 characters of 3 kinds, not common, not the user's own name."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator, password_validators_help_texts
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from departments.models import Person

MIN_LENGTH = 8
MIN_KINDS = 3
# Without what looks alike on paper: 0 O o, 1 l I.
ALPHABETS = ("abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")
GENERATED_LENGTH = 12
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class LengthValidator:
    def validate(self, password: str, user: Person | None = None) -> None:
        if len(password) < MIN_LENGTH:
            raise ValidationError(f"密码太短，至少 {MIN_LENGTH} 个字符。")

    def get_help_text(self) -> str:
        return f"至少 {MIN_LENGTH} 个字符。"


class KindsValidator:
    def validate(self, password: str, user: Person | None = None) -> None:
        if sum(bool(re.search(kind, password)) for kind in KINDS) < MIN_KINDS:
            raise ValidationError("密码要含大写字母、小写字母、数字、其他符号中的至少三种。")

    def get_help_text(self) -> str:
        return "含大写字母、小写字母、数字、其他符号中的至少三种。"


class NotUsernameValidator:
    def validate(self, password: str, user: Person | None = None) -> None:
        if user is not None and user.username and user.username.lower() in password.lower():
            raise ValidationError("密码里不能含有用户名。")

    def get_help_text(self) -> str:
        return "不含用户名。"


class CommonValidator(CommonPasswordValidator):
    def validate(self, password: str, user: Person | None = None) -> None:
        if password.lower().strip() in self.passwords:
            raise ValidationError("这个密码太常见，请换一个。")

    def get_help_text(self) -> str:
        return "不用常见的密码。"


def generated() -> str:
    """An initial password that can be read out over the telephone: no look-alikes, every kind in turn."""
    return "".join(secrets.choice(ALPHABETS[n % len(ALPHABETS)]) for n in range(GENERATED_LENGTH))


def help_text() -> str:
    return "".join(str(text) for text in password_validators_help_texts())
