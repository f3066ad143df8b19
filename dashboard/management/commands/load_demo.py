"""``manage.py load_demo``: what ``bin/serve --demo`` loads into an empty installation."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dashboard.services.demonstration import RealDataPresent, load_demonstration
from departments.selectors import has_demo_people


class Command(BaseCommand):
    help = "载入演示账号和演示数据（仅限空的数据库），全站标明“演示数据”。"

    def handle(self, *args: Any, **options: Any) -> None:
        if has_demo_people():
            self.stdout.write("已有演示数据，没有改动。")
            return
        given = os.environ.get("DEMO_PASSWORD", "")
        password = given or secrets.token_urlsafe(9)
        try:
            loaded = load_demonstration(password)
        except RealDataPresent as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已载入演示数据：{len(loaded.people)} 个账号，{loaded.readings} 个数值。")
        for person in loaded.people:
            self.stdout.write(f"  {person.username:<12}{person.name}")
        said = "环境变量 DEMO_PASSWORD 的值" if given else f"{password} （只显示这一次，请记下）"
        self.stdout.write(f"演示账号的密码：{said}")
