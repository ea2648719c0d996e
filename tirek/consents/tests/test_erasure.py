"""Erasure: nothing of the child is left anywhere, everything of the others and every count is."""

from __future__ import annotations

import copy
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.urls import reverse

from tirek.access.models import AuditRow, Opening, RoleGrant, School, User
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import FamilyLevel, IncomeStatement, StatusBatch, StatusScan
from tirek.cards.tests import making as cards
from tirek.classdata.models import ClassForm
from tirek.consents import actions, queries
from tirek.consents.models import Erasure
from tirek.consents.tests import making
from tirek.guardianship.tests import making as guardianship
from tirek.handover.models import Package, PackageFile, Remark
from tirek.handover.tests import making as handing
from tirek.journal.models import Attachment
from tirek.journal.tests import making as journal
from tirek.personalfiles.models import FileCheck, FilePaper, Interests, PaperScan
from tirek.phone.actions import receive_parcel, register_phone, take_along
from tirek.phone.models import Phone
from tirek.plans.models import Adjustment, Plan, PlanRow
from tirek.prevention.actions import add_measure
from tirek.prevention.tests import making as prevention
from tirek.raids.models import Raid
from tirek.reports.actions import issue_document
from tirek.reports.handing import ask_childfile
from tirek.reports.models import IssuedDocument
from tirek.reports.queries import movement, school_passport
from tirek.school.models import Apart, Household, Merge, Pupil, RosterImport, SchoolClass
from tirek.school.tests import making as school_of
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import checked
from tirek.schoolyear.models import SchoolYear
from tirek.transfers.models import Arrival
from tirek.transfers.tests import making as transfers
from tirek.visits.models import InspectionAct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MARK = "БЕЛГІ"
THEN = datetime(2020, 1, 10, 12, tzinfo=ZoneInfo("Asia/Almaty"))
# Where the walk over what is reachable from a child ends: the school's frame.
FRAME = (School, User, SchoolClass, SchoolYear, Plan, PlanRow, Package, Phone)
# Codes, counts and hashes: they say nothing of a child alone and stay.
CODES = {
    *("pid", "kind", "topic", "category", "norm", "scope", "state", "code", "level", "type"),
    *("sha256", "file", "kinship", "why", "counts", "sex", "language", "paper"),
}


def reached(child: Pupil) -> list[models.Model]:
    """Every row that belongs to the child, found by following foreign keys both ways."""
    found: dict[tuple[type, int], models.Model] = {}
    waiting: list[models.Model] = [child]
    while waiting:
        one = waiting.pop()
        if (type(one), one.pk) in found or isinstance(one, FRAME):
            continue
        found[(type(one), one.pk)] = one
        for field in one._meta.fields:
            if field.is_relation and (other := getattr(one, field.name)) is not None:
                waiting.append(other)
        for model, name in pointing_at(type(one)):
            waiting += model._base_manager.filter(**{name: one})
    return list(found.values())


def pointing_at(target: type) -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("tirek.")
        for field in model._meta.fields
        if field.is_relation and field.related_model is target
    ]


def reachable_models() -> set[type[models.Model]]:
    """Every model in which something may be kept that belongs to a child."""
    found: set[type[models.Model]] = set()
    waiting: list[type[models.Model]] = [Pupil]
    while waiting:
        one = waiting.pop()
        if one in found or issubclass(one, FRAME):
            continue
        found.add(one)
        waiting += [f.related_model for f in one._meta.fields if f.is_relation]
        waiting += [model for model, _name in pointing_at(one)]
    return found


def plant(rows: list[models.Model]) -> list[str]:
    """A mark of its own in every text of the rows; the marks."""
    marks = []
    for row in rows:
        values = {}
        for field in row._meta.fields:
            text = isinstance(field, models.CharField | models.TextField)
            if not text or field.name in CODES or field.choices or field.is_relation:
                continue
            mark = f"{MARK}{len(marks):05d}"
            if field.name == "iin":
                mark = f"{len(marks):05d}7777777"
            most = field.max_length
            if isinstance(row, Pupil) and field.name in ("key", "surname", "given", "patronymic"):
                continue  # marks already: other tables and issued papers hold them
            assert most is None or len(mark) <= most, f"{row._meta.label}.{field.name}: a code?"
            marks.append(mark)
            values[field.name] = mark
        if values:
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    return marks


