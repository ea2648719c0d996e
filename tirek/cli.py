"""The `tirek` command: Django's management commands, with our settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    """Run a command; a wrong setting ends it with one sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"tirek: {error}\n")
        sys.exit(2)
