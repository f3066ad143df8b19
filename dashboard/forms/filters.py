"""Parses a table's address: what it knows it takes, what makes no sense it names and leaves out."""

from __future__ import annotations

from collections.abc import Container

from django.http import QueryDict

from dashboard.selectors.filters import SORTS, Filters
from dashboard.selectors.plan_page import Option, Scope
from dashboard.selectors.signs import Sign
from indicators.progress.terms import Verdict

VERDICTS = {sign.value for sign in Sign} | {verdict.value for verdict in Verdict}
CHANGES = {"worse", "better"}
ORDERS = {*SORTS, *(f"-{field}" for field in SORTS)}
LONGEST_TEXT = 50
LONGEST_QUOTED = 20


def read_filters(query: QueryDict, scope: Scope, as_of: str) -> Filters:
    problems: list[str] = []

    def known(name: str, label: str, values: Container[str]) -> str:
        text = query.get(name, "").strip()
        if text and text not in values:
            problems.append(f"没有“{text[:LONGEST_QUOTED]}”这个{label}，没有按它筛选。")
            return ""
        return text

    return Filters(
        verdicts=read_verdicts(query, problems),
        change=known("change", "变化", CHANGES),
        nature=known("nature", "属性", codes(scope.natures)),
        theme=known("theme", "领域", codes(scope.themes)),
        department=known("department", "填报单位", codes(scope.departments)),
        text=query.get("q", "").strip()[:LONGEST_TEXT],
        sort=known("sort", "排序方式", ORDERS) or "code",
        as_of=as_of,
        problems=tuple(problems),
    )


def read_verdicts(query: QueryDict, problems: list[str]) -> tuple[str, ...]:
    asked = dict.fromkeys(text.strip() for text in query.getlist("verdict") if text.strip())
    unknown = [text for text in asked if text not in VERDICTS]
    problems += [f"没有“{text[:LONGEST_QUOTED]}”这个状态，没有按它筛选。" for text in unknown[:3]]
    return tuple(text for text in asked if text in VERDICTS)


def codes(options: tuple[Option, ...]) -> set[str]:
    return {code for code, _ in options}
