"""What a role sees: its menu and how many of each thing, without a name and without opening any.

It knows every room, as the menu does: the numbers come from the rooms' own `visible_to`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.access import audit, clock
from tirek.access.models import RoleGrant, School, User
from tirek.access.queries import people_visible_to
from tirek.access.roles import REACH, Reach, Role
from tirek.access.sight import Held, Sight, sight_of
from tirek.cards.models import StatusPeriod
from tirek.consents.models import Consent
from tirek.journal.models import Entry
from tirek.menu import sections_for
from tirek.plans.models import PlanRow
from tirek.reports.models import IssuedDocument
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.queries import pupils_on
from tirek.schoolyear.queries import year_at
from tirek.support.queries import books, meals
from tirek.visits.models import InspectionAct

# No user has this id: a role alone is nobody's, and reaches no one's own things.
NOBODY_ID = 0
NARROWED = (Reach.CLASSES, Reach.PUPILS)


@dataclass(frozen=True)
class Seen:
    """How many of a thing the role sees; nothing at all while its door is closed."""

    name: Promise
    number: int


def _pupils(key: str) -> Callable[[User, School, date], int]:
    return lambda user, school, day: pupils_on(
        school, day, pupils=Pupil.objects.visible_to(user, key)
    ).count()


def _statuses(user: User, school: School, day: date) -> int:
    held = StatusPeriod.objects.visible_to(user).known_at().on(day)
    return int(held.filter(pupil__school=school).count())


COUNTED: Sequence[tuple[Promise, str, Callable[[User, School, date], int]]] = (
    (_("Pupils: name and class"), "school.name:read", _pupils("school.name:read")),
    (_("Pupils: card"), "school.pupil:read", _pupils("school.pupil:read")),
    (
        _("Families"),
        "school.household:read",
        lambda user, school, day: Household.objects.visible_to(user).filter(school=school).count(),
    ),
    (
        _("Classes of the year"),
        "school.class:read",
        lambda user, school, day: (
            SchoolClass.objects.visible_to(user).filter(school_year=year_at(school, day)).count()
        ),
    ),
    (_("Statuses in force"), "cards.status:read", _statuses),
    (_("Statuses of the register"), "cards.register:read", _statuses),
    (
        _("Journal: entries known of"),
        "journal.entry:read",
        lambda user, school, day: (
            Entry.objects.visible_to(user).known_at().filter(school=school).count()
        ),
    ),
    (
        _("Rows of plans"),
        "plans.plan:read",
        lambda user, school, day: (
            PlanRow.objects.visible_to(user)
            .filter(plan__school=school, plan__school_year=year_at(school, day))
            .count()
        ),
    ),
    (
        _("Housing acts"),
        "visits.act:read",
        lambda user, school, day: (
            InspectionAct.objects.visible_to(user).filter(school=school).count()
        ),
    ),
    (
        _("Papers issued"),
        "reports.document:read",
        lambda user, school, day: (
            IssuedDocument.objects.visible_to(user).filter(school=school).count()
        ),
    ),
    (
        _("Consents"),
        "consents.consent:read",
        lambda user, school, day: (
            Consent.objects.visible_to(user).known_at().filter(pupil__school=school).count()
        ),
    ),
    (
        _("Pupils in the list of textbooks"),
        "support.books:read",
        lambda user, school, day: books(user, school, day).pupils,
    ),
    (
        _("Pupils in the list of meals"),
        "support.meals:read",
        lambda user, school, day: meals(user, school, day).pupils,
    ),
)


class SeenAsForm(forms.Form):
    """A role, somebody who holds a role now, or somebody in one of their roles."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="pid",
        empty_label="—",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", "—"), *Role.choices]
        person: Any = self.fields["person"]
        person.queryset = people


def seen_by(school: School, role: str, person: User | None) -> User:
    """Somebody with the sight of a role in the school: a person's own, or the bare role's."""
    today = clock.today()
    if person is None:
        somebody = User(pk=NOBODY_ID)
        department = school.department_id if role == Role.DEPARTMENT_EXPERT else None
        held: tuple[Held, ...] = (
            Held(role, None if department else school.pk, department, (), ()),
        )
    else:
        somebody = User.objects.get(pk=person.pk)
        held = tuple(
            one
            for one in sight_of(somebody).held
            if one.school_id == school.pk and role in ("", one.role)
        )
    somebody._sight = Sight(  # type: ignore[attr-defined]
        user_id=somebody.pk, day=today, held=held, places={school.pk: school} if held else {}
    )
    return somebody


def numbers(user: User, school: School) -> list[Seen]:
    """How many of each thing whose door is open."""
    sight, today = sight_of(user), clock.today()
    # Whoever sees every status needs no line for those of the register.
    left_out = "cards.register:read" if sight.may("cards.status:read", school.pk) else ""
    return [
        Seen(name, count(user, school, today))
        for name, key, count in COUNTED
        if key != left_out and sight.may(key, school.pk)
    ]


def page(request: HttpRequest) -> HttpResponse:
    """Choose a role or a person; see the menu and the numbers."""
    user: User = request.user  # type: ignore[assignment]
    school: School = request.school  # type: ignore[attr-defined]
    today = clock.today()
    holders = RoleGrant.objects.on(today).filter(school=school).values("user_id")
    people = people_visible_to(user).filter(pk__in=holders).order_by("full_name", "username")
    form = SeenAsForm(request.GET or None, people=people)
    shown: dict[str, Any] = {"form": form}
    if form.is_valid() and any(form.cleaned_data.values()):
        role, person = form.cleaned_data["role"], form.cleaned_data["person"]
        somebody = seen_by(school, role, person)
        sight = sight_of(somebody)
        place = None if role == Role.DEPARTMENT_EXPERT and not sight.roles(school.pk) else school.pk
        shown |= {
            "chosen": True,
            "person": person,
            "roles": [Role(one.role).label for one in sight.held],
            "sections": sections_for(sight, place, "") if sight.held else [],
            "numbers": numbers(somebody, school) if sight.held else [],
            "by_person": person is None and REACH[Role(role)] in NARROWED,
        }
        audit.record_now(
            by=user,
            verb="READ",
            thing="access.seen_as",
            thing_id=person.pid if person else "",
            school=school,
            note=role,
        )
    return render(request, "seen_as.html", shown)
