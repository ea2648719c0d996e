"""From a draft to a receipt: the school's side, the department's, nobody else's."""

import io
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.actions import annul_status
from tirek.handover import actions, queries
from tirek.handover.childfile import part as child_part
from tirek.handover.erasing import erase
from tirek.handover.models import Opened, Package, PackageFile
from tirek.handover.panels import notices
from tirek.handover.tests import making
from tirek.journal.models import Entry
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def town(school):
    return making.town(school)


@pytest.fixture
def client(town, client_of):
    return client_of()


@pytest.fixture
def expert(town):
    signed = Client()
    signed.force_login(town["expert"])
    return signed


def url(name, package):
    return reverse(f"handover:{name}", args=[package.pid])


FORM = {
    "as_of": "20.11.2026",
    "language": "kk",
    "lists": ["ORPHANS"],
    "passports": "on",
    "school_passport": "on",
    "aggregates": "on",
    "threshold": "5",
    "to": "DEPARTMENT",
    "basis_document": "Бөлімнің хаты",
    "basis_on": "02.11.2026",
}


def test_the_whole_way(client, expert, town, school):
    assert client.get(reverse("handover:packages")).status_code == 200
    assert client.get(reverse("handover:new_package")).status_code == 200
    sent = client.post(reverse("handover:new_package"), FORM, follow=True)
    assert sent.status_code == 200, sent.context["form"].errors
    package = Package.objects.get()
    assert "5А" in sent.content.decode()
    assert expert.get(url("received_package", package)).status_code == 404
    client.post(url("seal", package), follow=True)
    package.refresh_from_db()
    assert (package.state, package.number) == ("SEALED", "ҚББ-2026-01")
    assert [one.named for one in package.parts.all()] == [True, True, False, False]
    assert expert.get(url("received_package", package)).status_code == 404
    client.post(url("send", package), {"way": "TIREK"})
    package.refresh_from_db()
    assert package.entry.kind == "HANDOVER"
    assert package.number in expert.get(reverse("handover:received")).content.decode()
    page = expert.get(url("received_package", package)).content.decode()
    assert "Ақтаев" not in page
    taken = expert.get(url("received_file", package))
    content = b"".join(taken.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == 2 + 2 * 4
    expert.post(url("ask", package), {"text": "Тізім толық па?"})
    client.post(url("answer", package), {"text": "Иә."})
    expert.post(url("confirm", package))
    package.refresh_from_db()
    assert (package.state, package.received_by) == ("RECEIVED", town["expert"])
    seen = client.get(url("package", package)).content.decode()
    for words in ("Тізім толық па?", "Иә.", str(town["expert"])):
        assert words in seen
    assert [one.file for one in Opened.objects.order_by("id")] == [False, True]
    reads = AuditRow.objects.filter(by=town["expert"], thing="handover.received")
    assert {"READ", "EXPORTED"} <= set(reads.values_list("verb", flat=True))


def test_a_sealed_package_never_changes(client, town, school):
    package = making.package(school, client.user)
    before = PackageFile.objects.get().sha256
    annul_status(by=client.user, status=town["orphan"].statuses.get(), reason="қате")
    assert actions.is_whole(package)
    assert actions.digest_of(package) == before
    assert package.figures["ORPHAN"]["pupils"] == 1
    assert client.get(url("change_package", package)).status_code == 404
    with pytest.raises(Refused):
        actions.seal_package(by=client.user, package=package)


def test_a_file_that_was_changed_is_not_given(client, expert, school):
    package = making.package(school, client.user)
    kept = PackageFile.objects.get()
    default_storage.delete(kept.file.name)
    default_storage.save(kept.file.name, ContentFile(b"PK"))
    assert client.get(url("package_file", package)).status_code == 302
    assert expert.get(url("received_file", package)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"as_of": "01.12.2026"}, "as_of"),
        ({"to": "OTHER", "recipient": ""}, "recipient"),
        ({"basis_document": ""}, "basis_document"),
        ({"basis_on": "01.12.2026"}, "basis_on"),
        ({"movement": "қазан"}, "movement"),
        ({"threshold": "1"}, "threshold"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, change, field):
    answer = client.post(reverse("handover:new_package"), {**FORM, **change})
    assert field in answer.context["form"].errors
    assert not Package.objects.exists()


def test_an_empty_package_is_refused(client):
    answer = client.post(
        reverse("handover:new_package"),
        {key: FORM[key] for key in ("as_of", "language", "threshold", "to")},
    )
    assert "lists" in answer.context["form"].errors


