"""What views behind the sign-in are given."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from departments.models import Person


class SignedInRequest(HttpRequest):
    """LoginRequiredMiddleware lets nobody else through, so a view may say so and skip the check."""

    user: Person


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is given: also an empty one that was sent is judged."""
    return request.POST if request.method == "POST" else None
