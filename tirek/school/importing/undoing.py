"""Takes an import back while nothing else stands on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ManyToManyField
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.school.importing.applying import fill, plain
from tirek.school.models import (
    Enrolment,
    HouseholdStay,
    Pupil,
    RosterImport,
)
from tirek.school.rules.matching import FIELDS

WITHDRAWN_WITHIN = timedelta(days=30)


def may_be_withdrawn(done: RosterImport, now: datetime | None = None) -> bool:
    """Whether the import is in force and young enough to be taken back."""
    age = (now or clock.now()) - done.at
    return done.state == RosterImport.State.APPLIED and age <= WITHDRAWN_WITHIN


@transaction.atomic
def undo_import(*, by: User, done: RosterImport) -> RosterImport:
    """Take an import back as a whole: its enrolments are annulled, its changes put back.

    Refused once anybody has worked with what it made; nothing is deleted.
    """
    done = RosterImport.objects.select_for_update().get(pk=done.pk)
    if not may_be_withdrawn(done):
        raise Refused(_("An import can be taken back within 30 days, once."))
    if _touched(done) or _changed_since(done):
        raise Refused(_("These pupils have been worked with since: correct them one by one."))
    annulled = {
        "annulled_at": clock.now(),
        "annulled_by": by,
        "annul_reason": _("Import taken back"),
    }
    Enrolment.objects.filter(pk__in=done.made["enrolments"]).update(**annulled)
    HouseholdStay.objects.filter(pk__in=done.made["stays"]).update(**annulled)
    pupils = Pupil.objects.in_bulk({change["pupil"] for change in done.made["changes"]})
    for change in done.made["changes"]:
        old = change["old"]
        if change["field"] == "born_on" and old:
            old = date.fromisoformat(old)
        fill(pupils[change["pupil"]], {change["field"]: old})
    Pupil.objects.bulk_update(pupils.values(), [*FIELDS, "sort_key", "search"], batch_size=100)
    done.state = RosterImport.State.WITHDRAWN
    done.withdrawn_at, done.withdrawn_by = clock.now(), by
    done.save()
    audit.record(by=by, verb="ANNULLED", thing=done, school=done.school)
    return done


def _touched(done: RosterImport) -> bool:
    """Whether anything but this import points to its pupils, or follows its enrolments."""
    own = {Enrolment: done.made["enrolments"], HouseholdStay: done.made["stays"]}
    if Enrolment.objects.filter(replaces__in=done.made["enrolments"]).exists():
        return True
    for relation in Pupil._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        field: Any = getattr(relation, "field", None)
        if field is None or isinstance(field, ManyToManyField):
            continue
        model: Any = relation.related_model
        others = model._base_manager.filter(**{f"{field.name}__in": done.made["pupils"]})
        others = others.exclude(pk__in=own.get(model, []))
        if model in own:
            others = others.filter(annulled_at__isnull=True)
        if others.exists():
            return True
    return False


def _changed_since(done: RosterImport) -> bool:
    pupils = Pupil.objects.in_bulk({change["pupil"] for change in done.made["changes"]})
    return any(
        plain(getattr(pupils[change["pupil"]], change["field"])) != change["new"]
        for change in done.made["changes"]
    )
