"""Writes classes, pupils, families and moves; nothing is deleted, facts end or are annulled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    SchoolClass,
)
from tirek.school.rules import iin as iin_rules
from tirek.school.wording import iin_message
from tirek.schoolyear.models import SchoolYear

PUPIL_FIELDS = (
    "surname",
    "given",
    "patronymic",
    "sex",
    "born_on",
    "iin",
    "address",
    "phone",
    "language",
)


@transaction.atomic
def open_class(
    *,
    by: User | None,
    school_year: SchoolYear,
    grade: int,
    letter: str,
    language: str = "",
    shift: int | None = None,
    teacher: User | None = None,
) -> SchoolClass:
    """Open a class in a school year; its name is the grade and the letter."""
    name = f"{grade}{letter}"
    if SchoolClass.objects.filter(school_year=school_year, name=name).exists():
        raise Refused(_("This class is already there."), field="letter")
    opened = SchoolClass.objects.create(
        school=school_year.school,
        school_year=school_year,
        grade=grade,
        letter=letter,
        name=name,
        language=language,
        shift=shift,
        teacher=teacher,
    )
    audit.record(by=by, verb="CREATED", thing=opened, school=school_year.school)
    return opened


@transaction.atomic
def change_class(
    *, by: User, school_class: SchoolClass, language: str, shift: int | None, teacher: User | None
) -> SchoolClass:
    """Change a class's language, shift or teacher."""
    school_class.language, school_class.shift, school_class.teacher = language, shift, teacher
    school_class.save()
    audit.record(by=by, verb="CHANGED", thing=school_class, school=school_class.school)
    return school_class


def _check_iin(school: School, pupil: Pupil, fields: Mapping[str, Any]) -> None:
    number = str(fields.get("iin") or "")
    if not number:
        return
    problems = iin_rules.check(number, born_on=fields.get("born_on"), sex=fields.get("sex") or None)
    if problems:
        raise Refused(iin_message(problems[0]), field="iin")
    same = Pupil.objects.filter(school=school, iin=number, merged_into=None)
    same = same.exclude(pk=pupil.pk)
    if same.exists():
        raise Refused(_("Another pupil of the school has this IIN."), field="iin")


@transaction.atomic
def add_pupil(
    *,
    by: User | None,
    school: School,
    fields: Mapping[str, Any],
    school_class: SchoolClass,
    since: date,
    reason: str = "",
) -> Pupil:
    """Add a pupil with the first enrolment; the same name and birth date twice is refused."""
    twin = Pupil.objects.filter(
        school=school,
        merged_into=None,
        surname=fields["surname"],
        given=fields["given"],
        patronymic=fields.get("patronymic", ""),
        born_on=fields.get("born_on"),
    )
    if fields.get("born_on") and twin.exists():
        raise Refused(_("A pupil with this name and date of birth is already there."), "surname")
    pupil = Pupil(
        school=school, **{name: fields.get(name) or _blank(name) for name in PUPIL_FIELDS}
    )
    _check_iin(school, pupil, fields)
    pupil.save()
    audit.record(by=by, verb="CREATED", thing=pupil, school=school)
    enrol(by=by, pupil=pupil, school_class=school_class, since=since, reason=reason)
    return pupil


@transaction.atomic
def change_pupil(*, by: User, pupil: Pupil, fields: Mapping[str, Any]) -> Pupil:
    """Change what identifies a pupil; the audit keeps which fields, not their values."""
    _check_iin(pupil.school, pupil, fields)
    changed = []
    for name in PUPIL_FIELDS:
        value = fields.get(name) or _blank(name)
        if getattr(pupil, name) != value:
            setattr(pupil, name, value)
            changed.append(name)
    if changed:
        pupil.save()
        audit.record(
            by=by, verb="CHANGED", thing=pupil, school=pupil.school, note=" ".join(changed)
        )
    return pupil


def _blank(name: str) -> Any:
    return None if name == "born_on" else ""


