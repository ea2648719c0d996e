"""What is wrong with a plan file, in the user's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.plans.models import PlanKind
from tirek.plans.rules.reading import Trouble


def refusal(code: str) -> str:
    """Why the file cannot be read at all, and what to do."""
    texts = {
        "MISSING": _("There is no such file."),
        "EMPTY": _("The file is empty."),
        "TOO_LARGE": _("The file is too large to be a plan (50 MB at most)."),
        "WRONG_FORMAT": _("Save the plan as Word (.docx) or as text (.txt) and try again."),
        "PASSWORD": _("The file is locked with a password: save it without one."),
        "BROKEN": _("The file is damaged: open it in Word, save it anew and try again."),
        "NOT_TEXT": _("The text's encoding is not known: save it as UTF-8."),
        "NO_TABLES": _(
            "There is no table with the columns No., activity, term and responsible in the file."
        ),
    }
    return texts[code]


def trouble(one: Trouble) -> str:
    """One line: where it is and what is wrong."""
    texts = {
        "UNKNOWN_TERM": _("the words of time are not understood: %(value)s"),
        "NO_TERM": _("no term is given"),
        "UNKNOWN_ROLE": _("nobody of this name is known: %(value)s"),
        "NO_ITEMS": _("no activity is given"),
        "TWO_OF_A_KIND": _("a second plan of the same kind: %(value)s"),
        "NO_PLANS": _("no plan was found in the file"),
    }
    cells = {
        "activity": _("activity"),
        "term": _("term"),
        "responsible": _("responsible"),
    }
    where = []
    if one.plan:
        where.append(str(PlanKind(one.plan).label))
    if one.row:
        where.append(_("row %(number)s") % {"number": one.row})
    if one.cell:
        where.append(_("cell “%(name)s”") % {"name": cells[one.cell]})
    text = texts[one.code] % {"value": one.value}
    return f"{', '.join(where)}: {text}" if where else text


def troubles_as_json(found: list[Trouble]) -> list[dict[str, Any]]:
    """Troubles for `tirek import_plan --format json`."""
    return [
        {
            "plan": one.plan,
            "row": one.row,
            "cell": one.cell,
            "value": one.value,
            "code": one.code,
            "line": one.at,
            "reason": trouble(one),
        }
        for one in found
    ]
