"""Who there is, as the pages about accounts need it."""

from __future__ import annotations

from django.db.models import F, QuerySet

from departments.access import ROLES_OPENED_BY_COORDINATOR
from departments.models import Department, DepartmentKind, Person

OPEN, CLOSED = "open", "closed"


def people(
    *, role: str | None = None, department: Department | None = None, state: str | None = None
) -> QuerySet[Person]:
    """All accounts in the order of their departments; those without one first. One query."""
    found = Person.objects.select_related("department").order_by(
        F("department__position").asc(nulls_first=True), "username"
    )
    if role:
        found = found.filter(role=role)
    if department:
        found = found.filter(department=department)
    if state:
        found = found.filter(is_active=state == OPEN)
    return found


def managed_people() -> QuerySet[Person]:
    """Those whose accounts the secretariat opens and closes."""
    return Person.objects.select_related("department").filter(role__in=ROLES_OPENED_BY_COORDINATOR)


def departments_with_people() -> QuerySet[Department]:
    """A person belongs to one department, never to a group of them (各街道)."""
    return Department.objects.exclude(kind=DepartmentKind.GROUP)


def has_demo_people() -> bool:
    return Person.objects.filter(is_demo=True).exists()
