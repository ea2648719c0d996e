"""What was typed and not sent: kept for its author, given back to nobody else (trust rule 8)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from tirek.access import clock
from tirek.access.models import User
from tirek.accounts.models import Draft

KEPT = timedelta(days=7)
MOST = 50  # drafts of one person; the oldest go
OWN = {"csrfmiddlewaretoken", "form_key", "draft", "next"}
SECRET = ("password", "code", "credential", "again")


def keep_draft(user: User, place: str, fields: Mapping[str, list[str]]) -> None:
    """Keep what was typed at a place, instead of what was kept there before."""
    place = place.replace("\x00", "")[:500]
    kept = {
        name: [text.replace("\x00", "") for text in values]
        for name, values in fields.items()
        if name not in OWN and not any(word in name.lower() for word in SECRET)
    }
    now = clock.now()
    Draft.objects.filter(at__lt=now - KEPT).delete()
    if not place or not any(text.strip() for values in kept.values() for text in values):
        return
    Draft.objects.update_or_create(user=user, place=place, defaults={"fields": kept, "at": now})
    newest = list(
        Draft.objects.filter(user=user).order_by("-at", "-pk").values_list("pk", flat=True)[:MOST]
    )
    if len(newest) == MOST:
        Draft.objects.filter(user=user).exclude(pk__in=newest).delete()


def drafts_at(user: User, page: str) -> list[Draft]:
    """The user's drafts of the forms on a page: at its address, the second form at `#1` ..."""
    found = Draft.objects.filter(user=user, at__gt=clock.now() - KEPT)
    return list(found.filter(Q(place=page) | Q(place__startswith=f"{page}#")).order_by("place"))


def end_draft(user: User, place: str) -> None:
    """The form has been sent, or its author does not want the draft."""
    Draft.objects.filter(user=user, place=place.replace("\x00", "")[:500]).delete()


def keep_sent(user: User, request: HttpRequest) -> None:
    """Keep a form that arrived after its author's session had ended."""
    place = request.POST.get("draft") or page_of(request)
    keep_draft(user, place, dict(request.POST.lists()))


def keep_saved(user: User, post: QueryDict) -> bool:
    """Keep what the page saves by itself: `place`, `fields` as JSON; False when damaged."""
    try:
        fields: Any = json.loads(post.get("fields", ""))
    except ValueError:
        return False
    if not isinstance(fields, dict):
        return False
    kept = {
        str(name): [str(one) for one in values]
        for name, values in fields.items()
        if isinstance(values, list)
    }
    keep_draft(user, post.get("place", ""), kept)
    return True


def page_of(request: HttpRequest) -> str:
    """The page a form was sent from: what the browser says, else the form's own address."""
    said = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return "/" + said.partition("://")[2].partition("/")[2].partition("#")[0]
    return request.get_full_path()
