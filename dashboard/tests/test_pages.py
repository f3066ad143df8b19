"""Pages without data, and the sign of life."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/method/", "/accessibility/", "/help/"])
def test_anybody_may_read_how_the_site_works(as_nobody: Client, address: str) -> None:
    got = as_nobody.get(address)
    assert got.status_code == 200
    assert "<h1" in got.content.decode()


@pytest.mark.django_db
def test_it_is_alive_while_the_database_answers(as_nobody: Client) -> None:
    got = as_nobody.get("/healthz")
    assert (got.status_code, got.json()) == (200, {"status": "ok"})
    assert "no-store" in got["Cache-Control"]


@pytest.mark.django_db
def test_it_is_not_while_the_database_is_gone(as_nobody: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        got = as_nobody.get("/healthz")
    assert got.status_code == 503
    assert "no-store" in got["Cache-Control"]
