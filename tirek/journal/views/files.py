"""Attaches files to entries and gives them back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tirek.access.doors import needs
from tirek.access.refused import Refused
from tirek.filing.answers import as_answer
from tirek.journal import actions
from tirek.journal.forms import FileForm
from tirek.journal.models import Attachment, Entry
from tirek.journal.views.reading import may_change
from tirek.web.forms import show_refusal


@require_POST
@needs("journal.entry:write")
def attach(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Attach a file to an entry."""
    user: Any = request.user
    seen = Entry.objects.visible_to(user).select_related("school", "author")
    entry: Entry = get_object_or_404(seen, pid=pid)
    if not may_change(user, entry):
        raise PermissionDenied
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.attach_file(by=user, entry=entry, file=form.cleaned_data["file"])
            return redirect("journal:entry", pid)
        except Refused as refusal:
            show_refusal(form, refusal)
    return render(request, "journal/attach.html", {"form": form, "entry": entry})


@needs("journal.entry:read", thing="journal.attachment")
def file(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Give a file to keep, never to be shown inside a page."""
    user: Any = request.user
    seen = Attachment.objects.filter(entry__in=Entry.objects.visible_to(user))
    one: Attachment = get_object_or_404(seen.select_related("entry"), pid=pid)
    if not one.entry.open_to(user):
        raise Http404
    return as_answer(one)
