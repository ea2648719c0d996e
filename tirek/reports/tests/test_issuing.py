"""Papers: issued once, frozen, serving the plan; shown to those who may see them and no others."""

import json
import uuid
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document as read_docx

from tests.worlds import world
from tirek.access.models import AuditRow, School
from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.cards.actions import annul_status
from tirek.cards.models import StatusPeriod
from tirek.journal.models import Entry
from tirek.office.document import as_json, from_json
from tirek.office.files import written
from tirek.reports.actions import issue_document
from tirek.reports.models import IssuedDocument
from tirek.school.models import SchoolClass
from tirek.schoolfile.load import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def filled():
    """A random school with a plan row that asks for a passport of every class."""
    data = world(5)
    data["plans"][2]["rows"].append(
        {
            "code": "S3.2",
            "term": {"months": [9, 10, 11]},
            "unit": "CLASS",
            "evidence": ["PASSPORT"],
            "text": {"kk": "Паспорт"},
        }
    )
    load(data)
    return School.objects.get()


def issue(by, school, **options):
    return issue_document(
        by=by,
        school=school,
        name="class-passport",
        options={"class": "6А", **options},
        language="kk",
    )


def test_an_issued_passport_serves_the_plan_and_never_changes(filled):
    by = making.user("SOCIAL_PEDAGOGUE", filled)
    first = issue(by, filled)
    assert first.number == "6А-2026-01"
    assert issue(by, filled).number == "6А-2026-02"
    entry = Entry.objects.get(kind="PASSPORT", text="№ 6А-2026-01")
    assert [row.code for row in entry.rows.all()] == ["S3.2"]
    assert [link.school_class.name for link in entry.about_classes.all()] == ["6А"]
    assert AuditRow.objects.filter(verb="ISSUED").count() == 2

    frozen = json.loads(json.dumps([first.figures, first.content]))
    status = StatusPeriod.objects.known_at().on(date(2026, 11, 23)).first()
    for one in StatusPeriod.objects.known_at():
        annul_status(by=by, status=one, reason="қате")
    assert status is not None
    first.refresh_from_db()
    assert [first.figures, first.content] == frozen
    client = making_client(by)
    page = client.get(reverse("reports:issued", args=[first.pid]))
    assert page.context["changed"]
    file = client.get(reverse("reports:issued_file", args=[first.pid, "docx"]))
    text = "\n".join(p.text for p in read_docx(BytesIO(file.content)).paragraphs)
    assert "6А сыныбының әлеуметтік паспорты" in text


def making_client(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


def test_the_same_figures_as_known_at_its_moment(filled):
    from tirek.reports.queries import class_passport

    by = making.user("SOCIAL_PEDAGOGUE", filled)
    paper = issue(by, filled)
    for one in StatusPeriod.objects.known_at():
        annul_status(by=by, status=one, reason="қате")
    then = class_passport(filled, "6А", paper.as_of, paper.known_at)
    assert then == paper.figures
    assert class_passport(filled, "6А", paper.as_of) != paper.figures


def test_a_day_to_come_and_an_unknown_class_are_refused(filled):
    by = making.user("SOCIAL_PEDAGOGUE", filled)
    for options, field in (({"as_of": "2027-01-01"}, "as_of"), ({"class": "9Я"}, "class")):
        with pytest.raises(Refused) as caught:
            issue(by, filled, **options)
        assert caught.value.field == field
    assert not IssuedDocument.objects.exists()
    assert not Entry.objects.filter(kind="PASSPORT").exists()


def test_a_form_sent_twice_issues_once(filled):
    client = making_client(making.user("SOCIAL_PEDAGOGUE", filled))
    pid = SchoolClass.objects.get(name="6А").pid
    form = {"class": pid, "as_of": "2026-11-23", "form_key": str(uuid.uuid4())}
    url = reverse("reports:issue", args=["class-passport"])
    first, second = client.post(url, form), client.post(url, form)
    assert first.url == second.url
    assert IssuedDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "page", "issuing"),
    [
        ("SOCIAL_PEDAGOGUE", 200, 302),
        ("DEPUTY_DIRECTOR", 200, 403),
        ("DIRECTOR", 200, 403),
        ("CLASS_TEACHER", 404, 403),
        ("PSYCHOLOGIST", 403, 403),
        ("NURSE", 403, 403),
        ("CANTEEN", 403, 403),
        ("ADMINISTRATOR", 403, 403),
    ],
)
def test_doors(filled, role, page, issuing):
    client = making_client(making.user(role, filled))
    school_class = SchoolClass.objects.get(name="6А")
    assert (
        client.get(reverse("reports:class_passport", args=[school_class.pid])).status_code == page
    )
    url = reverse("reports:issue", args=["class-passport"])
    assert client.post(url, {"class": school_class.pid}).status_code == issuing
    files = reverse("reports:download", args=["class-passport", "docx"])
    if page == 200:
        assert client.get(f"{files}?class={school_class.pid}").status_code == 200


def test_a_class_teacher_sees_the_own_class_only(filled):
    client = making_client(making.user("CLASS_TEACHER", filled, classes=["6А"]))
    own = SchoolClass.objects.get(name="6А", school_year__year=2026)
    other = SchoolClass.objects.get(name="5Ә")
    assert client.get(reverse("reports:class_passport", args=[own.pid])).status_code == 200
    assert client.get(reverse("reports:class_passport", args=[other.pid])).status_code == 404
    assert client.get(reverse("reports:school_passport")).status_code == 404
    assert (
        client.get(reverse("reports:download", args=["school-passport", "pdf"])).status_code == 404
    )
    page = client.get(reverse("reports:documents"))
    assert [one.name for one in page.context["classes"]] == ["6А"]


