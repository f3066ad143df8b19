"""The secretariat approves what a liaison's file wrote."""

from __future__ import annotations

from django.test import Client

from departments.models import Person
from indicators.choices import State
from reporting.tests.entering import stored
from reporting.tests.importing import confirmed, template, upload
from reporting.tests.uploading import buttons, page_of, step, words

TWO = [["YF-03", 61.5], ["YF-04", 80]]


def test_the_secretariat_approves_a_liaisons_batch(
    as_coordinator: Client, as_liaison: Client, liaison: Person
) -> None:
    batch = confirmed(template(*TWO), liaison)
    assert buttons(as_coordinator.get(page_of(batch)))[0] == "审核通过 2 项"
    answer = step(as_coordinator, batch, "approve")
    assert "已审核通过 2 项，计入进展判断。" in words(answer)
    assert "审核通过 2 项" not in buttons(answer)
    assert stored("YF-03").state == State.APPROVED
    assert "确认写入，已计入进展判断。" in words(as_liaison.get(page_of(batch)))


def test_approving_twice_says_that_nothing_waits(as_coordinator: Client, liaison: Person) -> None:
    batch = confirmed(template(*TWO), liaison)
    step(as_coordinator, batch, "approve")
    assert "这一批没有待审核的数。" in words(step(as_coordinator, batch, "approve"))


def test_what_is_not_confirmed_is_not_approved(as_coordinator: Client, liaison: Person) -> None:
    ready = upload(template(*TWO), liaison)
    assert f"批次 {ready.pk}待确认，没有可以审核的。" in words(step(as_coordinator, ready, "approve"))


def test_a_liaison_approves_nothing(as_liaison: Client, liaison: Person) -> None:
    batch = confirmed(template(*TWO), liaison)
    assert not any("审核" in name for name in buttons(as_liaison.get(page_of(batch))))
    refused = step(as_liaison, batch, "approve")
    assert refused.status_code == 403
    assert "单位联络员不能审核报送的数值" in words(refused)
    assert stored("YF-03").state == State.SUBMITTED
