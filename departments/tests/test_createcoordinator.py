"""``manage.py createcoordinator``: the first account of an installation."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.management import call_command

from conftest import PASSWORD
from departments.models import Person

pytestmark = pytest.mark.django_db
ASK = "departments.management.commands.createcoordinator.getpass.getpass"


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence said on refusal; nobody was created."""
    before = Person.objects.count()
    with pytest.raises(SystemExit) as left:
        call_command("createcoordinator", *arguments)
    assert left.value.code == 1
    assert Person.objects.count() == before
    return capsys.readouterr().err.strip()


def test_the_password_is_asked_for_twice() -> None:
    with patch(ASK, side_effect=[PASSWORD, PASSWORD]):
        call_command("createcoordinator", "--username", "mishuchu")
    person = Person.objects.get(username="mishuchu")
    assert person.is_coordinator
    assert person.check_password(PASSWORD)
    assert person.history.get().history_change_reason == "命令行开立账号"


def test_who_chose_the_password_need_not_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COORDINATOR_PASSWORD", PASSWORD)
    call_command("createcoordinator", "--username", "mishuchu", "--no-input")
    assert not Person.objects.get(username="mishuchu").password_is_initial


def test_two_different_passwords_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with patch(ASK, side_effect=[PASSWORD, "Other-2025"]):
        assert "两次输入的密码不一样" in refusal(capsys, "--username", "mishuchu")


def test_without_a_name_the_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "请用 --username 写明用户名" in refusal(capsys)


def test_a_taken_name_is_refused_before_a_password_is_asked_for(
    capsys: pytest.CaptureFixture[str], liaison: Person
) -> None:
    with patch(ASK, side_effect=AssertionError):
        assert "已经有人使用" in refusal(capsys, "--username", liaison.username)


def test_a_name_with_blanks_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_PASSWORD", PASSWORD)
    assert refusal(capsys, "--username", "mi shu", "--no-input") == "用户名只能用汉字、字母、数字和 . @ - _。"


def test_no_input_needs_the_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COORDINATOR_PASSWORD", raising=False)
    assert "COORDINATOR_PASSWORD" in refusal(capsys, "--username", "mishuchu", "--no-input")


def test_a_weak_password_is_refused_in_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_PASSWORD", "short")
    said = refusal(capsys, "--username", "mishuchu", "--no-input")
    assert said.startswith("密码太短，至少 8 个字符。")


def test_where_nothing_can_be_typed_the_other_way_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with patch(ASK, side_effect=EOFError):
        assert "--no-input" in refusal(capsys, "--username", "mishuchu")
