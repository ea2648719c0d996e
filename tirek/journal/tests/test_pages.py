import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.journal import kinds
from tirek.journal.models import Attachment, Entry, State
from tirek.journal.tests import making
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


@pytest.fixture
def me(school):
    return people.user(Role.SOCIAL_PEDAGOGUE, school, full_name="Сәуле Бекболатова", language="en")


@pytest.fixture
def page(client, me):
    client.force_login(me)

    def get(url, **query):
        return client.get(url, query)

    return get


@pytest.fixture
def send(client, me):
    client.force_login(me)

    def post(url, **data):
        return client.post(url, {"form_key": str(uuid.uuid4()), **data})

    return post


def words(response, status=200):
    assert response.status_code == status
    return response.content.decode()


NEW = "/journal/new/"
GIFT = {"kind": "AID_GIVEN", "topic": "NEW_YEAR", "on": "23.11.2026"}


# --- recording


def test_every_kind_i_may_record_has_a_line_to_its_form(page):
    text = words(page(NEW, next="/plans/"))
    of_the_journal = [one for one in kinds.kinds().values() if one.form == "journal:new"]
    assert text.count("/journal/new/?kind=") == len(of_the_journal)
    assert "/visits/" in text
    assert "next=%2Fplans%2F" in text


def test_who_may_record_one_kind_is_not_asked_which(client, school):
    client.force_login(people.user(Role.MENTOR, school))
    answer = client.get(reverse("journal:new"), {"next": "/"})
    assert answer.status_code == 302
    assert "kind=REGISTER_MEASURE" in answer["Location"]
    assert "next=" in answer["Location"]


def test_one_entry_about_many_counts_once_when_sent_twice(send, school):
    children = pupils.pupils(school, 3, in_class="5А")
    data = GIFT | {"pupil": [c.pid for c in children[:2]], "form_key": str(uuid.uuid4())}
    first = send(NEW, **data, next="/")
    again = send(NEW, **data, next="/")
    assert first.url == again.url == "/"
    entry = Entry.objects.get()
    assert {link.pupil for link in entry.about_pupils.all()} == set(children[:2])
    assert (entry.topic, entry.state) == ("NEW_YEAR", State.DONE)


def test_a_row_of_pupils_is_not_named_and_a_row_of_the_school_is(send, page, school):
    child = pupils.pupil(school, in_class="5А")
    assert "Ә\u00a06.3" in words(page(NEW, kind="AID_GIVEN", row="S6.3", unit="PUPIL"))
    send(NEW, **GIFT, pupil=child.pid, row="S6.3", unit="PUPIL")
    assert not Entry.objects.get().rows.exists()
    send(NEW, kind="EVENT", topic="AIDS_DAY", on="23.11.2026", row="S6.1", unit="SCHOOL")
    assert [r.code for r in Entry.objects.get(kind="EVENT").rows.all()] == ["S6.1"]


def test_the_last_day_that_counts_for_the_row_is_said(page, send):
    asked = {"kind": "EVENT", "row": "S6.1", "unit": "SCHOOL", "until": "2026-11-01"}
    assert "01.11.2026" in words(page(NEW, **asked))
    assert "01.11.2026" in words(send(NEW, **asked, on="31.02.2026"))
    assert "no later than" not in words(page(NEW, **{**asked, "until": "nonsense"}))


