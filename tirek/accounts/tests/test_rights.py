"""The table of rights says what the doors do."""

from io import BytesIO

import docx
import openpyxl
import pytest
from django.urls import reverse

from tirek.access.roles import TABLE, TOOK_PLACE, Role
from tirek.access.tests import making
from tirek.accounts.rights import WORDS, rights

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
URL = "accounts:rights"


def test_every_verb_has_words():
    verbs = {verb for section in TABLE for thing in section.things for verb in thing.verbs}
    assert verbs <= set(WORDS)


def test_every_right_stands_in_its_cell():
    found = rights()
    assert len(found.roles) == len(Role) == len(found.reach.cells)
    things = [thing for section in TABLE for thing in section.things]
    lines = [line for _name, lines in found.sections for line in lines]
    assert [line.name for line in lines] == [str(thing.name) for thing in things]
    for thing, line in zip(things, lines, strict=True):
        for role, cell in zip(Role, line.cells, strict=True):
            for verb, roles in thing.verbs.items():
                knows = verb == "know" and role in thing.verbs.get("read", ())
                if role in roles and not knows:
                    assert str(WORDS[verb]) in cell.text, (thing.code, role)
            held = any(role in roles for roles in thing.verbs.values())
            assert bool(cell.text) == (held or role in thing.notes), (thing.code, role)
            if role in thing.notes and thing.notes[role] != TOOK_PLACE:
                said = found.notes[cell.note - 1] if cell.note else cell.text
                assert said == str(thing.notes[role])
    assert len(set(found.notes)) == len(found.notes)


@pytest.mark.parametrize("role", Role.values)
def test_who_reads_it(client_of, school, role):
    of = {"department": making.department()} if role == "DEPARTMENT_EXPERT" else {}
    client = client_of(role, **of)
    allowed = role in {"SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR", "ADMINISTRATOR"}
    assert client.get(reverse(URL)).status_code == (200 if allowed else 403)
    file = reverse("accounts:rights_file", args=["xlsx"])
    assert client.get(file).status_code == (200 if allowed else 403)


def test_the_files_hold_the_same(client_of):
    client = client_of("DEPUTY_DIRECTOR")
    found = rights()
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("accounts:rights_file", args=["xlsx"])).content)
    )
    cells = {str(c.value) for sheet in book for row in sheet.rows for c in row if c.value}
    paper = docx.Document(
        BytesIO(client.get(reverse("accounts:rights_file", args=["docx"])).content)
    )
    words = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    names = {line.name for _name, lines in found.sections for line in lines}
    assert names <= cells
    assert names <= words
    assert client.get(reverse("accounts:rights_file", args=["exe"])).status_code == 404