def plainly(row: tuple) -> str:
    """A row as text; letters that JSON wrote as numbers are letters again."""
    text = "\n".join(value if isinstance(value, str) else repr(value) for value in row)
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def everything_kept() -> str:
    """All tables, all columns, all rows, and the folder of files, as they lie there."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database
            found += [table, *(plainly(row) for row in cursor.fetchall())]
    for path in Path(default_storage.location).rglob("*"):
        found.append(path.name)
        if path.is_file():
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """A folder for the files of this test alone."""
    kept = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture
def staff(school):
    return people.user("SOCIAL_PEDAGOGUE", school), people.user("DIRECTOR", school)


@pytest.fixture
def child(school, staff):
    """A child who left in 2020, with something in every model; no other child in the family."""
    social, _director = staff
    in_class = school_of.school_class(school, "5А", 2019)
    names = {"patronymic": "Белгіәкесі", "iin": "150314650123", "born_on": date(2009, 3, 14)}
    one = school_of.pupil(school, "Белгітегі", "Белгіаты", key="БЕЛГІКІЛТ", **names)
    school_of.enrolment(one, in_class, until=date(2020, 5, 25))
    home = school_of.household(school, one)
    mother = school_of.member(home, surname="Белгіанатегі", given="Белгіана")
    cards.kin(one, mother)
    IncomeStatement.objects.create(household=home, on=date(2020, 1, 1), amount=1)
    FamilyLevel.objects.create(household=home, level="A")
    status = cards.status(one, since=date(2019, 9, 2), basis_number="1")
    batch = StatusBatch.objects.create(school=school, deed="OPEN", category="ORPHAN", by=social)
    batch.lines.create(pupil=one, fate="APPLIED", status=status)
    scan = StatusScan(status=status, name="x.pdf", type="application/pdf", sha256="b" * 64, size=9)
    scan.file.save("x", ContentFile("БЕЛГІ-SCAN".encode()))
    cards.status(one, since=date(2019, 9, 1), replaces=status, annulled_at=THEN)
    act = journal.entry(school, "HOUSING_ACT", on=date(2020, 1, 10), author=social, pupils=[one])
    rows = [{"name": "Белгітегі Белгіаты", "born_on": "2009-03-14"}]
    kept = InspectionAct.objects.create(
        entry=act, school=school, year=2019, details={"children": rows, "conclusion": "БЕЛГІАКТ"}
    )
    kept.members.create(user=social)
    kept.tasks.create(place=1, what="БЕЛГІАКТ", how="Белгітегі Белгіатыға берілді")
    phone = register_phone(by=social, school=school, name="б")
    visit = take_along(by=social, phone=phone, pupils=[one], kind="HOUSING_ACT")
    receive_parcel(by=social, visit=visit, body="БЕЛГІ-PARCEL".encode(), skew=0)
    shot = kept.files.model(
        act=kept,
        kind="PHOTO",
        caption="БЕЛГІАКТ",
        name="x.jpg",
        sha256="c" * 64,
        size=9,
        kept_at=THEN,
    )
    shot.file.save("x", ContentFile("БЕЛГІ-SHOT".encode()))
    raid = journal.entry(school, "RAID", on=date(2020, 1, 9), pupils=[one], households=[home])
    raid = Raid.objects.create(entry=raid, school=school, area="БЕЛГІКӨШЕ")
    raid.stops.create(place=1, household=home, at_home="Белгіана", findings="б", address="БЕЛГІҮЙ")
    talk = journal.entry(
        school, on=date(2020, 1, 10), author=social, pupils=[one], households=[home], rows=["S1"]
    )
    talk.about_staff.create(user=social)
    file = ContentFile(b"\xd0\x91\xd0\x95\xd0\x9b\xd0\x93\xd0\x86-FILE")
    attached = Attachment(entry=talk, name="x.pdf", type="application/pdf", sha256="a" * 64, size=9)
    attached.file.save("x", file)
    guardian = cards.kin(one, mother, "GUARDIAN")
    guardianship.check(social, guardian, on=date(2020, 1, 13), recommendation="б")
    guardianship.talk(social, one, on=date(2020, 1, 14), text="б")
    case = guardianship.case(social, one, on=date(2020, 1, 15))
    guardianship.step(social, case, "NOTIFIED", date(2020, 1, 16), number="1")
    prevented = prevention.placed(social, one, on=date(2020, 1, 17))
    said = {"what": "БЕЛГІШАРА", "who": "Белгіана", "due_on": date(2020, 1, 20)}
    add_measure(by=social, case=prevented, fields=said)
    people.school()
    transfers.things(social, one)
    Arrival.objects.filter(school=school).update(pupil=one)
    plan = Plan.objects.create(
        school=school, school_year=in_class.school_year, kind="OWN", approved_on=date(2019, 9, 1)
    )
    row = PlanRow.objects.create(
        plan=plan, position=1, code="S1", term={"ongoing": True}, unit="PUPIL"
    )
    for about in ({"pupil": one}, {"household": home}):
        days = {"since": date(2019, 9, 1), "until": date(2019, 12, 1)}
        Adjustment.objects.create(row=row, kind="WAIVED", reason="б", **days, **about)
    making.consent(one, signed_by=mother, signed_on=date(2019, 9, 1))
    ask_childfile(
        by=social, pupil=one, asked_by="Белгіана", asked_on=date(2026, 11, 2), language="kk"
    )
    Opening.objects.create(user=social, school=school, pupil_key=one.key, reason="БЕЛГІНЕГЕ")
    Apart.objects.create(what="FAMILY", first=one, second=one, by=social)
    set_name = {"do": "set", "field": "surname", "old": "БЕЛГІЕСКІ2", "new": "Белгітегі"}
    Merge.objects.create(
        school=school, kind="PUPIL", kept_pupil=one, other_pupil=one, by=social, changes=[set_name]
    )
    people.grant(people.user("MENTOR", school, pupils=[one]), "CLASS_TEACHER", school)
    FilePaper.objects.create(pupil=one, paper="BIRTH", state="THERE", number="1")
    PaperScan.objects.create(pupil=one, paper="BIRTH", name="x.pdf", type="t", sha256="c", size=1)
    for code, model in (("PERSONAL_FILE_CHECK", FileCheck), ("INTERESTS", Interests)):
        kept_entry = journal.entry(school, code, on=date(2020, 1, 10), pupils=[one])
        model.objects.create(entry=kept_entry, details={"clubs": "БЕЛГІҮЙІРМЕ"})
    said = {"address": "БЕЛГІМЕКЕН", "note": "БЕЛГІСӨЗ"}
    form = ClassForm.objects.create(
        school=school, school_class=in_class, state="SUBMITTED", on=date(2019, 9, 20),
        author=social, said={one.pid: said},
    )  # fmt: skip
    form.lines.create(
        pupil=one, what="ADDRESS", position=1, said=said, card={"address": "БЕЛГІЕСКІМЕКЕН"}
    )
    change = {"pupil": one.pk, "field": "surname", "old": "БЕЛГІЕСКІ", "new": "Белгітегі"}
    RosterImport.objects.create(
        school=school,
        school_year=in_class.school_year,
        at=THEN,
        state="APPLIED",
        file_name="list.xlsx",
        since=date(2019, 9, 1),
        made={"pupils": [], "enrolments": [], "stays": [], "changes": [change]},
    )
    return one


def issue_papers(social, school):
    for name, options in (
        ("class-passport", {"class": SchoolClass.objects.get(name="5А").pid}),
        ("list", {"category": "LOW_INCOME"}),
        ("housing-act", {"entry": InspectionAct.objects.first().entry.key}),
    ):
        options = {**options, "as_of": "2020-02-01"}
        issue_document(by=social, school=school, name=name, options=options, language="kk")
    wants = {"lists": ["LOW_INCOME"], "passports": True}
    package = handing.package(
        school, social, as_of=date(2020, 2, 1), wants=wants, word="Белгітегі Белгіаты туралы"
    )
    Remark.objects.create(package=package, by=social, text="Белгітегі Белгіаты қайда?")
    assert any("БЕЛГІКІЛТ" in one.pupils for one in package.parts.all())


def erase(staff, *pupils, why="TERM", note=""):
    social, director = staff
    asked = actions.propose_erasure(
        by=social, school=pupils[0].school, pupils=pupils, why=why, note=note
    )
    return actions.approve_erasure(by=director, erasure=asked, typed="өшіру")


def test_the_world_of_this_test_has_a_row_in_every_model(child, staff):
    """A new model that belongs to a child comes here, and its eraser into settings.ERASERS."""
    actions.propose_erasure(
        by=staff[0], school=child.school, pupils=[child], why="REQUEST", note="б"
    )
    there = {type(row) for row in reached(child)}
    assert {model._meta.label for model in reachable_models() - there} == EMPTY


# A class entry is never about a child alone: its text is redacted, see below, and so
# is the answer to a recommendation, and an analysis of the year. A signed movement of a class is
# figures alone.
EMPTY = {
    "analysis.Analysis",
    "analysis.Part",
    "counselling.Answer",
    "journal.EntryClass",
    "reports.SignedMovement",
}


def test_nothing_of_the_child_is_left(child, staff, school, django_capture_on_commit_callbacks):
    issue_papers(staff[0], school)
    marks = plant(reached(child))
    names = ["елгітегі", "елгіаты", "елгіәкесі", "елгіана", "2009-03-14"]
    before = everything_kept()
    for mark in (*marks, *names, "14.03.2009", "БЕЛГІ-FILE"):
        assert mark in before, mark
    assert len(marks) > 40
    child.refresh_from_db()
    with django_capture_on_commit_callbacks() as callbacks:
        erase(staff, child)
    for callback in callbacks[:-1]:  # the last one vacuums, which no test's transaction allows
        callback()
    after = everything_kept()
    left = [mark for mark in (*marks, *names, "14.03.2009") if mark in after]
    assert left == []
    assert not PackageFile.objects.exclude(file="").exists()
    assert MARK not in after.upper().replace("БЕЛГІЛЕ", "")


def test_counts_of_the_past_and_issued_figures_hold(child, staff, school):
    one_more = school_of.pupil(school, "Қалған", "Бала")
    school_of.enrolment(one_more, SchoolClass.objects.get(name="5А"), until=date(2020, 5, 25))
    cards.status(one_more, since=date(2019, 9, 2))
    issue_papers(staff[0], school)
    in_class = SchoolClass.objects.get(name="5А")
    days = [date(2019, 10, 1), date(2020, 2, 1), date(2020, 6, 1)]

    def figures():
        return [
            [school_passport(school, day) for day in days],
            [movement(in_class, 2020, month) for month in (1, 5)],
            list(IssuedDocument.objects.values_list("figures__pupils", "sha256", "number")),
        ]

    before = figures()
    erase(staff, child)
    papers = IssuedDocument.objects.exclude(name="housing-act")
    after = figures()
    assert after[:2] == before[:2]
    for paper in papers:
        text = str(paper.content)
        assert "Қалған Бала" in text
        assert "23.11.2026" in text, "the paper says that rows were erased"
    assert {p.sha256 for p in papers} <= {row[1] for row in before[2]}


def of_others(child: Pupil) -> dict:
    """The school file without the erased child's own rows."""
    found = copy.deepcopy(dump(list(School.objects.all())))
    keys = {child.key, child.pid}
    homes = {home.key for home in Household.objects.filter(stays__pupil=child)}
    found["pupils"] = [row for row in found["pupils"] if row["key"] not in keys]
    found["households"] = [row for row in found["households"] if row["key"] not in homes]
    found["consents"] = [row for row in found["consents"] if row["pupil"] not in keys]
    found["entries"] = [
        row for row in found["entries"] if not keys & set(row["about"].get("pupils", []))
    ]
    return {name: found[name] for name in ("pupils", "households", "consents", "entries", "plans")}


