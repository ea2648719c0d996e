"""Photos and signatures drawn anew: what comes out holds the picture and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tirek.access.refused import Refused
from tirek.filing.keeping import Kept, check_size, keep_bytes, no_heic

LONGEST = 1600  # dots of a photo's longer side: enough to read a meter, a fifth of the bytes
MOST_DOTS = 60_000_000  # of a picture to be opened: above it, somebody means harm
SIGNATURE = (900, 400)  # dots at most
QUALITY = 80


def keep_photo(file: UploadedFile[Any] | bytes, name: str, *, field: str = "photo") -> Kept:
    """Keep a photo as a new JPEG, upright, without place, time and device.

    Refused, at the field: no picture, more than 20 MB, more than 60 million dots.
    """
    opened = _opened(_read(file, field), field)
    upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = BytesIO()
    # The dots go into a picture of their own: nothing that hung on the old one comes along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(
        out, "JPEG", quality=QUALITY, optimize=True
    )
    stem = name.rpartition(".")[0] or name or _("photo")
    return keep_bytes(out.getvalue(), f"{stem}.jpg")


def keep_signature(data: bytes, name: str, *, field: str = "signature") -> Kept:
    """Keep a signature drawn on the glass as black strokes on nothing.

    Refused, at the field: no picture, or an empty one.
    """
    drawn = _opened(data, field).convert("RGBA")
    drawn.thumbnail(SIGNATURE, Image.Resampling.LANCZOS)
    strokes = drawn.getchannel("A")
    if strokes.getbbox() is None:
        raise Refused(_("Nothing has been signed."), field=field)
    clean = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    clean.paste((0, 0, 0, 255), mask=strokes)
    out = BytesIO()
    clean.crop(strokes.getbbox()).save(out, "PNG", optimize=True)
    return keep_bytes(out.getvalue(), f"{name or 'signature'}.png")


def _read(file: UploadedFile[Any] | bytes, field: str) -> bytes:
    check_size(len(file) if isinstance(file, bytes) else file.size, field)
    return file if isinstance(file, bytes) else file.read()


def _opened(data: bytes, field: str) -> Image.Image:
    if data[4:8] == b"ftyp":
        raise no_heic(field)
    try:
        picture = Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MOST_DOTS:
            raise Refused(_("The picture has too many dots."), field=field)
        picture.draft("RGB", (LONGEST, LONGEST))
        picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("This is no photo, or it is damaged."), field=field) from None
    return picture
