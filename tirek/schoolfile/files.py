"""Attachments beside a school file: a zip holds `school.json` and each file under its hash."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from tirek.access.interchange import Found
from tirek.access.rules.shape import Problem
from tirek.journal.models import Attachment, attachment_path
from tirek.schoolfile.words import Unfit

DATA, FOLDER = "school.json", "files/"
CHUNK = 1 << 20


def read(path: Path) -> Any:
    """The JSON of a school file, plain or in a zip; `Unfit` when it is neither."""
    try:
        if not zipfile.is_zipfile(path):
            return json.loads(path.read_text(encoding="utf-8"))
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read(DATA).decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Unfit([Problem("", "WRONG_FORMAT", str(error))]) from None
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unfit([Problem(DATA, "WRONG_FORMAT", str(error))]) from None


def check(path: Path, data: Mapping[str, Any]) -> None:
    """Every attachment that the data names is in the zip, unchanged; `Unfit` with what is not.

    A plain JSON file brings attachments by name only, and nothing is asked.
    """
    if not zipfile.is_zipfile(path):
        return
    problems: list[Problem] = []
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist())
        good: dict[str, bool] = {}
        for place, one in _named(data):
            digest, size = one["sha256"], one.get("size") or 0
            if FOLDER + digest not in there:
                problems.append(Problem(place, "UNKNOWN_REFERENCE", digest))
                continue
            if digest not in good:
                good[digest] = _is_whole(archive, digest, size)
            if not good[digest]:
                problems.append(Problem(place, "CHANGED", digest))
    if problems:
        raise Unfit(problems)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, entry in enumerate(data.get("entries") or []):
        for at, one in enumerate(entry.get("attachments") or []):
            yield f"entries[{index}].attachments[{at}].sha256", one


def _is_whole(archive: zipfile.ZipFile, digest: str, size: int) -> bool:
    """Has the file the size and the hash it is named by? Reads no more than that size."""
    if archive.getinfo(FOLDER + digest).file_size != size:
        return False
    found = hashlib.sha256()
    try:
        with archive.open(FOLDER + digest) as file:
            for part in iter(partial(file.read, CHUNK), b""):
                found.update(part)
    except (zipfile.BadZipFile, EOFError):
        return False
    return found.hexdigest() == digest


def keep(path: Path, found: Found) -> None:
    """Put the files of the zip where attachments lie; inside the transaction of the import."""
    if not zipfile.is_zipfile(path):
        return
    entries = [entry.pk for entry in found.entries.values()]
    with zipfile.ZipFile(path) as archive:
        for at in range(0, len(entries), 500):
            for kept in Attachment.objects.filter(entry__in=entries[at : at + 500], file=""):
                name = attachment_path(kept, kept.name)
                if not default_storage.exists(name):
                    with archive.open(FOLDER + kept.sha256) as file:
                        name = default_storage.save(name, File(file, name=kept.name))
                kept.file.name = name
                kept.save(update_fields=["file"])


def pack(text: str, path: Path, schools: Any) -> None:
    """Write the zip: the data and each attachment of the schools once.

    FileNotFoundError when an attachment is not where it was left.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, text)
        packed: set[str] = set()
        kept = Attachment.objects.filter(entry__school__in=schools).exclude(file="")
        for one in kept.order_by("sha256", "id"):
            if one.sha256 in packed:
                continue
            packed.add(one.sha256)
            with (
                one.file.open("rb") as file,
                archive.open(FOLDER + one.sha256, "w") as target,
            ):
                for part in iter(partial(file.read, CHUNK), b""):
                    target.write(part)
