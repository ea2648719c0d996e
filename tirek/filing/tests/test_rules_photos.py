"""A photo keeps its picture and loses what else it tells."""

from __future__ import annotations

import zlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.filing.rules.photos import Broken, without_traces

SECRET = b"51.1605N 71.4704E Galaxy"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + pack(">H", len(body) + 2) + body


def exif(up: int) -> bytes:
    tiff = b"II*\x00" + pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, up, 0, 0) + SECRET
    return segment(0xE1, b"Exif\x00\x00" + tiff)


JFIF = segment(0xE0, b"JFIF\x00")
ICC = segment(0xE2, b"ICC_PROFILE\x00" + b"colours")
TABLE = segment(0xDB, b"\xff\xd9\xff\xe1")  # bytes of a table that look like markers
SCAN = segment(0xDA, b"scan") + b"\x12\xff\x00\x34\xff\xd0\x56"
PICTURE = b"\xff\xd8" + JFIF + ICC + TABLE + SCAN + segment(0xC4, b"more") + SCAN + b"\xff\xd9"


def photo(up: int) -> bytes:
    told = exif(up) + segment(0xE2, b"MPF\x00" + SECRET) + segment(0xFE, SECRET)
    return PICTURE[:2] + told + PICTURE[2:] + b"film" + SECRET


def test_a_jpeg_keeps_its_picture_only() -> None:
    assert without_traces(photo(1), "image/jpeg") == PICTURE


@pytest.mark.parametrize("up", range(2, 9))
def test_a_jpeg_keeps_which_way_is_up(up: int) -> None:
    clean = without_traces(photo(up), "image/jpeg")
    assert SECRET not in clean
    assert clean != PICTURE
    assert without_traces(clean, "image/jpeg") == clean  # it is read back as it was written


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


def test_a_png_keeps_its_picture_only() -> None:
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\x00" * 13)
    tail = chunk(b"IDAT", b"picture") + chunk(b"IEND", b"")
    told = chunk(b"eXIf", SECRET) + chunk(b"tEXt", SECRET) + chunk(b"tIME", b"2026")
    assert without_traces(head + told + tail + SECRET, "image/png") == head + tail


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + pack("<I", len(body) + 4) + b"WEBP" + body


def test_a_webp_keeps_its_picture_only() -> None:
    told = riff((b"VP8X", b"\x2c" + b"\x00" * 9), (b"VP8 ", b"odd"), (b"EXIF", SECRET))
    clean = riff((b"VP8X", b"\x20" + b"\x00" * 9), (b"VP8 ", b"odd"))
    assert without_traces(told + SECRET, "image/webp") == clean


def test_other_files_come_back_as_they_are() -> None:
    assert without_traces(b"%PDF-1.7", "application/pdf") == b"%PDF-1.7"


@given(
    st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff\xda", b"\x89PNG\r\n\x1a\n", b"RIFF"])
)
def test_a_broken_picture_is_said_to_be_broken(rest: bytes, head: bytes) -> None:
    for media_type in ("image/jpeg", "image/png", "image/webp"):
        try:
            without_traces(head + rest, media_type)
        except Broken:
            continue
