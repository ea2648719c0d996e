"""Reads housing inspection acts, and what a new one can be filled with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from tirek.access.models import School, User
from tirek.access.queries import posts_of
from tirek.cards.queries import kin_of
from tirek.journal.models import EntryPupil, State
from tirek.school.models import Enrolment, HouseholdStay, Pupil
from tirek.school.queries import household_of, with_class_on
from tirek.school.rules.kazakh import folded
from tirek.visits.models import ActFile, InspectionAct, InspectionActQuerySet
from tirek.visits.rules.asked import Form
from tirek.visits.rules.details import rows_of
from tirek.visits.rules.housing import FAMILY
from tirek.visits.rules.shared import CHAIR, MEMBER

STATES = ("DRAFT", "DONE", "ANNULLED")


@dataclass(frozen=True)
class Wanted:
    """What the list of acts is narrowed by; empty means all."""

    text: str = ""
    class_pid: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    author_pid: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return self != Wanted()


def acts(school: School, user: Any, wanted: Wanted, day: date) -> InspectionActQuerySet:
    """The school's acts for this reader, newest first; corrected ones are left out.

    Annulled ones are shown only when asked for. The class is that of the children on `day`.
    """
    found = InspectionAct.objects.visible_to(user).filter(school=school)
    if wanted.state == State.ANNULLED:
        found = found.filter(entry__state=State.ANNULLED)
    else:
        found = found.believed()
        if wanted.state in STATES:
            found = found.filter(entry__state=wanted.state)
    if wanted.kind:
        found = found.filter(entry__kind=wanted.kind)
    if wanted.since:
        found = found.filter(entry__on__gte=wanted.since)
    if wanted.until:
        found = found.filter(entry__on__lte=wanted.until)
    if wanted.author_pid:
        found = found.filter(entry__author__pid=wanted.author_pid)
    about = EntryPupil.objects.filter(entry=OuterRef("entry"))
    if wanted.class_pid:
        enrolled = Enrolment.objects.on(day).known_at()
        in_class = enrolled.filter(school_class__pid=wanted.class_pid).values("pupil_id")
        found = found.filter(Exists(about.filter(pupil__in=in_class)))
    number = wanted.text.strip().removeprefix("№").strip()
    if number.isdecimal() and len(number) < 7:
        found = found.filter(number=int(number))
    else:
        for word in folded(wanted.text).split():
            found = found.filter(Exists(about.filter(pupil__search__contains=word)))
    return found.select_related("entry", "entry__author").prefetch_related(
        "entry__about_pupils__pupil"
    )


def authors_of_acts(school: School, user: Any) -> Any:
    """Staff who have written acts this reader sees, for the list's filter."""
    seen = InspectionAct.objects.visible_to(user).filter(school=school)
    return User.objects.filter(pk__in=seen.values("entry__author_id")).order_by("full_name")


def children_of(act: InspectionAct) -> list[Pupil]:
    """The pupils an act is about, in the Kazakh order of names."""
    links = act.entry.about_pupils.all()
    if not hasattr(act.entry, "_prefetched_objects_cache"):
        links = links.select_related("pupil")
    return sorted((link.pupil for link in links), key=lambda pupil: (pupil.sort_key, pupil.pk))


def signers(act: InspectionAct) -> list[str]:
    """Who signs an act: the commission, chair first, then the parent it was read to."""
    rows = sorted(rows_of(act.details, "commission"), key=lambda row: row.get("role") != CHAIR)
    names = [str(row.get("name", "")) for row in rows]
    if not act.details.get("refused"):
        names.append(str(act.details.get("read_by", "")))
    return list(dict.fromkeys(name for name in names if name))


def signatures_of(act: InspectionAct) -> dict[str, ActFile]:
    """By name what was signed on the glass under the words that stand now."""
    mark = act.mark
    given = act.files.standing().filter(kind=ActFile.SIGNATURE, mark=mark).exclude(file="")
    return {one.caption: one for one in given}


def photos_of(act: InspectionAct) -> list[ActFile]:
    """The photos of an act, in the order they came."""
    return list(act.files.standing().filter(kind=ActFile.PHOTO))


def outsiders(school: School, day: date) -> list[str]:
    """Names of people from outside who sat in the commissions of the last year."""
    recent = InspectionAct.objects.believed().filter(
        school=school, entry__on__gte=day - timedelta(days=365)
    )
    found = dict.fromkeys(
        str(row["name"])
        for details in recent.order_by("-pk").values_list("details", flat=True)[:300]
        for row in rows_of(details, "commission")
        if row.get("name") and not row.get("user")
    )
    return list(found)[:50]


def class_names_on(pupils: Iterable[Pupil], day: date) -> dict[int, str]:
    """For each pupil the name of the class on a day, in one query."""
    ids = [pupil.pk for pupil in pupils]
    found: Any = with_class_on(Pupil.objects.filter(pk__in=ids), day)
    return {pupil.pk: pupil.class_name for pupil in found if pupil.class_name}


