"""Keeps and hands in the form of a class, decides its lines, asks all classes anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.actions import add_kin, end_kin, end_status, open_status
from tirek.cards.models import Kin, Kinship, StatusPeriod
from tirek.classdata.models import ClassForm, FormLine, Round
from tirek.classdata.queries import cards_of, draft_of, pupils_of_form
from tirek.classdata.rules import said as rules
from tirek.journal.actions import annul_entry, record_entry
from tirek.journal.queries import rows_named
from tirek.school.actions import (
    PUPIL_FIELDS,
    add_household,
    add_member,
    change_household,
    change_member,
    change_pupil,
    join_household,
)
from tirek.school.models import HouseholdMember, Pupil, SchoolClass
from tirek.school.queries import household_of
from tirek.schoolyear.queries import year_at


class Overtaken(Refused):
    """Somebody else has saved the same draft since it was opened."""


@transaction.atomic
def save_form(
    *, by: User, school_class: SchoolClass, said: Mapping[str, Any], version: int = 0
) -> ClassForm:
    """Keep a draft of the class's form, one a class; `said` is by the pupil's public id.

    Refused: a form saved by somebody else since (`version`), a class of a year that is over.
    """
    _in_its_year(school_class)
    form = draft_of(school_class)
    if form is None:
        form = ClassForm(school=school_class.school, school_class=school_class)
    if form.version != version:
        raise Overtaken(_("The form was saved from another window meanwhile. Look it through."))
    begun = form.pk is None
    form.said, form.author, form.saved_at = dict(said), by, clock.now()
    form.version += 1
    form.save()
    audit.record(by=by, verb="CREATED" if begun else "CHANGED", thing=form, school=form.school)
    return form


@transaction.atomic
def submit_form(*, by: User, form: ClassForm) -> ClassForm:
    """Hand a draft in: an entry about the class, and a line for all that differs from the cards.

    Refused: a pupil of whom nothing is said, not even that nothing has changed.
    """
    if not form.is_draft:
        raise Refused(_("The form is handed in already."))
    today = clock.today()
    _in_its_year(form.school_class)
    pupils = pupils_of_form(form.school_class, by, today)
    silent = [one for one in pupils if not rules.answered(form.said.get(one.pid, {}))]
    if silent or not pupils:
        raise Refused(_("Not looked at yet: %(names)s") % {"names": _names(silent)})
    lines = _lines(form, by, pupils, today)
    FormLine.objects.bulk_create(lines)
    form.entry = record_entry(
        by=by,
        school=form.school,
        kind="CLASS_DATA",
        on=today,
        classes=[form.school_class],
        rows=rows_named(form.school, "CLASS_DATA", "", today),
        text=_("Pupils: %(pupils)s, changes: %(lines)s")
        % {"pupils": len(pupils), "lines": len(lines)},
    )
    here = {one.pid for one in pupils}
    form.said = {pid: answers for pid, answers in form.said.items() if pid in here}
    form.state, form.on, form.author = ClassForm.State.SUBMITTED, today, by
    form.saved_at = clock.now()
    form.save()
    audit.record(by=by, verb="SIGNED", thing=form, school=form.school, note=f"lines={len(lines)}")
    return form


def _lines(form: ClassForm, by: User, pupils: Sequence[Pupil], today: date) -> list[FormLine]:
    cards = cards_of(form.school, by, pupils, today)
    every = [
        (one, line)
        for one in pupils
        for line in rules.lines_of(form.said.get(one.pid, {}), cards[one.pk])
    ]
    return [
        FormLine(
            form=form,
            pupil=pupil,
            what=line.what,
            position=position,
            said=dict(line.said),
            card=dict(line.card),
        )
        for position, (pupil, line) in enumerate(rules.without_twins(every), start=1)
    ]


def _names(pupils: Sequence[Pupil]) -> str:
    shown = ", ".join(one.short_name for one in pupils[:3])
    return f"{shown} … ({len(pupils)})" if len(pupils) > 3 else shown


def _in_its_year(school_class: SchoolClass) -> None:
    if school_class.school_year.ends_on < clock.today():
        raise Refused(_("The school year of this class is over."))


@transaction.atomic
def take_back_form(*, by: User, form: ClassForm) -> ClassForm:
    """Take a form back to write on; only while none of its lines is decided."""
    decided = form.lines.exclude(state__in=["WAITING", "WITHDRAWN"])
    if form.is_draft or form.entry is None or decided.exists():
        raise Refused(_("The form cannot be taken back: lines of it are decided."))
    if draft_of(form.school_class) is not None:
        raise Refused(_("The class has another form that is begun."))
    form.lines.update(state=FormLine.State.WITHDRAWN)
    annul_entry(by=by, entry=form.entry, reason=_("The form was taken back to be corrected"))
    form.entry, form.state, form.on = None, ClassForm.State.DRAFT, None
    form.version += 1
    form.save()
    audit.record(by=by, verb="CHANGED", thing=form, school=form.school, note="taken back")
    return form


@transaction.atomic
def accept_line(*, by: User, line: FormLine, fields: Mapping[str, Any] | None = None) -> FormLine:
    """Accept a line: the card is changed and the line keeps which fact came of it.

    `fields` answer what the line does not say: the status with its basis, the last day, whether
    the address is the whole family's. Refused as the card's own actions refuse.
    """
    _decide(by, line, FormLine.State.ACCEPTED)
    line.fact = ACCEPT[line.what](by, line, dict(fields or {}))
    line.save(update_fields=["fact"])
    return line


@transaction.atomic
def decline_line(*, by: User, line: FormLine, reason: str) -> FormLine:
    """Decline a line; the teacher reads the reason."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    _decide(by, line, FormLine.State.DECLINED)
    line.reason = reason.strip()
    line.save(update_fields=["reason"])
    return line


