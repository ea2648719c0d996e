"""Reads classes, pupils and families as of a day, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from tirek.access.models import School
from tirek.access.queries import NamedClass
from tirek.access.roles import DOORS
from tirek.access.sight import sight_of
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    PupilQuerySet,
    SchoolClass,
    SchoolClassQuerySet,
    pupils_reached,
)
from tirek.school.rules.kazakh import folded
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at


@dataclass(frozen=True)
class Over:
    """By which roles a reader reaches each of some pupils (their ids)."""

    roles: Mapping[int, frozenset[str]]

    def may(self, key: str, pupil: int) -> bool:
        """Does a role that reaches this pupil hold the key?"""
        return bool(self.roles.get(pupil, frozenset()).intersection(DOORS[key]))

    def all_of(self, key: str) -> frozenset[int]:
        """Those of the pupils whom a role that holds the key reaches."""
        return frozenset(pk for pk in self.roles if self.may(key, pk))


def over(user: Any, school_id: int, pupils: Iterable[int]) -> Over:
    """By which roles a user reaches each of these pupils of a school today.

    No query for roles that reach the whole school, one for each role held that does not.
    """
    sight, ids = sight_of(user), list(pupils)
    held = [h for h in sight.held if h.school_id == school_id]
    roles: dict[int, set[str]] = {pk: {h.role for h in held if h.whole} for pk in ids}
    for one in (h for h in held if not h.whole):
        reached = Pupil.objects.filter(pupils_reached(one, sight), pk__in=ids)
        for pk in reached.order_by().values_list("pk", flat=True):
            roles[pk].add(one.role)
    return Over({pk: frozenset(found) for pk, found in roles.items()})


def enrolments_on(school: School, day: date, known_at: datetime | None = None) -> Any:
    """Enrolments that hold on a day (`since` and `until` included), with pupil and class."""
    return (
        Enrolment.objects.on(day)
        .known_at(known_at)
        .filter(pupil__school=school)
        .select_related("pupil", "school_class")
    )


def pupils_on(
    school: School,
    day: date,
    known_at: datetime | None = None,
    pupils: PupilQuerySet | None = None,
) -> PupilQuerySet:
    """Pupils enrolled on a day in the Kazakh order of names.

    Each carries `class_id_on`, `class_name`, `class_pid`, `grade` and `class_order` of that day.
    `pupils` narrows to those one may see.
    """
    chosen: Any = with_class_on(Pupil.objects.all() if pupils is None else pupils, day, known_at)
    enrolled: PupilQuerySet = chosen.filter(school=school, class_id_on__isnull=False)
    return enrolled


def with_class_on(
    pupils: PupilQuerySet, day: date, known_at: datetime | None = None
) -> PupilQuerySet:
    """The pupils with the class they are in on a day (empty for those not enrolled then)."""
    current = (
        Enrolment.objects.on(day)
        .known_at(known_at)
        .filter(pupil=OuterRef("pk"))
        .order_by("-since", "-id")
    )
    annotated = pupils.annotate(class_id_on=Subquery(current.values("school_class_id")[:1]))
    of_class = SchoolClass.objects.filter(pk=OuterRef("class_id_on"))
    return annotated.annotate(
        class_name=Subquery(of_class.values("name")[:1]),
        class_pid=Subquery(of_class.values("pid")[:1]),
        grade=Subquery(of_class.values("grade")[:1]),
        class_order=Subquery(of_class.values("sort_key")[:1]),
    ).order_by("sort_key", "id")


def classes_of(school_year: SchoolYear, classes: SchoolClassQuerySet | None = None) -> Any:
    """Classes of a school year in their order, with the number of pupils ever enrolled in it."""
    chosen = classes if classes is not None else SchoolClass.objects.all()
    return chosen.filter(school_year=school_year).select_related("teacher").order_by("sort_key")


def counted_classes(school_year: SchoolYear, day: date, classes: Any = None) -> Any:
    """The same with `pupils`, `boys` and `girls` enrolled on a day."""
    here = Q(enrolments__in=Enrolment.objects.on(day).known_at().values("pk"))
    return classes_of(school_year, classes).annotate(
        pupils=Count("enrolments__pupil", filter=here, distinct=True),
        boys=Count("enrolments__pupil", filter=here & Q(enrolments__pupil__sex="M"), distinct=True),
        girls=Count(
            "enrolments__pupil", filter=here & Q(enrolments__pupil__sex="F"), distinct=True
        ),
    )


def class_named(school_year: SchoolYear, name: str) -> SchoolClass | None:
    """The class of that name in that year."""
    return SchoolClass.objects.filter(school_year=school_year, name=name).first()


def household_ids_on(
    school: School,
    day: date,
    known_at: datetime | None = None,
    pupil_ids: Sequence[int] | None = None,
) -> dict[int, int]:
    """For each pupil (of some) the family lived in on a day: {pupil id: household id}."""
    stays = HouseholdStay.objects.on(day).known_at(known_at).filter(pupil__school=school)
    if pupil_ids is not None:
        stays = stays.filter(pupil_id__in=list(pupil_ids))
    return dict(stays.order_by("since", "id").values_list("pupil_id", "household_id"))


def household_of(pupil: Pupil, day: date) -> Household | None:
    """The family a pupil lives in on a day."""
    stay = (
        HouseholdStay.objects.on(day)
        .known_at()
        .filter(pupil=pupil)
        .select_related("household")
        .order_by("-since", "-id")
        .first()
    )
    return stay.household if stay else None


def pupils_named(pupils: PupilQuerySet, text: str) -> PupilQuerySet:
    """Pupils whose name holds every word of `text`, in any keyboard, or whose IIN ends in it."""
    found = pupils
    for word in folded(text).split():
        found = found.filter(
            Q(search__contains=word) | Q(iin__endswith=word)
            if _digits(word)
            else Q(search__contains=word)
        )
    return found


def _digits(word: str) -> bool:
    return word.isdigit() and len(word) >= 4


def households_named(school: School, households: Any, text: str, day: date) -> list[int]:
    """Ids of the families whose address, grown-ups or pupils hold every word of `text`.

    In any keyboard; in the order of the first pupil's name, families without pupils last.
    """
    words = folded(text).split()
    said: dict[int, list[str]] = {
        pk: [address] for pk, address in households.values_list("pk", "address")
    }
    order: dict[int, str] = {}
    members = HouseholdMember.objects.filter(household__school=school)
    for pk, *names in members.values_list("household_id", "surname", "given", "patronymic"):
        if pk in said:
            said[pk] += names
    stays = HouseholdStay.objects.on(day).known_at().filter(household__school=school)
    for pk, key, *names in stays.values_list(
        "household_id", "pupil__sort_key", "pupil__surname", "pupil__given"
    ):
        if pk in said:
            said[pk] += names
            order[pk] = min(order.get(pk, key), key)
    chosen = [
        pk for pk, parts in said.items() if not words or _all_in(words, folded(" ".join(parts)))
    ]
    return sorted(chosen, key=lambda pk: (pk not in order, order.get(pk, ""), pk))


def pupils_of(household: Household, day: date) -> list[Any]:
    """Pupils who live in the family on a day, with their classes, in the order of names."""
    stays = HouseholdStay.objects.on(day).known_at().filter(household=household)
    return list(with_class_on(Pupil.objects.filter(pk__in=stays.values("pupil_id")), day))


def with_first_day(pupils: Any) -> Any:
    """The pupils with `came_on`: the first day of their first enrolment."""
    first = Enrolment.objects.known_at().filter(pupil=OuterRef("pk")).order_by("since", "id")
    return pupils.annotate(came_on=Subquery(first.values("since")[:1]))


def _all_in(words: list[str], text: str) -> bool:
    return all(word in text for word in words)


@dataclass
class Family:
    """A family with those who live in it on a day."""

    household: Household
    pupils: list[Any]
    members: list[HouseholdMember]

    @property
    def name(self) -> str:
        """The surnames in it, or the address when nobody is known."""
        people = [*self.pupils, *self.members]
        surnames = dict.fromkeys(p.surname for p in people if p.surname)
        return ", ".join(list(surnames)[:2]) or str(self.household)


def families(ids: list[int], day: date) -> list[Family]:
    """These families with their pupils (and classes) and grown-ups, in the order given."""
    pupils: dict[int, list[Any]] = {pk: [] for pk in ids}
    home = dict(
        HouseholdStay.objects.on(day)
        .known_at()
        .filter(household_id__in=ids)
        .values_list("pupil_id", "household_id")
    )
    for pupil in with_class_on(Pupil.objects.filter(pk__in=home), day):
        pupils[home[pupil.pk]].append(pupil)
    found = Household.objects.prefetch_related("members").in_bulk(ids)
    living = {
        pk: [one for one in home.members.all() if one.lives_here(day)] for pk, home in found.items()
    }
    return [Family(found[pk], pupils[pk], living[pk]) for pk in ids]


def named_classes(school: School, day: date) -> list[NamedClass]:
    """The classes of the year that runs on the day, for those who give roles
    (`settings.CLASSES_OF`).
    """
    classes = SchoolClass.objects.filter(school_year=year_at(school, day))
    return [NamedClass(one.name, one.grade, one.teacher_id) for one in classes]