def test_counts_without_names_need_no_basis(client, school):
    only = {**making.WANTS, "lists": [], "passports": False}
    made = making.package(school, client.user, "SEALED", wants=only, basis_document="")
    assert not any(one.named for one in made.parts.all())


def test_a_package_on_paper_with_its_receipt(client, expert, school):
    package = making.package(school, client.user, "SEALED")
    client.post(url("send", package), {"way": "PAPER"})
    assert expert.get(url("received_package", package)).status_code == 404
    letter = client.get(reverse("handover:letter", args=[package.pid, "docx"]))
    assert letter.status_code == 200
    client.post(url("receipt", package), {"on": "01.01.2026", "name": "Сарапшы"})
    package.refresh_from_db()
    assert package.state == "SENT"
    client.post(url("receipt", package), {"on": "23.11.2026", "name": "Сарапшы", "number": "7"})
    package.refresh_from_db()
    assert (package.state, package.receipt_name) == ("RECEIVED", "Сарапшы")


def test_a_withdrawn_package_is_closed_to_the_department(client, expert, school):
    package = making.package(school, client.user)
    client.post(url("withdraw", package), {"reason": ""})
    package.refresh_from_db()
    assert package.state == "SENT"
    client.post(url("withdraw", package), {"reason": "қате күн"})
    package.refresh_from_db()
    assert package.state == "WITHDRAWN"
    assert Entry.objects.get(kind="HANDOVER").state == "ANNULLED"
    assert package.number in expert.get(reverse("handover:received")).content.decode()
    for name in ("received_package", "received_file"):
        assert expert.get(url(name, package)).status_code == 404
    assert client.get(url("package", package)).status_code == 200


def test_another_department_sees_nothing(client, school):
    package = making.package(school, client.user)
    stranger = people.user("DEPARTMENT_EXPERT", None, department=people.department(code="басқа"))
    other = Client()
    other.force_login(stranger)
    assert package.number not in other.get(reverse("handover:received")).content.decode()
    for name in ("received_package", "received_file"):
        assert other.get(url(name, package)).status_code == 404
    for name in ("confirm", "ask"):
        assert other.post(url(name, package), {"text": "x"}).status_code == 404


def test_the_year_before_stands_beside(client, school):
    last = making.package(school, client.user, as_of=date(2025, 11, 1))
    now = making.package(school, client.user, "DRAFT")
    day, figures, found = queries.before(now)
    assert (day, found) == (date(2025, 11, 1), last)
    lines = {one.category and one.category.code: one for one in queries.differences(now, figures)}
    assert (lines["ORPHAN"].now, lines["ORPHAN"].before, lines["ORPHAN"].change) == (1, 0, 1)


def test_the_desk_says_what_is_waited_for(client, school, rf, django_assert_max_num_queries):
    making.package(school, client.user)
    request = rf.get("/")
    request.user, request.school = people.anew(client.user), school
    with django_assert_max_num_queries(3):
        assert len(notices(request)) == 1
    request.user = people.user("CLASS_TEACHER", school)
    assert notices(request) == []


def test_an_erased_child_is_in_no_kept_file(client, expert, town, school):
    package = making.package(school, client.user)
    assert child_part(town["orphan"], client.user, "kk").blocks[0].rows
    assert erase([town["orphan"]], date(2026, 11, 23)) == {"packages": 1}
    package.refresh_from_db()
    kept = PackageFile.objects.get()
    assert package.emptied_on == date(2026, 11, 23)
    assert kept.sha256
    assert not kept.file
    assert client.get(url("package", package)).status_code == 200
    assert expert.get(url("received_file", package)).status_code == 404
    assert child_part(town["orphan"], client.user, "kk") is None


def test_the_command_looks_a_package_through(client, school, tmp_path):
    making.package(school, client.user)
    kept = PackageFile.objects.get()
    path = tmp_path / "package.zip"
    path.write_bytes(kept.file.read())
    out = StringIO()
    call_command("check_package", path, stdout=out)
    assert "ҚББ-2026-01" in out.getvalue()
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CommandError):
        call_command("check_package", path)


def test_a_package_of_many_classes_costs_its_page_no_more_queries(client, school, queries_of):
    one = making.package(school, client.user)
    few = queries_of(lambda: client.get(url("package", one)))
    for letter in "БВГДЕ":
        pupils.pupil(school, in_class=f"6{letter}")
    two = making.package(school, client.user, "SENT", as_of=date(2026, 11, 21))
    assert queries_of(lambda: client.get(url("package", two))) <= few


def test_a_new_package_names_nobody_until_that_is_ticked(client):
    initial = client.get(reverse("handover:new_package")).context["form"].initial
    assert not initial.get("lists")
    assert not initial.get("passports")
