"""The pages of doubles: proposals, comparison, joining, taking back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.access.tests.making import OF_THE_AUDIT
from tirek.school.actions import change_pupil
from tirek.school.models import Apart, HouseholdStay, Merge, Pupil
from tirek.school.queries import household_of
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

SIBLINGS, DOUBLES, MERGES = (reverse(f"cards:{one}") for one in ("siblings", "doubles", "merges"))


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def two_homes(school, phone="8 701 123 45 67"):
    one = making.pupil(school, "Әбенов", "Ерасыл", in_class="5А")
    written = phone.replace("8", "+7", 1)
    other = making.pupil(school, "Әбенова", "Інжу", in_class="7Ә", phone=written)
    first = making.household(school, one, address="Абай к-сі, 3")
    making.member(first, surname="Әбенова", given="Сәуле", phone=phone)
    return one, other, first, making.household(school, other, address="Сәкен к-сі, 9")


@pytest.mark.parametrize(("do", "stays"), [("first", 0), ("second", 1)])
def test_two_families_are_joined_and_parted_again(client_of, school, do, stays):
    client = client_of()
    one, other, *homes = two_homes(school)
    page = text_of(client.get(SIBLINGS))
    for words in ("Әбенов Ерасыл", "Әбенова Інжу", "8 701 123 45 67", "5А", "7Ә"):
        assert words in page
    sent = {"one": one.pid, "other": other.pid, "do": do}
    assert client.post(SIBLINGS, sent).status_code == 302
    today = HouseholdStay.objects.known_at().values_list("household", flat=True)
    assert set(today) == {homes[stays].pk}
    assert "Әбенов Ерасыл" not in text_of(client.get(SIBLINGS))
    gone = homes[1 - stays]
    moved = client.get(reverse("cards:household", args=[gone.pid]))
    assert (moved.status_code, moved["Location"]) == (
        302,
        reverse("cards:household", args=[homes[stays].pid]),
    )
    assert gone.address not in text_of(client.get(reverse("cards:households")))
    merge = Merge.objects.get()
    assert client.post(MERGES, {"undo": merge.pid}).status_code == 302
    assert "Әбенов Ерасыл" in text_of(client.get(SIBLINGS))


def test_a_pupil_without_a_family_and_two_without(client_of, school):
    client = client_of()
    one, _other, first, _second = two_homes(school)
    lone = making.pupil(school, "Ким", "Олег", in_class="3А", phone="87011234567")
    client.post(SIBLINGS, {"one": one.pid, "other": lone.pid, "do": "first"})
    assert household_of(lone, making.date(2026, 11, 23)) == first
    pair = [making.pupil(school, in_class="3А", phone="524-310") for _ in range(2)]
    client.post(SIBLINGS, {"one": pair[0].pid, "other": pair[1].pid, "do": "first"})
    found = {household_of(pupil, making.date(2026, 11, 23)) for pupil in pair}
    assert len(found) == 1
    assert None not in found


def test_what_is_no_family_is_not_proposed_until_taken_back(client_of, school):
    client = client_of()
    one, other, *_homes = two_homes(school)
    client.post(SIBLINGS, {"one": one.pid, "other": other.pid, "do": "apart"})
    assert "Әбенов Ерасыл" not in text_of(client.get(SIBLINGS))
    assert "Әбенов Ерасыл" in text_of(client.get(MERGES))
    client.post(MERGES, {"unsay": Apart.objects.get().pid})
    assert "Әбенов Ерасыл" in text_of(client.get(SIBLINGS))


def test_two_cards_are_found_compared_and_joined(client_of, school):
    client = client_of()
    one = making.pupil(school, "Абенов", "Ерасыл", in_class="5А", phone="1", sex="M")
    other = making.pupil(
        school, "Әбенов", "Ерасыл", in_class="5А", phone="2", address="Абай 3", sex="M"
    )
    page = text_of(client.get(DOUBLES))
    assert reverse("cards:same", args=[one.pid]) + f"?with={other.pid}" in page
    compare = reverse("cards:same", args=[one.pid])
    page = text_of(client.get(compare, {"with": other.pid}))
    for words in ("Абенов", "Әбенов", "Абай 3", 'name="surname"', 'name="phone"'):
        assert words in page
    assert 'name="address"' not in page
    sent = {"with": other.pid, "do": "join", "surname": "other", "phone": "kept"}
    answer = client.post(compare, sent)
    assert answer["Location"] == reverse("cards:pupil", args=[one.pid])
    one.refresh_from_db()
    assert (one.surname, one.phone, one.address) == ("Әбенов", "1", "Абай 3")
    moved = client.get(reverse("cards:pupil", args=[other.pid]))
    assert (moved.status_code, moved["Location"]) == (302, answer["Location"])
    for path in (reverse("cards:pupils"), reverse("school:search") + "?q=Ерасыл", DOUBLES):
        assert other.pid not in text_of(client.get(path))
    client.post(MERGES, {"undo": Merge.objects.get().pid})
    assert other.pid in text_of(client.get(DOUBLES))


def test_two_children_are_two(client_of, school):
    client = client_of()
    one, other = (making.pupil(school, "Ким", "Олег") for _ in range(2))
    client.post(reverse("cards:same", args=[one.pid]), {"with": other.pid, "do": "apart"})
    assert one.pid not in text_of(client.get(DOUBLES))
    assert Pupil.objects.filter(merged_into=None).count() == 2


def test_a_refusal_to_take_back_is_said_in_words(client_of, school):
    client = client_of()
    one = making.pupil(school, "Ким", "Олег", in_class="5А", phone="")
    other = making.pupil(school, "Ким", "Олег", phone="2", in_class="5А")
    client.post(reverse("cards:same", args=[one.pid]), {"with": other.pid, "do": "join"})
    fields = {"surname": "Ким", "given": "Олег", "phone": "3"}
    change_pupil(by=client.user, pupil=Pupil.objects.get(pk=one.pk), fields=fields)
    answer = client.post(MERGES, {"undo": Merge.objects.get().pid}, follow=True)
    assert "school.Pupil" in text_of(answer)
    assert Merge.objects.get().undone_at is None


def test_another_family_is_looked_for_and_joined(client_of, school):
    client = client_of()
    _one, _other, first, second = two_homes(school)
    page = reverse("cards:same_family", args=[first.pid])
    assert "Сәкен к-сі, 9" in text_of(client.get(page, {"q": "Абенова"}))
    assert client.post(page, {"with": second.pid}).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first


def test_only_within_sight(client_of, school):
    """Who answers for some grades joins children of those grades only."""
    _one, other, *_homes = two_homes(school)
    far = making.pupil(people.school(), "Әбенов", "Ерасыл", in_class="5А")
    client = client_of("SOCIAL_PEDAGOGUE", grades=[7])
    assert "Әбенов Ерасыл" not in text_of(client.get(SIBLINGS))
    for pupil in (_one, far):
        sent = {"one": other.pid, "other": pupil.pid, "do": "first"}
        assert client.post(SIBLINGS, sent).status_code == 404
    assert Merge.objects.count() == 0


def test_as_many_questions_for_a_large_school(client_of, school, queries_of):
    client = client_of()

    def asked() -> dict[str, int]:
        for path in (SIBLINGS, DOUBLES, MERGES):
            client.get(path)
        return {
            path: queries_of(lambda path=path: client.get(path)) for path in (SIBLINGS, DOUBLES)
        }

    two_homes(school)
    making.pupil(school, "Ким", "Олег", in_class="5А")
    making.pupil(school, "Ким", "Олег", in_class="5А")
    few = asked()
    for number in range(20):
        two_homes(school, phone=f"8 702 000 00 {number:02d}")
        for _ in range(2):
            making.pupil(school, f"Ким{number}", "Олег", in_class="5А")
    assert asked() == few
    assert max(few.values()) <= 20 + OF_THE_AUDIT
