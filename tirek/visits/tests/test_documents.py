"""The act on paper: what stands in the Word and the PDF file, and who may take it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow, User
from tirek.access.refused import Refused
from tirek.office.files import written
from tirek.office.reports import reports
from tirek.visits.actions import annul_act, correct_act, draft_act, sign_act
from tirek.visits.documents import act_paper
from tirek.visits.models import InspectionAct
from tirek.visits.tests.making import Town, filled, signed


def full(people: Town) -> InspectionAct:
    """A signed act with every kind of answer."""
    act = draft_act(by=people.social, pupils=[people.aruzhan, people.daniyar])
    act = filled(act, people.social, "home", rooms=3, area="64.5", heating="STOVE", state="Таза.")
    act = filled(act, people.social, "child", own=[], food="SOMETIMES_SHORT")
    act = filled(
        act,
        people.social,
        "conclusion",
        conclusion="Отбасына көмек қажет & <тез>.",
        tasks=[{"what": "Оқу үстелі", "who": "мектеп", "by": "2026-12-20"}, {"what": "Қысқы киім"}],
    )
    act = filled(act, people.social, "signatures", read_by="Қуанышева Әсел", read_on="2026-11-23")
    return sign_act(by=people.social, act=act)


def text_of_word(body: bytes) -> str:
    opened = docx.Document(BytesIO(body))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def text_of_pdf(body: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages).split()
    )


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_paper_holds_the_whole_act(people: Town, format: str) -> None:
    body = written(act_paper(full(people), "kk"), format)
    text = text_of_word(body) if format == "docx" else text_of_pdf(body)
    for wanted in (
        *("№ 12 орта мектеп", "Тұрғын үй-тұрмыстық жағдайын тексеру актісі", "№ 1"),
        *("2026 жылғы 23 қараша", "Қуанышева Аружан, 6Ә, 14.03.2015", "Қуанышев Данияр, 7Б"),
        *("Абай көшесі, 5", "Бекболатова Сәуле", "төраға", "Омарова Гүлнар", "Қуанышева Әсел"),
        *("анасы", "1984", "аспаз", "64,5", "пеш", "Таза.", "ешқайсысы жоқ", "кейде жетпейді"),
        *("Отбасына көмек қажет & <тез>.", "Оқу үстелі", "Қысқы киім"),
    ):
        assert wanted in text, wanted


def test_the_paper_speaks_the_language_chosen_for_it(people: Town) -> None:
    act = full(people)
    russian = text_of_word(written(act_paper(act, "ru"), "docx"))
    assert "Акт обследования жилищно-бытовых условий" in russian
    assert "печное" in russian
    assert "23 ноября 2026 г." in russian
    english = text_of_pdf(written(act_paper(act, "en"), "pdf"))
    assert "Living-conditions inspection act" in english


def test_an_act_that_came_without_details_is_printed_too(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    InspectionAct.objects.filter(pk=act.pk).update(details={}, number=None)
    act = InspectionAct.objects.get(pk=act.pk)
    assert "Қуанышева Аружан, 6Ә" in text_of_word(written(act_paper(act, "kk"), "docx"))
    assert written(act_paper(act, "kk"), "pdf").startswith(b"%PDF")


def test_corrected_refused_and_annulled_say_so(people: Town) -> None:
    act = correct_act(by=people.social, act=full(people), reason="Бөлме саны қате")
    act = filled(act, people.social, "signatures", read_by="", read_on="", refused=True)
    act = sign_act(by=people.social, act=act)
    annul_act(by=people.social, act=act, reason="Басқа бала")
    text = text_of_word(written(act_paper(act, "kk"), "docx"))
    assert "Бөлме саны қате" in text
    assert "Қол қоюдан бас тартты" in text
    assert "Басқа бала" in text


def test_who_may_take_the_paper(people: Town) -> None:
    act, draft = full(people), draft_act(by=people.social, pupils=[people.lone])

    def got(user: User, act: InspectionAct, format: str = "docx") -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        return client.get(reverse("visits:document", args=[act.pid, format]))

    answer = got(people.director, act)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert AuditRow.objects.filter(verb="EXPORTED", thing_id=act.pid).count() == 1
    assert got(people.director, act, "pdf").content.startswith(b"%PDF")
    assert got(people.social, act, "exe").status_code == 404
    assert got(people.social, draft).status_code == 404
    assert got(people.stranger, act).status_code == 404
    assert got(people.nurse, act).status_code == 403
    assert AuditRow.objects.filter(verb="EXPORTED").count() == 2


def test_the_act_is_a_report_by_name(people: Town, tmp_path: Path) -> None:
    act = full(people)
    out = tmp_path / "act.json"
    call_command("report", "housing-act", school="S1", entry=act.entry.key, out=out)
    told = json.loads(out.read_text("utf-8"))
    assert (told["number"], told["on"], told["details"]["food"]) == (
        *(1, "2026-11-23", "SOMETIMES_SHORT"),
    )
    assert len(told["pupils"]) == 2
    out = tmp_path / "act.docx"
    call_command("report", "housing-act", school="S1", entry=act.pid, out=out, lang="ru")
    assert "Акт обследования" in text_of_word(out.read_bytes())
    with pytest.raises(CommandError) as caught:
        call_command("report", "housing-act", school="S2", entry=act.pid, out=out)
    assert caught.value.returncode == 2


def test_the_report_has_its_own_sight(people: Town) -> None:
    act = full(people)
    report = reports()["housing-act"]
    given = {"entry": act.pid}
    assert report.figures is not None
    assert report.figures(people.school, given, people.director)["number"] == 1
    for user in (people.nurse, people.psychologist, people.stranger):
        with pytest.raises(Refused):
            report.build(people.school, given, "kk", user)
