"""Pages of roles: narrowed, changed, held by a substitute, handed over and taken back."""

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import HandOver, RoleGrant
from tirek.access.tests import making
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = "23.11.2026"


@pytest.fixture
def other(school):
    """A social pedagogue for grade 5 who is also a mentor and has been a nurse."""
    for name in ("5А", "6Ә"):
        pupils.school_class(school, name)
    user = making.user(
        "SOCIAL_PEDAGOGUE", school, grades=[5], full_name="Марина Белова", since=date(2026, 9, 1)
    )
    making.grant(user, "MENTOR", school, pupils=["a", "b"])
    making.grant(user, "NURSE", school, until=date(2026, 1, 1))
    making.grant(user, "NURSE", making.school(name="№ 99 мектеп"))
    return user


def url(name, user, role=None):
    args = [user.pid] if role is None else [user.pid, user.grants.filter(role=role).first().pk]
    return reverse(f"accounts:{name}", args=args)


def test_the_page_of_a_person_says_for_whom(client_of, other):
    page = client_of("DIRECTOR").get(url("person", other)).content.decode()
    assert ": 5" in page
    assert ": 2" in page
    assert "№ 99 мектеп" not in page  # not a school of the reader
    assert reverse("cards:mentor", args=[other.pid]) in page
    assert (
        reverse("cards:mentor", args=[other.pid])
        not in client_of("ADMINISTRATOR").get(url("person", other)).content.decode()
    )


def test_grades_are_chosen_when_a_role_is_given(client_of, school, other):
    user = making.user("NURSE", school)
    given = {"role": "SOCIAL_PEDAGOGUE", "grades": ["6"], "class_names": ["5А"], "since": TODAY}
    assert client_of("DIRECTOR").post(url("person", user), given).status_code == 302
    grant = user.grants.get(role="SOCIAL_PEDAGOGUE")
    assert (grant.grades, grant.class_names) == ([6], [])
    wrong = client_of("DIRECTOR").post(url("person", user), {**given, "grades": ["11"]})
    assert "grades" in wrong.context["form"].errors


def test_other_grades_from_today(client_of, other):
    client, at = client_of("DIRECTOR"), url("change_role", other, "SOCIAL_PEDAGOGUE")
    page = client.get(at)
    assert page.context["form"].fields["grades"].choices == [("5", "5"), ("6", "6")]
    assert client.post(at, {"grades": ["5", "6"]}).status_code == 302
    assert RoleGrant.objects.get(user=other, since=date(2026, 11, 23)).grades == [5, 6]


def test_what_no_page_narrows_or_what_is_over_is_not_there(client_of, school, other):
    client = client_of("DIRECTOR")
    assert client.get(url("change_role", making.user("NURSE", school), "NURSE")).status_code == 404
    assert client.get(url("change_role", other, "MENTOR")).status_code == 404
    over = other.grants.get(role="NURSE", school=school).pk
    for name in ("change_role", "stand_in", "end_role"):
        at = reverse(f"accounts:{name}", args=[other.pid, over])
        assert client.get(at).status_code == 404


def test_a_substitute_is_named(client_of, school, other):
    nurse = making.user("NURSE", school, full_name="Рауза Ибраева")
    client, at = client_of("DIRECTOR"), url("stand_in", other, "SOCIAL_PEDAGOGUE")
    assert "Рауза Ибраева" in client.get(at).content.decode()
    sent = {"user": str(nurse.pk), "since": TODAY, "until": "23.12.2026"}
    assert client.post(at, sent).url == url("person", nurse)
    grant = nurse.grants.get(role="SOCIAL_PEDAGOGUE")
    assert (grant.grades, grant.until) == ([5], date(2026, 12, 23))
    page = client.get(url("person", nurse)).content.decode()
    assert "Марина Белова" in page
    assert client.post(at, {**sent, "until": ""}).context["form"].errors


