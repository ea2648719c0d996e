"""Personal files: papers, scans, checks, the list; interests."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.cards.tests import making as cards
from tirek.journal.models import Entry
from tirek.personalfiles import actions
from tirek.personalfiles.models import FilePaper, Paper, PaperScan
from tirek.personalfiles.queries import facts_of, files, interests_of, papers
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def here(school, client_of):
    """A ward in 5А, another pupil in 6А; their social pedagogue and class teacher."""

    class Here:
        pedagogue = client_of("SOCIAL_PEDAGOGUE")
        teacher = client_of("CLASS_TEACHER", classes=["5А"])
        psychologist = client_of("PSYCHOLOGIST")
        ward = making.pupil(school, "Әлиев", "Дамир", in_class="5А")
        other = making.pupil(school, "Оспан", "Мирас", in_class="6А")

    cards.status(Here.ward, "WARD")
    Here.url = reverse("personalfiles:file", args=[Here.ward.pid])
    return Here


def sent(here, **more: str) -> dict[str, str]:
    """The page's form as it is sent untouched, with some answers."""
    codes = [code for code, one in papers(here.ward.school).items() if one.category in ("", "WARD")]
    names = ("state", "number", "on", "until", "note")
    return {f"{code}-{name}": "" for code in codes for name in names} | {"go": "save"} | more


def test_a_teacher_keeps_what_is_there(here):
    page = here.teacher.get(here.url).content.decode()
    assert "WARD_DECISION-state" in page
    assert "LOW_INCOME-state" not in page
    here.teacher.post(
        here.url,
        sent(here, **{"BIRTH-state": "THERE", "BIRTH-number": "12", "BIRTH-on": "01.09.2026"}),
    )
    fact = FilePaper.objects.get()
    assert (fact.paper, fact.number, fact.on) == ("BIRTH", "12", date(2026, 9, 1))
    # the same again changes nothing; another number is a new fact
    same = sent(here, **{"BIRTH-state": "THERE", "BIRTH-number": "12", "BIRTH-on": "01.09.2026"})
    here.teacher.post(here.url, same)
    assert FilePaper.objects.count() == 1
    here.teacher.post(here.url, same | {"BIRTH-number": "13"})
    assert FilePaper.objects.count() == 2
    assert facts_of(here.ward)["BIRTH"].number == "13"


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"BIRTH-state": "THERE", "BIRTH-on": "24.11.2026"}, "BIRTH-on"),
        (
            {"BIRTH-state": "THERE", "BIRTH-on": "02.09.2026", "BIRTH-until": "01.09.2026"},
            "BIRTH-until",
        ),
        ({"BIRTH-number": "7"}, "BIRTH-state"),
        ({"BIRTH-until": "31.02.2026"}, "BIRTH-until"),
    ],
)
def test_faults_stand_at_their_fields_and_nothing_is_kept(here, answers, fault):
    answer = here.teacher.post(here.url, sent(here, **answers))
    assert answer.status_code == 200
    assert f'href="#id_{fault}"' in answer.content.decode()
    assert not FilePaper.objects.exists()


def test_a_check_keeps_what_was_missing_that_day(here):
    answers = {f"{code}-state": "THERE" for code in ("BIRTH", "PARENTS_ID", "ADDRESS", "WARD_ID")}
    here.teacher.post(here.url, sent(here, **answers, go="check"))
    entry = Entry.objects.get(kind="PERSONAL_FILE_CHECK")
    assert entry.about_pupils.get().pupil == here.ward
    kept = entry.file_check.details
    assert kept["missing"] == ["WARD_DECISION", "WARD_ACT", "WARD_PROPERTY"]
    actions.save_papers(
        by=here.teacher.user, pupil=here.ward, answers={"WARD_ACT": {"state": "THERE"}}
    )
    entry.file_check.refresh_from_db()
    assert entry.file_check.details == kept
    assert here.teacher.get(reverse("journal:entry", args=[entry.pid])).status_code == 200


def test_who_reads_writes_nothing(here):
    assert here.psychologist.get(here.url).status_code == 200
    assert here.psychologist.post(here.url, sent(here)).status_code == 403
    other = reverse("personalfiles:file", args=[here.other.pid])
    assert here.teacher.get(other).status_code == 404


def test_a_scan_is_kept_and_taken_away(here):
    url = reverse("personalfiles:add_scan", args=[here.ward.pid])
    file = SimpleUploadedFile("қаулы.pdf", b"%PDF-1.4\n%%EOF\n")
    here.teacher.post(url, {"paper": "WARD_DECISION", "file": file})
    scan = PaperScan.objects.get()
    assert here.psychologist.get(reverse("personalfiles:scan", args=[scan.pid])).status_code == 200
    assert "қаулы" in here.teacher.get(here.url).content.decode()
    here.teacher.post(reverse("personalfiles:withdraw_scan", args=[scan.pid]))
    assert here.teacher.get(reverse("personalfiles:scan", args=[scan.pid])).status_code == 404
    exe = SimpleUploadedFile("a.pdf", b"MZ\x90\x00")
    here.teacher.post(url, {"paper": "WARD_DECISION", "file": exe})
    assert PaperScan.objects.count() == 1


