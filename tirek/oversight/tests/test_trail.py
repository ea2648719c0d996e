"""Who has looked, own actions, the technical log."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tirek.access import clock
from tirek.access.models import AuditRow
from tirek.access.roles import DOORS, Role
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.journal.tests import making as journal
from tirek.oversight import wording
from tirek.oversight.queries.trail import children_of, rows_about
from tirek.oversight.tests.making import trace
from tirek.school.models import Enrolment, Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def child(school):
    return making.pupil(school, "Әлиев", "Айдос", in_class="5А")


@pytest.fixture
def other(school):
    return making.pupil(school, "Бекова", "Аружан", in_class="5А")


def test_what_was_done_with_the_child_and_the_things_of_the_child(school, child, other):
    by = people.user(school=school)
    status, entry = cards.status(child), journal.entry(school, pupils=[child, other])
    place = Enrolment.objects.get(pupil=child)
    foreign = journal.entry(school, pupils=[other])
    for thing in (child, status, entry, place):
        trace(by, school, "CHANGED", thing)
    for name in ("visits.act", "journal.entry"):  # as the door calls what it shows
        trace(by, school, "READ", name, thing_id=entry.pid)
    for thing in (other, foreign, cards.status(other), Enrolment.objects.get(pupil=other)):
        trace(by, school, "CHANGED", thing)
    trace(by, school, "READ", "plans.plan", thing_id=str(place.pk))  # a number of another thing
    rows = list(rows_about(child))
    assert [row.thing for row in rows] == [
        *("journal.entry", "visits.act", "school.enrolment", "journal.entry"),
        *("cards.statusperiod", "school.pupil"),
    ]
    assert {row.thing_id for row in rows} == {child.pid, status.pid, entry.pid, str(place.pk)}


def test_the_director_reads_who_when_what(client_of, school, child, django_assert_max_num_queries):
    looker = people.user(Role.PSYCHOLOGIST, school, full_name="Сейтқали Гүлнұр")
    trace(looker, school, thing=child, at=clock.now() - timedelta(days=40))
    trace(looker, school, thing=child, at=clock.now() - timedelta(days=1))
    trace(looker, school, "PRINTED", journal.entry(school, pupils=[child]))
    director = client_of(Role.DIRECTOR)
    url = reverse("oversight:looked", args=[child.pid])
    director.get(url)
    with django_assert_max_num_queries(27):
        answer = director.get(url)
    said = answer.context["lines"]
    assert {line.who for line in said} >= {"Сейтқали Гүлнұр"}
    assert (answer.context["people"], answer.context["times"]) == (1, 1)
    text = answer.content.decode()
    assert "оқушының карточкасы" in text
    assert "басып шығару" in text


def test_a_child_of_another_school_is_not_there(client_of, child):
    stranger = client_of(Role.DIRECTOR, people.school())
    assert stranger.get(reverse("oversight:looked", args=[child.pid])).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_who_opens_which_page(client_of, school, child, role):
    client = client_of(role)
    pages = {
        "oversight.own:read": reverse("oversight:my_actions"),
        "oversight.look:read": reverse("oversight:looked", args=[child.pid]),
        "oversight.alarm:review": reverse("oversight:alarms"),
        "oversight.glass:review": reverse("oversight:openings"),
        "oversight.technical:read": reverse("oversight:technical"),
    }
    pages_of_one_key = [reverse("oversight:incidents")]
    for key, url in [*pages.items(), *(("oversight.look:read", u) for u in pages_of_one_key)]:
        expected = 200 if role in DOORS[key] else 403
        assert client.get(url).status_code == expected, url


def test_as_access_md_has_it():
    """The director sees who opened which card, the administrator the log without names."""
    assert DOORS["oversight.look:read"] == (Role.DIRECTOR,)
    assert DOORS["oversight.technical:read"] == (Role.ADMINISTRATOR,)
    assert set(DOORS["oversight.own:read"]) == set(Role)


def test_own_actions_are_ones_own_by_day_and_by_fifty(client_of, school, child, queries_of):
    client = client_of()
    trace(people.user(school=school), school, thing=child)
    trace(client.user, school, thing=child, at=clock.now() - timedelta(days=1))
    for _ in range(60):
        trace(client.user, school, "CHANGED", child)
    url = reverse("oversight:my_actions")
    first = client.get(url)
    days = first.context["days"]
    assert sum(len(lines) for _day, lines in days) == 50
    assert first.context["page"].paginator.count == 61
    assert first.content.decode().count(child.short_name) == 50
    last = client.get(url + "?page=2").context["days"]
    assert [str(day) for day, _lines in last] == ["2026-11-23", "2026-11-22"]
    many = queries_of(lambda: client.get(url))
    assert many == queries_of(lambda: client.get(url + "?page=2"))


def test_a_child_no_longer_in_sight_has_no_name_in_own_actions(client_of, school, child):
    teacher = client_of(Role.CLASS_TEACHER, classes=["6Б"])
    trace(teacher.user, school, thing=child)
    text = teacher.get(reverse("oversight:my_actions")).content.decode()
    assert "оқушының карточкасы" in text
    assert child.surname not in text


def test_children_of_things_of_every_kind(school, child, other):
    by = people.user(school=school)
    entry = journal.entry(school, pupils=[child, other])
    for thing in (child, cards.status(other), entry, Enrolment.objects.get(pupil=other), by):
        trace(by, school, "CHANGED", thing)
    rows = list(AuditRow.objects.filter(by=by).order_by("id"))
    found = children_of(rows, Pupil.objects.all())
    assert [found[row.pk] for row in rows] == [[child], [other], [child, other], [other], []]
    assert children_of(rows[:1], Pupil.objects.none())[rows[0].pk] == []


def test_the_technical_log_has_no_names(client_of, school, child):
    person = people.user(school=school, full_name="Жақсыбекова Ләззат")
    trace(person, school, thing=child)
    trace(person, people.school(), "EXPORTED", "school.search")
    text = client_of(Role.ADMINISTRATOR).get(reverse("oversight:technical")).content.decode()
    assert "оқушының карточкасы" in text
    for hidden in (person.full_name, person.pid, child.surname, child.given, child.pid, "файл"):
        assert hidden not in text


def test_every_thing_that_is_recorded_has_words():
    from django.apps import apps

    recorded = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("tirek.")
        and any(f.name == "pid" for f in model._meta.fields)
    }
    doors = {key.partition(":")[0] for key in DOORS}
    nameless = {code for code in recorded | doors if wording.thing_name(code) == code}
    assert nameless == set()


def test_every_verb_has_words():
    from tirek.access.audit import VERBS

    assert set(wording.VERBS) == VERBS