def test_one_sees_what_moves_before_it_moves(client_of, school, other):
    taker = making.user("LIBRARIAN", school)
    pupils.school_class(school, "5А").__class__.objects.filter(name="5А").update(teacher=other)
    client, at = client_of("DIRECTOR"), url("hand_over", other)
    assert client.get(at).status_code == 200
    page = client.get(at, {"taker": taker.pid, "on": TODAY})
    assert [line.grant.role for line in page.context["lines"]] == ["SOCIAL_PEDAGOGUE", "MENTOR"]
    assert [number for _name, number in page.context["open"]] == [1, 0, 0]
    assert taker.grants.count() == 1
    assert client.post(at, {"taker": taker.pid, "on": TODAY}).url == url("person", taker)
    assert taker.grants.count() == 3
    made = HandOver.objects.get()
    back = reverse("accounts:take_back", args=[made.pid])
    assert back in client.get(url("person", taker)).content.decode()
    assert client.get(back).status_code == 200
    assert RoleGrant.objects.open_on(date(2026, 11, 23)).filter(user=taker).count() == 3
    assert client.post(back).url == url("person", other)
    assert RoleGrant.objects.open_on(date(2026, 11, 23)).filter(user=taker).count() == 1
    assert client.get(back).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"on": "22.11.2026"}, {"on": "x"}, {"taker": "x"}, {"taker": "own"}]
)
def test_a_wrong_hand_over_moves_nothing(client_of, school, other, wrong):
    client = client_of("DIRECTOR")
    taker = making.user("LIBRARIAN", school)
    if wrong.get("taker") == "own":
        wrong = {"taker": client.user.pid}
    sent = client.post(url("hand_over", other), {"taker": taker.pid, "on": TODAY, **wrong})
    assert sent.context["form"].errors
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("SOCIAL_PEDAGOGUE", 200),
        ("DIRECTOR", 200),
        ("ADMINISTRATOR", 200),
        ("DEPUTY_DIRECTOR", 403),
        ("CLASS_TEACHER", 403),
        ("MENTOR", 403),
        ("DEPARTMENT_EXPERT", 403),
    ],
)
def test_who_opens_the_pages(client_of, other, school, role, status):
    client = client_of(role)
    for name in ("change_role", "stand_in", "end_role"):
        assert client.get(url(name, other, "SOCIAL_PEDAGOGUE")).status_code == status
    assert client.get(url("hand_over", other)).status_code == status
    made = HandOver.objects.create(
        school=school, giver=other, taker=client.user, on=date(2026, 11, 1), by=other
    )
    assert client.get(reverse("accounts:take_back", args=[made.pid])).status_code == status


def test_strangers_are_not_there(client_of, school):
    client = client_of("DIRECTOR")
    away = making.user("NURSE", making.school())
    for name in ("change_role", "stand_in", "end_role"):
        assert client.get(url(name, away, "NURSE")).status_code == 404
    assert client.get(url("hand_over", away)).status_code == 404
    made = HandOver.objects.create(
        school=away.grants.get().school, giver=away, taker=away, on=date(2026, 11, 1), by=away
    )
    assert client.post(reverse("accounts:take_back", args=[made.pid])).status_code == 404
    here = making.user("NURSE", school)
    mixed = reverse("accounts:end_role", args=[here.pid, away.grants.get().pk])
    assert client.get(mixed).status_code == 404


def test_people_now_and_before_and_by_name(client_of, school):
    client = client_of("DIRECTOR", full_name="Нұрлан Әбдірахманов")
    making.user("NURSE", school, full_name="Рауза Ибраева", until=date(2026, 1, 1))
    at = reverse("accounts:people")
    now = client.get(at)
    assert [person.user for person, _lines in now.context["people"]] == [client.user]
    assert 'type="search" autocomplete="off" value' not in now.content.decode()
    before = client.get(at, {"show": "before"})
    assert [str(person.user) for person, _lines in before.context["people"]] == ["Рауза Ибраева"]
    for number in range(21):
        making.user("LIBRARIAN", school, full_name=f"Адам {number}")
    assert client.get(at).context["many"]
    found = client.get(at, {"q": "ӘБДІРАХ нұр"}).context["people"]
    assert [person.user for person, _lines in found] == [client.user]


def test_the_list_of_people_does_not_ask_more_for_more(client_of, school, queries_of):
    client, at = client_of("DIRECTOR"), reverse("accounts:people")
    making.user("CLASS_TEACHER", school)
    few = queries_of(lambda: client.get(at))
    for _number in range(5):
        making.user("CLASS_TEACHER", school)
    assert queries_of(lambda: client.get(at)) == few
