"""What a phone takes along: the form in words, the answers so far, what the last act said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from tirek.access import clock
from tirek.journal.kinds import kind
from tirek.phone.models import TakenVisit
from tirek.visits.models import InspectionAct
from tirek.visits.queries import acts_of, class_names_on
from tirek.visits.rules.asked import Field, Form
from tirek.visits.rules.papers import FORMS
from tirek.visits.wording import choice_name, in_words, label


def package_of(visit: TakenVisit) -> dict[str, Any]:
    """Everything the phone needs to fill the act with no connection."""
    form = FORMS[visit.kind]
    pupils = list(visit.pupils.order_by("sort_key", "pk"))
    classes = class_names_on(pupils, visit.on)
    last = _last(visit)
    return {
        "id": visit.pid,
        "key": str(visit.key),
        "kind": visit.kind,
        "title": str(kind(visit.kind).name),
        "on": clock.today().isoformat() if visit.act is None else visit.on.isoformat(),
        "children": [{"name": one.full_name, "class": classes.get(one.pk, "")} for one in pupils],
        "address": str(visit.base.get("address", "")),
        "answers": visit.base,
        "steps": form_in_words(form, last),
        "last": last.entry.on.isoformat() if last else "",
    }


def form_in_words(form: Form, last: InspectionAct | None) -> list[dict[str, Any]]:
    """The steps and questions in the page's language, with what the last act answered."""
    told = last.details if last else {}
    return [
        {
            "code": step.code,
            "title": pgettext("act", step.title),
            "fields": [
                {**_field(one), "was": in_words(one, told.get(one.code)) if one.compared else ""}
                for one in step.asked
            ],
        }
        for step in form.steps
    ]


def _field(one: Field) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": one.code,
        "type": one.type.value,
        "label": label(one),
        "needed": one.to_sign,
    }
    if one.hint:
        said["hint"] = pgettext("act", one.hint)
    if one.choices:
        said["choices"] = [{"code": c.code, "label": choice_name(one, c.code)} for c in one.choices]
    if one.columns:
        said["columns"] = [_field(column) for column in one.columns if column.asked]
    return said


def _last(visit: TakenVisit) -> InspectionAct | None:
    found = acts_of(list(visit.pupils.all()), visit.by).filter(
        entry__state="DONE", entry__kind=visit.kind
    )
    return found.order_by("-entry__on", "-pk").first()
