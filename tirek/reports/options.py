"""Reads what was asked of a report, or says in words what is wrong."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.cards.queries import categories
from tirek.office.reports import Options
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at


def as_of(options: Options) -> date:
    """The day asked about; today when none is given."""
    text = (options.get("as_of") or "").strip()
    if not text:
        return clock.today()
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 1900 <= day.year <= 2100:
            return day
    raise Refused(_("Not a date: %(text)s. Write it like 23.11.2026.") % {"text": text}, "as_of")


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


def codes(school: School, options: Options) -> list[str]:
    """The categories asked for, by their codes."""
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


LOOK_ALIKES = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")


def _cyrillic(name: str) -> str:
    """The name in capitals with Latin look-alikes folded to Cyrillic."""
    return name.upper().replace(" ", "").translate(LOOK_ALIKES)
