"""`tirek doctor`: is the program well, and is there anything in the data that cannot be?"""

from __future__ import annotations

import hashlib
import json
import tempfile
from functools import partial
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from tirek import env
from tirek.access import audit_notes, walls
from tirek.access.audit_chain import findings
from tirek.filing.keeping import filed_models
from tirek.management.facts import Fact, facts
from tirek.management.layout import missing

FACTS_SHOWN = 20  # lines of a kind in text; JSON has them all


class Command(BaseCommand):
    """Ends with 1 when something is wrong, 0 when all is well. Changes nothing."""

    help = "Check the database, the files, the settings and the facts in the database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Text for people, JSON for programs."""
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask every question and say the answers."""
        checks: list[dict[str, Any]] = []
        for code, question in (
            ("DATABASE", _database),
            ("MIGRATIONS", _migrations),
            ("FILES", _files),
            ("SETTINGS", _settings),
            ("WALLS", walls_down),
            ("AUDIT", _audit),
        ):
            # what stands on a broken foundation is not asked
            problems = question() if all(one["ok"] for one in checks[:2]) else []
            checks.append({"code": code, "ok": not problems, "problems": problems})
        found = list(facts()) if all(one["ok"] for one in checks[:2]) else []
        well = all(one["ok"] for one in checks) and not found
        if options["format"] == "json":
            rows = [
                {
                    "code": one.code,
                    "school": one.school,
                    "key": one.key,
                    "on": one.on.isoformat() if one.on else None,
                    "detail": one.detail,
                }
                for one in found
            ]
            answer = {"ok": well, "checks": checks, "facts": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self._say(checks, found)
        if not well:
            raise SystemExit(1)

    def _say(self, checks: list[dict[str, Any]], found: list[Fact]) -> None:
        names = {
            "DATABASE": _("Database"),
            "MIGRATIONS": _("Layout of the database"),
            "FILES": _("Files"),
            "WALLS": _("Second wall by school"),
            "SETTINGS": _("Settings"),
            "AUDIT": _("Audit"),
        }
        for one in checks:
            mark = _("in order") if one["ok"] else _("not in order")
            self.stdout.write(f"{names[one['code']]}: {mark}")
            for problem in one["problems"]:
                self.stdout.write(f"  {problem}")
        self.stdout.write(_("Facts that cannot be") + f": {len(found)}")
        by_code: dict[str, list[Fact]] = {}
        for fact in found:
            by_code.setdefault(fact.code, []).append(fact)
        for code, rows in by_code.items():
            self.stdout.write(f"  {words()[code]}: {len(rows)}")
            for row in rows[:FACTS_SHOWN]:
                parts = (row.school, row.key, row.on and f"{row.on:%d.%m.%Y}", row.detail)
                self.stdout.write("    " + ", ".join(part for part in parts if part))
            if len(rows) > FACTS_SHOWN:
                self.stdout.write(f"    + {len(rows) - FACTS_SHOWN}")


def words() -> dict[str, str]:
    """Each kind of wrong fact in words."""
    return {
        "NOT_ENROLLED": _("Act about a pupil who was not at the school that day"),
        "ORPHAN_AND_HALF": _("Orphan and half-orphan at once"),
        "STATUS_WITHOUT_SINCE": _("Status without its first day"),
        "STATUS_ENDS_BEFORE_START": _("Status that ends before it begins"),
        "STATUS_IN_FUTURE": _("Status that begins in the future"),
        "STATUS_TWICE": _("The same status twice at once"),
        "ENROLMENTS_OVERLAP": _("Pupil in two classes on one day"),
        "ENROLMENT_ENDS_BEFORE_START": _("Enrolment that ends before it begins"),
        "ENROLMENT_OUTSIDE_YEAR": _("Enrolment outside the class's school year"),
        "ENTRY_IN_FUTURE": _("Entry dated in the future"),
        "IIN_WRONG": _("IIN that is wrong or does not fit the pupil"),
        "IIN_TWICE": _("The same IIN for two pupils"),
        "BORN_IN_FUTURE": _("Date of birth in the future"),
    }


def _database() -> list[str]:
    """Does it answer, and may one write?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check")
                answer = cursor.fetchone()[0]
                return [] if answer == "ok" else [str(answer)]
    except DatabaseError as error:
        return [_("The database does not answer: %(error)s") % {"error": error}]
    return []


