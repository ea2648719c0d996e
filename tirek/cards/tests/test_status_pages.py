"""Statuses and families in the browser: entered once, at their fields, by those who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KEY = "0b5b7307-465a-4000-8000-00000000000"


@pytest.fixture
def child(school: Any) -> Pupil:
    return making.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", sex="F")


def page(name: str, thing: Any) -> str:
    return reverse(f"cards:{name}", args=[thing.pid])


def test_a_status_is_opened_once(client_of: Any, child: Pupil):
    client = client_of()
    sent = {
        "category": "WARD",
        "since": "12.02.2024",
        "basis_document": "Шешім",
        "basis_number": "118",
        "basis_on": "12.02.2024",
        "norm": "FAMILY_CODE",
        "form_key": KEY + "1",
    }
    for _ in range(2):
        assert client.post(page("open_status", child), sent).url == page("pupil", child)
    status = StatusPeriod.objects.get()
    assert (status.category, status.since) == ("WARD", date(2024, 2, 12))
    assert (status.basis_number, status.recorded_by) == ("118", client.user)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"category": "", "since": "01.09.2026"}, "category"),
        ({"category": "WARD", "since": ""}, "since"),
        ({"category": "WARD", "since": "31.02.2026"}, "since"),
        ({"category": "WARD", "since": "12.12.2026"}, "since"),
        ({"category": "WARD", "since": "01.09.2026", "until": "31.08.2026"}, "until"),
        ({"category": "WARD", "since": "01.09.2026", "basis_on": "12.12.2026"}, "basis_on"),
    ],
)
def test_faults_stand_at_their_fields_and_what_was_typed_is_kept(
    client_of: Any, child: Pupil, sent: dict[str, str], field: str
):
    answer = client_of().post(
        page("open_status", child), {**sent, "basis_number": "№ 77", "form_key": KEY + "2"}
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'href="#id_{field}"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="№ 77"' in text
    assert KEY + "2" in text
    assert not StatusPeriod.objects.exists()


def test_the_same_status_twice_is_refused_in_words(client_of: Any, child: Pupil):
    cards.status(child, "WARD")
    sent = {"category": "WARD", "since": "01.10.2026"}
    answer = client_of().post(page("open_status", child), sent)
    assert answer.status_code == 200
    assert StatusPeriod.objects.count() == 1


def test_a_status_ends_and_the_old_record_stays(client_of: Any, child: Pupil):
    status = cards.status(child, "WARD")
    answer = client_of().post(page("end_status", status), {"until": "20.11.2026"})
    assert answer.url == page("pupil", child)
    ended = StatusPeriod.objects.known_at().get()
    assert (ended.until, ended.replaces_id) == (date(2026, 11, 20), status.pk)


def test_a_status_is_corrected_by_a_new_record(client_of: Any, child: Pupil):
    status = cards.status(child, "WARD", basis_number="118")
    client = client_of()
    assert 'value="118"' in client.get(page("correct_status", status)).content.decode()
    sent = {"category": "WARD", "since": "02.09.2026", "basis_number": "119"}
    assert client.post(page("correct_status", status), sent).status_code == 302
    new = StatusPeriod.objects.known_at().get()
    assert (new.since, new.basis_number) == (date(2026, 9, 2), "119")
    again = client.post(page("correct_status", status), sent)
    assert again.status_code == 200


def test_a_status_is_annulled_only_with_a_reason(client_of: Any, child: Pupil):
    status = cards.status(child, "WARD")
    client = client_of()
    assert client.post(page("annul_status", status), {"reason": " "}).status_code == 200
    assert client.post(page("annul_status", status), {"reason": "Қате"}).status_code == 302
    status.refresh_from_db()
    assert (status.annul_reason, status.annulled_by) == ("Қате", client.user)


@pytest.mark.parametrize("name", ["end_status", "correct_status", "annul_status"])
def test_only_the_social_pedagogue_of_the_school_writes(client_of: Any, child: Pupil, name: str):
    address = page(name, cards.status(child, "WARD"))
    assert client_of("DIRECTOR").get(address).status_code == 403
    assert client_of("CLASS_TEACHER", classes=["6Ә"]).post(address).status_code == 403
    assert client_of(at=people.school()).get(address).status_code == 404


def test_kinship_begins_and_ends(client_of: Any, child: Pupil):
    client = client_of()
    assert client.get(page("add_kin", child)).status_code == 200
    home = making.household(child.school, child)
    member = making.member(home)
    sent = {
        "member": member.pk,
        "kinship": "GUARDIAN",
        "legal": "on",
        "since": "12.02.2024",
        "paper_document": "Шешім",
        "paper_number": "118",
        "paper_on": "12.02.2024",
    }
    assert client.post(page("add_kin", child), sent).status_code == 302
    kin = Kinship.objects.get()
    assert (kin.legal, kin.paper_number) == (True, "118")
    assert client.post(page("end_kin", kin), {"until": "11.02.2024"}).status_code == 200
    assert client.post(page("end_kin", kin), {"until": "01.11.2026"}).status_code == 302
    assert Kinship.objects.known_at().get().until == date(2026, 11, 1)


def test_a_member_of_another_family_cannot_be_chosen(client_of: Any, child: Pupil):
    making.household(child.school, child)
    stranger = making.member(making.household(child.school))
    sent = {"member": stranger.pk, "kinship": "MOTHER"}
    assert client_of().post(page("add_kin", child), sent).status_code == 200


@pytest.mark.parametrize("typed", ["123456,50", "123456.50"])
def test_income_and_level_are_recorded(client_of: Any, child: Pupil, typed: str):
    home = making.household(child.school, child)
    client = client_of()
    sent = {"on": "05.09.2026", "amount": typed, "source": "Анықтама"}
    assert client.post(page("record_income", home), sent).status_code == 302
    assert home.income.get().amount == Decimal("123456.50")
    assert client.post(page("record_income", home), {**sent, "amount": "-1"}).status_code == 200
    assert client.post(page("record_level", home), {"level": "C", "on": ""}).status_code == 302
    assert home.levels.get().level == "C"
