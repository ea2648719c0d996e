"""What waits for an answer, on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.sight import may
from tirek.transfers.queries import waiting
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import moment

RECEIVE = "transfers.card:receive"


def notices(request: HttpRequest) -> list[DueLine]:
    """Cards that have come from other schools and wait for an answer; one query."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, RECEIVE, school.pk):
        return []
    return [
        DueLine(
            shape="diamond",
            what=_("A card has come from another school"),
            what_note=one.from_name,
            who=" ".join(one.parcel["pupil"].get(name, "") for name in ("surname", "given")),
            when=moment(one.at),
            action=_("Look"),
            action_url=reverse("transfers:arrival", args=[one.pid]),
        )
        for one in waiting(school, user, RECEIVE)[:5]
    ]
