"""Takes a joining back: every row is again what it was, while nothing else stands on it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.school.merging.log import Change
from tirek.school.merging.moving import pointing_at
from tirek.school.models import Merge


@transaction.atomic
def undo_merge(*, by: User, merge: Merge) -> Merge:
    """Put everything back; the facts that the joining made are annulled.

    Refused when a row it changed has been changed since, or something stands on what it made; what
    was added to the kept card since stays there.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise Refused(_("This has been taken back already."))
    if not merge.changes:
        raise Refused(_("What was joined has been erased since: it cannot be taken back."))
    for change in reversed(merge.changes):
        STEPS[change["do"]](change, merge, by)
    merge.undone_at, merge.undone_by = clock.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    audit.record(by=by, verb="ANNULLED", thing=merge, school=merge.school)
    return merge


def _row(change: Change) -> Any:
    model = apps.get_model(change["model"])
    found = model._base_manager.filter(pk=change["pk"]).first()
    if found is None:
        raise _conflict(model)
    return found


def _conflict(model: Any) -> Refused:
    return Refused(
        _("These cards have been worked with since: correct them one by one. (%(what)s)")
        % {"what": model._meta.label}
    )


def _put_back(change: Change, merge: Merge, by: User) -> None:
    row = _row(change)
    values = {}
    for name, (old, new) in change["values"].items():
        field = row._meta.get_field(name)
        if getattr(row, name) != field.to_python(new):
            raise _conflict(type(row))
        values[name] = field.to_python(old)
    if _replaced(row, merge):
        raise _conflict(type(row))
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _replaced(row: Any, merge: Merge) -> bool:
    """Has the fact been corrected since the joining, by another that is believed?"""
    if not any(field.name == "replaces" for field in row._meta.concrete_fields):
        return False
    later = row.replacements.filter(annulled_at__isnull=True, recorded_at__gt=merge.at)
    return bool(later.exists())


def _unmake(change: Change, merge: Merge, by: User) -> None:
    fact = _row(change)
    stands = any(
        model._base_manager.filter(**{field.name: fact}).exists()
        for model, field in pointing_at(type(fact))
    )
    if fact.annulled_at is not None or stands or _replaced(fact, merge):
        raise _conflict(type(fact))
    fact.annulled_at, fact.annulled_by = clock.now(), by
    fact.annul_reason = _("The joining of two cards was taken back")
    fact.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])


def _bring_back(change: Change, merge: Merge, by: User) -> None:
    model = apps.get_model(change["model"])
    row: Any = model()
    for name, value in change["held"].items():
        setattr(row, name, model._meta.get_field(name).to_python(value))
    if model._base_manager.filter(pk=row.pk).exists():
        raise _conflict(model)
    row.save_base(raw=True, force_insert=True)


STEPS: dict[str, Any] = {
    "set": _put_back,
    "make": _unmake,
    "remove": _bring_back,
    "left": lambda change, merge, by: None,
}
