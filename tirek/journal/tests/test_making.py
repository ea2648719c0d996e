"""What other rooms' tests stand on."""

import pytest

from tirek.access.tests import making as people
from tirek.cards.queries import codes_by_pupil
from tirek.cards.tests import making as cards
from tirek.journal.models import Entry
from tirek.journal.tests import making
from tirek.school.queries import household_ids_on, pupils_on
from tirek.school.tests import making as school_making

pytestmark = pytest.mark.django_db


def test_a_small_school_is_made_in_a_few_lines():
    school = people.school()
    author = people.user("SOCIAL_PEDAGOGUE", school)
    children = school_making.pupils(school, 3, in_class="5А")
    home = school_making.household(school, *children[:2])
    cards.status(children[0], "ORPHAN")
    cards.kin(children[0], school_making.member(home), "GUARDIAN")
    made = making.entry(school, pupils=children, author=author, rows=["C4"])

    assert {p.class_name for p in pupils_on(school, people.TODAY)} == {"5А"}
    assert list(household_ids_on(school, people.TODAY)) == [p.pk for p in children[:2]]
    assert codes_by_pupil([p.pk for p in children], people.TODAY) == {children[0].pk: ["ORPHAN"]}
    assert list(Entry.objects.counting()) == [made]
