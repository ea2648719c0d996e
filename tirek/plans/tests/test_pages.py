from __future__ import annotations

import re
import uuid
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.journal.models import Entry, EntryPupil
from tirek.office.document import Table
from tirek.plans.actions import adjust_due, approve_plan, take_ready_plans
from tirek.plans.documents import done_paper, plan_paper
from tirek.plans.models import Plan, PlanRow
from tirek.plans.queries import coverage, standing
from tirek.plans.queries.child import due_and_roll, due_for
from tirek.school.models import Enrolment, Pupil, SchoolClass
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.rules.calendar import default_calendar

pytestmark = pytest.mark.django_db
TODAY = people.TODAY
SAMPLE = Path(__file__).parents[3] / "tests" / "samples" / "plan.docx"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


@pytest.fixture
def year(school):
    return open_year(by=None, school=school, year=2026, calendar=default_calendar(2026))


@pytest.fixture
def me(school):
    return people.user(Role.SOCIAL_PEDAGOGUE, school, language="en")


@pytest.fixture
def plans(me, year):
    made = take_ready_plans(by=me, school_year=year)
    Plan.objects.update(approved_on=date(2026, 9, 5))
    return made


def orphans(year, count):
    one = SchoolClass.objects.create(
        school=year.school, school_year=year, grade=5, letter="А", name="5А"
    )
    made = [
        Pupil(school=year.school, key=f"p{n}", surname=f"Сағындық{n}", given="Дамир")
        for n in range(count)
    ]
    for pupil in made:
        pupil.put_in_order()
    Pupil.objects.bulk_create(made)
    Enrolment.objects.bulk_create(
        Enrolment(pupil=p, school_class=one, since=year.starts_on) for p in made
    )
    StatusPeriod.objects.bulk_create(StatusPeriod(pupil=p, category="ORPHAN") for p in made)
    return made


def row(code):
    return PlanRow.objects.get(code=code)


def act_about(pupil, on):
    entry = Entry.objects.create(school=pupil.school, kind="HOUSING_ACT", on=on)
    EntryPupil.objects.create(entry=entry, pupil=pupil)
    return entry


def send(client, url, **data):
    return client.post(url, {"form_key": str(uuid.uuid4()), **data})


def test_ready_plans_are_taken_once_as_drafts(client, me, year):
    client.force_login(me)
    assert send(client, reverse("plans:ready")).status_code == 302
    send(client, reverse("plans:ready"))
    assert [(one.kind, one.approved_on) for one in Plan.objects.all()] == [
        ("OWN", None),
        ("NURSE", None),
        ("CLASS_TEACHERS", None),
        ("PSYCHOLOGIST", None),
    ]
    assert PlanRow.objects.count() == 64


def test_a_plan_comes_from_a_word_file_as_drafts(client, me, year):
    client.force_login(me)
    with SAMPLE.open("rb") as file:
        answer = client.post(reverse("plans:import"), {"file": file}, follow=True)
    assert "Look through it and approve it" in answer.content.decode()
    assert Plan.objects.filter(approved_on=None).count() == 4
    assert row("C6").term == {"every": "HALF", "times": 1}


def test_a_bad_file_is_refused_at_its_field(client, me, year):
    client.force_login(me)
    file = SimpleUploadedFile("plan.docx", b"junk")
    answer = client.post(reverse("plans:import"), {"file": file})
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()
    assert not Plan.objects.exists()


def test_only_the_deputy_and_the_director_approve(client, me, school, year):
    (plan, *_) = take_ready_plans(by=me, school_year=year)
    client.force_login(me)
    url = reverse("plans:approve", args=[plan.pid])
    assert send(client, url).status_code == 403
    client.force_login(people.user(Role.DEPUTY_DIRECTOR, school))
    send(client, url)
    plan.refresh_from_db()
    assert plan.approved_on == TODAY
    assert Entry.objects.get(kind="PLAN_APPROVED").rows.get().code == "S1.1"
    assert AuditRow.objects.filter(verb="APPROVED").count() == 1
    with pytest.raises(Refused):
        approve_plan(by=me, plan=plan)


