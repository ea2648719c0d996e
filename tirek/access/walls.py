"""The second wall: PostgreSQL itself shows a request the rows of its user's schools, no others.

Sight (`visible_to`) is the first wall and says more; this one holds when a query has forgotten it.
Each table that belongs to a school, directly or through its parents, has one policy, worked out
from the models; a request runs as a role under those policies. SQLite has no such thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections, models, transaction
from psycopg.pq import TransactionStatus

from tirek.access.models import AuditRow, School
from tirek.access.sight import sight_of

POLICY = "tirek_wall"
Model = type[models.Model]

# What belongs to no school, and why. A new model is walled or stands here: a test asks.
OPEN = {
    "access.Department": "a dictionary: departments stand above schools",
    "access.User": "one account may hold roles in several schools; it holds no child",
    "access.SentForm": "an address of the sender's own form, found by its random key only",
    "accounts.Invitation": "a person's own, found by the hash of its link",
    "accounts.FailedTry": "counted before there is a user; hashes only",
    "accounts.OpenSession": "a person's own, as Django's sessions are",
    "accounts.Draft": "a person's own, whichever school it was typed in; read by its author only",
    "mfa.Authenticator": "a person's own; asked before there is a session",
    "account.EmailAddress": "allauth's; not used",
    "account.EmailConfirmation": "allauth's; not used",
    "auth.Permission": "Django's own; not used",
    "auth.Group": "Django's own; not used",
    "auth.Group_permissions": "Django's own; not used",
    "contenttypes.ContentType": "Django's own: names of models",
    "sessions.Session": "signed in and not yet known: read before there is a user",
}

# Read by everybody, changed only from inside: the sign-in page bears the school's name.
READ_BY_ALL = {"access.School"}
# Whose rows may be written without a school: a sign-in that failed belongs to none.
WRITTEN_WITHOUT_SCHOOL = {"access.AuditRow", "access.AuditHead"}
# What a request may add and read, never change.
APPEND_ONLY: tuple[Model, ...] = (AuditRow,)


def parents() -> dict[Model, models.Field[Any, Any] | None]:
    """Each walled model with the field that leads it to its school; None for the school itself.

    The shortest way by fields that are always filled; a `school` field of its own comes first.
    """
    found: dict[Model, models.Field[Any, Any] | None] = {School: None}
    left = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in found
    ]
    left = [model for model in left if model._meta.label not in OPEN]
    while True:
        step = {model: field for model in left if (field := _way(model, found)) is not None}
        if not step:
            return found
        found.update(step)
        left = [model for model in left if model not in step]


def _way(model: Model, known: Iterable[Model]) -> models.Field[Any, Any] | None:
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    for field in fields:
        if field.related_model is School and field.name == "school":
            return field
    for field in fields:
        parent: Any = field.related_model
        if parent in known and parent is not School and not field.null:
            return field
    return None


def unwalled() -> list[str]:
    """Models that are neither walled nor excused: there should be none."""
    walled = parents()
    return sorted(
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model not in walled
        and model._meta.label not in OPEN
    )


def _conditions(model: Model, field: models.Field[Any, Any] | None) -> tuple[str, str]:
    """Which rows are seen and which may be written, as SQL.

    The list of schools stands in a subquery, so that it is read once a statement, not once a row.
    A child asks for its parent, which is under its own policy; PostgreSQL chooses between looking
    each parent up and gathering them all.
    """
    name = connection.ops.quote_name
    table = name(model._meta.db_table)
    here = (
        "= ANY ((SELECT string_to_array(current_setting('tirek.schools', true), ',')::bigint[])"
        "::bigint[])"
    )
    if field is None:
        own = f"{table}.{name('id')} {here}"
        return own, own
    column = f"{table}.{name(str(field.column))}"
    if field.related_model is School:
        own = f"{column} {here}"
        seen = f"({own} OR {column} IS NULL)" if field.null else own
        return seen, seen if model._meta.label in WRITTEN_WITHOUT_SCHOOL else own
    parent = field.related_model._meta  # type: ignore[union-attr]
    seen = (
        f"EXISTS (SELECT 1 FROM {name(parent.db_table)} parent"  # noqa: S608 - names of tables
        f" WHERE parent.{name(str(parent.pk.column))} = {column})"
    )
    return seen, seen


def statements(tables: Iterable[str]) -> list[str]:
    """The SQL that puts up the wall around these tables; run again it leaves the same."""
    there = set(tables)
    name = connection.ops.quote_name
    role = name(settings.WALL_ROLE)
    made = [
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO "
        f"{role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$I TO {role};"
        f" GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %1$I TO {role};"
        " ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES"
        f" TO {role}', current_schema()); END $$",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    ]
    for model in APPEND_ONLY:
        made.append(f"REVOKE UPDATE, DELETE ON {name(model._meta.db_table)} FROM {role}")
    for model, field in parents().items():
        if model._meta.db_table not in there:
            continue  # a migration has been taken back
        table = name(model._meta.db_table)
        seen, written = _conditions(model, field)
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS {POLICY} ON {table}",
            f"CREATE POLICY {POLICY} ON {table} TO {role} USING ({seen}) WITH CHECK ({written})",
            f"DROP POLICY IF EXISTS {POLICY}_read ON {table}",
        ]
        if model._meta.label in READ_BY_ALL:
            made.append(f"CREATE POLICY {POLICY}_read ON {table} FOR SELECT TO {role} USING (true)")
    return made


def raise_walls(**_signal: Any) -> bool:
    """Make the role when it may be made, and put up every policy; whether the wall stands.

    Runs after each `migrate`, as the owner of the tables.
    """
    global _usable
    _usable = None
    if connection.vendor != "postgresql":
        return False
    role = connection.ops.quote_name(settings.WALL_ROLE)
    if not _may_stand():
        for wish in (f"CREATE ROLE {role} NOLOGIN", f"GRANT {role} TO SESSION_USER"):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(wish)
            except DatabaseError:
                continue  # it is there already, or may not be made here: asked next
        if not _may_stand():
            return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";\n".join(statements(connection.introspection.table_names(cursor))))
    return True


def lower_walls(plan: Any = (), **_signal: Any) -> None:
    """Take the policies away before tables change, as they hold on to columns.

    The tables stay closed meanwhile: under row-level security without a policy nothing is seen.
    """
    if connection.vendor != "postgresql" or not plan:
        return
    name = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, polname FROM pg_policy JOIN pg_class c ON c.oid = polrelid"
            " WHERE polname LIKE %s AND relnamespace = current_schema()::regnamespace",
            [f"{POLICY}%"],
        )
        for table, policy in cursor.fetchall():
            cursor.execute(f"DROP POLICY {name(policy)} ON {name(table)}")


def _may_stand() -> bool:
    """Is the role there, and may we become it?"""
    right = "SET" if connection.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(session_user, oid, %s) FROM pg_roles WHERE rolname = %s",
            [right, settings.WALL_ROLE],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def missing() -> list[str] | None:
    """Tables without their policy; None when there is no wall at all."""
    if not _may_stand():
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND p.polname = %s AND c.relnamespace ="
            " current_schema()::regnamespace",
            [POLICY],
        )
        walled = {row[0] for row in cursor.fetchall()}
    return sorted({model._meta.db_table for model in parents()} - walled)


_usable: bool | None = None


def standing() -> bool:
    """Whether requests can run behind the wall; asked of the database once a process."""
    global _usable
    if _usable is None:
        _usable = connection.vendor == "postgresql" and missing() == []
    return _usable


def schools_of(user: Any) -> frozenset[int]:
    """The schools whose rows the user's requests may touch at all; a department has its schools."""
    sight = sight_of(user)
    departments = {held.department_id for held in sight.held if held.department_id}
    if not departments:
        return frozenset(sight.places)
    theirs = School.objects.filter(department_id__in=departments).values_list("pk", flat=True)
    return frozenset(sight.places) | frozenset(theirs)


