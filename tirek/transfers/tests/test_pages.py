"""The pages of a hand-over, at both schools and at a third one."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.access.tests.making import OF_THE_AUDIT
from tirek.cards.tests import making as cards
from tirek.school.models import Pupil
from tirek.school.tests import making as school_of
from tirek.transfers.models import Arrival, Sending
from tirek.transfers.rules.parcel import seal
from tirek.transfers.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

LIST = "transfers:transfers"


@pytest.fixture
def other(db):
    return people.school(name="Жаңа мектеп")


@pytest.fixture
def child(school):
    one = school_of.pupil(school, "Қуанышева", "Аружан", in_class="6Ә")
    cards.kin(one, school_of.member(school_of.household(school, one), surname="Сейітова"))
    cards.status(one, "GIFTED")
    return one


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def said(other, **fields):
    return {
        "to": other.code if other else "",
        "leaves_on": "23.11.2026",
        "parts": ["STATUSES", "FAMILY"],
        "signer": "Сейітова Бибігүл",
        "document": "Өтініш",
        "signed_on": "20.11.2026",
        **fields,
    }


def test_sent_after_it_was_shown_and_accepted(client_of, school, other, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    assert "Карта келмеген" in text_of(social.get(reverse(LIST)))
    page = reverse("transfers:send", args=[child.pid])
    assert page in text_of(social.get(reverse(LIST), {"q": "куаныш"}))
    assert "Жаңа мектеп" in text_of(social.get(page))
    shown = social.post(page, said(other))
    assert "Тек осылар беріледі" in text_of(shown)
    assert "Сейітова" in text_of(shown)
    assert not Sending.objects.exists()
    found = shown.context["seal"]
    cards.status(child, "LOW_INCOME")
    again = social.post(page, said(other, seen=found))
    assert not Sending.objects.exists(), "the card has changed since it was shown"
    sent = social.post(page, said(other, seen=again.context["seal"]), follow=True)
    assert "жауап күтуде" in text_of(sent)
    taker = client_of("SOCIAL_PEDAGOGUE", at=other)
    arrival = Arrival.objects.get()
    came = reverse("transfers:arrival", args=[arrival.pid])
    assert came in text_of(taker.get("/"))
    assert "Сейітова" in text_of(taker.get(came))
    in_class = school_of.school_class(other, "6А")
    accept = reverse("transfers:accept", args=[arrival.pid])
    wrong = taker.post(accept, {"since": "24.11.2026"})
    assert wrong.context["form"].errors["school_class"]
    done = taker.post(accept, {"school_class": in_class.pid, "since": "24.11.2026"}, follow=True)
    assert "қабылданды" in text_of(done)
    assert Pupil.objects.get(school=other).full_name == child.full_name
    assert came not in text_of(taker.get("/"))
    assert taker.get(accept).status_code == 302
    assert "қабылданды" in text_of(social.get(reverse(LIST)))


def test_a_form_sent_twice_counts_once(client_of, other, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("transfers:send", args=[child.pid])
    key = {"form_key": "6f1c3a34-5c55-4b52-8c36-0d9f3e6a9b11"}
    sent = said(other, seen=social.post(page, said(other)).context["seal"], **key)
    assert social.post(page, sent).url == social.post(page, sent).url
    assert Sending.objects.count() == Arrival.objects.count() == 1


def test_declined_and_withdrawn(client_of, other, child):
    social, taker = client_of("SOCIAL_PEDAGOGUE"), client_of("SOCIAL_PEDAGOGUE", at=other)
    arrival = making.arrival(social.user, child, other)
    page = reverse("transfers:decline", args=[arrival.pid])
    assert taker.post(page, {"reason": ""}).context["form"].errors["reason"]
    gone = taker.post(page, {"reason": "Бізге келмеген"}, follow=True)
    assert "ештеңе сақталмайды" in text_of(gone)
    sent = Sending.objects.get()
    assert "Бізге келмеген" in text_of(social.get(reverse("transfers:sending", args=[sent.pid])))
    second = making.send(social.user, child, other)
    withdraw = reverse("transfers:withdraw", args=[second.pid])
    assert "кері алынды" in text_of(social.post(withdraw, follow=True))
    assert "жауап берілген" in text_of(social.post(withdraw, follow=True))
    assert "Қуанышева" not in text_of(taker.get(reverse(LIST)))


def test_the_sealed_file(client_of, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("transfers:send", args=[child.pid])
    nowhere = social.post(page, said(None, seen=social.post(page, said(None)).context["seal"]))
    assert nowhere.context["form"].errors["to"]
    form = said(None, to_name="№ 4 мектеп, Астана")
    social.post(page, form | {"seen": social.post(page, form).context["seal"]})
    sent = Sending.objects.get()
    answer = social.get(reverse("transfers:sealed", args=[sent.pid]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    whole = json.loads(answer.content)
    assert whole["manifest"]["sha256"] == seal(whole["card"]) == sent.sha256
    assert whole["manifest"]["to"] == "№ 4 мектеп, Астана"
    assert not Arrival.objects.exists()
    assert (
        client_of("DIRECTOR").get(reverse("transfers:sealed", args=[sent.pid])).status_code == 403
    )


def test_other_schools_and_other_roles(client_of, other, child):
    social = client_of("SOCIAL_PEDAGOGUE")
    sent = making.send(social.user, child, other)
    arrival = Arrival.objects.get()
    record = reverse("transfers:sending", args=[sent.pid])
    came = reverse("transfers:arrival", args=[arrival.pid])
    third = client_of("SOCIAL_PEDAGOGUE", at=people.school())
    for page in (record, came, reverse("transfers:accept", args=[arrival.pid])):
        assert third.get(page).status_code == 404
    assert social.get(came).status_code == 404
    assert client_of("SOCIAL_PEDAGOGUE", at=other).get(record).status_code == 404
    assert "Қуанышева" not in text_of(third.get(reverse(LIST)))
    director = client_of("DIRECTOR")
    assert "Қуанышева" in text_of(director.get(record))
    assert director.post(reverse("transfers:withdraw", args=[sent.pid])).status_code == 403
    assert director.get(reverse("transfers:send", args=[child.pid])).status_code == 403
    for role in ("CLASS_TEACHER", "PSYCHOLOGIST", "NURSE"):
        assert client_of(role).get(reverse(LIST)).status_code == 403


def test_the_list_costs_as_much_for_many_as_for_few(client_of, school, other, queries_of):
    social = client_of("SOCIAL_PEDAGOGUE")

    def some(number):
        for _ in range(number):
            one = school_of.pupil(school, in_class="6Ә", born_on=date(2014, 1, 1))
            making.send(social.user, one, other)

    some(2)
    few = queries_of(lambda: social.get(reverse(LIST)))
    some(4)
    assert queries_of(lambda: social.get(reverse(LIST))) == few <= 12 + OF_THE_AUDIT
