from datetime import date
from decimal import Decimal

import pytest
import time_machine

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards import actions
from tirek.cards.models import FamilyLevel, IncomeStatement, Kinship, StatusPeriod
from tirek.cards.tests import making
from tirek.journal.models import Entry
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
TOMORROW = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def pupil():
    return pupils.pupil(people.school())


@pytest.fixture
def by(pupil):
    return people.user("SOCIAL_PEDAGOGUE", pupil.school)


def refused(field, deed, **given):
    """The deed is refused at that field and writes nothing."""
    counted = (Entry, StatusPeriod, Kinship, IncomeStatement, FamilyLevel, AuditRow)
    before = [model.objects.count() for model in counted]
    with pytest.raises(Refused) as caught:
        deed(**given)
    assert caught.value.field == field
    assert before == [model.objects.count() for model in counted]


def fields(**more):
    basis = {"basis_document": "Қаулы", "basis_on": date(2026, 8, 1)}
    return {"category": "ORPHAN", "since": SEPTEMBER, **basis, **more}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (fields(category="NOBODY_KNOWS"), "category"),
        (fields(since=None), "since"),
        (fields(since=TOMORROW), "since"),
        (fields(until=date(2026, 8, 31)), "until"),
        (fields(basis_on=TOMORROW), "basis_on"),
        (fields(basis_document=""), "basis_document"),
        (fields(basis_on=None), "basis_on"),
        (fields(until=OCTOBER, basis_on=date(2026, 10, 2)), "basis_on"),
        (fields(since=date(2015, 3, 13)), "since"),
    ],
)
def test_a_wrong_status_is_refused_at_its_field(pupil, by, given, field):
    refused(field, actions.open_status, by=by, pupil=pupil, fields=given)


@pytest.mark.parametrize(
    ("since", "until", "good"),
    [
        (date(2026, 9, 30), None, False),
        (OCTOBER, None, True),
        (date(2026, 8, 1), date(2026, 9, 1), False),
        (date(2026, 8, 1), date(2026, 8, 31), True),
        (date(2026, 8, 1), None, False),
    ],
)
def test_the_same_status_does_not_hold_twice_on_a_day(pupil, by, since, until, good):
    making.status(pupil, "ORPHAN", since=SEPTEMBER, until=date(2026, 9, 30))
    given = {"by": by, "pupil": pupil, "fields": fields(since=since, until=until)}
    if good:
        actions.open_status(**given)
    else:
        refused("since", actions.open_status, **given)
    actions.open_status(
        by=by, pupil=pupil, fields=fields(category="LOW_INCOME", since=since, until=until)
    )


def test_another_schools_own_category_is_unknown_here(pupil, by):
    making.category(school=people.school(), code="OWN")
    refused("category", actions.open_status, by=by, pupil=pupil, fields=fields(category="OWN"))
    making.category(school=pupil.school, code="OWN")
    actions.open_status(by=by, pupil=pupil, fields=fields(category="OWN"))


def test_a_status_is_opened_with_its_basis_and_a_trace(pupil, by):
    given = fields(basis_document="Шешім", basis_number="118", basis_on=SEPTEMBER, note="")
    made = actions.open_status(by=by, pupil=pupil, fields=given)
    made.refresh_from_db()
    assert (made.basis_number, made.recorded_by, made.replaces) == ("118", by, None)
    row = AuditRow.objects.get(thing="cards.statusperiod")
    assert (row.verb, row.thing_id, row.note) == ("CREATED", made.pid, "ORPHAN")


def test_opening_leaves_evidence_in_the_journal_and_annulling_takes_it_back(pupil, by):
    made = actions.open_status(by=by, pupil=pupil, fields=fields())
    entry = Entry.objects.get(kind="STATUS_OPENED")
    assert (entry.pid, entry.on, entry.author) == (made.evidence, date(2026, 11, 23), by)
    assert [link.pupil for link in entry.about_pupils.all()] == [pupil]
    corrected = actions.correct_status(by=by, status=made, fields=fields(since=OCTOBER))
    actions.annul_status(by=by, status=corrected, reason="қате")
    assert Entry.objects.get().state == "DONE"
    actions.annul_status(by=by, status=made, reason="қате")
    assert Entry.objects.get().state == "ANNULLED"


