"""Records kinship, income and levels of families."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards.models import FamilyLevel, IncomeStatement, Kinship
from tirek.school.models import Household, HouseholdMember, Pupil


@transaction.atomic
def add_kin(
    *,
    by: User | None,
    pupil: Pupil,
    member: HouseholdMember,
    kinship: str,
    legal: bool = False,
    since: date | None = None,
    paper: Mapping[str, Any] | None = None,
) -> Kinship:
    """Say who a member of the family is to the pupil."""
    paper = paper or {}
    made = Kinship.objects.create(
        pupil=pupil,
        member=member,
        kinship=kinship,
        legal=legal,
        since=since,
        paper_document=paper.get("document", ""),
        paper_number=paper.get("number", ""),
        paper_on=paper.get("on"),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=pupil.school)
    return made


@transaction.atomic
def end_kin(*, by: User, kin: Kinship, until: date) -> Kinship:
    """A kinship or guardianship ends: `until` is its last day."""
    if kin.since and until < kin.since:
        raise Refused(_("The last day is before the first day."), field="until")
    made = Kinship.objects.create(
        pupil=kin.pupil,
        member=kin.member,
        kinship=kin.kinship,
        legal=kin.legal,
        since=kin.since,
        until=until,
        paper_document=kin.paper_document,
        paper_number=kin.paper_number,
        paper_on=kin.paper_on,
        recorded_by=by,
        recorded_at=clock.now(),
        replaces=kin,
    )
    audit.record(by=by, verb="ENDED", thing=made, school=kin.pupil.school)
    return made


@transaction.atomic
def record_income(
    *, by: User | None, household: Household, on: date, amount: Decimal, source: str = ""
) -> IncomeStatement:
    """Record a family's monthly income by a paper of a day, in tenge."""
    if amount < 0:
        raise Refused(_("Income cannot be less than zero."), field="amount")
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    made = IncomeStatement.objects.create(
        household=household,
        on=on,
        amount=amount,
        source=source,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=household.school)
    return made


@transaction.atomic
def record_level(
    *, by: User | None, household: Household, level: str, on: date | None, source: str = ""
) -> FamilyLevel:
    """Record the digital family card's level; it is only stored."""
    if level not in set("ABCDE"):
        raise Refused(_("The level is one letter from A to E."), field="level")
    made = FamilyLevel.objects.create(
        household=household,
        level=level,
        on=on,
        source=source,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=household.school)
    return made