def test_a_row_shows_who_waits_and_who_is_done_with_the_form_filled_in(client, me, plans, year):
    done, waits = orphans(year, 2)
    act_about(done, date(2026, 10, 5))
    client.force_login(me)
    text = client.get(reverse("plans:row", args=[row("C6").pid])).content.decode()
    assert "1/2" in text
    assert "05.10.2026" in text
    assert f"pupil={waits.pid}" in text
    assert f"pupil={done.pid}" not in text
    assert "row=C6" in text


def test_an_entry_made_from_a_row_serves_it(client, me, plans, year):
    """Rows of the school and of classes are named by the entry; rows of pupils are not."""
    (pupil,) = orphans(year, 1)
    client.force_login(me)
    for code, unit, about, served in (
        ("S6.1", "SCHOOL", {}, ["S6.1"]),
        ("S3.1", "CLASS", {"class": SchoolClass.objects.get().pid}, ["S3.1"]),
        ("S2.3", "PUPIL", {"pupil": pupil.pid}, []),
    ):
        text = client.get(reverse("plans:row", args=[row(code).pid])).content.decode()
        url = re.search(rf'href="(/journal/new/[^"]*row={code}&amp;unit={unit}[^"]*)"', text)[1]
        url = url.replace("&amp;", "&")
        kind = re.search(r"kind=(\w+)", url)[1]
        data = {"kind": kind, "on": "20.11.2026", "row": code, "unit": unit, **about}
        assert send(client, url, **data).status_code == 302
        entry = Entry.objects.get(kind=kind)
        assert [one.code for one in entry.rows.all()] == served


def test_a_drafted_plan_counts_nothing(me, year):
    take_ready_plans(by=me, school_year=year)
    orphans(year, 1)
    assert coverage(year, TODAY) == []


def test_the_librarian_sees_terms_of_own_rows_and_no_numbers(client, plans, school, year):
    (pupil, _) = orphans(year, 2)
    act_about(pupil, date(2026, 10, 5))
    client.force_login(people.user(Role.LIBRARIAN, school))
    assert client.get(reverse("plans:row", args=[row("C6").pid])).status_code == 404
    own = row("C6")
    own.responsible = ["SOCIAL_PEDAGOGUE", "LIBRARIAN"]
    own.save()
    answer = client.get(reverse("plans:row", args=[own.pid]))
    assert answer.status_code == 200
    assert [one for one, _term, _who in answer.context["lines"]] == [own]
    assert "1/2" not in answer.content.decode(), "how many are due would say why"
    assert "Сағындық" not in answer.content.decode()


def test_only_the_plans_chosen_are_taken(client, me, year):
    client.force_login(me)
    assert 'value="NURSE" checked' in client.get(reverse("plans:plans")).content.decode()
    send(client, reverse("plans:ready"), kind=["NURSE", "X"])
    assert [plan.kind for plan in Plan.objects.all()] == ["NURSE"]


def test_another_school_sees_nothing(client, plans):
    client.force_login(people.user(Role.SOCIAL_PEDAGOGUE, people.school()))
    assert client.get(reverse("plans:plan", args=[plans[0].pid])).status_code == 404
    assert client.get(reverse("plans:row", args=[row("C6").pid])).status_code == 404


def test_a_row_is_changed_in_words(client, me, plans):
    client.force_login(me)
    url = reverse("plans:change", args=[row("C9").pid])
    sent = {"text_kk": "Жаңа сөз", "unit": "PUPIL", "grace_days": 5, "grades": "8-9"}
    sent |= {"on": f"{TODAY:%d.%m.%Y}", "reason": "Кесте өзгерді"}
    assert client.post(url, {**sent, "term": "апта сайын"}).status_code == 422
    answer = client.post(
        url, {**sent, "term": "тоқсанына 1 рет", "evidence": ["PROPERTY_CHECK"], "statuses": []}
    )
    assert answer.status_code == 302
    changed = row("C9")
    assert changed.term == {"every": "QUARTER", "times": 1}
    assert (changed.cohort, changed.grace_days) == ({"grades": [8, 9]}, 5)