def acts_of(pupils: Sequence[Pupil], user: Any) -> InspectionActQuerySet:
    """Acts that stand about any of the pupils, newest first."""
    about = EntryPupil.objects.filter(pupil__in=pupils).values("entry_id")
    return (
        InspectionAct.objects.visible_to(user)
        .believed()
        .filter(entry_id__in=about)
        .select_related("entry", "entry__author")
    )


def last_act(act: InspectionAct, user: Any) -> InspectionAct | None:
    """The signed act of its kind before this one about the same children, else their family."""
    children = children_of(act)
    before = acts_of([*children, *_siblings(children, act.entry.on)], user).filter(
        entry__state=State.DONE, entry__on__lte=act.entry.on, entry__kind=act.entry.kind
    )
    found = list(before.exclude(pk=act.pk).prefetch_related("entry__about_pupils__pupil")[:20])
    ids = {child.pk for child in children}
    own = [one for one in found if ids & {child.pk for child in children_of(one)}]
    return next(iter(own or found), None)


def _siblings(pupils: Iterable[Pupil], day: date) -> list[Pupil]:
    return list({one.pk: one for pupil in pupils for one in household_pupils(pupil, day)}.values())


def household_pupils(pupil: Pupil, day: date) -> list[Pupil]:
    """The pupils who live with this one on a day, this one first; each with `class_name`."""
    household = household_of(pupil, day)
    living = Pupil.objects.filter(pk=pupil.pk)
    if household is not None:
        stays = HouseholdStay.objects.on(day).known_at().filter(household=household)
        living = living | Pupil.objects.filter(pk__in=stays.values("pupil_id"))
    return sorted(with_class_on(living, day), key=lambda one: one.pk != pupil.pk)


def snapshot(pupils: Sequence[Pupil], day: date) -> list[dict[str, Any]]:
    """The children as the act writes them down: name, class and date of birth on a day."""
    classes = class_names_on(pupils, day)
    return [
        {
            "name": pupil.full_name,
            "class": classes.get(pupil.pk, ""),
            "born_on": pupil.born_on.isoformat() if pupil.born_on else "",
        }
        for pupil in pupils
    ]


def card_answers(form: Form, pupils: Sequence[Pupil], by: User, day: date) -> dict[str, Any]:
    """What the cards already know for a new act about these children, as far as its form asks.

    Address, family members with kinship, birth years and work, and the commission: the author and
    the class teachers of the children. Incomes are asked at home.
    """
    households = [household_of(pupil, day) for pupil in pupils]
    addresses = [one.address for one in households if one] + [pupil.address for pupil in pupils]
    answers = {
        "children": snapshot(pupils, day),
        "commission": _commission(pupils, by, day),
        "address": next((address for address in addresses if address), ""),
        "family": _family(pupils, day),
    }
    return {code: value for code, value in answers.items() if value and code in form.fields}


def _family(pupils: Sequence[Pupil], day: date) -> list[dict[str, Any]]:
    known = {choice.code for choice in FAMILY.columns[1].choices}
    rows: dict[int, dict[str, Any]] = {}
    for pupil in pupils:
        for kin in kin_of(pupil, day):
            rows.setdefault(kin.member_id, _person(kin.member, kin.kinship))
        household = household_of(pupil, day)
        for member in household.members.all() if household else ():
            rows.setdefault(member.pk, _person(member, ""))
    found = [row for row in rows.values() if row.get("name")]
    chosen = {pupil.pk for pupil in pupils}
    for sibling in _siblings(pupils, day):
        if sibling.pk not in chosen:
            row: dict[str, Any] = {"name": sibling.full_name, "kinship": "SIBLING"}
            if sibling.born_on:
                row["birth_year"] = sibling.born_on.year
            if getattr(sibling, "class_name", ""):
                row["work"] = sibling.class_name  # type: ignore[attr-defined]
            found.append(row)
    assert all(row.get("kinship", "OTHER") in known for row in found)
    return found


def _person(member: Any, kinship: str) -> dict[str, Any]:
    row = {
        "name": member.full_name,
        "kinship": kinship,
        "birth_year": member.born_on.year if member.born_on else None,
        "work": member.work,
    }
    return {code: value for code, value in row.items() if value}


def _commission(pupils: Sequence[Pupil], by: User, day: date) -> list[dict[str, Any]]:
    school = pupils[0].school
    people = {by.pk: by}
    enrolments = (
        Enrolment.objects.on(day)
        .known_at()
        .filter(pupil__in=pupils)
        .select_related("school_class__teacher")
        .order_by("id")
    )
    for enrolment in enrolments:
        teacher = enrolment.school_class.teacher
        if teacher is not None:
            people.setdefault(teacher.pk, teacher)
    posts = posts_of(school, day)
    return [
        {
            "name": person.full_name,
            **({"post": posts[person.pk]} if person.pk in posts else {}),
            "role": CHAIR if person.pk == by.pk else MEMBER,
            "user": person.username,
        }
        for person in people.values()
    ]
