"""Changes to people, each with permission and history."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from departments.access import ROLES_OPENED_BY_COORDINATOR, Right, require
from departments.models import Department, Person, Role

DISPLAYS = ("large", "contrast", "plain", "dark")


@transaction.atomic
def create_coordinator(*, username: str, password: str) -> Person:
    """For whoever has the server's command line: its owner chose the password. Raises ValidationError."""
    person = Person(username=username, role=Role.COORDINATOR)
    check_password(password, person)
    person.set_password(password)
    save(person, "命令行开立账号")
    return person


@transaction.atomic
def open_account(
    *, username: str, name: str, role: Role, department: Department | None, password: str, by: Person
) -> Person:
    """The password is an initial one: its owner must change it at first sign-in. Raises ValidationError."""
    require(by, Right.PEOPLE)
    if role not in ROLES_OPENED_BY_COORDINATOR:
        raise ValidationError({"role": "这个角色的账号不由秘书处开立。"})
    person = Person(username=username, name=name, role=role, department=department, password_is_initial=True)
    check_password(password, person)
    person.set_password(password)
    save(person, "开立账号")
    return person


@transaction.atomic
def change_account(
    *, person: Person, name: str, role: Role, department: Department | None, by: Person
) -> None:
    require_managed(person, by)
    if role not in ROLES_OPENED_BY_COORDINATOR:
        raise ValidationError({"role": "这个角色的账号不由秘书处开立。"})
    if person == by and role != by.role:
        raise ValidationError({"role": "不能改自己的角色，请由另一位秘书处人员来改。"})
    person.name, person.role, person.department = name, role, department
    save(person, "修改账号", "name", "role", "department")


@transaction.atomic
def set_account_open(*, person: Person, is_open: bool, by: Person) -> None:
    """A closed account's sessions end at its next request, for the sign-in backend refuses it."""
    require_managed(person, by)
    if person == by:
        raise ValidationError("不能停用自己的账号。")
    person.is_active = is_open
    save(person, "启用账号" if is_open else "停用账号", "is_active")


@transaction.atomic
def reset_password(*, person: Person, password: str, by: Person) -> None:
    """Ends the person's sessions; the new password is again an initial one."""
    require_managed(person, by)
    if person == by:
        raise ValidationError("自己的密码请用“修改密码”来改。")
    check_password(password, person)
    person.set_password(password)
    person.password_is_initial = True
    save(person, "重设密码", "password", "password_is_initial")


@transaction.atomic
def change_own_password(*, person: Person, password: str) -> None:
    """The old password was asked for by the form. Raises ValidationError."""
    check_password(password, person)
    if person.check_password(password):
        raise ValidationError({"password": "新密码不能和原来的密码一样。"})
    person.set_password(password)
    person.password_is_initial = False
    save(person, "本人修改密码", "password", "password_is_initial")


def toggle_display(*, person: Person, display: str) -> None:
    """大字、高对比、纯文本、深色: not audited, for it is nobody's business. Raises ValueError."""
    if display not in DISPLAYS:
        raise ValueError(display)
    Person.objects.filter(pk=person.pk).update(**{display: not getattr(person, display)})
    setattr(person, display, not getattr(person, display))


def require_managed(person: Person, by: Person) -> None:
    require(by, Right.PEOPLE)
    if person.role not in ROLES_OPENED_BY_COORDINATOR:
        raise ValidationError("这个账号不由秘书处管理。")


def check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as refused:
        raise ValidationError({"password": refused.messages}) from refused


def save(person: Person, reason: str, *fields: str) -> None:
    """Of an account that exists only ``fields`` are written: what changed meanwhile is not undone."""
    person.full_clean()
    person._change_reason = reason  # type: ignore[attr-defined]  # django-simple-history reads it
    person.save(update_fields=fields or None)
