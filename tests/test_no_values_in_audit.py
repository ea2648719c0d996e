"""The audit says who did what to which thing, never what stood in it (trust rule 16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tirek.access import actions as access
from tirek.access.models import AuditRow
from tirek.access.tests import making as people
from tirek.cards import actions as cards
from tirek.journal import actions as journal
from tirek.school import actions as school
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MARK, IIN = "Құпиясөз", "990101500016"
SEPTEMBER, TODAY = date(2026, 9, 1), people.TODAY


def marked(what: str) -> str:
    return f"{MARK} {what}"


def write_everything(by: Any, at: Any) -> Pupil:
    """The main writes, a mark in every field that takes words."""
    fields = {
        "surname": MARK,
        "given": marked("аты"),
        "patronymic": MARK,
        "sex": "",
        "iin": IIN,
        "born_on": None,
        "address": marked("к-сі"),
        "phone": marked("тел"),
    }
    in_class = making.school_class(at)
    child = school.add_pupil(
        by=by, school=at, fields=fields, school_class=in_class, since=SEPTEMBER, reason=MARK
    )
    child = school.change_pupil(by=by, pupil=child, fields={**fields, "address": MARK})
    home = school.add_household(by=by, school=at, address=MARK, note=marked("үй"))
    school.change_household(by=by, household=home, address=marked("көше"), note=MARK)
    person = {"surname": MARK, "given": MARK, "phone": MARK, "work": MARK}
    member = school.add_member(by=by, household=home, fields=person)
    school.change_member(by=by, member=member, fields={**person, "given": marked("ана")})
    school.join_household(by=by, pupil=child, household=home)
    status = {"category": "WARD", "since": SEPTEMBER, "basis_document": MARK, "note": MARK}
    status["basis_on"] = SEPTEMBER
    held = cards.open_status(by=by, pupil=child, fields={**status, "basis_number": IIN})
    held = cards.correct_status(by=by, status=held, fields={**status, "basis_number": MARK})
    cards.end_status(by=by, status=held, until=TODAY, note=MARK)
    other = cards.open_status(by=by, pupil=child, fields={**status, "category": "GIFTED"})
    cards.annul_status(by=by, status=other, reason=MARK)
    paper = {"document": MARK, "number": IIN, "on": SEPTEMBER}
    kin = cards.add_kin(by=by, pupil=child, member=member, kinship="GUARDIAN", paper=paper)
    cards.end_kin(by=by, kin=kin, until=TODAY)
    cards.record_income(by=by, household=home, on=TODAY, amount=Decimal(1), source=MARK)
    entry = journal.record_entry(
        by=by, school=at, kind="SESSION", on=TODAY, pupils=[child], text=marked("мәтін")
    )
    file = SimpleUploadedFile(f"{MARK}.pdf", b"%PDF-1.7 " + MARK.encode())
    journal.attach_file(by=by, entry=entry, file=file)
    entry = journal.correct_entry(by=by, entry=entry, on=TODAY, topic="", text=MARK)
    journal.annul_entry(by=by, entry=entry, reason=MARK)
    access.name_school(by=by, school=at, name=marked("мектеп"))
    access.add_person(by=by, school=at, full_name=MARK, username=MARK, role="NURSE")
    return child


def ask_for_everything(client: Client, child: Pupil) -> None:
    """Marks in addresses, queries and forms."""
    client.get(reverse("school:search"), {"q": MARK})
    client.get(reverse("school:search"), {"q": IIN})
    client.get(reverse("cards:pupils"), {"q": MARK, "class": MARK, "category": MARK})
    client.get(reverse("cards:households"), {"q": MARK})
    client.get(reverse("journal:journal"), {"q": MARK, "kind": MARK})
    client.get(reverse("visits:acts"), {"q": MARK})
    client.get(reverse("visits:new"), {"pupil": IIN})
    client.get(reverse("cards:pupil", args=[child.pid]), {"next": MARK})
    for name in (MARK, IIN, child.surname):
        client.get(f"/pupils/{name}/")
        client.get(f"/documents/{name}.docx")
        client.get(reverse("reports:download", args=["list", "xlsx"]), {"category": name})
    client.get(reverse("reports:download", args=["list", "xlsx"]), {"category": "WARD", "q": MARK})
    client.post("/printed/", {"path": f"/pupils/{MARK}/?q={IIN}"})
    client.post("/sign-in/", {"username": MARK, "password": MARK})


def test_no_value_no_name_and_no_number_gets_into_the_audit():
    at = people.school()
    client = Client()
    by = people.user("SOCIAL_PEDAGOGUE", at, full_name=marked("қызметкер"))
    client.force_login(by)
    child = write_everything(by, at)
    ask_for_everything(client, child)
    rows = list(AuditRow.objects.values_list("verb", "thing", "thing_id", "note"))
    assert len(rows) > 30
    assert {"READ", "EXPORTED", "PRINTED", "CORRECTED", "ANNULLED"} <= {row[0] for row in rows}
    told = [row for row in rows if MARK in " ".join(row) or IIN in " ".join(row)]
    assert told == []
    # A code or a count is short and in Latin letters.
    assert [row for row in rows if not row[3].isascii()] == []
