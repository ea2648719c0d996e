"""The emergency opening: one child, half an hour, a reason, the director told, reviewed."""

import pytest
import time_machine
from django.urls import reverse

from tirek.access import clock
from tirek.access.models import AuditRow, Opening
from tirek.access.roles import DOORS, Role
from tirek.access.tests import making as people
from tirek.journal.tests import making as journal
from tirek.oversight.queries.trail import rows_about
from tirek.oversight.tests.making import opening
from tirek.school.models import Household, Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

URL = "/emergency/"
NAMED = {"surname": "Қасенов", "given": "Ерлан", "class_name": "7Ә"}
WHY = {"reason": "Баланың өміріне қауіп бар"}


@pytest.fixture
def child(school):
    made = making.pupil(school, "Қасенов", "Ерлан", in_class="7Ә")
    making.household(school, made)
    return made


@pytest.fixture
def teacher(client_of):
    return client_of(Role.CLASS_TEACHER, classes=["5А"], full_name="Сейтқали Гүлнұр")


def card(child):
    return reverse("cards:pupil", args=[child.pid])


def test_the_card_opens_for_half_an_hour_and_closes_by_itself(teacher, child):
    assert teacher.get(card(child)).status_code == 404
    with time_machine.travel("2026-11-23 12:00:00+05:00", tick=False):
        answer = teacher.post(URL, {**NAMED, **WHY})
        assert answer.url == card(child)
        assert teacher.get(card(child)).status_code == 200
    with time_machine.travel("2026-11-23 12:29:59+05:00", tick=False):
        assert teacher.get(card(child)).status_code == 200
    with time_machine.travel("2026-11-23 12:30:00+05:00", tick=False):
        assert teacher.get(card(child)).status_code == 404
        assert teacher.get(reverse("cards:pupils")).status_code == 200
    made = Opening.objects.get()
    assert (made.pupil_key, made.reason) == (child.key, WHY["reason"])


def test_one_child_is_opened_and_no_other(teacher, child, school):
    neighbour = making.pupil(school, "Қасенов", "Асқар", in_class="7Ә")
    entry = journal.entry(school, pupils=[child])
    other = journal.entry(school, pupils=[neighbour])
    teacher.post(URL, {**NAMED, **WHY})
    assert teacher.get(card(neighbour)).status_code == 404
    user = people.anew(teacher.user)
    assert set(Pupil.objects.visible_to(user)) == {child}
    assert Household.objects.visible_to(user).count() == 1
    seen = set(type(entry).objects.visible_to(user))
    assert entry in seen
    assert other not in seen


@pytest.mark.parametrize(
    "typed",
    [
        {"surname": "қасенов", "given": "ерлан", "class_name": "7ә"},
        {"surname": " КАСЕНОВ ", "given": "Ерлан", "class_name": "7-Ә сынып"},
        {"surname": "Касенов", "given": "Ерлан", "class_name": "7 «А»"},
    ],
)
def test_the_name_is_found_in_any_keyboard(teacher, child, typed):
    assert teacher.post(URL, {**typed, **WHY}).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"surname": "Қасено"},
        {"surname": "Қасенова"},
        {"given": "Ер"},
        {"given": ""},
        {"class_name": "7"},
        {"class_name": "8Ә"},
        {"surname": "%"},
        {"surname": "Қ" * 100},
        {"class_name": "9999"},
    ],
)
def test_only_the_exact_name_opens(teacher, child, typed):
    assert teacher.post(URL, {**NAMED, **WHY, **typed}).status_code == 200
    assert not Opening.objects.exists()


def said(answer, typed):
    """The page's words, without what was typed and without its key."""
    text = answer.content.decode()
    errors = answer.context["form"].errors.get_json_data()
    for value in typed.values():
        text = text.replace(value, "")
    return errors, len(text)


def test_who_may_not_be_opened_is_answered_like_nobody(teacher, child, school):
    """A stranger's child, one who has left, two called the same: like a name that fits nobody."""
    making.pupil(people.school(), "Бөтенов", "Асан", in_class="7Ә")
    making.pupil(school, "Кеткенов", "Асан", in_class="7Ә", until=clock.today().replace(day=1))
    making.pupils(school, 2, surname="Егізов", given="Асан", in_class="7Ә")
    answers = []
    for surname in ("Бөтенов", "Кеткенов", "Егізов", "Жоқов"):
        typed = {**NAMED, **WHY, "surname": surname, "given": "Асан"}
        answers.append(said(teacher.post(URL, typed), typed))
    assert all(one == answers[0] for one in answers)
    assert not Opening.objects.exists()


def test_guessing_is_audited_and_stopped(teacher, child):
    for _ in range(5):
        teacher.post(URL, {**NAMED, **WHY, "surname": "Жоқов"})
    missed = AuditRow.objects.filter(verb="REFUSED", thing="access.opening")
    assert [(row.by, row.thing_id, row.note) for row in missed] == [(teacher.user, "", "")] * 5
    assert "Бір сағаттан" in teacher.post(URL, {**NAMED, **WHY}).content.decode()
    assert not Opening.objects.exists()
    with time_machine.travel("2026-11-23 13:01+05:00"):
        teacher.force_login(teacher.user)
        assert teacher.post(URL, {**NAMED, **WHY}).url == card(child)


