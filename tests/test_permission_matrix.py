"""Who gets what from every address: each URL × method × role has its expected status.

A new URL is a new line here, and a URL without a line fails. Columns: nobody (not signed in), a liaison
of the owning department, a liaison of another one, a leader, an evaluator, the secretariat, a system
administrator. ``login``: led to the sign-in page. A POST sends an empty form: 200 or 400 stands for "allowed, but
nothing was filled in", 302 for "allowed, and led on".
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from conftest import OWNER, ClientOf
from departments.models import Department, Person
from reporting.models import Batch, BatchRows, BatchState, KeptFile
from tests.round_addresses import ROUND_PLACEHOLDERS

MATRIX = """
address                  method  nobody  liaison  other  leader  evaluator  coordinator  system
login                    GET     200     302      302    302     302        302          302
login                    POST    200     302      302    302     302        302          302
logout                   GET     login   405      405    405     405        405          405
logout                   POST    login   302      302    302     302        302          302
password_change          GET     login   200      200    200     200        200          200
password_change          POST    login   200      200    200     200        200          200
display                  GET     405     405      405    405     405        405          405
display                  POST    400     400      400    400     400        400          400
keepalive                GET     405     405      405    405     405        405          405
keepalive                POST    401     204      204    204     204        204          204
people                   GET     login   403      403    403     403        200          403
people                   POST    login   405      405    405     405        405          405
people_file              GET     login   403      403    403     403        200          403
people_file              POST    login   405      405    405     405        405          405
person_new               GET     login   403      403    403     403        200          403
person_new               POST    login   403      403    403     403        200          403
person_edit              GET     login   403      403    403     403        200          403
person_edit              POST    login   403      403    403     403        200          403
person_open              GET     login   405      405    405     405        405          405
person_open              POST    login   403      403    403     403        302          403
person_close             GET     login   405      405    405     405        405          405
person_close             POST    login   403      403    403     403        302          403
person_password          GET     login   403      403    403     403        200          403
person_password          POST    login   403      403    403     403        200          403
entry_home               GET     login   403      403    403     403        200          403
entry_home               POST    login   405      405    405     405        405          405
entry                    GET     login   403      403    403     403        200          403
entry                    POST    login   403      403    403     403        302          403
entry_cell               GET     login   405      405    405     405        405          405
entry_cell               POST    login   403      403    403     403        400          403
report                   GET     login   200      200    403     403        200          403
report                   POST    login   403      403    403     403        404          403
report_submit            GET     login   404      404    403     403        404          403
report_submit            POST    login   404      404    403     403        404          403
report_receipt           GET     login   404      404    403     403        404          403
report_receipt           POST    login   405      405    405     405        405          405
report_cell              GET     login   405      405    405     405        405          405
report_cell              POST    login   400      403    403     403        400          403
report_note              GET     login   405      405    405     405        405          405
report_note              POST    login   400      403    403     403        400          403
template                 GET     login   200      200    403     403        404          403
template                 POST    login   405      405    405     405        405          405
imports                  GET     login   200      200    200     200        200          403
imports                  POST    login   405      405    405     405        405          405
upload                   GET     login   200      200    403     403        200          403
upload                   POST    login   400      400    403     403        400          403
upload_progress          GET     login   200      200    200     200        200          403
upload_progress          POST    login   405      405    405     405        405          405
batch                    GET     login   200      404    200     200        200          403
batch                    POST    login   405      405    405     405        405          405
imports_file             GET     login   200      200    200     200        200          403
imports_file             POST    login   405      405    405     405        405          405
batch_rows_file          GET     login   200      404    200     200        200          403
batch_rows_file          POST    login   405      405    405     405        405          405
batch_file               GET     login   200      404    200     200        200          403
batch_file               POST    login   405      405    405     405        405          405
batch_marked             GET     login   200      404    200     200        200          403
batch_marked             POST    login   405      405    405     405        405          405
batch_confirm            GET     login   405      405    405     405        405          405
batch_confirm            POST    login   302      404    403     403        302          403
batch_again              GET     login   405      405    405     405        405          405
batch_again              POST    login   302      404    403     403        302          403
batch_discard            GET     login   405      405    405     405        405          405
batch_discard            POST    login   302      404    403     403        302          403
batch_undo               GET     login   302      404    403     403        302          403
batch_undo               POST    login   302      404    403     403        302          403
batch_approve            GET     login   405      405    405     405        405          405
batch_approve            POST    login   403      403    403     403        302          403
rounds                   GET     login   403      403    200     200        200          403
rounds                   POST    login   403      403    403     403        400          403
round                    GET     login   403      403    200     200        200          403
round                    POST    login   405      405    405     405        405          405
round_file               GET     login   403      403    200     200        200          403
round_file               POST    login   405      405    405     405        405          405
round_close              GET     login   405      405    405     405        405          405
round_close              POST    login   403      403    403     403        302          403
round_reopen             GET     login   403      403    403     403        200          403
round_reopen             POST    login   403      403    403     403        400          403
round_publish            GET     login   403      403    403     403        200          403
round_publish            POST    login   403      403    403     403        409          403
round_indicators         GET     login   403      403    200     200        200          403
round_indicators         POST    login   403      403    403     403        409          403
round_department         GET     login   403      403    200     200        200          403
round_department         POST    login   403      403    403     403        409          403
round_extend             GET     login   403      403    403     403        200          403
round_extend             POST    login   403      403    403     403        400          403
item_return              GET     login   403      403    403     403        200          403
item_return              POST    login   403      403    403     403        400          403
overview                 GET     login   200      200    200     200        200          403
overview                 POST    login   405      405    405     405        405          405
counts_file              GET     login   200      200    200     200        200          403
counts_file              POST    login   405      405    405     405        405          405
plans                    GET     login   200      200    200     200        200          403
plans                    POST    login   405      405    405     405        405          405
plans_file               GET     login   200      200    200     200        200          403
plans_file               POST    login   405      405    405     405        405          405
plan                     GET     login   200      200    200     200        200          403
plan                     POST    login   405      405    405     405        405          405
plan_file                GET     login   200      200    200     200        200          403
plan_file                POST    login   405      405    405     405        405          405
readings_export          GET     login   200      200    200     200        200          403
readings_export          POST    login   405      405    405     405        405          405
tasks                    GET     login   200      200    200     200        200          403
tasks                    POST    login   405      405    405     405        405          405
tasks_file               GET     login   200      200    200     200        200          403
tasks_file               POST    login   405      405    405     405        405          405
task                     GET     login   200      200    200     200        200          403
task                     POST    login   405      405    405     405        405          405
departments              GET     login   200      200    200     200        200          403
departments              POST    login   405      405    405     405        405          405
departments_file         GET     login   200      200    200     200        200          403
departments_file         POST    login   405      405    405     405        405          405
department               GET     login   200      200    200     200        200          403
department               POST    login   405      405    405     405        405          405
duties_file              GET     login   200      200    200     200        200          403
duties_file              POST    login   405      405    405     405        405          405
method                   GET     200     200      200    200     200        200          200
method                   POST    405     405      405    405     405        405          405
accessibility            GET     200     200      200    200     200        200          200
accessibility            POST    405     405      405    405     405        405          405
help                     GET     200     200      200    200     200        200          200
help                     POST    405     405      405    405     405        405          405
healthz                  GET     200     200      200    200     200        200          200
healthz                  POST    405     405      405    405     405        405          405
decide_baseline          GET     login   403      403    403     403        200          403
decide_baseline          POST    login   403      403    403     403        200          403
decide_own_baseline      GET     login   403      403    403     403        200          403
decide_own_baseline      POST    login   403      403    403     403        200          403
decide_tolerance         GET     login   403      403    403     403        200          403
decide_tolerance         POST    login   403      403    403     403        200          403
decide_department        GET     login   403      403    403     403        200          403
decide_department        POST    login   403      403    403     403        200          403
decide_definition        GET     login   403      403    403     403        200          403
decide_definition        POST    login   403      403    403     403        200          403
decide_counting          GET     login   403      403    403     403        200          403
decide_counting          POST    login   403      403    403     403        200          403
decide_split             GET     login   403      403    403     403        200          403
decide_split             POST    login   403      403    403     403        200          403
decide_override          GET     login   403      403    403     403        200          403
decide_override          POST    login   403      403    403     403        200          403
decide_override_withdraw GET     login   405      405    405     405        405          405
decide_override_withdraw POST    login   403      403    403     403        200          403
indicator                GET     login   200      200    200     200        200          403
indicator                POST    login   405      405    405     405        405          405
indicator_file           GET     login   200      200    200     200        200          403
indicator_file           POST    login   405      405    405     405        405          405
"""
METHODS = ("GET", "POST")

BATCH_ADDRESSES = (
    "batch", "batch_file", "batch_rows_file", "batch_marked", "batch_confirm", "batch_again", "batch_discard",
    "batch_undo", "batch_approve",
)  # fmt: skip


def batch_of_the_owner() -> int:
    """One that waits to be confirmed; whatever the roles before did to it."""
    Batch.objects.all().delete()
    owner = Department.objects.get(name=OWNER)
    content = "指标编码,填报期,数值\nYF-03,2023Q2,60\n".encode()
    file, _ = KeptFile.objects.get_or_create(sha256="0" * 64, size=len(content), content=content)
    batch = Batch.objects.create(
        uploaded_by=Person.objects.get(username="cast.coordinator"),
        uploaded_at=timezone.now(),
        file=file,
        filename="x.csv",
        department=owner,
        state=BatchState.READY,
    )
    BatchRows.objects.create(batch=batch)
    return batch.pk


# What stands in an address in place of <…>: by the placeholder's name, or by address and placeholder.
PLACEHOLDERS: dict[str, Callable[[], Any]] = {
    "plan.code": lambda: "YF",
    "plan_file.code": lambda: "YF",
    "duties_file.pk": lambda: Department.objects.get(name=OWNER).pk,
    "kind": lambda: "xlsx",
    "task.code": lambda: "YF-T07",
    "department.pk": lambda: Department.objects.get(name=OWNER).pk,
    **{f"{name}.pk": batch_of_the_owner for name in BATCH_ADDRESSES},
    **ROUND_PLACEHOLDERS,
    "key": uuid.uuid4,
    "pk": lambda: Person.objects.get(username="cast.leader").pk,
    "plan_code": lambda: "YF",
    "period_code": lambda: "2023Q2",
    "code": lambda: "YF-12",
}

Row = tuple[str, str, dict[str, str]]


def table() -> list[Row]:
    """(address, method, {role: expected})"""
    header, *lines = (line.split() for line in MATRIX.strip().splitlines())
    return [(line[0], line[1], dict(zip(header[2:], line[2:], strict=True))) for line in lines]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


PATTERNS = {pattern.name: pattern for pattern in patterns(get_resolver()) if pattern.name}


def address(name: str) -> str:
    return reverse(name, kwargs={each: in_place_of(name, each) for each in PATTERNS[name].pattern.converters})


def in_place_of(name: str, placeholder: str) -> Any:
    given = PLACEHOLDERS.get(f"{name}.{placeholder}") or PLACEHOLDERS[placeholder]
    return given()


def answer(client: Client, name: str, method: str) -> str:
    got = client.generic(method, address(name))
    is_led_to_login = got.status_code == 302 and got["Location"].startswith(f"{reverse('login')}?next=")
    return "login" if is_led_to_login else str(got.status_code)


def test_every_address_has_a_name() -> None:
    assert [str(pattern.pattern) for pattern in patterns(get_resolver()) if not pattern.name] == []


@pytest.mark.parametrize("method", METHODS)
def test_every_address_has_its_row(method: str) -> None:
    written = {name for name, row_method, _ in table() if row_method == method}
    missing = sorted(set(PATTERNS) - written)
    gone = sorted(written - set(PATTERNS))
    assert not missing, f"MATRIX has no {method} row for: {', '.join(missing)}"
    assert not gone, f"MATRIX has {method} rows for addresses that do not exist: {', '.join(gone)}"


def test_no_row_stands_twice() -> None:
    rows = [(name, method) for name, method, _ in table()]
    assert len(rows) == len(set(rows))


@pytest.fixture
def clients(
    liaison: Person,
    other_liaison: Person,
    leader: Person,
    evaluator: Person,
    coordinator: Person,
    system_administrator: Person,
    client_of: ClientOf,
) -> dict[str, Client]:
    return {
        "nobody": Client(),
        "liaison": client_of(liaison),
        "other": client_of(other_liaison),
        "leader": client_of(leader),
        "evaluator": client_of(evaluator),
        "coordinator": client_of(coordinator),
        "system": client_of(system_administrator),
    }


@pytest.mark.parametrize(
    ("name", "method", "expected"), [pytest.param(*row, id=f"{row[1]}-{row[0]}") for row in table()]
)
def test_each_role_gets_what_the_table_says(
    name: str, method: str, expected: dict[str, str], clients: dict[str, Client]
) -> None:
    if name not in PATTERNS:
        pytest.fail(f"MATRIX names an address that does not exist: {name}")
    assert {role: answer(client, name, method) for role, client in clients.items()} == expected
