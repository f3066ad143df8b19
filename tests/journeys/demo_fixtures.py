"""The demonstration's site, loaded and served once for all journeys of a module: `pytest_plugins` names it.

Journeys that read need neither a clean database nor a server each: what `live_server` would flush after every
test stays until the module ends. The next module finds the plans alone, as every other test does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from conftest import PASSWORD, load_both_plans
from dashboard.services.demonstration import load_demonstration
from indicators.models import Plan
from tests.journeys.demo_site import Site
from tests.journeys.watching import Watch


def only_the_plans() -> None:
    call_command("flush", verbosity=0, interactive=False)
    load_both_plans()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[Site]:
    with django_db_blocker.unblock():
        if not Plan.objects.exists():  # a transactional test was the last one
            load_both_plans()
        load_demonstration(PASSWORD)
        server = LiveServer("localhost")
        shown = Site(browser, server, Watch(server.url))
        try:
            yield shown
        finally:
            shown.close()
            only_the_plans()
