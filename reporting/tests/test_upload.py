"""Choosing a file: what the page says, what it refuses with the form still there, and one form is one upload."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import OTHER, ClientOf
from departments.models import Person
from indicators.models import Reading
from reporting.models import Batch, BatchState, KeptFile
from reporting.tests.entering import text_of
from reporting.tests.importing import long_table, template
from reporting.tests.uploading import UPLOAD, heading, send_file, sent, step, summary, title, words
from reporting.tests.workbooks.making import xlsx

# Session, person; plans and demonstration people for the frame.
QUERIES = 4
GOOD = ["YF-03", 61.5]


def test_the_page_says_what_can_be_uploaded_and_that_nothing_is_written_yet(as_liaison: Client) -> None:
    answer = as_liaison.get(UPLOAD)
    assert heading(answer) == "上传 Excel"
    for sentence in (
        "1 上传 2 核对 3 确认",
        "可以上传 .xlsx、.xls、.et、.ods、.csv，不超过 5 MB。上传后先核对，确认之前不写入任何数据。",
        "在“我的填报”页下载，填“本期值”或“分子、分母”，一个文件报完一个季度。",
        "空着的格表示没有填报，不会清除库里的数；0 是一个数。",
    ):
        assert sentence in words(answer)
    assert "历史数据" not in words(answer)


def test_the_secretariat_is_told_of_history_too(as_coordinator: Client) -> None:
    shown = words(as_coordinator.get(UPLOAD))
    assert "历史数据长表：列名为指标编码、填报期、数值，可加分子、分母、情况说明。" in shown
    assert "历史数据宽表：每行一个指标，每列一期，列名写填报期。" in shown
    assert "最多 20,000 行" in shown


def test_the_quarter_that_led_here_is_named(as_liaison: Client) -> None:
    assert heading(as_liaison.get(f"{UPLOAD}?period=2023Q4")) == "上传 Excel：2023年第四季度"


@pytest.mark.parametrize("period", ["2023Q5", "2023", "2023H1", "abc", "'; --", "\x00", "９" * 3000])
def test_a_quarter_that_makes_no_sense_is_none(period: str, as_liaison: Client) -> None:
    answer = as_liaison.get(UPLOAD, {"period": period})
    assert (answer.status_code, heading(answer)) == (200, "上传 Excel")


def test_the_page_takes_a_fixed_number_of_queries(
    as_coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_coordinator.get(UPLOAD)  # renews the session
    with django_assert_num_queries(QUERIES):
        as_coordinator.get(f"{UPLOAD}?period=2023Q4")


# --- what is refused, with the form still there -----------------------------------------------------


def test_without_a_file_the_page_asks_for_one(as_liaison: Client) -> None:
    answer = as_liaison.post(UPLOAD, {"period": "2023Q4"})
    assert answer.status_code == 400
    assert title(answer).startswith("出错：上传 Excel")
    assert "文件：请选择要上传的文件。" in summary(answer)
    assert 'href="#id_file"' in text_of(answer)
    assert re.search(r'id="id_file"[^>]*aria-invalid="true"', text_of(answer)) or re.search(
        r'aria-invalid="true"[^>]*id="id_file"', text_of(answer)
    )
    assert heading(answer) == "上传 Excel：2023年第四季度"
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，没有任何内容。请检查是否保存完整，再重新上传。"),
        (
            b"a," * 3_000_000,
            "文件有 5.7 MB，超过 5 MB 的上限。请删去图片和不用的工作表，或者分成几个文件上传。",
        ),
        (b"%PDF-1.7 ...", "这是 PDF 文件，不是表格。请上传 .xlsx、.xls、.et、.ods 或 .csv 文件。"),
        (xlsx({"表1": [["姓名", "电话"], ["王某", 1]]}), "指标编码"),
    ],
    ids=["empty", "too large", "a PDF", "another table"],
)
def test_a_file_that_cannot_be_read_is_refused_with_cause_and_next_step(
    content: bytes, sentence: str, as_coordinator: Client
) -> None:
    answer = send_file(as_coordinator, content)
    assert answer.status_code == 400
    assert sentence in summary(answer)
    assert "上传并核对" in text_of(answer)
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"period": "2023Q9"}, "填报期：“2023Q9”不是填报期。"),
        ({"period": "2023"}, "填报期：填报期要写到季度，例如 2023Q2。请从“我的填报”页重新上传。"),
        ({"key": "nonsense"}, "上传：页面过期了，请重新选择文件上传。"),
    ],
)
def test_a_form_that_was_tampered_with_is_answered_in_chinese(
    typed: dict[str, str], sentence: str, as_liaison: Client
) -> None:
    answer = send_file(as_liaison, template(GOOD), **typed)
    assert answer.status_code == 400
    assert sentence in summary(answer)
    assert not Batch.objects.exists()


def test_after_a_refusal_the_next_file_is_another_upload(as_liaison: Client) -> None:
    first = uuid.uuid4()
    refused = send_file(as_liaison, b"%PDF-1.7 ...", key=str(first))
    (key,) = re.findall(r'name="key" value="([^"]+)"', text_of(refused))
    assert uuid.UUID(key) != first
    assert sent(as_liaison, template(GOOD), key=key).state == BatchState.READY


# --- one form, one upload ---------------------------------------------------------------------------


def test_a_good_file_leads_to_its_preview_and_writes_nothing(as_liaison: Client, liaison: Person) -> None:
    answer = send_file(as_liaison, template(GOOD), period="2023Q4")
    batch = Batch.objects.get()
    assert answer.redirect_chain == [(f"/imports/{batch.pk}/", 302)]
    assert (batch.uploaded_by, batch.state) == (liaison, BatchState.READY)
    assert not Reading.objects.exists()


def test_a_form_sent_twice_opens_one_batch(as_liaison: Client) -> None:
    key = str(uuid.uuid4())
    first = send_file(as_liaison, template(GOOD), key=key)
    second = send_file(as_liaison, template(GOOD), key=key)
    assert first.redirect_chain == second.redirect_chain
    assert Batch.objects.count() == 1


def test_a_form_sent_again_after_confirming_shows_what_was_written(as_liaison: Client) -> None:
    key = str(uuid.uuid4())
    batch = sent(as_liaison, template(GOOD), key=key)
    step(as_liaison, batch, "confirm")
    assert heading(send_file(as_liaison, template(GOOD), key=key)) == f"批次 {batch.pk}：已写入 1 项"
    assert Reading.history.count() == 1


def test_somebody_elses_key_opens_nothing_of_theirs(as_liaison: Client, as_other_liaison: Client) -> None:
    key = str(uuid.uuid4())
    batch = sent(as_liaison, template(GOOD), key=key)
    stranger = send_file(as_other_liaison, template(GOOD, department=OTHER), key=key)
    assert stranger.status_code == 403
    assert Batch.objects.get() == batch


# --- how far the reading is -------------------------------------------------------------------------


def test_the_page_can_ask_how_far_the_reading_is(as_liaison: Client) -> None:
    key = uuid.uuid4()
    address = f"/imports/progress/{key}/"
    assert as_liaison.get(address).json() == {"state": "", "rows": 0}
    batch = sent(as_liaison, template(GOOD), key=str(key))
    told = as_liaison.get(address).json()
    assert (told["state"], told["url"]) == ("ready", f"/imports/{batch.pk}/")
    assert told["rows"] > 0


def test_nobody_else_learns_of_an_upload_by_its_key(as_liaison: Client, as_other_liaison: Client) -> None:
    key = uuid.uuid4()
    sent(as_liaison, template(GOOD), key=str(key))
    assert as_other_liaison.get(f"/imports/progress/{key}/").json() == {"state": "", "rows": 0}


# --- files that belong elsewhere --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "period", "sentence"),
    [
        (
            template(GOOD),
            "2023Q3",
            "这个文件填的是2023年第四季度，这里收的是2023年第三季度。"
            "请到2023年第四季度的页面上传，或下载2023年第三季度的模板。",
        ),
        (
            template(GOOD, department=OTHER),
            "2023Q4",
            "这个文件是区教委的，这里收的是区卫生健康委的。请上传区卫生健康委的填报模板。",
        ),
        (
            long_table(["YF-03", "2023Q4", 61.5]),
            "",
            "这是历史数据的表。历史数据由秘书处补录；填报本单位的数，请下载填报模板，填好后上传。",
        ),
    ],
    ids=["another quarter", "another department", "history"],
)
def test_a_liaisons_file_that_belongs_elsewhere_says_where(
    content: bytes, period: str, sentence: str, as_liaison: Client
) -> None:
    answer = send_file(as_liaison, content, period=period)
    assert answer.status_code == 200
    assert heading(answer) == "核对：这个文件不能在这里写入"
    assert sentence in words(answer)
    assert "确认写入" not in words(answer)
    assert "重新上传" in words(answer)


def test_history_of_other_periods_is_not_taken_where_one_quarter_was_asked(as_coordinator: Client) -> None:
    answer = send_file(as_coordinator, long_table(["YF-03", "2023Q3", 61.5]), period="2023Q4")
    assert "这个文件里有2023年第三季度的数，这里只收2023年第四季度的。" in words(answer)


def test_an_expired_session_leads_to_the_sign_in_and_back(as_nobody: Client) -> None:
    answer = as_nobody.post(UPLOAD)
    assert answer["Location"] == "/accounts/login/?next=/imports/new/"


def test_who_writes_no_values_does_not_upload(leader: Person, client_of: ClientOf) -> None:
    answer = send_file(client_of(leader), template(GOOD))
    assert answer.status_code == 403
    assert "领导不能填报本单位的数值" in words(answer)
    assert not Batch.objects.exists()