def test_a_draft_is_kept_gone_on_with_and_finished(send, page, school):
    child = pupils.pupil(school, "Сағындық", "Дамир", in_class="5А")
    other = pupils.pupil(school, in_class="5А")
    response = send(NEW, kind="LEISURE", on="20.11.2026", pupil=child.pid, text="Үй", state="DRAFT")
    entry = Entry.objects.get()
    assert response.url == reverse("journal:entry", args=[entry.pid])
    draft = reverse("journal:draft", args=[entry.pid])
    text = words(page(draft))
    assert "Сағындық Дамир" in text
    assert "20.11.2026" in text
    send(draft, kind="LEISURE", on="21.11.2026", pupil=other.pid, text="Үйірме", state="DONE")
    entry.refresh_from_db()
    assert (entry.state, entry.text, entry.on) == (State.DONE, "Үйірме", date(2026, 11, 21))
    assert [link.pupil for link in entry.about_pupils.all()] == [other]
    assert page(draft).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"on": "24.11.2026"}, "Enter today&#x27;s date or an earlier one."),
        ({"on": "31.02.2026"}, "There is no such date."),
        ({"pupil": []}, "State whom the entry is about."),
        ({"topic": "NOTHING"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(send, school, given, said):
    child = pupils.pupil(school, "Сағындық", "Дамир", in_class="5А")
    text = words(send(NEW, **{**GIFT, "pupil": child.pid, "text": "Қызыл доп", **given}))
    assert said in text
    assert "Қызыл доп" in text
    assert ("Сағындық Дамир" in text) is ("pupil" not in given)
    assert not Entry.objects.exists()


def test_strangers_cannot_be_written_about(send, school):
    stranger = pupils.pupil(people.school(), in_class="5А")
    send(NEW, **GIFT, pupil=stranger.pid)
    assert not Entry.objects.exists()


def test_an_address_outside_is_not_gone_to(send, school):
    child = pupils.pupil(school, in_class="5А")
    response = send(NEW, **GIFT, pupil=child.pid, next="https://example.com/")
    assert response.url.startswith("/journal/")


def test_pupils_are_found_by_name_and_those_ticked_stay(send, school):
    ticked = pupils.pupil(school, "Оспан", "Аяулым", in_class="5А")
    pupils.pupil(school, "Сағындық", "Дамир", in_class="6А")
    pupils.pupil(people.school(), "Сағындық", "Басқа", in_class="6А")
    text = words(send(NEW, **GIFT, pupil=ticked.pid, find="1", q="сағын", text="Доп"))
    assert "Оспан Аяулым" in text
    assert "Сағындық Дамир" in text
    assert "Басқа" not in text
    assert text.count("checked") == 1
    assert "Доп" in text
    assert not Entry.objects.exists()


def test_a_class_is_listed_and_those_due_are_ticked(send, page, school, settings):
    children = pupils.pupils(school, 3, in_class="5А")
    pupils.pupil(school, in_class="6А")
    one = pupils.school_class(school, "5А")
    url = f"{NEW}?kind=AID_GIVEN&row=S6.3&unit=PUPIL"
    assert words(send(url, **GIFT, show="class", of_class=one.pid)).count('name="pupil"') == 3
    assert words(send(url, **GIFT, show="all", of_class=one.pid)).count("checked") == 3
    settings.PUPILS_DUE = f"{__name__}.first_due"
    first_due.ids = frozenset({children[0].pk})
    shown = words(page(NEW, kind="AID_GIVEN", row="S6.3", unit="PUPIL"))
    assert (shown.count('name="pupil"'), shown.count("checked")) == (1, 1)
    shown = words(page(NEW, **{"kind": "AID_GIVEN", "row": "S6.3", "class": one.pid}))
    assert (shown.count('name="pupil"'), shown.count("checked")) == (3, 1)


def first_due(school, row, day):
    return first_due.ids if row == "S6.3" else frozenset()


def test_htmx_gets_the_people_alone(client, me, school):
    client.force_login(me)
    pupils.pupil(school, "Сағындық", "Дамир", in_class="6А")
    text = words(client.post(NEW, GIFT | {"find": "1", "q": "сағ"}, headers={"HX-Request": "true"}))
    assert text.lstrip().startswith("<fieldset")
    assert "Сағындық Дамир" in text


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        (Role.SOCIAL_PEDAGOGUE, "PROTECTION_CASE", 200),
        (Role.NURSE, "CHECKUP", 200),
        (Role.NURSE, "CONSULTATION", 403),
        (Role.CLASS_TEACHER, "PARENT_CONTACT", 200),
        (Role.CLASS_TEACHER, "AID_GIVEN", 403),
        (Role.PSYCHOLOGIST, "OBSERVATION", 200),
        (Role.DIRECTOR, "EVENT", 403),
        (Role.LIBRARIAN, "TEXTBOOK_ISSUE", 403),
        (Role.SOCIAL_PEDAGOGUE, "NOTHING", 404),
    ],
)
def test_who_may_record_what(client, school, role, kind, status):
    client.force_login(people.user(role, school))
    assert client.get(NEW, {"kind": kind}).status_code == status


# --- an entry


@pytest.fixture
def child(school):
    return pupils.pupil(school, "Сағындық", "Дамир", in_class="5А")


