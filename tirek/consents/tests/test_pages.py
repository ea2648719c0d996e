"""Pages of consents: who sees what, a consent from the form to the withdrawal, papers."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.consents.models import Consent
from tirek.consents.tests import making
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def child(school):
    one = school_of.pupil(school, "Сейітова", "Мөлдір", in_class="5А")
    home = school_of.household(school, one)
    cards.kin(one, school_of.member(home, surname="Сейітова", given="Айгүл"))
    return one


def class_page(name="consents:class"):
    return reverse(name, args=[school_of.SchoolClass.objects.get(name="5А").pid])


def test_a_consent_from_the_form_to_its_end(client_of, child):
    client = client_of("SOCIAL_PEDAGOGUE")
    form = client.get(reverse("consents:give", args=[child.pid]) + "?scope=PHOTO")
    initial = form.context["form"].initial
    sent = {**initial, "signed_by": initial["signed_by"].pk, "signed_on": "01.09.2026"}
    answer = client.post(form.request["PATH_INFO"], sent, follow=True)
    assert "Фотосурет" in answer.content.decode()
    given = Consent.objects.get()
    assert given.signer == "Сейітова Айгүл"
    page = reverse("consents:withdraw", args=[given.pid])
    refused = client.post(page, {"on": "24.11.2026", "how": "өтініш"})
    assert refused.context["form"].errors["on"]
    client.post(page, {"on": "23.11.2026", "how": "өтініш"})
    listed = client.get(reverse("consents:consents")).content.decode()
    assert "14.12.2026" in listed
    withdrawn = Consent.objects.get(withdrawn_on=date(2026, 11, 23))
    client.post(reverse("consents:stopped", args=[withdrawn.pid]), {"on": "23.11.2026"})
    assert "14.12.2026" not in client.get(reverse("consents:consents")).content.decode()
    assert Consent.objects.filter(stopped_on=date(2026, 11, 23)).exists()


def test_ticked_papers_of_a_class(client_of, child, school):
    client = client_of("SOCIAL_PEDAGOGUE")
    school_of.pupil(school, "Ұлықбек", "Нұр", in_class="5А")
    page = class_page("consents:papers_came")
    shown = client.get(page).content.decode()
    assert "Мөлдір" in shown
    sent = {"scope": "PHOTO", "signed_on": "23.11.2026", "pupils": [child.pid]}
    client.post(page, sent)
    assert Consent.objects.get().pupil == child
    without = client.get(class_page() + "?scope=PHOTO").context["rows"]
    assert [row["pupil"].given for row in without] == ["Нұр"]


@pytest.mark.parametrize(
    ("role", "grant", "text"),
    [
        ("SOCIAL_PEDAGOGUE", {}, True),
        ("DEPUTY_DIRECTOR", {}, True),
        ("DIRECTOR", {}, True),
        ("CLASS_TEACHER", {"classes": ["5А"]}, False),
        ("NURSE", {}, False),
    ],
)
def test_who_reads_a_consent_and_who_only_that_there_is_one(client_of, child, role, grant, text):
    making.consent(child, signer_name="МАРКЕР-АТЫ", third_parties="МАРКЕР-ҮШІНШІ")
    client = client_of(role, **grant)
    shown = client.get(reverse("cards:pupil", args=[child.pid])).content.decode()
    shown += client.get(reverse("consents:consents")).content.decode()
    shown += client.get(class_page()).content.decode()
    assert ("МАРКЕР" in shown) is text
    if role == "CLASS_TEACHER":
        assert [yes for *_, yes in client.get(class_page()).context["rows"][0]["signed"]].count(
            True
        ) == 1
        assert client.get(reverse("consents:register")).status_code == 403
        assert client.get(reverse("consents:give", args=[child.pid])).status_code == 403


def test_another_class_and_another_school_are_not_there(client_of, child):
    consent = making.consent(child)
    teacher = client_of("CLASS_TEACHER", classes=["6Ә"])
    assert teacher.get(class_page()).status_code == 404
    stranger = client_of("SOCIAL_PEDAGOGUE", at=people.school())
    for page in ("consents:withdraw", "consents:correct", "consents:annul", "consents:stopped"):
        assert stranger.get(reverse(page, args=[consent.pid])).status_code == 404
    assert stranger.get(reverse("consents:blanks", args=[child.pid])).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("kk", "Оператор"), ("ru", "Оператор")])
def test_the_form_to_be_signed_names_the_child(client_of, child, language, word):
    client = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("consents:blanks", args=[child.pid])
    assert client.get(page).status_code == 200
    answer = client.get(page, {"scope": "PERSONAL_DATA", "as": "docx", "lang": language})
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(
        [p.text for p in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    assert "Сейітова Мөлдір" in text
    assert "Сейітова Айгүл" in text
    assert word in text
    assert ("ЖСН" in text) is (language == "kk")
    assert client.get(page, {"scope": "NONE", "as": "docx"}).status_code == 404
    assert client.get(page, {"scope": "PHOTO", "as": "exe"}).status_code == 404


def test_the_register_as_excel(client_of, child, school):
    making.consent(child, third_parties="=1+1")
    making.consent(school_of.pupil(people.school(), "Бөтен", "Бала"))
    answer = client_of("DIRECTOR").get(reverse("consents:register"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Сейітова Мөлдір" in cells
    assert not any("Бөтен" in cell for cell in cells)


def test_scopes_are_the_social_pedagogues(client_of, school):
    client = client_of("SOCIAL_PEDAGOGUE")
    page = reverse("consents:word_scope") + "?code=PHOTO"
    assert client.get(page).status_code == 200
    client.post(page, {"name_kk": "Біздің сурет"})
    assert "Біздің сурет" in client.get(reverse("consents:scopes")).content.decode()
    client.post(reverse("consents:add_scope"), {"name_kk": "Экскурсия"})
    assert "Экскурсия" in client.get(reverse("consents:scopes")).content.decode()
    assert client.get(reverse("consents:word_scope") + "?code=NONE").status_code == 404
    assert client_of("DIRECTOR").get(reverse("consents:scopes")).status_code == 403
