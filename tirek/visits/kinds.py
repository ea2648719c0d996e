"""The kinds of entries the visits record, and their details in the school file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tirek.access.models import School, User
from tirek.journal import kinds
from tirek.journal.models import Entry, State
from tirek.visits.actions import link_members, words_of
from tirek.visits.actions.tasks import tasks_of
from tirek.visits.models import ActFile, InspectionAct, VisitTask
from tirek.visits.rules.asked import Form
from tirek.visits.rules.details import school_year_of, shape_problems
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.papers import FORMS

FILED = ("name", "type", "sha256")


def register_all() -> None:
    """Take over the kinds of acts: their form, their page, their details."""
    for form in FORMS.values():
        kinds.register(
            replace(
                kinds.kind(form.kind),
                form="visits:new" if form is HOUSING else "visits:new_property",
                page="visits:act",
                load=load_acts,
                dump=partial(dump_acts, form),
                check=partial(check_act, form),
            )
        )


def check_act(form: Form, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being those of such an act: (path, message) pairs."""
    return [(problem.path, words_of(problem)) for problem in shape_problems(form, details)]


def load_acts(batch: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
    """Bring acts in: details as they are, `number` apart; none at all is an act too."""
    made: list[InspectionAct] = []
    closed: dict[int, Any] = {}
    files: dict[int, Any] = {}
    for entry, details in batch:
        kept = dict(details)
        number = kept.pop("number", None)
        closed[entry.pk] = kept.pop("closed", [])
        files[entry.pk] = kept.pop("files", [])
        made.append(
            InspectionAct(
                entry=entry,
                school_id=entry.school_id,
                year=school_year_of(entry.on),
                number=number,
                details=kept,
            )
        )
    InspectionAct.objects.bulk_create(made, batch_size=1000)
    link_members(made)
    _load_tasks(made, closed)
    _load_files(made, files)


def _load_files(acts: Sequence[InspectionAct], files: Mapping[int, Any]) -> None:
    """Photos and signatures; the files themselves are put in place by the school file."""
    ActFile.objects.bulk_create(
        (
            ActFile(
                act=act,
                kind=raw.get("kind") or ActFile.PHOTO,
                kept_at=act.entry.recorded_at,
                kept_by=act.entry.author,
                **{name: raw.get(name) or "" for name in ("caption", "mark", *FILED)},
                size=raw.get("size") or 0,
            )
            for act in acts
            for raw in files[act.entry_id]
        ),
        batch_size=1000,
    )


def _load_tasks(acts: Sequence[InspectionAct], closed: Mapping[int, Any]) -> None:
    """The recommendations of signed acts, with what was closed of them and by whom."""
    names = {str(one["by"]) for rows in closed.values() for one in rows if one.get("by")}
    logins = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
    VisitTask.objects.bulk_create(
        (
            task
            for act in acts
            if act.entry.state != State.DRAFT
            for task in tasks_of(act, closed[act.entry_id], logins)
        ),
        batch_size=1000,
    )


def dump_acts(form: Form, schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    """The details of the schools' acts as they are, with their numbers, by entry id."""
    found = InspectionAct.objects.filter(school__in=schools, entry__kind=form.kind).values_list(
        "entry_id", "number", "details"
    )
    closed, files = _closed(form, schools), _files(form, schools)
    return {
        entry_id: {
            **({"number": number} if number else {}),
            **details,
            **({"closed": closed[entry_id]} if entry_id in closed else {}),
            **({"files": files[entry_id]} if entry_id in files else {}),
        }
        for entry_id, number, details in found
    }


def _closed(form: Form, schools: Sequence[School]) -> dict[int, list[dict[str, Any]]]:
    """Which recommendations were closed, when, how and by whom, by entry id."""
    rows = VisitTask.objects.filter(
        act__school__in=schools, act__entry__kind=form.kind, closed_on__isnull=False
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for entry_id, place, on, how, login in rows.order_by("act", "place").values_list(
        "act__entry_id", "place", "closed_on", "how", "closed_by__username"
    ):
        line = {"task": place, "on": str(on), "how": how, "by": login}
        kept = {name: value for name, value in line.items() if value}
        found.setdefault(entry_id, []).append(kept)
    return found


def _files(form: Form, schools: Sequence[School]) -> dict[int, list[dict[str, Any]]]:
    """Photos and signatures that stand, by entry id."""
    rows = ActFile.objects.standing().filter(act__school__in=schools, act__entry__kind=form.kind)
    found: dict[int, list[dict[str, Any]]] = {}
    names = ("kind", "caption", "name", "type", "sha256", "size", "mark")
    for one in rows.exclude(sha256="").values("act__entry_id", *names).order_by("pk"):
        line = {name: one[name] for name in names if one[name]}
        found.setdefault(one["act__entry_id"], []).append(line)
    return found
