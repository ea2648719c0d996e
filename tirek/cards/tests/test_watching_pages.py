"""Scans, terms, contradictions, one status for many, grade 1: in the browser's words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tirek.access import kept
from tirek.access.interchange import Found
from tirek.access.models import AuditRow
from tirek.access.tests import making as people
from tirek.cards import interchange
from tirek.cards.models import CardSettings, StatusBatch, StatusPeriod, StatusScan
from tirek.cards.tests import making as cards
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KEY = "0b5b7307-465a-4000-8000-00000000000"
BASIS = {"basis_document": "Шешім", "basis_number": "118", "basis_on": "12.02.2024"}
ON_PAPER = {"basis_document": "Анықтама", "basis_on": date(2026, 9, 1)}
ON = date(2026, 10, 1)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    kept = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture
def child(school: Any) -> Pupil:
    return making.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", sex="F")


def page(name: str, *things: Any) -> str:
    return reverse(f"cards:{name}", args=[thing.pid for thing in things])


def text_of(answer: Any) -> str:
    return answer.content.decode()


def scan_file(name: str = "sheshim.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_scan_comes_with_the_status_and_stays_with_its_correction(client_of: Any, child: Pupil):
    client = client_of()
    sent = {"category": "WARD", "since": "12.02.2024", **BASIS, "scan": scan_file()}
    assert client.post(page("open_status", child), sent).status_code == 302
    scan = StatusScan.objects.get()
    sent = {"category": "WARD", "since": "13.02.2024", **BASIS}
    client.post(page("correct_status", scan.status), sent)
    assert StatusPeriod.objects.known_at().get() != scan.status
    assert page("scan", scan) in text_of(client.get(page("pupil", child)))
    answer = client.get(page("scan", scan))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditRow.objects.filter(verb="EXPORTED", thing="cards.statusscan").count() == 1


def test_a_scan_of_another_kind_is_refused_at_its_field(client_of: Any, child: Pupil):
    sent = {"category": "WARD", "since": "12.02.2024", **BASIS}
    sent["scan"] = scan_file("a.exe", b"MZ nothing")
    answer = client_of().post(page("open_status", child), sent)
    assert 'href="#id_scan"' in text_of(answer)
    assert not StatusPeriod.objects.exists()


@pytest.mark.parametrize(
    ("category", "role", "code"),
    [
        ("ORPHAN", "CLASS_TEACHER", 200),
        ("REGISTER", "CLASS_TEACHER", 404),
        ("REGISTER", "DIRECTOR", 200),
        ("ORPHAN", "NURSE", 403),
    ],
)
def test_a_scan_is_had_by_those_who_know_the_basis(
    client_of: Any, child: Pupil, category: str, role: str, code: int
):
    status = cards.status(child, category, basis_document="Шешім")
    client_of().post(page("attach_scan", status), {"scan": scan_file()})
    scan = StatusScan.objects.get()
    reader = client_of(role, **({"classes": ["6Ә"]} if role == "CLASS_TEACHER" else {}))
    assert reader.get(page("scan", scan)).status_code == code
    if code == 404:
        assert page("scan", scan) not in text_of(reader.get(page("pupil", child)))
    assert client_of(at=people.school()).get(page("scan", scan)).status_code == 404


def test_a_scan_attached_by_mistake_is_given_to_nobody(client_of: Any, child: Pupil):
    client, status = client_of(), cards.status(child, "WARD")
    client.post(page("attach_scan", status), {"scan": scan_file()})
    scan = StatusScan.objects.get()
    assert client.post(page("annul_scan", scan)).url == page("pupil", child)
    assert client.get(page("scan", scan)).status_code == 404
    assert page("scan", scan) not in text_of(client.get(page("pupil", child)))
    assert StatusScan.objects.count() == 1


def test_what_lacks_its_basis_is_shown_and_listed(client_of: Any, child: Pupil):
    client, bare = client_of(), cards.status(child, "ORPHAN")
    cards.status(child, "LOW_INCOME")  # demands none
    answer = client.get(page("lacking"))
    assert [row["status"] for row in answer.context["rows"]] == [bare]
    assert "stat-no" in text_of(client.get(page("pupil", child)))
    client.post(
        page("correct_status", bare), {"category": "ORPHAN", "since": "01.09.2026", **BASIS}
    )
    assert client.get(page("lacking")).context["rows"] == []


def test_contradictions_stand_on_the_card_on_their_page_and_on_the_desk(
    client_of: Any, child: Pupil
):
    client = client_of()
    assert page("conflicts") not in text_of(client.get("/"))
    cards.status(child, "ORPHAN", basis_document="Қаулы", basis_on=date(2024, 1, 1))
    cards.status(child, "HALF_ORPHAN")
    gone = making.pupil(child.school, in_class="5А", until=date(2026, 10, 1))
    cards.status(gone, "GIFTED")
    kept.forget_all()
    shown = client.get(page("conflicts")).context
    assert [row["pupil"] for row in shown["rows"]] == [child]
    assert [row["pupil"] for row in shown["gone"]] == [gone]
    assert "note-wait" in text_of(client.get(page("pupil", child)))
    assert page("conflicts") in text_of(client.get("/"))
    assert page("conflicts") not in text_of(client_of("DIRECTOR").get("/"))


def test_what_ends_soon_is_told_as_far_ahead_as_the_school_says(client_of: Any, child: Pupil):
    client = client_of()
    term = cards.status(child, "TARGETED_ASSISTANCE", until=date(2026, 12, 31), **ON_PAPER)
    assert client.get(page("ends")).context["rows"] == []
    assert client.post(page("soon"), {"days": "0"}).status_code == 200
    assert client.post(page("soon"), {"days": "40"}).url == page("ends")
    assert CardSettings.objects.get().soon_days == 40
    assert [row["status"] for row in client.get(page("ends")).context["rows"]] == [term]
    assert page("ends") in text_of(client.get("/"))
    renewal = client.get(page("renew_status", term))
    assert renewal.context["form"].initial["since"] == date(2027, 1, 1)
    sent = {"since": "01.01.2027", "until": "30.06.2027", **BASIS}
    assert client.post(page("renew_status", term), sent).url == page("pupil", child)
    assert client.get(page("ends")).context["rows"] == []


def test_citizenship_is_granted_to_a_returnee_only(client_of: Any, child: Pupil):
    client = client_of()
    orphan, returnee = cards.status(child, "ORPHAN"), cards.status(child, "RETURNEE")
    text = text_of(client.get(page("pupil", child)))
    assert page("grant_citizenship", returnee) in text
    assert page("grant_citizenship", orphan) not in text
    sent = {"on": "02.11.2026", "document": "Қаулы", "number": "5", "end_on": "02.11.2026"}
    assert client.post(page("grant_citizenship", orphan), sent).status_code == 200
    assert client.post(page("grant_citizenship", returnee), sent).url == page("pupil", child)
    ended = StatusPeriod.objects.known_at().get(category="RETURNEE")
    assert (ended.until, ended.citizen_on) == (date(2026, 11, 1), date(2026, 11, 2))


@pytest.mark.parametrize("word", ["оралман", "ОРАЛМАНДАР", "кандас", "қандас", "returnee"])
def test_both_words_find_returnees_everywhere(client_of: Any, child: Pupil, word: str):
    cards.status(child, "RETURNEE")
    making.pupil(child.school, in_class="6Ә")
    client = client_of()
    found = client.get(page("pupils"), {"q": word}).context["rows"]
    assert [row["pupil"] for row in found] == [child]
    listed = client.get(page("list"), {"q": word}).context
    assert [row["pupil"] for row in listed["rows"]] == [child]
    address = f"{page('list')}?category=RETURNEE"
    assert address in text_of(client.get(reverse("school:search"), {"q": word}))
    nurse = client_of("NURSE")
    assert nurse.get(page("pupils"), {"q": word}).context["rows"] == []
    assert address not in text_of(nurse.get(reverse("school:search"), {"q": word}))


def test_a_status_for_many_is_seen_before_done_once_and_taken_back(client_of: Any, child: Pupil):
    client, other = client_of(), making.pupil(child.school, in_class="6Ә")
    cards.status(other, "LOW_INCOME")
    address = f"{page('open_many')}?class={child.enrolments.get().school_class.pid}"
    assert [row["ticked"] for row in client.get(address).context["rows"]] == [False, False]
    whole = client.get(f"{address}&all=1").context["rows"]
    assert [row["ticked"] for row in whole] == [True, True]
    sent = {"category": "LOW_INCOME", "since": "01.09.2026", "form_key": KEY + "7"}
    assert client.post(address, sent).context["form"].errors["pupils"]
    sent["pupils"] = [child.pid, other.pid]
    preview = client.post(address, sent)
    assert preview.context["to_do"] == 1
    assert StatusPeriod.objects.count() == 1
    back = client.post(address, {**sent, "step": "change"})
    assert [row["ticked"] for row in back.context["rows"]] == [True, True]
    for _ in range(2):
        result = client.post(address, {**sent, "step": "apply"})
    batch = StatusBatch.objects.get()
    assert result.url == page("batch", batch)
    figures = [one.number for one in client.get(result.url).context["figures"]]
    assert figures[0] == sum(figures[1:]) == 2
    client.post(page("take_back_batch", batch))
    assert StatusPeriod.objects.known_at().get().pupil == other
    assert client.post(page("take_back_batch", batch)).url == page("batch", batch)


def test_a_status_of_many_ends_by_one_paper(client_of: Any, child: Pupil):
    client = client_of()
    cards.status(child, "GIFTED")
    address = f"{page('end_many')}?category=GIFTED"
    sent = {"category": "GIFTED", "until": "01.10.2026", "document": "Хаттама", "number": "3"}
    sent |= {"pupils": [child.pid], "step": "apply", "form_key": KEY + "8"}
    assert client.post(address, sent).status_code == 302
    ended = StatusPeriod.objects.known_at().get()
    assert (ended.until, ended.end_number) == (date(2026, 10, 1), "3")


def test_nobody_out_of_sight_is_ticked(client_of: Any, child: Pupil):
    stranger = making.pupil(people.school(), in_class="6Ә")
    address = f"{page('open_many')}?grade=6"
    sent = {"category": "LOW_INCOME", "since": "01.09.2026", "pupils": [stranger.pid]}
    answer = client_of().post(address, {**sent, "step": "apply"})
    assert answer.status_code == 200
    assert not StatusPeriod.objects.exists()
    director = people.user("DIRECTOR", child.school)
    batch = StatusBatch.objects.create(
        school=child.school, deed="OPEN", category="ORPHAN", by=director
    )

    assert client_of(at=people.school()).get(page("batch", batch)).status_code == 404


def test_grade_one_by_status_and_the_rest(client_of: Any, school: Any):
    first, second = (making.pupil(school, in_class="1А") for _ in range(2))
    making.pupil(school, in_class="2А")
    cards.status(first, "MULTI_CHILD")
    shown = client_of().get(page("first_grade")).context
    assert [row["pupil"] for row in shown["rows"]] == [first]
    assert shown["others"] == [second]
    assert page("open_many") in text_of(client_of().get(page("first_grade")))
    teacher = client_of("CLASS_TEACHER", classes=["2А"])
    assert teacher.get(page("first_grade")).context["others"] == []


@pytest.mark.parametrize("name", ["conflicts", "ends", "lacking", "first_grade"])
def test_lists_ask_the_same_few_questions_for_few_and_for_many(
    client_of: Any, school: Any, queries_of: Callable[..., int], name: str
):
    client, counts = client_of(), []
    client.get(page(name))
    for _ in range(2):
        for _ in range(6):
            child = making.pupil(school, in_class="1А")
            cards.status(child, "ORPHAN", until=date(2026, 12, 1))
            cards.status(child, "HALF_ORPHAN")
        counts.append(queries_of(lambda: client.get(page(name))))
    assert counts[0] == counts[1] <= 13 + people.OF_THE_AUDIT


def test_papers_terms_and_scans_go_through_the_school_file(client_of: Any, child: Pupil):
    fields = {"basis_until": date(2027, 1, 1), "end_document": "Хаттама", "end_on": ON}
    status = cards.status(child, "RETURNEE", until=ON, citizen_on=ON, **fields, **ON_PAPER)
    client_of().post(page("attach_scan", status), {"scan": scan_file()})
    into: dict[str, Any] = {"pupils": [{"school": child.school.code, "key": child.key}]}
    interchange.statuses.dump([child.school], into)
    (said,) = into["pupils"][0]["statuses"]
    assert said["basis"]["until"] == "2027-01-01"
    assert said["end"] == {"document": "Хаттама", "on": "2026-10-01"}
    assert said["citizen_on"] == "2026-10-01"
    assert said["scans"][0]["sha256"] == StatusScan.objects.get().sha256
    found = Found()
    found.pupils[(child.school.code, child.key)] = child
    found.categories[child.school.code] = {"RETURNEE"}
    StatusScan.objects.all().delete()
    StatusPeriod.objects.all().delete()
    interchange.statuses.load(into, found)
    scan = StatusScan.objects.get()
    assert (scan.name, scan.status.basis_until) == ("sheshim.pdf", date(2027, 1, 1))
    assert (scan.status.end_on, scan.status.citizen_on) == (ON, ON)
