"""Files that go out: the upload as it came, its copy with the problems marked, the template."""

from __future__ import annotations

import hashlib
import io
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client

from conftest import OTHER, OWNER
from departments.models import Department, Person
from reporting.models import Batch, KeptFile
from reporting.tests.importing import confirmed, template, upload
from reporting.tests.uploading import page_of, send_file, sent, words
from reporting.tests.workbooks.making import csv
from reporting.workbooks import refusals
from reporting.workbooks.refusals import Unreadable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def saved_as(answer: Any) -> str:
    """The name that the browser gives the file."""
    kind, _, name = answer["Content-Disposition"].partition("; filename*=UTF-8''")
    assert kind == "attachment"
    return unquote(name)


def is_download_only(answer: Any) -> bool:
    return (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def opened(answer: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(answer.content))


# --- as it came -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["as_liaison", "as_coordinator", "as_leader", "as_evaluator"])
def test_who_sees_the_batch_gets_the_file_byte_by_byte(
    who: str, liaison: Person, request: pytest.FixtureRequest
) -> None:
    content = template(["YF-03", 61.5])
    batch = upload(content, liaison, "一季度 填报 “终稿”.xlsx")
    answer = request.getfixturevalue(who).get(page_of(batch, "file"))
    assert answer.content == content
    assert hashlib.sha256(answer.content).hexdigest() == batch.sha256
    assert answer["Content-Type"] == "application/octet-stream"
    assert is_download_only(answer)
    assert saved_as(answer) == "一季度 填报 “终稿”.xlsx"


def test_it_is_kept_after_confirming_and_undoing(as_liaison: Client, liaison: Person) -> None:
    content = template(["YF-03", 61.5])
    batch = confirmed(content, liaison)
    as_liaison.post(page_of(batch, "undo"))
    assert as_liaison.get(page_of(batch, "file")).content == content


def test_the_same_file_twice_is_kept_once(as_liaison: Client) -> None:
    content = template(["YF-03", 61.5])
    first, second = sent(as_liaison, content), sent(as_liaison, content)
    assert first.pk != second.pk
    assert KeptFile.objects.count() == 1


def test_a_file_that_could_not_be_read_is_not_there_any_more(as_liaison: Client) -> None:
    send_file(as_liaison, b"%PDF-1.7 ...")
    for part in ("file", "marked"):
        answer = as_liaison.get(page_of(Batch.objects.get(), part))
        assert answer.status_code == 404
        assert "这个文件读不出来，没有保存。" in words(answer)


# --- the marked copy --------------------------------------------------------------------------------


def test_the_marked_copy_is_the_own_workbook_with_a_column_of_problems(
    as_liaison: Client, liaison: Person
) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", 101], tasks=[["YF-T04", "完成两场"]]), liaison)
    answer = as_liaison.get(page_of(batch, "marked"))
    book = opened(answer)
    sheet = book["指标填报"]
    problems = [cell for row in sheet.iter_rows() for cell in row if "超过 100%" in str(cell.value)]
    assert book.sheetnames == ["指标填报", "任务进展"]
    assert [cell.row for cell in problems] == [5]
    assert sheet["B5"].fill.fill_type == "solid"
    assert (sheet["B4"].value, sheet["B4"].fill.fill_type) == (61.5, None)
    assert is_download_only(answer)
    assert answer["Content-Type"] == XLSX
    assert saved_as(answer) == "填报_标出问题.xlsx"


def test_the_marked_copy_corrected_is_taken(as_liaison: Client, liaison: Person) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", 101]), liaison)
    book = opened(as_liaison.get(page_of(batch, "marked")))
    book["指标填报"]["B5"] = 81
    stream = io.BytesIO()
    book.save(stream)
    answer = send_file(as_liaison, stream.getvalue(), "填报_标出问题.xlsx")
    assert "核对：2 项可以写入" in words(answer)


def test_of_a_csv_the_marked_copy_is_a_workbook(as_coordinator: Client) -> None:
    batch = sent(
        as_coordinator, csv([["指标编码", "填报期", "数值"], ["YF-03", "2023Q4", "很多"]]), "历史.csv"
    )
    answer = as_coordinator.get(page_of(batch, "marked"))
    assert saved_as(answer) == "历史_标出问题.xlsx"
    assert opened(answer).active["C2"].value == "很多"


def test_a_marked_copy_that_cannot_be_made_now_leads_back_with_the_reason(
    as_liaison: Client, liaison: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(template(["YF-04", 101]), liaison)

    def busy(*given: object, **named: object) -> None:
        raise Unreadable(refusals.BUSY)

    monkeypatch.setattr("reporting.services.batches.sandbox.read_file", busy)
    answer = as_liaison.get(page_of(batch, "marked"), follow=True)
    assert answer.redirect_chain == [(page_of(batch), 302)]
    assert "标注的工作簿没有做成。服务器现在太忙，没能开始读取文件。请过几分钟再上传。" in words(answer)


# --- the template -----------------------------------------------------------------------------------


def test_a_liaison_gets_the_own_departments_template_whatever_is_asked(as_liaison: Client) -> None:
    other = Department.objects.get(name=OTHER).pk
    for asked in ("", f"?department={other}", "?department=abc"):
        answer = as_liaison.get(f"/report/template/2023Q4/{asked}")
        assert saved_as(answer) == "区卫生健康委_2023年第四季度_填报模板.xlsx"
        assert "填报单位：区卫生健康委" in str([cell.value for cell in next(opened(answer)["指标填报"].rows)])
        assert is_download_only(answer)
        assert answer["Content-Type"] == XLSX


def test_the_template_comes_back_as_nothing_filled(as_liaison: Client) -> None:
    content = as_liaison.get("/report/template/2023Q4/").content
    assert "文件里一个数也没有填。" in words(send_file(as_liaison, content))


def test_the_secretariat_names_the_department(as_coordinator: Client) -> None:
    pk = Department.objects.get(name=OWNER).pk
    answer = as_coordinator.get(f"/report/template/2023Q2/?department={pk}")
    assert saved_as(answer) == "区卫生健康委_2023年第二季度_填报模板.xlsx"


@pytest.mark.parametrize(
    "asked", ["", "?department=", "?department=abc", "?department=-1", "?department=%C2%B2"]
)
def test_without_a_department_the_secretariat_is_told_to_choose(asked: str, as_coordinator: Client) -> None:
    answer = as_coordinator.get(f"/report/template/2023Q2/{asked}")
    assert answer.status_code == 404
    assert "没有选填报单位。请从“单位填报”页选择单位后下载。" in words(answer)


@pytest.mark.parametrize("asked", ["0", "999999", "9" * 40])
def test_a_department_that_does_not_exist_has_no_template(asked: str, as_coordinator: Client) -> None:
    answer = as_coordinator.get(f"/report/template/2023Q2/?department={asked}")
    assert answer.status_code == 404
    assert "没有这个单位。请从“单位填报”页选择单位后下载。" in words(answer)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("2023Q5", "“2023Q5”不是填报期。"),
        ("abc", "“abc”不是填报期。"),
        ("2023", "填报模板按季度下载，例如 2023Q2。"),
        ("2023H1", "填报模板按季度下载，例如 2023Q2。"),
        ("2099Q1", "2099年第一季度还没有开始，到2099年1月1日才能填报。"),
    ],
)
def test_a_quarter_without_a_template_says_why(code: str, sentence: str, as_liaison: Client) -> None:
    answer = as_liaison.get(f"/report/template/{code}/")
    assert answer.status_code == 404
    assert sentence in words(answer)


def test_who_reports_nothing_gets_no_template(as_leader: Client) -> None:
    answer = as_leader.get("/report/template/2023Q4/")
    assert answer.status_code == 403
    assert "领导不能填报本单位的数值" in words(answer)
