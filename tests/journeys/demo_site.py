"""The demonstration's site in a browser: who looks at it, and where some of it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from departments.models import Department, Person
from tests.journeys.entry_grid import signed_in
from tests.journeys.watching import Watch

DESK: Any = {"width": 1440, "height": 900}
SECRETARIAT = "secretariat"
LEADER = "lingdao"
LIAISON = "weijian"


@dataclass(slots=True)
class Site:
    """Opens tabs for the demonstration's people, each in a browser of their own."""

    browser: Browser
    server: LiveServer
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def tab(self, username: str = "", **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.server.url, **{"viewport": DESK, **options})
        self.contexts.append(context)
        if username:
            signed_in(context, Person.objects.get(username=username), self.server)
        page = context.new_page()
        self.watch.follow(page)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.server.stop()


def department(name: str) -> str:
    return f"/departments/{Department.objects.get(name=name).pk}/"