def test_nobody_from_another_school(filled):
    stranger = making_client(making.user("SOCIAL_PEDAGOGUE", making.school()))
    paper = issue(making.user("SOCIAL_PEDAGOGUE", filled), filled)
    for name, args in (
        ("class_passport", [SchoolClass.objects.get(name="6А").pid]),
        ("issued", [paper.pid]),
        ("issued_file", [paper.pid, "pdf"]),
    ):
        assert stranger.get(reverse(f"reports:{name}", args=args)).status_code == 404


def test_a_document_frozen_and_thawed_is_the_same(filled):
    from tirek.office.reports import reports

    for name, options in (("class-passport", {"class": "6А"}), ("school-passport", {})):
        document = reports()[name].build(filled, options, "ru", None)
        again = from_json(json.loads(json.dumps(as_json(document))))
        assert as_json(again) == as_json(document)
        assert written(again, "pdf")


@pytest.mark.parametrize(
    "arguments",
    [
        ["class-passport"],
        ["class-passport", "--out", "{}/a.docx"],
        ["class-passport", "--out", "{}/a.docx", "--class", "9Я"],
        ["class-passport", "--out", "{}/a.exe", "--class", "6А"],
        ["class-passport", "--out", "{}/a.docx", "--class", "6А", "--lang", "de"],
        ["class-passport", "--out", "{}/a.docx", "--class", "6А", "--as-of", "31.02.2026"],
        ["class-passport", "--out", "{}/no/such/a.docx", "--class", "6А"],
        ["class-passport", "--out", "{}/a.docx", "--class", "6А", "--school", "77"],
        ["list", "--out", "{}", "--category", "ORPHAN", "--format", "json"],
        ["list", "--out", "{}/a.json", "--category", "PIRATE"],
        ["movement", "--out", "{}/a.json", "--class", "6А", "--month", "2026-13"],
        ["zodiac", "--out", "{}/a.json"],
    ],
)
def test_wrong_options_end_with_code_2_and_a_sentence(filled, tmp_path, arguments):
    with pytest.raises(CommandError) as caught:
        call_command("report", *[one.replace("{}", str(tmp_path)) for one in arguments])
    assert caught.value.returncode == 2
    assert str(caught.value)
    assert not list(tmp_path.iterdir())


def test_the_folder_one_stands_in_is_no_file(filled, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as caught:
        call_command("report", "list", "--out", ".", "--category", "ORPHAN", "--format", "json")
    assert caught.value.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_folder_without_permission_is_said_and_the_earlier_file_stays(
    filled, tmp_path, monkeypatch
):
    def forbidden(*args):
        raise PermissionError(13, "Permission denied")

    out = tmp_path / "a.json"
    out.write_text("earlier")
    monkeypatch.setattr("pathlib.Path.write_bytes", forbidden)
    with pytest.raises(CommandError) as caught:
        call_command("report", "list", "--out", str(out), "--category", "ORPHAN")
    assert caught.value.returncode == 2
    assert "Permission denied" in str(caught.value)
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_text() == "earlier"


def test_the_list_of_reports():
    out = StringIO()
    call_command("report", "--list", stdout=out)
    for name in ("class-passport", "school-passport", "list", "movement", "housing-act"):
        assert name in out.getvalue()


def test_the_number_of_queries_does_not_grow(filled, queries_of, django_assert_max_num_queries):
    client = making_client(making.user("SOCIAL_PEDAGOGUE", filled))
    url = reverse("reports:class_passport", args=[SchoolClass.objects.get(name="6А").pid])
    client.get(url)
    with django_assert_max_num_queries(22 + making.OF_THE_AUDIT):
        client.get(url)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "31.02.2026"])
def test_days_nobody_can_mean_are_said_to_be_wrong(filled, day):
    client = making_client(making.user("SOCIAL_PEDAGOGUE", filled))
    pid = SchoolClass.objects.get(name="6А").pid
    for url in (
        reverse("reports:class_passport", args=[pid]),
        reverse("reports:school_passport"),
    ):
        answer = client.get(url, {"on": day})
        assert answer.status_code == 200
        assert day in answer.context["wrong"]


def test_children_without_basis_cost_one_query(filled):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = making_client(making.user("SOCIAL_PEDAGOGUE", filled))
    url = reverse("reports:class_passport", args=[SchoolClass.objects.get(name="6А").pid])
    StatusPeriod.objects.update(basis_document="", basis_number="")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(url)
    assert page.context["no_basis"] == list(page.context["passport"].named) != []
    bare = [q for q in asked.captured_queries if '"basis_document" = ' in q["sql"]]
    assert len(bare) == 1


def test_a_paper_of_no_class_in_particular_leads_to_all_papers(client_of):
    client = client_of("SOCIAL_PEDAGOGUE")
    for name in ("open_passport", "open_movement"):
        answer = client.get(reverse(f"reports:{name}"))
        assert answer["Location"] == reverse("reports:documents")
        assert client.get(reverse(f"reports:{name}"), {"class": "nothing"}).status_code == 404
