"""Reading 10,000 rows of a history workbook, as a ratio to openpyxl reading nothing but the cells.

python -m bench.reading
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench.databases import empty_database

if TYPE_CHECKING:
    from reporting.workbooks.lookup import Known

ROWS, RUNS = 10_000, 5


def best(work: Callable[[], object]) -> float:
    """The best of a few: other work on the machine is noise."""
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def workbook(codes: list[str]) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]

    parts = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "")
    periods = [f"{year}{part}" for year in range(1950, 2099) for part in parts]
    cells = [(code, period) for code in codes for period in periods][:ROWS]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("历史")
        sheet.write_row(0, 0, ["指标编码", "填报期", "数值", "情况说明"])
        for number, cell in enumerate(cells, start=1):
            sheet.write_row(number, 0, [*cell, number / 100, f"说明{number % 50}"])
    return content.getvalue()


def main() -> None:
    with empty_database("sqlite") as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from indicators.models import Measure
        from reporting.workbooks.known import known
        from tasks.plan_files import load_plans

        load_plans()
        measure(known(), list(Measure.objects.values_list("code", flat=True)))


def measure(known: Known, codes: list[str]) -> None:
    import openpyxl

    from reporting.workbooks import limits
    from reporting.workbooks.rows import parse
    from reporting.workbooks.sandbox import read_file

    content = workbook(codes)

    def plainly() -> None:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for _ in book["历史"].iter_rows(values_only=True):
            pass

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.xlsx"
        path.write_bytes(content)
        book = read_file(path, "history.xlsx", rows=limits.HISTORY_ROWS)
        plain = best(plainly)
        read = best(lambda: read_file(path, "history.xlsx", rows=limits.HISTORY_ROWS))
        parsed = best(lambda: parse(book, known))
    print(
        f"openpyxl 只读单元格 {plain:.2f} 秒；读 {read / plain:.2f} 倍；读并解析 {(read + parsed) / plain:.2f} 倍"
    )


if __name__ == "__main__":
    main()
