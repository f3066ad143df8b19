"""Settings: what production refuses, what SQLite is told, what every answer carries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[1]
SECRET = "k9Zq-7Tb_wE4" * 5
NAMED = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "jiance.example"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` with production's settings, in an environment that says nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "xicheng_plan.settings.production", **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(missing: str) -> None:
    given = {name: value for name, value in NAMED.items() if name != missing}
    done = manage("check", **given)
    assert done.returncode != 0
    assert f"生产环境必须设置 {missing}" in done.stderr


def test_a_database_address_that_nobody_understands_is_one_chinese_sentence() -> None:
    done = manage("check", DATABASE_URL="garbage", **NAMED)
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL 看不懂。")
    assert "Traceback" not in done.stderr


def test_the_wsgi_entry_takes_productions_settings_and_refuses_too() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    for name in NAMED:
        kept.pop(name, None)
    command = [sys.executable, "-c", "import xicheng_plan.wsgi"]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "生产环境必须设置 SECRET_KEY" in done.stderr


def test_the_deployment_check_has_no_warning() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **NAMED)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_no_migration_is_missing() -> None:
    done = manage("makemigrations", "--check", "--dry-run", **NAMED)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="只有 SQLite 有这些设置")
@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 20_000)]
)
def test_sqlite_is_safe_under_several_writers(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_every_page_forbids_foreign_and_inline_code(as_nobody: Client) -> None:
    policy = as_nobody.get(reverse("login"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
