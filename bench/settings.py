"""The site as it is served, plus one empty page to measure the others against."""

from xicheng_plan.settings.local import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["testserver"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING: dict[str, object] = {"version": 1, "disable_existing_loggers": True}
