"""Words as they are compared: without spaces, in half width, in capitals, with one kind of dash."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー_"), "-")
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"), None)
SPACES = re.compile(r"\s+")
LAST_BRACKET = re.compile(r"(?<=.)\([^()]*\)$")
NOT_IN_KEYS = re.compile(r"[^0-9A-Z]")
NUMBER_IN_CODE = re.compile(r"0*([0-9]+)", re.ASCII)
ESCAPED = re.compile(r"'(?=[=+\-@\t\r'])")
LONGEST_ECHO = 20


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text.translate(INVISIBLE))
    return SPACES.sub("", half_width).translate(DASHES).upper()


@lru_cache(maxsize=8192)
def code_key(text: str) -> str:
    """YF-03, ｙｆ－０３, "yf 3" and YF—03 are one code. Empty for what cannot be a code."""
    plain = squeezed(text)
    if not plain.isascii():
        return ""
    return NUMBER_IN_CODE.sub(r"\1", NOT_IN_KEYS.sub("", plain))


def without_bracket(text: str) -> str:
    """本期值(%) → 本期值; of squeezed text."""
    return LAST_BRACKET.sub("", text)


def unescaped(text: str) -> str:
    """Exports put one ' before text that begins like a formula (= + - @ tab CR) or with ' itself."""
    return ESCAPED.sub("", text, count=1) if text.startswith("'") else text


def echo(text: str) -> str:
    """What somebody typed, short enough to stand in a sentence."""
    printable = SPACES.sub(" ", "".join(char if char.isprintable() else " " for char in text)).strip()
    return printable if len(printable) <= LONGEST_ECHO else printable[:LONGEST_ECHO] + "…"
