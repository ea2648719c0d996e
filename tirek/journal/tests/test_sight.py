"""Of which entries each role may know, and who may read the text."""

import pytest
import time_machine

from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.journal.models import Entry, State
from tirek.journal.tests import making
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


class House:
    """Entries of one school, named by what they are about, and one of another school."""

    def __init__(self):
        self.school = people.school()
        author = people.user(None)
        own, near = (pupils.pupil(self.school, in_class=name) for name in ("5А", "6А"))
        home = pupils.household(self.school, own)
        self.own = own

        def entry(**given):
            return making.entry(given.pop("school", self.school), author=author, **given)

        self.entries = {
            "own pupil": entry(pupils=[own]),
            "other pupil": entry(pupils=[near]),
            "own class": entry(kind="CLASS_DATA", classes=[pupils.school_class(self.school)]),
            "own family": entry(households=[home]),
            "the school": entry(kind="CAMPAIGN"),
            "health": entry(kind="CHECKUP", pupils=[own]),
            "draft": entry(pupils=[own], state=State.DRAFT),
            "elsewhere": entry(school=people.school(), kind="EVENT"),
        }

    def seen(self, user):
        found = set(Entry.objects.visible_to(user))
        return {name for name, entry in self.entries.items() if entry in found}


@pytest.fixture
def house():
    return House()


WHOLE = {"own pupil", "other pupil", "own class", "own family"}
SEEN = {
    Role.SOCIAL_PEDAGOGUE: WHOLE | {"the school", "health"},
    Role.DEPUTY_DIRECTOR: WHOLE | {"the school"},
    Role.DIRECTOR: WHOLE | {"the school"},
    Role.PSYCHOLOGIST: WHOLE,
    Role.NURSE: {"health"},
    Role.CLASS_TEACHER: {"own pupil", "own class", "own family"},
    Role.MENTOR: {"own pupil", "own family"},
}


@pytest.mark.parametrize("role", Role)
def test_what_each_role_may_know(house, role):
    user = people.user(role, house.school, classes=["5А"], pupils=[house.own])
    assert house.seen(user) == SEEN.get(role, set())


def test_what_one_wrote_is_seen_as_long_as_one_works_there(house):
    user = people.user(None)
    making.entry(house.school, author=user, state=State.DRAFT)
    assert list(Entry.objects.visible_to(user)) == []
    people.grant(user, Role.LIBRARIAN, house.school)
    assert [one.author for one in Entry.objects.visible_to(user)] == [user]


def test_the_text_of_a_sensitive_entry_is_its_authors(house):
    author = people.user(Role.PSYCHOLOGIST, house.school)
    reader = people.user(Role.SOCIAL_PEDAGOGUE, house.school)
    closed = making.entry(house.school, "CONSULTATION", author=author, pupils=[house.own])
    assert closed in Entry.objects.visible_to(reader)
    assert closed.open_to(author)
    assert not closed.open_to(reader)
    assert house.entries["own pupil"].open_to(reader)


READS = [
    ("CHECKUP", Role.NURSE, True),
    ("CHECKUP", Role.SOCIAL_PEDAGOGUE, False),
    ("VACCINATION", Role.CLASS_TEACHER, False),
    ("AID_GIVEN", Role.CLASS_TEACHER, False),
    ("AID_GIVEN", Role.DIRECTOR, True),
    ("CONSULTATION", Role.DIRECTOR, False),
    ("PARENT_CONTACT", Role.CLASS_TEACHER, True),
    ("INCOME_STATEMENT", Role.CLASS_TEACHER, False),
]


@pytest.mark.parametrize(("kind", "role", "reads"), READS)
def test_that_it_took_place_is_less_than_the_text(house, kind, role, reads):
    user = people.user(role, house.school, classes=["5А"])
    one = making.entry(house.school, kind, author=people.user(None), pupils=[house.own])
    assert one in Entry.objects.visible_to(user)
    assert one.open_to(user) is reads


def test_a_second_role_opens_the_texts_about_its_own_children_only(house):
    """A nurse who teaches 5А reads of contacts with the parents of 5А, and of no others."""
    user = people.user(Role.NURSE, house.school)
    people.grant(user, Role.CLASS_TEACHER, house.school, classes=["5А"])
    author = people.user(None)
    near = pupils.pupil(house.school, in_class="6А")
    contact = making.entry(house.school, "PARENT_CONTACT", author=author, pupils=[house.own])
    other = making.entry(house.school, "PARENT_CONTACT", author=author, pupils=[near])
    event = making.entry(house.school, "EVENT", author=author, pupils=[near])
    seen = Entry.objects.visible_to(user)
    assert contact in seen
    assert other not in seen
    assert event in seen
    assert contact.open_to(user)
    checkup = making.entry(house.school, "CHECKUP", author=author, pupils=[near])
    assert checkup.open_to(user)
    meals = making.entry(house.school, "MEAL_ENROLMENT", author=author, pupils=[house.own])
    assert meals in Entry.objects.visible_to(user)
    assert not meals.open_to(user)
