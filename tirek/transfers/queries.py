"""Reads what goes and what has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from tirek.access.models import School
from tirek.cards import interchange as cards
from tirek.cards.queries import categories
from tirek.journal.models import Entry, EntryPupil
from tirek.school import interchange as school_file
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on
from tirek.school.rules.kazakh import folded
from tirek.transfers.models import READ, Arrival, Sending, State
from tirek.transfers.rules.parcel import WORK, parcel


def parcel_of(pupil: Pupil, parts: Collection[str], user: Any) -> dict[str, Any]:
    """What of this pupil's card would go now; work only as far as the reader may know of it."""
    into: dict[str, Any] = {"schools": [{"code": pupil.school.code}]}
    for room in (school_file, cards):
        room.dump([pupil.school], into)
    sensitive = [code for code, one in categories(pupil.school).items() if one.sensitive]
    work: Sequence[Mapping[str, Any]] = ()
    if WORK in parts:
        about = EntryPupil.objects.filter(pupil=pupil).values("entry_id")
        entries: Any = Entry.objects.visible_to(user).counting()
        work = [
            {"kind": one.kind, "topic": one.topic, "on": one.on.isoformat()}
            for one in entries.filter(pk__in=about).order_by("on", "id")
            if one.open_to(user)
        ]
    return parcel(into, pupil.key, parts, sensitive, work)


def recipients(school: School) -> Any:
    """The other schools of the program, by name."""
    return School.objects.exclude(pk=school.pk).order_by("name")


def sendings(school: School, user: Any) -> Any:
    """Cards sent, the latest first."""
    return Sending.objects.visible_to(user).filter(school=school).select_related("pupil", "by")


def arrivals(school: School, user: Any) -> Any:
    """Cards received, those that wait first."""
    found = Arrival.objects.visible_to(user).filter(school=school).select_related("pupil", "by")
    return sorted(found, key=lambda one: one.state != State.SENT)


def waiting(school: School, user: Any, key: str = READ) -> list[Arrival]:
    """Cards that wait for an answer, the oldest first; one query."""
    found = Arrival.objects.visible_to(user, key).filter(school=school, state=State.SENT)
    return list(found.order_by("at"))


def alike(arrival: Arrival, user: Any, today: date) -> list[Any]:
    """Pupils of the school who may be the same child: by the IIN, or the name and the birth day."""
    card = arrival.parcel.get("pupil", {})
    seen: Any = Pupil.objects.visible_to(user, "transfers.card:receive")
    names = [folded(card.get(name, "")) for name in ("surname", "given")]
    same = Q(search__startswith=" ".join(names))
    if card.get("born_on"):
        same &= Q(born_on=card["born_on"]) | Q(born_on__isnull=True)
    if card.get("iin"):
        same |= Q(iin=card["iin"])
    found = seen.filter(school=arrival.school, erased_on__isnull=True).filter(same)
    return list(with_class_on(found, today)[:10])
