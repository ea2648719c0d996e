"""Which texts are sensitive, whose they are, and a mark of its own in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from tests.trust.finder import mark
from tests.trust.rights import CELLS, ROLES, holds, reaches
from tests.trust.town import FAR, OTHER, OWN, Town, town
from tirek.guardianship.models import Check, Talk
from tirek.reports.actions import issue_document

# What each text tells, as a right of `rights.py` ("entry": by the kind of the entry), or why there
# is nothing of a child in it.
CODE, SETTING, STAFF = "code, id or order", "the school's own setting", "about the staff"
DERIVED = "made from other texts, and searched for with them"
COUNTS = "codes and numbers"
FIELDS = {
    "access.Department": SETTING,
    "access.School": SETTING,
    "access.User": STAFF,
    "access.RoleGrant": STAFF,
    "access.HandOver": COUNTS,
    "access.AuditRow": "no values and no names",
    "access.AuditHead": CODE,
    "access.SentForm": CODE,
    "access.Opening": CODE,
    "access.Opening.reason": "who looked r",
    "access.Opening.word": "who looked r",
    "accounts.Invitation": CODE,
    "accounts.FailedTry": CODE,
    "accounts.OpenSession": STAFF,
    "accounts.Draft": "its author's alone, tested in its room",
    "longwork.Work": "its author's alone: a title, codes and ids",
    "handover.Package": "the paper's own words, no child",
    "handover.Part": CODE,
    "handover.PackageFile": CODE,
    "handover.Remark": "between the school and its department",
    "wordforms.FormVersion": SETTING,
    "wordforms.FormUse": CODE,
    "schoolyear.Holiday": SETTING,
    "school.SchoolClass": SETTING,
    "school.Pupil": CODE,
    "school.Pupil.surname": "name r",
    "school.Pupil.given": "name r",
    "school.Pupil.patronymic": "name r",
    "school.Pupil.iin": "card r",
    "school.Pupil.address": "card r",
    "school.Pupil.phone": "card r",
    "school.Pupil.sort_key": DERIVED,
    "school.Pupil.search": DERIVED,
    "school.Enrolment": "card r",
    "school.Household": CODE,
    "school.Household.address": "household r",
    "school.Household.note": "household r",
    "school.Household.search": DERIVED,
    "school.HouseholdMember": "household r",
    "school.HouseholdMember.surname": "family names r",
    "school.HouseholdMember.given": "family names r",
    "school.HouseholdMember.patronymic": "family names r",
    "school.HouseholdMember.pid": CODE,
    "school.HouseholdMember.key": CODE,
    "school.HouseholdStay": "household r",
    "school.RosterImport": COUNTS,
    "school.Merge": CODE,
    "school.Apart": CODE,
    "school.RollOver": COUNTS,
    "school.RosterImport.file_name": "card w",
    "cards.Category": SETTING,
    "cards.CategorySetting": SETTING,
    "cards.StatusImport": COUNTS,
    "cards.StatusImport.file_name": "status w",
    "cards.Norm": SETTING,
    "cards.StatusPeriod": CODE,
    "cards.StatusPeriod.annul_reason": "status r",
    "cards.StatusPeriod.note": "basis r",
    "cards.StatusPeriod.basis_document": "basis r",
    "cards.StatusPeriod.basis_number": "basis r",
    "cards.StatusPeriod.end_document": "basis r",
    "cards.StatusPeriod.end_number": "basis r",
    "cards.StatusScan": CODE,
    "cards.StatusScan.name": "status r",
    "cards.StatusBatch": CODE,
    "cards.BatchLine": CODE,
    "cards.Kinship": CODE,
    "cards.Kinship.annul_reason": "household r",
    "cards.Kinship.paper_document": "household r",
    "cards.Kinship.paper_number": "household r",
    "cards.IncomeStatement": "income r",
    "cards.FamilyLevel": CODE,
    "cards.FamilyLevel.source": "household r",
    "journal.Entry": CODE,
    "journal.Entry.text": "entry",
    "journal.Entry.annul_reason": "entry",
    "journal.EntryRow": CODE,
    "journal.Attachment": CODE,
    "journal.Attachment.name": "work parents r",
    "plans.Plan": SETTING,
    "plans.PlanRow": SETTING,
    "plans.Amendment": SETTING,
    "plans.Adjustment": "item moved w",
    "analysis.Analysis": CODE,
    "analysis.Part": "analysis r",
    "analysis.Part.code": CODE,
    "analysis.Part.item": SETTING,
    "analysis.Part.figures": COUNTS,
    "analysis.Part.before": COUNTS,
    "reminders.Feed": CODE,
    "reminders.Wish": STAFF,
    "reminders.Letter": CODE,
    "raids.Raid": "raid r",
    "raids.Raid.team": STAFF,
    "raids.RaidStop": "raid r",
    "raids.RaidStop.pid": CODE,
    "prevention.Terms": SETTING,
    "prevention.Member": "council r",
    "prevention.Meeting": "council r",
    "prevention.Matter": "council r",
    "prevention.Case": "register r",
    "prevention.Step": "register r",
    "prevention.Measure": "register r",
    "visits.InspectionAct.details": "act r",
    "visits.VisitTask": "act r",
    "phone.Phone": STAFF,
    "phone.Phone.pid": CODE,
    "phone.TakenVisit": "act w",
    "phone.TakenVisit.pid": CODE,
    "phone.TakenVisit.kind": CODE,
    # what waits for a decision: the social pedagogue's, as doubles are
    "phone.Parcel": "doubles w",
    "phone.Parcel.pid": CODE,
    "visits.ActFile": "act r",
    "visits.ActFile.mark": CODE,
    "visits.VisitTask.pid": CODE,
    "guardianship.Terms": SETTING,
    "guardianship.Case": "guardianship r",
    "guardianship.Case.pid": CODE,
    "guardianship.Case.key": CODE,
    "guardianship.Step": "guardianship r",
    "guardianship.Step.pid": CODE,
    "guardianship.Step.key": CODE,
    "guardianship.Talk": "work parents r",
    "guardianship.Check": "guardianship r",
    "annual.AnnualReport": CODE,
    "annual.Chapter": CODE,
    "annual.Chapter.text": "annual report r",
    "counselling.Answer": CODE,
    "counselling.Answer.text": "recommendation r",
    "classdata.Round": CODE,
    "classdata.ClassForm": CODE,
    "classdata.ClassForm.said": "class data r",
    "classdata.FormLine": CODE,
    "classdata.FormLine.said": "class data r",
    "classdata.FormLine.card": "class data r",
    "classdata.FormLine.reason": "class data r",
    "transfers.Sending": "transfers r",
    "transfers.Sending.pid": CODE,
    "transfers.Sending.code": CODE,
    "transfers.Sending.parts": CODE,
    "transfers.Sending.counts": COUNTS,
    "transfers.Sending.sha256": CODE,
    "transfers.Sending.parcel": DERIVED,
    "transfers.Sending.to_name": SETTING,
    "transfers.Arrival": "transfers r",
    "transfers.Arrival.pid": CODE,
    "transfers.Arrival.code": CODE,
    "transfers.Arrival.parts": CODE,
    "transfers.Arrival.counts": COUNTS,
    "transfers.Arrival.sha256": CODE,
    "transfers.Arrival.parcel": DERIVED,
    "transfers.Arrival.skipped": CODE,
    "transfers.Arrival.from_name": SETTING,
    "personalfiles.Paper": SETTING,
    "personalfiles.FilePaper": CODE,
    "personalfiles.FilePaper.annul_reason": "personal file r",
    "personalfiles.FilePaper.number": "personal file r",
    "personalfiles.FilePaper.note": "personal file r",
    "personalfiles.PaperScan": CODE,
    "personalfiles.PaperScan.name": "personal file r",
    "personalfiles.FileCheck.details": "personal file r",
    "personalfiles.Interests.details": "personal file r",
    "consents.Scope": SETTING,
    "consents.Consent": "consents r",
    "consents.Consent.pid": CODE,
    "consents.Consent.key": CODE,
    "consents.Consent.scope": CODE,
    "consents.Erasure": COUNTS,
    "consents.Erasure.note": "erasure r",
    "oversight.Alarm": CODE,
    "oversight.Alarm.reason": "who looked r",
    "oversight.Alarm.word": "who looked r",
    "reports.IssuedDocument": DERIVED,
    "reports.Series": CODE,
    "reports.SignedMovement": COUNTS,
    "reports.ChildFile": "child file w",
    "reports.ChildFile.pid": CODE,
    "reports.ChildFile.language": CODE,
    "reports.ChildFile.left_out": CODE,
}

# Whose basis is hidden from a class teacher, among the statuses of the town.
SENSITIVE = {"REGISTER", "DEVIANT"}

# A kind of entry for each line of work in the table.
KINDS = {
    "DIAGNOSTIC_CARD": "work status",
    "INCOME_STATEMENT": "work income",
    "RAID": "work acts",
    "HOUSING_ACT": "work acts",
    "REGISTER_MEASURE": "work register",
    "CONSULTATION": "work talks",
    "OBSERVATION": "work talks",
    "PROTECTION_CASE": "work protection",
    "PARENT_CONTACT": "work parents",
    "GUARDIAN_INTERVIEW": "work parents",
    "FAMILY_ASSESSMENT": "work risk",
    "REQUEST": "work requests",
    "QUESTIONNAIRE": "work answers",
    "RECOMMENDATION": "work results",
    "SOCIOMETRY": "work sociometry",
    "CHECKUP": "work health",
    "VACCINATION": "work vaccination",
    "AID_DECISION": "work aid",
    "AID_GIVEN": "work given",
    "MEAL_ENROLMENT": "work meals",
    "TEXTBOOK_ISSUE": "work books",
    "EVENT": "work events",
    "PASSPORT": "work papers",
}


@dataclass(frozen=True)
class Planted:
    """A mark: in which field, what it tells, of which world, the letters of its author."""

    number: int
    field: str
    right: str
    world: str
    author: str = ""

    def open_to(self, letters: str) -> bool:
        """May this role read it, by the table alone?"""
        if self.author == letters and letters in ROLES and self.world != FAR:
            return True
        if self.right in {"who looked r", "erasure r", "card w"}:  # of the school as a whole
            return self.world != FAR and holds(letters, self.right)
        if self.right == "consents r" and letters in "YN":  # their own only
            return False
        if self.right == "name r" and letters in "LC":  # the lists name whoever is on them
            return self.world != FAR
        return holds(letters, self.right) and reaches(letters, self.world)


def text_fields() -> list[str]:
    """Every text of every model that somebody may type into: "school.Pupil.surname"."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models()
        if model.__module__.startswith("tirek.")
        for one in model._meta.concrete_fields
        if isinstance(one, kinds) and not one.choices
    ]


