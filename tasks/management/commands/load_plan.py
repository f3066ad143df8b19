"""``manage.py load_plan [FILE…]``: loads or updates plans and says what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks.plan_files import PlanFileError, load_plans


class Command(BaseCommand):
    help = "载入或更新规划文件（不写文件名：项目自带的单位表和两个规划），逐条说明改了什么；可以重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="规划文件或单位文件（YAML）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_plans(options["files"] or None)
        except PlanFileError as error:
            told = f"文件有 {len(error.problems)} 处问题，没有载入任何内容。请改正后再运行："
            raise CommandError(f"{told}\n{error}") from None
        self.stdout.write(report.text() if options["verbosity"] else report.summary)
