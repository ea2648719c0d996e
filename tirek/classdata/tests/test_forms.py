"""The form of a class: filled, handed in, decided line by line."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.classdata import actions
from tirek.classdata.models import ClassForm, FormLine, Round
from tirek.classdata.tests.making import handed_in, line
from tirek.journal.models import Entry
from tirek.plans.models import Plan, PlanRow
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def here(school, client_of):
    """A class of two with a teacher, a social pedagogue, a family."""

    class Here:
        pedagogue = client_of("SOCIAL_PEDAGOGUE")
        teacher = client_of("CLASS_TEACHER", classes=["5А"])
        first = making.pupil(school, "Әлиев", "Дамир", in_class="5А", phone="8 700")
        second = making.pupil(school, "Бекова", "Аружан", in_class="5А")
        other = making.pupil(school, "Оспан", "Мирас", in_class="6А")
        home = making.household(school, first, address="Бұлақ, 4")
        mother = making.member(home, surname="Әлиева", given="Сәуле", work="мұғалім")

    Here.kin = cards.kin(Here.first, Here.mother)
    Here.status = cards.status(Here.first, "LOW_INCOME")
    Here.school_class = making.school_class(school)
    return Here


class Fields(HTMLParser):
    """The fields of a page that are filled or chosen, by name; nothing that is ticked."""

    def __init__(self):
        super().__init__()
        self.sent, self.select = {}, ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "input" and said.get("name") and said.get("type") != "checkbox":
            self.sent[said["name"]] = said.get("value", "")
        elif tag == "select":
            self.select = said["name"]
            self.sent[self.select] = ""
        elif tag == "option" and "selected" in said:
            self.sent[self.select] = said["value"]


def fields_of(client, url: str) -> dict[str, str]:
    """What the page's form would send untouched."""
    found = Fields()
    found.feed(client.get(url).content.decode().split('class="t t-stack sheet"')[1])
    version = client.get(url).content.decode().split('name="version" value="')[1].split('"')[0]
    return found.sent | {"version": version}


def fill_url(here) -> str:
    return reverse("classdata:fill", args=[here.school_class.pid])


def test_a_teacher_fills_the_form_and_the_pedagogue_decides(here, school):
    year = here.school_class.school_year
    plan = Plan.objects.create(
        school=school, school_year=year, kind="OWN", approved_on=date(2026, 9, 1)
    )
    PlanRow.objects.create(
        plan=plan, code="S2.2", position=1, number="2.2", text_kk="-", unit="CLASS",
        term={"months": [9]}, evidence=["CLASS_DATA"], responsible=["CLASS_TEACHER"],
    )  # fmt: skip
    pid = here.first.pid
    sent = fields_of(here.teacher, fill_url(here))
    assert sent[f"address-{pid}"] == "Бұлақ, 4"
    sent |= {
        f"address-{pid}": "Жаңа к-сі, 9",
        f"work-{here.mother.key}-{pid}": "дәрігер",
        f"opened0-{pid}": "HALF_ORPHAN",
        f"since0-{pid}": "01.10.2026",
        f"paper0-{pid}": "Қайтыс болу куәлігі",
        "rest": "1",
        "go": "submit",
    }
    answer = here.teacher.post(fill_url(here), sent, follow=True)
    form = ClassForm.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("classdata:form", args=[form.pid])
    assert [one.what for one in form.lines.all()] == ["OPENED", "ADDRESS", "WORK"]
    assert form.said[here.second.pid] == {"same": True}
    entry = Entry.objects.get(kind="CLASS_DATA")
    assert [row.code for row in entry.rows.all()] == ["S2.2"]
    assert entry.about_classes.get().school_class == here.school_class
    assert Pupil.objects.get(pk=here.first.pk).address == ""
    # the social pedagogue: plain lines at once, the status with its basis
    here.pedagogue.post(reverse("classdata:accept_plain", args=[form.pid]))
    here.home.refresh_from_db(), here.mother.refresh_from_db()
    assert (here.home.address, here.mother.work) == ("Жаңа к-сі, 9", "дәрігер")
    status_line = form.lines.get(what="OPENED")
    page = here.pedagogue.get(reverse("classdata:accept", args=[status_line.pid]))
    assert "Қайтыс болу куәлігі" in page.content.decode()
    here.pedagogue.post(
        reverse("classdata:accept", args=[status_line.pid]),
        {"since": "01.10.2026", "basis_document": "Куәлік", "basis_number": "7"},
    )
    opened = StatusPeriod.objects.get(category="HALF_ORPHAN")
    assert (opened.since, opened.basis_number) == (date(2026, 10, 1), "7")
    status_line.refresh_from_db()
    assert (status_line.state, status_line.fact) == (
        "ACCEPTED",
        f"cards.statusperiod:{opened.pid}",
    )
    assert AuditRow.objects.filter(thing="classdata.formline", note="accepted").count() == 3


