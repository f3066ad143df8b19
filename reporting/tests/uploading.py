"""What the tests of the pages of uploads share: sending a file as a browser does, and reading the answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reporting.models import Batch
from reporting.tests.entering import text_of

UPLOAD = "/imports/new/"
LIST = "/imports/"
INLINE = re.compile(r"</?(?:a|strong|span)\b[^>]*>")


def send_file(client: Client, content: bytes, filename: str = "填报.xlsx", **fields: Any) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(filename, content), **fields}, follow=True)


def sent(client: Client, content: bytes, filename: str = "填报.xlsx", **fields: Any) -> Batch:
    """The batch that the file became."""
    answer = send_file(client, content, filename, **fields)
    assert answer.redirect_chain, words(answer)
    return Batch.objects.latest("pk")


def page_of(batch: Batch, step: str = "") -> str:
    return f"/imports/{batch.pk}/{step}{'/' if step else ''}"


def step(client: Client, batch: Batch, name: str, **typed: str) -> Any:
    """A button of the batch's page, and where it leads. Its form knows which preview it shows."""
    typed.setdefault("preview", str(Batch.objects.get(pk=batch.pk).previews))
    fields = {field.replace("_", "-"): text for field, text in typed.items()}
    return client.post(page_of(batch, name), fields, follow=True)


def words(answer: Any) -> str:
    """What somebody reads, without the tags."""
    main = text_of(answer).split("<main", 1)[1].split("</main>")[0]
    blocks = re.sub(INLINE, "", main.partition(">")[2])
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", blocks))).strip()


def title(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", text_of(answer), re.DOTALL)
    assert found
    return unescape(found[1])


def heading(answer: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text_of(answer), re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def buttons(answer: Any) -> list[str]:
    """What can be done here: the names of buttons and of links that look like them."""
    found = re.findall(
        r'<(?:button|a)\b[^>]*class="button[^"]*"[^>]*>(.*?)</(?:button|a)>', text_of(answer), re.DOTALL
    )
    named = (re.sub(r"<[^>]+>", "", each).strip() for each in found)
    return [each for each in named if each not in {"菜单", "继续填报", "重新登录"}]


def summary(answer: Any) -> str:
    """What the error summary says; it takes the focus."""
    page = text_of(answer)
    if 'class="error-summary"' not in page:
        return ""
    text = page.split('class="error-summary"', 1)[1].split("</div>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text.partition(">")[2]))).strip()


def noted(answer: Any) -> list[str]:
    """The fields that ask for a note, by their names with ``_``, as `step` takes them."""
    return [name.replace("-", "_") for name in re.findall(r'name="(note-\d+)"', text_of(answer))]
