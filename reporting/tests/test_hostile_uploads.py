"""Files made to stop the site, posted as anybody signed in could: a sentence in time, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from time import monotonic

import pytest
from django.test import Client

from departments.models import Person
from indicators.models import Measure, Reading
from reporting.models import Batch, BatchRows, BatchState, KeptFile
from reporting.tests.importing import template
from reporting.tests.uploading import UPLOAD, heading, send_file, sent, summary, title, words
from reporting.tests.workbooks.hostile import GROWTH, NEXT_STEP, REFUSED, TABLE, peak_memory
from reporting.tests.workbooks.making import csv, xls
from tasks.models import TaskNote

GOOD = [["YF-03", 61.5]]
LONGEST = 10
MACROS = "文件里有宏。本站不运行宏，只读取单元格里保存的内容。"


def nothing_is_kept() -> None:
    """Only that it came, and why it was refused."""
    assert not Reading.objects.exists()
    assert not TaskNote.objects.exists()
    assert not Measure.objects.exclude(baseline_value=None).exists()
    assert not KeptFile.objects.exists()
    assert not BatchRows.objects.exists()
    assert not Batch.objects.exclude(state=BatchState.UNREADABLE, file=None).exists()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_time_and_the_site_goes_on(name: str, as_coordinator: Client) -> None:
    make, filename, _ = REFUSED[name]
    content = make()
    as_coordinator.get(UPLOAD)
    before, began = peak_memory(reset=True), monotonic()

    answer = send_file(as_coordinator, content, filename)

    assert monotonic() - began < LONGEST
    assert peak_memory() - before < GROWTH
    assert answer.status_code == 400
    assert heading(answer) == "上传 Excel"
    assert title(answer).startswith("出错：")
    assert "文件没有上传成功，没有写入任何数据" in summary(answer)
    assert NEXT_STEP.search(summary(answer).partition("文件：")[2])
    nothing_is_kept()
    assert sent(as_coordinator, template(*GOOD)).state == BatchState.READY


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, part)
    return stream.getvalue()


LINKS = (
    b'<Relationships><Relationship Id="r1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
    b"</Relationships>"
)
SEEN: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "macros": (
        lambda: with_part(template(*GOOD), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open"),
        "a.xlsm",
        MACROS,
    ),
    "links to other workbooks": (
        lambda: with_part(template(*GOOD), "xl/externalLinks/_rels/externalLink1.xml.rels", LINKS),
        "a.xlsx",
        "不打开那些文件",
    ),
    "an .xls named .xlsx": (lambda: xls(TABLE), "a.xlsx", "文件名以 .xlsx 结尾"),
    "a text named .xlsx": (lambda: csv(TABLE["历史"]), "a.xlsx", "文件名以 .xlsx 结尾"),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_is_odd_but_harmless_is_read_and_said(name: str, as_coordinator: Client) -> None:
    make, filename, sentence = SEEN[name]
    began = monotonic()
    answer = send_file(as_coordinator, make(), filename)
    assert monotonic() - began < LONGEST
    assert answer.status_code == 200
    assert heading(answer) == "核对：1 项可以写入"
    assert sentence in words(answer)
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "filename",
    [
        "../../../etc/cron.d/evil.xlsx",
        "C:\\windows\\system32\\evil.xlsx",
        "evil\x00.xlsx",
        "evil\r\nX: y.xlsx",
    ],
)
def test_a_name_that_leads_elsewhere_is_only_a_name(filename: str, as_coordinator: Client) -> None:
    batch = sent(as_coordinator, template(*GOOD), filename)
    assert not set(batch.filename) & set("/\\\x00\r\n")
    answer = as_coordinator.get(f"/imports/{batch.pk}/file/")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert not answer.has_header("X")


def test_a_name_made_of_markup_is_shown_as_text(as_coordinator: Client) -> None:
    answer = send_file(as_coordinator, template(*GOOD), "<img src=x onerror=alert(1)>.xlsx")
    assert "<img" not in answer.content.decode()
    assert "<img src=x onerror=alert(1)>.xlsx" in words(answer).replace("&lt;", "<")


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (template(["YF-03", 61.5, None, None, "王某 110102199003071234"]), "a.xlsx"),
        (template(["YF-03", 61.5, None, None, "１１０１０２ １９９００３０７ １２３Ｘ"]), "a.xlsx"),
        (template(*GOOD), "110102199003071234.xlsx"),
    ],
    ids=["in a cell", "in full width and groups", "in the name"],
)
def test_a_file_with_somebodys_number_is_not_kept(content: bytes, filename: str, as_liaison: Client) -> None:
    answer = send_file(as_liaison, content, filename)
    assert answer.status_code == 400
    assert "像是身份证号或残疾人证号" in summary(answer)
    assert "文件没有保存。请删去个人号码后重新上传。" in summary(answer)
    nothing_is_kept()
    assert "110102199003071234" not in as_liaison.get("/imports/").content.decode()


def test_a_liaison_gets_the_same_sentence(as_liaison: Client, liaison: Person) -> None:
    make, filename, sentence = REFUSED["a bomb of 20 million cells"]
    answer = send_file(as_liaison, make(), filename)
    assert sentence in summary(answer)
    refused = Batch.objects.get()
    assert (refused.uploaded_by, refused.state) == (liaison, BatchState.UNREADABLE)
    later = as_liaison.get(f"/imports/{refused.pk}/")
    assert heading(later) == f"批次 {refused.pk}：文件读不出来"
    assert sentence in words(later)
    assert "重新上传" in words(later)
