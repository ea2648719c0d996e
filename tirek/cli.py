"""The `tirek` command: Django's management commands, with our settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError, ProgrammingError


def main() -> None:
    """Run a command; a wrong setting or a missing database ends it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        stop(str(error))
    except (OperationalError, ProgrammingError) as error:
        stop(trouble(error))


def trouble(error: Exception) -> str:
    """What is wrong with the database, in words, and what to do."""
    from django.utils.translation import gettext as _

    said = str(error).strip().splitlines()[0] if str(error).strip() else ""
    if "no such table" in said or "does not exist" in said or "no such column" in said:
        return _("The database is older than the program: run tirek migrate first.")
    return _("The database cannot be used: %(error)s") % {"error": said}


def stop(sentence: str) -> None:
    """End with the sentence and exit code 2."""
    sys.stderr.write(f"tirek: {sentence}\n")
    sys.exit(2)
