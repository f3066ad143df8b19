"""What journeys through the entry grid do and look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from departments.models import Person
from tests.journeys.watching import by_axe

Opened = Callable[..., Page]


def signed_in(context: BrowserContext, person: Person, server: LiveServer) -> BrowserContext:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    return context


def state(page: Page, code: str) -> Any:
    return page.locator(f"tr#{code} .e-state")


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def fill(page: Page, field: str, text: str) -> None:
    """By keyboard, and out of the row."""
    page.focus(f"#{field}")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.focus("#reason")


def paste(page: Page, field: str, text: str, html: str = "") -> None:
    page.focus(f"#{field}")
    page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        [text, html],
    )


def violations(page: Page) -> list[str]:
    return by_axe(page, with_target_size=True)


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide
