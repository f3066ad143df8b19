"""What each page costs, as a ratio to an empty signed-in page of the same layout in the same run.

    python -m bench.pages [--database sqlite|postgres] [--rounds 60]

Prints a Markdown table: *warm* is a page asked for again, *cold* the first after a change of the data;
then the same with 100 times the readings, as a ratio to the same page without them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

from bench.databases import empty_database

AS_OF = "?as_of=2023-12-31"
PAGES = {
    "总览 /": f"/{AS_OF}",
    "规划 /plans/YF/": f"/plans/YF/{AS_OF}",
    "规划 /plans/FZ/": f"/plans/FZ/{AS_OF}",
    "指标 /indicators/YF-13/": f"/indicators/YF-13/{AS_OF}",
    "任务 /tasks/": f"/tasks/{AS_OF}",
    "任务 /tasks/YF-T07/": f"/tasks/YF-T07/{AS_OF}",
    "单位 /departments/": f"/departments/{AS_OF}",
    "录入 /entry/YF/2023Q4/": "/entry/YF/2023Q4/",
}
FLOOR = "/bench/floor/"
TIMES_THE_READINGS = 100
Ask = Callable[[str], None]


def milliseconds(ask: Callable[[], None]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def medians(ask: Ask, rounds: int, *, before: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Pages take turns, so that whatever else the machine does falls on all alike."""
    taken: dict[str, list[float]] = {path: [] for path in (FLOOR, *PAGES.values())}
    for path in taken:
        ask(path)
    for _ in range(rounds):
        for path, times in taken.items():
            before()
            times.append(milliseconds(lambda path=path: ask(path)))  # type: ignore[misc]
    return {path: statistics.median(times) for path, times in taken.items()}


def prepare() -> Ask:
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", verbosity=0)
    from dashboard.services.demonstration import load_demonstration
    from departments.models import Person
    from tasks.plan_files import load_plans

    load_plans()
    load_demonstration("Bench-2025")
    client = Client()
    client.force_login(Person.objects.get(username="secretariat"))

    def ask(path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")

    return ask


def add_readings() -> int:
    """The same measures' past: quarters (or years) before the plans, with their history rows."""
    from django.db import connection
    from django.db.models import Count

    from departments.models import Person
    from indicators.choices import Via
    from indicators.models import Measure, Reading
    from indicators.progress.periods import Frequency, Period
    from indicators.rules import Entry
    from indicators.services.readings import record_many

    secretariat = Person.objects.get(username="secretariat")
    for measure in Measure.objects.annotate(held=Count("readings")):
        first = Period(2010, Frequency(measure.frequency))
        wanted = measure.held * (TIMES_THE_READINGS - 1)
        newest = measure.readings.order_by("-period_end").first()
        if newest is None:
            continue
        periods = [first.shifted(-number) for number in range(wanted)]
        record_many(
            [
                Entry(
                    measure, p, value=newest.value, numerator=newest.numerator, denominator=newest.denominator
                )
                for p in periods
                if newest.answer == "value"
            ],
            by=secretariat,
            via=Via.DEMO,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does, only now
    return Reading.objects.count()


def change_something() -> None:
    from indicators.services import revisions

    revisions.bump()


def report(title: str, now: dict[str, float], base: dict[str, float] | None = None) -> None:
    print(f"\n{title}\n\n| 页面 | 毫秒 | {'与少量数据之比' if base else '与空页之比'} |\n|---|---|---|")
    for name, path in {"空页（底线）": FLOOR, **PAGES}.items():
        against = base[path] if base else now[FLOOR]
        print(f"| {name} | {now[path]:.1f} | {now[path] / against:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with empty_database(options.database) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        run(options.database, options.rounds)


def run(database: str, rounds: int) -> None:
    from django.db import connections

    ask = prepare()
    warm = medians(ask, rounds)
    cold = medians(ask, rounds // 4, before=change_something)
    report(f"### {database}，热", warm)
    report(f"### {database}，冷（数据刚改过）", cold)
    total = add_readings()
    report(f"### {database}，100 倍数值（{total} 个），热", medians(ask, rounds), warm)
    report(
        f"### {database}，100 倍数值（{total} 个），冷",
        medians(ask, rounds // 4, before=change_something),
        cold,
    )
    connections.close_all()


if __name__ == "__main__":
    main()