def test_others_are_untouched_and_the_file_can_be_brought_in_again(child, staff, school):
    other = school_of.pupil(school, "Бөтен", "Бала", in_class="6Ә", phone="1", address="2")
    cards.kin(other, school_of.member(school_of.household(school, other)))
    cards.status(other, basis_document="анықтама", note="ескерту")
    making.consent(other)
    journal.entry(school, pupils=[other], text="Бөтен бала туралы")
    before = of_others(child)
    erase(staff, child)
    child.refresh_from_db()
    assert of_others(child) == before
    whole = dump(list(School.objects.all()))
    assert checked(whole) == []
    [row] = [row for row in whole["pupils"] if row["key"] == child.pid]
    assert (row["surname"], row["born_on"], row["erased_on"]) == ("–", "2009-01-01", "2026-11-23")
    assert {"category", "since"} <= row["statuses"][0].keys()


def test_a_brother_keeps_his_family_and_texts_about_both_lose_one_name(child, staff, school):
    home = Household.objects.get(stays__pupil=child)
    brother = school_of.pupil(school, "Белгітегі", "Інісі", in_class="3А", household=home)
    cards.kin(brother, home.members.get())
    Household.objects.filter(pk=home.pk).update(note="Белгіаты мен Інісі")
    both = journal.entry(
        school, pupils=[child, brother], text="Белгітегі Белгіаты мен Белгітегі Інісі келді"
    )
    about_class = journal.entry(
        school, classes=[SchoolClass.objects.get(name="3А")], pupils=[child], text="Белгіатына"
    )
    erase(staff, child)
    home.refresh_from_db()
    both.refresh_from_db()
    about_class.refresh_from_db()
    assert home.note == "… мен Інісі"
    assert home.address
    assert home.members.get().surname == "Белгіанатегі"
    assert both.text == "… мен Белгітегі Інісі келді"
    assert about_class.text == "…"
    erase_brother_too(staff, brother)
    home.refresh_from_db()
    assert (home.note, home.address, home.members.get().surname) == ("", "", "")
    both.refresh_from_db()
    assert both.text == ""


