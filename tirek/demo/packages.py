"""What the invented school has handed over: a package last year, and one that waits this year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.cards.rules.lists import LISTS
from tirek.demo.years import HERE, year_of
from tirek.handover import actions
from tirek.handover.models import Package
from tirek.journal.models import Entry
from tirek.school.models import SchoolClass

DAY = (9, 10)  # when the department wants the data of September


@transaction.atomic
def hand_over(school: School, by: User, today: date) -> None:
    """Seal and send both packages, as the program does it; last year's has been received."""
    year = year_of(today)
    if SchoolClass.objects.filter(school=school, school_year__year=year - 1).exists():
        last = _sent(school, by, date(year - 1, *DAY))
        grants = RoleGrant.objects.filter(
            role=Role.DEPARTMENT_EXPERT, department=school.department
        ).select_related("user")
        for grant in grants[:1]:
            actions.record_receipt(by=grant.user, package=last)
            actions.note_opening(who=grant.user, package=last, file=True)
            later = _moment(last.as_of + timedelta(days=4))
            last.openings.update(at=later)
            _of(last).update(received_at=later)
    _sent(school, by, min(today, date(year, *DAY)))


def _sent(school: School, by: User, day: date) -> Package:
    made = actions.draft_package(
        by=by,
        school=school,
        fields={
            "as_of": day,
            "language": "kk",
            "wants": {"lists": list(LISTS), "school_passport": True, "aggregates": True},
            "threshold": 5,
            "department": school.department,
            "recipient": "",
            "word": "",
            "basis_document": "Білім бөлімінің хаты",
            "basis_number": "114",
            "basis_on": day - timedelta(days=6),
        },
    )
    made = actions.seal_package(by=by, package=made)
    made = actions.send_package(by=by, package=made, way=Package.Way.TIREK)
    at = _moment(day)
    _of(made).update(made_at=at, sealed_at=at, sent_at=at)
    if made.entry is not None:
        Entry.objects.filter(pk=made.entry.pk).update(on=day)
    return made


def _of(package: Package) -> QuerySet[Package]:
    return Package.objects.filter(pk=package.pk)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(11), HERE)
