"""Two families that are one; pupils who turn out to live together."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.school.merging.log import Log
from tirek.school.merging.moving import move
from tirek.school.models import Household, HouseholdMember, HouseholdStay, Merge, Pupil
from tirek.school.rules.kazakh import folded
from tirek.school.rules.phones import numbers

Row = TypeVar("Row", Pupil, Household)

FILLED = ("patronymic", "born_on", "phone", "contact", "language", "work", "since")


@transaction.atomic
def join_households(*, by: User, kept: Household, other: Household) -> Merge:
    """Make two families one: `kept` stays, all that the other has comes to it.

    Members of the same name, or of the same first name and telephone, become one.
    """
    kept, other = locked(kept), locked(other)
    _may_join(kept, other)
    log = Log(by)
    join_homes(log, kept, other)
    return keep_merge(log, "HOUSEHOLD", kept, kept_household=kept, other_household=other)


@transaction.atomic
def live_together(*, by: User, household: Household, pupil: Pupil) -> Merge:
    """A pupil of whom no family was known lives in this one."""
    household, pupil = locked(household), locked(pupil)
    _may_live(household, pupil)
    log = Log(by)
    _live(log, household, pupil)
    return keep_merge(log, "HOUSEHOLD", household, kept_household=household, other_pupil=pupil)


@transaction.atomic
def share_home(*, by: User, first: Pupil, second: Pupil) -> Merge:
    """Two pupils of whom no family was known live in a new one, at the first one's address."""
    if first.pk == second.pk:
        raise Refused(_("Choose two different pupils."))
    home = Household.objects.create(school=first.school, address=first.address or second.address)
    audit.record(by=by, verb="CREATED", thing=home, school=home.school)
    log = Log(by)
    for pupil in (first, second):
        _may_live(home, pupil)
        _live(log, home, pupil)
    told = {"kept_household": home, "kept_pupil": first, "other_pupil": second}
    return keep_merge(log, "HOUSEHOLD", home, **told)


def locked(row: Row) -> Row:
    """The row as it stands now; nobody else joins it before this is done."""
    found: Row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    return found


def keep_merge(log: Log, kind: str, kept: Any, **told: Any) -> Merge:
    """Keep what was done, with its line in the audit."""
    made = Merge.objects.create(
        school=kept.school, kind=kind, by=log.by, at=clock.now(), changes=log.changes, **told
    )
    audit.record(
        by=log.by, verb="CREATED", thing=made, school=kept.school, note=f"rows={len(log.changes)}"
    )
    return made


def _may_join(kept: Household, other: Household) -> None:
    if kept.pk == other.pk:
        raise Refused(_("Choose two different families."))
    if kept.school_id != other.school_id:
        raise Refused(_("The families belong to different schools."))
    if kept.merged_into_id or other.merged_into_id:
        raise Refused(_("This family has been joined with another already."))


def _may_live(household: Household, pupil: Pupil) -> None:
    if household.school_id != pupil.school_id:
        raise Refused(_("The families belong to different schools."))
    if household.merged_into_id or pupil.merged_into_id:
        raise Refused(_("This family has been joined with another already."))
    if HouseholdStay.objects.known_at().on(clock.today()).filter(pupil=pupil).exists():
        raise Refused(_("The pupil lives in a family already: join the two families."))


def _live(log: Log, household: Household, pupil: Pupil) -> None:
    before = HouseholdStay.objects.known_at().filter(pupil=pupil).exists()
    log.make(
        HouseholdStay(
            pupil=pupil,
            household=household,
            since=clock.today() if before else None,
            recorded_by=log.by,
            recorded_at=clock.now(),
        )
    )


def join_homes(log: Log, kept: Household, other: Household) -> None:
    """What joining two families does to their rows."""
    _join_members(log, kept, other)
    move(log, other, kept, skip=(HouseholdMember,))
    notes = [note for note in (kept.note, other.note) if note.strip()]
    log.set(
        kept,
        {
            "address": kept.address or other.address,
            "note": "\n".join(dict.fromkeys(notes)),
        },
    )
    log.set(other, {"merged_into_id": kept.pk})


def _join_members(log: Log, kept: Household, other: Household) -> None:
    there = list(kept.members.all())
    keys = {one.key for one in there}
    for member in other.members.all():
        same = next((one for one in there if alike(one, member)), None)
        if same is None:
            key = member.pid if member.key in keys else member.key
            log.set(member, {"household_id": kept.pk, "key": key})
            continue
        move(log, member, same)
        log.set(same, _filled(same, member))


def alike(one: HouseholdMember, other: HouseholdMember) -> bool:
    """Are two members one person: the same name, or the same first name and a telephone.

    Different birth dates or patronymics speak against it.
    """
    if one.born_on and other.born_on and one.born_on != other.born_on:
        return False
    fathers = {folded(x.patronymic) for x in (one, other)} - {""}
    if len(fathers) > 1 or folded(one.given) != folded(other.given) or not one.given:
        return False
    shared = set(numbers(one.phones)) & set(numbers(other.phones))
    return bool(shared) or folded(one.surname) == folded(other.surname)


def _filled(member: HouseholdMember, other: HouseholdMember) -> dict[str, Any]:
    """What the other row knows of the person and this one does not; a new number comes second."""
    found = {
        name: getattr(other, name)
        for name in FILLED
        if not getattr(member, name) and getattr(other, name)
    }
    known = set(numbers(member.phones))
    if "phone" not in found and not member.phone2:
        new = [p for p in (other.phone, other.phone2) if p and not set(numbers(p)) <= known]
        if new:
            found["phone2"] = new[0]
    return found
