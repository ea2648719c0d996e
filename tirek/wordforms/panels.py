"""The desk says when a school's own form could not be filled."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.sight import may
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import moment
from tirek.wordforms.queries import failing, known_forms
from tirek.wordforms.wording import failure


def notices(request: HttpRequest) -> list[DueLine]:
    """Own forms that failed: the papers are given in the program's own form; one query."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "wordforms.form:write", school.pk):
        return []
    titles = known_forms()
    return [
        DueLine(
            shape="alarm",
            what=_("Own Word form could not be filled: the program's own is given"),
            what_note=f"{titles.get(one.form, one.form)}. {failure(one.failed_why)}",
            when=moment(one.failed_at),
            action=_("Open"),
            action_url=reverse("wordforms:form", args=[one.form, one.language]),
        )
        for one in failing(school)
    ]
