"""What is done with a batch on its page: confirmed, read again, dropped, undone."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from conftest import OWNER, person_of
from departments.models import Person, Role
from indicators.choices import State
from indicators.models import Reading
from reporting.models import Batch, BatchState
from reporting.tests.entering import record, stored, text_of
from reporting.tests.importing import confirmed, standing, template, upload, value
from reporting.tests.uploading import (
    buttons,
    heading,
    noted,
    page_of,
    sent,
    step,
    summary,
    title,
    words,
)

TWO = [["YF-03", 61.5], ["YF-04", 80]]


@pytest.fixture
def ready(liaison: Person) -> Batch:
    return upload(template(*TWO), liaison)


@pytest.fixture
def asking(liaison: Person) -> Batch:
    """Two rows ask for a note, one does not."""
    return upload(template(["YF-03", 0.862], ["YF-04", 0.9], ["YF-05", 97]), liaison)


@pytest.fixture
def colleague(db: None) -> Person:
    return person_of(Role.LIAISON, "cast.colleague", OWNER)


def state_of(batch: Batch) -> str:
    state: str = Batch.objects.get(pk=batch.pk).state
    return state


# --- confirming -------------------------------------------------------------------------------------


def test_what_a_liaison_confirms_waits_for_the_secretariat_and_leads_back(
    as_liaison: Client, ready: Batch
) -> None:
    answer = step(as_liaison, ready, "confirm")
    assert answer.redirect_chain == [(page_of(ready), 302)]
    assert heading(answer) == f"批次 {ready.pk}：已写入 2 项"
    assert "已报送，等秘书处审核；审核通过后计入进展判断。" in words(answer)
    assert "回到“我的填报”，看还有哪些没有填" in words(answer)
    assert 'href="/report/?period=2023Q4"' in text_of(answer)
    assert buttons(answer) == ["撤销这一批", "下载原文件"]
    assert (value("YF-03"), stored("YF-03").state) == (61.5, State.SUBMITTED)


def test_what_the_secretariat_confirms_counts_at_once(as_coordinator: Client, coordinator: Person) -> None:
    answer = step(as_coordinator, upload(template(*TWO), coordinator), "confirm")
    assert "确认写入，已计入进展判断。" in words(answer)
    assert "回到“我的填报”" not in words(answer)
    assert stored("YF-03").state == State.APPROVED


def test_confirming_twice_writes_once_and_says_so(as_liaison: Client, ready: Batch) -> None:
    step(as_liaison, ready, "confirm")
    answer = step(as_liaison, ready, "confirm")
    assert f"批次 {ready.pk}已经写入，不用再确认。" in words(answer)
    assert Reading.history.count() == 2


@pytest.mark.parametrize(
    ("before", "said"), [("discard", "已放弃，不能写入。"), ("undo", "已撤销，不能写入。")]
)
def test_what_was_dropped_or_undone_is_not_confirmed(
    before: str, said: str, as_liaison: Client, liaison: Person
) -> None:
    batch = upload(template(*TWO), liaison)
    if before == "undo":
        step(as_liaison, batch, "confirm")
    step(as_liaison, batch, before)
    assert f"批次 {batch.pk}{said}" in words(step(as_liaison, batch, "confirm"))
    assert not Reading.objects.exclude(answer="").exists()


def test_a_faulty_batch_is_not_confirmed(as_liaison: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", 101]), liaison)
    answer = step(as_liaison, batch, "confirm")
    assert "有误，不能写入。有 1 处要改正，改好后重新上传。没有写入任何数据。" in words(answer)
    assert not Reading.objects.exists()


# --- questions --------------------------------------------------------------------------------------


def test_a_missing_note_is_asked_for_at_its_field_and_what_was_typed_stays(
    as_liaison: Client, asking: Batch
) -> None:
    first, second = noted(as_liaison.get(page_of(asking)))
    answer = step(as_liaison, asking, "confirm", **{first: "本季确实很少"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert heading(answer) == "还没有写入，请先处理下面的问题"
    assert title(answer).startswith("出错：")
    assert "有 1 项要先说明。请逐项填写说明，或采用建议的数，再确认。" in summary(answer)
    wanted = second.replace("_", "-")
    assert f'href="#{wanted}"' in page
    assert f'aria-invalid="true" aria-describedby="{wanted}-error"' in page
    assert "请写明原因，或改为 90。" in words(answer)
    assert 'value="本季确实很少"' in page
    assert not Reading.objects.exists()
    assert state_of(asking) == BatchState.READY


def test_a_taken_suggestion_stays_ticked_and_is_written(as_liaison: Client, asking: Batch) -> None:
    first, second = noted(as_liaison.get(page_of(asking)))
    take = second.replace("note", "take")
    answer = step(as_liaison, asking, "confirm", **{take: "suggested"})
    assert re.search(rf'name="{take.replace("_", "-")}" value="suggested" checked', text_of(answer))
    step(as_liaison, asking, "confirm", **{take: "suggested", first: "本季确实很少"})
    assert (value("YF-04"), stored("YF-03").note) == (90, "本季确实很少")


@pytest.mark.parametrize("typed", ["王某 110102199003071234", " ", "\t"])
def test_a_note_that_says_nothing_or_too_much_is_asked_for_again(
    typed: str, as_liaison: Client, asking: Batch
) -> None:
    first, second = noted(as_liaison.get(page_of(asking)))
    answer = step(as_liaison, asking, "confirm", **{first: typed, second: "确实"})
    assert answer.status_code == 422
    assert f'href="#{first.replace("_", "-")}"' in text_of(answer)
    assert 'value="确实"' in text_of(answer)
    assert not Reading.objects.exists()


def test_answers_to_questions_that_nobody_asked_are_passed_over(as_liaison: Client, ready: Batch) -> None:
    answer = step(
        as_liaison, ready, "confirm", note_0="甲", note_999999="乙", take_1="suggested", take_x="丙"
    )
    assert heading(answer) == f"批次 {ready.pk}：已写入 2 项"
    assert (stored("YF-03").note, value("YF-04")) == ("", 80)


# --- what changed since the preview -----------------------------------------------------------------


def test_a_stale_preview_names_what_changed_and_is_checked_again(
    as_liaison: Client, ready: Batch, colleague: Person
) -> None:
    record(colleague, "YF-03", value="70")
    before = standing()
    answer = step(as_liaison, ready, "confirm")
    assert answer.status_code == 409
    assert heading(answer) == "还没有写入，请先处理下面的问题"
    assert title(answer).startswith("出错：")
    assert "预览之后有 1 处变化，没有写入任何数据" in summary(answer)
    assert re.search(
        r"YF-03 婚前医学检查率 2023年第四季度：预览时是未填，cast.colleague \d+月\d+日 \d\d:\d\d 改为70%（已报送）",
        summary(answer),
    )
    assert "重新核对" in buttons(answer)
    assert not any(name.startswith("确认写入") for name in buttons(answer))
    assert standing() == before
    again = step(as_liaison, ready, "again")
    assert heading(again) == "核对：2 项可以写入"
    assert "70% →改为 61.5%" in words(again)
    assert heading(step(as_liaison, ready, "confirm")) == f"批次 {ready.pk}：已写入 2 项"


@pytest.mark.parametrize("preview", ["1", "", "abc", "-1", "９" * 3000])
def test_a_page_that_shows_an_older_preview_confirms_nothing(
    preview: str, as_liaison: Client, ready: Batch
) -> None:
    assert re.search(r'name="preview" value="1"', text_of(as_liaison.get(page_of(ready))))
    step(as_liaison, ready, "again")
    assert step(as_liaison, ready, "confirm", preview=preview).status_code == 409
    assert not Reading.objects.exists()


# --- reading again, dropping ------------------------------------------------------------------------


def test_a_confirmed_batch_is_not_read_again(as_liaison: Client, ready: Batch) -> None:
    step(as_liaison, ready, "confirm")
    assert f"批次 {ready.pk}已写入，不能再预览。" in words(step(as_liaison, ready, "again"))
    assert state_of(ready) == BatchState.CONFIRMED


def test_a_dropped_batch_has_written_nothing_and_stays_in_the_list(as_liaison: Client, ready: Batch) -> None:
    answer = step(as_liaison, ready, "discard")
    assert answer.redirect_chain == [("/imports/", 302)]
    assert f"已放弃批次 {ready.pk}，没有写入任何数据。" in words(answer)
    assert heading(as_liaison.get(page_of(ready))) == f"批次 {ready.pk}：已放弃，没有写入任何数据"
    assert buttons(as_liaison.get(page_of(ready))) == ["下载原文件"]
    assert not Reading.objects.exists()


def test_a_confirmed_batch_is_not_dropped_but_undone(as_liaison: Client, ready: Batch) -> None:
    step(as_liaison, ready, "confirm")
    assert f"批次 {ready.pk}已写入，不能放弃。" in words(step(as_liaison, ready, "discard"))
    assert Reading.objects.count() == 2


# --- undoing ----------------------------------------------------------------------------------------


def test_undoing_asks_first(as_liaison: Client, liaison: Person) -> None:
    batch = confirmed(template(*TWO), liaison)
    answer = as_liaison.get(page_of(batch, "undo"))
    assert heading(answer) == f"撤销批次 {batch.pk}？2 项将恢复为写入前的数"
    assert "写入之后又改过的数如果有，会列出来，并且什么都不撤销。修改记录保留。" in words(answer)
    assert "不撤销，返回" in words(answer)
    assert value("YF-03") == 61.5


def test_undone_everything_stands_as_before(as_liaison: Client, liaison: Person, colleague: Person) -> None:
    record(colleague, "YF-03", value="60")
    before = standing()
    batch = confirmed(template(*TWO), liaison)
    answer = step(as_liaison, batch, "undo")
    assert heading(answer) == f"批次 {batch.pk}：已撤销，2 项恢复为写入前的数"
    assert "修改记录里两次都在；同一个文件可以重新上传。" in words(answer)
    assert standing() == before
    assert heading(as_liaison.get(page_of(sent(as_liaison, template(*TWO))))) == "核对：2 项可以写入"


def test_what_was_changed_since_is_named_and_nothing_is_undone(
    as_liaison: Client, liaison: Person, colleague: Person
) -> None:
    batch = confirmed(template(*TWO), liaison)
    record(colleague, "YF-04", value="82")
    before = standing()
    answer = step(as_liaison, batch, "undo")
    assert answer.status_code == 409
    assert title(answer).startswith("出错：")
    assert heading(answer) == "没有撤销：有 1 项后来又变了"
    assert "这些数在写入之后又变了，所以什么都没有撤销" in summary(answer)
    assert "YF-04 孕前优生健康检查目标人群覆盖率 2023年第四季度：cast.colleague" in summary(answer)
    assert "改为82%（已报送）。" in summary(answer)
    assert "要改的，请在录入页或用新的文件逐项修改。" in summary(answer)
    assert standing() == before


def test_what_was_approved_is_the_secretariats_to_take_back(
    as_liaison: Client, as_coordinator: Client, liaison: Person, coordinator: Person
) -> None:
    one, other = confirmed(template(["YF-03", 61.5]), liaison), confirmed(template(["YF-04", 80]), liaison)
    step(as_coordinator, one, "approve")
    record(coordinator, "YF-04", value="81")
    assert "撤销这一批" not in buttons(as_liaison.get(page_of(one)))
    for batch in (one, other):
        answer = step(as_liaison, batch, "undo")
        assert answer.redirect_chain == [(page_of(batch), 302)]
        assert "没有撤销任何数据。" in words(answer)
        assert state_of(batch) == BatchState.CONFIRMED
    assert (value("YF-03"), value("YF-04")) == (61.5, 81)
    assert "撤销这一批" in buttons(as_coordinator.get(page_of(one)))


def test_undoing_twice_says_that_it_is_done(as_liaison: Client, liaison: Person) -> None:
    batch = confirmed(template(*TWO), liaison)
    step(as_liaison, batch, "undo")
    for answer in (step(as_liaison, batch, "undo"), as_liaison.get(page_of(batch, "undo"), follow=True)):
        assert f"批次 {batch.pk}已撤销，没有可以撤销的。" in words(answer)
