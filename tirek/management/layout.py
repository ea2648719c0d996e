"""Is the database laid out for this version of the program? Shared by the commands."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def missing() -> list[str]:
    """Names of the migrations that have not been applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def lay_out() -> None:
    """Lay out an empty database; one that an older version left is refused, not changed."""
    if not missing():
        return
    if MigrationExecutor(connection).loader.applied_migrations:
        message = _("The database is older than the program: run tirek migrate first.")
        raise CommandError(message, returncode=2)
    call_command("migrate", verbosity=0, interactive=False)
