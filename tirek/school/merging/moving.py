"""Everything that points to one row is made to point to another: every room's, by the models.

Dated facts from which lists are counted do not move: the old one is annulled and a new one made,
so that what was believed on a date can still be shown. Everything else is led to the other row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from tirek.access import clock
from tirek.access.facts import RecordedFact
from tirek.school.merging.log import Log
from tirek.school.models import Apart, Merge

# When, by whom and under which id: two facts that differ in these alone say the same.
BOOKKEEPING = frozenset(
    {
        *("id", "pid", "key", "recorded_at", "recorded_by", "replaces"),
        *("annulled_at", "annulled_by", "annul_reason"),
    }
)


@dataclass(frozen=True)
class Dated:
    """How facts with `since` and `until` exclude one another.

    Two facts equal in `once` cannot hold on one day; equal in `same` they are one fact, and its
    days are put together.
    """

    once: tuple[str, ...]
    same: tuple[str, ...]


# By the model's label; rooms above add their own when they start.
DATED: dict[str, Dated] = {
    "school.Enrolment": Dated(("pupil",), ("pupil", "school_class")),
    "school.HouseholdStay": Dated(("pupil",), ("pupil", "household")),
}


def dated(label: str, once: tuple[str, ...], same: tuple[str, ...] | None = None) -> None:
    """Say that a room's facts are counted by their days (call it in `AppConfig.ready`)."""
    DATED[label] = Dated(once, once if same is None else same)


def pointing_at(model: type[models.Model]) -> Iterator[tuple[Any, Any]]:
    """Every model with its foreign key to this one, but for joinings themselves and corrections."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        field: Any = getattr(relation, "field", None)
        if not isinstance(field, models.ForeignKey) or field.name == "replaces":
            continue
        if relation.related_model is not Merge:
            yield relation.related_model, field


def move(log: Log, old: models.Model, new: models.Model, skip: tuple[Any, ...] = ()) -> None:
    """Lead every row that points to `old` to `new`; the models in `skip` are left alone."""
    for model, field in pointing_at(type(old)):
        if model in skip:
            continue
        rows: Any = model._base_manager.filter(**{field.name: old}).order_by("pk")
        if model._meta.label in DATED:
            believed = model._base_manager.filter(pk__in=model.objects.known_at().values("pk"))
            for fact in believed.filter(**{field.name: old}).order_by("pk"):
                _move_dated(log, fact, field, new)
            continue
        for row in rows:
            _move_row(log, row, field, new)


def _move_row(log: Log, row: Any, field: Any, new: models.Model) -> None:
    twin = _taken(row, field, new)
    if twin is not None:
        move(log, row, twin)
        if _only_a_link(row) and not _pointed_at(row):
            log.remove(row)
        else:
            log.leave(row)
        return
    if isinstance(row, RecordedFact) and row.annulled_at is None:
        same = _said_already(row, field, new)
        if same is not None:
            move(log, row, same)
            log.annul(row)
            return
    log.set(row, {field.attname: new.pk})


def _taken(row: Any, field: Any, new: models.Model) -> Any:
    """The row that stands where this one would go, when there may be only one."""
    sets = [c.fields for c in row._meta.constraints if isinstance(c, models.UniqueConstraint)]
    sets += list(row._meta.unique_together)
    if field.unique:
        sets.append((field.name,))
    for names in sets:
        if field.name not in names:
            continue
        wanted = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        wanted[field.name] = new.pk
        found = type(row)._base_manager.filter(**wanted).exclude(pk=row.pk).first()
        if found is not None:
            return found
    return None


def _only_a_link(row: models.Model) -> bool:
    """Does the row hold nothing but which things belong together?"""
    return all(
        field.primary_key or field.is_relation or field.name == "pid"
        for field in row._meta.concrete_fields
    )


def _pointed_at(row: models.Model) -> bool:
    return any(
        model._base_manager.filter(**{field.name: row}).exists()
        for model, field in pointing_at(type(row))
    )


def _said_already(row: Any, field: Any, new: models.Model) -> Any:
    """A fact believed about `new` that says just what this one says."""
    if isinstance(row, Apart):
        return None
    wanted = {
        one.name: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.name not in BOOKKEEPING
    }
    wanted[field.name] = new.pk
    return type(row).objects.known_at().filter(**wanted).exclude(pk=row.pk).first()


def _move_dated(log: Log, fact: Any, field: Any, new: models.Model) -> None:
    log.annul(fact)
    made = copied(fact, log, **{field.attname: new.pk})
    clash = overlapping(made)
    if not clash:
        log.make(made)
        move(log, fact, made)
        return
    if len(clash) == 1 and _same(made, clash[0]):
        clash = [_put_together(log, made, clash[0])]
    move(log, fact, clash[0])


def copied(fact: Any, log: Log, **values: Any) -> Any:
    """The same fact, recorded now by who joins, with other values in some fields; not yet kept."""
    kept = {
        one.attname: getattr(fact, one.attname)
        for one in fact._meta.concrete_fields
        if one.name not in BOOKKEEPING
    }
    return type(fact)(**{**kept, **values}, recorded_at=clock.now(), recorded_by=log.by)


def overlapping(fact: Any) -> list[Any]:
    """The facts believed now that cannot hold on the same days as this one."""
    names = DATED[fact._meta.label].once
    wanted = {name: getattr(fact, fact._meta.get_field(name).attname) for name in names}
    found = type(fact).objects.known_at().filter(**wanted).exclude(pk=fact.pk)
    days = found.touching(fact.since or date.min, fact.until or date.max)
    return list(days.order_by("since", "pk"))


def _same(one: Any, other: Any) -> bool:
    names = [one._meta.get_field(name).attname for name in DATED[one._meta.label].same]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _put_together(log: Log, made: Any, there: Any) -> Any:
    """The fact that was there, from the earlier first day to the later last day of the two.

    It stays as it is when those days are another fact's already.
    """
    since = None if None in (made.since, there.since) else min(made.since, there.since)
    until = None if None in (made.until, there.until) else max(made.until, there.until)
    if (since, until) == (there.since, there.until):
        return there
    wider = copied(there, log, since=since, until=until, replaces_id=there.pk)
    if [one for one in overlapping(wider) if one.pk != there.pk]:
        return there
    log.make(wider)
    move(log, there, wider)
    return wider
