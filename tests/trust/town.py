"""Two schools made by hand: all that has an address, of the own class, of another, far off.

Whoever reaches little (a class teacher, a mentor, an inspector) reaches the first pupil only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tests.trust.rights import AUTHORS, ROLES
from tirek.access.models import HandOver, Opening, RoleGrant, School, User
from tirek.access.tests import making as people
from tirek.analysis.models import Analysis
from tirek.annual.actions import begin_report
from tirek.annual.models import AnnualReport
from tirek.cards.actions import attach_scan
from tirek.cards.models import (
    Category,
    FamilyLevel,
    IncomeStatement,
    Norm,
    StatusBatch,
    StatusImport,
)
from tirek.cards.tests import making as cards
from tirek.classdata.tests.making import line
from tirek.consents.models import Erasure
from tirek.consents.tests.making import consent
from tirek.guardianship.tests import making as guardianship
from tirek.handover.models import Package
from tirek.handover.tests import making as handing
from tirek.journal.actions import attach_file
from tirek.journal.tests.making import entry
from tirek.oversight.models import Alarm
from tirek.personalfiles.actions import (
    keep_scan,
    record_check,
    record_interests,
    save_papers,
)
from tirek.personalfiles.models import FilePaper
from tirek.phone.actions import receive_parcel, register_phone, take_along
from tirek.plans.models import Plan, PlanRow
from tirek.prevention.tests import making as prevention
from tirek.raids.tests import making as raids
from tirek.reports.actions import issue_document
from tirek.reports.handing import ask_childfile
from tirek.reports.models import Series
from tirek.reports.series import issue_lists
from tirek.school.models import RosterImport
from tirek.school.tests import making
from tirek.transfers.tests import making as transfers
from tirek.visits.actions import add_photo, draft_act
from tirek.visits.models import ActMember, VisitTask
from tirek.visits.tests.making import signed
from tirek.wordforms.models import FormVersion
from tirek.wordforms.tests.making import version

OWN, OTHER, FAR = "own class", "other class", "other school"
WORLDS = (OWN, OTHER, FAR)
DAY = date(2026, 11, 23)
FULL = date(2026, 11, 10)


@dataclass
class Town:
    """Users by the letters of their role, things by world and kind of thing."""

    school: School
    far: School
    users: dict[str, User]
    things: dict[str, dict[str, Any]] = field(default_factory=lambda: {w: {} for w in WORLDS})


def town(kinds: Any = ()) -> Town:
    """The two schools; in each world an entry of each of `kinds` by its usual author."""
    made = Town(people.school(name="Үй мектебі"), people.school(name="Алыс мектеп"), {})
    first = making.pupil(made.school, "Ақтаев", "Ерасыл", in_class="5А")
    for letters, (role, narrowed) in ROLES.items():
        of_grant: dict[str, Any] = {}
        if narrowed == "class":
            of_grant["classes"] = ["5А"]
        if narrowed == "pupils":
            of_grant["pupils"] = [first]
        school: School | None = made.school
        if narrowed == "department":
            school = None
            made.school.department = of_grant["department"] = people.department()
            made.school.save()
        made.users[letters] = people.user(role, school, username=f"user-{letters}", **of_grant)
    made.users["NONE"] = people.user(None, username="user-none")
    far_pedagogue = people.user("SOCIAL_PEDAGOGUE", made.far, username="user-far")
    far_nurse = people.user("NURSE", made.far, username="user-far-nurse")
    far_psychologist = people.user("PSYCHOLOGIST", made.far, username="user-far-psychologist")
    far = {"S": far_pedagogue, "N": far_nurse, "Y": far_psychologist}
    cards.status(first, "REGISTER", basis_document="Шешім", basis_on=FULL)
    second = making.pupil(made.school, "Бозжанова", "Томирис", in_class="7Ә")
    third = making.pupil(made.far, "Шоқанов", "Жәнібек", in_class="5А")
    for world, pupil, staff in (
        (OWN, first, made.users),
        (OTHER, second, made.users),
        (FAR, third, far),
    ):
        made.things[world] = _things(pupil, staff, kinds)
    for world in (OWN, OTHER):
        made.things[world] |= _of_school(made.school, made.users)
    made.things[FAR] |= _of_school(made.far, far | {"H": people.user("DIRECTOR", made.far)})
    return made


def _things(pupil: Any, staff: Any, kinds: Any) -> dict[str, Any]:
    """Everything about one pupil."""
    school, author = pupil.school, staff["S"]
    home = making.household(school, pupil)
    member = making.member(home)
    in_class = pupil.enrolments.get().school_class
    income = IncomeStatement.objects.create(household=home, on=FULL, amount=123456)
    level = FamilyLevel.objects.create(household=home, on=FULL, level="D")
    cards.status(pupil, "DEVIANT", basis_document="Хаттама", basis_on=FULL)
    found: dict[str, Any] = {
        "pupil": pupil,
        "household": home,
        "member": member,
        "income": income,
        "level": level,
        "class": in_class,
        "status": cards.status(pupil, "ORPHAN", basis_document="Қаулы", basis_on=FULL),
        "kin": cards.kin(pupil, member),
        "entry": entry(school, "PARENT_CONTACT", author=author, pupils=[pupil], text="Мәтін"),
        "talk": entry(school, "CONSULTATION", author=author, pupils=[pupil], text="Сөз"),
        "recommendation": entry(
            school, "RECOMMENDATION", author=author, classes=[in_class], text="Ұсыныс"
        ),
        "draft": entry(school, "PARENT_CONTACT", author=author, pupils=[pupil], state="DRAFT"),
        "act": signed(author, pupil, on=FULL),
        "draft act": draft_act(by=author, pupils=[pupil], on=FULL),
        "consent": consent(pupil, recorded_by=author),
        "childfile": ask_childfile(
            by=author, pupil=pupil, asked_by="Ана", asked_on=FULL, language="kk"
        ),
        "books": entry(school, "TEXTBOOK_ISSUE", on=DAY, author=author, pupils=[pupil]),
        "meals": entry(school, "MEAL_ENROLMENT", on=FULL, author=author, pupils=[pupil]),
    }
    shot = BytesIO()
    Image.new("RGB", (4, 4)).save(shot, "PNG")
    found["act picture"] = add_photo(by=author, act=found["draft act"], file=shot.getvalue())
    found["phone"] = register_phone(by=author, school=school, name="Телефон")
    visit = take_along(by=author, phone=found["phone"], pupils=[pupil], kind="HOUSING_ACT")
    found["parcel"] = receive_parcel(by=author, visit=visit, body=b"no parcel", skew=0)
    found["act task"] = VisitTask.objects.create(
        act=found["act"], place=1, what="Оқу үстелі", who="мектеп", by=FULL
    )
    guardian = cards.kin(pupil, making.member(home), "GUARDIAN", since=date(2026, 9, 1))
    found |= guardianship.things(author, pupil, guardian)
    file = ContentFile(b"%PDF-1.4\n%%EOF\n" + pupil.pid.encode(), "scan.pdf")
    found["scan"] = attach_scan(by=author, status=found["status"], file=file)
    found |= transfers.things(author, pupil)
    found |= raids.things(author, home)
    found |= prevention.things(author, pupil)
    ActMember.objects.create(act=found["act"], user=staff["Y"])
    found["file"] = attach_file(
        by=author,
        entry=found["entry"],
        file=ContentFile(b"%PDF-1.4\n%%EOF\n" + pupil.pid.encode(), "a.pdf"),
    )
    options = {"class": in_class.pid, "as_of": DAY.isoformat()}
    found["class line"] = line(author, pupil, {"opened": [{"category": "WARD"}]})
    found["class form"] = found["class line"].form
    save_papers(by=author, pupil=pupil, answers={"BIRTH": {"state": "THERE", "number": "1"}})
    found["paper fact"] = FilePaper.objects.get(pupil=pupil)
    found["check"] = record_check(by=author, pupil=pupil)
    found["interests"] = record_interests(
        by=author, pupil=pupil, on=FULL, fields={"clubs": "Домбыра"}
    )
    found["paper scan"] = keep_scan(
        by=author, pupil=pupil, paper="BIRTH", file=ContentFile(b"%PDF-1.4\n%%EOF\n", "b.pdf")
    )
    found["paper"] = issue_document(
        by=author, school=school, name="class-passport", options=options, language="kk"
    )
    for code in kinds:
        found[f"entry {code}"] = entry(
            school, code, author=staff[AUTHORS.get(code, "S")], pupils=[pupil], text="Мәтін"
        )
    return found


def _of_school(school: School, staff: Any) -> dict[str, Any]:
    """What a school has as a whole: the same for its own class and the other."""
    year = making.school_class(school).school_year
    plan, _ = Plan.objects.get_or_create(
        school=school, school_year=year, kind="OWN", defaults={"approved_on": date(2026, 8, 20)}
    )
    draft, _ = Plan.objects.get_or_create(school=school, school_year=year, kind="NURSE")
    now = timezone.now()
    everybody = [role for role, _ in ROLES.values()]
    for one in (plan, draft):
        PlanRow.objects.get_or_create(
            plan=one,
            code="S1",
            defaults={
                "position": 1,
                "number": "1",
                "text_kk": "Ата-анамен байланыс",
                "term": {"months": [9]},
                "responsible": everybody,
                "unit": "PUPIL",
                "evidence": ["PARENT_CONTACT"],
            },
        )
    return {
        "annual report": _annual(year, staff),
        **_analyses(school, year, staff),
        "package": _package(school, staff, "SENT"),
        "draft package": _package(school, staff, "DRAFT"),
        "plan": plan,
        "draft plan": draft,
        "row": plan.rows.get(),
        "draft row": draft.rows.get(),
        "roster": RosterImport.objects.filter(school=school).first()
        or _roster(school, year, staff),
        "norm": _once(Norm, school, code="OWN", title="Мектептің нормасы"),
        "category": _once(Category, school, code="OWN", name_kk="Мектептің санаты"),
        "list brought in": _once(
            StatusImport, school, by=staff["S"], at=now, state="APPLIED", counts={"read": 1}
        ),
        "person": staff["S"],
        "grant": _teacher(school),
        "mentor": staff.get("M") or people.user("MENTOR", school),
        "year": year,
        "hand over": _once(
            HandOver, school, giver=staff["N"], taker=staff["Y"], on=DAY, by=staff["S"]
        ),
        "word form": FormVersion.objects.filter(school=school).first()
        or version(school, staff["S"]),
        "erasure": _once(Erasure, school, why="REQUEST", proposed_at=now, proposed_by=staff["S"]),
        "alarm": _once(
            Alarm, school, by=staff["S"], kind="CARDS", cards=40, exports=0, answered_at=now
        ),
        "batch": _once(StatusBatch, school, by=staff["S"], deed="OPEN", category="ORPHAN"),
        "series": Series.objects.filter(school=school).first()
        or issue_lists(by=staff["S"], school=school, options={}, language="kk"),
        "opening": _once(Opening, school, user=staff["S"], pupil_key="-", reason="Шұғыл"),
    }


def _annual(school_year: Any, staff: Any) -> AnnualReport:
    found = AnnualReport.objects.filter(school_year=school_year).first()
    return found or begin_report(by=staff["S"], school_year=school_year)


def _analyses(school: School, year: Any, staff: Any) -> dict[str, Any]:
    """A finished analysis of the year, and the draft of its next version."""
    made = {}
    for number, state in ((1, "FINISHED"), (2, "DRAFT")):
        one, new = Analysis.objects.get_or_create(
            school=school, school_year=year, version=number, state=state
        )
        if new:
            one.parts.create(plan="OWN", code="S1", why="Себебі", proposal="Ұсыныс")
        made["analysis" if state == "FINISHED" else "draft analysis"] = one
    return made


def _package(school: School, staff: Any, state: str) -> Package:
    found = Package.objects.filter(school=school, state=state).first()
    counts = {**handing.WANTS, "lists": [], "passports": False}
    return found or handing.package(school, staff["S"], state, wants=counts)


def _once(model: Any, school: School, **fields: Any) -> Any:
    return model.objects.filter(school=school).first() or model.objects.create(
        school=school, **fields
    )


def _teacher(school: School) -> RoleGrant:
    """The role of a teacher that the people's pages may change."""
    name = f"teacher-{school.pk}"
    found = RoleGrant.objects.filter(user__username=name).first()
    return found or people.user("CLASS_TEACHER", school, username=name).grants.get()


def _roster(school: School, year: Any, staff: Any) -> RosterImport:
    sheet = openpyxl.Workbook()
    sheet.active.append(["Тегі", "Аты", "Сыныбы"])
    sheet.active.append(["Жаңа", "Бала", "5А"])
    file = BytesIO()
    sheet.save(file)
    made = RosterImport(
        school=school,
        school_year=year,
        by=staff["S"],
        at=timezone.now(),
        file_name="list.xlsx",
        since=date(2026, 9, 1),
    )
    made.file.save(made.pid, ContentFile(file.getvalue()), save=False)
    made.save()
    return made
