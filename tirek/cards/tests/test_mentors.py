"""Mentors and their pupils: who assigns whom, and what follows for sight."""

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.cards import actions
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def child(school):
    return pupils.pupil(school, "Әлиев", "Айдос", in_class="5А")


@pytest.fixture
def mentor(school):
    return making.user("MENTOR", school, full_name="Арман Жүнісов", since=date(2026, 9, 1))


def test_a_mentor_sees_a_pupil_from_the_day_of_assigning(client_of, school, child, mentor):
    assert not Pupil.objects.visible_to(mentor).exists()
    client = client_of("DIRECTOR")
    url = reverse("cards:assign_mentor", args=[child.pid])
    assert "Арман Жүнісов" in client.get(url).content.decode()
    sent = client.post(url, {"mentor": str(mentor.grants.get().pk)})
    assert sent.url == reverse("cards:pupil", args=[child.pid])
    assert list(Pupil.objects.visible_to(making.anew(mentor))) == [child]
    old, new = mentor.grants.order_by("since")
    assert (old.until, old.pupil_keys) == (date(2026, 11, 22), [])
    assert (new.since, new.pupil_keys) == (date(2026, 11, 23), [child.key])
    assert AuditRow.objects.filter(thing="school.pupil", thing_id=child.pid, note="mentor").exists()
    assert "Арман Жүнісов" in client.get(sent.url).content.decode()


def test_pupils_are_found_by_name_assigned_and_taken_away(client_of, school, child, mentor):
    client = client_of()
    url = reverse("cards:mentor", args=[mentor.pid])
    other = pupils.pupil(school, "Бекова", "Нұрай", in_class="5А")
    page = client.get(url, {"q": "әлиев"})
    assert page.context["found"] == [child]
    assert client.post(url, {"assign": child.pid}).status_code == 302
    assert client.post(url, {"assign": other.pid}).status_code == 302
    assert client.get(url, {"q": "әлиев"}).context["found"] == []
    assert client.get(reverse("cards:mentors")).context["mentors"][0].pupils == [child, other]
    assert client.post(url, {"release": child.pid}).status_code == 302
    assert list(Pupil.objects.visible_to(making.anew(mentor))) == [other]


def test_pupils_of_another_school_are_not_there(client_of, school, mentor):
    stranger = pupils.pupil(making.school(), "Әлиев", in_class="5А")
    client = client_of()
    url = reverse("cards:mentor", args=[mentor.pid])
    assert client.get(url, {"q": "әлиев"}).context["found"] == []
    assert client.post(url, {"assign": stranger.pid}).status_code == 404
    assert client.post(url, {"release": stranger.pid}).status_code == 404
    assert client.get(reverse("cards:assign_mentor", args=[stranger.pid])).status_code == 404
    away = making.user("MENTOR", stranger.school)
    assert client.get(reverse("cards:mentor", args=[away.pid])).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("SOCIAL_PEDAGOGUE", 200, 200),
        ("DEPUTY_DIRECTOR", 200, 403),
        ("DIRECTOR", 200, 200),
        ("CLASS_TEACHER", 403, 403),
        ("PSYCHOLOGIST", 403, 403),
        ("MENTOR", 403, 403),
        ("ADMINISTRATOR", 403, 403),
    ],
)
def test_who_assigns(client_of, school, child, mentor, role, reads, writes):
    client = client_of(role)
    assert client.get(reverse("cards:mentors")).status_code == reads
    assert client.get(reverse("cards:mentor", args=[mentor.pid])).status_code == writes
    assert client.get(reverse("cards:assign_mentor", args=[child.pid])).status_code == writes


def test_twice_nobody_and_the_wrong_role_are_refused(school, child, mentor):
    by = making.user("DIRECTOR", school)
    grant = actions.assign_mentor(by=by, pupil=child, grant=mentor.grants.get())
    for wrong in (grant, by.grants.get(), making.user("MENTOR", making.school()).grants.get()):
        with pytest.raises(Refused):
            actions.assign_mentor(by=by, pupil=child, grant=wrong)
    with pytest.raises(Refused):
        actions.release_pupil(by=by, pupil=pupils.pupil(school), grant=grant)


def test_nobody_assigns_to_oneself(client_of, child, school):
    client = client_of()
    grant = making.grant(client.user, "MENTOR", school)
    sent = client.post(reverse("cards:assign_mentor", args=[child.pid]), {"mentor": str(grant.pk)})
    assert sent.context["form"].errors
    grant.refresh_from_db()
    assert grant.pupil_keys == []
