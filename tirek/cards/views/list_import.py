"""A list by category from a file in three steps: the file, every row's fate, the result."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards import queries
from tirek.cards.actions import imports as actions
from tirek.cards.forms import ListApplyForm, ListFileForm
from tirek.cards.models import StatusImport
from tirek.cards.queries import imports
from tirek.cards.rules.listing import Decision, Fate, unknown_words
from tirek.cards.rules.words import key_of
from tirek.cards.views.list_lines import shown
from tirek.school.reading import Unreadable, read_tables
from tirek.school.wording import unreadable_message
from tirek.web.forms import show_refusal
from tirek.web.parts import Figure

KEY = imports.KEY
LARGEST = 20 * 1024 * 1024


@needs(KEY)
def list_file(request: HttpRequest) -> HttpResponseBase:
    """Step 1: which file, and what holds for the rows that do not say it."""
    user: User = request.user  # type: ignore[assignment]
    school, today = request.school, clock.today()  # type: ignore[attr-defined]
    form = ListFileForm(
        request.POST or None,
        request.FILES or None,
        initial={"since": today},
        categories=queries.open_categories(school),
        norms=queries.norms_on(school, today),
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > LARGEST:
                raise Refused(_("The file is larger than 20 MB."), field="file")
            lines, unread = imports.read_list(read_tables(sent.read()), school, sent.name)
            if not lines and unread:
                raise Unreadable("NO_HEADINGS")
            draft = actions.draft_import(
                by=user,
                school=school,
                file_name=sent.name,
                lines=lines,
                unread=unread,
                whole=form.cleaned_data,
            )
        except Unreadable as error:
            form.add_error("file", unreadable_message(error))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("cards:list_preview", pid=draft.pid)
    recent = StatusImport.objects.visible_to(user).exclude(state=StatusImport.State.DRAFT)
    context = {"form": form, "recent": recent.filter(school=school).select_related("by")[:5]}
    return render(request, "cards/list_import.html", context)


@needs(KEY, sensitive=True)
def list_preview(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Step 2: the fate of every row and what a person says of it; then the result."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(
        StatusImport.objects.visible_to(user).select_related("school", "by"), pid=pid
    )
    if found.state != StatusImport.State.DRAFT:
        return _result(request, found)
    here = redirect("cards:list_preview", pid=pid)
    if request.method == "POST":
        posted = {
            prefix: {
                name.partition(":")[2]: str(value)
                for name, value in request.POST.items()
                if name.startswith(f"{prefix}:")
            }
            for prefix in ("word", "row")
        }
        found = actions.answer_import(
            by=user, draft=found, words=posted["word"], rows=posted["row"]
        )
    made = imports.planned(found, user)
    tell_door(request, count=len({one.pupil for one in made if one.pupil}))
    form = _apply_form(request, made)
    if request.method == "POST":
        if "apply" not in request.POST:
            return here
        if form.data.get("seen") != imports.mark(made):
            messages.warning(request, _("Rows have changed: look once more."))
            return here
        if form.is_valid():
            return _applied(request, user, found, imports.mark(made))
    context = {
        **shown(request, found, made),
        "found": found,
        "form": form,
        "words": _words(found, made),
        "categories": queries.open_categories(found.school),
    }
    return render(request, "cards/list_preview.html", context)


def _apply_form(request: HttpRequest, made: list[Decision]) -> ListApplyForm:
    sent = request.POST if request.method == "POST" and "apply" in request.POST else None
    form = ListApplyForm(sent, initial={"seen": imports.mark(made)})
    if not any(one.fate in (Fate.REFUSED, Fate.DOUBTFUL) for one in made):
        del form.fields["skip"]
    return form


def _applied(request: HttpRequest, user: User, found: StatusImport, seen: str) -> HttpResponseBase:
    def deed() -> str:
        actions.apply_import(by=user, draft=found, seen=seen)
        return reverse("cards:list_preview", args=[found.pid])

    try:
        return redirect(do_once(request.POST.get("form_key"), user, deed))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("cards:list_preview", pid=found.pid)


def _words(found: StatusImport, made: list[Decision]) -> list[tuple[str, str, str]]:
    """Words for categories that nobody knows: key, as written, the answer so far."""
    said = found.answers.get("words", {})
    asked = unknown_words(made)
    written = {
        key: next((d.line.category for d in made if key_of(d.line.category) == key), key)
        for key in said
    }
    return [(key, text, said.get(key, "")) for key, text in {**written, **asked}.items()]


def _result(request: HttpRequest, found: StatusImport) -> HttpResponse:
    labels = (
        ("applied", _("Opened"), "plus"),
        ("duplicates", _("Already there"), "equal"),
        ("left_out", _("Left out"), "ring"),
        ("refused", _("Refused"), "cross"),
    )
    context = {
        "found": found,
        "figures": [
            Figure(number=found.counts.get(name, 0), label=label, icon=icon)
            for name, label, icon in labels
        ],
        "withdrawable": actions.may_be_withdrawn(found),
        "withdrawn": found.state == StatusImport.State.WITHDRAWN,
    }
    return render(request, "cards/list_result.html", context)


@require_POST
@needs(KEY)
def list_back(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The whole list is taken back."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(StatusImport.objects.visible_to(user), pid=pid)
    try:
        actions.withdraw_import(by=user, done=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list has been taken back."))
    return redirect("cards:list_preview", pid=pid)
