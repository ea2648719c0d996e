"""The desk that is kept is the desk from nothing, after every deed and for every reader."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tirek.access import actions as access
from tirek.access import kept
from tirek.access.models import RoleGrant
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.cards import actions as cards
from tirek.desk.tests.test_desk import approved, family
from tirek.journal import actions as journal
from tirek.plans import actions as plans
from tirek.plans.models import PlanRow
from tirek.plans.queries import coverage
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

# Made anew with every page.
ONCE = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"|nonce="[^"]*"')


def seen(client, user, language="en"):
    client.force_login(user)
    client.cookies["tirek_language"] = language
    return ONCE.sub("", client.get("/").content.decode())


def test_after_every_deed_and_for_every_reader(client, school):
    approved(school)
    children = family(school, 3)
    me = people.user(Role.SOCIAL_PEDAGOGUE, school, username="me")
    teacher = people.user(Role.CLASS_TEACHER, school, classes=["5А"], username="teacher")
    director = people.user(Role.DIRECTOR, school, username="director")
    nurse = people.user(Role.NURSE, school, username="nurse")
    readers = (me, teacher, director, nurse)
    year = year_at(school, people.TODAY)
    forms = PlanRow.objects.select_related("plan__school_year").get(code="S2.2")

    def hand_on():
        (covered,) = coverage(year, people.TODAY, rows=[forms])
        period = covered.figures.periods[0]
        plans.adjust_due(
            by=me,
            row=forms,
            kind="ASSIGNED",
            about=SchoolClass.objects.get(name="5А"),
            since=period.since,
            until=period.until,
            reason="Керек",
            to_user=teacher,
        )

    deeds = [
        lambda: None,
        lambda: journal.record_entry(
            by=me,
            school=school,
            kind="TEXTBOOK_ISSUE",
            on=date(2026, 11, 20),
            pupils=[children[0]],
        ),
        lambda: cards.open_status(
            by=me,
            pupil=children[2],
            fields={
                "category": "MULTI_CHILD",
                "since": date(2026, 10, 1),
                "basis_document": "анықтама",
                "basis_number": "7",
                "basis_on": date(2026, 10, 1),
            },
        ),
        hand_on,
        lambda: plans.end_row(
            by=me,
            row=PlanRow.objects.select_related("plan__school_year").get(code="S5.1"),
            reason="Керек емес",
            on=date(2026, 11, 2),
        ),
        lambda: access.end_role(
            by=director, grant=RoleGrant.objects.get(user=nurse), until=date(2026, 11, 22)
        ),
    ]
    found: list[dict] = []

    def all_desks(before=lambda: None):
        desks = {}
        for user in readers:
            for language in ("en", "kk"):
                before()
                desks[user.username, language] = seen(client, people.anew(user), language)
        return desks

    for deed in deeds:
        all_desks()
        deed()
        found.append(all_desks())  # what was kept before the deed is there
        assert found[-1] == all_desks(before=kept.forget_all)
    assert len({desks["me", "kk"] for desks in found}) > 3, "the deeds change the desk"
