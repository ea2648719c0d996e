"""A list a school keeps in Excel becomes statuses: file, preview, answers, result, taken back."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards import actions
from tirek.cards.actions import imports as importing
from tirek.cards.models import StatusImport, StatusPeriod
from tirek.cards.queries import imports
from tirek.cards.tests import making
from tirek.cards.tests.lists import excel, word
from tirek.school.reading import read_tables
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

SEPTEMBER = date(2026, 9, 1)
HEADS = ["№", "Аты-жөні", "Сыныбы", "Негіздеме"]


@pytest.fixture
def client(client_of):
    return client_of()


@pytest.fixture
def by(client):
    return client.user


@pytest.fixture
def children(school):
    return {
        "a": pupils.pupil(school, "Ахметов", "Бауыржан", in_class="5А"),
        "q": pupils.pupil(school, "Қасенова", "Аружан", in_class="7Ә"),
        "d": pupils.pupil(school, "Оспан", "Дамир", in_class="5А"),
        "d2": pupils.pupil(school, "Оспан", "Дамир", in_class="5А", patronymic="Ерланұлы"),
    }


def drafted(by, school, content, name="тізім.xlsx", **whole):
    lines, unread = imports.read_list(read_tables(content), school, name)
    whole = {"since": SEPTEMBER, **whole}
    return importing.draft_import(
        by=by, school=school, file_name=name, lines=lines, unread=unread, whole=whole
    )


def simple(*names, sheet="Көп балалы отбасы"):
    return excel((sheet, [HEADS, *[[n, name, "5А", ""] for n, name in enumerate(names, 1)]]))


def test_the_whole_way_from_the_file_to_the_lists(client, by, school, children):
    content = excel(
        ("Көп балалы отбасы", [
            ["Тізім 2026"], HEADS,
            [1, "АХМЕТОВ Бауыржан", "5 «A»", "Анықтама № 7, 05.09.2026"],
            [2, "Касенова Аружан", "7Ә", ""],
            [3, "Оспан Дамир", "5А", ""],
            [4, "Жоқ Бала", "5А", ""],
            [5, "Ахметов Бауыржан", "5А", ""],
        ]),
        ("Шахмат", [HEADS, ["Шахмат үйірмесі"], [1, "Қасенова Аружан", "7Ә", ""]]),
    )  # fmt: skip
    file = SimpleUploadedFile("тізім.xlsx", content)
    sent = client.post(reverse("cards:list_import"), {"file": file, "since": "01.09.2026"})
    assert sent.status_code == 302
    page = client.get(sent.url)
    text = page.content.decode()
    assert "Шахмат үйірмесі" in text
    assert text.count('name="row:') == 1
    assert StatusPeriod.objects.count() == 0

    key = re.search(r'name="row:(\d+)"', text)[1]
    word_key = re.search(r'name="word:([^"]+)"', text)[1]
    said = {f"row:{key}": children["d2"].pid, f"word:{word_key}": "GIFTED"}
    assert client.post(sent.url, {**said, "keep": "1"}).status_code == 302
    page = client.get(sent.url)
    seen = {"seen": page.context["form"].initial["seen"], "apply": "1", **said}
    assert client.post(sent.url, seen).context["form"].errors.keys() == {"skip"}
    done = client.post(sent.url, {**seen, "skip": "on"})
    assert done.status_code == 302

    found = StatusImport.objects.get()
    assert found.counts == {
        "read": 6, "applied": 4, "duplicates": 1, "refused": 1, "left_out": 0
    }  # fmt: skip
    assert found.lines == []
    held = StatusPeriod.objects.order_by("id")
    assert {(s.pupil_id, s.category) for s in held} == {
        (children["a"].pk, "MULTI_CHILD"),
        (children["q"].pk, "MULTI_CHILD"),
        (children["d2"].pk, "MULTI_CHILD"),
        (children["q"].pk, "GIFTED"),
    }
    first = held[0]
    assert (first.basis_document, first.basis_number) == ("Анықтама", "7")
    assert AuditRow.objects.filter(verb="IMPORTED").count() == 1
    assert client.get(done.url).status_code == 200

    back = client.post(reverse("cards:list_back", args=[found.pid]))
    assert back.status_code == 302
    assert StatusPeriod.objects.known_at().count() == 0
    assert StatusPeriod.objects.count() == 4


def test_words_said_once_are_known_in_the_next_list(by, school, children):
    first = drafted(by, school, simple("Ахметов Бауыржан", sheet="Тізім"), category="")
    assert imports.planned(first, by)[0].flaw.code == "NO_CATEGORY"
    content = excel(("Тізім", [HEADS, ["Шахматшылар"], [1, "Ахметов Бауыржан", "5А", ""]]))
    draft = drafted(by, school, content)
    importing.answer_import(by=by, draft=draft, words={"шахматшылар": "GIFTED"}, rows={})
    importing.apply_import(by=by, draft=draft)
    content = excel(("Тізім", [HEADS, ["ШАХМАТШЫЛАР"], [1, "Қасенова Аружан", "7Ә", ""]]))
    (line,) = imports.planned(drafted(by, school, content), by)
    assert (line.fate.value, line.code) == ("OPEN", "GIFTED")


def test_a_demanded_basis_may_be_given_for_the_whole_file(by, school, children):
    content = simple("Ахметов Бауыржан", sheet="Тұл жетім")
    (line,) = imports.planned(drafted(by, school, content), by)
    assert line.flaw.code == "NO_DOCUMENT"
    draft = drafted(by, school, content, basis_document="Шешім", basis_on=SEPTEMBER)
    (line,) = imports.planned(draft, by)
    assert line.fate.value == "OPEN"


def test_a_closed_category_and_a_norm_out_of_force_are_refused(by, school, children):
    making.category(school=school, code="CLUB", name_kk="Үйірме", until=date(2026, 8, 31))
    (line,) = imports.planned(drafted(by, school, simple("Ахметов Бауыржан", sheet="Үйірме")), by)
    assert line.flaw.code == "CLOSED"
    (line,) = imports.planned(
        drafted(by, school, simple("Ахметов Бауыржан"), norm="Z040000591_"), by
    )
    assert line.flaw.code == "NORM"


def test_who_holds_it_already_is_a_duplicate(by, school, children):
    making.status(children["a"], "MULTI_CHILD")
    draft = drafted(by, school, simple("Ахметов Бауыржан", "Қасенова Аружан"))
    assert [one.fate.value for one in imports.planned(draft, by)] == ["HAS", "DOUBTFUL"]
    with pytest.raises(Refused, match="жол жоқ"):
        importing.apply_import(by=by, draft=draft)


def test_what_was_seen_is_what_is_written(by, school, children):
    draft = drafted(by, school, simple("Ахметов Бауыржан"))
    seen = imports.mark(imports.planned(draft, by))
    making.status(children["a"], "MULTI_CHILD")
    with pytest.raises(Refused):
        importing.apply_import(by=by, draft=draft, seen=seen)


def test_a_list_with_which_somebody_has_worked_is_not_taken_back(by, school, children):
    done = importing.apply_import(by=by, draft=drafted(by, school, simple("Ахметов Бауыржан")))
    status = StatusPeriod.objects.get()
    actions.end_status(by=by, status=status, until=date(2026, 10, 1))
    with pytest.raises(Refused):
        importing.withdraw_import(by=by, done=done)
    assert StatusPeriod.objects.filter(annulled_at__isnull=False).count() == 0


def test_only_pupils_in_sight_can_be_chosen_or_found(school, children):
    narrow = people.user("SOCIAL_PEDAGOGUE", school, grades=[7])
    draft = drafted(narrow, school, simple("Ахметов Бауыржан"))
    (line,) = imports.planned(draft, narrow)
    assert line.flaw.code == "NOBODY"
    rows = {"0": children["a"].pid}
    draft = importing.answer_import(by=narrow, draft=draft, words={}, rows=rows)
    assert draft.answers["rows"] == {}


def test_a_draft_is_its_authors_alone(client_of, by, school, children):
    draft = drafted(by, school, simple("Ахметов Бауыржан"))
    other = client_of()
    assert other.get(reverse("cards:list_preview", args=[draft.pid])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "бос"),
        ("a.xlsx", b"PK\x03\x04 nothing", "бүлінген"),
        ("a.docx", word("Тізім"), "кесте жоқ"),
        ("a.pdf", b"%PDF-1.4", "кесте емес"),
        ("a.xlsx", excel(("Бет", [["а", "б"], [1, 2]])), "атауы"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(client, name, content, said):
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("cards:list_import"), {"file": file})
    assert answer.status_code == 200
    assert said in answer.context["form"].errors["file"][0]
    assert StatusImport.objects.count() == 0


def test_five_hundred_rows_cost_few_queries(by, school, queries_of):
    names = []
    for number in range(500):
        one = pupils.pupil(school, f"Тегі{chr(1072 + number % 30)}{number // 30}", in_class="5А")
        names.append(f"{one.surname} {one.given}".replace("0", "о"))
    draft = drafted(by, school, simple(*names[:3]))
    few = queries_of(lambda: imports.planned(draft, by))
    assert few <= 10


def test_the_same_on_the_command_line(school, children, tmp_path, capsys):
    from django.core.management import call_command

    file = tmp_path / "list.xlsx"
    file.write_bytes(simple("Ахметов Бауыржан", "Ахметов Б.", "Жоқ Бала"))
    options = {"since": SEPTEMBER, "format": "json"}
    call_command("import_statuses", file, dry_run=True, **options)
    told = json.loads(capsys.readouterr().out)
    assert [row["why"] for row in told["rows"]] == ["", "INITIALS", "NOBODY"]
    assert StatusPeriod.objects.count() == StatusImport.objects.count() == 0
    call_command("import_statuses", file, **options)
    assert StatusPeriod.objects.get().pupil == children["a"]
    assert StatusImport.objects.get().counts["left_out"] == 1
