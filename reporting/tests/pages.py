"""What the tests of pages read: a page that answers, its heading, its words."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client


def page(client: Client, address: str) -> str:
    got = client.get(address)
    assert got.status_code == 200, f"{address}: {got.status_code}"
    return got.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


def heading_of(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert found
    return text_of(found[1])
