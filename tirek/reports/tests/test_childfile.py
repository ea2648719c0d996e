"""A child's file for the legal representative: all of the child's, nothing of anybody else's."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import docx
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import FamilyLevel, IncomeStatement
from tirek.cards.tests import making as cards
from tirek.consents.tests import making as consents
from tirek.journal.models import Attachment
from tirek.journal.tests import making as journal
from tirek.reports import handing
from tirek.reports.actions import issue_document
from tirek.reports.models import ChildFile
from tirek.school.tests import making as school_of
from tirek.visits.models import InspectionAct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """A folder for the files of this test alone."""
    kept = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


def planted(school, child, home, mark, social):
    """Something about this child alone in every room, each text with a mark of its own."""
    cards.status(
        child, basis_document=f"{mark}құжат", basis_number=f"{mark}нөмір", note=f"{mark}ескерту"
    )
    journal.entry(school, text=f"{mark}мәтін", author=social, pupils=[child])
    entry = journal.entry(school, "HOUSING_ACT", author=social, pupils=[child])
    InspectionAct.objects.create(
        entry=entry, school=school, year=2026, details={"conclusion": f"{mark}қорытынды"}
    )
    file = Attachment(
        entry=entry, name=f"{mark}.pdf", type="application/pdf", sha256="a" * 64, size=1
    )
    file.file.save("x", ContentFile(f"{mark}файл".encode()))
    consents.consent(
        child, data=f"{mark}деректер", purpose=f"{mark}мақсат", signer_name=f"{mark}қол"
    )


OWN = ("құжат", "нөмір", "ескерту", "мәтін", "қорытынды", "деректер", "мақсат", "қол", "файл")


@pytest.fixture
def town(school):
    """A child, a brother in the same family, a classmate; a psychologist's private note."""
    social = people.user("SOCIAL_PEDAGOGUE", school, full_name="Сәуле Бекболатова")
    home = school_of.household(school, note="ОТБАСЫЕСКЕРТУІ", address="Бұлақ 5")
    names = {"patronymic": "Ерланқызы", "iin": "150314650123", "phone": "+77010000001"}
    child = school_of.pupil(school, "Қуанышева", "Аружан", in_class="5А", household=home, **names)
    brother = school_of.pupil(school, "Бауырнов", "Інісбек", in_class="3А", household=home)
    mate = school_of.pupil(school, "Сыныптасова", "Көршігүл", in_class="5А")
    for one, mark in ((child, "ӨЗІ"), (brother, "ІНІСІ"), (mate, "КӨРШІСІ")):
        planted(school, one, home, mark, social)
    mother = school_of.member(home, surname="Қуанышева", given="Әсел", phone="АНАТЕЛ")
    cards.kin(child, mother)
    cards.kin(brother, mother)
    school_of.member(home, surname="Бауырнов", given="Кенжебек", born_on=date(2020, 1, 1))
    IncomeStatement.objects.create(
        household=home, on=date(2026, 9, 1), amount=77001, source="ТАБЫС"
    )
    FamilyLevel.objects.create(household=home, level="C", source="ДЕҢГЕЙ")
    journal.entry(school, text="ЕКЕУІТУРАЛЫ", author=social, pupils=[child, brother])
    journal.entry(
        school, text="СЫНЫПТУРАЛЫ", pupils=[child], classes=[school_of.school_class(school)]
    )
    journal.entry(
        school,
        text="Аружан, Інісбекпен және Көршігүл Сыныптасовамен бірге, Кенжебек те",
        author=social,
        pupils=[child],
    )
    psychologist = people.user("PSYCHOLOGIST", school)
    journal.entry(school, "CONSULTATION", text="ПСИХОЛОГҚҰПИЯ", author=psychologist, pupils=[child])
    journal.entry(school, "CONSULTATION", text="ӨЗҚҰПИЯ", author=social, pupils=[child])
    journal.entry(school, "CHECKUP", text="ДӘРІГЕРҚҰПИЯ", pupils=[child])
    journal.entry(school, "PROTECTION_CASE", text="ҚОРҒАУҚҰПИЯ", author=social, pupils=[child])
    journal.entry(school, text="ЖОБАМӘТІН", author=social, pupils=[child], state="DRAFT")
    issue_document(
        by=social, school=school, name="list", options={"category": "LOW_INCOME"}, language="kk"
    )
    return {"social": social, "child": child, "brother": brother, "mate": mate, "home": home}


CLOSED = (
    *("ІНІСІ", "КӨРШІСІ", "Інісбек", "Бауырнов", "Кенжебек", "Сыныптасова", "Көршігүл"),
    *("ОТБАСЫЕСКЕРТУІ", "ЕКЕУІТУРАЛЫ", "СЫНЫПТУРАЛЫ", "ПСИХОЛОГҚҰПИЯ", "ӨЗҚҰПИЯ"),
    *("ДӘРІГЕРҚҰПИЯ", "ҚОРҒАУҚҰПИЯ", "ЖОБАМӘТІН", "PROTECTION_CASE"),
)


