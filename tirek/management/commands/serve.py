"""`tirek serve`: the whole program on one address."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from tirek import __version__
from tirek.access.first import first_code
from tirek.access.models import User
from tirek.management.commands.doctor import plain_http, walls_down

AN_HOUR = 60 * 60
LETTERS = [sys.executable, "-m", "tirek", "send_reminders"]


def _send_letters() -> None:
    """Every hour the letters that are due, in a process of their own."""
    waiting = threading.Event()
    while True:
        subprocess.run(LETTERS, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        waiting.wait(AN_HOUR)


def _let_go() -> None:
    """Leave no connection to the workers: a pool taken over from this process gives them none."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


class Command(BaseCommand):
    """Brings the embedded database and the style sheets up to date, then serves until stopped."""

    help = "Serve the whole program; migrates the embedded database when needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        """Check the address, migrate, gather static files, serve."""
        self._free(host, port)
        if self._behind():
            if connection.vendor != "sqlite":
                message = _("The database is older than the program: run tirek migrate first.")
                raise CommandError(message, returncode=2)
            call_command("migrate", verbosity=0, interactive=False)
        self._gather()
        self.stdout.write(f"Tirek {__version__}: http://{host}:{port}/", ending="\n")
        if not User.objects.exists():
            self.stdout.write(_("Code of the first run: %(code)s") % {"code": first_code()})
        for problem in (*walls_down(), *plain_http()):
            self.stdout.write(problem)
        self.stdout.flush()
        if settings.MAIL:
            threading.Thread(target=_send_letters, daemon=True).start()
        _let_go()
        from granian import Granian
        from granian.constants import Interfaces

        Granian(
            "tirek.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_enabled=False,
        ).serve()

    def _free(self, host: str, port: int) -> None:
        """Say so when somebody already listens there."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError) as error:
                message = _("Cannot listen on %(host)s:%(port)s: %(error)s") % {
                    "host": host,
                    "port": port,
                    "error": getattr(error, "strerror", None) or error,
                }
                raise CommandError(message, returncode=2) from None

    def _behind(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def _gather(self) -> None:
        """Put the style sheets where they are served from, once a version of them."""
        newest = max(
            (
                Path(storage.path(name)).stat().st_mtime_ns
                for finder in get_finders()
                for name, storage in finder.list([])
            ),
            default=0,
        )
        stamp = Path(settings.STATIC_ROOT) / ".gathered"
        mark = f"{__version__} {newest}"
        if stamp.exists() and stamp.read_text() == mark:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(mark)