def erase_brother_too(staff, brother):
    brother.enrolments.update(until=date(2026, 11, 1))
    erase(staff, brother, why="REQUEST", note="анасы, № 5")


def test_the_audit_is_as_it_was_and_names_nobody(child, staff, school):
    before = list(AuditRow.objects.order_by("pk").values())
    done = erase(staff, child)
    assert list(AuditRow.objects.order_by("pk").values())[: len(before)] == before
    row = AuditRow.objects.get(verb="APPROVED", thing="consents.erasure")
    assert (row.by, row.note, row.thing_id) == (staff[1], "pupils:1", done.pid)


def test_two_people_and_a_typed_word(child, staff, school):
    social, director = staff
    asked = actions.propose_erasure(by=social, school=school, pupils=[child], why="TERM")
    both = people.grant(social, "DIRECTOR", school).user
    for by, typed in ((both, "өшіру"), (director, "иә"), (director, "")):
        with pytest.raises(Refused):
            actions.approve_erasure(by=by, erasure=asked, typed=typed)
    child.refresh_from_db()
    assert child.erased_on is None
    with pytest.raises(Refused):
        actions.propose_erasure(by=social, school=school, pupils=[child], why="TERM")
    actions.decline_erasure(by=director, erasure=asked)
    with pytest.raises(Refused):
        actions.approve_erasure(by=director, erasure=asked, typed="өшіру")


