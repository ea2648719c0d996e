"""The class teacher signs the month, the school's is gathered; the map, the lists, the series."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.actions import annul_status
from tirek.cards.tests import making as cards
from tirek.journal.models import Entry
from tirek.reports.actions import issue_document
from tirek.reports.models import IssuedDocument, Series, SignedMovement
from tirek.reports.moves import lines_of, movement_of_school
from tirek.reports.queries import class_passport
from tirek.reports.series import issue_lists, issue_passports
from tirek.reports.signing import sign_movement
from tirek.school.models import Enrolment
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def classes(school):
    """5А and 5Ә; one moved from the first to the second in October, one left, one came."""
    first, second = (making.school_class(school, name) for name in ("5А", "5Ә"))
    stayed = making.pupil(school, "Ақтаев", in_class=first)
    cards.status(stayed, "ORPHAN", since=date(2026, 10, 12))
    moved = making.pupil(school, "Бекова", in_class=first, until=date(2026, 10, 4))
    making.enrolment(moved, second, since=date(2026, 10, 5))
    making.pupil(school, "Ғалиев", in_class=second, until=date(2026, 10, 20))
    making.pupil(school, "Дәулетова", in_class=second, since=date(2026, 10, 21))
    return first, second


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_school_is_the_sum_of_its_classes_less_the_moves_inside(school, classes):
    found = movement_of_school(school, 2026, 10)
    assert [found[name] for name in ("start", "arrived", "left", "end")] == [3, 1, 1, 3]
    assert found["inside"][""] == 1
    assert found["classes"]["5А"]["left"] == 1
    assert found["classes"]["5Ә"]["arrived"] == 2
    assert found["categories"]["ORPHAN"] == {"start": 0, "arrived": 1, "left": 0, "end": 1}


def test_a_class_teacher_signs_the_own_class_and_the_entry_is_left(school, classes):
    teacher = people.user("CLASS_TEACHER", school, classes=["5А"])
    client = signed_in(teacher)
    page = reverse("reports:movement", args=[classes[0].pid]) + "?month=2026-10"
    assert client.get(page).context["may_sign"]
    form = {"month": "2026-10", "form_key": str(uuid.uuid4())}
    url = reverse("reports:sign_movement", args=[classes[0].pid])
    for _again in range(2):
        assert client.post(url, form)["Location"] == page
    signed = SignedMovement.objects.get()
    assert (signed.signed_by, signed.month, signed.figures["left"]) == (teacher, OCTOBER, 1)
    entry = Entry.objects.get(kind="MOVEMENT_REPORT")
    assert (entry.on, entry.pk) == (date(2026, 10, 31), signed.entry_id)
    assert not client.get(page).context["may_sign"]
    other = reverse("reports:sign_movement", args=[classes[1].pid])
    assert client.post(other, {"month": "2026-10"}).status_code == 404
    deputy = signed_in(people.user("DEPUTY_DIRECTOR", school))
    assert deputy.post(url, {"month": "2026-10"}).status_code == 403


def test_what_changed_since_is_shown_and_signed_again(school, classes):
    by = people.user("SOCIAL_PEDAGOGUE", school)
    first = sign_movement(by=by, school_class=classes[0], month=OCTOBER)
    with pytest.raises(Refused):
        sign_movement(by=by, school_class=classes[0], month=OCTOBER)
    late = making.pupil(school, "Ержанов", in_class=classes[0], since=date(2026, 10, 8))
    found = movement_of_school(school, 2026, 10)
    line = lines_of(school, 2026, 10, found)[0]
    assert line.signed == first
    assert line.changed
    page = signed_in(by).get(reverse("reports:movement", args=[classes[0].pid]) + "?month=2026-10")
    assert page.context["corrected"]
    assert next(move.pupil for move in page.context["moves"] if move.came) == late
    again = sign_movement(by=by, school_class=classes[0], month=OCTOBER)
    assert again.entry.replaces == first.entry
    line = lines_of(school, 2026, 10, movement_of_school(school, 2026, 10))[0]
    assert (line.signed, line.changed) == (again, False)
    assert first.figures["arrived"] == 0


@pytest.mark.parametrize("month", [date(2026, 12, 1), date(2026, 7, 1)])
def test_a_month_to_come_and_one_of_another_year_are_not_signed(school, classes, month):
    by = people.user("SOCIAL_PEDAGOGUE", school)
    with pytest.raises(Refused):
        sign_movement(by=by, school_class=classes[0], month=month)


def test_the_desk_names_the_classes_not_signed(school, classes):
    from tirek.reports.panels import notices

    by = people.user("SOCIAL_PEDAGOGUE", school)
    request = type("Request", (), {"user": by, "school": school})()
    assert notices(request)[0].who == "5А, 5Ә"
    sign_movement(by=by, school_class=classes[0], month=OCTOBER)
    assert notices(request)[0].who == "5Ә"
    assert classes[1].pid in notices(request)[0].action_url
    sign_movement(by=by, school_class=classes[1], month=OCTOBER)
    assert notices(request) == []


def test_the_gathered_page_says_who_signed_and_a_teacher_sees_the_own_class(school, classes):
    page = signed_in(people.user("DIRECTOR", school)).get(
        reverse("reports:movements") + "?month=2026-10"
    )
    assert page.context["sums"] == [3, 2, 2, 3]
    assert page.context["missing"] == list(classes)
    own = signed_in(people.user("CLASS_TEACHER", school, classes=["5А"]))
    page = own.get(reverse("reports:movements") + "?month=2026-10")
    assert [line.school_class for line in page.context["lines"]] == [classes[0]]
    assert page.context["found"] is page.context["sums"] is None
    files = reverse("reports:download", args=["school-movement", "docx"])
    assert own.get(files).status_code == 404


def test_the_map_counts_and_leads_to_its_lists(school, classes):
    client = signed_in(people.user("SOCIAL_PEDAGOGUE", school))
    page = client.get(reverse("reports:map"), {"category": "ORPHAN", "than": "01.10.2026"})
    found = page.context["map"]
    assert found.columns == ("А", "Ә")
    cell = found.lines[0].cells[0]
    assert (cell.number, cell.of, cell.change, cell.shade) == (1, 1, 1, 5)
    url = page.context["rows"][0][2][0]["url"]
    assert [row["pupil"].surname for row in client.get(url).context["rows"]] == ["Ақтаев"]
    for words in ({"count": "share", "by": "class"}, {"category": "PIRATE"}, {"on": "31.02.2026"}):
        assert client.get(reverse("reports:map"), words).status_code == 200
    own = signed_in(people.user("CLASS_TEACHER", school, classes=["5Ә"]))
    assert own.get(reverse("reports:map")).context["map"].whole["pupils"] == 2


def test_all_passports_and_lists_are_issued_in_one_step(school, classes):
    by = people.user("SOCIAL_PEDAGOGUE", school)
    client = signed_in(by)
    form = {"as_of": "23.11.2026", "form_key": str(uuid.uuid4())}
    url = reverse("reports:issue_series", args=["class-passport"])
    assert client.post(url, form)["Location"] == client.post(url, form)["Location"]
    series = Series.objects.get()
    assert [paper.number for paper in series.papers.order_by("id")] == ["5А-2026-01", "5Ә-2026-01"]
    lists = issue_lists(by=by, school=school, options={}, language="kk")
    topics = Entry.objects.filter(kind="LIST_ISSUED").order_by("id").values_list("topic", flat=True)
    assert (lists.papers.count(), len(set(topics))) == (6, 6)
    for one in (series, lists):
        assert client.get(reverse("reports:series", args=[one.pid])).status_code == 200
        for ending in ("docx", "xlsx", "pdf", "zip"):
            answer = client.get(reverse("reports:series_file", args=[one.pid, ending]))
            assert answer.status_code == 200


def test_an_old_paper_is_issued_again_with_the_figures_of_then(school, classes):
    by = people.user("SOCIAL_PEDAGOGUE", school)
    series = issue_passports(by=by, school=school, options={"than": "01.10.2026"}, language="kk")
    old = series.papers.order_by("id")[0]
    assert old.figures["categories"]["ORPHAN"]["pupils"] == 1
    for enrolment in Enrolment.objects.filter(school_class=classes[0]):
        for status in enrolment.pupil.statuses.all():
            annul_status(by=by, status=status, reason="қате")
    client = signed_in(by)
    page = client.get(reverse("reports:issued", args=[old.pid]))
    assert page.context["changed"]
    client.post(reverse("reports:issue", args=["class-passport"]), page.context["again"])
    again = IssuedDocument.objects.filter(name="class-passport", series=None).get()
    assert again.figures == old.figures
    assert again.known_at == old.known_at
    assert class_passport(school, "5А", old.as_of)["categories"]["ORPHAN"]["pupils"] == 0
    now = issue_document(
        by=by, school=school, name="class-passport", options={"class": "5А"}, language="kk"
    )
    assert now.figures["categories"]["ORPHAN"]["pupils"] == 0
