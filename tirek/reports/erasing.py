"""Erases children's rows in documents that were issued; the figures stay, and the paper says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.reports.models import ChildFile, IssuedDocument
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import HIDDEN, without


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Rows with the children's names are emptied; a line at the end says when.

    The check code stays that of the paper as it was issued.
    """
    keys = {one.key: one.pid for one in pupils}
    people, changed = persons(pupils), 0
    for issued in IssuedDocument.objects.filter(school_id__in={one.school_id for one in pupils}):
        options, figures, content = _without(issued, keys, people)
        if (options, figures, content) == (issued.options, issued.figures, issued.content):
            continue
        with override(issued.language):
            text = _("Rows erased on %(day)s.") % {"day": f"{today:%d.%m.%Y}"}
        line = {"is": "Paragraph", "text": text, "bold": False, "small": True}
        if line not in content["blocks"]:
            content["blocks"] = [*content["blocks"], line]
        issued.options, issued.figures, issued.content = options, figures, content
        issued.save(update_fields=["options", "figures", "content"])
        changed += 1
    requests = ChildFile.objects.filter(pupil__in=pupils).update(
        asked_by="", relation="", paper_number="", left_why=""
    )
    return {"issued": changed, "requests": requests}


def _without(issued: IssuedDocument, keys: dict[str, str], people: Any) -> tuple[Any, Any, Any]:
    """Options, figures and content of a paper without the children."""
    figures, options = issued.figures, issued.options
    if isinstance(figures.get("rows"), list):
        figures = _rows_without(figures, keys)
    if isinstance(figures.get("lists"), dict):
        lists = {name: _rows_without(one, keys) for name, one in figures["lists"].items()}
        figures = {**figures, "lists": lists}
    about = figures.get("pupils")
    if isinstance(about, list):  # an act: about these children alone, or about others too
        if set(about) <= keys.keys():
            empty = {**issued.content, "blocks": [], "footer": "", "right": HIDDEN}
            told = {"on": figures.get("on"), "pupils": [keys[key] for key in about]}
            return {}, told, empty
        figures = {**figures, "pupils": [keys.get(key, key) for key in about]}
        figures["details"] = without(figures.get("details"), people)
    return options, figures, without(issued.content, people)


def _rows_without(figures: dict[str, Any], keys: dict[str, str]) -> dict[str, Any]:
    """A list whose rows about the children have no name and no basis."""
    rows = [
        {**row, "pupil": keys[row["pupil"]], "basis": {}} if row.get("pupil") in keys else row
        for row in figures["rows"]
    ]
    return {**figures, "rows": rows}
