"""Pupils, classes and families are entered and changed in the browser; search from anywhere."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.school.models import Enrolment, Household, HouseholdStay, Pupil, SchoolClass
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KEY = "0b5b7307-465a-4000-8000-00000000000"


@pytest.fixture
def child(school: Any) -> Pupil:
    return making.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", sex="F")


def page(name: str, *things: Any) -> str:
    return reverse(f"school:{name}", args=[thing.pid for thing in things])


def test_a_pupil_is_added_once(client_of: Any, school: Any):
    in_class = making.school_class(school, "5А")
    client = client_of()
    sent = {
        "surname": "Әбенов",
        "given": "Айсұлтан",
        "sex": "M",
        "born_on": "14.03.2015",
        "language": "kk",
        "school_class": in_class.pk,
        "since": "01.09.2026",
        "form_key": KEY + "1",
    }
    first = client.post(page("add_pupil"), sent)
    assert client.post(page("add_pupil"), sent).url == first.url
    made = Pupil.objects.get()
    assert first.url == reverse("cards:pupil", args=[made.pid])
    assert made.enrolments.get().school_class == in_class


def test_a_wrong_iin_stands_at_its_field(client_of: Any, child: Pupil):
    sent = {"surname": "Қуанышева", "given": "Аружан", "iin": "990101500015"}
    answer = client_of().post(page("change_pupil", child), sent)
    assert answer.status_code == 200
    assert 'href="#id_iin"' in answer.content.decode()


def test_a_pupil_is_changed(client_of: Any, child: Pupil):
    sent = {"surname": "Қуанышева", "given": "Аружан", "address": "Бұлақ к-сі, 18-үй"}
    assert client_of().post(page("change_pupil", child), sent).status_code == 302
    child.refresh_from_db()
    assert child.address == "Бұлақ к-сі, 18-үй"


def test_a_pupil_moves_and_leaves(client_of: Any, child: Pupil):
    other = making.school_class(child.school, "6А")
    client = client_of()
    sent = {"school_class": other.pk, "since": "02.11.2026"}
    assert client.post(page("move_pupil", child), sent).status_code == 302
    believed = Enrolment.objects.known_at().filter(pupil=child)
    assert [(e.school_class.name, e.until) for e in believed] == [
        ("6Ә", date(2026, 11, 1)),
        ("6А", None),
    ]
    assert client.post(page("leave", child), {"until": "20.11.2026"}).status_code == 200
    sent = {"until": "20.11.2026", "reason": "Басқа мектепке"}
    assert client.post(page("leave", child), sent).status_code == 302
    assert not Enrolment.objects.known_at().on(date(2026, 11, 21)).filter(pupil=child).exists()


def test_a_class_of_another_school_cannot_be_chosen(client_of: Any, child: Pupil):
    strange = making.school_class(people.school(), "6А")
    sent = {"school_class": strange.pk, "since": "02.11.2026"}
    assert client_of().post(page("move_pupil", child), sent).status_code == 200


def test_a_class_is_opened_and_given_a_teacher(client_of: Any, school: Any):
    making.school_class(school, "5А")
    teacher = people.user("CLASS_TEACHER", school)
    client = client_of()
    sent = {"grade": "5", "letter": "ә", "language": "kk", "shift": "2", "teacher": teacher.pk}
    assert client.post(page("open_class"), sent).status_code == 302
    made = SchoolClass.objects.get(name="5Ә")
    assert (made.shift, made.teacher) == (2, teacher)
    assert client.post(page("open_class"), sent).status_code == 200
    assert client.post(page("change_class", made), {"language": "ru"}).status_code == 302
    made.refresh_from_db()
    assert (made.language, made.shift, made.teacher) == ("ru", None, None)


def test_a_family_is_made_with_its_people(client_of: Any, child: Pupil):
    client = client_of()
    assert client.post(page("join_household", child), {"address": ""}).status_code == 200
    sent = {"address": "Бұлақ к-сі, 18-үй"}
    assert client.post(page("join_household", child), sent).status_code == 302
    home = Household.objects.get()
    assert HouseholdStay.objects.get().household == home
    sent = {"surname": "Қуанышева", "given": "Бибігүл", "born_on": "05.05.1961"}
    assert client.post(page("add_member", home), sent).status_code == 302
    member = home.members.get()
    assert member.born_on == date(1961, 5, 5)
    assert client.post(page("change_member", member), {**sent, "work": "зейнеткер"}).url
    assert home.members.get().work == "зейнеткер"
    sent = {"address": "Жастар к-сі, 4-үй", "note": ""}
    assert client.post(page("change_household", home), sent).status_code == 302
    home.refresh_from_db()
    assert home.address == "Жастар к-сі, 4-үй"


def test_a_brother_finds_the_family_by_the_surname(client_of: Any, child: Pupil):
    home = making.household(child.school, child)
    brother = making.pupil(child.school, "Қуанышев", "Ерасыл", in_class="5А")
    client = client_of()
    text = client.get(page("join_household", brother)).content.decode()
    assert home.address in text
    assert client.post(page("join_household", brother), {"household": home.pk}).status_code == 302
    assert HouseholdStay.objects.filter(household=home).count() == 2


@pytest.mark.parametrize("name", ["change_pupil", "move_pupil", "leave", "join_household"])
def test_only_the_social_pedagogue_of_the_school_writes(client_of: Any, child: Pupil, name: str):
    address = page(name, child)
    assert client_of("DIRECTOR").get(address).status_code == 403
    assert client_of(at=people.school()).get(address).status_code == 404
    assert client_of().get(address).status_code == 200


@pytest.mark.parametrize("typed", ["куан", "Аруж", "6ә", "6А"])
def test_search_finds_pupils_and_classes(client_of: Any, child: Pupil, typed: str):
    making.school_class(child.school, "6А")
    client = client_of()
    whole = client.get(page("search"), {"q": typed}).content.decode()
    hint = client.get(page("search"), {"q": typed}, headers={"HX-Request": "true"})
    hint_text = hint.content.decode()
    assert "<html" in whole
    assert "<html" not in hint_text
    for text in (whole, hint_text):
        assert (child.full_name in text) == (not typed.startswith("6"))
        if typed.startswith("6"):
            assert "/classes/" in hint_text


def test_search_by_the_last_digits_of_the_iin(client_of: Any, school: Any):
    made = making.pupil(school, "Нұрланова", "Мадина", in_class="5А", iin="000101300019")
    client = client_of()
    assert made.full_name in client.get(page("search"), {"q": "0019"}).content.decode()
    assert made.full_name not in client.get(page("search"), {"q": "019"}).content.decode()


def test_search_finds_those_who_left_and_nobody_elses(client_of: Any, school: Any):
    left = making.pupil(school, "Көшкінбаева", "Айша", in_class="5А", until=date(2026, 10, 1))
    assert left.full_name in client_of().get(page("search"), {"q": "кошкин"}).content.decode()
    strange = client_of(at=people.school())
    assert left.full_name not in strange.get(page("search"), {"q": "кошкин"}).content.decode()
