"""`tirek export_school FILE`: write everything that is known of a school, or of all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.schoolfile.dump import dump, write


class Command(BaseCommand):
    """The way out: all data in an open format, from the first day."""

    help = "Write a school file (tirek-school/1); with --with-files, a zip with the attachments."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the school, whether to take the attachments along."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", help="the school's code; all schools without it")
        parser.add_argument("--with-files", action="store_true")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write it."""
        schools = School.objects.select_related("department").order_by("code")
        if options["school"]:
            schools = schools.filter(code=options["school"])
            if not schools:
                message = _("There is no school with the code %(code)s.")
                raise CommandError(message % {"code": options["school"]}, returncode=2)
        if not file.parent.is_dir():
            raise CommandError(_("%(file)s: no such folder") % {"file": file.parent}, returncode=2)
        chosen = list(schools)
        try:
            write(dump(chosen), file, files_of=chosen if options["with_files"] else None)
        except FileNotFoundError as error:
            message = _("A file is missing: %(name)s") % {"name": error.filename}
            raise CommandError(message, returncode=1) from None
        except OSError as error:
            message = f"{file}: {error.strerror or error}"
            raise CommandError(message, returncode=1) from None
        self.stdout.write(str(file))