def test_a_school_without_a_journal_leaves_no_evidence(pupil, by, settings):
    settings.STATUS_OPENED = settings.STATUS_ANNULLED = ""
    made = actions.open_status(by=by, pupil=pupil, fields=fields())
    actions.annul_status(by=by, status=made, reason="қате")
    assert (made.evidence, Entry.objects.count()) == ("", 0)


def test_what_was_brought_in_without_its_basis_is_corrected_and_ended_all_the_same(pupil, by):
    bare = {"basis_document": "", "basis_on": None}
    old = making.status(pupil, "ORPHAN", since=None)
    refused("basis_document", actions.open_status, by=by, pupil=pupil, fields=fields(**bare))
    new = actions.correct_status(by=by, status=old, fields=fields(since=OCTOBER, **bare))
    given = fields(category="WARD", **bare)
    refused("basis_document", actions.correct_status, by=by, status=new, fields=given)
    with_basis = actions.correct_status(by=by, status=new, fields=fields())
    refused("basis_document", actions.correct_status, by=by, status=with_basis, fields=given)
    bare_one = making.status(pupil, "WARD", since=None)
    assert actions.end_status(by=by, status=bare_one, until=OCTOBER).until == OCTOBER


def test_a_status_ends_by_a_paper_that_a_correction_keeps(pupil, by):
    old = making.status(pupil, "REGISTER", basis_on=SEPTEMBER, basis_document="Шешім")
    paper = {"document": "Хаттама", "number": "7", "on": TOMORROW}
    refused("end_on", actions.end_status, by=by, status=old, until=OCTOBER, paper=paper)
    paper["on"] = OCTOBER
    ended = actions.end_status(by=by, status=old, until=OCTOBER, paper=paper)
    assert (ended.end_document, ended.end_number, ended.end_on) == ("Хаттама", "7", OCTOBER)
    given = fields(category="REGISTER", until=OCTOBER)
    again = actions.correct_status(by=by, status=ended, fields=given)
    assert again.end_number == "7"
    going_on = actions.correct_status(by=by, status=again, fields=fields(category="REGISTER"))
    assert (going_on.end_number, going_on.until) == ("", None)


def test_citizenship_ends_a_returnees_status_the_day_before(pupil, by):
    old = making.status(pupil, "RETURNEE", basis_document="Куәлік")
    paper = {"document": "Қаулы", "number": "5", "on": OCTOBER}
    given = {"by": by, "status": old, "paper": paper}
    refused("on", actions.grant_citizenship, on=TOMORROW, **given)
    refused("on", actions.grant_citizenship, on=SEPTEMBER, **given)
    ended = actions.grant_citizenship(on=OCTOBER, **given)
    assert (ended.until, ended.citizen_on) == (date(2026, 9, 30), OCTOBER)
    assert (ended.end_number, ended.basis_document) == ("5", "Куәлік")
    assert "01.10.2026" in ended.note
    orphan = making.status(pupil, "ORPHAN")
    refused(None, actions.grant_citizenship, by=by, status=orphan, on=OCTOBER, paper={})


def test_a_status_goes_on_by_a_new_paper(pupil, by):
    old = making.status(pupil, "TARGETED_ASSISTANCE", until=date(2026, 12, 31))
    given = fields(since=date(2027, 1, 1), until=date(2027, 6, 30))
    refused("since", actions.renew_status, by=by, status=old, fields=fields(since=SEPTEMBER))
    bare = {**given, "basis_document": ""}
    refused("basis_document", actions.renew_status, by=by, status=old, fields=bare)
    new = actions.renew_status(by=by, status=old, fields=given)
    assert (new.category, new.since) == ("TARGETED_ASSISTANCE", date(2027, 1, 1))
    assert set(StatusPeriod.objects.known_at()) == {old, new}


def test_a_status_without_a_last_day_ends_where_its_new_term_begins(pupil, by):
    old = making.status(pupil, "ORPHAN", basis_until=OCTOBER)
    new = actions.renew_status(by=by, status=old, fields=fields(since=date(2026, 10, 2)))
    ended = StatusPeriod.objects.known_at().exclude(pk=new.pk).get()
    assert (ended.replaces, ended.until) == (old, OCTOBER)