def test_a_draft_is_kept_and_says_what_was_said(here):
    sent = fields_of(here.teacher, fill_url(here)) | {
        f"phone-{here.second.pid}": "8 777",
        "go": "later",
    }
    here.teacher.post(fill_url(here), sent)
    form = ClassForm.objects.get()
    assert form.is_draft
    assert form.said[here.second.pid] == {"phone": "8 777"}
    assert fields_of(here.teacher, fill_url(here))[f"phone-{here.second.pid}"] == "8 777"
    assert not Entry.objects.exists()
    # somebody who opened the page before is told, and loses nothing
    answer = here.pedagogue.post(fill_url(here), sent)
    assert answer.status_code == 200
    assert "8 777" in answer.content.decode()
    assert ClassForm.objects.get().version == 1


def test_what_the_card_has_learnt_meanwhile_is_not_said(here):
    sent = fields_of(here.teacher, fill_url(here))
    here.first.phone = "8 999"
    here.first.save()
    here.teacher.post(fill_url(here), sent | {"go": "submit", "rest": "1"})
    assert list(FormLine.objects.all()) == []


def test_a_pupil_not_looked_at_keeps_the_form_back(here):
    sent = fields_of(here.teacher, fill_url(here)) | {"go": "submit"}
    answer = here.teacher.post(fill_url(here), sent)
    assert answer.status_code == 200
    assert "Әлиев Дамир" in answer.content.decode()
    assert not FormLine.objects.exists()
    assert not Entry.objects.exists()


def test_faults_stand_at_their_fields(here):
    sent = fields_of(here.teacher, fill_url(here)) | {
        f"opened0-{here.first.pid}": "ORPHAN",
        f"since0-{here.first.pid}": "31.02.2026",
        f"same-{here.second.pid}": "1",
        f"note-{here.second.pid}": "Көшті",
        "go": "submit",
    }
    page = here.teacher.post(fill_url(here), sent).content.decode()
    assert f'href="#since0-{here.first.pid}"' in page
    assert f'href="#same-{here.second.pid}"' in page
    assert "31.02.2026" in page
    assert not ClassForm.objects.exists()


def test_a_teacher_proposes_no_sensitive_category(here):
    assert 'value="DEVIANT"' not in here.teacher.get(fill_url(here)).content.decode()
    sent = fields_of(here.teacher, fill_url(here)) | {
        f"opened0-{here.first.pid}": "DEVIANT",
        "go": "submit",
        "rest": "1",
    }
    here.teacher.post(fill_url(here), sent)
    assert not FormLine.objects.exists()


