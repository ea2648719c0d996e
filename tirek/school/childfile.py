"""A child's file for the legal representative: what a room puts into it, and this room's part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import RoleGrant, School
from tirek.access.roles import Role
from tirek.office.document import Block, Column, Facts, Paragraph, Table
from tirek.school.models import Enrolment, HouseholdMember, HouseholdStay, Pupil
from tirek.school.queries import household_of, pupils_of
from tirek.school.rules.redacting import Person

ADULT = 18  # years


@dataclass(frozen=True)
class Part:
    """What a room holds about one child: a title, what is shown, and what is left out and why.

    `files` are kept files about this child alone: (name, path in the storage).
    """

    code: str
    title: str
    blocks: Sequence[Block]
    left_out: Sequence[str] = ()
    files: Sequence[tuple[str, str]] = field(default_factory=tuple)


def part(pupil: Pupil, user: Any, language: str) -> Part:
    """Personal data, classes, how many other children live in the family."""
    today = clock.today()
    enrolments = (
        Enrolment.objects.known_at()
        .filter(pupil=pupil)
        .select_related("school_class__school_year")
        .order_by("since", "id")
    )
    home = household_of(pupil, today)
    others = [one for one in pupils_of(home, today) if one.pk != pupil.pk] if home else []
    blocks: list[Block] = [
        Facts(
            [
                (_("Full name"), pupil.full_name),
                (_("Born on"), f"{pupil.born_on:%d.%m.%Y}" if pupil.born_on else ""),
                (_("Sex"), str(pupil.get_sex_display())),
                (_("IIN"), pupil.iin),
                (_("Address"), pupil.address or (home.address if home else "")),
                (_("Phone"), pupil.phone),
            ]
        ),
        Table(
            title=_("Classes"),
            columns=[
                Column(_("School year"), 1.4),
                Column(_("Class"), 0.8),
                Column(_("First day"), 1.3),
                Column(_("Last day"), 1.3),
                Column(_("Reason"), 3.0),
            ],
            rows=[
                [
                    str(one.school_class.school_year),
                    one.school_class.name,
                    one.since,
                    one.until,
                    one.reason,
                ]
                for one in enrolments
            ],
            empty="–",
        ),
        Paragraph(_("Other children of the family at the school: %(n)s") % {"n": len(others)}),
    ]
    return Part("school", _("Personal data"), blocks)


def staff_words(user: Any, school: School, on: date) -> str:
    """A member of the staff as an author: role on that day and name."""
    if user is None:
        return ""
    grant = RoleGrant.objects.on(on).filter(user=user, school=school).order_by("id").first()
    role = str(Role(grant.role).label) if grant else ""
    return ", ".join(part for part in (role, user.full_name) if part)


def others_beside(pupil: Pupil) -> list[Person]:
    """Children who may be named where this child is: of the same families, of the same classes.

    Of the family any part of the name is enough (minors who are no pupils included), of a class
    only given name and surname together.
    """
    homes = HouseholdStay.objects.filter(pupil=pupil).values("household_id")
    family = Pupil.objects.filter(stays__household__in=homes).exclude(pk=pupil.pk).distinct()
    grown = clock.today().year - ADULT
    minors = HouseholdMember.objects.filter(household__in=homes, born_on__year__gt=grown)
    classes = Enrolment.objects.filter(pupil=pupil).values("school_class_id")
    beside = (
        Pupil.objects.filter(enrolments__school_class__in=classes)
        .exclude(pk=pupil.pk)
        .exclude(pk__in=family.values("pk"))
        .distinct()
    )
    # A given name that the child bears too tells nobody apart.
    near = [
        Person(
            one.surname, one.given if one.given != pupil.given else "", one.patronymic, one.born_on
        )
        for one in [*family, *minors]
    ]
    far = [
        Person(one.surname, one.given, one.patronymic, one.born_on, parts=False)
        for one in beside
        if (one.surname, one.given) != (pupil.surname, pupil.given)
    ]
    iins = [one.iin for one in [*family, *beside] if one.iin]
    return [*near, *far, Person(numbers=tuple(iins))]
