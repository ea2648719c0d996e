"""Words of raids: what keeps one from being signed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.raids.rules import signing


def problem_words(code: str) -> str:
    """A problem of `rules.signing` in the page's language."""
    return {
        signing.AHEAD: _("The raid was not held yet: enter today's date or an earlier one."),
        signing.TEAM: _("Name at least two members of the team."),
        signing.NO_STOPS: _("Choose at least one family."),
        signing.NO_RESULT: _("Write down what came of each address."),
        signing.TIMES: _("The raid ends after it begins."),
    }[code]
