"""Recommendations: written for classes, closing their row, answered, corrected, annulled."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.counselling import actions, kinds, panels, queries
from tirek.counselling.erasing import erase
from tirek.counselling.models import Answer
from tirek.journal.models import Entry
from tirek.plans.actions import approve_plan, take_ready_plans
from tirek.plans.queries import coverage
from tirek.school.models import SchoolClass
from tirek.school.tests import making
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 14)


@pytest.fixture
def world(time_machine):
    """A school in May with classes 5А and 7Ә, each with a teacher, and its plans in force."""
    time_machine.move_to("2027-05-14 09:00+05:00")
    school = people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    teacher = people.user("CLASS_TEACHER", school, username="teacher", classes=["5А"])
    other = people.user("CLASS_TEACHER", school, username="other", classes=["7Ә"])
    pupil = making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А", since=date(2026, 9, 1))
    making.pupil(school, "Бозжанова", "Томирис", in_class="7Ә", since=date(2026, 9, 1))
    return {"school": school, "social": social, "teacher": teacher, "other": other, "pupil": pupil}


def classes_of(world):
    return list(SchoolClass.objects.filter(school=world["school"]).order_by("sort_key"))


def recommended(world, *names, text="Ата-анамен сөйлесу"):
    chosen = [one for one in classes_of(world) if not names or one.name in names]
    return actions.recommend(
        by=world["social"], school=world["school"], classes=chosen, on=DAY, text=text
    )


def row_figures(world):
    year = year_at(world["school"], DAY)
    return next(one.figures for one in coverage(year, DAY) if one.row.code == "S11.1")


def test_one_text_closes_the_row_for_each_class(world):
    year = year_at(world["school"], DAY)
    for plan in take_ready_plans(by=world["social"], school_year=year):
        approve_plan(by=world["social"], plan=plan)
    assert (row_figures(world).due, row_figures(world).done) == (2, 0)
    made = recommended(world, "5А")
    assert (row_figures(world).due, row_figures(world).done) == (2, 1)
    assert [row.code for row in made[0].rows.all()] == ["S11.1"]
    recommended(world, "7Ә")
    assert row_figures(world).done == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"classes": []}, "classes"),
        ({"text": "  "}, "text"),
        ({"on": date(2027, 5, 15)}, "on"),
        ({"on": date(2026, 5, 15)}, "on"),
    ],
)
def test_what_is_refused(world, change, field):
    fields = {"classes": classes_of(world), "on": DAY, "text": "Сөз"} | change
    with pytest.raises(Refused) as refused:
        actions.recommend(by=world["social"], school=world["school"], **fields)
    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_the_teacher_reads_and_answers_and_the_author_sees_it(world, client):
    (entry,) = recommended(world, "5А")
    client.force_login(world["teacher"])
    page = reverse("counselling:recommendation", args=[entry.pid])
    assert page in client.get("/").content.decode()
    assert "Ата-анамен сөйлесу" in client.get(page).content.decode()
    answer = reverse("counselling:answer", args=[entry.pid])
    refused = client.post(answer, {"state": "CANNOT", "text": ""})
    assert refused.status_code == 200
    assert not Answer.objects.exists()
    assert client.post(answer, {"state": "TAKEN", "text": "Дүйсенбіде"}).status_code == 302
    assert client.post(answer, {"state": "DONE", "text": "Сөйлестім"}).status_code == 302
    assert page not in client.get("/").content.decode()
    client.force_login(world["social"])
    text = client.get(page).content.decode()
    assert "Дүйсенбіде" in text
    assert "Сөйлестім" in text
    (one,) = queries.with_answers(queries.recommendations_of(world["social"], world["school"]))
    assert one.answer.state == "DONE"
    listed = client.get(reverse("counselling:recommendations") + "?state=waiting")
    assert "Ата-анамен" not in listed.content.decode()


def test_a_teacher_of_another_class_does_not_find_it(world, client):
    (entry,) = recommended(world, "5А")
    client.force_login(world["other"])
    for name, more in (("recommendation", []), ("answer", []), ("paper", ["docx"])):
        assert (
            client.get(reverse(f"counselling:{name}", args=[entry.pid, *more])).status_code == 404
        )
    assert "Ата-анамен" not in client.get(reverse("counselling:recommendations")).content.decode()


def test_a_correction_keeps_the_answers_and_nobody_else_answers(world, client):
    (entry,) = recommended(world, "5А")
    actions.answer_recommendation(by=world["teacher"], entry=entry, state="TAKEN", text="Жақсы")
    client.force_login(world["social"])
    assert client.get(reverse("counselling:answer", args=[entry.pid])).status_code == 403
    url = reverse("counselling:correct", args=[entry.pid])
    assert client.post(url, {"on": "14.05.2027", "text": "Басқа сөз"}).status_code == 302
    newest = Entry.objects.known_at().get(kind="RECOMMENDATION")
    assert newest.text == "Басқа сөз"
    assert newest.replaces == entry
    assert [one.text for one in queries.answers_of(newest)] == ["Жақсы"]
    (one,) = queries.with_answers(queries.recommendations_of(world["social"], world["school"]))
    assert one.answer.text == "Жақсы"
    with pytest.raises(Refused):
        actions.answer_recommendation(by=world["teacher"], entry=entry, state="DONE")
    client.post(reverse("counselling:annul", args=[newest.pid]), {"reason": "қате"})
    # A correction that is annulled gives its place back.
    assert list(queries.recommendations_of(world["social"], world["school"])) == [entry]


def test_an_answer_stays_however_often_the_words_are_corrected(world, rf):
    (entry,) = recommended(world, "5А")
    actions.answer_recommendation(by=world["teacher"], entry=entry, state="DONE")
    for words in ("Екінші", "Үшінші", "Төртінші"):
        entry = actions.correct_recommendation(by=world["social"], entry=entry, on=DAY, text=words)
    (one,) = queries.with_answers(queries.recommendations_of(world["social"], world["school"]))
    assert (one.entry, one.answer.state) == (entry, "DONE")
    request = rf.get("/")
    request.user, request.school = world["teacher"], world["school"]
    assert panels.notices(request) == []


def test_classes_without_one_are_named(world, client):
    recommended(world, "5А")
    client.force_login(world["social"])
    text = client.get(reverse("counselling:recommendations")).content.decode()
    other = next(one for one in classes_of(world) if one.name == "7Ә")
    assert f"?class={other.pid}" in text
    form = client.get(reverse("counselling:recommend") + f"?class={other.pid}")
    assert f'value="{other.pid}"' in form.content.decode()


def test_the_form_writes_for_both_and_is_audited_without_words(world, client):
    client.force_login(world["social"])
    sent = {
        "classes": [one.pid for one in classes_of(world)],
        "on": "14.05.2027",
        "text": "Құпия сөз",
    }
    answer = client.post(reverse("counselling:recommend"), sent)
    assert answer.status_code == 302
    assert Entry.objects.filter(kind="RECOMMENDATION").count() == 2
    assert not AuditRow.objects.filter(note__contains="Құпия").exists()


def test_on_paper_in_three_languages(world, client):
    (entry,) = recommended(world, "5А")
    actions.answer_recommendation(by=world["teacher"], entry=entry, state="DONE", text="Болды")
    client.force_login(world["social"])
    for language in ("kk", "ru", "en"):
        url = reverse("counselling:paper", args=[entry.pid, "docx"])
        assert client.get(f"{url}?lang={language}").content.startswith(b"PK")
    assert client.get(reverse("counselling:paper", args=[entry.pid, "odt"])).status_code == 404


def test_the_school_file_carries_the_answers(world):
    (entry,) = recommended(world, "5А")
    actions.answer_recommendation(by=world["teacher"], entry=entry, state="DONE", text="Болды")
    details = kinds.dump_answers([world["school"]])[entry.pk]
    assert kinds.answers_problems(details) == []
    Answer.objects.all().delete()
    kinds.load_answers([(entry, details)])
    found = Answer.objects.get()
    assert (found.state, found.text, found.by) == ("DONE", "Болды", world["teacher"])
    wrong = {"answers": [{"state": "NO", "at": "2027"}]}
    assert kinds.answers_problems(wrong) == [("answers[0]", "EXPECTED")]


def test_an_erased_child_is_named_no_more(world):
    (entry,) = recommended(world, "5А", text="Ақтаев Ерасыл үшін үйірме табу")
    actions.answer_recommendation(
        by=world["teacher"], entry=entry, state="DONE", text="Ерасыл Ақтаев барады"
    )
    assert erase([world["pupil"]], DAY) == {"recommendations": 2}
    entry.refresh_from_db()
    assert "Ақтаев" not in entry.text
    assert "Ақтаев" not in Answer.objects.get().text


def test_those_of_earlier_years_are_kept_apart(world, client, time_machine):
    recommended(world, "5А")
    making.school_class(world["school"], "6А", 2027)
    time_machine.move_to("2027-10-01 09:00+05:00")
    client.force_login(world["social"])
    url = reverse("counselling:recommendations")
    assert "Ата-анамен" not in client.get(url).content.decode()
    assert "Ата-анамен" in client.get(url + "?earlier=1").content.decode()
