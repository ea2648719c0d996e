"""The kept pictures a paper shows."""

from __future__ import annotations

from django.core.files.storage import default_storage


def picture(name: str) -> bytes | None:
    """The bytes of a kept JPEG or PNG; None when it is there no more (erased, or lost)."""
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name, "rb") as file:
        data: bytes = file.read()
    return data


def ending(data: bytes) -> str:
    """What a file of it is called: "png" or "jpg"."""
    return "png" if data.startswith(b"\x89PNG") else "jpg"