def at(name, entry):
    return reverse(f"journal:{name}", args=[entry.pid])


def test_the_page_of_an_entry_and_its_correction(page, send, school, me, child):
    entry = making.entry(school, author=me, pupils=[child], text="Анасымен сөйлестім", rows=["C4"])
    text = words(page(at("entry", entry)))
    for part in ("Contact with parents", "Анасымен сөйлестім", "Сағындық Дамир", "С\u00a04"):
        assert part in text
    response = send(at("correct", entry), on="11.11.2026", text="Әкесімен сөйлестім")
    newer = Entry.objects.counting().get()
    assert response.url == at("entry", newer)
    assert "Әкесімен" in words(page(response.url))
    old = words(page(at("entry", entry)))
    assert "Анасымен" in old
    assert at("entry", newer) in old
    assert at("correct", entry) not in old


def test_an_entry_is_annulled_with_a_reason(page, send, school, me, child):
    entry = making.entry(school, author=me, pupils=[child])
    assert "This field is required" in words(send(at("annul", entry), reason=" "))
    send(at("annul", entry), reason="екі рет жазылды")
    entry.refresh_from_db()
    assert entry.state == State.ANNULLED
    assert "екі рет жазылды" in words(page(at("entry", entry)))
    assert send(at("annul", entry), reason="тағы").status_code == 403


def test_what_is_closed_shows_that_it_took_place_and_nothing_else(page, client, school, child):
    author = people.user(Role.PSYCHOLOGIST, school, full_name="А. Қасымова")
    entry = making.entry(school, "CONSULTATION", author=author, pupils=[child], text="ҚҰПИЯ")
    for url in (at("entry", entry), reverse("journal:journal")):
        text = words(page(url))
        assert "А. Қасымова" in text
        assert "ҚҰПИЯ" not in text
    for name in ("correct", "annul"):
        assert page(at(name, entry)).status_code == 403
    assert (
        "А. Қасымова" not in words(page(reverse("journal:journal"), q="ҚҰПИЯ")).split("</form>")[-1]
    )
    client.force_login(author)
    assert "ҚҰПИЯ" in words(client.get(at("entry", entry)))
    assert AuditRow.objects.filter(verb="READ", by=author, thing_id=entry.pid).count() == 1


def test_names_of_children_one_does_not_see_are_left_out(client, school, child):
    other = pupils.pupil(school, "Жасырын", "Бала", in_class="6А")
    entry = making.entry(school, "EVENT", pupils=[child, other])
    client.force_login(people.user(Role.CLASS_TEACHER, school, classes=["5А"]))
    for url in (at("entry", entry), reverse("journal:journal")):
        text = words(client.get(url))
        assert "Сағындық" in text
        assert "Жасырын" not in text


def test_what_one_does_not_see_is_not_there(client, school, child):
    entry = making.entry(school, pupils=[child])
    client.force_login(people.user(Role.CLASS_TEACHER, school, classes=["6А"]))
    for name in ("entry", "correct", "annul", "draft"):
        assert client.get(at(name, entry)).status_code == 404
    for name in ("sign", "attach"):
        assert client.post(at(name, entry)).status_code == 404


# --- files

PDF = b"%PDF-1.7\n1 0 obj"


