"""The report on paper, a child's file, the line on the desk."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.office.files import written
from tirek.office.reports import reports
from tirek.raids.actions import annul_raid, fill_stop
from tirek.raids.childfile import part
from tirek.raids.documents import raid_paper
from tirek.raids.models import RaidStop
from tirek.raids.tests.making import fill, held, planned

pytestmark = pytest.mark.django_db


def full(town):
    """A raid of two families, one of them not at home."""
    raid = held(town.social, town.first, town.second, results=["SEEN", "NOBODY_HOME"])
    RaidStop.objects.filter(household=town.first).update(findings="Тату & <тез>", measures="Кеңес")
    RaidStop.objects.filter(household=town.second).update(again_on=date(2026, 12, 4))
    return raid


def words(raid, format, language="kk"):
    body = written(raid_paper(raid, language), format)
    if format == "pdf":
        pages = pypdf.PdfReader(BytesIO(body)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    opened = docx.Document(BytesIO(body))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_report_holds_the_whole_raid(town, format):
    text = words(full(town), format)
    for wanted in (
        *("Рейд актісі", "2026 жылғы 20 қараша", "18:00", "Бұлақ ауылы", "Абай к-сі, 12-үй"),
        *("Бекболатова Сәуле, әлеуметтік педагог", "Ахметов Нұрлан", "учаскелік инспектор"),
        *("Тату & <тез>", "Кеңес", "Анасы, екі бала", "04.12.2026", "Үйде ешкім болмады"),
        *("Қуанышева", "Қуанышев"),
    ):
        assert wanted in text, wanted


def test_the_report_counts_by_result_and_speaks_the_language_asked(town):
    raid = full(town)
    facts = dict(raid_paper(raid, "ru").blocks[0].rows)
    assert facts["С семьёй встретились"] == facts["Никого не было дома"] == "1"
    assert facts["Адреса"] == "2"
    assert "Не впустили" not in facts
    assert raid_paper(raid, "en").title == "Raid report"


def test_an_annulled_raid_says_so_on_paper(town):
    raid = annul_raid(by=town.social, raid=full(town), reason="Болмаған")
    assert "Болмаған" in words(raid, "docx")


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_file_is_taken_by_those_who_read(client, town, format):
    raid, draft = full(town), planned(town.social, town.third)
    client.force_login(town.director)
    answer = client.get(reverse("raids:document", args=[raid.pid, format]))
    assert answer.status_code == 200
    assert format in answer["Content-Disposition"]
    assert client.get(reverse("raids:document", args=[raid.pid, "xlsx"])).status_code == 404
    client.force_login(town.social)
    assert client.get(reverse("raids:document", args=[draft.pid, format])).status_code == 404
    client.force_login(town.teacher)
    assert client.get(reverse("raids:document", args=[raid.pid, format])).status_code == 403


def test_the_register_gives_the_report_of_a_signed_raid_alone(town):
    report, raid, draft = reports()["raid-report"], full(town), planned(town.social, town.third)
    given = {"entry": raid.entry.key}
    assert report.build(town.school, given, "kk", town.social).title == "Рейд актісі"
    figures = report.figures(town.school, given, None)
    assert figures["results"] == {"SEEN": 1, "NOBODY_HOME": 1, "NOT_LET_IN": 0, "MOVED": 0}
    for entry, user in ((draft.pid, town.social), (raid.pid, town.teacher)):
        with pytest.raises(Refused):
            report.build(town.school, {"entry": entry}, "kk", user)


def test_a_childs_file_holds_the_visits_to_this_child_alone(town):
    full(town)
    planned(town.social, town.second)
    alone = part(town.pupils[2], town.social, "kk")
    assert [block.text for block in alone.blocks[::2]] == ["Рейд, 20.11.2026"]
    assert ("Нәтиже", "үйде ешкім болмады") in alone.blocks[1].rows
    shared = part(town.pupils[0], town.social, "kk")
    assert shared.blocks == []
    assert shared.left_out == ["Бірнеше бала туралы рейдтер: 1"]
    assert part(town.pupils[3], town.social, "kk") is None


def notices(client, user):
    from django.test import RequestFactory

    from tirek.raids.panels import notices as asked

    request = RequestFactory().get("/")
    request.user, request.school = user, user.grants.get().school
    return asked(request)


def test_the_desk_counts_the_addresses_still_to_be_visited(client, town):
    assert notices(client, town.social) == []
    held(town.social, town.first, town.second, results=["NOBODY_HOME", "NOT_LET_IN"])
    (line,) = notices(client, town.social)
    assert "2" in line.what
    assert line.action_url == reverse("raids:again")
    assert not line.late
    for one in (town.director, town.teacher):
        assert notices(client, one) == []
    raid = planned(town.social, town.first)
    fill(town.social, raid, ["SEEN"], again_on=date(2026, 11, 22))
    fill_stop(by=town.social, stop=raid.stops.get(), fields={"result": "SEEN"})
    assert len(notices(client, town.deputy)) == 1


def test_a_day_agreed_on_that_has_passed_is_late(client, town):
    raid = held(town.social, town.first)
    assert notices(client, town.social) == []
    raid.stops.update(again_on=date(2026, 11, 22))
    (line,) = notices(client, town.social)
    assert line.late
    assert notices(client, people.user("PSYCHOLOGIST", town.school)) == []
