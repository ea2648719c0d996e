"""What class teachers said of a child on the class data forms, and what was decided about it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.cards.queries import categories
from tirek.classdata.models import FormLine
from tirek.classdata.wording import said_text
from tirek.office.document import Column, Table
from tirek.school.childfile import Part
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """The child's lines, the oldest first; nothing when there are none."""
    lines = FormLine.objects.filter(pupil=pupil).exclude(state=FormLine.State.WITHDRAWN)
    names = categories(pupil.school)
    rows = [
        (
            one.form.on,
            str(one.get_what_display()),
            said_text(one.what, one.said, names),
            ": ".join(part for part in (str(one.get_state_display()), one.reason) if part),
        )
        for one in lines.select_related("form").order_by("form__on", "position")
    ]
    if not rows:
        return None
    table = Table(
        (
            Column(_("Date"), 1.1),
            Column(_("What"), 1.6),
            Column(_("Said by the teacher"), 3.4),
            Column(_("Decided"), 2),
        ),
        rows,
    )
    return Part("classdata", _("Class data forms"), [table])
