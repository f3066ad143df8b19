#!/usr/bin/env python
"""Django's command line; ``python manage.py help`` lists what there is."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xicheng_plan.settings.local")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as trouble:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(trouble))
    except (OperationalError, ProgrammingError) as trouble:
        if "--traceback" in sys.argv:
            raise
        reason = str(trouble).strip().splitlines()[0]
        sys.exit(
            f"数据库没有应答，或者还没有建表：{reason}\n"
            "先运行一次 bin/serve（它会建好数据库），或检查 DATABASE_URL；加 --traceback 可看详情。"
        )


if __name__ == "__main__":
    main()
