"""XML in a stream, by local names; a document type declaration ends it, so there are no entities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate

from reporting.workbooks import limits, refusals
from reporting.workbooks.refusals import Unreadable

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
SEPARATOR = "}"


class ByLocalName(dict[str, Any]):
    """Handlers by the name as expat gives it; asked once for each, then remembered."""

    def __init__(self, handlers: Mapping[str, Callable[..., None]]) -> None:
        super().__init__()
        self.handlers = handlers

    def __missing__(self, name: str) -> Any:
        found = self[name] = self.handlers.get(local(name))
        return found


def local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]


def parse(
    part: IO[bytes],
    starts: Mapping[str, Start],
    ends: Mapping[str, End] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Raises Unreadable for broken XML and for a DTD. Attributes without prefix keep their bare names."""
    begin, finish = ByLocalName(starts), ByLocalName(ends or {})

    def start(name: str, attributes: Attributes) -> None:
        if handler := begin[name]:
            handler(attributes)

    def end(name: str) -> None:
        if handler := finish[name]:
            handler()

    parser = ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
    if text is not None:
        parser.CharacterDataHandler = text
    feed(parser, part)


def feed(parser: Any, part: IO[bytes]) -> None:
    try:
        while chunk := part.read(limits.CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (ExpatError, LookupError) as error:
        raise Unreadable(refusals.BROKEN) from error


def refuse_doctype(*_: object) -> None:
    raise Unreadable(refusals.DOCTYPE)


def attribute(attributes: Attributes, name: str) -> str:
    """By local name, for attributes that carry a prefix."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


class Text:
    """Characters between two tags, bounded: one cell cannot fill the memory."""

    def __init__(self) -> None:
        self.collecting = False
        self.pieces: list[str] = []
        self.length = 0

    def begin(self) -> None:
        self.collecting = True

    def pause(self) -> None:
        self.collecting = False

    def add(self, text: str) -> None:
        if not self.collecting:
            return
        self.length += len(text)
        # One more than allowed is kept, so that whoever takes the text sees that it is too long.
        if self.length <= 2 * limits.CELL_CHARACTERS:
            self.pieces.append(text)

    def take(self) -> str:
        whole = "".join(self.pieces)
        self.pieces.clear()
        self.collecting = False
        self.length = 0
        return whole
