"""When the site itself fails: a clear page in Chinese, without the database and without a trace."""

from __future__ import annotations

import re

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from departments.models import Person

STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def failing(person: Person, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> Client:
    """A signed-in client whose next page runs into the trouble."""

    def fail() -> str:
        raise trouble

    monkeypatch.setattr("indicators.selectors.standings.data_token", fail)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.mark.parametrize("trouble", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_does_not_answer_is_said_plainly(
    leader: Person, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    answer = failing(leader, monkeypatch, trouble).get("/plans/YF/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "数据库" in answer.content.decode()


def test_anything_else_is_a_500_that_shows_nothing_of_the_inside(
    leader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = failing(leader, monkeypatch, RuntimeError("secret detail")).get("/plans/YF/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert 'lang="zh-CN"' in answer.content.decode()


def test_it_is_dressed_like_every_other_page(
    leader: Person, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    failed = failing(leader, monkeypatch, RuntimeError("x")).get("/plans/YF/").content.decode()
    assert STYLES.findall(failed) == STYLES.findall(client.get("/accounts/login/").content.decode())


def test_a_404_of_django_itself_shows_no_english(as_coordinator: Client) -> None:
    said = as_coordinator.get("/accounts/people/999999/").content.decode()
    assert "matches the given query" not in said
    assert "没有找到" in said
