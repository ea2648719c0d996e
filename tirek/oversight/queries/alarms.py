"""Reads how much somebody has been reading, and what waits for the director's review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tirek.access.models import AuditRow, Opening, School, User
from tirek.access.roles import DOORS
from tirek.access.sight import sight_of
from tirek.oversight.models import Alarm
from tirek.oversight.rules.measure import Asked, Measure, to_ask

# What the door calls a child's card; without an id it is the list of pupils.
CARD = "school.pupil"


def measure() -> Measure:
    """What passes unasked, from the settings."""
    return Measure(settings.MASS_CARDS, settings.MASS_MINUTES, settings.MASS_EXPORTS)


def reading_to_ask(user: User, now: datetime, child: str = "") -> Asked | None:
    """Must this person give a reason before the card of `child` (public id) is shown?

    What is read in all the person's schools counts. One query as long as there is nothing to ask,
    two when there may be.
    """
    limits = measure()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    first = min(midnight, now - timedelta(minutes=limits.minutes))
    rows = AuditRow.objects.filter(by=user, at__gte=first)
    rows = rows.filter(verb__in=("READ", "EXPORTED"))
    done = list(rows.values_list("at", "verb", "thing", "thing_id"))
    opened = [
        (at, pid) for at, verb, thing, pid in done if verb == "READ" and thing == CARD and pid
    ]
    exported = [at for at, verb, *_thing in done if verb == "EXPORTED" and at >= midnight]
    asked = to_ask(opened, exported, child, now, limits)
    if asked is None:
        return None
    answered = Alarm.objects.filter(by=user, answered_at__isnull=False)
    last = answered.order_by("-answered_at").values_list("answered_at", flat=True).first()
    return to_ask(opened, exported, child, now, limits, last) if last else asked


def unanswered(user: User) -> Alarm | None:
    """The alarm for which this person has given no reason yet."""
    return Alarm.objects.filter(by=user, answered_at__isnull=True).first()


def openings_visible_to(user: User) -> QuerySet[Opening]:
    """Emergency openings of the schools whose openings the user reviews."""
    schools = sight_of(user).schools(DOORS["oversight.glass:review"])
    return Opening.objects.filter(school_id__in=schools)


def to_review(user: User, school: School) -> tuple[list[Any], list[Any]]:
    """Alarms and openings of others in the school that nobody has reviewed, the latest first."""
    alarms = Alarm.objects.visible_to(user).filter(school=school).exclude(by=user)
    openings = openings_visible_to(user).filter(school=school).exclude(user=user)
    return (
        list(alarms.filter(reviewed_at__isnull=True).select_related("by")),
        list(openings.filter(reviewed_at__isnull=True).select_related("user")),
    )
