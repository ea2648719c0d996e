"""The school file's part of this room: forms of classes with their lines, rounds of asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, first_moment, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    anything,
    as_day,
    as_moment,
    day,
    list_of,
    moment,
    number,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.classdata.models import ClassForm, FormLine, Round
from tirek.school.models import Pupil

SHAPE: dict[str, Shape] = {
    "class_rounds": list_of(
        obj(
            school=text(required=True),
            year=number(1990, 2100, required=True),
            asked_on=day(required=True),
            due_on=day(required=True),
            by=text(),
        )
    ),
    "class_forms": list_of(
        obj(
            **{"class": text(15, required=True)},
            school=text(required=True),
            year=number(1990, 2100, required=True),
            on=day(),
            by=text(),
            saved_at=moment(),
            entry=text(80),
            said=anything(),
            lines=list_of(
                obj(
                    pupil=text(required=True),
                    what=one_of(FormLine.What.values, required=True),
                    said=anything(),
                    card=anything(),
                    state=one_of(FormLine.State.values),
                    reason=text(),
                    decided_at=moment(),
                    by=text(),
                )
            ),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring rounds and forms in; a form without an entry is a draft."""
    for index, raw in enumerate(data.get("class_rounds", [])):
        path = f"class_rounds[{index}]"
        school, year = found.school(raw["school"], f"{path}.school"), _year(raw, found, path)
        if school is not None and year is not None:
            Round.objects.create(
                school=school,
                school_year=year,
                asked_on=sure_day(raw["asked_on"]),
                due_on=sure_day(raw["due_on"]),
                asked_by=found.user(raw.get("by"), f"{path}.by"),
            )
    lines: list[FormLine] = []
    for index, raw in enumerate(data.get("class_forms", [])):
        lines += _load_form(raw, found, f"class_forms[{index}]")
    FormLine.objects.bulk_create(lines, batch_size=1000)


def _year(raw: Mapping[str, Any], found: Found, path: str) -> Any:
    year = found.years.get((raw["school"], raw["year"]))
    if year is None:
        found.missing(f"{path}.year", raw["year"])
    return year


def _load_form(raw: Mapping[str, Any], found: Found, path: str) -> list[FormLine]:
    school = found.school(raw["school"], f"{path}.school")
    of_class = found.classes.get((raw["school"], raw["year"], raw["class"]))
    entry = found.entries.get((raw["school"], raw["entry"])) if raw.get("entry") else None
    if of_class is None:
        found.missing(f"{path}.class", raw["class"])
    if raw.get("entry") and entry is None:
        found.missing(f"{path}.entry", raw["entry"])
    if school is None or of_class is None or (raw.get("entry") and entry is None):
        return []
    said = raw.get("said") if isinstance(raw.get("said"), Mapping) else {}
    pupils = found.pupils
    form = ClassForm.objects.create(
        school=school,
        school_class=of_class,
        state=ClassForm.State.SUBMITTED if entry else ClassForm.State.DRAFT,
        author=found.user(raw.get("by"), f"{path}.by"),
        on=as_day(raw.get("on")) or (entry.on if entry else None),
        said={
            pupils[raw["school"], key].pid: answers
            for key, answers in (said or {}).items()
            if (raw["school"], key) in pupils
        },
        saved_at=as_moment(raw.get("saved_at"))
        or first_moment(entry.on if entry else of_class.school_year.starts_on),
        entry=entry,
    )
    made = []
    for number_, line in enumerate(raw.get("lines", []), start=1):
        pupil = pupils.get((raw["school"], line["pupil"]))
        if pupil is None:
            found.missing(f"{path}.lines[{number_ - 1}].pupil", line["pupil"])
            continue
        made.append(
            FormLine(
                form=form,
                pupil=pupil,
                what=line["what"],
                position=number_,
                said=_table(line.get("said")),
                card=_table(line.get("card")),
                state=line.get("state") or FormLine.State.WAITING,
                reason=line.get("reason") or "",
                decided_at=as_moment(line.get("decided_at")),
                decided_by=found.user(line.get("by"), f"{path}.lines[{number_ - 1}].by"),
            )
        )
    return made


def _table(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write rounds, and every form with its answers by the pupil's key, and its lines."""
    rounds = Round.objects.filter(school__in=schools).select_related(
        "school", "school_year", "asked_by"
    )
    into["class_rounds"] = [
        without_empty(
            {
                "school": one.school.code,
                "year": one.school_year.year,
                "asked_on": iso(one.asked_on),
                "due_on": iso(one.due_on),
                "by": one.asked_by.username if one.asked_by else None,
            }
        )
        for one in rounds.order_by("school__code", "asked_on", "id")
    ]
    forms = (
        ClassForm.objects.filter(school__in=schools)
        .select_related("school", "school_class__school_year", "author", "entry")
        .prefetch_related("lines__pupil", "lines__decided_by")
        .order_by("school__code", "school_class__school_year__year", "school_class__sort_key", "id")
    )
    pids = {pid for form in forms for pid in form.said}
    keys = dict(_pupil_keys(pids))
    into["class_forms"] = [_row(one, keys) for one in forms]


def _pupil_keys(pids: set[str]) -> Any:
    return Pupil.objects.filter(pid__in=pids).values_list("pid", "key")


def _row(form: Any, keys: Mapping[str, str]) -> dict[str, Any]:
    lines = [
        without_empty(
            {
                "pupil": one.pupil.key,
                "what": one.what,
                "said": one.said,
                "card": one.card,
                "state": one.state,
                "reason": one.reason,
                "decided_at": one.decided_at and recorded(one.decided_at, None),
                "by": one.decided_by.username if one.decided_by else None,
            }
        )
        for one in form.lines.all()
    ]
    return without_empty(
        {
            "school": form.school.code,
            "year": form.school_class.school_year.year,
            "class": form.school_class.name,
            "on": iso(form.on),
            "by": form.author.username if form.author else None,
            "saved_at": recorded(form.saved_at, None),
            "entry": form.entry.key if form.entry else None,
            "said": {keys[pid]: form.said[pid] for pid in sorted(form.said) if pid in keys},
            "lines": lines,
        }
    )
