"""`tirek import_school FILE`: fill the database from a school file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tirek.management.layout import lay_out
from tirek.schoolfile.load import load_file
from tirek.schoolfile.words import Unfit, said


class Command(BaseCommand):
    """All of the file or nothing; every problem is named by its path."""

    help = "Fill the database from a school file (tirek-school/1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Bring it in."""
        if not file.is_file():
            raise CommandError(_("%(file)s: no such file") % {"file": file}, returncode=2)
        lay_out()
        try:
            found = load_file(file)
        except Unfit as error:
            lines = "\n".join(said(problem) for problem in error.problems[:200])
            raise CommandError(f"{file}\n{lines}", returncode=2) from None
        self.stdout.write(
            _("Brought in: schools %(schools)s, pupils %(pupils)s, entries %(entries)s")
            % {
                "schools": len(found.schools),
                "pupils": len(found.pupils),
                "entries": len(found.entries),
            }
        )
