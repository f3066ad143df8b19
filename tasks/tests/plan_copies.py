"""The project's own plan files, copied so that a test may edit them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tasks.plan_files.loader import own_paths


class Copies:
    """Edits are small replacements inside one entry; each answers the line where it was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = [Path(shutil.copy(path, folder)) for path in own_paths()]

    def path(self, file: str) -> Path:
        return self.folder / file

    def text(self, file: str) -> str:
        return self.path(file).read_text("utf-8")

    def write(self, file: str, text: str) -> None:
        self.path(file).write_text(text, "utf-8")

    def edit(self, file: str, entry: str, old: str, new: str) -> int:
        """``entry`` is ``indicators/YF-03``, or a section alone; ``old`` must stand in it."""
        text = self.text(file)
        start, end = self.bounds(text, entry)
        at = text.index(old, start, end)
        self.write(file, text[:at] + new + text[at + len(old) :])
        return text.count("\n", 0, at) + 1

    def cut(self, file: str, entry: str) -> None:
        """Takes the whole entry out."""
        text = self.text(file)
        start, end = self.bounds(text, entry)
        self.write(file, text[:start] + text[end:])

    def line(self, file: str, entry: str, words: str = "") -> int:
        """The line of the first of these words in the entry; without words, where the entry begins."""
        text = self.text(file)
        start, end = self.bounds(text, entry)
        return text.count("\n", 0, text.index(words, start, end)) + 1

    def bounds(self, text: str, entry: str) -> tuple[int, int]:
        section, _, named = entry.partition("/")
        start = text.index(f"\n{section}:\n") + 1
        end = next_of(text, ("\n\n",), start)
        if not named:
            return start, end
        keys = (f"  - code: {named}\n", f"  - name: {named}\n", f"    - name: {named}\n")
        start = next(text.index(key, start, end) for key in keys if key in text[start:end])
        return start, min(next_of(text, ("\n  - code: ", "\n  - name: ", "\n    - name: "), start), end)


def next_of(text: str, marks: tuple[str, ...], start: int) -> int:
    """Where the first of the marks ends its line; the end of the text if there is none."""
    found = [text.index(mark, start) + 1 for mark in marks if mark in text[start:]]
    return min(found, default=len(text))