@transaction.atomic
def enrol(
    *,
    by: User | None,
    pupil: Pupil,
    school_class: SchoolClass,
    since: date,
    reason: str = "",
) -> Enrolment:
    """Enrol a pupil in a class from a day; refused while another holds that day or a later one."""
    if school_class.school_id != pupil.school_id:
        raise Refused(_("The class belongs to another school."), field="school_class")
    if Enrolment.objects.known_at().touching(since, date.max).filter(pupil=pupil).exists():
        raise Refused(_("On this day the pupil is already in a class."), field="since")
    made = Enrolment.objects.create(
        pupil=pupil,
        school_class=school_class,
        since=since,
        reason=reason,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=pupil.school)
    return made


@transaction.atomic
def end_enrolment(*, by: User, pupil: Pupil, until: date, reason: str) -> Enrolment:
    """A pupil leaves: `until` is the last day at school."""
    current = Enrolment.objects.known_at().on(until).filter(pupil=pupil).last()
    if current is None:
        raise Refused(_("On this day the pupil is in no class."), field="until")
    return _replace_enrolment(by, current, until=until, reason=reason, verb="ENDED")


@transaction.atomic
def move_class(
    *, by: User, pupil: Pupil, school_class: SchoolClass, since: date, reason: str = ""
) -> Enrolment:
    """Move a pupil to another class from a day: the old enrolment is closed, a new one opened."""
    current = Enrolment.objects.known_at().on(since).filter(pupil=pupil).last()
    if current is not None:
        if current.school_class_id == school_class.pk:
            raise Refused(_("The pupil is already in this class."), field="school_class")
        if current.since >= since:
            raise Refused(_("The move must be later than the day of enrolment."), field="since")
        _replace_enrolment(by, current, until=since - timedelta(days=1), reason="", verb="ENDED")
    return enrol(by=by, pupil=pupil, school_class=school_class, since=since, reason=reason)


def _replace_enrolment(
    by: User, current: Enrolment, *, until: date, reason: str, verb: str
) -> Enrolment:
    """The same enrolment with its last day, as a new fact that replaces the old one."""
    ended = Enrolment.objects.create(
        pupil=current.pupil,
        school_class=current.school_class,
        since=current.since,
        until=until,
        reason=reason or current.reason,
        recorded_by=by,
        recorded_at=clock.now(),
        replaces=current,
    )
    audit.record(by=by, verb=verb, thing=ended, school=current.pupil.school)
    return ended


@transaction.atomic
def add_household(
    *, by: User | None, school: School, address: str = "", note: str = ""
) -> Household:
    """Add a family."""
    household = Household.objects.create(school=school, address=address, note=note)
    audit.record(by=by, verb="CREATED", thing=household, school=school)
    return household


@transaction.atomic
def change_household(*, by: User, household: Household, address: str, note: str) -> Household:
    """Change a family's address or note."""
    household.address, household.note = address, note
    household.save()
    audit.record(by=by, verb="CHANGED", thing=household, school=household.school)
    return household


@transaction.atomic
def add_member(
    *, by: User | None, household: Household, fields: Mapping[str, Any]
) -> HouseholdMember:
    """Add somebody who lives in the family."""
    member = HouseholdMember.objects.create(household=household, **fields)
    audit.record(by=by, verb="CREATED", thing=member, school=household.school)
    return member


@transaction.atomic
def change_member(*, by: User, member: HouseholdMember, fields: Mapping[str, Any]) -> Any:
    """Change what is known of a member of the family."""
    for name, value in fields.items():
        setattr(member, name, value)
    member.save()
    audit.record(by=by, verb="CHANGED", thing=member, school=member.household.school)
    return member


@transaction.atomic
def join_household(
    *, by: User | None, pupil: Pupil, household: Household, since: date | None = None
) -> HouseholdStay:
    """A pupil lives in this family from a day; the stay before it ends the day before."""
    day = since or clock.today()
    current: HouseholdStay | None = (
        HouseholdStay.objects.known_at().on(day).filter(pupil=pupil).last()
    )
    if current is not None:
        if current.household_id == household.pk:
            return current
        if since is None or (current.since and current.since >= since):
            raise Refused(_("State from which day the pupil lives in this family."), "since")
        HouseholdStay.objects.create(
            pupil=pupil,
            household=current.household,
            since=current.since,
            until=since - timedelta(days=1),
            recorded_by=by,
            recorded_at=clock.now(),
            replaces=current,
        )
    stay = HouseholdStay.objects.create(
        pupil=pupil,
        household=household,
        since=since,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=stay, school=pupil.school)
    return stay
