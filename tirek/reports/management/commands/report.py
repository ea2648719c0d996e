"""`tirek report NAME --out FILE`: any document or list without a browser."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import School
from tirek.office.files import WRITERS, written
from tirek.office.reports import Report, reports

FORMATS = (*WRITERS, "json")


class Command(BaseCommand):
    """Figures as JSON, or the document as Word, Excel or PDF."""

    help = "Write a document or a list; --list shows which there are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The paper's name and what it is asked about."""
        parser.add_argument("name", nargs="?")
        parser.add_argument("--list", action="store_true", dest="list_all")
        parser.add_argument("--out", type=Path)
        parser.add_argument("--school", help="the school's code; may be left out when there is one")
        parser.add_argument("--as-of", dest="as_of", default="")
        parser.add_argument("--class", dest="class_name", default="")
        parser.add_argument("--category", default="", help="codes, separated by commas")
        parser.add_argument("--month", default="", help="2026-10")
        parser.add_argument("--entry", default="", help="the key or id of an entry (acts)")
        parser.add_argument("--kind", default="", help="the kind of plan")
        parser.add_argument("--lang", default=settings.LANGUAGE_CODE)
        parser.add_argument("--format", default="", help="docx, xlsx, pdf or json")

    def handle(self, *args: Any, **given: Any) -> None:
        """Write the paper, or list the papers."""
        if given["list_all"] or not given["name"]:
            self._list()
            return
        report = reports().get(given["name"])
        if report is None:
            self._stop(_("There is no report %(name)s; tirek report --list shows them."), given)
        if given["out"] is None:
            self._stop(_("State where to write it: --out FILE."), given)
        out = Path(given["out"])
        ending = given["format"] or out.suffix.lstrip(".").lower()
        if ending not in FORMATS:
            self._stop(_("The format is one of docx, xlsx, pdf, json."), given)
        if given["lang"] not in dict(settings.LANGUAGES):
            self._stop(_("The language is one of kk, ru, en."), given)
        if not out.parent.is_dir():
            message = _("%(file)s: no such folder") % {"file": out.parent}
            raise CommandError(message, returncode=2)
        self._write(report, self._school(given["school"]), given, ending, out)

    def _write(
        self, report: Report, school: School, given: dict[str, Any], ending: str, out: Path
    ) -> None:
        options = {
            "as_of": given["as_of"],
            "class": given["class_name"],
            "category": given["category"],
            "month": given["month"],
            "entry": given["entry"],
            "kind": given["kind"],
        }
        try:
            if ending == "json":
                if report.figures is None:
                    self._stop(_("The report %(name)s has no figures; ask for docx."), given)
                figures = report.figures(school, options, None)
                content = json.dumps(figures, ensure_ascii=False, indent=1).encode() + b"\n"
            else:
                document = report.build(school, options, given["lang"], None)
                content = written(document, ending, school=school, form=report.name)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=2) from None
        audit.record_now(by=None, verb="EXPORTED", thing=report.name, school=school, note=ending)
        partial = out.parent / f"{out.name}.part"
        try:
            partial.write_bytes(content)
            partial.replace(out)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            message = _("%(file)s: cannot be written: %(error)s")
            given = {"file": out, "error": error.strerror or error}
            raise CommandError(message % given, returncode=2) from None
        self.stdout.write(str(out))

    def _school(self, code: str | None) -> School:
        schools = School.objects.filter(code=code) if code else School.objects.all()
        found = list(schools[:2])
        if len(found) == 1:
            return found[0]
        if code or not found:
            message = _("There is no school with the code %(code)s.") % {"code": code or ""}
        else:
            message = _("There are several schools: state --school CODE.")
        raise CommandError(message, returncode=2)

    def _list(self) -> None:
        for report in reports().values():
            options = " ".join(
                f"--{name.replace('_', '-')}{'' if name in report.needs else '?'}"
                for name in report.options
            )
            self.stdout.write(f"{report.name:18} {report.title}  [{options}]")

    def _stop(self, message: str, given: dict[str, Any]) -> NoReturn:
        raise CommandError(message % given, returncode=2)
