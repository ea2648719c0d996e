"""`tirek demo`: fill an empty database with an invented school."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.roles import Role
from tirek.demo import LOGINS, PASSWORD, SECOND, make_school_file
from tirek.demo.analyses import look_back
from tirek.demo.annual import report_last_year
from tirek.demo.packages import hand_over
from tirek.env import DEMO_MARK
from tirek.management.layout import lay_out
from tirek.schoolfile.load import load


def at_least(least: int) -> Callable[[str], int]:
    """A whole number of the command line that is not less than `least`."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise ArgumentTypeError(
                _("a whole number of at least %(least)s is expected") % {"least": least}
            )
        return int(text)

    return read


class Command(BaseCommand):
    """Never touches a database that holds data."""

    help = "Fill an empty database with an invented school and print the logins."

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, how many, how long, and which of the many invented schools."""
        parser.add_argument("--pupils", type=at_least(24), default=1200)
        parser.add_argument("--schools", type=at_least(1), default=1)
        parser.add_argument("--years", type=at_least(1), default=3)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *args: Any, pupils: int, schools: int, years: int, seed: int, **options: Any
    ) -> None:
        """Make the school file and bring it in."""
        lay_out()
        if School.objects.exists() or User.objects.exists():
            message = _("The database is not empty. The invented school needs an empty one.")
            raise CommandError(message, returncode=2)
        data = make_school_file(pupils, schools, years, seed, clock.today())
        found = load(data)
        hand_over(found.schools["school-12"], found.users["social"], clock.today())
        look_back(found.schools["school-12"], found.users["social"], clock.today())
        report_last_year(found.schools["school-12"], found.users["social"], clock.today())
        (Path(settings.HOME) / DEMO_MARK).touch()
        self.stdout.write(
            _("Brought in: schools %(schools)s, pupils %(pupils)s, entries %(entries)s")
            % {
                "schools": len(found.schools),
                "pupils": len(found.pupils),
                "entries": len(found.entries),
            }
        )
        names = {one["code"]: one["name"] for one in data["schools"]}
        for code, logins in (("school-12", LOGINS), ("school-7", SECOND)):
            self.stdout.write(f"\n{names[code]}")
            for username, role, full_name in logins:
                self.stdout.write(f"  {username:<14}{full_name}, {Role(role).label}")
        self.stdout.write("\n" + _("The second factor is offered here, not required."))
        self.stdout.write(_("Password for all: %(password)s") % {"password": PASSWORD})
