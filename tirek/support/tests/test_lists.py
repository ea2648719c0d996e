"""Who stands on the two lists, who sees them, how books are marked as given."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client

from tirek.access import kept
from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.journal.models import Entry
from tirek.journal.tests.making import entry
from tirek.school.models import Enrolment
from tirek.support import actions, queries
from tirek.support.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = people.TODAY


def names(roll: queries.Roll) -> dict[str, list[str]]:
    return {one.name: [line.name for line in one.lines] for one in roll.classes}


def entered(user, language="en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["tirek_language"] = language
    return client


@pytest.fixture
def there(school):
    return making.lists(school)


def test_books_are_for_those_in_the_plan_and_those_who_have_them(school, there):
    roll = queries.books(people.user("LIBRARIAN", school), school, TODAY)
    assert names(roll) == {"5А": ["Әлиев Айдос", "Ержанов Мирас"], "10А": ["Бекова Інжу"]}
    assert (roll.pupils, roll.given, roll.waiting) == (3, 1, 2)
    assert roll.classes[0].lines[1].since == date(2026, 9, 7)
    assert names(roll.only("10А")) == {"10А": ["Бекова Інжу"]}
    assert roll.only("11Я") is roll


def test_a_record_without_a_plan_puts_on_the_list(school, there, settings):
    settings.PUPILS_PLANNED = ""
    roll = queries.books(people.user("LIBRARIAN", school), school, TODAY)
    assert names(roll) == {"5А": ["Ержанов Мирас"]}


def test_meals_are_for_those_recorded_this_year(school, there):
    keeper = people.user("CANTEEN", school)
    assert names(queries.meals(keeper, school, TODAY)) == {"5А": ["Әлиев Айдос", "Ержанов Мирас"]}
    Entry.objects.filter(kind="MEAL_ENROLMENT", about_pupils__pupil=there.miras).update(
        state="ANNULLED", annulled_at=TODAY.isoformat() + "T00:00+05:00"
    )
    entry(school, "MEAL_ENROLMENT", on=date(2026, 5, 4), pupils=[there.inzhu])
    assert names(queries.meals(keeper, school, TODAY)) == {"5А": ["Әлиев Айдос"]}
    Enrolment.objects.filter(pupil=there.aidos).update(until=date(2026, 11, 20))
    assert queries.meals(keeper, school, TODAY).pupils == 0


@pytest.mark.parametrize(
    ("role", "books", "meals"),
    [
        ("SOCIAL_PEDAGOGUE", 3, 2),
        ("DEPUTY_DIRECTOR", 3, 2),
        ("DIRECTOR", 3, 2),
        ("LIBRARIAN", 3, None),
        ("CANTEEN", None, 2),
        ("NURSE", None, 2),
        ("PSYCHOLOGIST", None, None),
        ("MENTOR", None, None),
        ("SCHOOL_INSPECTOR", None, None),
        ("SUBJECT_TEACHER", None, None),
        ("ADMINISTRATOR", None, None),
    ],
)
def test_who_sees_which_list(school, there, role, books, meals):
    client = entered(people.user(role, school))
    for path, number in (("/support/books/", books), ("/support/meals/", meals)):
        answer = client.get(path)
        assert answer.status_code == (403 if number is None else 200), path
        assert client.get(f"{path}file/xlsx/").status_code == (403 if number is None else 200)
        if number is not None:
            assert answer.context["roll"].pupils == number


def test_a_class_teacher_sees_the_own_class(school, there):
    found = entered(there.teacher).get("/support/books/")
    assert names(found.context["roll"]) == {"5А": ["Әлиев Айдос", "Ержанов Мирас"]}
    assert "Given to those ticked" not in found.content.decode()
    assert f"/pupils/{there.miras.pid}/" in found.content.decode()


def test_another_school_is_not_there(school, there):
    stranger = people.user("LIBRARIAN", people.school())
    assert entered(stranger).get("/support/books/").context["roll"].pupils == 0
    assert queries.books(stranger, school, TODAY).pupils == 0


@pytest.mark.parametrize(
    ("role", "path"), [("LIBRARIAN", "/support/books/"), ("CANTEEN", "/support/meals/")]
)
def test_the_keeper_of_a_list_reads_names_only(school, there, role, path):
    client = entered(people.user(role, school))
    for page in (path, "/"):
        text = client.get(page).content.decode()
        assert "Әлиев Айдос" in text
        assert "/pupils/" not in text
        for hidden in ("ҚҰПИЯ", "Асқарұлы", "ORPHAN", "2015"):
            assert hidden not in text


def test_the_librarian_gives_and_takes_back(school, there):
    client = entered(people.user("LIBRARIAN", school))
    sent = {"on": "20.11.2026", "pupil": [there.aidos.pid, there.other.pid], "class": "5А"}
    answer = client.post("/support/books/give/", sent, follow=True)
    assert "Textbooks given, pupils: 1" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("?class=5%D0%90")
    made = Entry.objects.get(about_pupils__pupil=there.aidos, kind="TEXTBOOK_ISSUE")
    assert made.on == date(2026, 11, 20)
    assert AuditRow.objects.filter(thing_id=made.pid, verb="CREATED").exists()
    assert not Entry.objects.filter(about_pupils__pupil=there.other).exists()

    back = f"/support/books/{made.pid}/take-back/"
    assert back in answer.content.decode()
    colleague = entered(people.user("LIBRARIAN", school))
    assert colleague.post(back).status_code == 404
    assert "taken back" in client.post(back, follow=True).content.decode()
    assert not Entry.objects.counting().filter(pk=made.pk).exists()


def test_a_form_sent_twice_counts_once(school, there):
    client = entered(people.user("LIBRARIAN", school))
    sent = {
        "on": "23.11.2026",
        "pupil": there.aidos.pid,
        "form_key": "0b3c1f9e-5d9f-4b6a-9b1b-1d2f3a4b5c6d",
    }
    client.post("/support/books/give/", sent)
    client.post("/support/books/give/", sent)
    assert Entry.objects.filter(about_pupils__pupil=there.aidos, kind="TEXTBOOK_ISSUE").count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"on": "23.11.2026"}, "Tick at least one pupil."),
        ({"on": "23.11.2026", "pupil": "nobody"}, "Tick at least one pupil."),
        ({"on": "31.02.2026", "pupil": "aidos"}, "23.11.2026"),
        ({"on": "24.11.2026", "pupil": "aidos"}, "Enter today&#x27;s date or an earlier one."),
        ({"on": "31.08.2026", "pupil": "aidos"}, "Enter a day of this school year."),
    ],
)
def test_what_is_refused_is_said(school, there, sent, said):
    client = entered(people.user("LIBRARIAN", school))
    if sent.get("pupil") == "aidos":
        sent = {**sent, "pupil": there.aidos.pid}
    answer = client.post("/support/books/give/", sent, follow=True)
    assert said in answer.content.decode()
    assert "note-alarm" in answer.content.decode()
    assert Entry.objects.filter(kind="TEXTBOOK_ISSUE").count() == 1


def test_others_do_not_give(school, there):
    for role in ("DIRECTOR", "CLASS_TEACHER", "CANTEEN"):
        client = entered(people.user(role, school, classes=["5А"]))
        assert client.post("/support/books/give/", {"pupil": there.aidos.pid}).status_code == 403


def test_a_mark_of_yesterday_stays(school, there):
    librarian = people.user("LIBRARIAN", school)
    actions.give_books(by=librarian, school=school, pupils=[there.aidos], on=TODAY)
    made = Entry.objects.get(author=librarian)
    with time_machine.travel("2026-11-24 00:01+05:00"):
        with pytest.raises(Refused):
            actions.take_back_books(by=librarian, entry=made)
        roll = queries.books(people.anew(librarian), school, date(2026, 11, 24))
        assert not any(line.undo for one in roll.classes for line in one.lines)


def test_files_hold_what_the_page_holds(school, there):
    client = entered(people.user("CANTEEN", school))
    for ending, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")):
        answer = client.get(f"/support/meals/file/{ending}/?lang=kk")
        text = ZipFile(BytesIO(answer.content)).read(part).decode()
        assert "Әлиев Айдос" in text
        assert "14.09.2026 – 25.05.2027" in text
        assert "ҚҰПИЯ" not in text
    assert client.get("/support/meals/file/pdf/").status_code == 404
    assert AuditRow.objects.filter(verb="EXPORTED", thing="support.meals").count() == 2


def test_a_list_takes_as_many_queries_for_many(school, there, queries_of, client_of):
    client = client_of("LIBRARIAN")
    few = queries_of(lambda: client.get("/support/books/"))
    for number in range(10):
        more = making.pupil(school, in_class=f"{number % 5 + 1}А")
        making.status(more)
    kept.forget_all()
    assert queries_of(lambda: client.get("/support/books/")) == few


def test_an_empty_list_says_what_fills_it(school):
    text = entered(people.user("CANTEEN", school)).get("/").content.decode()
    assert "Nobody is on the list yet" in text
