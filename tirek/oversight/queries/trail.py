"""Reads the audit for people: about a child, by a person, between two moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tirek.access.models import AuditRow, Opening, School, User
from tirek.school.models import Pupil

Rows = QuerySet[AuditRow]


def about(pupil: Pupil) -> Q:
    """The condition that an audit row is about the child or about a thing of the child.

    Public ids are random: one is enough to know the thing, whatever the row calls it.
    """
    openings = Opening.objects.filter(school_id=pupil.school_id, pupil_key=pupil.key)
    pids = [pupil.pid, *openings.values_list("pid", flat=True)]
    reach = Q(pk__in=())
    for label, (field, way) in settings.ABOUT_PUPILS.items():
        if not way:
            continue
        things: Any = apps.get_model(label)._base_manager.filter(**{way: pupil})
        ids = [str(one) for one in things.values_list(field, flat=True)]
        if field == "pk":
            reach |= Q(thing=label, thing_id__in=ids)
        else:
            pids += ids
    return reach | Q(thing_id__in=pids)


def rows_about(pupil: Pupil) -> Rows:
    """What was done with the child's card and things, the latest first."""
    found = AuditRow.objects.filter(about(pupil), school_id=pupil.school_id)
    return found.select_related("by").order_by("-at", "-id")


def own_rows(user: User) -> Rows:
    """What this person did in any school, the latest first."""
    return AuditRow.objects.filter(by=user).select_related("by").order_by("-at", "-id")


def rows_between(
    school: School,
    since: datetime,
    until: datetime,
    by: User | None = None,
    pupil: Pupil | None = None,
) -> Rows:
    """What was done in the school from `since` to `until` (both included), the latest first."""
    found = AuditRow.objects.filter(school=school, at__gte=since, at__lte=until)
    if by is not None:
        found = found.filter(by=by)
    if pupil is not None:
        found = found.filter(about(pupil))
    return found.select_related("by").order_by("-at", "-id")


def day_of(school: School, day: date) -> Rows:
    """What was done in the school on a day, the latest first."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    end = midnight + timedelta(days=1)
    found = AuditRow.objects.filter(school=school, at__gte=midnight, at__lt=end)
    return found.order_by("-at", "-id")


def lookers(rows: Rows, since: datetime) -> tuple[int, int]:
    """How many people opened the card since a moment, and how many times; this page is none."""
    read = rows.filter(verb="READ", at__gte=since).exclude(thing="oversight.look").order_by()
    found = read.aggregate(people=Count("by", distinct=True), times=Count("pk"))
    return found["people"], found["times"]


def children_of(rows: Iterable[AuditRow], visible: QuerySet[Pupil]) -> Mapping[int, list[Pupil]]:
    """The children each row is about, of those one may see: {row's pk: pupils}.

    One query for each kind of thing in `settings.ABOUT_PUPILS`, and one for the pupils.
    """
    rows = [row for row in rows if row.thing_id]
    owners: dict[tuple[str, str], set[int]] = defaultdict(set)
    for label, (field, way) in settings.ABOUT_PUPILS.items():
        numbered = field == "pk"
        ids = {row.thing_id for row in rows if not numbered or row.thing == label}
        ids = {one for one in ids if one.isdecimal() == numbered}
        if not ids:
            continue
        things: Any = apps.get_model(label)._base_manager.filter(**{f"{field}__in": ids})
        for one, pupil in things.values_list(field, f"{way}__pk" if way else "pk"):
            owners[label if numbered else "", str(one)].add(pupil)
    wanted = {pk for some in owners.values() for pk in some}
    pupils = {one.pk: one for one in visible.filter(pk__in=wanted)} if wanted else {}
    found = {}
    for row in rows:
        whose = owners.get(("", row.thing_id), set()) | owners.get((row.thing, row.thing_id), set())
        found[row.pk] = [pupils[pk] for pk in sorted(whose) if pk in pupils]
    return found