def unpacked(content: bytes) -> dict[str, str]:
    """Every file of the zip as the text that can be read in it, with its name."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            raw = archive.read(name)
            if name.endswith(".docx"):
                paper = docx.Document(io.BytesIO(raw))
                cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
                text = "\n".join([p.text for p in paper.paragraphs] + cells)
                with zipfile.ZipFile(io.BytesIO(raw)) as inner:
                    text += "".join(
                        inner.read(n).decode("utf-8", "replace") for n in inner.namelist()
                    )
            elif name.endswith(".pdf") and raw.startswith(b"%PDF"):
                text = "\n".join(
                    page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages
                )
            else:
                text = raw.decode("utf-8", "replace")
            found[name] = f"{name}\n{text}"
    return found


def asked(town, **more):
    return handing.ask_childfile(
        by=town["social"],
        pupil=town["child"],
        asked_by="Қуанышева Әсел",
        asked_on=date(2026, 11, 20),
        language="kk",
        **more,
    )


def test_a_namesake_in_the_class_does_not_empty_the_childs_own_card(client_of, town):
    school_of.pupil(town["child"].school, "Қуанышева", "Аружан", in_class="5А")
    request = asked(town)
    client = client_of("SOCIAL_PEDAGOGUE")
    files = unpacked(client.get(reverse("reports:childfile_zip", args=[request.pid])).content)
    assert json.loads(files["data.json"].split("\n", 1)[1])["pupils"][0]["iin"] == "150314650123"


@pytest.mark.parametrize("role", ["SOCIAL_PEDAGOGUE", "DIRECTOR"])
def test_all_of_the_child_and_nothing_of_the_others(client_of, town, role):
    request = asked(town)
    client = client_of(role)
    answer = client.get(reverse("reports:childfile_zip", args=[request.pid]))
    files = unpacked(answer.content)
    whole = "\n".join(files.values())
    own = [f"ӨЗІ{mark}" for mark in OWN]
    own += ["Аружан", "150314650123", "+77010000001", "Әсел", "АНАТЕЛ", "ТАБЫС", "ДЕҢГЕЙ", "77001"]
    assert [mark for mark in own if mark not in whole] == []
    assert [mark for mark in CLOSED if mark in whole] == []
    [word] = [text for name, text in files.items() if name.endswith(".docx")]
    data = json.loads(files["data.json"].split("\n", 1)[1])
    for mark in OWN[:-1]:
        assert f"ӨЗІ{mark}" in word
        assert f"ӨЗІ{mark}" in files["data.json"]
    assert [row["given"] for row in data["pupils"]] == ["Аружан"]
    assert "Сәуле Бекболатова" in word
    assert "әлеуметтік педагог" in word
    page = client.get(reverse("reports:childfile", args=[request.pid])).content.decode()
    assert [mark for mark in CLOSED if mark in page] == []


def test_what_is_left_out_is_said_with_its_reason(client_of, town):
    request = asked(town, left_out=["consents"], left_why="СЕБЕПСӨЗ")
    client = client_of("SOCIAL_PEDAGOGUE")
    files = unpacked(client.get(reverse("reports:childfile_zip", args=[request.pid])).content)
    [word] = [text for name, text in files.items() if name.endswith(".docx")]
    assert "ӨЗІдеректер" not in "\n".join(files.values())
    assert "СЕБЕПСӨЗ" in word
    assert "consents" not in json.loads(files["data.json"].split("\n", 1)[1])
    with pytest.raises(Refused):
        asked(town, left_out=["consents"])


def test_from_the_request_to_the_day_it_was_handed_over(client_of, town):
    client = client_of("SOCIAL_PEDAGOGUE")
    form = reverse("reports:ask_childfile", args=[town["child"].pid])
    assert client.get(form).context["form"].initial["asked_by"] == "Қуанышева Әсел"
    sent = {"asked_by": "Қуанышева Әсел", "asked_on": "20.11.2026", "language": "ru"}
    client.post(form, sent)
    request = ChildFile.objects.get()
    page = reverse("reports:childfile", args=[request.pid])
    wrong = client.post(page, {"on": "19.11.2026"})
    assert wrong.context["form"].errors["on"]
    client.post(page, {"on": "23.11.2026"})
    request.refresh_from_db()
    assert request.handed_on == date(2026, 11, 23)
    client.get(reverse("reports:childfile_zip", args=[request.pid]))
    row = AuditRow.objects.filter(verb="EXPORTED").latest("pk")
    assert (row.thing, row.thing_id) == ("reports.childfile", town["child"].pid)
    assert (
        "Қуанышева Әсел"
        in client.get(reverse("cards:pupil", args=[town["child"].pid])).content.decode()
    )


def test_strangers_and_other_roles(client_of, town):
    request = asked(town)
    for role in ("DEPUTY_DIRECTOR", "PSYCHOLOGIST", "NURSE"):
        assert (
            client_of(role).get(reverse("reports:childfile", args=[request.pid])).status_code == 403
        )
    stranger = client_of("DIRECTOR", at=people.school())
    for page, pid in (
        ("reports:childfile", request.pid),
        ("reports:childfile_zip", request.pid),
        ("reports:ask_childfile", town["child"].pid),
    ):
        assert stranger.get(reverse(page, args=[pid])).status_code == 404