class Wall:
    """The wall around one request, on this thread's connection.

    It is an execute wrapper too: should the connection have been replaced, it stands on the new one
    before the next query. It speaks to psycopg directly, in one round trip.
    """

    def __init__(self, schools: Iterable[int]) -> None:
        self.connection: Any = connections[connection.alias]
        self.raw: Any = None
        self.leave(schools)

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Run a query behind the wall."""
        if self.raw is not self.connection.connection:
            self._stand()
        return execute(sql, params, many, context)

    def leave(self, schools: Iterable[int]) -> None:
        """The schools whose rows are seen, from the next time it is up."""
        self.schools = ",".join(str(pk) for pk in sorted(schools))

    def up(self) -> None:
        """From here on queries run behind the wall."""
        self.connection.ensure_connection()
        self._stand()
        self.connection.execute_wrappers.append(self)

    def down(self) -> None:
        """Be the owner again; a connection that cannot is closed, never handed on."""
        self.connection.execute_wrappers.remove(self)
        if self.raw is None or self.raw.closed:
            return
        try:
            if not self._become("none", "") and not self.connection.in_atomic_block:
                self.raw.close()
        except Exception:
            self.raw.close()
            raise

    def _stand(self) -> None:
        self.raw = self.connection.connection
        self._become(settings.WALL_ROLE, self.schools)

    def _become(self, role: str, schools: str) -> bool:
        """A failed transaction takes no statement; its rollback brings back what was before it."""
        if self.raw.info.transaction_status == TransactionStatus.INERROR:
            return False
        with self.connection.wrap_database_errors:
            self.raw.execute(
                "SELECT set_config('role', %s, false), set_config('tirek.schools', %s, false),"
                # The policies make costs look high; compiling such short queries only takes time.
                " set_config('jit', 'off', false)",
                (role, schools),
            )
        self.raw.behind_wall = role != "none"  # read by the pool: env.owner_again
        return True


def _here() -> Wall | None:
    """The wall that is up on this thread's connection."""
    return next((one for one in connection.execute_wrappers if isinstance(one, Wall)), None)


@contextmanager
def behind(schools: Iterable[int]) -> Iterator[None]:
    """Run what is inside behind a wall that leaves these schools."""
    wall = Wall(schools)
    wall.up()
    try:
        yield
    finally:
        wall.down()


@contextmanager
def lifted() -> Iterator[None]:
    """Run what is inside without the wall.

    For the few deeds that begin outside any school: entering the first school, signing in, an
    invitation. Never for a page's contents.
    """
    wall = _here()
    if wall is None:
        yield
        return
    wall.down()
    try:
        yield
    finally:
        wall.up()


def turn_to(user: Any, **_signal: Any) -> None:
    """Somebody has just signed in: from here on the request sees that user's schools."""
    wall = _here()
    if wall is not None:
        with lifted():
            wall.leave(schools_of(user))
