"""Lines of the desk about a family's rights: a withdrawn consent, an erasure that waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.access.sight import may
from tirek.consents import queries
from tirek.desk.wording import when_of
from tirek.web.parts import DueLine


def lines_of(user: Any, school: School, day: date) -> list[DueLine]:
    """What is to be stopped by this user, and what waits for this user's approval."""
    language = (get_language() or "kk")[:2]
    lines: list[DueLine] = []
    if may(user, "consents.consent:write", school.pk):
        withdrawn = queries.to_stop(school, user)
        known = queries.scopes(school) if withdrawn else {}
        for consent, stop_by in withdrawn[:10]:
            when, note = when_of(stop_by, day, language)
            lines.append(
                DueLine(
                    shape="alarm" if stop_by < day else "diamond",
                    what=_("Consent withdrawn: stop the processing"),
                    what_note=str(known.get(consent.scope, consent.scope)),
                    who=consent.pupil.short_name,
                    who_url=reverse("cards:pupil", args=[consent.pupil.pid]),
                    when=when,
                    when_note=note,
                    late=stop_by < day,
                    action=_("Confirm"),
                    action_url=reverse("consents:stopped", args=[consent.pid]),
                )
            )
    if may(user, "consents.erasure:approve", school.pk) and (number := queries.waiting(school)):
        lines.append(
            DueLine(
                shape="diamond",
                what=_("Erasure of data waits for approval"),
                who=str(number),
                action=_("Open"),
                action_url=reverse("consents:erasures"),
            )
        )
    return lines
