"""The import in the browser: three steps, and who may not."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.school.models import Pupil, RosterImport
from tirek.school.tests import making, rosters
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

LIST = (
    ["Сейт Әсел", "5A", "14.03.2015", "", "Бұлақ к-сі, 7-үй"],
    ["Омар Дамир", "5Ә", "31.02.2016", "", "=1+1"],
)


@pytest.fixture
def client(school, client_of):
    years.school_year(school, 2026)
    return client_of()


def send(client, content, name="тізім.csv", **more):
    sent = {"file": SimpleUploadedFile(name, content), "since": "01.09.2026", **more}
    return client.post(reverse("school:import"), sent)


def sent(client, *rows):
    answer = send(client, rosters.text([rosters.HEAD, *rows]), open_classes="on")
    assert answer.status_code == 302
    return RosterImport.objects.get(state="DRAFT")


def url(name, found):
    return reverse(f"school:{name}", args=[found.pid])


def apply(client, found, **answers):
    shown = client.get(url("import_preview", found))
    seen = shown.context["form"].initial["seen"]
    return client.post(url("import_preview", found), {"seen": seen, **answers})


def test_three_steps(client):
    assert client.get(reverse("school:import")).status_code == 200
    found = sent(client, *LIST)
    page = client.get(url("import_preview", found)).content.decode()
    assert "C3" in page
    assert "31.02.2016" in page
    assert not Pupil.objects.exists()
    assert apply(client, found).context["form"].errors  # not agreed to leave a row out
    assert not Pupil.objects.exists()
    assert apply(client, found, skip="on").status_code == 302
    assert [p.full_name for p in Pupil.objects.all()] == ["Сейт Әсел"]
    found.refresh_from_db()
    assert found.state == "APPLIED"
    result = client.get(url("import_preview", found)).content.decode()
    assert url("import_take_back", found) in result
    assert client.post(url("import_take_back", found)).status_code == 302
    found.refresh_from_db()
    assert found.state == "WITHDRAWN"
    assert client.get(url("import_preview", found)).status_code == 200
    assert client.get(reverse("school:import")).status_code == 200


def test_sent_twice_counts_once(client):
    found = sent(client, LIST[0])
    seen = client.get(url("import_preview", found)).context["form"].initial["seen"]
    for _time in range(2):
        client.post(url("import_preview", found), {"seen": seen})
    assert Pupil.objects.count() == 1


def test_what_changed_meanwhile_is_shown_again(client, school):
    found = sent(client, LIST[0])
    seen = client.get(url("import_preview", found)).context["form"].initial["seen"]
    making.pupil(school, "Сейт", "Әсел", born_on=None, in_class="5А")
    answer = client.post(url("import_preview", found), {"seen": seen}, follow=True)
    assert Pupil.objects.count() == 1
    assert answer.context["form"].initial["seen"] != seen


@pytest.mark.parametrize("show", ["REFUSED", "NEW", "SAME", "x", ""])
def test_figures_filter(client, show):
    found = sent(client, *LIST)
    answer = client.get(url("import_preview", found), {"show": show})
    assert len(answer.context["lines"]) == {"REFUSED": 1, "NEW": 1, "SAME": 0}.get(show, 2)


def test_refused_rows_as_excel(client):
    found = sent(client, *LIST)
    answer = client.get(url("import_refused", found))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert head[:5] == rosters.HEAD
    assert row[:5] == ["Омар Дамир", "5Ә", "31.02.2016", None, "=1+1"]
    assert row[5] == 3
    assert sheet["E2"].data_type == "s"  # no formula
    again = send(client, answer.content, "refused.xlsx", open_classes="on")
    assert again.status_code == 302


def test_the_sample_is_a_list(client):
    answer = client.get(reverse("school:import_sample"))
    sent_back = send(client, answer.content, "x.xlsx")
    assert sent_back.context["form"].errors  # headings are known, there is nobody under them
    assert "file" in sent_back.context["form"].errors


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04", "а;б\nв;г".encode()])
def test_a_bad_file_is_said_at_its_field(client, content):
    answer = send(client, content)
    assert answer.context["form"].errors
    assert answer.context["form"].errors["file"]
    assert not RosterImport.objects.exists()


def test_a_day_that_is_not_there(client):
    answer = send(client, rosters.text([rosters.HEAD, LIST[0]]), since="31.02.2026")
    assert answer.context["form"].errors


def test_only_the_last_draft_is_kept(client):
    first = sent(client, LIST[0])
    second = sent(client, LIST[0])
    assert first.pid != second.pid
    assert not first.file.storage.exists(first.file.name)


def test_without_a_school_year(school, client_of):
    assert client_of().get(reverse("school:import")).status_code == 200


def test_strangers(client, client_of, school):
    found = sent(client, LIST[0])
    elsewhere = client_of("SOCIAL_PEDAGOGUE", people.school())
    for name in ("import_preview", "import_refused"):
        assert elsewhere.get(url(name, found)).status_code == 404
        assert client_of("CLASS_TEACHER").get(url(name, found)).status_code == 403
    assert elsewhere.post(url("import_take_back", found)).status_code == 404
