"""For one machine: what ``bin/serve`` and ``manage.py`` run with unless told otherwise."""

import secrets
from pathlib import Path

from xicheng_plan.settings.base import *  # noqa: F403
from xicheng_plan.settings.base import ALLOWED_HOSTS, SECRET_KEY, VAR_DIR, from_environment


def kept_secret(path: Path) -> str:
    """The key of this installation: made once, readable by its owner only, kept beside the database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = SECRET_KEY or kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", from_environment("HOST", "localhost")]