@pytest.mark.parametrize(
    ("said", "fields", "check"),
    [
        ({"phone": "8 777"}, {}, lambda h: _fresh(h.first).phone == "8 777"),
        ({"note": "Көшкелі жатыр"}, {}, lambda h: True),
        (
            {"ended": {"category": "LOW_INCOME"}},
            {"until": date(2026, 11, 20)},
            lambda h: StatusPeriod.objects.known_at().get().until == date(2026, 11, 20),
        ),
        (
            {"joined": {"name": "Оспан Дамир Ерұлы", "kinship": "STEP", "phone": "8 7"}},
            {"since": date(2026, 11, 1)},
            lambda h: Kinship.objects.get(kinship="STEP").member.patronymic == "Ерұлы",
        ),
        (
            {"left": {"member": "m", "until": "2026-11-10"}},
            {},
            lambda h: Kinship.objects.known_at().get().until == date(2026, 11, 10),
        ),
        ({"address": "Жаңа, 1"}, {}, lambda h: _fresh(h.first).address == "Жаңа, 1"),
        (
            {"address": "Жаңа, 1"},
            {"whole_family": True},
            lambda h: (_fresh(h.first).address, _fresh(h.home).address) == ("", "Жаңа, 1"),
        ),
    ],
)
def test_accepting_changes_the_card(here, said, fields, check):
    if "left" in said:
        said["left"]["member"] = here.mother.key
    waiting = line(here.teacher.user, here.first, said)
    accepted = actions.accept_line(by=here.pedagogue.user, line=waiting, fields=fields)
    assert check(here)
    assert bool(accepted.fact) == (accepted.what != "NOTE")
    with pytest.raises(Refused):
        actions.accept_line(by=here.pedagogue.user, line=accepted, fields=fields)


def _fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_a_refused_acceptance_leaves_the_line_waiting(here):
    cards.status(here.second, "ORPHAN", since=date(2026, 10, 1))
    waiting = line(here.teacher.user, here.second, {"opened": [{"category": "WARD"}]})
    page = here.pedagogue.post(reverse("classdata:accept", args=[waiting.pid]), {"since": ""})
    assert page.status_code == 200
    page = here.pedagogue.post(
        reverse("classdata:accept", args=[waiting.pid]), {"since": "24.11.2026"}
    )
    assert page.status_code == 200
    assert _fresh(waiting).state == "WAITING"


def test_a_declined_line_is_shown_to_the_teacher_with_the_reason(here):
    waiting = line(here.teacher.user, here.first, {"phone": "8 777"})
    url = reverse("classdata:decline", args=[waiting.pid])
    assert here.pedagogue.post(url, {"reason": " "}).status_code == 200
    here.pedagogue.post(url, {"reason": "Нөмір қате"})
    assert _fresh(here.first).phone == "8 700"
    form = reverse("classdata:form", args=[waiting.form.pid])
    assert "Нөмір қате" in here.teacher.get(form).content.decode()
    assert form in here.teacher.get("/").content.decode()


def test_a_form_is_taken_back_only_while_nothing_is_decided(here):
    waiting = line(here.teacher.user, here.first, {"phone": "8 777"})
    url = reverse("classdata:take_back", args=[waiting.form.pid])
    here.teacher.post(url)
    form = _fresh(waiting.form)
    assert form.is_draft
    assert _fresh(waiting).state == "WITHDRAWN"
    assert Entry.objects.get().annulled_at is not None
    sent = fields_of(here.teacher, fill_url(here)) | {"go": "submit", "rest": "1"}
    here.teacher.post(fill_url(here), sent)
    again = form.lines.get(state="WAITING")
    actions.decline_line(by=here.pedagogue.user, line=again, reason="Қате")
    here.teacher.post(url)
    assert not _fresh(form).is_draft


def test_another_class_is_not_there(here):
    other = here.other.enrolments.get().school_class
    assert here.teacher.get(reverse("classdata:fill", args=[other.pid])).status_code == 404
    form = handed_in(here.pedagogue.user, other, {here.other: {"phone": "8 1"}})
    for name in ("form", "take_back"):
        url = reverse(f"classdata:{name}", args=[form.pid])
        assert here.teacher.get(url).status_code in (404, 405)
    assert (
        here.teacher.post(reverse("classdata:accept", args=[form.lines.get().pid])).status_code
        == 403
    )


