"""Writes the file of departments: each by its name, other names as aliases."""

from __future__ import annotations

from departments.models import Department, DepartmentAlias
from tasks.plan_files.entries import DepartmentEntry
from tasks.plan_files.existing import Existing
from tasks.plan_files.report import Deed
from tasks.plan_files.rows import Rows, Subject


class DepartmentRows:
    def __init__(self, existing: Existing, rows: Rows) -> None:
        self.existing, self.rows = existing, rows

    def write(self, entries: tuple[DepartmentEntry, ...]) -> None:
        names: set[str] = {entry.name for entry in entries}
        self.drop_aliases(names)
        for position, entry in enumerate(entries, start=1):
            self.department(entry, position, names)
        for entry in entries:
            self.aliases(entry)
        self.tell_gone(entries)

    def drop_aliases(self, names: set[str]) -> None:
        """An alias that the file makes a department's own name would mean two departments."""
        for name in [alias for alias in self.existing.aliases if alias in names]:
            self.existing.aliases.pop(name).delete()
            self.rows.report.tell(Deed.REMOVED, "单位别名", name)

    def department(self, entry: DepartmentEntry, position: int, names: set[str]) -> None:
        found = self.known(entry, names)
        old_name = found.name if found else ""
        group = self.existing.departments[entry.group] if entry.group else None
        values = {"name": entry.name, "kind": entry.kind, "group": group, "position": position}
        row = self.rows.put(Department, found, Subject("单位", old_name or entry.name, entry.where), values)
        self.existing.departments.pop(old_name, None)
        self.existing.departments[row.name] = row

    def known(self, entry: DepartmentEntry, names: set[str]) -> Department | None:
        """By its name; else the one whose name has become an alias: renamed, so that its people stay."""
        departments = self.existing.departments
        found = departments.get(entry.name)
        renamed = (
            departments[alias] for alias in entry.aliases if alias in departments and alias not in names
        )
        return found or next(renamed, None)

    def aliases(self, entry: DepartmentEntry) -> None:
        department = self.existing.departments[entry.name]
        for name in entry.aliases:
            found = self.existing.aliases.get(name)
            values = {"department": department, "name": name}
            row = self.rows.put(DepartmentAlias, found, Subject("单位别名", name, entry.where), values)
            self.existing.aliases[row.name] = row

    def tell_gone(self, entries: tuple[DepartmentEntry, ...]) -> None:
        names: set[str] = {entry.name for entry in entries}
        aliases: set[str] = {alias for entry in entries for alias in entry.aliases}
        for name in sorted(self.existing.departments.keys() - names):
            self.rows.report.tell(Deed.GONE, "单位", name)
        for name in sorted(self.existing.aliases.keys() - aliases):
            self.rows.report.tell(Deed.GONE, "单位别名", name)