def told_by(field: str) -> str:
    """What a field tells; KeyError when the table does not say."""
    return FIELDS[field] if field in FIELDS else FIELDS[field.rpartition(".")[0]]


def planted() -> tuple[Town, dict[int, Planted]]:
    """The town with a mark in each sensitive text; the marks by number."""
    here = town(KINDS)
    marks: dict[int, Planted] = {}
    letters = {user.pk: one for one, user in here.users.items()}

    def new(field: str, right: str, world: str, author: str = "") -> str:
        number = len(marks) + 1
        marks[number] = Planted(number, field, right, world, author)
        return mark(number)

    fields = set(text_fields())
    done = set()
    for world in (OWN, OTHER, FAR):
        for thing in _with_kin(here.things[world].values()):
            label = thing._meta.label
            if (label, thing.pk) in done:  # of the school as a whole: the same in both classes
                continue
            done.add((label, thing.pk))
            for one in thing._meta.concrete_fields:
                field = f"{label}.{one.name}"
                if field not in fields:
                    continue
                right, author = told_by(field), ""
                if right == "entry":
                    right = f"{KINDS[thing.kind]} r"
                    author = letters.get(thing.author_id, "")
                    if right == "work talks r":
                        right = "work talks w"
                if right == "basis r" and thing.category not in SENSITIVE:
                    right = "status r"
                if right.rpartition(" ")[0] not in CELLS:
                    continue
                if isinstance(one, models.JSONField):
                    value: Any = _answers(getattr(thing, one.name), new(field, right, world))
                else:
                    value = new(field, right, world, author)
                setattr(thing, one.name, value)
                type(thing).objects.filter(pk=thing.pk).update(**{one.name: value})
            if hasattr(thing, "put_in_order") or label == "school.Household":
                thing.save()
        file = here.things[world]["file"]
        text = new("file of journal.Attachment", "work parents r", world)
        with file.file.storage.open(file.file.name, "wb") as kept:
            kept.write(b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n")
    for world in (OWN, OTHER):
        found = here.things[world]
        options = {"class": found["class"].pid, "as_of": "2026-11-23"}
        found["paper"] = issue_document(
            by=here.users["S"], school=here.school, name="class-passport", options=options,
            language="kk",
        )  # fmt: skip
    return here, marks


def _with_kin(things: Any) -> list[Any]:
    """The things and what hangs on them without an address of its own; each once."""
    found = list(things)
    for one in list(found):
        if one._meta.label == "school.Household":
            found += [*one.income.all(), *one.levels.all()]
        if one._meta.label == "analysis.Analysis":
            found += one.parts.all()
        if one._meta.label == "school.Pupil":
            found += [*one.enrolments.all(), *one.statuses.all()]
        if one._meta.label == "journal.Entry" and one.kind == "GUARDIAN_INTERVIEW":
            found += [*Talk.objects.filter(entry=one), *Check.objects.filter(entry=one)]
    return list({(one._meta.label, one.pk): one for one in found}.values())


def _answers(details: Any, text: str) -> Any:
    """An act's answers with a mark in the texts that are typed freely."""
    return {**details, "address": text, "conclusion": text}
