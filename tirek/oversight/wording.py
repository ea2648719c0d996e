"""What the audit's codes say in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.access.models import AuditRow
from tirek.access.roles import THINGS as RIGHTS
from tirek.office.reports import reports

VERBS: Mapping[str, Promise] = {
    "READ": pgettext_lazy("deed", "opened"),
    "PRINTED": pgettext_lazy("deed", "printed"),
    "EXPORTED": pgettext_lazy("deed", "taken away as a file"),
    "CREATED": pgettext_lazy("deed", "added"),
    "CHANGED": pgettext_lazy("deed", "changed"),
    "CORRECTED": pgettext_lazy("deed", "corrected"),
    "ANNULLED": pgettext_lazy("deed", "annulled"),
    "ENDED": pgettext_lazy("deed", "ended"),
    "SIGNED": pgettext_lazy("deed", "signed"),
    "APPROVED": pgettext_lazy("deed", "approved"),
    "ISSUED": pgettext_lazy("deed", "issued"),
    "IMPORTED": pgettext_lazy("deed", "brought in"),
    "SIGNED_IN": pgettext_lazy("deed", "signed in"),
    "SIGNED_OUT": pgettext_lazy("deed", "signed out"),
    "REFUSED": pgettext_lazy("deed", "refused"),
}

# What the door and the actions call things.
THINGS: Mapping[str, Promise] = {
    "school.pupil": _("pupil's card"),
    "school.search": _("search"),
    "school.class": _("class"),
    "school.roster": _("class list brought in"),
    "school.enrolment": _("place in a class"),
    "school.household": _("family"),
    "school.householdmember": _("member of a family"),
    "school.householdstay": _("family of the pupil"),
    "school.schoolclass": _("class"),
    "school.rosterimport": _("class list brought in"),
    "cards.status": _("statuses"),
    "cards.statusperiod": _("status"),
    "cards.kinship": _("kinship"),
    "cards.incomestatement": _("income of the family"),
    "cards.familylevel": _("digital family card"),
    "journal.entry": _("journal entry"),
    "journal.attachment": _("file of an entry"),
    "visits.act": _("housing act"),
    "visits.inspectionact": _("housing act"),
    "raids.raid": _("raid"),
    "raids.raidstop": _("address of a raid"),
    "prevention.case": _("case of the register"),
    "prevention.step": _("step of a case of the register"),
    "prevention.measure": _("measure of an individual plan"),
    "prevention.meeting": _("meeting of the prevention council"),
    "prevention.member": _("member of the prevention council"),
    "prevention.terms": _("terms of the register"),
    "visits.visittask": _("recommendation of an act"),
    "visits.actfile": _("photo or signature of an act"),
    "phone.phone": _("phone"),
    "phone.takenvisit": _("visit taken along"),
    "phone.parcel": _("visit from a phone"),
    "plans.plan": _("annual plan"),
    "plans.planrow": _("item of a plan"),
    "plans.amendment": _("amendment of a plan"),
    "plans.due": _("item handed on, moved or left out"),
    "plans.handed": _("item handed to a colleague"),
    "plans.adjustment": _("item handed on, moved or left out"),
    "reports.document": _("passports and lists"),
    "reports.issueddocument": _("issued paper"),
    "annual.annualreport": _("annual report"),
    "school.rollover": _("classes carried over"),
    "school.merge": _("doubles joined"),
    "school.apart": _("said to be no doubles"),
    "cards.category": _("category"),
    "cards.norm": _("norm"),
    "cards.statusscan": _("scan of a basis"),
    "cards.statusbatch": _("statuses of many"),
    "cards.statusimport": _("list of statuses brought in"),
    "classdata.classform": _("class data form"),
    "reminders.feed": _("address of a calendar"),
    "reminders.wish": _("how the weekly letter is wanted"),
    "analysis.analysis": _("analysis of the year"),
    "counselling.answer": _("answer to a recommendation"),
    "classdata.formline": _("line of a class data form"),
    "classdata.round": _("class data asked for"),
    "guardianship.step": _("step of a guardianship case"),
    "handover.packagefile": _("package for the education department"),
    "personalfiles.paperscan": _("scan of a paper"),
    "transfers.sending": _("card sent to another school"),
    "transfers.arrival": _("card from another school"),
    "reports.series": _("papers issued together"),
    "reports.signedmovement": _("signed movement"),
    "wordforms.formversion": _("own Word form"),
    "longwork.work": _("long work"),
    "handover.package": _("package for the education department"),
    "schoolyear.schoolyear": _("school year"),
    "access.school": _("school"),
    "access.user": _("person"),
    "access.rolegrant": _("role"),
    "access.handover": _("work handed over"),
    "access.opening": _("emergency opening"),
    "consents.consent": _("consent"),
    "consents.erasure": _("erasure of a child's data"),
    "accounts.opensession": _("session"),
    "oversight.glass": _("emergency opening"),
    "oversight.alarm": _("alarm on mass reading"),
    "oversight.look": _("who has looked"),
    "oversight.sight": _("who can see a child"),
    "oversight.own": _("own actions"),
    "oversight.technical": _("technical log"),
    "account": _("own account"),
}


def thing_name(code: str) -> str:
    """The thing in words, as here or in the table of rights; a paper by its title."""
    if code in THINGS:
        return str(THINGS[code])
    if code in RIGHTS:
        return str(RIGHTS[code].name)
    report = reports().get(code)
    return str(report.title) if report else code


def verb_name(code: str) -> str:
    """The deed in words."""
    return str(VERBS.get(code, code))


@dataclass(frozen=True)
class Line:
    """A row of the audit in words; `children` are those whom the reader sees."""

    at: datetime
    who: str
    deed: str
    thing: str
    children: tuple[Any, ...] = ()


def lines(rows: Iterable[AuditRow], children: Mapping[int, list[Any]]) -> list[Line]:
    """Rows (with `by`) in words."""
    return [
        Line(
            row.at,
            str(row.by) if row.by_id else str(_("the program itself")),
            verb_name(row.verb),
            thing_name(row.thing),
            tuple(children.get(row.pk, ())),
        )
        for row in rows
    ]
