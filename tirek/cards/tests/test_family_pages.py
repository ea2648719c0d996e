"""The family: kinship with papers, legal representatives, income, level, its card on paper."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards import actions
from tirek.cards.models import FamilyLevel, IncomeStatement, Kinship, SubsistenceMinimum
from tirek.cards.tests import making as cards
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


def page(name: str, thing: object, **more: str) -> str:
    return reverse(f"cards:{name}", args=[thing.pid, *more.values()])


@pytest.fixture
def child(school):
    return making.pupil(school, "Әбенов", "Ерасыл", in_class="5А", born_on=date(2013, 5, 1))


@pytest.fixture
def home(school, child):
    return making.household(school, child, address="Абай к-сі, 3")


@pytest.fixture
def aunt(home):
    return making.member(home, surname="Ким", given="Анна", phone="8 701 1", phone2="8 702 2")


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


GUARDIAN = {"kinship": "GUARDIAN", "legal": "on", "since": "01.09.2026"}
PAPER = {"paper_document": "Қаулы", "paper_number": "12", "paper_on": "20.08.2026"}


@pytest.mark.parametrize("missing", PAPER)
def test_a_guardian_needs_the_deciding_paper(client_of, child, aunt, missing):
    client = client_of()
    sent = {**GUARDIAN, **PAPER, "member": aunt.pk, missing: ""}
    answer = client.post(page("add_kin", child), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {missing}
    assert not Kinship.objects.exists()
    assert client.post(page("add_kin", child), {**sent, **PAPER}).status_code == 302
    assert Kinship.objects.get().paper_number == "12"


def test_the_age_says_guardian_or_trustee(client_of, child, aunt):
    cards.kin(child, aunt, "GUARDIAN", paper_document="Қ", paper_number="1", paper_on=TODAY)
    client = client_of()
    for path in (page("pupil", child), page("household", aunt.household)):
        assert "note-wait" not in shown(client, path)
    child.born_on = date(2012, 11, 23)
    child.save()
    for path in (page("pupil", child), page("household", aunt.household)):
        assert "қорғаншының орнына" in shown(client, path)


def test_a_kinship_is_corrected_and_annulled(client_of, child, aunt):
    client = client_of()
    kin = cards.kin(child, aunt, "MOTHER", since=date(2026, 9, 1))
    assert 'value="MOTHER"' in shown(client, page("correct_kin", kin))
    sent = {"member": aunt.pk, "kinship": "OTHER", "since": "02.09.2026"}
    assert client.post(page("correct_kin", kin), sent).status_code == 302
    right = Kinship.objects.known_at().get()
    assert (right.kinship, right.legal, right.replaces) == ("OTHER", False, kin)
    assert client.get(page("correct_kin", kin)).status_code == 404
    assert client.post(page("annul_kin", right), {"reason": ""}).status_code == 200
    assert client.post(page("annul_kin", right), {"reason": "Қате"}).status_code == 302
    assert not Kinship.objects.known_at().exists()
    rows = AuditRow.objects.filter(thing="cards.kinship").order_by("pk")
    deeds = [row.verb for row in rows if row.verb not in ("READ", "REFUSED")]
    assert deeds == ["CORRECTED", "ANNULLED"]


def test_the_same_twice_or_days_turned_round_are_refused(school, child, aunt):
    social = people.user("SOCIAL_PEDAGOGUE", school)
    told = {"by": social, "pupil": child, "member": aunt, "kinship": "OTHER"}
    kin = actions.add_kin(**told, since=date(2026, 9, 1))
    with pytest.raises(Refused):
        actions.add_kin(**told)
    with pytest.raises(Refused):
        actions.add_kin(**{**told, "kinship": "MOTHER"}, since=date(2026, 11, 24))
    fields = {"member": aunt, "kinship": "OTHER", "since": TODAY, "until": date(2026, 9, 1)}
    with pytest.raises(Refused):
        actions.correct_kin(by=social, kin=kin, fields=fields)
    ended = actions.end_kin(by=social, kin=kin, until=date(2026, 10, 1))
    with pytest.raises(Refused):
        actions.end_kin(by=social, kin=kin, until=date(2026, 10, 2))
    assert actions.add_kin(**told, since=date(2026, 10, 2)) != ended


def test_who_represents_the_child_comes_first_with_both_phones(client_of, child, home, aunt):
    other = making.member(home, surname="Әбенов", given="Болат")
    cards.kin(child, other, "FATHER", legal=False)
    cards.kin(child, aunt, "OTHER")
    text = shown(client_of(), page("pupil", child))
    assert "8 701 1, 8 702 2" in text
    assert text.index("Ким Анна") < text.index("Әбенов Болат")
    text = shown(client_of(), page("household", home))
    assert text.index("Ким Анна") < text.index("Әбенов Ерасыл") < text.index("Әбенов Болат")


def test_who_has_left_the_family_stands_apart(client_of, home, aunt):
    client = client_of()
    change = reverse("school:change_member", args=[aunt.pid])
    sent = {"surname": "Ким", "given": "Анна", "since": "01.09.2026", "until": "01.08.2026"}
    assert client.post(change, sent).status_code == 200
    sent |= {"until": "10.09.2026", "contact": "WhatsApp", "language": "ru", "phone2": "1"}
    assert client.post(change, sent).status_code == 302
    assert "01.09.2026 – 10.09.2026" in shown(client, page("household", home))
    assert "Ким Анна" not in shown(client, reverse("cards:households"))


def test_income_per_head_against_the_schools_own_minimum(client_of, school, home, aunt):
    client = client_of()
    assert 'value="2"' in shown(client, page("record_income", home))
    sent = {"on": "05.09.2026", "amount": "90000", "persons": "2", "source": "Анықтама"}
    assert client.post(page("record_income", home), sent).status_code == 302
    text = shown(client, page("household", home))
    assert "45\u202f000" in text
    assert "төмен" not in text
    minimum = reverse("cards:minimum")
    assert client.post(minimum, {"year": "2026", "amount": "46228"}).status_code == 302
    assert "төмен" in shown(client, page("household", home))
    assert client.post(minimum, {"year": "2026", "amount": "45000"}).status_code == 302
    assert "төмен" not in shown(client, page("household", home))
    assert SubsistenceMinimum.objects.get().amount == Decimal(45000)


def test_an_income_and_a_level_are_corrected_and_annulled(client_of, home):
    client = client_of()
    client.post(page("record_income", home), {"on": "05.09.2026", "amount": "9"})
    client.post(page("record_level", home), {"level": "C", "on": "05.09.2026"})
    for model, name, sent in (
        (IncomeStatement, "income", {"on": "05.09.2026", "amount": "90000"}),
        (FamilyLevel, "level", {"level": "D", "on": "06.09.2026"}),
    ):
        wrong = model.objects.get()
        assert client.get(page(f"correct_{name}", wrong)).status_code == 200
        assert client.post(page(f"correct_{name}", wrong), sent).status_code == 302
        right = model.objects.known_at().get()
        assert right.replaces == wrong
        assert client.post(page(f"annul_{name}", right), {"reason": "Қате"}).status_code == 302
        assert not model.objects.known_at().exists()
        assert model.objects.count() == 2


@pytest.mark.parametrize(("role", "income"), [("PSYCHOLOGIST", True), ("CLASS_TEACHER", False)])
def test_the_card_on_paper_holds_income_for_those_who_may_know_it(
    client_of, home, child, aunt, role, income
):
    cards.kin(child, aunt, "MOTHER")
    IncomeStatement.objects.create(
        household=home, on=TODAY, amount=123456, persons=2, source="Анықтама"
    )
    FamilyLevel.objects.create(household=home, on=TODAY, level="C")
    narrowed = {"classes": ["5А"]} if role == "CLASS_TEACHER" else {}
    answer = client_of(role, **narrowed).get(page("household_file", home, ending="docx"))
    paper = docx.Document(io.BytesIO(answer.content))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    text = "\n".join([*(p.text for p in paper.paragraphs), *cells])
    for words in ("Әбенов Ерасыл", "Ким Анна", "8 701 1, 8 702 2", "Абай к-сі, 3", "C, 23.11.2026"):
        assert words in text
    assert ("123\u202f456" in text) == income
    assert ("Анықтама" in text) == income
    assert AuditRow.objects.filter(verb="EXPORTED", thing_id=home.pid).exists()


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_other_files(client_of, home, aunt, ending):
    assert client_of().get(page("household_file", home, ending=ending)).status_code == 200
    assert client_of().get(page("household_file", home, ending="exe")).status_code == 404
