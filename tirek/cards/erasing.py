"""Erases what this room holds of children, and the families in which no other child is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.cards.models import (
    FamilyLevel,
    IncomeStatement,
    Kinship,
    StatusImport,
    StatusPeriod,
    StatusScan,
)
from tirek.filing.keeping import forget
from tirek.school.erasing import gone_with, homes_left_empty, persons
from tirek.school.models import Household, HouseholdMember, Pupil
from tirek.school.rules.redacting import redacted

PAPER = {"paper_document": "", "paper_number": "", "paper_on": None}


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Basis and notes of statuses go, papers of kinship, members of families left alone."""
    statuses = StatusPeriod.objects.filter(pupil__in=pupils).update(
        basis_document="", basis_number="", basis_on=None, basis_until=None, note="",
        end_document="", end_number="", end_on=None, annul_reason="",
        evidence="",
    )  # fmt: skip
    scans = StatusScan.objects.filter(status__pupil__in=pupils)
    files = sum(forget(one) for one in scans)
    Kinship.objects.filter(pupil__in=pupils).update(**PAPER, annul_reason="")
    # A list whose preview is open may name them, and is brought in again from its file.
    drafts = StatusImport.objects.filter(state=StatusImport.State.DRAFT)
    drafts.filter(school_id__in={pupil.school_id for pupil in pupils}).delete()
    homes = homes_left_empty(pupils)
    IncomeStatement.objects.filter(household_id__in=homes).update(source="", annul_reason="")
    FamilyLevel.objects.filter(household_id__in=homes).update(source="", annul_reason="")
    members = members_left_alone(pupils, homes)
    for member in members:
        member.key = member.pid
        member.surname = member.given = member.patronymic = member.phone = member.work = ""
        member.phone2 = member.contact = ""
        member.born_on = None
        member.save()
    for home in Household.objects.filter(pk__in=homes):
        home.key, home.address, home.note, home.search = home.pid, "", "", ""
        home.save()
    _redact_notes(pupils, homes)
    return {"statuses": statuses, "scans": files, "members": len(members), "households": len(homes)}


def _redact_notes(pupils: Sequence[Pupil], gone: Sequence[int]) -> None:
    """Notes about families with other children say nothing more of these."""
    left = Household.objects.filter(stays__pupil__in=pupils).exclude(pk__in=gone).distinct()
    for home in left.exclude(note=""):
        others = home.stays.exclude(pupil__in=pupils).values_list("pupil__surname", flat=True)
        home.note = redacted(home.note, persons(pupils), keep=list(others))
        home.save(update_fields=["note"])


def members_left_alone(pupils: Sequence[Pupil], homes: Sequence[int]) -> list[HouseholdMember]:
    """Members of these families who are kin to no child that is not erased."""
    others = Kinship.objects.exclude(pupil_id__in=gone_with(pupils)).values("member_id")
    return list(HouseholdMember.objects.filter(household_id__in=homes).exclude(pk__in=others))