def upload(content=PDF, name="Шешім.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_file_is_kept_by_its_hash_and_given_to_keep(page, send, school, me, child):
    entry = making.entry(school, author=me, pupils=[child])
    other = making.entry(school, author=me, pupils=[child])
    for one in (entry, other):
        assert send(at("attach", one), file=upload()).status_code == 302
    first, second = Attachment.objects.order_by("pk")
    assert (first.type, first.size, first.name) == ("application/pdf", len(PDF), "Шешім.pdf")
    assert first.file.name == second.file.name == f"attachments/{first.sha256[:2]}/{first.sha256}"
    response = page(reverse("journal:file", args=[first.pid]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert "Шешім.pdf" in words(page(at("entry", entry)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>", "This kind of file is not accepted"),
        (b"MZ\x90", "This kind of file is not accepted"),
        (b"PK\x03\x04nothing", "This kind of file is not accepted"),
        (PDF + b"0" * (20 * 1024 * 1024), "larger than 20"),
        (b"", "empty"),
    ],
)
def test_other_files_are_refused(send, school, me, child, content, said):
    entry = making.entry(school, author=me, pupils=[child])
    assert said in words(send(at("attach", entry), file=upload(content)))
    assert not Attachment.objects.exists()


def test_a_file_of_a_closed_entry_is_its_authors(client, page, school, child):
    author = people.user(Role.PSYCHOLOGIST, school)
    entry = making.entry(school, "CONSULTATION", author=author, pupils=[child])
    client.force_login(author)
    client.post(at("attach", entry), {"file": upload()})
    url = reverse("journal:file", args=[Attachment.objects.get().pid])
    assert client.get(url).status_code == 200
    client.force_login(people.user(Role.SOCIAL_PEDAGOGUE, school))
    assert client.get(url).status_code == 404


# --- the list


def test_the_list_is_filtered(page, school, me, child):
    other = people.user(Role.PSYCHOLOGIST, school, full_name="Б. Басқа")
    making.entry(school, author=me, pupils=[child], on=date(2026, 10, 5), text="Қызыл алма")
    making.entry(school, "LEISURE", author=other, pupils=[child], text="Көк алма")
    one = pupils.school_class(school, "6А")
    making.entry(school, "CLASS_DATA", author=me, classes=[one], on=date(2026, 11, 20))

    def shown(**query):
        text = words(page(reverse("journal:journal"), **query)).split("</form>")[-1]
        names = {"Contact with parents": "contact", "Leisure": "leisure", "Class data form": "data"}
        return {short for name, short in names.items() if f"<b>{name}</b>" in text}

    assert shown() == {"contact", "leisure", "data"}
    assert shown(kind="LEISURE") == {"leisure"}
    assert shown(since="01.11.2026") == {"leisure", "data"}
    assert shown(until="05.10.2026") == {"contact"}
    assert shown(author=other.pid) == {"leisure"}
    assert shown(school_class=one.pid) == {"data"}
    assert shown(school_class=pupils.school_class(school, "5А").pid) == {"contact", "leisure"}
    assert shown(q="қызыл") == {"contact"}
    assert shown(q="алма") == {"contact"}
    assert shown(kind="LEISURE", until="05.10.2026") == set()


def test_an_empty_journal_says_what_it_is_for(page):
    assert "The journal is empty" in words(page(reverse("journal:journal")))
    assert "Nothing was found" in words(page(reverse("journal:journal"), until="05.10.2026"))


@pytest.mark.parametrize("number", [3, 35])
def test_the_list_takes_few_queries_whatever_its_length(
    client, me, school, number, django_assert_max_num_queries
):
    client.force_login(me)
    for _ in range(number):
        child = pupils.pupil(school, in_class="5А")
        home = pupils.household(school, child)
        making.entry(school, author=me, pupils=[child], households=[home], rows=["C4"])
    with django_assert_max_num_queries(15 + people.OF_THE_AUDIT):
        words(client.get(reverse("journal:journal")))


# --- the pupil's page


def test_the_timeline_stands_on_the_pupils_page(page, school, me, child):
    home = pupils.household(school, child)
    making.entry(school, author=me, pupils=[child], text="Анасымен сөйлестім")
    making.entry(school, "FAMILY_ASSESSMENT", author=me, households=[home])
    closed = people.user(Role.PSYCHOLOGIST, school)
    making.entry(school, "CONSULTATION", author=closed, pupils=[child], text="ҚҰПИЯ")
    text = words(page(f"/pupils/{child.pid}/"))
    for part in ("Анасымен сөйлестім", "Family assessment", "Consultation"):
        assert part in text
    assert "ҚҰПИЯ" not in text
    assert f"/journal/new/?kind=PARENT_CONTACT&amp;pupil={child.pid}" in text


def test_a_list_of_several_classes_may_be_narrowed_to_one(page, school, settings):
    children = [pupils.pupil(school, in_class=name) for name in ("5А", "6А")]
    settings.PUPILS_DUE = f"{__name__}.first_due"
    first_due.ids = frozenset(child.pk for child in children)
    asked = {"kind": "AID_GIVEN", "row": "S6.3", "unit": "PUPIL"}
    text = words(page(NEW, **asked))
    one = pupils.school_class(school, "5А").pid
    assert f"class={one}" in text
    narrowed = words(page(NEW, **asked, **{"class": one}))
    assert narrowed.count('name="pupil"') == narrowed.count("checked") == 1