def test_all_classes_are_asked_and_the_desk_says_whose_form_is_missing(here, school):
    desk = "/"
    assert "class-data" not in here.teacher.get(desk).content.decode().split("<main")[1]
    here.pedagogue.post(reverse("classdata:ask"), {"due_on": "20.11.2026"})
    assert not Round.objects.exists()  # a day that is past
    here.pedagogue.post(reverse("classdata:ask"), {"due_on": "30.11.2026"})
    assert fill_url(here) in here.teacher.get(desk).content.decode()
    page = here.pedagogue.get(reverse("classdata:forms")).content.decode()
    assert page.count("30.11.2026") == 1
    handed_in(here.teacher.user, here.school_class, {})
    assert fill_url(here) not in here.teacher.get(desk).content.decode().split("<main")[1]
    # a form of before the next round does not count for it
    Round.objects.create(
        school=school,
        school_year=here.school_class.school_year,
        asked_on=date(2026, 11, 24),
        due_on=date(2026, 12, 1),
    )
    from tirek.classdata.queries import classes_asked

    names = [c.name for c in classes_asked(here.pedagogue.user, school, date(2026, 11, 24))]
    assert names == ["5А", "6А"]


def test_files(here):
    form = handed_in(here.teacher.user, here.school_class, {here.first: {"phone": "8 777"}})
    for url in (
        reverse("classdata:form_file", args=[form.pid, "docx"]),
        reverse("classdata:form_file", args=[form.pid, "pdf"]),
        reverse("classdata:blank", args=[here.school_class.pid, "docx"]),
    ):
        answer = here.teacher.get(url)
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    assert (
        here.teacher.get(reverse("classdata:form_file", args=[form.pid, "exe"])).status_code == 404
    )


def test_a_class_of_thirty_costs_no_more_queries_than_one_of_two(here, school, queries_of):
    def count() -> list[int]:
        form = ClassForm.objects.order_by("-pk").first()
        url = reverse("classdata:form", args=[form.pid])
        return [
            queries_of(lambda: here.teacher.get(fill_url(here))),
            queries_of(lambda: here.pedagogue.get(url)),
            queries_of(lambda: here.pedagogue.get(reverse("classdata:forms"))),
        ]

    handed_in(here.teacher.user, here.school_class, {here.first: {"phone": "8 777"}})
    count()
    few = count()
    for number in range(28):
        one = making.pupil(school, in_class="5А")
        making.member(making.household(school, one))
        making.school_class(school, f"7{'АӘБВГҒДЕЖЗИКҚЛМНОӨПРСТУҰҮФХЦЧ'[number]}")
    said = {one: {"note": "-"} for one in Pupil.objects.filter(enrolments__school_class__name="5А")}
    handed_in(here.teacher.user, here.school_class, said)
    assert count() == few
    assert max(few) <= 30


def test_the_school_file_brings_forms_back(here, school):
    from tirek.schoolfile.dump import dump
    from tirek.schoolfile.load import load

    waiting = line(
        here.teacher.user, here.first, {"adults": {here.mother.key: {"work": "дәрігер"}}}
    )
    actions.ask_classes(by=here.pedagogue.user, school=school, due_on=date(2026, 12, 1))
    data = dump([school])
    assert data["class_forms"][0]["lines"][0]["what"] == "WORK"
    for name, new in (
        (school.code, "copy"),
        *((u["username"], f"x{u['username']}") for u in data["users"]),
    ):
        data = json.loads(json.dumps(data).replace(json.dumps(name), json.dumps(new)))
    load(data)
    copy = FormLine.objects.exclude(pk=waiting.pk).get()
    assert copy.form.said[copy.pupil.pid] == waiting.form.said[here.first.pid]
    assert copy.form.entry.kind == "CLASS_DATA"
    boss = people.user("SOCIAL_PEDAGOGUE", copy.form.school)
    actions.accept_line(by=boss, line=copy)
    assert copy.fact.startswith("school.householdmember:")
