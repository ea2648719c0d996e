"""Erases what this room holds of children; and says who else is left in their families."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from tirek.access.models import Opening, RoleGrant
from tirek.school.models import Enrolment, HouseholdStay, Merge, Pupil, RosterImport
from tirek.school.rules.redacting import Person

DASH = "–"


def gone_with(pupils: Sequence[Pupil]) -> frozenset[int]:
    """Ids of these pupils and of those of their schools erased before."""
    schools = {one.school_id for one in pupils}
    before = Pupil.objects.filter(school_id__in=schools, erased_on__isnull=False)
    return frozenset(before.values_list("pk", flat=True)) | {one.pk for one in pupils}


def with_doubles(pupils: Sequence[Pupil]) -> list[Pupil]:
    """These pupils and the other cards that were joined into theirs."""
    found = {one.pk: one for one in pupils}
    newly = list(pupils)
    while newly:
        newly = [
            one
            for one in Pupil.objects.filter(merged_into__in=newly).order_by("id")
            if one.pk not in found
        ]
        found |= {one.pk: one for one in newly}
    return list(found.values())


def homes_left_empty(pupils: Sequence[Pupil]) -> list[int]:
    """Ids of the families of these pupils in which no child lives or lived who is not erased."""
    stays = HouseholdStay.objects.filter(pupil__in=pupils)
    homes = set(stays.values_list("household_id", flat=True))
    others = HouseholdStay.objects.filter(household_id__in=homes).exclude(
        pupil_id__in=gone_with(pupils)
    )
    return sorted(homes - set(others.values_list("household_id", flat=True)))


def persons(pupils: Sequence[Pupil]) -> list[Person]:
    """The children as the rules take them out of texts; phone and address may be a sibling's."""
    return [
        Person(
            surname=one.surname,
            given=one.given,
            patronymic=one.patronymic,
            born_on=one.born_on,
            numbers=(one.iin,) if one.iin else (),
        )
        for one in pupils
    ]


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The children's names and numbers go; sex, year of birth, classes and dates stay.

    Call it last: the rooms above find the children in texts by their names.
    """
    Enrolment.objects.filter(pupil__in=pupils).update(reason="", annul_reason="")
    HouseholdStay.objects.filter(pupil__in=pupils).update(annul_reason="")
    imports = _erase_imports(pupils, today)
    # What a joining changed holds names and notes as they were: it cannot be taken back then.
    homes = HouseholdStay.objects.filter(pupil__in=pupils).values("household_id")
    of_pupils = Q(kept_pupil__in=pupils) | Q(other_pupil__in=pupils)
    of_homes = Q(kept_household__in=homes) | Q(other_household__in=homes)
    Merge.objects.filter(of_pupils | of_homes).update(changes=[])
    for pupil in pupils:
        _rename_key(pupil)
        pupil.surname = pupil.given = DASH
        pupil.patronymic = pupil.iin = pupil.address = pupil.phone = ""
        pupil.born_on = date(pupil.born_on.year, 1, 1) if pupil.born_on else None
        pupil.erased_on = today
        pupil.save()
    return {"pupils": len(pupils), "imports": imports}


def _rename_key(pupil: Pupil) -> None:
    """A key that came in a file may be a number or a name; the random public id says nothing."""
    old, pupil.key = pupil.key, pupil.pid
    openings = Opening.objects.filter(school_id=pupil.school_id, pupil_key=old)
    openings.update(pupil_key=pupil.pid, reason="", word="")
    for grant in RoleGrant.objects.filter(school_id=pupil.school_id, role="MENTOR"):
        if old in grant.pupil_keys:
            grant.pupil_keys = [pupil.pid if key == old else key for key in grant.pupil_keys]
            grant.save(update_fields=["pupil_keys"])


def _erase_imports(pupils: Sequence[Pupil], today: date) -> int:
    """Old and new values of class lists go, and the lists left lying as drafts since yesterday."""
    ids, schools = {one.pk for one in pupils}, {one.school_id for one in pupils}
    touched = 0
    for done in RosterImport.objects.filter(school_id__in=schools):
        changes = done.made.get("changes", [])
        kept = [one for one in changes if one["pupil"] not in ids]
        stale = bool(done.file) and (
            done.state != RosterImport.State.DRAFT or done.at.date() < today
        )
        if len(kept) == len(changes) and not stale:
            continue
        if len(kept) < len(changes):
            done.made = {**done.made, "changes": kept}
        if stale:
            done.file.delete(save=False)
            if done.state == RosterImport.State.DRAFT:
                done.state = RosterImport.State.WITHDRAWN
        done.save()
        touched += 1
    return touched
