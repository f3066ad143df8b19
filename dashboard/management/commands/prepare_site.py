"""Everything between an installed environment and a site that can be served: what ``bin/serve`` calls.

Safe to run again and again, and after being killed at any moment: each step looks at what is there.
"""

from __future__ import annotations

import errno
import hashlib
import shlex
import socket
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from departments.models import Person
from indicators.models import Plan
from tasks.plan_files import PlanFileError, load_plans

STATIC_STAMP = ".collected-from"
LAST_PORT = 65535
PORT_TAKEN = "端口 {port} 已被别的程序占用（也可能是本站已在运行）。换一个端口，例如：PORT={other} bin/serve"
PORT_REFUSED = (
    "不能使用地址 {host} 的端口 {port}（{cause}）。请换一个 PORT 或 HOST，例如：PORT=8001 bin/serve"
)
PORT_WRONG = "PORT 应为 1 到 65535 的整数，现在是“{port}”。"
NO_DATABASE = "数据库不能使用：{cause}\n请核对 DATABASE_URL；没有设置时，请核对 var 目录的权限和磁盘空间。"
STOPPED = "已停止。再运行一次即可接着做完。"
NO_ACCOUNT = (
    "还没有账号。请另开一个终端，用下面的命令建立第一个秘书处账号：\n"
    "  cd {folder} && .venv/bin/python manage.py createcoordinator --username 用户名"
)


class Command(BaseCommand):
    help = "更新数据库、载入规划、整理静态文件；加 --demo 时载入演示数据。由 bin/serve 调用。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")
        parser.add_argument("--demo", action="store_true", help="载入演示数据和演示账号")

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_port(options["host"], options["port"])
        try:
            self.prepare_data(with_demo=options["demo"])
            self.collect_static()
        except (CommandError, PlanFileError) as cause:
            self.fail(str(cause))
        except DatabaseError as cause:
            self.fail(NO_DATABASE.format(cause=str(cause).strip()))
        except KeyboardInterrupt:
            self.fail(STOPPED)
        if not Person.objects.exists():
            self.stdout.write(NO_ACCOUNT.format(folder=shlex.quote(str(settings.BASE_DIR))))

    def check_port(self, host: str, port: str) -> None:
        if not (port.isascii() and port.isdigit() and 1 <= int(port) <= LAST_PORT):
            self.fail(PORT_WRONG.format(port=port))
        try:
            bind(host, int(port))
        except OSError as cause:
            taken = cause.errno == errno.EADDRINUSE
            sentence = PORT_TAKEN if taken else PORT_REFUSED
            other = int(port) % LAST_PORT + 1
            self.fail(sentence.format(host=host, port=port, other=other, cause=cause.strerror))

    def prepare_data(self, *, with_demo: bool) -> None:
        if migrations_are_missing():
            self.stdout.write("正在建立或更新数据库……")
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        self.stdout.write(loaded_plans())
        if with_demo:
            call_command("load_demo")

    def collect_static(self) -> None:
        """Only when a file changed: compressing takes longer than everything else together."""
        stamp, wanted = settings.STATIC_ROOT / STATIC_STAMP, static_digest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("正在整理静态文件……")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)
        stamp.write_text(wanted)

    def fail(self, sentence: str) -> NoReturn:
        self.stderr.write(f"无法启动：{sentence}")
        raise SystemExit(1)


def bind(host: str, port: int) -> None:
    """As gunicorn will, to say in time and in Chinese that it cannot. Raises OSError."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)


def migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def loaded_plans() -> str:
    """What changed; only the numbers where nothing did, or the first time, when everything is new."""
    is_first = not Plan.objects.exists()
    report = load_plans()
    return report.text() if report.changed_anything and not is_first else report.summary


def static_digest() -> str:
    digest = hashlib.sha256()
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
