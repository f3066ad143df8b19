"""Marks that something changed on which verdicts depend."""

from __future__ import annotations

import uuid

from django.utils import timezone

from indicators.models import Revision


def bump() -> None:
    """Call it in the transaction that writes. One row is locked until commit, so that of two writers
    the later one's token stands for both changes."""
    fresh = {"token": uuid.uuid4().hex, "changed_at": timezone.now()}
    if not Revision.objects.filter(pk=1).update(**fresh):
        # Of two first writers the later one's token must stand, too.
        Revision.objects.update_or_create(pk=1, defaults=fresh)
