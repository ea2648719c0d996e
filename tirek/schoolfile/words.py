"""What is wrong with a school file, in the user's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.access.rules.shape import Problem


def said(problem: Problem) -> str:
    """One line: the path, then what is wrong there."""
    texts = {
        "UNKNOWN_KEY": _("there is no such key"),
        "MISSING": _("must be filled in"),
        "EXPECTED": _("expected: %(detail)s"),
        "NOT_A_DATE": _("not a date (YYYY-MM-DD): %(detail)s"),
        "NOT_A_MOMENT": _("not a moment with its offset (ISO 8601): %(detail)s"),
        "UNKNOWN_CODE": _("unknown code: %(detail)s"),
        "UNKNOWN_REFERENCE": _("refers to something that is not there: %(detail)s"),
        "EMPTY": _("is empty: leave it out, or name at least one"),
        "TOO_DEEP": _("lies too deep: %(detail)s"),
        "TWICE": _("is there twice: %(detail)s"),
        "TOO_LONG": _("at most %(detail)s characters"),
        "CHANGED": _("the file has changed: %(detail)s"),
        "WRONG_FORMAT": _("is not the format of a school file: %(detail)s"),
    }
    known = texts.get(problem.code)
    text = known % {"detail": problem.detail} if known else problem.code
    return f"{problem.path}: {text}" if problem.path else text


class Unfit(Exception):
    """A school file was refused; nothing of it is in the database. `problems` lists why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(said(problem) for problem in problems[:20]))
