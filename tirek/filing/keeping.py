"""Takes files in and lets them go."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access.refused import Refused
from tirek.filing.models import Filed, path_of
from tirek.filing.rules import filetypes, photos


@dataclass(frozen=True)
class Kept:
    """A file that lies in its place: the fields of its row."""

    name: str
    type: str
    sha256: str
    size: int
    file: str


def keep(file: UploadedFile[Any], *, types: Collection[str] = (), field: str = "file") -> Kept:
    """Keep an upload under its hash, a photo without its place, time and device.

    Refused, at the field: a type that a school has no use for or that is not among `types` (by
    content, not by name), a broken picture, more than 20 MB.
    """
    check_size(file.size, field)
    media_type = filetypes.type_of(cast(BinaryIO, file))
    if media_type is None or (types and media_type not in types):
        raise Refused(
            _("This kind of file is not accepted. Attach a PDF, a picture, Word or Excel.")
            if not types
            else _("This kind of file is not accepted here. Accepted: %(endings)s.")
            % {"endings": filetypes.endings(types)},
            field=field,
        )
    if media_type == "image/heic":  # what it tells besides the picture cannot be taken out
        raise no_heic(field)
    kept: File[Any] = file
    if media_type.startswith("image/"):
        file.seek(0)
        try:
            kept = ContentFile(photos.without_traces(file.read(), media_type))
        except photos.Broken:
            raise Refused(_("The picture is damaged and cannot be kept."), field=field) from None
    return _laid_down(kept, filetypes.safe_name(file.name or "", media_type), media_type)


def check_size(size: int | None, field: str) -> None:
    """Refused, at the field: more than 20 MB."""
    if size is None or size > filetypes.LIMIT:
        raise Refused(_("The file is larger than 20 MB."), field=field)


def no_heic(field: str) -> Refused:
    """What is said to a HEIC photo."""
    return Refused(_("Save the HEIC photo as JPEG and attach that."), field=field)


def keep_bytes(data: bytes, name: str) -> Kept:
    """Keep a file that the program made; its type is read from its content and the name's ending.

    ValueError when it is none of the types known.
    """
    media_type = filetypes.made_type(ContentFile(data), name)
    return _laid_down(ContentFile(data), filetypes.safe_name(name, media_type), media_type)


def forget(filed: Filed) -> bool:
    """Empty the row of a file; the file itself goes once no other row holds it. False: none."""
    path = filed.file.name
    filed.name, filed.file, filed.sha256, filed.size = "", "", "", 0
    filed.save(update_fields=["name", "file", "sha256", "size"])
    if path and not any(one._base_manager.filter(file=path).exists() for one in filed_models()):
        transaction.on_commit(partial(default_storage.delete, path))
    return bool(path)


def filed_models() -> list[type[Filed]]:
    """Every model whose rows keep files, in the order of their names."""
    found = [one for one in apps.get_models() if issubclass(one, Filed)]
    return sorted(found, key=lambda one: one._meta.label_lower)


def _laid_down(file: File[Any], name: str, media_type: str) -> Kept:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    path = path_of(digest.hexdigest())
    if not default_storage.exists(path):
        file.seek(0)
        path = default_storage.save(path, file)
    return Kept(name, media_type, digest.hexdigest(), file.size, path)
