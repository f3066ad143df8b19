"""An empty database for one run, thrown away afterwards."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2

POSTGRES = "postgres://postgres@127.0.0.1:5432"


@contextlib.contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Yields the DATABASE_URL of a fresh SQLite file or PostgreSQL database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    name = f"xicheng_bench_{os.getpid()}"
    server = psycopg2.connect(f"{POSTGRES}/postgres")
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{POSTGRES}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
