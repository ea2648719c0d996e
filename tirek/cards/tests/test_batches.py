"""One status for many pupils: everybody has a fate, the whole is taken back."""

from datetime import date

import pytest
import time_machine

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards import actions
from tirek.cards.models import StatusBatch, StatusPeriod
from tirek.cards.tests import making
from tirek.journal.models import Entry
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


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


def fates(batch):
    return [(line.fate, line.why) for line in batch.lines.order_by("id")]


def test_everybody_has_a_fate_and_it_counts_as_one_piece_of_work(school, by):
    plain, held, unborn = (pupils.pupil(school) for _ in range(3))
    unborn.born_on = date(2026, 9, 2)
    unborn.save()
    making.status(held, "LOW_INCOME", since=OCTOBER)
    given = {"category": "LOW_INCOME", "since": SEPTEMBER, "basis_document": "Анықтама"}
    batch = actions.open_many(by=by, school=school, pupils=[plain, held, unborn], fields=given)
    assert fates(batch) == [
        ("APPLIED", ""),
        ("DUPLICATE", "HAS"),
        ("REFUSED", "BEFORE_BIRTH"),
    ]
    made = StatusPeriod.objects.get(pupil=plain)
    assert (made.basis_document, made.recorded_by) == ("Анықтама", by)
    entry = Entry.objects.get()
    assert [link.pupil for link in entry.about_pupils.all()] == [plain]
    assert AuditRow.objects.get(thing="cards.statusbatch").note == "OPEN LOW_INCOME: 1"


def test_what_is_demanded_of_one_is_demanded_of_many(school, by):
    given = {"category": "ORPHAN", "since": SEPTEMBER}
    with pytest.raises(Refused):
        actions.open_many(by=by, school=school, pupils=[pupils.pupil(school)], fields=given)
    assert (StatusPeriod.objects.count(), StatusBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("others", [False, True])
def test_nobody_or_a_strangers_child_is_refused(school, by, others):
    some = [pupils.pupil(people.school())] if others else []
    given = {"category": "LOW_INCOME", "since": SEPTEMBER}
    with pytest.raises(Refused) as caught:
        actions.open_many(by=by, school=school, pupils=some, fields=given)
    assert caught.value.field == "pupils"


def test_a_batch_is_taken_back_where_nothing_has_come_after(school, by):
    first, second = pupils.pupil(school), pupils.pupil(school)
    given = {"category": "LOW_INCOME", "since": SEPTEMBER}
    batch = actions.open_many(by=by, school=school, pupils=[first, second], fields=given)
    status = StatusPeriod.objects.get(pupil=second)
    ended = actions.end_status(by=by, status=status, until=OCTOBER)
    assert actions.take_back_batch(by=by, batch=batch) == 1
    assert list(StatusPeriod.objects.known_at()) == [ended]
    assert Entry.objects.get().state == "DONE"  # one of the two still stands
    with pytest.raises(Refused):
        actions.take_back_batch(by=by, batch=batch)


def test_the_evidence_goes_with_the_last_of_them(school, by):
    some = [pupils.pupil(school), pupils.pupil(school)]
    given = {"category": "LOW_INCOME", "since": SEPTEMBER}
    batch = actions.open_many(by=by, school=school, pupils=some, fields=given)
    assert actions.take_back_batch(by=by, batch=batch) == 2
    assert Entry.objects.get().state == "ANNULLED"


def test_ending_many_and_taking_it_back(school, by):
    holder, without, over = (pupils.pupil(school) for _ in range(3))
    old = making.status(holder, "REGISTER", note="бұрынғы")
    making.status(over, "REGISTER", until=date(2026, 9, 5))
    paper = {"document": "Хаттама", "number": "3", "on": OCTOBER}
    batch = actions.end_many(
        by=by,
        school=school,
        pupils=[holder, without, over],
        category="REGISTER",
        until=OCTOBER,
        paper=paper,
    )
    assert fates(batch) == [("APPLIED", ""), ("REFUSED", "NOT_HELD"), ("DUPLICATE", "OVER")]
    ended = StatusPeriod.objects.known_at().get(pupil=holder)
    assert (ended.replaces, ended.until, ended.end_number) == (old, OCTOBER, "3")
    actions.take_back_batch(by=by, batch=batch)
    assert StatusPeriod.objects.known_at().get(pupil=holder) == old
