"""`tirek check_package FILE.zip`: is a package whole, as its manifest says?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tirek.handover.rules.manifest import Unfit, looked_through
from tirek.handover.wording import unfit_message


class Command(BaseCommand):
    """Looks a package through, without a database."""

    help = "Look through a package handed over: every file there, unchanged, none besides."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The zip."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Say what is in it, or what is wrong."""
        try:
            with file.open("rb") as opened:
                told = looked_through(opened)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except Unfit as unfit:
            raise CommandError(f"{file}: {unfit_message(unfit)}", returncode=1) from None
        self.stdout.write(
            _("%(file)s: package No. %(number)s is whole, files: %(files)s")
            % {"file": file, "number": told.get("number", ""), "files": len(told["files"])}
        )
