"""The first steps of a school, and which of them are done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.plans.models import Plan
from tirek.school.models import Pupil


@dataclass(frozen=True)
class Step:
    """One of the first steps of a school: its page, whether it is done."""

    name: str
    note: str
    url_name: str
    key: str
    done: bool


def steps_of(school: School) -> list[Step]:
    """The first steps of a school in their order: school, years, pupils, plans, people."""
    pupils = Pupil.objects.filter(school=school).exists()
    people = school.grants.exclude(role=Role.ADMINISTRATOR).count() > 1
    return [
        Step(_("School"), school.name, "accounts:school", "access.school:manage", True),
        Step(
            _("School year and quarters"),
            _("Dates of the year, its four quarters and holidays"),
            "schoolyear:years",
            "schoolyear.year:manage",
            school.years.exists(),
        ),
        Step(
            _("Classes and pupils"),
            _("From Excel or CSV: first you see what will come in, then it is saved"),
            "school:import",
            "school.roster:import",
            pupils,
        ),
        Step(
            _("Annual plans"),
            _("Own plan and those with the nurse, class teachers, the psychologist"),
            "plans:plans",
            "plans.plan:read",
            Plan.objects.filter(school=school, approved_on__isnull=False).exists(),
        ),
        Step(
            _("Colleagues"),
            _("Who sees what follows from the role"),
            "accounts:people",
            "access.people:manage",
            people,
        ),
    ]
