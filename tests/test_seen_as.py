"""Seen as a role: the menu and the numbers that role has, without a name."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.walking import bring_in_the_demo, signed_in
from tirek import seen_as
from tirek.access.models import AuditRow, School, User
from tirek.access.roles import DOORS, Role
from tirek.access.tests import making
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
URL = "/seen-as/"


@pytest.mark.parametrize("role", Role.values)
def test_a_role_without_a_person_reaches_nobodys_own(client_of: Any, school: Any, role: str):
    """A class without a teacher is not that of the bare role of a class teacher."""
    pupils.pupil(school, in_class=pupils.school_class(school, "5А", teacher=None))
    page = client_of("DIRECTOR").get(URL, {"role": role})
    assert page.status_code == 200
    whole = role in {"SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR", "PSYCHOLOGIST", "NURSE"}
    found = {str(one.name): one.number for one in page.context["numbers"]}
    named = role in DOORS["school.name:read"]
    assert list(found.values())[:1] == ([int(whole)] if named else list(found.values())[:1])
    assert sum(found.values()) == 0 or whole
    row = AuditRow.objects.get(thing="access.seen_as")
    assert (row.verb, row.note, row.thing_id) == ("READ", role, "")


def menu_of(text: str) -> list[str]:
    side = text.split('<nav class="side"')[1].split("</nav>")[0]
    return [one.strip() for one in re.findall(r"<a [^>]*>([^<]+)", side) if one.strip()]


def test_what_is_shown_is_what_the_person_sees_and_no_name(client_of: Any):
    """The same menu and the same number of pupils as on the person's own pages."""
    bring_in_the_demo()
    school = School.objects.get(code="school-12")
    admin = signed_in(User.objects.get(username="admin"))
    names = list(Pupil.objects.filter(school=school).values_list("surname", "given"))
    for user in User.objects.filter(grants__school=school, username__in=LOGINS):
        page = admin.get(URL, {"person": user.pid})
        text = page.content.decode()
        shown = [str(i.label) for s in page.context["sections"] for i in s.items]
        assert shown == menu_of(signed_in(user).get(reverse("accounts:account")).content.decode())
        numbers = {str(one.name): one.number for one in page.context["numbers"]}
        card = numbers.get(str(seen_as.COUNTED[1][0]))
        if card is not None:
            own = signed_in(user).get(reverse("cards:pupils"))
            assert card == own.context["page"].paginator.count, user.username
        assert not [one for one in names if f"{one[0]} {one[1]}" in text]


LOGINS = ("social", "deputy", "director", "teacher", "psychologist", "nurse", "mentor", "librarian")


def test_a_person_in_one_of_several_roles(client_of: Any, school: Any):
    person = making.user("CLASS_TEACHER", school, classes=["5А"])
    making.grant(person, "DIRECTOR", school)
    making.grant(person, "NURSE", making.school())
    pupils.pupil(school, in_class="5А")
    pupils.pupil(school, in_class="6А")
    client = client_of("ADMINISTRATOR")
    both = client.get(URL, {"person": person.pid})
    assert len(both.context["roles"]) == 2
    one = client.get(URL, {"person": person.pid, "role": "CLASS_TEACHER"})
    assert [p.context["numbers"][1].number for p in (both, one)] == [2, 1]
    none = client.get(URL, {"person": person.pid, "role": "NURSE"})
    assert none.context["roles"] == []
    assert none.context["sections"] == []


def test_strangers_and_nonsense_show_nothing(client_of: Any, school: Any):
    client = client_of("DIRECTOR")
    away = making.user("NURSE", making.school())
    for asked in ({"person": away.pid}, {"person": "x"}, {"role": "KING"}, {}):
        page = client.get(URL, asked)
        assert page.status_code == 200
        assert "numbers" not in page.context
    assert not AuditRow.objects.filter(thing="access.seen_as").exists()


@pytest.mark.parametrize("role", Role.values)
def test_who_opens_it(client_of: Any, school: Any, role: str):
    of = {"department": making.department()} if role == "DEPARTMENT_EXPERT" else {}
    expected = 200 if role in {"SOCIAL_PEDAGOGUE", "DIRECTOR", "ADMINISTRATOR"} else 403
    assert client_of(role, **of).get(URL).status_code == expected
