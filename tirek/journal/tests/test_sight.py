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


WHOLE = {"own pupil", "other pupil", "own class", "own family", "the school"}
SEEN = {
    Role.SOCIAL_PEDAGOGUE: WHOLE | {"health"},
    Role.DEPUTY_DIRECTOR: WHOLE | {"health"},
    Role.DIRECTOR: WHOLE | {"health"},
    Role.PSYCHOLOGIST: WHOLE,
    Role.NURSE: {"health"},
    Role.CLASS_TEACHER: {"own pupil", "own class", "own family", "health"},
    Role.MENTOR: {"own pupil", "own family"},
}


@pytest.mark.parametrize("role", Role)
def test_what_each_role_may_know(house, role):
    user = people.user(role, house.school, classes=["5А"], pupils=[house.own])
    assert house.seen(user) == SEEN.get(role, set())


def test_somebody_without_a_role_knows_of_nothing_but_what_they_wrote(house):
    user = people.user(None)
    assert house.seen(user) == set()
    own = making.entry(house.school, author=user, state=State.DRAFT)
    assert list(Entry.objects.visible_to(user)) == [own]


def test_the_text_of_a_sensitive_entry_is_its_authors(house):
    author = people.user(Role.PSYCHOLOGIST, house.school)
    reader = people.user(Role.SOCIAL_PEDAGOGUE, house.school)
    closed = making.entry(house.school, "CONSULTATION", author=author, pupils=[house.own])
    assert closed in Entry.objects.visible_to(reader)
    assert closed.open_to(author)
    assert not closed.open_to(reader)
    assert house.entries["own pupil"].open_to(reader)
