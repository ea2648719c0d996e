"""`tirek import_statuses FILE`: lists by status from Excel, Word, OpenDocument, CSV."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.cards.actions.imports import apply_import, draft_import
from tirek.cards.queries import imports
from tirek.cards.rules.listing import Decision, Fate, counts
from tirek.school.reading import LARGEST, Unreadable, read_tables
from tirek.school.wording import unreadable_message


class Command(BaseCommand):
    """Shows what a list would open, or opens it, all or nothing; the doubtful stay out."""

    help = "Bring in a list of pupils by status (xlsx, xls, ods, docx, csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the school, what holds for rows that do not say it, and how to answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", help="code of the school; may be left out when it is alone")
        parser.add_argument("--category", default="", help="for rows that do not say it")
        parser.add_argument("--since", type=date.fromisoformat, help="for rows that do not say it")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Read, plan, and unless --dry-run apply."""
        school = self._school(options["school"])
        whole = {"category": options["category"], "since": options["since"]}
        try:
            with transaction.atomic():
                lines, unread = imports.read_list(self._tables(file), school, file.name)
                draft = draft_import(
                    by=None,
                    school=school,
                    file_name=file.name,
                    lines=lines,
                    unread=unread,
                    whole=whole,
                )
                made = imports.planned(draft, None)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                else:
                    apply_import(by=None, draft=draft)
        except Refused as refused:
            raise CommandError(f"{file}: {refused}", returncode=2) from None
        figures = counts(made)
        if options["format"] == "json":
            told = {**figures, "rows": [_told(one) for one in made]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(" ".join(f"{name}={number}" for name, number in figures.items()))

    def _tables(self, file: Path) -> Any:
        try:
            with file.open("rb") as opened:
                return read_tables(opened.read(LARGEST + 1))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except Unreadable as error:
            raise CommandError(f"{file}: {unreadable_message(error)}", returncode=2) from None

    def _school(self, code: str | None) -> School:
        schools = list(School.objects.filter(**({"code": code} if code else {}))[:2])
        if len(schools) == 1:
            return schools[0]
        if code:
            raise CommandError(_("There is no school %(code)s.") % {"code": code}, returncode=2)
        message = _("There are several schools: say --school.") if schools else ""
        raise CommandError(message or _("There is no school yet."), returncode=2)


def _told(one: Decision) -> dict[str, Any]:
    """A row as JSON: where it stands, its fate, why it is refused or doubtful."""
    why = one.flaw.code if one.flaw else ""
    if one.fate is Fate.DOUBTFUL:
        why = one.found.sure.value
    return {
        "sheet": one.line.sheet,
        "cell": one.line.cell,
        "name": one.line.name,
        "class": one.line.class_name,
        "category": one.code or one.line.category,
        "fate": one.fate.value,
        "why": why,
    }
