"""Opens a case, records its steps, corrects and annuls them; opens guardianship on the card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards import actions as cards
from tirek.cards.models import Kinship, StatusPeriod
from tirek.guardianship.models import Case, Placement, Step, StepKind, Terms
from tirek.guardianship.queries import GUARDIANS, facts_of
from tirek.guardianship.rules import steps as rules
from tirek.guardianship.rules.clock import TIMES_A_YEAR
from tirek.school.actions import add_household, add_member, join_household
from tirek.school.models import HouseholdMember, Pupil
from tirek.school.queries import household_of

FIELDS = (
    *("on", "who", "how", "text", "document", "number", "paper_on", "placement", "reason"),
    *("kin", "status"),
)
CHILD = ("surname", "given", "patronymic", "born_on", "address")
# The status that goes with a placement.
STATUS_OF = {
    Placement.GUARDIAN: "WARD",
    Placement.TRUSTEE: "WARD",
    Placement.FOSTER: "WARD",
    Placement.INSTITUTION: "NO_PARENTAL_CARE",
}


@transaction.atomic
def open_case(
    *,
    by: User,
    school: School,
    pupil: Pupil | None = None,
    child: Mapping[str, Any] | None = None,
    fields: Mapping[str, Any],
) -> Case:
    """A child without care was found: a pupil, or a child known by name only.

    Refused while the pupil has a case that is not closed, or when there is no name.
    """
    said = {name: (child or {}).get(name) for name in CHILD}
    if pupil is None and not (said["surname"] and said["given"]):
        raise Refused(_("Choose a pupil, or enter the child's surname and first name."), "surname")
    if pupil is not None:
        _no_other(pupil, None)
    case = Case.objects.create(
        school=school,
        pupil=pupil,
        **({name: value for name, value in said.items() if value} if pupil is None else {}),
    )
    audit.record(by=by, verb="CREATED", thing=case, school=school)
    add_step(by=by, case=case, kind=StepKind.IDENTIFIED, fields=fields)
    return case


def _no_other(pupil: Pupil, case: Case | None) -> None:
    for other in Case.objects.filter(pupil=pupil):
        if other != case and rules.open_steps(facts_of(_believed(other))):
            raise Refused(_("The pupil has an open case already."), field="pupil")


def _believed(case: Case) -> list[Step]:
    return list(Step.objects.known_at().filter(case=case))


def _checked(case: Case, kind: str, on: date, replaced: Step | None) -> None:
    others = [one for one in _believed(case) if replaced is None or one.pk != replaced.pk]
    said = {
        "FUTURE": _("Enter today's date or an earlier one."),
        "TWICE": _("This step is recorded already: correct it."),
        "OVER": _("The case was closed before this day."),
        "BEFORE_FOUND": _("The child was found later than this day."),
        "AFTER_STEPS": _("Other steps are dated before this day."),
        "BEFORE_STEPS": _("Other steps are dated after this day."),
    }
    if problem := rules.problem(kind, on, facts_of(others), clock.today()):
        raise Refused(said[problem], field="on")


@transaction.atomic
def add_step(*, by: User, case: Case, kind: str, fields: Mapping[str, Any]) -> Step:
    """Record a step; refused when the case is over or its days contradict each other."""
    _locked(case)
    _checked(case, kind, fields["on"], None)
    there = facts_of(_believed(case))
    if kind != StepKind.IDENTIFIED and kind not in rules.open_steps(there):
        raise Refused(_("The case is over: nothing can be added to it."))
    paper_on = fields.get("paper_on")
    if paper_on is not None and paper_on > clock.today():
        raise Refused(_("The document is dated in the future."), field="paper_on")
    return _made(by, case, kind, fields, "CREATED")


def _locked(case: Case) -> None:
    """Two people at once do not both record what a case has once."""
    Case.objects.select_for_update().get(pk=case.pk)


def _made(
    by: User, case: Case, kind: str, fields: Mapping[str, Any], verb: str, **more: Any
) -> Step:
    values = {name: fields[name] for name in FIELDS if fields.get(name) is not None}
    made = Step.objects.create(
        case=case, kind=kind, recorded_by=by, recorded_at=clock.now(), **values, **more
    )
    audit.record(by=by, verb=verb, thing=case, school=case.school, note=kind)
    return made


@transaction.atomic
def place_child(*, by: User, case: Case, fields: Mapping[str, Any]) -> Step:
    """The child is placed, by the deciding paper: guardianship and status open on the card.

    `member` of the family is the guardian, or `surname`, `given`, `patronymic`, `phone` of
    somebody not entered yet; `open_status` opens WARD or NO_PARENTAL_CARE. What the card holds
    already is linked, not opened twice. A child who is no pupil has no card: the name is kept.
    """
    said = dict(fields)
    placement, on = said["placement"], said["on"]
    if placement in GUARDIANS:
        for name in ("document", "number", "paper_on"):
            if not said.get(name):
                raise Refused(_("Enter the deciding paper: document, number, date."), field=name)
    code = STATUS_OF.get(placement, "") if said.get("open_status") else ""
    if case.pupil is not None:
        if placement in GUARDIANS:
            member = said.get("member") or _new_member(by, case.pupil, said)
            said["kin"] = _kin(by, case.pupil, member, said)
            said["who"] = member.full_name
        if code:
            said["status"] = _status(by, case.pupil, code, said)
    elif placement in GUARDIANS:
        names = (said.get("surname"), said.get("given"), said.get("patronymic"))
        said["who"] = " ".join(name for name in names if name)
        if not said["who"]:
            raise Refused(_("Enter who the guardian is."), field="surname")
    return add_step(by=by, case=case, kind=StepKind.PLACED, fields=said | {"on": on})


def _new_member(by: User, pupil: Pupil, said: Mapping[str, Any]) -> HouseholdMember:
    if not (said.get("surname") and said.get("given")):
        raise Refused(_("Choose the guardian, or enter surname and first name."), field="member")
    home = household_of(pupil, said["on"]) or household_of(pupil, clock.today())
    if home is None:
        home = add_household(by=by, school=pupil.school, address=pupil.address)
        join_household(by=by, pupil=pupil, household=home, since=said["on"])
    names = {name: said.get(name) or "" for name in ("surname", "given", "patronymic", "phone")}
    return add_member(by=by, household=home, fields=names)


def _kin(by: User, pupil: Pupil, member: HouseholdMember, said: Mapping[str, Any]) -> Kinship:
    there = Kinship.objects.known_at().on(said["on"])
    held: Kinship | None = there.filter(
        pupil=pupil, member=member, kinship=said["placement"]
    ).first()
    paper = {"document": said["document"], "number": said["number"], "on": said["paper_on"]}
    return held or cards.add_kin(
        by=by,
        pupil=pupil,
        member=member,
        kinship=said["placement"],
        legal=True,
        since=said["on"],
        paper=paper,
    )


def _status(by: User, pupil: Pupil, code: str, said: Mapping[str, Any]) -> StatusPeriod:
    there = StatusPeriod.objects.known_at().on(said["on"]).filter(pupil=pupil, category=code)
    held: StatusPeriod | None = there.first()
    return held or cards.open_status(
        by=by,
        pupil=pupil,
        fields={
            "category": code,
            "since": said["on"],
            "basis_document": said.get("document") or "",
            "basis_number": said.get("number") or "",
            "basis_on": said.get("paper_on"),
        },
    )


@transaction.atomic
def close_case(*, by: User, case: Case, fields: Mapping[str, Any], end: bool = False) -> Step:
    """Close a case with its reason; `end`: guardianship and status it opened end that day too."""
    step = add_step(by=by, case=case, kind=StepKind.CLOSED, fields=fields)
    if end and case.pupil is not None:
        placed = [one for one in _believed(case) if one.kind == StepKind.PLACED]
        members = {one.kin.member_id for one in placed if one.kin}
        categories = {one.status.category for one in placed if one.status}
        kin = Kinship.objects.known_at().on(step.on).filter(pupil=case.pupil, until__isnull=True)
        for held in kin.filter(member_id__in=members, kinship__in=GUARDIANS):
            cards.end_kin(by=by, kin=held, until=step.on)
        statuses = StatusPeriod.objects.known_at().on(step.on).filter(pupil=case.pupil)
        for status in statuses.filter(category__in=categories, until__isnull=True):
            cards.end_status(by=by, status=status, until=step.on)
    return step


@transaction.atomic
def correct_step(*, by: User, step: Step, fields: Mapping[str, Any]) -> Step:
    """A step was recorded wrong: a new one replaces it; the card is corrected on the card."""
    _locked(step.case)
    _still_believed(step)
    _checked(step.case, step.kind, fields["on"], step)
    whole = {name: getattr(step, name) for name in FIELDS} | dict(fields)
    if whole["placement"] != step.placement and step.kin_id:
        raise Refused(
            _("The guardianship stands on the card: annul this step and record another one."),
            field="placement",
        )
    return _made(by, step.case, step.kind, whole, "CORRECTED", replaces=step)


@transaction.atomic
def annul_step(*, by: User, step: Step, reason: str) -> Step:
    """A step recorded by mistake counts no more; a status that it opened is annulled with it.

    Without its discovery a whole case counts no more. Kinship stays on the card.
    """
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    _locked(step.case)
    _still_believed(step)
    step.annulled_at, step.annulled_by, step.annul_reason = clock.now(), by, reason
    step.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=step.case, school=step.case.school, note=step.kind)
    opened = (
        StatusPeriod.objects.known_at()
        .filter(pk=step.status_id, since=step.on, basis_number=step.number, basis_on=step.paper_on)
        .first()
    )
    if opened is not None:
        cards.annul_status(by=by, status=opened, reason=reason)
    return step


def _still_believed(step: Step) -> None:
    if not Step.objects.known_at().filter(pk=step.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))


@transaction.atomic
def link_pupil(*, by: User, case: Case, pupil: Pupil) -> Case:
    """The child of the case is now a pupil: from here on the card says who it is."""
    if case.pupil_id is not None:
        raise Refused(_("The case is about a pupil already."), field="pupil")
    if pupil.school_id != case.school_id:
        raise Refused(_("The pupil is of another school."), field="pupil")
    _no_other(pupil, case)
    case.pupil = pupil
    for name in CHILD:
        setattr(case, name, None if name == "born_on" else "")
    case.save()
    audit.record(by=by, verb="CHANGED", thing=case, school=case.school, note="pupil")
    return case


@transaction.atomic
def set_terms(
    *, by: User, school: School, notify_days: int, checks_a_year: int, body: str
) -> Terms:
    """Set the term of the notification, how often guardians are checked, to whom letters go."""
    if not 1 <= notify_days <= 30:
        raise Refused(_("A number from 1 to 30."), field="notify_days")
    if checks_a_year not in TIMES_A_YEAR:
        raise Refused(_("Choose one of the numbers."), field="checks_a_year")
    terms, _new = Terms.objects.update_or_create(
        school=school,
        defaults={"notify_days": notify_days, "checks_a_year": checks_a_year, "body": body},
    )
    audit.record(by=by, verb="CHANGED", thing=terms, school=school)
    return terms
