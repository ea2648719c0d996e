"""Reads the cards of a class as its form needs them, the forms, whose form is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from tirek.access.models import School
from tirek.cards.models import Category, Kinship, StatusPeriod
from tirek.cards.queries import categories, codes_seen
from tirek.classdata.models import ClassForm, FormLine, Round
from tirek.classdata.rules.said import Adult, Card, Held
from tirek.school.models import (
    Household,
    HouseholdMember,
    Pupil,
    SchoolClass,
)
from tirek.school.queries import household_ids_on, over, pupils_on
from tirek.schoolyear.models import SchoolYear


def proposable(every: Mapping[str, Category]) -> dict[str, Category]:
    """Categories that a class teacher may propose: those that are not sensitive."""
    return {code: one for code, one in every.items() if not one.sensitive}


def named(school_class: SchoolClass) -> dict[str, Category]:
    """All categories of the class's school by code."""
    return categories(school_class.school)


def pupils_of_form(school_class: SchoolClass, user: Any, day: date) -> list[Any]:
    """The pupils of the class on the day, in the order of names, as far as the user reaches."""
    seen = Pupil.objects.visible_to(user, "classdata.form:read")
    chosen: Any = pupils_on(school_class.school, day, pupils=seen)
    return list(chosen.filter(class_id_on=school_class.pk))


def cards_of(school: School, user: Any, pupils: Sequence[Pupil], day: date) -> dict[int, Card]:
    """What the cards of these pupils say to this reader on a day: a few queries for all."""
    ids = [one.pk for one in pupils]
    rights = over(user, school.pk, ids)
    homes = household_ids_on(school, day, pupil_ids=ids)
    addresses = dict(
        Household.objects.filter(pk__in=set(homes.values())).values_list("pk", "address")
    )
    at_home: dict[int, list[HouseholdMember]] = defaultdict(list)
    here = Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
    for member in HouseholdMember.objects.filter(*here, household_id__in=addresses):
        at_home[member.household_id].append(member)
    kin, gone = _kin(ids, day)
    held: dict[int, list[Held]] = defaultdict(list)
    statuses: Any = StatusPeriod.objects.on(day).known_at().filter(pupil_id__in=ids)
    for one in statuses.order_by("since", "id"):
        if codes_seen(rights, one.pupil_id, [one.category]):
            held[one.pupil_id].append(Held(one.category, one.since))
    found = {}
    for pupil in pupils:
        home = homes.get(pupil.pk, 0)
        adults = [
            _adult(one, kin.get((pupil.pk, one.pk)))
            for one in at_home[home]
            if (pupil.pk, one.pk) not in gone
        ]
        found[pupil.pk] = Card(
            address=pupil.address or addresses.get(home, ""),
            phone=pupil.phone,
            adults=tuple(sorted(adults, key=lambda one: not one.tied)),
            held=tuple(held[pupil.pk]),
        )
    return found


Tie = tuple[int, int]


def _kin(ids: Sequence[int], day: date) -> tuple[dict[Tie, Kinship], set[Tie]]:
    """Who is kin on the day, and who was and is no more, by (pupil, member)."""
    kin: dict[Tie, Kinship] = {}
    gone: set[Tie] = set()
    for one in Kinship.objects.known_at().filter(pupil_id__in=ids).order_by("id"):
        if one.until is not None and one.until < day:
            gone.add((one.pupil_id, one.member_id))
        elif one.since is None or one.since <= day:
            kin[(one.pupil_id, one.member_id)] = one
    return kin, gone - kin.keys()


def _adult(member: HouseholdMember, kin: Any) -> Adult:
    return Adult(
        member=member.key,
        name=member.full_name,
        kinship=kin.kinship if kin else "",
        tied=kin is not None,
        work=member.work,
        phone=member.phone,
    )


def draft_of(school_class: SchoolClass) -> ClassForm | None:
    """The form of the class that is begun and not handed in."""
    return ClassForm.objects.filter(school_class=school_class, state=ClassForm.State.DRAFT).first()


def last_round(school_year: SchoolYear) -> Round | None:
    """When all classes were asked last, in this year."""
    return Round.objects.filter(school_year=school_year).first()


@dataclass
class ClassRow:
    """A class on the list of forms: its last form, its draft, how its lines stand."""

    school_class: SchoolClass
    missing: bool
    form: ClassForm | None = None
    draft: ClassForm | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Lines that wait for a decision."""
        return self.counts.get(FormLine.State.WAITING, 0)


def rows_of(school_year: SchoolYear, classes: Any, asked: Round | None) -> list[ClassRow]:
    """The classes of a year with their forms, those whose form is missing first."""
    since = asked.asked_on if asked else school_year.starts_on
    found = {
        one.pk: ClassRow(one, missing=True)
        for one in classes.filter(school_year=school_year)
        .select_related("teacher")
        .order_by("sort_key")
    }
    forms = ClassForm.objects.filter(school_class__in=list(found)).exclude(
        entry__annulled_at__isnull=False
    )
    for form in forms.select_related("author").order_by("on", "id"):
        row = found[form.school_class_id]
        if form.is_draft:
            row.draft = form
        else:
            row.form, row.missing = form, row.missing and not (form.on and form.on >= since)
    shown = {row.form.pk: row for row in found.values() if row.form}
    states = FormLine.objects.filter(form_id__in=list(shown)).values_list("form_id", "state")
    for form_id, state, number in states.annotate(n=Count("id")).order_by():
        shown[form_id].counts[state] = number
    return sorted(found.values(), key=lambda row: not row.missing)


def waiting_lines(user: Any, school: School) -> Any:
    """Lines that wait for this reader's decision."""
    classes = SchoolClass.objects.visible_to(user, "classdata.form:decide").filter(school=school)
    return FormLine.objects.filter(
        form__school_class__in=classes.values("pk"), state=FormLine.State.WAITING
    )


def classes_asked(user: Any, school: School, day: date) -> Any:
    """Classes within the user's reach that were asked this year and have not handed in since.

    Each carries `due_on`.
    """
    rounds = Round.objects.filter(school_year=OuterRef("school_year"), asked_on__lte=day).order_by(
        "-asked_on", "-id"
    )
    given = ClassForm.objects.submitted().filter(
        school_class=OuterRef("pk"),
        on__gte=OuterRef("asked_on"),
    )
    return (
        SchoolClass.objects.visible_to(user, "classdata.form:read")
        .filter(school=school, school_year__starts_on__lte=day, school_year__ends_on__gte=day)
        .annotate(
            asked_on=Subquery(rounds.values("asked_on")[:1]),
            due_on=Subquery(rounds.values("due_on")[:1]),
        )
        .filter(asked_on__isnull=False)
        .filter(~Exists(given))
        .order_by("sort_key")
    )


def declined_lately(user: Any, school: School, since: date) -> Any:
    """Lines of the own forms that were declined since a day."""
    return FormLine.objects.filter(
        Q(form__author=user) & Q(form__school=school),
        state=FormLine.State.DECLINED,
        decided_at__date__gte=since,
    )


def lines_of_form(form: ClassForm) -> list[FormLine]:
    """The lines of a form in the order of its pupils."""
    return list(
        form.lines.exclude(state=FormLine.State.WITHDRAWN).select_related("pupil", "decided_by")
    )


def ids_of(lines: Iterable[FormLine]) -> list[int]:
    """Ids of the pupils of these lines, each once."""
    return list(dict.fromkeys(one.pupil_id for one in lines))
