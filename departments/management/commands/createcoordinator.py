"""The first account of a fresh installation, made by whoever has the server's command line."""

from __future__ import annotations

import getpass
import os
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError

from departments.models import Person
from departments.services import create_coordinator

NO_USERNAME = "请用 --username 写明用户名，例如：python manage.py createcoordinator --username mishuchu"
NO_PASSWORD = "使用 --no-input 时，请先把密码放在环境变量 COORDINATOR_PASSWORD 里。"  # noqa: S105
NO_TERMINAL = "这里不能输入密码，请使用 --no-input 和环境变量 COORDINATOR_PASSWORD。"
NO_TABLES = "数据库还没有建好，请先运行 python manage.py migrate（bin/serve 会自动运行）。"
TAKEN = "用户名 {} 已经有人使用，请换一个。"
UNEQUAL = "两次输入的密码不一样，没有建立账号，请重新运行。"


class Command(BaseCommand):
    help = "建立一个秘书处账号；密码从键盘输入两遍，或取自环境变量 COORDINATOR_PASSWORD（加 --no-input）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="", help="用户名")
        parser.add_argument(
            "--no-input", action="store_true", help="不提问，密码取自环境变量 COORDINATOR_PASSWORD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.create(options["username"].strip(), asks=not options["no_input"])
        except ValidationError as refused:
            self.fail("".join(refused.messages))
        except (OperationalError, ProgrammingError):
            self.fail(NO_TABLES)

    def create(self, username: str, *, asks: bool) -> None:
        if not username:
            self.fail(NO_USERNAME)
        if Person.objects.filter(username=username).exists():
            self.fail(TAKEN.format(username))
        password = self.asked_password() if asks else os.environ.get("COORDINATOR_PASSWORD", "")
        if not password:
            self.fail(NO_PASSWORD)
        create_coordinator(username=username, password=password)
        self.stdout.write(f"已建立秘书处账号 {username}，现在可以登录。")

    def asked_password(self) -> str:
        try:
            password = getpass.getpass("密码：")
            repeated = getpass.getpass("再输入一次：")
        except (EOFError, KeyboardInterrupt):
            self.fail(NO_TERMINAL)
        if password != repeated:
            self.fail(UNEQUAL)
        return password

    def fail(self, sentence: str) -> NoReturn:
        """One plain sentence, without Django's "CommandError:" in front."""
        self.stderr.write(sentence)
        raise SystemExit(1)
