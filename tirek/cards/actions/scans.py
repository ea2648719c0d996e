"""Attaches scans of the papers by which statuses hold."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards.models import StatusPeriod, StatusScan
from tirek.filing.keeping import keep

# What a scanned paper is: a PDF or a picture.
TYPES = ("application/pdf", "image/jpeg", "image/png")


@transaction.atomic
def attach_scan(*, by: User, status: StatusPeriod, file: UploadedFile[Any]) -> StatusScan:
    """Keep a scan of a status's basis; refused as `filing.keeping.keep` says, at the field scan."""
    made = StatusScan.objects.create(
        status=status,
        recorded_by=by,
        recorded_at=clock.now(),
        **vars(keep(file, types=TYPES, field="scan")),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=status.pupil.school)
    return made


@transaction.atomic
def annul_scan(*, by: User, scan: StatusScan) -> StatusScan:
    """A scan attached by mistake is given to nobody any more; that it was there stays known."""
    if scan.annulled_at is not None:
        raise Refused(_("This record has already been corrected or annulled."))
    scan.annulled_at, scan.annulled_by = clock.now(), by
    scan.save(update_fields=["annulled_at", "annulled_by"])
    audit.record(by=by, verb="ANNULLED", thing=scan, school=scan.status.pupil.school)
    return scan