@transaction.atomic
def accept_plain(*, by: User, form: ClassForm) -> int:
    """Accept all lines that ask for nothing more; how many were."""
    plain = form.lines.filter(state=FormLine.State.WAITING, what__in=rules.PLAIN)
    lines = list(plain.select_related("form__school", "pupil__school"))
    for line in lines:
        accept_line(by=by, line=line, fields={"whole_family": whole_family(line)})
    return len(lines)


@transaction.atomic
def ask_classes(*, by: User, school: School, due_on: date) -> Round:
    """Ask all classes of the running year for the form, to be handed in by a day."""
    today = clock.today()
    year = year_at(school, today)
    if year is None:
        raise Refused(_("There is no school year on this day."))
    if due_on < today:
        raise Refused(_("Enter today's date or a later one."), field="due_on")
    made = Round.objects.create(
        school=school, school_year=year, asked_on=today, due_on=due_on, asked_by=by
    )
    audit.record(by=by, verb="CREATED", thing=made, school=school)
    return made


def whole_family(line: FormLine) -> bool:
    """Does a new address belong to the whole family, by what the card says: one address for all?"""
    home = household_of(line.pupil, clock.today()) if line.what == rules.ADDRESS else None
    return home is not None and rules.same_text(line.pupil.address or home.address, home.address)


def _decide(by: User, line: FormLine, state: str) -> None:
    """Once: whoever comes second is refused, also when both come at the same moment."""
    now = clock.now()
    school, pupil = line.form.school, line.pupil
    card = cards_of(school, by, [pupil], clock.today())[pupil.pk]
    waiting = FormLine.objects.filter(pk=line.pk, state=FormLine.State.WAITING)
    if not waiting.update(state=state, decided_at=now, decided_by=by):
        raise Refused(_("This line is decided already."))
    line.state, line.decided_at, line.decided_by = state, now, by
    line.card = rules.card_now(line.rule, card)
    line.save(update_fields=["card"])
    audit.record(by=by, verb="CHANGED", thing=line, school=school, note=state.lower())


def _named(thing: Any) -> str:
    return f"{thing._meta.label_lower}:{thing.pid}"


def _open(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    return _named(open_status(by=by, pupil=line.pupil, fields=fields))


def _end(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    held = StatusPeriod.objects.known_at().on(clock.today()).filter(pupil=line.pupil)
    until = fields.get("until") or _day(line.said.get("until"))
    if (found := held.filter(category=line.said["category"]).first()) is None:
        raise Refused(_("The card has changed since. Look at it again."))
    if until is None:
        raise Refused(_("State the last day."), field="until")
    return _named(end_status(by=by, status=found, until=until, note=fields.get("note", "")))


def _address(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    pupil, address = line.pupil, line.said["address"]
    home = household_of(pupil, clock.today()) if fields.get("whole_family") else None
    if home is None:
        return _change(by, pupil, address=address)
    change_household(by=by, household=home, address=address, note=home.note)
    if pupil.address:
        _change(by, pupil, address=address)
    return _named(home)


def _phone(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    return _change(by, line.pupil, phone=line.said["phone"])


def _change(by: User, pupil: Pupil, **fields: Any) -> str:
    kept = {name: getattr(pupil, name) for name in PUPIL_FIELDS}
    return _named(change_pupil(by=by, pupil=pupil, fields=kept | fields))


def _member(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    home = household_of(line.pupil, clock.today())
    at_home = HouseholdMember.objects.filter(household=home, key=line.said["member"])
    member = at_home.select_related("household__school").first()
    if member is None:
        raise Refused(_("The card has changed since. Look at it again."))
    said = {name: line.said[name] for name in ("work", "phone") if name in line.said}
    return _named(change_member(by=by, member=member, fields=said))


def _join(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    pupil, today = line.pupil, clock.today()
    home = household_of(pupil, today)
    if home is None:
        home = add_household(by=by, school=line.form.school, address=pupil.address)
        join_household(by=by, pupil=pupil, household=home)
    surname, _space, rest = str(line.said["name"]).partition(" ")
    given, _space, patronymic = rest.partition(" ")
    who = {"surname": surname, "given": given, "patronymic": patronymic}
    phone = str(line.said.get("phone", ""))
    member = add_member(by=by, household=home, fields=who | {"phone": phone})
    kinship = line.said["kinship"] if line.said["kinship"] in Kin.values else Kin.OTHER
    legal, since = bool(fields.get("legal")), fields.get("since")
    return _named(
        add_kin(by=by, pupil=pupil, member=member, kinship=kinship, legal=legal, since=since)
    )


def _leave(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    kin = (
        Kinship.objects.known_at()
        .on(clock.today())
        .filter(pupil=line.pupil, member__key=line.said["member"])
        .first()
    )
    until = fields.get("until") or _day(line.said.get("until"))
    if kin is None:
        raise Refused(_("The card has changed since. Look at it again."))
    if until is None:
        raise Refused(_("State the last day."), field="until")
    return _named(end_kin(by=by, kin=kin, until=until))


def _noted(by: User, line: FormLine, fields: dict[str, Any]) -> str:
    return ""


def _day(said: object) -> date | None:
    return date.fromisoformat(str(said)) if said else None


ACCEPT = {
    rules.OPENED: _open,
    rules.ENDED: _end,
    rules.ADDRESS: _address,
    rules.PHONE: _phone,
    rules.WORK: _member,
    rules.MEMBER_PHONE: _member,
    rules.JOINED: _join,
    rules.LEFT: _leave,
    rules.NOTE: _noted,
}