def test_one_opening_at_a_time(teacher, child, school):
    making.pupil(school, "Асанов", "Әли", in_class="7Ә")
    second = {"surname": "Асанов", "given": "Әли", "class_name": "7Ә", **WHY}
    assert teacher.post(URL, {**NAMED, **WHY}).status_code == 302
    assert teacher.post(URL, second).status_code == 200
    with time_machine.travel("2026-11-23 12:31+05:00"):
        teacher.force_login(teacher.user)  # half an hour idle ends the session
        assert teacher.post(URL, second).status_code == 302
    assert Opening.objects.count() == 2


def test_a_double_click_opens_once(teacher, child):
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    urls = {teacher.post(URL, {**NAMED, **WHY, "form_key": key}).url for _ in range(2)}
    assert urls == {card(child)}
    assert Opening.objects.count() == 1


def test_a_reason_is_needed(teacher, child):
    for reason in ("", "   ", "керек", "а  " * 3):
        answer = teacher.post(URL, {**NAMED, "reason": reason})
        assert answer.context["form"].errors["reason"]
    assert not Opening.objects.exists()


def test_who_sees_the_child_anyway_needs_no_opening(client_of, child):
    own = client_of(Role.CLASS_TEACHER, classes=["7Ә"])
    assert own.post(URL, {**NAMED, **WHY}).status_code == 200
    social = client_of()
    assert social.post(URL, {**NAMED, **WHY}).status_code == 200
    assert not Opening.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_may_open(client_of, child, role):
    narrowed = {"classes": ["5А"], "pupils": []}
    client = client_of(role, **narrowed)
    if role == Role.SOCIAL_PEDAGOGUE:
        grant = client.user.grants.get()
        grant.grades = [5]
        grant.save()
    may = role in DOORS["oversight.glass:break"]
    assert client.get(URL).status_code == (200 if may else 403)
    assert client.post(URL, {**NAMED, **WHY}).status_code == (302 if may else 403)
    if may:
        assert client.get(card(child)).status_code == 200


def test_an_opening_gives_nothing_when_the_role_has_ended(teacher, child):
    teacher.post(URL, {**NAMED, **WHY})
    grant = teacher.user.grants.get()
    grant.until = clock.today().replace(day=1)
    grant.save()
    assert not Pupil.objects.visible_to(people.anew(teacher.user)).exists()


def test_an_opening_of_one_school_opens_nothing_in_another(teacher, child, school):
    other = people.school()
    people.grant(teacher.user, Role.MENTOR, other)
    twin = making.pupil(other, "Қасенов", "Ерлан", in_class="7Ә")
    twin.key = child.key
    twin.save()
    opening(teacher.user, school, child)
    assert set(Pupil.objects.visible_to(people.anew(teacher.user))) == {child}


def test_sight_of_those_who_see_the_whole_school_costs_no_more(school, queries_of):
    from tirek.access.sight import sight_of

    head, own = people.user(Role.DIRECTOR, school), people.user(Role.MENTOR, school)
    assert queries_of(lambda: sight_of(people.anew(head))) == 2  # the user, the roles
    assert queries_of(lambda: sight_of(people.anew(own))) == 3  # and the openings


def test_the_director_is_told_and_reviews(teacher, client_of, child):
    teacher.post(URL, {**NAMED, **WHY})
    made = Opening.objects.get()
    director = client_of(Role.DIRECTOR)
    page = reverse("oversight:opening", args=[made.pid])
    desk = director.get("/").content.decode()
    assert page in desk
    assert "Сейтқали Гүлнұр" in desk
    text = director.get(reverse("oversight:openings")).content.decode()
    assert WHY["reason"] in text
    assert child.short_name in text
    assert director.post(page, {"verdict": "RIGHT", "word": ""}).status_code == 302
    assert page not in director.get("/").content.decode()
    rows = AuditRow.objects.filter(thing="access.opening", thing_id=made.pid)
    assert set(rows) <= set(rows_about(child))
    deeds = [row for row in rows.order_by("id") if row.verb != "READ"]
    assert [(row.by, row.verb, row.note) for row in deeds] == [
        (teacher.user, "CREATED", ""),
        (director.user, "CHANGED", "review RIGHT"),
    ]


def test_openings_of_another_school_are_not_there(client_of, child, school):
    made = opening(people.user(Role.MENTOR, school), school, child)
    page = reverse("oversight:opening", args=[made.pid])
    stranger = client_of(Role.DIRECTOR, people.school())
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"verdict": "RIGHT"}).status_code == 404
    assert client_of(Role.DEPUTY_DIRECTOR).get(page).status_code == 403
    assert WHY["reason"] not in stranger.get(reverse("oversight:openings")).content.decode()
    made.refresh_from_db()
    assert made.reviewed_at is None


def test_the_menu_offers_it_to_those_who_see_some_children_only(client_of, teacher):
    assert f'href="{URL}"' in teacher.get("/").content.decode()
    assert f'href="{URL}"' not in client_of().get("/").content.decode()
    assert f'href="{URL}"' not in client_of(Role.NURSE).get("/").content.decode()
