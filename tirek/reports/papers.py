"""What stands in the papers of this room, gathered from the figures: the pages show the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.cards.models import Category, Kinship
from tirek.cards.queries import categories, legal_representatives
from tirek.reports.queries import by_grade, children_on
from tirek.reports.rules import figures
from tirek.reports.rules.figures import Child, Figures
from tirek.school.models import Pupil, SchoolClass

LEADERS = (Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.SOCIAL_PEDAGOGUE, Role.PSYCHOLOGIST)


@dataclass(frozen=True)
class CategoryLine:
    """A category's figures now and on the earlier day."""

    category: Category
    now: Figures
    before: Figures | None

    @property
    def change(self) -> int | None:
        """By how many pupils it differs from the earlier day."""
        return None if self.before is None else self.now["pupils"] - self.before["pupils"]


@dataclass(frozen=True)
class NamedChild:
    """A line of the named list."""

    pupil: Pupil
    child: Child
    categories: tuple[Category, ...]
    representative: Kinship | None


@dataclass(frozen=True)
class Passport:
    """A class's passport (or the school's, without names) with an earlier day beside it."""

    as_of: date
    earlier: date
    whole: Figures
    before: Figures | None
    lines: tuple[CategoryLine, ...]
    social: CategoryLine
    school_class: SchoolClass | None = None
    named: tuple[NamedChild, ...] = ()
    grades: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """As of which day, compared with which earlier one (None: a year before), as known when."""

    as_of: date
    earlier: date | None = None
    known_at: datetime | None = None

    @property
    def than(self) -> date:
        """The earlier day."""
        return self.earlier or figures.year_before(self.as_of)


def passports_of_classes(
    school: School, classes: Sequence[SchoolClass], asked: Asked
) -> list[Passport]:
    """The passports of some classes; beside each the same children's class of the earlier day.

    As many questions for sixty classes as for one.
    """
    one = classes[0].name if len(classes) == 1 else None
    old = None if one is None else figures.name_then(one, asked.than, asked.as_of)
    now_by_class: dict[int, list[Child]] = defaultdict(list)
    for child in children_on(school, asked.as_of, asked.known_at, class_name=one):
        now_by_class[child.class_id].append(child)
    then_by_name: dict[str, list[Child]] = defaultdict(list)
    for child in children_on(school, asked.than, asked.known_at, class_name=old):
        then_by_name[child.class_name].append(child)
    known = categories(school, asked.as_of, asked.known_at)
    here = [child for chosen in classes for child in now_by_class[chosen.pk]]
    lines = _named(here, known, asked)
    return [
        Passport(
            **_passport(
                now_by_class[chosen.pk],
                then_by_name.get(figures.name_then(chosen.name, asked.than, asked.as_of)),
                asked,
                known,
            ),
            school_class=chosen,
            named=tuple(lines[child.id] for child in now_by_class[chosen.pk] if child.id in lines),
        )
        for chosen in classes
    ]


def passport_of_class(school_class: SchoolClass, asked: Asked) -> Passport:
    """The passport of one class."""
    return passports_of_classes(school_class.school, [school_class], asked)[0]


def passport_of_school(school: School, asked: Asked) -> Passport:
    """The passport of the school, compared with an earlier day."""
    old = children_on(school, asked.than, asked.known_at)
    children = children_on(school, asked.as_of, asked.known_at)
    known = categories(school, asked.as_of, asked.known_at)
    passport = _passport(children, old, asked, known)
    return Passport(**passport, grades=by_grade(children, list(known)))


def _passport(
    children: list[Child],
    old: list[Child] | None,
    asked: Asked,
    known: Mapping[str, Category],
) -> dict[str, Any]:
    now = figures.by_category(children, known)
    before = figures.by_category(old, known) if old else None
    social = [code for code, category in known.items() if category.social]
    sum_now = figures.counts(figures.with_any(children, social))
    sum_before = figures.counts(figures.with_any(old, social)) if old else None
    return {
        "as_of": asked.as_of,
        "earlier": asked.than,
        "whole": figures.counts(children),
        "before": figures.counts(old) if old else None,
        "lines": tuple(
            CategoryLine(category, now[code], before[code] if before else None)
            for code, category in known.items()
        ),
        "social": CategoryLine(Category(code="", name_kk=""), sum_now, sum_before),
    }


def _named(
    children: list[Child], known: Mapping[str, Category], asked: Asked
) -> dict[int, NamedChild]:
    """Those of the children who hold any category, by their ids."""
    holders = [child for child in children if child.codes & set(known)]
    pupils = Pupil.objects.in_bulk([child.id for child in holders])
    legal = legal_representatives(list(pupils), asked.as_of, asked.known_at)
    return {
        child.id: NamedChild(
            pupil=pupils[child.id],
            child=child,
            categories=tuple(known[code] for code in known if code in child.codes),
            representative=legal.get(child.id),
        )
        for child in holders
    }


@dataclass(frozen=True)
class Staff:
    """Who leads the school on a day, and how many hold each role."""

    leaders: tuple[tuple[Role, str], ...]
    counts: tuple[tuple[Role, int], ...]


def staff_on(school: School, on: date) -> Staff:
    """The administration by name and the staff by role on a day, of the roles somebody holds."""
    holders: dict[str, dict[int, str]] = defaultdict(dict)
    grants = RoleGrant.objects.on(on).filter(school=school).select_related("user").order_by("id")
    for grant in grants:
        holders[grant.role][grant.user_id] = grant.user.full_name
    leaders = [(role, name) for role in LEADERS for name in holders[role].values()]
    return Staff(tuple(leaders), tuple((r, len(holders[r])) for r in Role if holders.get(r)))


def signatory(school: School, role: str, on: date) -> str:
    """The name of whoever holds a role at the school on a day; empty when nobody does."""
    grant = (
        RoleGrant.objects.on(on)
        .filter(school=school, role=role)
        .select_related("user")
        .order_by("id")
        .first()
    )
    return initials(grant.user) if grant else ""


def initials(user: User | None) -> str:
    """«Г. Омарова» from a name written given name first or last: the first word shortened."""
    if user is None:
        return ""
    words = user.full_name.split()
    return f"{words[0][0]}. {' '.join(words[1:])}" if len(words) > 1 else user.full_name


def signed_number(change: int | None) -> str:
    """+2, −1, or "no change"."""
    if change is None:
        return ""
    if change == 0:
        return _("no change")
    return f"+{change}" if change > 0 else f"\u2212{-change}"