def test_a_due_item_is_left_out_with_a_reason(client, me, plans, year):
    (pupil, _) = orphans(year, 2)
    client.force_login(me)
    url = f"{reverse('plans:adjust', args=[row('C6').pid])}?period=0&about={pupil.pid}"
    assert send(client, url, kind="WAIVED", reason="").status_code == 422
    assert send(client, url, kind="WAIVED", reason="Көшіп жатыр").status_code == 302
    (counted,) = coverage(year, TODAY, rows=[row("C6")])
    assert (counted.figures.due, counted.figures.waived) == (1, 1)
    page = client.get(reverse("plans:row", args=[row("C6").pid]) + "?period=0")
    (change,) = page.context["detail"].changes
    assert (change.name, change.reason) == (pupil.short_name, "Көшіп жатыр")
    back = reverse("plans:take_back", args=[row("C6").pid])
    assert client.post(back, {"adjustment": "0"}).status_code == 404
    assert client.post(back, {"adjustment": change.key}).status_code == 302
    (counted,) = coverage(year, TODAY, rows=[row("C6")])
    assert (counted.figures.due, counted.figures.waived) == (2, 0)
    assert client.post(back, {"adjustment": change.key}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "WAIVED", "reason": " "}, "reason"),
        ({"kind": "MOVED", "reason": "x"}, "to_day"),
        ({"kind": "MOVED", "reason": "x", "to_day": date(2026, 8, 1)}, "to_day"),
        ({"kind": "ASSIGNED", "reason": "x"}, "to_user"),
    ],
)
def test_an_adjustment_says_why_and_to_what(me, plans, wrong, field):
    with pytest.raises(Refused) as refused:
        adjust_due(by=me, row=row("S1.2"), since=date(2026, 9, 1), until=date(2026, 9, 30), **wrong)
    assert refused.value.field == field


@pytest.mark.parametrize("count", [3, 40])
def test_the_number_of_queries_does_not_grow(
    client, me, plans, year, count, django_assert_max_num_queries
):
    for pupil in orphans(year, count)[::2]:
        act_about(pupil, date(2026, 10, 5))
    client.force_login(me)
    with django_assert_max_num_queries(21 + people.OF_THE_AUDIT):
        client.get(reverse("plans:row", args=[row("C6").pid]))
    with django_assert_max_num_queries(8):
        coverage(year, TODAY)


def test_the_childs_page_says_what_is_due_for_the_child(client, me, plans, year):
    late, other = orphans(year, 2)
    StatusPeriod.objects.filter(pupil=other).update(since=date(2026, 12, 1))
    client.force_login(me)
    url = reverse("cards:pupil", args=[late.pid])
    text = client.get(url).content.decode()
    assert "Due for the child" in text
    assert "С\u00a06<" in text
    assert "row=C6&amp;" in text
    act_about(late, date(2026, 10, 5))
    assert "С\u00a06<" not in client.get(url).content.decode()
    assert "С\u00a06<" not in client.get(reverse("cards:pupil", args=[other.pid])).content.decode()


def test_one_childs_facts_give_the_same_as_everybodys(me, plans, year):
    found = orphans(year, 3)
    act_about(found[1], date(2026, 10, 5))
    covered = coverage(year, TODAY)
    for pupil in found:
        expected = {
            (one.row.code, state)
            for one in covered
            if one.row.unit == "PUPIL"
            for period in one.figures.periods
            for state, members in (("LATE", period.overdue), ("OPEN", period.open))
            if pupil.pk in members
        } | {
            (one.row.code, "UNTOUCHED")
            for one in covered
            if one.row.unit == "PUPIL" and pupil.pk in one.figures.untouched
        }
        assert {(one.row.code, one.state) for one in due_for(year, pupil, TODAY)} == expected
        stands = standing(year, TODAY)
        assert due_and_roll(year, pupil, TODAY, stands)[0] == due_for(year, pupil, TODAY)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_plan_is_handed_in_as_a_word_file(client, me, plans, language):
    client.force_login(me)
    url = reverse("plans:document", args=[plans[1].pid, "docx"])
    answer = client.get(url, {"lang": language})
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for one in plans[1].rows.all():
        assert one.text(language) in cells
    assert client.get(reverse("plans:document", args=[plans[1].pid, "exe"])).status_code == 404


