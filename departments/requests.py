"""What views behind the sign-in are given."""

from __future__ import annotations

from django.http import HttpRequest

from departments.models import Person


class SignedInRequest(HttpRequest):
    """LoginRequiredMiddleware lets nobody else through, so a view may say so and skip the check."""

    user: Person
