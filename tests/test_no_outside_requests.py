"""The site runs without the internet and under its own CSP: nothing it serves asks another host for
anything, nothing is written inline, and no package registry is named in the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VENDORED = ("static/vendor", "tests/vendor")
IGNORED = {".git", ".venv", "var", "node_modules", "test-results", "__pycache__"}
CACHES = re.compile(r"\.\w+_cache$|\.hypothesis$")

# Names of XML vocabularies; nobody fetches them.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml")
OUTSIDE = re.compile(r"""(?:https?:)?//[\w-]+(?:\.[\w-]+)+""")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
    ),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "hx-on or an htmx expression": re.compile(r"\shx-on|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
# In pieces, so that this file does not name them either.
REGISTRIES = re.compile(
    r"|".join(
        host + r"\." + domain
        for host, domain in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs"),
            ("npmmirror", "com"),
            ("pypi", "tuna"),
            ("mirrors", r"[a-z]+\."),
        )
    )
)


def files(*suffixes: str) -> list[Path]:
    """Of the project itself: not what is vendored, installed or produced."""
    return sorted(path for path in ROOT.rglob("*") if path.suffix in suffixes and is_ours(path))


def is_ours(path: Path) -> bool:
    relative = path.relative_to(ROOT)
    if any(part in IGNORED or CACHES.match(part) for part in relative.parts):
        return False
    return path.is_file() and not str(relative).startswith(VENDORED)


def without_namespaces(text: str) -> str:
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    return text


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


SERVED = [
    path
    for path in files(".html", ".css", ".js", ".svg")
    if path.is_relative_to(ROOT / "templates") or path.is_relative_to(ROOT / "static")
]
TEMPLATES = [path for path in SERVED if path.suffix == ".html"]


def test_there_is_something_to_look_at() -> None:
    assert len(TEMPLATES) > 10
    assert {path.suffix for path in SERVED} >= {".html", ".css", ".js"}


@pytest.mark.parametrize("path", SERVED, ids=named)
def test_nothing_asks_another_host(path: Path) -> None:
    found = OUTSIDE.findall(without_namespaces(path.read_text("utf-8")))
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_written_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


def test_no_package_registry_is_named() -> None:
    texts = files(".py", ".sh", ".toml", ".txt", ".md", ".ini", ".cfg", ".yaml", ".yml", ".json", ".html", "")
    naming = [named(path) for path in texts if REGISTRIES.search(path.read_text("utf-8", errors="replace"))]
    assert naming == []


def test_vendored_code_says_its_licence() -> None:
    folders = [folder for base in VENDORED for folder in (ROOT / base).iterdir() if folder.is_dir()]
    assert folders
    assert [named(folder) for folder in folders if not list(folder.glob("LICENSE*"))] == []
