"""The database itself refuses to change or delete a row of the audit (trust rule 15).

The triggers are put up after every migration and every flush: SQLite loses them when Django builds
a table anew.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tirek.access import audit_notes
from tirek.access.models import AuditHead, AuditRow

TABLE = AuditRow._meta.db_table
SAYS = "the audit is append-only"

SQLITE = {
    f"audit_no_{deed.lower()}": (
        f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    )
    for deed in ("UPDATE", "DELETE")
}
FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refused() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
)
POSTGRESQL = {
    "audit_no_change": (
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refused()"
    ),
    "audit_no_truncate": (
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refused()"
    ),
}


def triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of this kind of database: name and statement."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up, whatever stands under their names."""
    take_down(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for statement in triggers(connection).values():
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """For a migration that must change old rows, and for tests."""
    of_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not there, switched off or not as they should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [TABLE],
            )
            there: dict[str, Any] = dict(cursor.fetchall())
            return [name for name, wanted in SQLITE.items() if there.get(name) != wanted]
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled "
            "IN ('O', 'A') AND tgrelid = %s::regclass AND prosrc LIKE %s",
            [TABLE, f"%RAISE EXCEPTION '{SAYS}'%"],
        )
        names = {name for (name,) in cursor.fetchall()}
        return [name for name in POSTGRESQL if name not in names]


def after_migrate(sender: Any, using: str, **_of_signal: Any) -> None:
    """Put the triggers up once the table is there, note the heads (a signal of Django)."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE in tables and AuditHead._meta.db_table in tables:
        put_up(connection)
        audit_notes.write_heads()
