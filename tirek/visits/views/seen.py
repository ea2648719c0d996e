"""What the pages of an act share: finding it, and what stands beside it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from tirek.access import clock
from tirek.access.models import School
from tirek.cards.queries import categories, codes_by_pupil
from tirek.school.models import Pupil
from tirek.visits.models import InspectionAct
from tirek.visits.queries import (
    children_of,
    class_names_on,
    photos_of,
    signatures_of,
    signers,
)
from tirek.visits.rules.asked import Form, Step
from tirek.visits.rules.details import answered, rows_of
from tirek.visits.rules.shared import COMMISSION
from tirek.visits.wording import in_words

# The Kazakh letters of the four plans: own, nurse, class teachers, psychologist.
PLAN_LETTERS = {"S": "Ә", "N": "М", "C": "С", "P": "П"}


def readable(request: HttpRequest, pid: str) -> InspectionAct:
    """The act of this id the user may read; 404 otherwise."""
    found = InspectionAct.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("entry", "entry__author", "entry__replaces", "school"), entry__pid=pid
    )


def writable(request: HttpRequest, pid: str) -> InspectionAct:
    """The act of this id the user may write; 404 otherwise."""
    found = InspectionAct.objects.writable_by(request.user)
    return get_object_or_404(
        found.select_related("entry", "entry__author", "school"), entry__pid=pid
    )


def beside(request: HttpRequest, act: InspectionAct, last: InspectionAct | None) -> dict[str, Any]:
    """The boxes beside an act: its children, the last act, the commission, its files."""
    files = act.entry.attachments.order_by("pk")
    return {
        "files": files,
        "may_attach": not act.is_annulled
        and InspectionAct.objects.writable_by(request.user).filter(pk=act.pk).exists(),
        "children": boxes_of(request, act.school, children_of(act), act),
        "last": last,
        "last_lines": recommendations(last),
        "commission": commission(act.details),
    }


def shots_and_signers(act: InspectionAct) -> dict[str, Any]:
    """The photos of an act; who signs it, what they signed, whether that was under other words."""
    given = signatures_of(act)
    before = set(act.files.standing().filter(kind="SIGNATURE").values_list("caption", flat=True))
    return {
        "photos": photos_of(act),
        "signers": [(name, given.get(name), name in before) for name in signers(act)],
    }


def boxes_of(
    request: HttpRequest, school: School, pupils: list[Pupil], act: InspectionAct | None = None
) -> list[dict[str, Any]]:
    """For each child: name, class and birth date, statuses by name, the card if one may see it."""
    on = act.entry.on if act else clock.today()
    ids = [pupil.pk for pupil in pupils]
    seen = set(
        Pupil.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True)
    )
    names, codes = categories(school), codes_by_pupil(ids, on)
    classes = class_names_on(pupils, on)
    return [
        {
            "pupil": pupil,
            "class_name": classes.get(pupil.pk, ""),
            "statuses": [names[code].name() for code in codes[pupil.pk] if code in names],
            "seen": pupil.pk in seen,
        }
        for pupil in pupils
    ]


def recommendations(act: InspectionAct | None) -> list[str]:
    """What the last act advised, one a line."""
    if act is None:
        return []
    tasks = [str(row.get("what", "")) for row in rows_of(act.details, "tasks")]
    text = str(act.details.get("recommendations", ""))
    return [line for line in [*tasks, *text.split("\n")] if line.strip()]


def commission(details: Any) -> list[tuple[str, str]]:
    """(name, role and post) of each member."""
    role = next(one for one in COMMISSION.columns if one.code == "role")
    return [
        (
            str(row.get("name", "")),
            ", ".join(
                part for part in (in_words(role, row.get("role")), str(row.get("post", ""))) if part
            ),
        )
        for row in rows_of(details, "commission")
    ]


def steps_shown(
    form: Form, details: Any, current: Step | None, act: InspectionAct | None
) -> list[Any]:
    """The steps beside the form: number, title, caption, whether answered, where they lead."""
    shown = []
    for number, one in enumerate(form.steps, start=1):
        people = len(rows_of(details, "family")) if one.code == "family" else 0
        shown.append(
            {
                "number": number,
                "title": pgettext("act", one.title),
                "caption": pgettext("act", one.caption),
                "people": people,
                "current": one is current,
                "done": act is not None and answered(one, details),
                "url": reverse("visits:step", args=[act.pid, one.code]) if act else "",
            }
        )
    return shown


def row_code(text: str) -> str:
    """A plan row's code as the school writes it: С 6, Ә 5.1; "" when it is none."""
    match = re.fullmatch(r"([SNCP])(\d{1,2}(?:\.\d{1,2})?)", text)
    return f"{PLAN_LETTERS[match[1]]} {match[2]}" if match else ""
