"""Reads what was asked of a report, or says in words what is wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.cards.queries import categories
from tirek.cards.rules.lists import LISTS, fed_by
from tirek.office.reports import Options
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at


def as_of(options: Options) -> date:
    """The day asked about; today when none is given."""
    return day(options, "as_of") or clock.today()


def day(options: Options, name: str) -> date | None:
    """The day that an option names, None when it is left out."""
    text = (options.get(name) or "").strip()
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 1900 <= found.year <= 2100:
            return found
    raise Refused(_("Not a date: %(text)s. Write it like 23.11.2026.") % {"text": text}, name)


def earlier(options: Options, on: date) -> date | None:
    """The earlier day to compare with, None when none is asked for."""
    than = day(options, "than")
    if than is not None and than >= on:
        raise Refused(_("Compare with an earlier day."), "than")
    return than


def known_at(options: Options) -> datetime | None:
    """The moment of knowledge: an instant, or the end of a day; None is now."""
    text = (options.get("known_at") or "").strip()
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    told = day(options, "known_at")
    if told is None or told >= clock.today():
        return None
    return timezone.make_aware(datetime.combine(told, time.max))


def month(options: Options) -> tuple[int, int]:
    """The year and the month asked about; this month when none is given."""
    text = (options.get("month") or "").strip()
    if not text:
        today = clock.today()
        return today.year, today.month
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
    if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2100:
        message = _("Not a month: %(text)s. Write it like 2026-10.") % {"text": text}
        raise Refused(message, "month")
    return int(found[1]), int(found[2])


def list_name(options: Options) -> str:
    """Which of the six lists is asked for; empty when none of them is."""
    name = (options.get("list") or "").strip()
    if name and name not in LISTS:
        raise Refused(_("There is no list with the code %(code)s.") % {"code": name}, "list")
    return name


def codes(school: School, options: Options) -> list[str]:
    """The categories asked for, by their codes; those that feed the list asked for."""
    if name := list_name(options):
        return fed_by(categories(school).values())[name]
    asked = [code.strip() for code in (options.get("category") or "").split(",") if code.strip()]
    if not asked:
        raise Refused(_("State a category."), "category")
    known = categories(school)
    for code in asked:
        if code not in known:
            message = _("There is no category with the code %(code)s.") % {"code": code}
            raise Refused(message, "category")
    return asked


def school_class(
    school: School, options: Options, on: date, user: Any, *, required: bool = True
) -> SchoolClass | None:
    """The class asked for, by its name in the year of that day or by its public id."""
    asked = (options.get("class") or "").strip()
    if not asked:
        if required:
            raise Refused(_("State a class."), "class")
        return None
    known = SchoolClass.objects.select_related("school", "school_year", "teacher")
    known = known.filter(school=school)
    if user is not None:
        known = known.visible_to(user, "reports.document:read")
    year = year_at(school, on)
    for name in (asked, _cyrillic(asked)):
        found = known.filter(school_year=year, name=name).first()
        if found is not None:
            return found
    found = known.filter(pid=asked).first()
    if found is None:
        message = _("There is no class %(name)s in the year of %(on)s.")
        raise Refused(message % {"name": asked, "on": f"{on:%d.%m.%Y}"}, "class")
    return found


def classes_on(school: School, on: date, user: Any) -> list[SchoolClass]:
    """The classes of the year of that day that one may see, in their order."""
    known = SchoolClass.objects.select_related("school", "school_year", "teacher")
    if user is not None:
        known = known.visible_to(user, "reports.document:read")
    found = list(known.filter(school=school, school_year=year_at(school, on)))
    if not found:
        raise Refused(_("There are no classes in the year of that day."), "as_of")
    return found


LOOK_ALIKES = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")


def _cyrillic(name: str) -> str:
    """The name in capitals with Latin look-alikes folded to Cyrillic."""
    return name.upper().replace(" ", "").translate(LOOK_ALIKES)
