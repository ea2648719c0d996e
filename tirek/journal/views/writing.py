"""Records, goes on with, signs, corrects and annuls entries."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.doors import needs
from tirek.access.once import do_once, sent_before
from tirek.access.refused import Refused
from tirek.journal import actions, kinds
from tirek.journal.forms import EntryForm, ReasonForm, day_given, roles_here
from tirek.journal.models import Entry, State
from tirek.journal.views.reading import may_change
from tirek.journal.whom import Whom
from tirek.journal.writers import codes_written_by
from tirek.school.rules.kazakh import sort_key
from tirek.web.forms import show_refusal


def next_of(request: HttpRequest) -> str:
    """The address to go back to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


@needs("journal.entry:write", sensitive=True)
def new(request: HttpRequest) -> HttpResponseBase:
    """Record a piece of work of any kind; without a kind: choose one."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    mine = codes_written_by(roles_here(user, school))
    code = request.POST.get("kind") or request.GET.get("kind", "")
    if not code:
        return _choice_of_kind(request, mine)
    if code not in kinds.kinds():
        raise Http404
    if code not in mine:
        raise PermissionDenied
    kind = kinds.kind(code)
    if kind.form != "journal:new":
        query = request.GET.copy()
        del query["kind"]
        return redirect(f"{reverse(kind.form)}?{query.urlencode()}")
    return _form(request, kind, None)


def _choice_of_kind(request: HttpRequest, mine: frozenset[str]) -> HttpResponse:
    """All kinds one may record, in the order of their names, each leading to its form.

    Who may record one kind only is not asked.
    """
    query = {name: str(value) for name, value in request.GET.items() if name != "kind"}
    choices = sorted(
        (
            {"name": str(kinds.kind(code).name), "url": kinds.form_url(code, **query)}
            for code in mine
        ),
        key=lambda one: sort_key(one["name"]),
    )
    if len(choices) == 1:
        return redirect(str(choices[0]["url"]))
    return render(request, "journal/kinds.html", {"choices": choices})


@needs("journal.entry:write", sensitive=True)
def draft(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Go on with one's own draft."""
    one = _entry(request, pid)
    if one.state != State.DRAFT:
        return redirect("journal:entry", pid)
    return _form(request, kinds.kind(one.kind), one)


def _form(request: HttpRequest, kind: kinds.Kind, entry: Entry | None) -> HttpResponseBase:
    user: Any = request.user
    school: Any = request.school if entry is None else entry.school  # type: ignore[attr-defined]
    asking = request.POST.get("find") or request.POST.get("show")
    data = request.POST or (request.GET if entry is None else None)
    day = day_given(request.GET.get("on")) if entry is None else entry.on
    whom = Whom(user, school, kind, data, day, entry)
    if request.method == "POST" and not asking:
        before = sent_before(request.POST.get("form_key"), user)
        if before is not None:
            return redirect(before)
        form = EntryForm(request.POST, kind=kind)
        if form.is_valid():
            try:
                return redirect(_saved(request, kind, entry, form, whom))
            except Refused as refusal:
                show_refusal(form, refusal)
    else:
        start = {"on": day, "topic": request.GET.get("topic", "")}
        if entry is not None:
            start = {"on": entry.on, "topic": entry.topic, "text": entry.text}
        typed = {name: request.POST.get(name, "") for name in ("on", "topic", "text")}
        form = EntryForm(initial=typed if asking else start, kind=kind)
    shown = {
        "form": form,
        "kind": kind,
        "whom": whom,
        "entry": entry,
        "next": next_of(request),
        "unit": request.POST.get("unit") or request.GET.get("unit", ""),
    }
    part = bool(asking and getattr(request, "htmx", False))
    return render(request, "journal/part_whom.html" if part else "journal/new.html", shown)


def _saved(
    request: HttpRequest, kind: kinds.Kind, entry: Entry | None, form: EntryForm, whom: Whom
) -> str:
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    done = request.POST.get("state") != State.DRAFT
    values: dict[str, Any] = {
        "on": form.cleaned_data["on"],
        "topic": form.cleaned_data.get("topic", ""),
        "text": form.cleaned_data["text"],
        "pupils": whom.pupils,
        "households": whom.households,
        "classes": whom.classes,
        "staff": whom.staff,
        "rows": whom.rows,
    }

    def deed() -> str:
        if entry is None:
            state = State.DONE if done else State.DRAFT
            made = actions.record_entry(
                by=user, school=school, kind=kind.code, state=state, **values
            )
        else:
            made = actions.change_draft(by=user, entry=entry, **values)
            if done:
                actions.sign_entry(by=user, entry=made)
        return next_of(request) or reverse("journal:entry", args=[made.pid])

    url = do_once(request.POST.get("form_key"), user, deed)
    name = str(kind.name)
    messages.success(
        request,
        _("%(kind)s: the entry is saved.") % {"kind": name}
        if done
        else _("%(kind)s: the draft is kept.") % {"kind": name},
    )
    return url


def _entry(request: HttpRequest, pid: str) -> Entry:
    """An entry one sees and may change."""
    user: Any = request.user
    seen = Entry.objects.visible_to(user).select_related("school", "author", "replaces")
    one: Entry = get_object_or_404(seen, pid=pid)
    if not may_change(user, one):
        raise PermissionDenied
    return one


def has_own_pages(entry: Entry) -> bool:
    """Does another room keep this kind: is it signed, corrected and annulled on its pages only?"""
    return kinds.kind(entry.kind).page != "journal:entry"


@require_POST
@needs("journal.entry:write")
def sign(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A draft becomes done."""
    one = _entry(request, pid)
    if has_own_pages(one):
        return redirect(kinds.kind(one.kind).page, pid)
    try:
        actions.sign_entry(by=request.user, entry=one)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("journal:entry", pid)


@needs("journal.entry:write", sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Correct an entry: a new one replaces it; the old one stays to be seen."""
    user: Any = request.user
    one = _entry(request, pid)
    kind = kinds.kind(one.kind)
    if has_own_pages(one):
        return redirect(kind.page, pid)
    start = {"on": one.on, "topic": one.topic, "text": one.text}
    form = EntryForm(request.POST or None, initial=start, kind=kind)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            made = actions.correct_entry(
                by=user,
                entry=one,
                on=form.cleaned_data["on"],
                topic=form.cleaned_data.get("topic", one.topic),
                text=form.cleaned_data["text"],
            )
            return reverse("journal:entry", args=[made.pid])

        try:
            return redirect(do_once(request.POST.get("form_key"), user, deed))
        except Refused as refusal:
            show_refusal(form, refusal)
    return render(request, "journal/correct.html", {"form": form, "entry": one, "kind": kind})


@needs("journal.entry:write", sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Annul an entry recorded by mistake; the reason is asked."""
    user: Any = request.user
    one = _entry(request, pid)
    if has_own_pages(one):
        return redirect(kinds.kind(one.kind).page, pid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.annul_entry(by=user, entry=one, reason=form.cleaned_data["reason"])
            return redirect("journal:entry", pid)
        except Refused as refusal:
            show_refusal(form, refusal)
    return render(request, "journal/annul.html", {"form": form, "entry": one})
