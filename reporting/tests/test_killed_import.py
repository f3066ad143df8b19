"""kill -9 at any moment of a confirmation leaves all of the batch or nothing (security.md)."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

from django.db import connections, transaction

from departments.models import Person
from indicators.models import Measure, Reading
from reporting.models import Batch, BatchState
from reporting.services import confirming
from reporting.tests.importing import long_table, upload

KILLS = 50
PERIODS = ("2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
SLOWEST = 1.4
"""The latest kill, in durations of a confirmation that nobody disturbs."""


def big_table() -> bytes:
    codes = Measure.objects.filter(frequency="quarterly").values_list("code", flat=True)
    return long_table(*([code, period, 1] for code in codes for period in PERIODS))


def confirming_child(batch: Batch, by: Person) -> int:
    """A process of its own, with connections of its own."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    # Nothing of pytest may run in the child, neither its reports nor its teardown.
    status = 1
    try:
        confirming.confirm(batch, by=by, asks=False)
        status = 0
    finally:
        os._exit(status)


def killed_after(seconds: float, child: int) -> bool:
    """Whether the kill came before the child's own end."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def undisturbed(batch: Batch, by: Person) -> float:
    """How long a whole confirmation takes in such a child."""
    began = time.monotonic()
    _, status = os.waitpid(confirming_child(batch, by), 0)
    assert os.WEXITSTATUS(status) == 0
    return time.monotonic() - began


def undone_and_uploaded_again(batch: Batch, content: bytes, by: Person) -> Batch:
    confirming.undo(batch, by=by)
    return upload(content, by)


def outcome(batch: Batch, rows: int) -> str:
    """All or nothing: of the values, of their history, of the batch's own state and rows."""
    with transaction.atomic():
        # PostgreSQL ends what a killed client had sent already: its lock is waited for.
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        answered = Reading.objects.exclude(answer="").count()
        named = sum(row["pk"] is not None for row in held.rows.rows)
        found = (answered, named, held.state)
        assert found in {(rows, rows, BatchState.CONFIRMED), (0, 0, BatchState.READY)}, found
        assert Reading.history.count() == sum(Reading.objects.values_list("version", flat=True))
    return held.state


def test_a_killed_confirmation_leaves_all_or_nothing(transactional_db: None, coordinator: Person) -> None:
    chance = random.Random(20231231)
    content = big_table()
    batch = upload(content, coordinator)
    rows = batch.counts["新增"]
    assert rows > 200
    undisturbed(batch, coordinator)
    # Once more, over the blanks that undoing leaves: what all those that are killed do.
    batch = undone_and_uploaded_again(batch, content, coordinator)
    longest = undisturbed(batch, coordinator)
    found: Counter[str] = Counter()
    hits = 0
    for number in range(KILLS):
        if outcome(batch, rows) == BatchState.CONFIRMED:
            batch = undone_and_uploaded_again(batch, content, coordinator)
        child = confirming_child(batch, coordinator)
        # One in each of as many slices of the time, and anywhere within its slice.
        delay = (number + chance.random()) / KILLS * SLOWEST * longest
        is_hit = killed_after(delay, child)
        hits += is_hit
        # A machine that was busy at first must not make all later kills come too late.
        longest = longest if is_hit else min(longest, delay)
        found[outcome(batch, rows)] += 1
    assert hits >= KILLS / 4, "the kills came too late to hit"
    assert found[BatchState.READY] > 0
    if outcome(batch, rows) == BatchState.CONFIRMED:
        batch = undone_and_uploaded_again(batch, content, coordinator)
    again = upload(content, coordinator)
    assert confirming.confirm(again, by=coordinator).counts["新增"] == rows
    assert outcome(again, rows) == BatchState.CONFIRMED