def test_the_lists_say_whose_file_lacks_what(here, school):
    page = here.pedagogue.get(reverse("personalfiles:files")).content.decode()
    assert "Әлиев Дамир" in page
    assert "Оспан Мирас" in page
    only = here.pedagogue.get(reverse("personalfiles:files") + "?category=WARD").content.decode()
    assert "Оспан Мирас" not in only
    assert "Оспан" not in here.teacher.get(reverse("personalfiles:files")).content.decode()
    for ending in ("docx", "xlsx"):
        url = reverse("personalfiles:files_file", args=[ending])
        assert here.pedagogue.get(url).status_code == 200
    every = {code: {"state": "NOT_NEEDED"} for code in papers(school)}
    actions.save_papers(by=here.pedagogue.user, pupil=here.other, answers=every)
    page = here.pedagogue.get(reverse("personalfiles:files")).content.decode()
    assert "Оспан Мирас" not in page


def test_the_school_changes_its_list(here, school):
    url = reverse("personalfiles:paper")
    here.pedagogue.post(url, {"name_kk": "Өз қағазымыз", "category": "WARD"})
    own = Paper.objects.get(school=school)
    assert own.code in papers(school)
    here.pedagogue.post(f"{url}?code=BIRTH", {"name_kk": "Куәлік", "retired": "on"})
    assert "BIRTH" not in papers(school)
    assert papers(school, retired=True)["BIRTH"].name_kk == "Куәлік"
    assert Paper.objects.get(school=None, code="BIRTH").retired is False
    assert here.pedagogue.get(f"{url}?code=NOBODY").status_code == 404
    assert here.teacher.get(url).status_code == 403
    assert here.pedagogue.post(url, {"name_kk": " "}).status_code == 200
    with pytest.raises(Refused):
        actions.save_paper(
            by=here.pedagogue.user, school=school, code="", category="NO",
            names={"kk": "а"}, retired=False,
        )  # fmt: skip


def test_a_term_that_ends_stands_on_the_desk(here, school):
    answers = {"BIRTH": {"state": "THERE", "until": date(2026, 12, 1)}}
    actions.save_papers(by=here.pedagogue.user, pupil=here.ward, answers=answers)
    assert here.url in here.teacher.get("/").content.decode()
    later = {"BIRTH": {"state": "THERE", "until": date(2027, 5, 1)}}
    actions.save_papers(by=here.pedagogue.user, pupil=here.ward, answers=later)
    assert here.url not in here.teacher.get("/").content.decode()


def test_interests_the_last_record_holds(here):
    url = reverse("personalfiles:new_interests") + f"?pupil={here.ward.pid}"
    assert here.teacher.post(url, {"on": "20.11.2026", "who": "Ұстаз"}).status_code == 200
    here.teacher.post(url, {"on": "20.11.2026", "clubs": "Домбыра", "talents": "Ән"})
    here.teacher.post(url, {"on": "23.11.2026", "clubs": "Футбол"})
    assert interests_of([here.ward.pk])[here.ward.pk].details == {"clubs": "Футбол"}
    assert (
        "Футбол"
        in here.psychologist.get(reverse("cards:pupil", args=[here.ward.pid])).content.decode()
    )
    page = here.teacher.get(reverse("personalfiles:interests") + "?class=5А").content.decode()
    assert "Футбол" in page
    assert (
        here.teacher.get(reverse("personalfiles:interests_file", args=["docx"])).status_code == 200
    )
    last = Entry.objects.order_by("-on", "-pk").first()
    here.teacher.post(reverse("journal:annul", args=[last.pid]), {"reason": "Қате"})
    assert interests_of([here.ward.pk])[here.ward.pk].details["clubs"] == "Домбыра"


def test_a_large_school_costs_no_more_queries(here, school, queries_of):
    def count() -> list[int]:
        urls = (reverse("personalfiles:files"), here.url, reverse("personalfiles:interests"))
        return [queries_of(lambda url=url: here.pedagogue.get(url)) for url in urls]

    count()
    few = count()
    for one in making.pupils(school, 60, in_class="5А"):
        actions.save_papers(
            by=here.pedagogue.user, pupil=one, answers={"BIRTH": {"state": "THERE"}}
        )
        actions.record_interests(
            by=here.pedagogue.user, pupil=one, on=date(2026, 11, 1), fields={"clubs": "а"}
        )
    assert count() == few
    assert max(few) <= 22
    assert len(files(here.pedagogue.user, school, date(2026, 11, 23)).rows) == 62


def test_the_school_file_brings_them_back(here, school):
    import json

    from tirek.schoolfile.dump import dump
    from tirek.schoolfile.load import load

    by = here.pedagogue.user
    answers = {"BIRTH": {"state": "THERE", "number": "7", "until": date(2027, 1, 1)}}
    actions.save_papers(by=by, pupil=here.ward, answers=answers)
    actions.record_check(by=by, pupil=here.ward)
    actions.save_paper(
        by=by, school=school, code="", category="WARD", names={"kk": "Өз"}, retired=False
    )
    pdf = ContentFile(b"%PDF-1.4\n%%EOF\n", "a.pdf")
    actions.keep_scan(by=by, pupil=here.ward, paper="BIRTH", file=pdf)
    data = dump([school])
    for name in (school.code, *(one["username"] for one in data["users"])):
        data = json.loads(json.dumps(data).replace(json.dumps(name), json.dumps(f"x{name}")))
    load(data)
    copy = FilePaper.objects.exclude(pupil=here.ward).get()
    assert (copy.number, copy.until) == ("7", date(2027, 1, 1))
    assert PaperScan.objects.filter(pupil=copy.pupil).get().name == "a.pdf"
    assert copy.pupil.entries.get().entry.file_check.details["missing"]
    assert Paper.objects.filter(school=copy.pupil.school).count() == 1
