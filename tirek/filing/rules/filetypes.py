"""What a file is, by what is in it; its name and what the browser says are not believed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

LIMIT = 20 * 1024 * 1024

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What a school attaches: scans, photos, office papers. The endings are those a name may have.
TYPES = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
}
# What the program itself makes and keeps besides.
MADE = {
    "zip": "application/zip",
    "json": "application/json",
    "parcel": "application/octet-stream",
}


def type_of(file: BinaryIO) -> str | None:
    """The media type of a file that may be attached, else None; the file is read from its start."""
    file.seek(0)
    head = file.read(32)
    found = _by_head(head) or (_in_zip(file) if head.startswith(b"PK\x03\x04") else None)
    file.seek(0)
    return found


def _by_head(head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"heim"):
        return "image/heic"
    return None


def _in_zip(file: BinaryIO) -> str | None:
    try:
        with ZipFile(file) as box:
            names = set(box.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(n.endswith("vbaProject.bin") for n in names):
        return None
    if "word/document.xml" in names:
        return WORD
    if "xl/workbook.xml" in names:
        return EXCEL
    return None


def made_type(file: Any, name: str) -> str:
    """The media type of a file that the program made; ValueError when it makes none such."""
    found = type_of(file) or MADE.get(name.rpartition(".")[2].lower())
    if found is None:
        raise ValueError(name)
    return found


def endings(types: Iterable[str]) -> str:
    """The endings of these types, for a sentence: docx, xlsx."""
    return ", ".join(TYPES[one][0] for one in types)


def safe_name(name: str, media_type: str) -> str:
    """The name to keep: its last part without control characters, with an ending of its type."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(ch for ch in last if ch.isprintable() and ch not in '"<>|:*?').strip(" .")
    known = TYPES.get(media_type) or (media_type.rpartition("/")[2],)
    stem, dot, ending = clean.rpartition(".")
    if not dot or ending.lower() not in known:
        stem, ending = clean, known[0]
    return f"{stem[:150] or 'file'}.{ending.lower()}"
