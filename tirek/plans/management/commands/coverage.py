"""`tirek coverage`: what is due and done, row by row, without a browser."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.plans.queries import coverage
from tirek.schoolyear.queries import year_at, year_of

COLUMNS = ("code", "members", "due", "done", "overdue", "open", "done_left", "touched", "untouched")


class Command(BaseCommand):
    """Figures of the plans in force."""

    help = "Due and done by plan row, as text or as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """The school, its year, the day."""
        parser.add_argument("--school", help="the school's code; may be left out when it is alone")
        parser.add_argument("--year", type=int, help="the year it begins in, 2026")
        parser.add_argument("--as-of", help="the day it speaks about, 2026-11-23; today without it")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        school = chosen_school(options["school"])
        day = chosen_day(options["as_of"])
        if options["year"] is None:
            school_year = year_at(school, day)
        else:
            school_year = year_of(school, options["year"])
        if school_year is None:
            raise CommandError(_("The school has no such school year."), returncode=2)
        found = [one.as_json() for one in coverage(school_year, day)]
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write("\t".join((*COLUMNS, "gap")))
        for row in found:
            gap = "!" if row["gap"] else ""
            self.stdout.write("\t".join([*(str(row[name]) for name in COLUMNS), gap]))


def chosen_school(code: str | None) -> School:
    """The school of that code, or the only one there is."""
    if code:
        school = School.objects.filter(code=code).first()
        if school is None:
            message = _("There is no school with the code %(code)s.") % {"code": code}
            raise CommandError(message, returncode=2)
        return school
    schools = list(School.objects.order_by("code")[:2])
    if len(schools) != 1:
        raise CommandError(_("Name the school: --school CODE."), returncode=2)
    return schools[0]


def chosen_day(text: str | date | None) -> date:
    """The day as written, or today."""
    if text is None or isinstance(text, date):
        return text or clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("%(value)s is not a date like 2026-11-23.") % {"value": text}
        raise CommandError(message, returncode=2) from None
