"""The journal's list and the page of an entry."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.sight import may
from tirek.journal import kinds, queries
from tirek.journal.forms import FileForm, FilterForm, roles_here
from tirek.journal.models import Entry, EntryClass, EntryPupil, State
from tirek.journal.writers import roles_writing
from tirek.school.models import SchoolClass
from tirek.school.queries import pupils_on

PAGE = 40


@needs("journal.entry:read", sensitive=True)
def journal(request: HttpRequest) -> HttpResponse:
    """The journal as far as one may know it, newest first, with filters."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    today = clock.today()
    form = FilterForm(
        request.GET,
        known=kinds.codes_known_to(roles_here(user, school)),
        classes=_classes(user, school),
        authors=User.objects.filter(grants__school=school).distinct().order_by("full_name"),
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    found = _filtered(queries.entries(school, user), wanted, user)
    mine = queries.drafts_of(user, school)
    page = Paginator(found.exclude(state=State.DRAFT), PAGE).get_page(request.GET.get("page"))
    tell_door(request, count=len(page))
    shown = {
        "form": form,
        "filtered": any(wanted.values()),
        "drafts": list(mine[:20]) if not any(wanted.values()) else [],
        "page": page,
        "until": wanted.get("until") or today,
        "since": wanted.get("since"),
        "may_write": may(user, "journal.entry:write", school.pk),
    }
    return render(request, "journal/journal.html", shown)


def _classes(user: Any, school: Any) -> list[SchoolClass]:
    found = SchoolClass.objects.visible_to(user).filter(school=school)
    newest = found.order_by("-school_year__year").values("school_year__year")[:1]
    return list(found.filter(school_year__year__in=newest).order_by("sort_key"))


def _filtered(found: Any, wanted: dict[str, Any], user: Any) -> Any:
    if wanted.get("since"):
        found = found.filter(on__gte=wanted["since"])
    if wanted.get("until"):
        found = found.filter(on__lte=wanted["until"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("author"):
        found = found.filter(author__pid=wanted["author"])
    if wanted.get("school_class"):
        found = found.filter(_about_class(wanted["school_class"], user))
    for word in wanted.get("q", "").split():
        # Texts are searched among one's own only: what is closed must not be found by its words.
        # Case is folded for Cyrillic too, which SQLite's own LIKE does not do.
        forms = (word, word.lower(), word.capitalize())
        found = found.filter(
            Q(author=user) & Q(*(("text__contains", form) for form in forms), _connector=Q.OR)
        )
    return found


def _about_class(pid: str, user: Any) -> Q:
    one = SchoolClass.objects.visible_to(user).filter(pid=pid).first()
    if one is None:
        return Q(pk__in=())
    pupils: Any = pupils_on(one.school, clock.today())
    pupils = pupils.filter(class_id_on=one.pk)
    of_pupils = EntryPupil.objects.filter(pupil__in=pupils.values("pk"))
    of_class = EntryClass.objects.filter(school_class=one)
    return Q(pk__in=of_class.values("entry_id")) | Q(pk__in=of_pupils.values("entry_id"))


@needs("journal.entry:read", sensitive=True)
def entry(request: HttpRequest, pid: str) -> HttpResponse:
    """An entry: whom it is about, its text for those who may read it, what replaced what."""
    user: Any = request.user
    seen = Entry.objects.visible_to(user).select_related(
        "school", "author", "replaces", "annulled_by"
    )
    one: Entry = get_object_or_404(queries.about_seen(seen, user), pid=pid)
    open_to = one.open_to(user)
    kind = kinds.kind(one.kind)
    chain = queries.chain_of(one)
    tell_door(request, one)
    attachments = [
        attachment
        for link in chain
        for attachment in link.attachments.all()
        if open_to and link.pk <= one.pk
    ]
    shown = {
        "entry": one,
        "open": open_to,
        "chain": chain if len(chain) > 1 else [],
        "newest": chain[-1],
        "attachments": attachments,
        "rows": [row.code for row in one.rows.all()],
        "may_change": may_change(user, one) and chain[-1] == one,
        "own_form": kind.form != "journal:new",
        "own_page": reverse(kind.page, args=[pid]) if kind.page != "journal:entry" else "",
        "file_form": FileForm(),
    }
    return render(request, "journal/entry.html", shown)


def may_change(user: Any, entry: Entry) -> bool:
    """May one correct, annul, attach to this entry: its author, or one who may record its kind?

    A text that one may not read cannot be changed, and what is annulled stays as it is.
    """
    return (
        entry.state != State.ANNULLED
        and entry.open_to(user)
        and may(user, "journal.entry:write", entry.school_id)
        and (entry.author_id == user.pk or entry.reached_by(user, roles_writing(entry.kind)))
    )
