"""What the desk says of packages: receipts and answers that are waited for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.sight import may
from tirek.handover.models import Package
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import day


def notices(request: HttpRequest) -> list[DueLine]:
    """Packages handed over and not received, sealed and not handed over. One query."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "handover.package:write", school.pk):
        return []
    open_ = (Package.State.SEALED, Package.State.SENT)
    found = Package.objects.visible_to(user).filter(school=school, state__in=open_)
    return [
        DueLine(
            shape="diamond",
            what=_("Package for the education department"),
            what_note=f"№ {one.number}",
            when=day(one.sent_at or one.sealed_at),
            when_note=_("waits for the receipt") if one.sent_at else _("not handed over yet"),
            action=_("Open"),
            action_url=reverse("handover:package", args=[one.pid]),
        )
        for one in found[:5]
    ]
