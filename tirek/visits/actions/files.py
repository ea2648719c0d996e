"""Photos and signatures of an act: kept, taken out again; only while it is a draft."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.filing.pictures import keep_photo, keep_signature
from tirek.visits.actions.acts import locked_draft
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.queries import signers

MOST_PHOTOS = 20


@transaction.atomic
def add_photo(
    *,
    by: User,
    act: InspectionAct,
    file: UploadedFile[Any] | bytes,
    caption: str = "",
    key: uuid.UUID | None = None,
) -> ActFile:
    """Keep a photo with a draft; the same `key` again gives the photo that is there.

    Refused: a signed act, no picture, more than 20 MB, more than 20 photos.
    """
    if key is not None and (there := ActFile.objects.filter(key=key).first()):
        return there
    act = locked_draft(act)
    photos = act.files.standing().filter(kind=ActFile.PHOTO)
    if photos.count() >= MOST_PHOTOS:
        raise Refused(_("At most %(most)s photos.") % {"most": MOST_PHOTOS}, field="photo")
    name = getattr(file, "name", None) or _("photo")
    kept = keep_photo(file, name)
    made = ActFile.objects.create(
        act=act,
        kind=ActFile.PHOTO,
        caption=caption.strip()[:300],
        key=key,
        kept_at=clock.now(),
        kept_by=by,
        **vars(kept),
    )
    audit.record(by=by, verb="CHANGED", thing=act, school=act.school, note="photo")
    return made


@transaction.atomic
def add_signature(
    *,
    by: User,
    act: InspectionAct,
    name: str,
    file: bytes,
    key: uuid.UUID | None = None,
    mark: str = "",
) -> ActFile:
    """Keep what somebody of the commission, or the parent, signed on the glass.

    It holds for the words that stand now, or those of `mark`; a newer one of the same person takes
    its place.
    Refused: a signed act, somebody who is not named in it, no picture.
    """
    if key is not None and (there := ActFile.objects.filter(key=key).first()):
        return there
    act = locked_draft(act)
    if name not in signers(act):
        raise Refused(_("Nobody of this name is in the act."), field="signature")
    kept = keep_signature(file, name)
    before = act.files.standing().filter(kind=ActFile.SIGNATURE, caption=name)
    before.update(annulled_at=clock.now(), annulled_by=by)
    made = ActFile.objects.create(
        act=act,
        kind=ActFile.SIGNATURE,
        caption=name,
        mark=mark or act.mark,
        key=key,
        kept_at=clock.now(),
        kept_by=by,
        **vars(kept),
    )
    audit.record(by=by, verb="CHANGED", thing=act, school=act.school, note="signature")
    return made


@transaction.atomic
def take_out(*, by: User, file: ActFile) -> ActFile:
    """Take a photo or a signature out of a draft; the row stays and says who did it."""
    act = locked_draft(file.act)
    if file.annulled_at is None:
        file.annulled_at, file.annulled_by = clock.now(), by
        file.save(update_fields=["annulled_at", "annulled_by"])
        audit.record(by=by, verb="CHANGED", thing=act, school=act.school, note="file taken out")
    return file
