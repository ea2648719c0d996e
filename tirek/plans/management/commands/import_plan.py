"""`tirek import_plan FILE`: annual plans from a Word or text file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.refused import Refused
from tirek.plans.actions import import_plans
from tirek.plans.management.commands.coverage import chosen_school
from tirek.plans.reading import NotAPlanFile, Reading, read_plan_file
from tirek.plans.reading.wording import refusal, trouble, troubles_as_json
from tirek.schoolyear.queries import year_at, year_of


class Command(BaseCommand):
    """Shows what is in the file, or brings it in as drafts that a person confirms."""

    help = "Read annual plans from a Word (.docx) or text file; --dry-run only shows them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the year, the school."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="the year the school year begins in")
        parser.add_argument("--school", help="the school's code; may be left out when there is one")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, file: Any, **given: Any) -> None:
        """Read; show or bring in."""
        path = Path(file)
        try:
            reading = read_plan_file(path)
        except NotAPlanFile as error:
            raise CommandError(f"{path}: {refusal(error.code)}", returncode=2) from None
        if not reading.plans:
            words = "; ".join(trouble(one) for one in reading.troubles)
            raise CommandError(f"{path}: {words}", returncode=2)
        if not given["dry_run"]:
            self._keep(reading, path, given)
        self._show(reading, given["format"])

    def _keep(self, reading: Reading, path: Path, given: dict[str, Any]) -> None:
        school = chosen_school(given["school"])
        if given["year"] is None:
            school_year = year_at(school, clock.today())
        else:
            school_year = year_of(school, given["year"])
        if school_year is None:
            raise CommandError(_("The school has no such school year."), returncode=2)
        try:
            import_plans(by=None, school_year=school_year, plans=reading.plans, file=path.name)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused

    def _show(self, reading: Reading, form: str) -> None:
        if form == "json":
            found = {**reading.as_json(), "problems": troubles_as_json(reading.troubles)}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for plan in reading.plans:
            self.stdout.write(f"{plan.kind}: {plan.heading}")
            for row in plan.rows:
                for item in row.items:
                    term = json.dumps(item.term.as_json()) if item.term else "?"
                    sure = "" if item.paired else " (?)"
                    self.stdout.write(f"  {row.number:>3} {term}{sure}  {item.text[:90]}")
        for one in reading.troubles:
            self.stdout.write(f"! {trouble(one)}")
