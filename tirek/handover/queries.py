"""What goes into a package, and what it says beside another year's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.cards.models import Category
from tirek.cards.queries import categories
from tirek.cards.rules.lists import LISTS, fed_by
from tirek.handover.models import Package
from tirek.handover.rules.hiding import Row, hidden
from tirek.office.reports import reports
from tirek.reports.queries import children_on
from tirek.reports.rules import figures as counting
from tirek.reports.rules.figures import Child
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at


@dataclass(frozen=True)
class Planned:
    """A document to be put in: the report and what is asked of it, whether it names children."""

    report: str
    title: str
    options: Mapping[str, str]
    named: bool
    pupils: tuple[str, ...] = ()


def planned(package: Package) -> list[Planned]:
    """The documents a draft will hold, in their order, with the children they name."""
    school, day = package.school, package.as_of
    children = children_on(school, day)
    known = categories(school)
    found = []
    feeding = fed_by(known.values())
    for name in LISTS:
        if name in package.wants.get("lists", []):
            codes = list(feeding.get(name, ()))
            if codes:
                keys = tuple(one.key for one in counting.with_any(children, codes))
                options = {"category": ",".join(codes), "as_of": day.isoformat()}
                title = ", ".join(known[code].name(package.language) for code in codes)
                found.append(Planned("list", title, options, True, keys))
    if package.wants.get("passports"):
        found += _passports(school, day, children, set(known))
    for report, want in (("school-passport", "school_passport"), ("school-movement", "movement")):
        if package.wants.get(want) and report in reports():
            options = {"as_of": day.isoformat()}
            if want == "movement":
                options = {"month": str(package.wants[want])}
            found.append(Planned(report, str(reports()[report].title), options, False))
    return found


def _passports(school: School, day: date, children: list[Child], known: set[str]) -> list[Planned]:
    held: dict[int, list[str]] = {}
    for one in children:
        if one.codes & known:
            held.setdefault(one.class_id, []).append(one.key)
    classes = SchoolClass.objects.filter(school_year=year_at(school, day)).order_by("sort_key")
    title = str(reports()["class-passport"].title)
    return [
        Planned(
            "class-passport",
            f"{title} {one.name}",
            {"class": one.name, "as_of": day.isoformat()},
            True,
            tuple(held.get(one.pk, ())),
        )
        for one in classes
    ]


@dataclass(frozen=True)
class Aggregates:
    """Pupils by category and grade without names, small counts hidden; families in all."""

    grades: tuple[int, ...]
    rows: tuple[tuple[Category, Row, int | None], ...]


def aggregates(school: School, day: date, threshold: int) -> Aggregates:
    """Counts that may leave the school: none below the threshold can be read or computed back."""
    children = children_on(school, day)
    grades = tuple(sorted({one.grade for one in children}))
    rows = []
    for code, category in categories(school).items():
        held = counting.with_any(children, [code])
        if not held:
            continue
        by_grade = [sum(one.grade == grade for one in held) for grade in grades]
        families = counting.counts(held)["families"]
        row = hidden(by_grade, threshold)
        shown = None if families < threshold or row.total is None else families
        rows.append((category, row, shown))
    return Aggregates(grades, tuple(rows))


def figures_on(school: School, day: date) -> dict[str, Any]:
    """Pupils and families of the school and of each category, to be kept with a package."""
    children = children_on(school, day)
    found = counting.by_category(children, categories(school))
    return {"": counting.counts(children)} | {
        code: one for code, one in found.items() if one["pupils"]
    }


@dataclass(frozen=True)
class Difference:
    """A category now and in the package before, or a year before."""

    category: Category | None
    now: int
    families: int
    before: int
    families_before: int

    @property
    def change(self) -> int:
        """By how many pupils it differs."""
        return self.now - self.before


def before(package: Package) -> tuple[date, dict[str, Any], Package | None]:
    """What to compare with: the package of the year before, else the same day a year before."""
    earlier = counting.year_before(package.as_of)
    last = (
        Package.objects.filter(school=package.school, as_of__lte=earlier, sent_at__isnull=False)
        .exclude(state=Package.State.WITHDRAWN)
        .order_by("-as_of")
        .first()
    )
    if last is not None:
        return last.as_of, last.figures, last
    return earlier, figures_on(package.school, earlier), None


def differences(package: Package, earlier: Mapping[str, Any]) -> list[Difference]:
    """Every category that the package or the earlier figures count; the whole school first."""
    now = package.figures or figures_on(package.school, package.as_of)
    known: dict[str, Category | None] = {"": None, **categories(package.school)}
    nothing = {"pupils": 0, "families": 0}
    return [
        Difference(
            category,
            now.get(code, nothing)["pupils"],
            now.get(code, nothing)["families"],
            earlier.get(code, nothing)["pupils"],
            earlier.get(code, nothing)["families"],
        )
        for code, category in known.items()
        if code in now or code in earlier
    ]


def experts(school: School, day: date) -> QuerySet[User]:
    """The experts of the school's department."""
    grants = RoleGrant.objects.on(day).filter(
        role=Role.DEPARTMENT_EXPERT, department=school.department
    )
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by(
        "full_name"
    )
