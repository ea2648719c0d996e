"""`tirek import_roster FILE`: class lists from Excel, OpenDocument, CSV, OneRoster."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.school.importing import Plan, apply_roster, plan_import
from tirek.school.reading import LARGEST, Unreadable, read_tables
from tirek.school.rules.matching import FIELDS, Decision, Fate
from tirek.school.wording import flaw_message, unreadable_message
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at, year_of


class Command(BaseCommand):
    """Shows what a class list would change, or brings it in, all or nothing."""

    help = "Bring in a class list (xlsx, xls, ods, csv, OneRoster zip)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the school and year, and how to answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", help="code of the school; may be left out when it is alone")
        parser.add_argument("--year", type=int, help="the school year, by the year it begins in")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--open-classes", action="store_true", default=None)
        parser.add_argument(
            "--without-refused", action="store_true", help="bring in the rest when rows are refused"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Read, plan, and unless --dry-run apply."""
        tables = self._tables(file)
        school = self._school(options["school"], dry=options["dry_run"])
        school_year = self._year(school, options["year"], dry=options["dry_run"])
        wanted: dict[str, Any] = {
            "tables": tables,
            "school": school,
            "school_year": school_year,
            "open_classes": options["open_classes"],
        }
        try:
            plan = plan_import(**wanted)
        except Unreadable as error:
            raise CommandError(f"{file}: {unreadable_message(error)}", returncode=2) from None
        if options["format"] == "json":
            self.stdout.write(json.dumps(figures(plan), ensure_ascii=False, indent=1))
        else:
            self._tell(file, plan)
        if options["dry_run"]:
            return
        if plan.counts["refused"] and not options["without_refused"]:
            message = _("%(file)s: some rows were refused; nothing was brought in.")
            raise CommandError(message % {"file": file}, returncode=2)
        try:
            apply_roster(by=None, file_name=file.name, **wanted)
        except Refused as refused:
            raise CommandError(f"{file}: {refused}", returncode=2) from None

    def _tables(self, file: Path) -> Any:
        try:
            with file.open("rb") as opened:
                return read_tables(opened.read(LARGEST + 1))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except Unreadable as error:
            where = f" ({error.where})" if error.where else ""
            raise CommandError(
                f"{file}{where}: {unreadable_message(error)}", returncode=2
            ) from None

    def _school(self, code: str | None, *, dry: bool) -> School | None:
        try:
            schools = list(School.objects.filter(**({"code": code} if code else {}))[:2])
        except DatabaseError:
            schools = []
            if not dry:
                raise CommandError(_("The database is empty."), returncode=2) from None
        if len(schools) == 1:
            return schools[0]
        if code:
            raise CommandError(_("There is no school %(code)s.") % {"code": code}, returncode=2)
        if schools:
            raise CommandError(_("There are several schools: say --school."), returncode=2)
        if not dry:
            raise CommandError(_("There is no school yet."), returncode=2)
        return None

    def _year(self, school: School | None, year: int | None, *, dry: bool) -> SchoolYear | None:
        if school is None:
            return None
        found = year_of(school, year) if year else year_at(school, clock.today())
        if found is None and (year or not dry):
            raise CommandError(_("The school year has not been opened."), returncode=2)
        return found

    def _tell(self, file: Path, plan: Plan) -> None:
        for one in plan.of(Fate.REFUSED):
            if one.flaw:
                where = f"{one.row.sheet} {one.flaw.column}{one.row.row}".strip()
                self.stdout.write(f"{file}: {where}: {flaw_message(one.flaw)}")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in plan.counts.items()))


def figures(plan: Plan) -> dict[str, Any]:
    """The plan as JSON figures (docs/interchange.md)."""
    counts: dict[str, Any] = dict(plan.counts)
    counts["refused"] = [_refused(one) for one in plan.of(Fate.REFUSED)]
    counts["pupils"] = [_pupil(one) for one in plan.decisions if one.fate != Fate.REFUSED]
    return counts


def _refused(one: Decision) -> dict[str, Any]:
    flaw = one.flaw
    return {
        "sheet": one.row.sheet,
        "row": one.row.row,
        "column": flaw.column if flaw else "",
        "value": flaw.value if flaw else "",
        "code": str(flaw.code) if flaw else "",
        "reason": flaw_message(flaw) if flaw else "",
    }


def _pupil(one: Decision) -> dict[str, Any]:
    values = one.row.values
    shown = {name: _plain(values.get(name)) for name in (*FIELDS, "class", "arrived_on")}
    changes = {c.field: [_plain(c.old), _plain(c.new)] for c in one.changes}
    return {
        "sheet": one.row.sheet,
        "row": one.row.row,
        "fate": one.fate.value,
        **shown,
        **({"changes": changes} if one.fate is Fate.CHANGED else {}),
        **({"twin": one.twin} if one.twin else {}),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value or ""
