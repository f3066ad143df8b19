"""A history workbook from upload to the last history row, against its cells alone and stock import-export.

    python -m bench.importing [--database sqlite|postgres] [--runs 3]

(a) is openpyxl reading the same file's cells (read-only, in this process) plus a bare `bulk_create` of the same
readings: no history, no validation. (b) is django-import-export out of the box: dry run and import, once each.
Ours is receive + preview (in a child process, as on the site) and confirm. Times are the best of the runs.
"""

from __future__ import annotations

import argparse
import os

from bench.databases import empty_database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with empty_database(options.database) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        from bench.importing_runs import run

        run(options.database, options.runs)
        connections.close_all()


if __name__ == "__main__":
    main()
