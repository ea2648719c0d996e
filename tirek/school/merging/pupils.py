"""Two cards of one child become one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.facts import RecordedFact
from tirek.access.models import RoleGrant, User
from tirek.access.refused import Refused
from tirek.school.merging.households import join_homes, keep_merge, locked
from tirek.school.merging.log import Log
from tirek.school.merging.moving import move, pointing_at
from tirek.school.models import Household, HouseholdStay, Merge, Pupil

# What the two cards may say differently, in the order of the card.
CHOSEN = (
    *("surname", "given", "patronymic", "sex", "born_on"),
    *("iin", "address", "phone", "language"),
)


@dataclass(frozen=True)
class Difference:
    """A field in which two cards differ; `blank` when the card that stays says nothing."""

    field: str
    kept: Any
    other: Any

    @property
    def blank(self) -> bool:
        """Is there nothing on the card that stays?"""
        return not self.kept


def differing(kept: Pupil, other: Pupil) -> list[Difference]:
    """The fields of which one has to be chosen: what only one card says is taken from there."""
    pairs = [(name, getattr(kept, name), getattr(other, name)) for name in CHOSEN]
    return [Difference(*one) for one in pairs if one[2] and one[1] != one[2]]


@transaction.atomic
def join_pupils(
    *, by: User, kept: Pupil, other: Pupil, taken: Collection[str] = (), homes: bool = True
) -> Merge:
    """Make two cards one: `kept` stays, all that points to the other comes to it.

    `taken` names the fields whose value comes from the other card; what the kept card does not say
    comes from there anyhow. `homes`: the two families are joined too, if they are two.
    """
    kept, other = locked(kept), locked(other)
    if kept.pk == other.pk:
        raise Refused(_("Choose two different pupils."))
    if kept.school_id != other.school_id:
        raise Refused(_("The pupils belong to different schools."))
    if kept.merged_into_id or other.merged_into_id:
        raise Refused(_("This card has been joined with another already."))
    if kept.erased_on or other.erased_on:
        raise Refused(_("What was known of this child has been erased already."))
    log = Log(by)
    told: dict[str, Any] = {"kept_pupil": kept, "other_pupil": other}
    if homes:
        told |= _join_their_homes(log, kept, other)
    move(log, other, kept)
    _take_fields(log, kept, other, taken)
    _hand_mentors(log, kept, other)
    log.set(other, {"merged_into_id": kept.pk})
    return keep_merge(log, "PUPIL", kept, **told)


def _home(pupil: Pupil) -> Household | None:
    stays = HouseholdStay.objects.known_at().on(clock.today()).filter(pupil=pupil)
    found = stays.select_related("household").order_by("-since", "-id").first()
    return found.household if found else None


def _join_their_homes(log: Log, kept: Pupil, other: Pupil) -> dict[str, Household]:
    first, second = _home(kept), _home(other)
    if first is None or second is None or first.pk == second.pk:
        return {}
    join_homes(log, first, second)
    return {"kept_household": first, "other_household": second}


def _take_fields(log: Log, kept: Pupil, other: Pupil, taken: Collection[str]) -> None:
    values = {
        one.field: one.other for one in differing(kept, other) if one.blank or one.field in taken
    }
    whole = Pupil(**{name: values.get(name, getattr(kept, name)) for name in CHOSEN}, key=kept.key)
    whole.put_in_order()
    log.set(kept, {**values, "sort_key": whole.sort_key, "search": whole.search})


def _hand_mentors(log: Log, kept: Pupil, other: Pupil) -> None:
    """Mentors' pupils are named by their keys, not by a foreign key."""
    for grant in RoleGrant.objects.filter(school=kept.school, role="MENTOR").order_by("pk"):
        if other.key in grant.pupil_keys:
            keys = [kept.key if key == other.key else key for key in grant.pupil_keys]
            log.set(grant, {"pupil_keys": list(dict.fromkeys(keys))})


def records(pupil: Pupil) -> int:
    """How many rows of every room point to the card: what speaks for the one to keep."""
    found = 0
    for model, field in pointing_at(Pupil):
        facts = issubclass(model, RecordedFact)
        rows = model.objects.known_at() if facts else model._base_manager.all()
        found += rows.filter(**{field.name: pupil}).count()
    return found
