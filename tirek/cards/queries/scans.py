"""Scans of the papers by which statuses hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tirek.cards.models import StatusPeriod, StatusScan
from tirek.cards.queries.categories import categories
from tirek.cards.queries.seen import basis_seen
from tirek.school.queries import over


def scans_of(statuses: Sequence[StatusPeriod]) -> dict[int, list[StatusScan]]:
    """For each of a pupil's statuses its scans and those of the records it replaced, the oldest
    first. `statuses` are all that were ever recorded of the pupil; one query.
    """
    own: dict[int, list[StatusScan]] = defaultdict(list)
    kept = StatusScan.objects.filter(status__in=[s.pk for s in statuses], annulled_at=None)
    for scan in kept.exclude(file="").order_by("id"):
        own[scan.status_id].append(scan)
    before = {one.pk: one.replaces_id for one in statuses}
    found: dict[int, list[StatusScan]] = {}
    for one in statuses:
        chain: list[int] = []
        at: int | None = one.pk
        while at is not None:
            chain.append(at)
            at = before.get(at)
        found[one.pk] = [scan for pk in reversed(chain) for scan in own[pk]]
    return found


def scan_seen(user: Any, scan: StatusScan) -> bool:
    """May the reader have the paper of a status the reader knows of?"""
    pupil = scan.status.pupil
    rights = over(user, pupil.school_id, [pupil.pk])
    category = categories(pupil.school).get(scan.status.category)
    return basis_seen(rights, pupil.pk, category)
