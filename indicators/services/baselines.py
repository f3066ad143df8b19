"""Baselines that come with many others in one file: judged without writing, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from departments.access import Right, require
from departments.models import Person
from indicators.models import Measure, Target
from indicators.services import revisions
from indicators.services.decisions import check_baseline, check_targets, sign
from indicators.services.putting_back import ChangedSince

BASELINE = ("baseline_value", "baseline_year")


def judge_baseline(measure: Measure, value: Decimal, year: int, targets: Sequence[Target]) -> list[str]:
    """What would keep `set_baseline` from this; writes nothing. ``targets`` are the measure's."""
    held = copy(measure)
    held.baseline_value, held.baseline_year = value, year
    try:
        check_baseline(held, value, year)
        check_targets(held, list(targets))
    except ValidationError as error:
        return list(error.messages)
    return []


@transaction.atomic
def put_back_baseline(*, measure_id: int, version: int, reason: str, by: Person) -> Measure:
    """Undoes the `set_baseline` that made ``version``. Raises ChangedSince."""
    require(by, Right.DECIDE)
    held = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)
    ours, earlier = held.history.get(version=version), held.history.get(version=version - 1)
    if any(getattr(held, field) != getattr(ours, field) for field in BASELINE):
        raise ChangedSince([held])
    for field in BASELINE:
        setattr(held, field, getattr(earlier, field))
    newly_kept = {*BASELINE} - {*earlier.kept_fields}
    held.kept_fields = [field for field in held.kept_fields if field not in newly_kept]
    held.version += 1
    sign(held, by, reason)
    check_targets(held)
    held.save()
    revisions.bump()
    return held
