from datetime import date

import pytest
import time_machine

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.access.tests.making import TODAY
from tirek.journal import actions, kinds
from tirek.journal.models import Entry, State
from tirek.journal.tests import making
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


@pytest.fixture
def by(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def pupil(school):
    return pupils.pupil(school, in_class="5А")


def refused(field, deed, **given):
    """The deed is refused at that field and writes nothing."""
    before = (list(Entry.objects.values()), AuditRow.objects.count())
    with pytest.raises(Refused) as caught:
        deed(**given)
    assert caught.value.field == field
    assert before == (list(Entry.objects.values()), AuditRow.objects.count())


def test_an_entry_is_recorded_about_people_and_rows(school, by, pupil):
    home, colleague = pupils.household(school, pupil), people.user("PSYCHOLOGIST", school)
    before = AuditRow.objects.count()
    entry = actions.record_entry(
        by=by,
        school=school,
        kind="CONSULTATION",
        topic="FAMILY",
        on=TODAY,
        pupils=[pupil],
        households=[home],
        classes=[pupils.school_class(school)],
        staff=[colleague],
        rows=["C6", "C7", "C6"],
        text="Кездесу",
    )
    assert [link.pupil for link in entry.about_pupils.all()] == [pupil]
    assert [link.household for link in entry.about_households.all()] == [home]
    assert [link.school_class.name for link in entry.about_classes.all()] == ["5А"]
    assert [link.user for link in entry.about_staff.all()] == [colleague]
    assert [row.code for row in entry.rows.all()] == ["C6", "C7"]
    assert (entry.author, entry.recorded_by, entry.state) == (by, by, State.DONE)
    row = AuditRow.objects.latest("pk")
    assert AuditRow.objects.count() == before + 1
    assert (row.verb, row.thing_id, row.note) == ("CREATED", entry.pid, "CONSULTATION:FAMILY")


def test_what_cannot_be_recorded(school, by, pupil):
    given = {"by": by, "school": school}
    good = {"kind": "PARENT_CONTACT", "on": TODAY, "pupils": [pupil], **given}
    refused("kind", actions.record_entry, **{**good, "kind": "NOTHING"})
    refused("on", actions.record_entry, **{**good, "on": date(2026, 11, 24)})
    refused("pupils", actions.record_entry, **{**good, "pupils": []})
    stranger = pupils.pupil(people.school())
    refused("pupils", actions.record_entry, **{**good, "pupils": [pupil, stranger]})
    far = pupils.school_class(people.school())
    refused("pupils", actions.record_entry, **{**good, "classes": [far]})


@pytest.mark.parametrize("code", sorted(kinds.kinds()))
def test_every_kind_can_be_recorded(school, by, pupil, code):
    entry = actions.record_entry(by=by, school=school, kind=code, on=TODAY, pupils=[pupil])
    assert entry.kind_name != code


def test_an_entry_of_the_school_is_about_nobody(school, by):
    actions.record_entry(by=by, school=school, kind="EVENT", on=TODAY)
    assert Entry.objects.counting().count() == 1


def test_a_draft_counts_when_it_is_signed_and_is_signed_once(school, by, pupil):
    entry = actions.record_entry(
        by=by, school=school, kind="LEISURE", on=TODAY, pupils=[pupil], state=State.DRAFT
    )
    assert not Entry.objects.counting().exists()
    actions.sign_entry(by=by, entry=entry)
    assert list(Entry.objects.counting()) == [entry]
    refused(None, actions.sign_entry, by=by, entry=entry)


def test_a_draft_about_nobody_or_of_tomorrow_is_not_signed(school, by, pupil):
    alone = making.entry(school, state=State.DRAFT, author=by)
    refused("pupils", actions.sign_entry, by=by, entry=alone)
    ahead = making.entry(school, state=State.DRAFT, on=date(2026, 11, 24), pupils=[pupil])
    refused("on", actions.sign_entry, by=by, entry=ahead)


def test_a_correction_stands_for_the_entry_and_keeps_author_people_and_rows(school, by, pupil):
    author = people.user("PSYCHOLOGIST", school)
    old = making.entry(school, pupils=[pupil], author=author, rows=["S5.3"], text="а")
    new = actions.correct_entry(by=by, entry=old, on=date(2026, 11, 11), topic="", text="ә")
    assert list(Entry.objects.counting()) == [new]
    assert (new.replaces, new.author, new.recorded_by) == (old, author, by)
    assert [link.pupil for link in new.about_pupils.all()] == [pupil]
    assert [row.code for row in new.rows.all()] == ["S5.3"]
    old.refresh_from_db()
    assert (old.text, old.on) == ("а", date(2026, 11, 10))
    given = {"by": by, "entry": old}
    refused(None, actions.correct_entry, on=TODAY, topic="", text="", **given)
    refused(None, actions.annul_entry, reason="қате", **given)


def test_a_corrected_draft_stays_a_draft_and_is_signed_with_what_it_replaces(school, by, pupil):
    old = making.entry(school, pupils=[pupil], author=by, state=State.DRAFT)
    new = actions.correct_entry(by=by, entry=old, on=TODAY, topic="", text="")
    assert new.state == State.DRAFT
    refused(None, actions.sign_entry, by=by, entry=old)
    actions.sign_entry(by=by, entry=new)
    assert list(Entry.objects.counting()) == [new]


def test_an_annulled_entry_stays_and_counts_no_more(school, by, pupil):
    entry = making.entry(school, pupils=[pupil])
    refused("reason", actions.annul_entry, by=by, entry=entry, reason=" ")
    actions.annul_entry(by=by, entry=entry, reason="қате")
    assert not Entry.objects.counting().exists()
    assert Entry.objects.get().annulled_by == by
    refused(None, actions.annul_entry, by=by, entry=entry, reason="қате")
    refused(None, actions.correct_entry, by=by, entry=entry, on=TODAY, topic="", text="")


def test_when_a_correction_is_annulled_the_entry_before_it_counts_again(school, by, pupil):
    old = making.entry(school, pupils=[pupil])
    new = actions.correct_entry(by=by, entry=old, on=TODAY, topic="", text="")
    actions.annul_entry(by=by, entry=new, reason="қате")
    assert list(Entry.objects.counting()) == [old]
