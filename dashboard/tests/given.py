"""What a test is given: readings and decisions, by the services that the site itself uses."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

from django.test import Client

from departments.models import Person
from indicators.models import Indicator, Measure, Plan, Target
from indicators.progress.periods import Period
from indicators.rules import Entry
from indicators.services import decisions, revisions
from indicators.services.readings import record_many


def reading(by: Person, code: str, period: str, value: str, note: str = "") -> None:
    measure = Indicator.objects.get(code=code).measure
    record_many([Entry(measure, Period.parse(period), value=Decimal(value), note=note)], by=by)


def baseline(by: Person, code: str, value: str, year: int = 2021) -> None:
    measure = Indicator.objects.get(code=code).measure
    decisions.set_baseline(measure=measure, value=Decimal(value), year=year, reason="测试", by=by)


def some_of_each(by: Person) -> None:
    """YF-12 normal, YF-13 lagging (normal before), YF-06 at risk with a note, YF-05 met, YF-03 unpaced."""
    for code, base in (("YF-12", "70"), ("YF-13", "70"), ("YF-06", "60")):
        baseline(by, code, base)
    reading(by, "YF-12", "2023Q4", "77")
    reading(by, "YF-13", "2023Q3", "76")
    reading(by, "YF-13", "2023Q4", "74")
    reading(by, "YF-06", "2023Q4", "63", note="设备检修一个月。")
    reading(by, "YF-05", "2023Q4", "98", note="绿的说明不显示。")
    reading(by, "YF-03", "2023Q4", "60")


def twenty_more_indicators() -> None:
    """Written past the services, so the token is changed here."""
    plan = Plan.objects.get(code="YF")
    theme = plan.themes.get(position=1)
    for number in range(1, 21):
        measure = Measure.objects.create(
            code=f"YF-9{number:02}",
            name=f"试验{number}",
            unit="%",
            frequency="quarterly",
            position=900 + number,
        )
        indicator = Indicator.objects.create(
            plan=plan,
            theme=theme,
            measure=measure,
            code=measure.code,
            position=900 + number,
            name=measure.name,
        )
        Target.objects.create(
            indicator=indicator, printed="≥80%", comparator="at_least", threshold=80, due=plan.end
        )
    revisions.bump()


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


def listed_codes(html: str) -> list[str]:
    """The indicators in a plan's table, as listed."""
    return re.findall(r'class="c-code code" role="cell">([^<]+)<', html)


def counted_links(html: str) -> list[tuple[str, int]]:
    """(address, number) of each number in the table of counts."""
    found = re.findall(r'<a href="([^"]+)"><span class="visually-hidden">[^<]*</span>(\d+)<', html)
    return [(unescape(address), int(number)) for address, number in found]
