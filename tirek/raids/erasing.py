"""Erases what raids say of children: stops at homes left empty, names in other texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from tirek.journal.erasing import alone, entries_of, surnames_beside
from tirek.raids.models import Raid, RaidStop
from tirek.school.erasing import homes_left_empty, persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted

TEXTS = ("at_home", "findings", "measures")


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The day, the team, the result and the place on the route stay.

    A raid that visited nobody else keeps no words.
    """
    people, empty, own = persons(pupils), set(homes_left_empty(pupils)), alone(pupils)
    homes = [stay.household_id for one in pupils for stay in one.stays.all()]
    stopped = RaidStop.objects.filter(household__in=homes).values("raid_id")
    raids = Raid.objects.filter(Q(pk__in=stopped) | Q(entry__in=entries_of(pupils)))
    done = 0
    for raid in raids.select_related("entry").prefetch_related("stops"):
        keep = surnames_beside(raid.entry, pupils)
        for stop in raid.stops.all():
            gone = stop.household_id in empty
            for name in TEXTS:
                text = "" if gone else redacted(getattr(stop, name), people, keep=keep)
                setattr(stop, name, text)
            stop.address = "" if gone else stop.address
            done += gone
            stop.save(update_fields=[*TEXTS, "address"])
        bare = all(stop.household_id in empty for stop in raid.stops.all())
        bare = bare and (raid.entry_id in own or not raid.entry.about_pupils.exists())
        for name in ("purpose", "reason", "area"):
            setattr(raid, name, "" if bare else redacted(getattr(raid, name), people, keep=keep))
        raid.save(update_fields=["purpose", "reason", "area"])
    return {"raid_stops": done}
