"""Reading tasks: ``book`` holds them all as plain values, ``pages`` is what their two pages show."""

from tasks.selectors.book import (
    KEPT_REVISIONS,
    CommitmentFacts,
    DepartmentEntry,
    DutyFacts,
    TaskBook,
    TaskFacts,
    task_book,
)

__all__ = [
    "KEPT_REVISIONS",
    "CommitmentFacts",
    "DepartmentEntry",
    "DutyFacts",
    "TaskBook",
    "TaskFacts",
    "task_book",
]
