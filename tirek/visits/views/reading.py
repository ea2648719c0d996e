"""Reading acts: the list, and one signed act."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access import clock
from tirek.access.doors import asker, needs, tell_door
from tirek.access.sight import may
from tirek.journal.kinds import kind
from tirek.journal.models import State
from tirek.school.models import SchoolClass
from tirek.school.queries import classes_of
from tirek.schoolyear.queries import year_at
from tirek.visits.due import next_acts
from tirek.visits.models import InspectionAct
from tirek.visits.queries import (
    STATES,
    Wanted,
    authors_of_acts,
    children_of,
    class_names_on,
    last_act,
)
from tirek.visits.queries import (
    acts as acts_wanted,
)
from tirek.visits.rules.changes import changes
from tirek.visits.rules.details import rows_of
from tirek.visits.rules.papers import FORMS
from tirek.visits.rules.typed import clean, read_day
from tirek.visits.views.seen import beside, readable, shots_and_signers
from tirek.visits.wording import change_in_words, read_out

PAGE = 50


@needs("visits.act:read", sensitive=True)
def acts(request: HttpRequest) -> HttpResponse:
    """The school's acts for this reader: search, class, dates, state, author."""
    user, school = asker(request)
    today = clock.today()
    asked = request.GET
    state = asked.get("state", "")
    wanted = Wanted(
        text=clean(asked.get("q", ""))[:100],
        class_pid=asked.get("class", ""),
        since=read_day(asked.get("since", "")),
        until=read_day(asked.get("until", "")),
        state=state if state in STATES else "",
        author_pid=asked.get("author", ""),
        kind=asked.get("kind", "") if asked.get("kind") in FORMS else "",
    )
    wrong_days = [
        name
        for name, day in (("since", wanted.since), ("until", wanted.until))
        if asked.get(name, "").strip() and day is None
    ]
    page = Paginator(acts_wanted(school, user, wanted, today), PAGE).get_page(asked.get("page"))
    tell_door(request, count=len(page))
    year = year_at(school, today)
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "wanted": wanted,
        "asked": asked,
        "wrong_days": wrong_days,
        "classes": classes_of(year, SchoolClass.objects.visible_to(user)) if year else [],
        "kinds": [(code, kind(code).name) for code in FORMS],
        "authors": authors_of_acts(school, user),
        "states": [
            ("", pgettext("act", "in force")),
            ("DRAFT", _("drafts")),
            ("DONE", pgettext("act", "signed")),
            ("ANNULLED", pgettext("act", "annulled")),
        ],
        "may_write": may(user, "visits.act:write", school.pk),
        "today": today,
    }
    return render(request, "visits/acts.html", context)


def _rows(found: list[InspectionAct]) -> list[dict[str, Any]]:
    """Acts with their children and the classes written in them, or the classes of that day."""
    unwritten = [act for act in found if not act.details.get("children")]
    classes = class_names_on(
        {child for act in unwritten for child in children_of(act)}, clock.today()
    )
    return [
        {
            "act": act,
            "children": children_of(act),
            "classes": ", ".join(
                dict.fromkeys(
                    [
                        str(row.get("class"))
                        for row in rows_of(act.details, "children")
                        if row.get("class")
                    ]
                    or [classes[child.pk] for child in children_of(act) if child.pk in classes]
                )
            ),
        }
        for act in found
    ]


@needs("visits.act:read", sensitive=True)
def act(request: HttpRequest, pid: str) -> HttpResponse:
    """A signed or annulled act as it stands, what changed since the last one; a draft goes on."""
    one = readable(request, pid)
    user, _school = asker(request)
    writes = InspectionAct.objects.writable_by(user).filter(pk=one.pk).exists()
    if one.is_draft and writes:
        return redirect("visits:sign", pid)
    tell_door(request, one)
    last = last_act(one, user)
    replacement = (
        InspectionAct.objects.visible_to(user)
        .filter(entry__replaces=one.entry, entry__state=State.DONE)
        .select_related("entry")
        .first()
    )
    stands = replacement is None and not one.is_annulled
    context = {
        "act": one,
        "subject": next(iter(children_of(one)), None),
        "sections": read_out(one.form, one.details),
        "changes": [
            change_in_words(change) for change in changes(one.form, last.details, one.details)
        ]
        if last
        else [],
        "replacement": replacement,
        "replaced": getattr(one.entry.replaces, "inspection_act", None),
        "may_undo": writes and stands and not one.is_draft,
        "tasks": list(one.tasks.order_by("place")) if stands else [],
        "next_acts": next_acts(one) if stands else [],
        **beside(request, one, last),
        **shots_and_signers(one),
    }
    return render(request, "visits/act.html", context)
