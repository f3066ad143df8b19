"""A zip of XML parts, looked through before anything is read from it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from reporting.workbooks import limits, refusals
from reporting.workbooks.refusals import Unreadable

ENCRYPTED_FLAG = 0x1
OTHER_OFFICE = (("word/", "Word 文档"), ("ppt/", "PPT 演示文稿"))
OPENDOCUMENT = b"application/vnd.oasis.opendocument."
SPREADSHEET = OPENDOCUMENT + b"spreadsheet"
DRIVE = re.compile(r"^[A-Za-z]:")


class Package:
    """Raises Unreadable for what no office program writes: lying sizes, odd paths, bombs.

    Parts are found whatever the case of their names, as Excel does.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.parts = named_parts(self.archive.infolist())
            inflate_all(self.archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Unreadable(refusals.BROKEN) from error
        refuse_other_kinds(self)

    @property
    def is_opendocument(self) -> bool:
        return "mimetype" in self.parts and self.has("content.xml")

    def has(self, name: str) -> bool:
        return name.lower() in self.parts

    def has_folder(self, start: str) -> bool:
        return any(name.startswith(start) for name in self.parts)

    def open(self, name: str) -> IO[bytes]:
        try:
            return self.archive.open(self.parts[name.lower()])
        except KeyError:
            raise Unreadable(refusals.BROKEN) from None

    def beginning(self, name: str, most: int = 100_000) -> bytes:
        with self.open(name) as part:
            return part.read(most)


def named_parts(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.PARTS:
        raise Unreadable(refusals.PARTS)
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.flag_bits & ENCRYPTED_FLAG:
            raise Unreadable(refusals.ENCRYPTED)
        name = part_name(info.filename)
        if name in parts:
            raise Unreadable(refusals.BROKEN)
        parts[name] = info
    return parts


def part_name(written: str) -> str:
    """Some writers use backslashes. Raises Unreadable for a path that leads outside."""
    name = written.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or DRIVE.match(name):
        raise Unreadable(refusals.OUTSIDE)
    return posixpath.normpath(name).lower()


def inflate_all(archive: zipfile.ZipFile) -> None:
    """What is counted is what comes out: the sizes that a zip declares may lie."""
    left = limits.UNPACKED_BYTES
    for info in archive.infolist():
        for size in chunk_sizes(archive, info):
            left -= size
            if left < 0:
                raise Unreadable(refusals.UNPACKED)


def chunk_sizes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[int]:
    with archive.open(info) as part:
        while chunk := part.read(limits.CHUNK_BYTES):
            yield len(chunk)


def refuse_other_kinds(package: Package) -> None:
    for folder, what in OTHER_OFFICE:
        if package.has_folder(folder) and not package.has_folder("xl/"):
            raise Unreadable(refusals.not_a_table(what))
    if package.has("xl/workbook.bin"):
        raise Unreadable(refusals.BINARY_WORKBOOK)
    if "mimetype" in package.parts:
        refuse_other_opendocument(package.beginning("mimetype", 200))
    if package.has("encryptedpackage") or is_encrypted_opendocument(package):
        raise Unreadable(refusals.ENCRYPTED)


def refuse_other_opendocument(mimetype: bytes) -> None:
    if mimetype.startswith(OPENDOCUMENT) and not mimetype.startswith(SPREADSHEET):
        raise Unreadable(refusals.not_a_table("OpenDocument 文档或演示文稿"))


def is_encrypted_opendocument(package: Package) -> bool:
    manifest = "meta-inf/manifest.xml"
    if package.has("encrypted-package"):
        return True
    return package.has(manifest) and b"encryption-data" in package.beginning(manifest, limits.UNPACKED_BYTES)
