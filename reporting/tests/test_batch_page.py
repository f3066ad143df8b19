"""One batch: what its file would write, row by row, for whom, and in which state."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Person
from reporting.models import Batch, BatchKind, BatchRows, BatchState
from reporting.services import batches
from reporting.tests.entering import record, text_of
from reporting.tests.importing import confirmed, long_table, template, upload
from reporting.tests.uploading import buttons, heading, page_of, sent, step, summary, words

# Session, person, the batch with its file, its rows; plans and demonstration people for the frame.
QUERIES = 6
FAULTY = [["YF-03", 0.862], ["YF-04", 101], ["YF-05", 97], ["YF-99", 1]]


def section(answer: object, name: str) -> str:
    """The words of one section's table."""
    page = text_of(answer)
    start = page.index(f'id="section-{name}"')
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[start : page.index("</table>", start)]))


# --- what a preview shows ---------------------------------------------------------------------------


def test_faults_come_first_each_with_place_content_and_what_to_do(
    as_liaison: Client, liaison: Person
) -> None:
    answer = as_liaison.get(page_of(upload(template(*FAULTY), liaison)))
    assert heading(answer) == "核对：有 2 处错误，改好前不能写入"
    assert summary(answer).startswith("请改好这 2 处，重新上传")
    assert "指标填报!B5 YF-04 孕前优生健康检查目标人群覆盖率：101% 超过 100%。" in summary(answer)
    refused = section(answer, "refused")
    assert "指标填报!B5" in refused
    assert "101%" in refused
    assert "请填 0 到 100 之间的数。" in refused
    assert "YF-99" in refused
    page = text_of(answer)
    assert page.index("section-refused") < page.index("section-question") < page.index("section-new")
    assert "现在还没有写入任何数据。" in words(answer)
    assert buttons(answer) == ["下载标出问题的工作簿", "重新上传", "下载原文件", "放弃本次上传"]


def test_each_fault_of_the_summary_leads_to_its_row(as_liaison: Client, liaison: Person) -> None:
    page = text_of(as_liaison.get(page_of(upload(template(*FAULTY), liaison))))
    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert len(targets) == 2
    assert all(f'id="{target}"' in page for target in targets)


def test_a_change_shows_the_old_value_and_the_new(as_coordinator: Client, coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    record(coordinator, "YF-04", value="80")
    answer = as_coordinator.get(
        page_of(upload(template(["YF-03", 61.5], ["YF-04", 80], ["YF-05", 97]), coordinator))
    )
    assert heading(answer) == "核对：2 项可以写入"
    assert "60% → 改为 61.5%" in section(answer, "changed")
    assert "未填 → 改为 97%" in section(answer, "new")
    assert "未变 1 项" in words(answer)
    assert "变更 1 项 新增 1 项 未变 1 项 共读到 3 行" in words(answer)
    assert buttons(answer) == ["确认写入 2 项", "下载带标注的工作簿", "下载原文件", "放弃本次上传"]


def test_a_question_offers_the_likely_number_and_a_field_for_the_reason(
    as_liaison: Client, liaison: Person
) -> None:
    answer = as_liaison.get(page_of(upload(template(["YF-03", 0.862]), liaison)))
    asked = section(answer, "question")
    assert "0.862 是 86.2% 还是 0.862%？" in asked
    assert "改为 86.2" in asked
    assert "没有错，说明原因" in asked
    assert re.search(r'<label for="note-0">', text_of(answer))


def test_history_may_leave_its_questions_unanswered(as_coordinator: Client, coordinator: Person) -> None:
    batch = upload(long_table(["YF-03", "2023Q4", 0.862]), coordinator)
    assert "没有错，说明原因（可不填）" in words(as_coordinator.get(page_of(batch)))
    assert heading(step(as_coordinator, batch, "confirm")) == f"批次 {batch.pk}：已写入 1 项"


def test_the_same_file_twice_changes_nothing_and_says_so(as_coordinator: Client, coordinator: Person) -> None:
    content = template(["YF-03", 61.5], tasks=[["YF-T04", "完成两场"]])
    confirmed(content, coordinator)
    answer = as_coordinator.get(page_of(sent(as_coordinator, content)))
    assert heading(answer) == "核对：没有要写入的数"
    assert "文件里的 2 项和库里的一样，没有要写入的。" in words(answer)
    assert "确认写入" not in words(answer)


def test_an_empty_template_says_that_nothing_is_filled(as_liaison: Client, liaison: Person) -> None:
    answer = as_liaison.get(page_of(upload(template(["YF-03", None]), liaison)))
    assert "文件里一个数也没有填。请填好“本期值”等列，保存后重新上传。" in words(answer)


def test_what_was_not_read_is_said(as_coordinator: Client, coordinator: Person) -> None:
    batch = upload(long_table(["YF-03", "2023Q4", 61.5, None, None, "复核"]), coordinator)
    Batch.objects.filter(pk=batch.pk).update(notices=["工作表“封面”没有要读的表头，没有读取。"])
    assert "工作表“封面”没有要读的表头，没有读取。" in words(as_coordinator.get(page_of(batch)))


def test_the_foot_has_the_files_checksum(as_liaison: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 61.5]), liaison)
    assert f"文件校验码 SHA-256：{batch.sha256}。" in words(as_liaison.get(page_of(batch)))
    assert len(batch.sha256) == 64


