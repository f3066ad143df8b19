"""Journeys drive a real browser; Chromium itself is found and started as the root conftest says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from conftest import person_of
from departments.models import Person, Role
from reporting.tests.entering import GRID
from tests.journeys.entry_grid import Opened, signed_in

# Playwright's loop runs in the tests' thread, where Django would take the ORM for asynchronous: also while the
# database is set up and torn down, which is why a fixture per test comes too late.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def second_coordinator(transactional_db: None) -> Person:
    person = person_of(Role.COORDINATOR, "cast.second_coordinator")
    person.name = "王某"
    person.save()
    return person


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[Opened]:
    """Opens the grid for somebody, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_grid(person: Person, address: str = GRID, **options: Any) -> Page:
        context = signed_in(browser.new_context(**options), person, live_server)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(live_server.url + address)
        return page

    yield open_grid
    for context in contexts:
        context.close()
