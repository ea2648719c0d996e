"""What stands in the papers of this room, gathered from the figures: the pages show the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import RoleGrant, School, User
from tirek.cards.models import Category, Kinship
from tirek.cards.queries import categories, legal_representatives
from tirek.reports.queries import by_grade, children_on
from tirek.reports.rules import figures
from tirek.reports.rules.figures import Child, Figures
from tirek.school.models import Pupil, SchoolClass


@dataclass(frozen=True)
class CategoryLine:
    """A category's figures now and a year before."""

    category: Category
    now: Figures
    before: Figures | None

    @property
    def change(self) -> int | None:
        """By how many pupils it differs from the year before."""
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
    """A class's passport (or the school's, without names) with the year before beside it."""

    as_of: date
    earlier: date
    whole: Figures
    before: Figures | None
    lines: tuple[CategoryLine, ...]
    social: CategoryLine
    named: tuple[NamedChild, ...] = ()
    grades: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def passport_of_class(school_class: SchoolClass, as_of: date, known_at: Any = None) -> Passport:
    """The passport of a class; beside it last year's class of the same children's grade."""
    school = school_class.school
    children = [
        child
        for child in children_on(school, as_of, known_at, class_name=school_class.name)
        if child.class_id == school_class.pk
    ]
    earlier = figures.year_before(as_of)
    old_name = f"{school_class.grade - 1}{school_class.letter}"
    old = children_on(school, earlier, known_at, class_name=old_name)
    known = categories(school)
    passport = _passport(children, old if old else None, as_of, earlier, known)
    return Passport(**{**passport, "named": _named(children, known, as_of, known_at)})


def passport_of_school(school: School, as_of: date, known_at: Any = None) -> Passport:
    """The passport of the school, compared with the same day a year before."""
    earlier = figures.year_before(as_of)
    old = children_on(school, earlier, known_at)
    children = children_on(school, as_of, known_at)
    known = categories(school)
    passport = _passport(children, old if old else None, as_of, earlier, known)
    return Passport(**{**passport, "grades": by_grade(children, list(known))})


def _passport(
    children: list[Child],
    old: list[Child] | None,
    as_of: date,
    earlier: date,
    known: Mapping[str, Category],
) -> dict[str, Any]:
    now = figures.by_category(children, known)
    before = None if old is None else figures.by_category(old, known)
    social = [code for code, category in known.items() if category.social]
    sum_now = figures.counts(figures.with_any(children, social))
    sum_before = None if old is None else figures.counts(figures.with_any(old, social))
    return {
        "as_of": as_of,
        "earlier": earlier,
        "whole": figures.counts(children),
        "before": None if old is None else figures.counts(old),
        "lines": tuple(
            CategoryLine(category, now[code], before[code] if before else None)
            for code, category in known.items()
        ),
        "social": CategoryLine(Category(code="", name_kk=""), sum_now, sum_before),
    }


def _named(
    children: list[Child], known: Mapping[str, Category], as_of: date, known_at: Any
) -> tuple[NamedChild, ...]:
    """The children who hold any category, in the Kazakh order of names."""
    holders = [child for child in children if child.codes & set(known)]
    pupils = Pupil.objects.in_bulk([child.id for child in holders])
    legal = legal_representatives([child.id for child in holders], as_of, known_at)
    return tuple(
        NamedChild(
            pupil=pupils[child.id],
            child=child,
            categories=tuple(known[code] for code in known if code in child.codes),
            representative=legal.get(child.id),
        )
        for child in holders
    )


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
