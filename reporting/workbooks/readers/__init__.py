"""Runs only in the child. What a file is, is seen from its content; its name is never believed."""

from __future__ import annotations

from reporting.workbooks import limits, refusals
from reporting.workbooks.readers.output import Output
from reporting.workbooks.refusals import Unreadable

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TABLES = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"{\\rtf", "Word 文档"),
)


def read(data: bytes, filename: str, output: Output) -> None:
    """Raises Unreadable, and whatever a reader raises on a broken file."""
    check_size(len(data))
    for start, what in NOT_TABLES:
        if data.startswith(start):
            raise Unreadable(refusals.not_a_table(what))
    if data.startswith(ZIP):
        read_zip(data, filename, output)
    elif data.startswith(OLE):
        read_ole(data, filename, output)
    else:
        read_text(data, filename, output)
    output.end()


def check_size(size: int) -> None:
    if size == 0:
        raise Unreadable(refusals.EMPTY)
    if size > limits.FILE_BYTES:
        raise Unreadable(refusals.too_large(size))


def read_zip(data: bytes, filename: str, output: Output) -> None:
    from reporting.workbooks.readers import ods, xlsx
    from reporting.workbooks.readers.packages import Package

    package = Package(data)
    if package.is_opendocument:
        note_name(filename, (".ods",), ".ods", output)
        ods.read(package, output)
    else:
        note_name(filename, (".xlsx", ".xlsm", ".et"), ".xlsx", output)
        xlsx.read(package, output)


def read_ole(data: bytes, filename: str, output: Output) -> None:
    from reporting.workbooks.readers import xls

    note_name(filename, (".xls", ".et"), ".xls", output)
    xls.read(data, output)


def read_text(data: bytes, filename: str, output: Output) -> None:
    from reporting.workbooks.readers import text

    note_name(filename, (".csv", ".txt", ".tsv"), "文本（CSV）", output)
    text.read(data, filename, output)


def note_name(filename: str, endings: tuple[str, ...], what: str, output: Output) -> None:
    ending = "." + filename.rpartition(".")[2].lower()
    if "." in filename and ending not in endings:
        output.notice(f"文件名以 {ending} 结尾，内容却是{what}，已按内容读取。下次请用原来的扩展名保存。")