def test_the_plan_is_one_table_with_its_sections(client, me, plans):
    client.force_login(me)
    plan = next(one for one in plans if one.kind == "OWN")
    answer = client.get(reverse("plans:document", args=[plan.pid, "docx"]), {"lang": "ru"})
    found = [one for one in Document(BytesIO(answer.content)).tables if len(one.columns) == 4]
    (table,) = found
    corner = Document(BytesIO(answer.content)).paragraphs[0]
    assert corner.text.splitlines()[:2] == ["Утверждаю", "Директор"]
    spanning = [row.cells[0].text for row in table.rows if len(row._tr.tc_lst) == 1]
    rows = list(plan.rows.all())
    assert spanning == [one for one in dict.fromkeys(row.section_ru for row in rows) if one]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    numbers = [row.cells[0].text for row in table.rows[1:] if len(row._tr.tc_lst) == 4]
    assert len(numbers) == len(rows)
    assert [one for one in numbers if one] == list(dict.fromkeys(row.number for row in rows))
    sheet = client.get(reverse("plans:document", args=[plan.pid, "xlsx"]), {"lang": "ru"})
    cells = [cell.value for row in load_workbook(BytesIO(sheet.content)).active for cell in row]
    assert set(spanning) <= set(cells)


@pytest.mark.parametrize(
    ("role", "post"),
    [
        (Role.DIRECTOR, "Директор"),
        (Role.DEPUTY_DIRECTOR, "Заместитель директора по воспитательной работе"),
    ],
)
def test_the_plan_says_who_approved_it_and_in_which_post(plans, school, role, post):
    head = people.user(role, school)
    plan = plans[0]
    plan.approved_by, plan.approved_on = head, TODAY
    lines = plan_paper(plan, "ru").approval.splitlines()
    assert lines[1] == post
    assert lines[2].endswith(head.full_name)
    assert str(TODAY.year) in lines[3]


def test_the_plan_read_back_tells_only_of_its_own_terms(me, plans, year):
    pupil = orphans(year, 1)[0]
    act_about(pupil, date(2025, 10, 1))
    act_about(pupil, date(2026, 10, 1))
    act_about(pupil, date(2027, 10, 1))
    plan = next(one for one in plans if one.kind == "CLASS_TEACHERS")
    paper = done_paper(plan, date(2028, 1, 10), "en", me)
    lines = [line for block in paper.blocks if isinstance(block, Table) for line in block.rows]
    (said,) = (one for one in lines if one[1] == plan.rows.get(code="C6").text("en"))
    assert said[5].endswith(": 1, 01.10.2026")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_plan_is_read_back_with_what_is_done(client, me, plans, year, language):
    act_about(orphans(year, 2)[0], TODAY)
    client.force_login(me)
    plan = next(one for one in plans if one.kind == "CLASS_TEACHERS")
    url = reverse("plans:done", args=[plan.pid, "docx"])
    document = Document(BytesIO(client.get(url, {"lang": language}).content))
    lines = [[cell.text for cell in one.cells] for table in document.tables for one in table.rows]
    (found,) = (one.figures for one in coverage(year, TODAY) if one.row.code == "C6")
    (said,) = (one for one in lines if one[1] == plan.rows.get(code="C6").text(language))
    assert re.findall(r"\d+", said[4])[:2] == [str(found.done), str(found.due)]
    assert said[5].endswith(f": 1, {TODAY:%d.%m.%Y}")
    assert client.get(reverse("plans:done", args=[plan.pid, "exe"])).status_code == 404
    wrong_day = client.get(url, {"day": "01.09.2026", "lang": language})
    earlier = Document(BytesIO(wrong_day.content))
    cells = [cell.text for table in earlier.tables for one in table.rows for cell in one.cells]
    assert said[4] not in cells
