"""The cast of every test, always the same, and a database that already holds both plans."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from departments.models import Department, Person, Role
from indicators.models import Plan

PASSWORD = "Xicheng-2025"
OWNER = "区卫生健康委"
OTHER = "区教委"
APPS = ("departments", "indicators", "tasks", "reporting", "dashboard")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "本机没有 Chromium 浏览器，跳过浏览器测试；安装后（Debian：apt-get install chromium）再运行即可。"
)

ClientOf = Callable[[Person], Client]


# --- the database -----------------------------------------------------------------------------------


def load_both_plans() -> None:
    from tasks.plan_files import load_plans

    load_plans()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: in memory its threads share one connection, and WAL cannot be seen at work."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Both plans once per session: every test with a database sees them and none pays for them.

    Not pytest-django's own, which makes only the databases that it sees tests ask for: journeys on the
    demonstration's site ask for none themselves, and run alone they would be led to the real one.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        load_both_plans()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def plans_after_a_flush(request: pytest.FixtureRequest) -> None:
    """A transactional test ends with empty tables; the next one gets the plans back."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        return
    request.getfixturevalue("transactional_db")
    if not Plan.objects.exists():
        load_both_plans()


@pytest.fixture(autouse=True)
def cold_selectors() -> None:
    """What selectors keep in memory is kept by the data's token, which all tests start with: without this
    a test that writes around the services, or counts queries, would depend on those before it."""
    for name, module in list(sys.modules.items()):
        if name.startswith(APPS) and ".selectors" in name:
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


@pytest.fixture
def plans(db: None) -> dict[str, Plan]:
    return {plan.code: plan for plan in Plan.objects.all()}


# --- the cast ---------------------------------------------------------------------------------------


def person_of(role: Role, username: str, department: str = "") -> Person:
    belongs = Department.objects.get(name=department) if department else None
    return Person.objects.create_user(username, PASSWORD, role, department=belongs)


@pytest.fixture
def coordinator(db: None) -> Person:
    return person_of(Role.COORDINATOR, "cast.coordinator")


@pytest.fixture
def liaison(db: None) -> Person:
    """Of the department that owns what the tests are about."""
    return person_of(Role.LIAISON, "cast.liaison", OWNER)


@pytest.fixture
def other_liaison(db: None) -> Person:
    return person_of(Role.LIAISON, "cast.other_liaison", OTHER)


@pytest.fixture
def leader(db: None) -> Person:
    return person_of(Role.LEADER, "cast.leader")


@pytest.fixture
def evaluator(db: None) -> Person:
    return person_of(Role.EVALUATOR, "cast.evaluator")


@pytest.fixture
def system_administrator(db: None) -> Person:
    return person_of(Role.SYSTEM, "cast.system")


@pytest.fixture
def client_of() -> ClientOf:
    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def as_coordinator(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


@pytest.fixture
def as_liaison(liaison: Person, client_of: ClientOf) -> Client:
    return client_of(liaison)


@pytest.fixture
def as_other_liaison(other_liaison: Person, client_of: ClientOf) -> Client:
    return client_of(other_liaison)


@pytest.fixture
def as_leader(leader: Person, client_of: ClientOf) -> Client:
    return client_of(leader)


@pytest.fixture
def as_evaluator(evaluator: Person, client_of: ClientOf) -> Client:
    return client_of(evaluator)


@pytest.fixture
def as_nobody(client: Client, db: None) -> Client:
    return client


# --- the browser ------------------------------------------------------------------------------------


def browser_path() -> str | None:
    found = (shutil.which(name) for name in BROWSERS)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser a clerk's machine skips the journeys and says why; CI fails instead."""
    if browser_path() or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; without its sandbox only for root, who cannot have one."""
    path = browser_path()
    if path is None:
        pytest.fail("没有找到 Chromium 浏览器，CI 中的浏览器测试不能跳过。")
    unsandboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": unsandboxed}


@pytest.fixture(autouse=True)
def orm_beside_the_browser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in the test's thread, where Django would take the ORM for asynchronous."""
    if request.node.get_closest_marker("journey"):
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
