"""What is wrong with plan files: Chinese sentences, each beginning with the file's name and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` 0 means the file as a whole."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{place}：{self.sentence}"


class PlanFileError(Exception):
    """Raised with every problem found, so that one run shows all that must be corrected."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects what is wrong in several files; raised once, in the order of files and lines."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.files: list[str] = []

    def begin(self, file: str) -> None:
        self.files.append(file)

    def add(self, file: str, line: int, sentence: str) -> None:
        self.found.append(Problem(file, line, sentence))

    def any_in(self, file: str, lines: Iterable[int]) -> bool:
        told = {problem.line for problem in self.found if problem.file == file}
        return not told.isdisjoint(lines)

    def raise_if_any(self) -> None:
        if self.found:
            raise PlanFileError(sorted(self.found, key=self.order))

    def order(self, problem: Problem) -> tuple[int, int]:
        return self.files.index(problem.file), problem.line