def test_a_child_at_school_and_a_request_without_a_paper_are_refused(child, staff, school):
    here = school_of.pupil(school, in_class="6Ә")
    for pupils, why in (([here], "TERM"), ([], "TERM"), ([child], "REQUEST")):
        with pytest.raises(Refused):
            actions.propose_erasure(by=staff[0], school=school, pupils=pupils, why=why)
    asked = actions.propose_erasure(by=staff[0], school=school, pupils=[child], why="TERM")
    school_of.enrolment(child, "6Ә")
    with pytest.raises(Refused):
        actions.approve_erasure(by=staff[1], erasure=asked, typed="өшіру")


@pytest.mark.parametrize(
    ("years", "today", "due"),
    [
        (None, date(2099, 1, 1), False),
        (3, date(2023, 5, 24), False),
        (3, date(2023, 5, 25), True),
        (75, date(2095, 5, 25), True),
    ],
)
def test_whose_term_has_passed(child, school, years, today, due):
    school_of.pupil(school, in_class="6Ә")
    found = queries.due_by_term(school, years, today)
    wanted = [child] if due else []
    if today > date(2027, 1, 1) and due:
        assert child in [one.pupil for one in found]
    else:
        assert [one.pupil for one in found] == wanted


def test_the_pages_from_the_term_to_the_end(client_of, child, school):
    social, director = client_of("SOCIAL_PEDAGOGUE"), client_of("DIRECTOR")
    page = reverse("consents:erasures")
    assert "Белгітегі" not in social.get(page).content.decode()
    assert social.get(reverse("consents:terms")).status_code == 403
    director.post(reverse("consents:terms"), {"keep_years": "3", "stop_days": "15"})
    assert "Белгітегі" in social.get(page).content.decode()
    sent = {"why": "TERM", "pupils": [child.pid]}
    proposed = social.post(reverse("consents:propose"), sent, follow=True)
    asked = Erasure.objects.get()
    own = reverse("consents:erasure", args=[asked.pid])
    assert own in proposed.request["PATH_INFO"]
    assert 'name="typed"' not in proposed.content.decode()
    social.post(own, {"typed": "өшіру"})
    assert Erasure.objects.get().state == "PROPOSED"
    wrong = director.post(own, {"typed": "жоқ"})
    assert wrong.context["form"].errors["typed"]
    done = director.post(own, {"typed": "Өшіру"}, follow=True)
    assert "Белгітегі" not in done.content.decode()
    asked.refresh_from_db()
    assert asked.state == "DONE"
    assert asked.counts["pupils"] == 1
    gone = social.get(reverse("cards:pupil", args=[child.pid]))
    assert gone.status_code == 200
    assert "Белгі" not in gone.content.decode()
    assert client_of("DEPUTY_DIRECTOR").get(page).status_code == 403
    stranger = client_of("DIRECTOR", at=people.school())
    assert stranger.get(own).status_code == 404


def test_a_mentor_keeps_the_row_without_the_name(child, staff):
    erase(staff, child)
    child.refresh_from_db()
    assert RoleGrant.objects.get(role="MENTOR").pupil_keys == [child.pid]
