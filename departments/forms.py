"""What is typed about accounts. Forms parse; whether it may be done, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError

from departments import passwords, selectors
from departments.access import ROLES_OPENED_BY_COORDINATOR
from departments.models import Department, Person, Role

REFUSED = "用户名或密码不正确，或者账号已停用。请核对后再试；忘记密码或账号停用，请联系区残工委秘书处。"
MANAGED_ROLES = [(role.value, role.label) for role in ROLES_OPENED_BY_COORDINATOR]
STATES = [(selectors.OPEN, "有效"), (selectors.CLOSED, "已停用")]


class SignInForm(AuthenticationForm):
    """One sentence for a wrong name, a wrong password and a closed account: it tells nobody which."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    username = UsernameField(
        label="用户名",
        error_messages={"required": "请填写用户名。"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        error_messages={"required": "请填写密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def new_password_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        error_messages={"required": f"请填写{label}。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class OwnPasswordForm(forms.Form):
    old_password = forms.CharField(
        label="原密码",
        strip=False,
        error_messages={"required": "请填写原密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = new_password_field("新密码")
    repeated = new_password_field("再次输入新密码")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if not self.person.check_password(typed):
            raise ValidationError("原密码不正确，请重新填写。")
        return typed

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise ValidationError("两次填写的新密码不一样，请重新填写。")
        return repeated


class InitialPasswordForm(forms.Form):
    """Shown as text: the secretariat hands it over, and its owner changes it at the first sign-in."""

    password = forms.CharField(
        label="初始密码",
        strip=False,
        error_messages={"required": "请填写初始密码。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = f"已随机生成一个，可以改。{passwords.help_text()}"
        self.fields["password"].initial = passwords.generated


class AccountForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=50, required=False)
    role = forms.TypedChoiceField(
        label="角色",
        choices=MANAGED_ROLES,
        coerce=Role,
        initial=Role.LIAISON,
        error_messages={"required": "请选择角色。"},
    )
    department = forms.ModelChoiceField(
        label="单位",
        queryset=Department.objects.none(),
        required=False,
        empty_label="（不属于某个单位）",
        help_text="单位联络员必须选择单位。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments: Any = self.fields["department"]
        departments.queryset = selectors.departments_with_people()

    def clean(self) -> dict[str, Any]:
        """Said at the field; that it cannot be otherwise, the database sees to."""
        given = super().clean() or self.cleaned_data
        if given.get("role") == Role.LIAISON and "department" in given and given["department"] is None:
            self.add_error("department", "单位联络员必须选择所属单位。")
        return given


class NewAccountForm(InitialPasswordForm, AccountForm):
    field_order = ("username", "name", "role", "department", "password")

    username = forms.CharField(
        label="用户名",
        max_length=30,
        error_messages={"required": "请填写用户名。"},
        help_text="用来登录，以后不能改。可以用汉字、字母、数字和 . @ - _。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class PeopleFilter(forms.Form):
    """In the URL, so that a filtered list can be sent to a colleague and survives a reload."""

    role = forms.ChoiceField(label="角色", choices=[("", "全部"), *Role.choices], required=False)
    department = forms.ModelChoiceField(
        label="单位", queryset=Department.objects.none(), required=False, empty_label="全部"
    )
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *STATES], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments: Any = self.fields["department"]
        departments.queryset = selectors.departments_with_people()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked for; a filter that means nothing asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    @property
    def is_filtering(self) -> bool:
        return any(self.chosen.values())


def tell(form: forms.Form, refused: ValidationError) -> None:
    """The service's refusal beside the field it is about, or on top of the form."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for field, errors in refused.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
