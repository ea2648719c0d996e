"""Takes out of a photo what it tells besides the picture: place, time, device, hidden films."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, pack, unpack_from

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# Kept chunks: the picture itself, its colours, its size, its transparency.
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT", b"sBIT", b"bKGD"),
}
WEBP_DROPPED = {b"EXIF", b"XMP "}


class Broken(ValueError):
    """The file is not the picture it says it is."""


def without_traces(data: bytes, media_type: str) -> bytes:
    """The same picture without EXIF, XMP, comments and whatever is hung on its end.

    A JPEG keeps which way is up. Other types come back as they are. Broken: not such a picture.
    """
    try:
        if media_type == "image/jpeg":
            return b"".join(_jpeg(data))
        if media_type == "image/png":
            return b"".join(_png(data))
        if media_type == "image/webp":
            return _webp(data)
    except (error, IndexError) as broken:
        raise Broken from broken
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    if data[:2] != b"\xff\xd8":
        raise Broken
    yield data[:2]
    up = _orientation(data)
    if up not in (0, 1):
        yield _turned(up)
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Broken
        while data[at + 1] == 0xFF:  # filling
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:  # the end of the picture; what follows is left out
            yield b"\xff\xd9"
            return
        size = unpack_from(">H", data, at + 2)[0]
        if size < 2 or at + 2 + size > len(data):
            raise Broken
        segment = data[at : at + 2 + size]
        at += 2 + size
        # APP0 is the JFIF head, APP2 the colour profile, APP14 how colours are coded.
        told = 0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xEE)
        if marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\x00":
            told = False
        if not told and marker != 0xFE:
            yield segment
        if marker == 0xDA:  # a scan: its data run to the next marker
            end = at
            while True:
                end = data.find(b"\xff", end)
                if end < 0:
                    raise Broken
                if data[end + 1] != 0 and not 0xD0 <= data[end + 1] <= 0xD7:
                    break
                end += 2
            yield data[at:end]
            at = end


def _orientation(data: bytes) -> int:
    """Which way is up (1-8) by the EXIF of a JPEG; 0 when it does not say."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = unpack_from(">H", data, at + 2)[0]
        if data[at + 1] == 0xE1 and data[at + 4 : at + 10] == b"Exif\x00\x00":
            tiff = data[at + 10 : at + 2 + size]
            order = "<" if tiff[:2] == b"II" else ">"
            try:
                first = unpack_from(f"{order}I", tiff, 4)[0]
                for number in range(unpack_from(f"{order}H", tiff, first)[0]):
                    entry = first + 2 + 12 * number
                    if unpack_from(f"{order}H", tiff, entry)[0] == 0x0112:
                        up = int(unpack_from(f"{order}H", tiff, entry + 8)[0])
                        return up if 1 <= up <= 8 else 0
            except error:
                return 0
        at += 2 + max(size, 2)
    return 0


def _turned(up: int) -> bytes:
    """An EXIF segment that says only which way is up."""
    tiff = b"MM\x00*" + pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, up, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    if not data.startswith(PNG_HEAD):
        raise Broken
    yield PNG_HEAD
    at, name = len(PNG_HEAD), b""
    while name != b"IEND":
        size, name = unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            raise Broken
        if name in PNG_KEPT:
            yield data[at:end]
        at = end


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Broken
    end = 8 + unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise Broken
    kept, at = [], 12
    while at < end:
        name, size = unpack_from("<4sI", data, at)
        chunk = data[at : at + 8 + size + size % 2]
        at += 8 + size + size % 2
        if name == b"VP8X" and size >= 1:  # it no longer has EXIF (bit 3) nor XMP (bit 2)
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name not in WEBP_DROPPED:
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + pack("<I", len(body)) + body