def test_a_correction_stands_for_the_status_and_is_made_once(pupil, by):
    old = making.status(pupil, "ORPHAN")
    new = actions.correct_status(by=by, status=old, fields=fields(since=OCTOBER))
    assert list(StatusPeriod.objects.known_at()) == [new]
    assert new.replaces == old
    assert AuditRow.objects.get().verb == "CORRECTED"
    refused(None, actions.correct_status, by=by, status=old, fields=fields())
    refused(None, actions.end_status, by=by, status=old, until=OCTOBER)
    refused(None, actions.annul_status, by=by, status=old, reason="қате")


def test_a_status_ends_on_its_last_day_and_keeps_its_basis(pupil, by):
    old = making.status(pupil, "ORPHAN", basis_number="118", note="бұрынғы")
    refused("until", actions.end_status, by=by, status=old, until=date(2026, 8, 31))
    ended = actions.end_status(by=by, status=old, until=OCTOBER, note="көшті")
    assert (ended.until, ended.basis_number, ended.note) == (OCTOBER, "118", "бұрынғы\nкөшті")
    assert StatusPeriod.objects.known_at().on(OCTOBER).exists()
    assert not StatusPeriod.objects.known_at().on(date(2026, 10, 2)).exists()


def test_an_annulled_status_stays_to_be_seen_and_wants_a_reason(pupil, by):
    status = making.status(pupil, "ORPHAN")
    refused("reason", actions.annul_status, by=by, status=status, reason="  ")
    actions.annul_status(by=by, status=status, reason="қате енгізілді")
    assert StatusPeriod.objects.get().annulled_by == by
    assert not StatusPeriod.objects.known_at().exists()
    refused(None, actions.annul_status, by=by, status=status, reason="қате")


def test_when_a_correction_is_annulled_the_status_before_it_stands_and_can_be_ended(pupil, by):
    old = making.status(pupil, "ORPHAN")
    new = actions.correct_status(by=by, status=old, fields=fields(since=OCTOBER))
    actions.annul_status(by=by, status=new, reason="қате")
    assert list(StatusPeriod.objects.known_at()) == [old]
    actions.end_status(by=by, status=old, until=OCTOBER)


def test_kin_are_added_and_end(pupil, by):
    member = pupils.member(pupils.household(pupil.school, pupil))
    paper = {"document": "Шешім", "number": "12", "on": SEPTEMBER}
    kin = actions.add_kin(
        by=by,
        pupil=pupil,
        member=member,
        kinship="GUARDIAN",
        legal=True,
        since=OCTOBER,
        paper=paper,
    )
    refused("until", actions.end_kin, by=by, kin=kin, until=SEPTEMBER)
    ended = actions.end_kin(by=by, kin=kin, until=date(2026, 11, 1))
    assert (ended.legal, ended.paper_number) == (True, "12")
    assert list(Kinship.objects.known_at()) == [ended]


def test_income_and_level(pupil, by):
    home = pupils.household(pupil.school, pupil)
    income = {"by": by, "household": home}
    refused("amount", actions.record_income, on=SEPTEMBER, amount=Decimal("-1"), **income)
    refused("on", actions.record_income, on=TOMORROW, amount=Decimal("1"), **income)
    actions.record_income(on=SEPTEMBER, amount=Decimal("180000.50"), **income)
    assert IncomeStatement.objects.get().amount == Decimal("180000.50")
    for level in ("F", "a", "", "AB"):
        refused("level", actions.record_level, level=level, on=None, **income)
    actions.record_level(level="C", on=SEPTEMBER, **income)


def test_a_closed_category_begins_no_more(by, pupil):
    making.category(school=pupil.school, code="CLUB", until=SEPTEMBER)
    actions.open_status(by=by, pupil=pupil, fields=fields(category="CLUB"))
    later = fields(category="CLUB", since=OCTOBER)
    refused("category", actions.open_status, by=by, pupil=pupil, fields=later)


def test_a_norm_is_cited_only_while_it_is_in_force(by, pupil):
    old = fields(norm="Z040000591_")
    refused("norm", actions.open_status, by=by, pupil=pupil, fields=old)
    refused("norm", actions.open_status, by=by, pupil=pupil, fields=fields(norm="NO_SUCH"))
    earlier = {**old, "since": date(2026, 2, 1)}
    status = actions.open_status(by=by, pupil=pupil, fields=earlier)
    ended = actions.end_status(by=by, status=status, until=OCTOBER)
    assert ended.norm == "Z040000591_"