# --- many rows --------------------------------------------------------------------------------------


@pytest.fixture
def five_thousand(coordinator: Person) -> Batch:
    """Without the file that would have them."""
    batch = upload(long_table(["YF-03", "2023Q4", 61.5]), coordinator)
    (row,) = BatchRows.objects.get(batch=batch).rows
    rows = [{**row, "row": number, "change": ("新增", "有误")[number > 4_000]} for number in range(1, 5_001)]
    BatchRows.objects.filter(batch=batch).update(rows=rows)
    counts = {"新增": 4_000, "变更": 0, "未变": 0, "有误": 1_000}
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.FAULTY, counts=counts, rows_read=5_000)
    return batch


def rows_shown(answer: object) -> int:
    return len(re.findall(r'<tr role="row" id="row-\d+">', text_of(answer)))


def test_of_5000_rows_the_first_of_each_kind_are_shown(as_coordinator: Client, five_thousand: Batch) -> None:
    answer = as_coordinator.get(page_of(five_thousand))
    assert rows_shown(answer) == 100
    assert "还有 990 处" in summary(answer)
    assert "查看全部 1000 项有误" in words(answer)
    assert 'href="/imports/' + str(five_thousand.pk) + '/?show=refused"' in text_of(answer)
    assert len(answer.content) < 200_000


def test_one_kind_alone_is_shown_page_by_page(as_coordinator: Client, five_thousand: Batch) -> None:
    address = page_of(five_thousand)
    first, last = as_coordinator.get(f"{address}?show=new"), as_coordinator.get(f"{address}?show=new&page=20")
    assert rows_shown(first) == rows_shown(last) == 200
    assert "第 1 页，共 20 页" in words(first)
    assert 'href="?show=new&page=19"' in text_of(last).replace("&amp;", "&")
    assert "看全部各类" in words(first)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [({"show": "abc"}, 100), ({"show": "new", "page": "abc"}, 200), ({"show": "refused", "page": "99999"}, 200),
     ({"show": "new", "page": "-1"}, 200), ({"show": "changed"}, 0), ({"page": "7"}, 100), ({"show": "\x00"}, 100)],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_something_sensible(
    asked: dict[str, str], rows: int, as_coordinator: Client, five_thousand: Batch
) -> None:
    answer = as_coordinator.get(page_of(five_thousand), asked)
    assert answer.status_code == 200
    assert rows_shown(answer) == rows