def _migrations() -> list[str]:
    """Has every change of the layout been applied?"""
    return [_("Not applied: %(name)s") % {"name": name} for name in missing()]


def _files() -> list[str]:
    """Can files be written, and is each file there, unchanged?"""
    problems: list[str] = []
    try:
        with tempfile.NamedTemporaryFile(dir=settings.HOME):
            pass
    except OSError as error:
        problems.append(
            _("Cannot write to the data folder %(folder)s: %(error)s")
            % {"folder": settings.HOME, "error": error.strerror}
        )
    rows = (one._base_manager.exclude(file="").iterator() for one in filed_models())
    for kept in chain.from_iterable(rows):
        digest = hashlib.sha256()
        try:
            with kept.file.open("rb") as file:
                for part in iter(partial(file.read, 1 << 20), b""):
                    digest.update(part)
        except OSError:
            problems.append(_("A file is missing: %(name)s") % {"name": kept.file.name})
            continue
        if digest.hexdigest() != kept.sha256:
            problems.append(_("A file has changed: %(name)s") % {"name": kept.file.name})
    return problems


def _audit() -> list[str]:
    """Is every row of the audit as it was written? The first one that is not is named."""
    problems = []
    if trouble := audit_notes.trouble():
        problems.append(
            _("The heads of the audit cannot be noted in %(file)s: %(error)s")
            % {"file": audit_notes.path(), "error": trouble}
        )
    for one in findings():
        place = {"school": one.school or "-", "number": one.number}
        problems.append(f"{one.code}: {audit_words()[one.code] % place}")
    return problems


def audit_words() -> dict[str, str]:
    """Each thing that may have happened to the audit, in words."""
    row = " (" + _("school %(school)s, row %(number)s") + ")"
    return {
        "CHANGED": _("A row of the audit was changed") + row,
        "DELETED": _("A row of the audit was deleted") + row,
        "INSERTED": _("A row of the audit was put in") + row,
        "SWAPPED": _("Rows of the audit were exchanged") + row,
        "CUT": _("Rows at the end of the audit are gone") + row,
        "REBUILT": _("The audit was made anew: it differs from what was noted") + row,
        "HEAD": _("The head of the audit does not fit its rows") + row,
        "NOT_NOTED": _("The head of the audit was not noted outside the database") + row,
        "TRIGGER": _("The database no longer protects the audit: run tirek migrate"),
    }


def walls_down() -> list[str]:
    """Is each table of a school behind the second wall? Asked on PostgreSQL only."""
    if connection.vendor != "postgresql":
        return []
    gaps = walls.missing()
    if gaps is None:
        return [
            _("PostgreSQL does not guard schools from one another: the role %(role)s is missing.")
            % {"role": settings.WALL_ROLE}
        ]
    return [_("Table without its wall: %(table)s") % {"table": table} for table in gaps]


def plain_http() -> list[str]:
    """Plain HTTP beyond this machine may be chosen, and is said each time."""
    others = [] if settings.HTTPS else env.elsewhere(env.hosts())
    text = _(
        "Served without HTTPS: %(host)s. Passwords and children's data can be read on the way."
    )
    return [text % {"host": host} for host in others[:1]]


def _settings() -> list[str]:
    """What Django's own checks say, and what must not be left as it is on a school's server."""
    problems = [str(one.msg) for one in run_checks() if one.level >= WARNING]
    problems += plain_http()
    if settings.DEBUG:
        problems.append(_("TIREK_DEBUG is on: switch it off where real data is kept."))
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(_("TIREK_ALLOWED_HOSTS must name the hosts, not all of them."))
    return problems
