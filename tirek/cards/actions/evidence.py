"""A status that is opened is work done: the room above (the journal) keeps the evidence of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tirek.access import clock
from tirek.access.models import User
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories


def leave_evidence(by: User, made: Sequence[StatusPeriod]) -> None:
    """Tell `settings.STATUS_OPENED` of statuses of one category opened in one go.

    It answers with the public id of its evidence, by which an annulled status takes it back.
    """
    if not settings.STATUS_OPENED or not made:
        return
    opened: Callable[..., str] = import_string(settings.STATUS_OPENED)
    school, code = made[0].pupil.school, made[0].category
    category = categories(school).get(code)
    evidence = opened(
        by=by,
        school=school,
        pupils=[one.pupil for one in made],
        on=clock.today(),
        text=category.name() if category else code,
    )
    for one in made:
        one.evidence = evidence
    StatusPeriod.objects.filter(pk__in=[one.pk for one in made]).update(evidence=evidence)


def annul_evidence(by: User, annulled: Sequence[StatusPeriod], reason: str) -> None:
    """Tell `settings.STATUS_ANNULLED` of evidence none of whose statuses is left."""
    if not settings.STATUS_ANNULLED:
        return
    gone: Callable[..., Any] = import_string(settings.STATUS_ANNULLED)
    for evidence in {one.evidence for one in annulled if one.evidence}:
        if not StatusPeriod.objects.filter(evidence=evidence, annulled_at=None).exists():
            gone(by=by, evidence=evidence, reason=reason)