def test_5000_rows_take_as_many_queries_as_one(
    as_coordinator: Client,
    coordinator: Person,
    five_thousand: Batch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    small = upload(template(["YF-03", 61.5]), coordinator)
    as_coordinator.get(page_of(small))  # renews the session
    for address in (page_of(small), page_of(five_thousand), f"{page_of(five_thousand)}?show=new&page=3"):
        with django_assert_num_queries(QUERIES) as asked:
            as_coordinator.get(address)
        assert not any('"reporting_keptfile"."content"' in query["sql"] for query in asked.captured_queries)


# --- who sees it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "file", "marked", "undo"])
def test_another_departments_batch_is_not_there(part: str, as_other_liaison: Client, liaison: Person) -> None:
    answer = as_other_liaison.get(page_of(confirmed(template(["YF-03", 61.5]), liaison), part))
    assert answer.status_code == 404
    assert "没有这个批次。" in words(answer)
    assert "YF-03" not in text_of(answer)


@pytest.mark.parametrize("name", ["confirm", "again", "discard", "undo"])
def test_another_departments_batch_cannot_be_touched(
    name: str, as_other_liaison: Client, liaison: Person
) -> None:
    batch = upload(template(["YF-03", 61.5]), liaison)
    assert step(as_other_liaison, batch, name).status_code == 404
    assert Batch.objects.get().state == BatchState.READY


def test_a_leader_sees_everything_and_changes_nothing(as_leader: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 0.862]), liaison)
    answer = as_leader.get(page_of(batch))
    assert heading(answer) == "核对：1 项可以写入"
    assert buttons(answer) == ["下载带标注的工作簿", "下载原文件"]
    assert "没有错，说明原因" not in words(answer)
    for name in ("confirm", "again", "discard", "undo", "approve"):
        refused = step(as_leader, batch, name)
        assert refused.status_code == 403
        assert "领导不能" in words(refused)
    assert Batch.objects.get().state == BatchState.READY


def test_a_colleague_of_the_same_department_may_go_on(as_liaison: Client, coordinator: Person) -> None:
    batch = upload(template(["YF-03", 61.5]), coordinator)
    assert "确认写入 1 项" in buttons(as_liaison.get(page_of(batch)))
    history = upload(long_table(["YF-03", "2023Q4", 61.5]), coordinator)
    assert as_liaison.get(page_of(history)).status_code == 404


def test_nobody_is_led_to_the_sign_in(as_nobody: Client, liaison: Person) -> None:
    address = page_of(upload(template(["YF-03", 61.5]), liaison))
    assert as_nobody.get(address)["Location"] == f"/accounts/login/?next={address}"


# --- a reading that goes on, or was cut off ---------------------------------------------------------


@pytest.fixture
def cut_off(liaison: Person) -> Batch:
    """As a worker leaves it that was killed while reading."""
    batch = batches.receive(template(["YF-03", 61.5]), "填报.xlsx", by=liaison)
    Batch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - timedelta(minutes=2), rows_read=250)
    return Batch.objects.get(pk=batch.pk)


def test_while_it_is_read_the_page_says_how_far_and_that_one_may_leave(
    as_liaison: Client, liaison: Person
) -> None:
    batch = batches.receive(template(["YF-03", 61.5]), "填报.xlsx", by=liaison)
    Batch.objects.filter(pk=batch.pk).update(rows_read=1_250)
    answer = as_liaison.get(page_of(batch))
    assert heading(answer) == f"批次 {batch.pk}：正在读取"
    assert "已读 1250 行。可以离开本页，稍后再来。" in words(answer)
    assert as_liaison.get(f"/imports/progress/{batch.key}/").json()["state"] == "reading"


def test_a_reading_that_was_cut_off_can_be_taken_up_again(as_liaison: Client, cut_off: Batch) -> None:
    answer = as_liaison.get(page_of(cut_off))
    assert "读取中断了，没有写入任何数据。文件还在，可以重新读取。" in words(answer)
    assert buttons(answer) == ["重新读取"]
    assert as_liaison.get(f"/imports/progress/{cut_off.key}/").json()["state"] == "interrupted"
    assert heading(step(as_liaison, cut_off, "again")) == "核对：1 项可以写入"
    assert Batch.objects.get().kind == BatchKind.TEMPLATE


def test_who_may_not_change_it_is_not_offered_to_read_it_again(as_leader: Client, cut_off: Batch) -> None:
    assert buttons(as_leader.get(page_of(cut_off))) == []
