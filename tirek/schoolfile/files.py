"""Files beside a school file: a zip holds `school.json` and each file under its hash."""

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

from tirek.access.rules.shape import Problem
from tirek.filing.keeping import filed_models
from tirek.filing.models import Filed, path_of
from tirek.schoolfile.words import Unfit

DATA, FOLDER = "school.json", "files/"
CHUNK = 1 << 20
# What a file is known by (`Filed.in_file`).
_FILE = {"name", "type", "sha256"}


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
    """Every file that the data names is in the zip, unchanged; `Unfit` with what is not.

    A plain JSON file brings files by name only, and nothing is asked.
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


def _named(data: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every file that the data names, wherever it stands, with its place."""
    if isinstance(data, Mapping):
        if set(data) >= _FILE:
            yield f"{place}.sha256", data
            return
        for name, value in data.items():
            yield from _named(value, f"{place}.{name}" if place else name)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _named(value, f"{place}[{index}]")


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


def keep(path: Path) -> None:
    """Put the files of the zip where rows wait for them; inside the transaction of the import."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        brought = {one.removeprefix(FOLDER) for one in archive.namelist()}
        for model in filed_models():
            waiting = model._base_manager.filter(file="").exclude(sha256="")
            for kept in waiting.iterator(chunk_size=500):
                if kept.sha256 in brought:
                    kept.file.name = _laid_down(archive, kept.sha256)
                    kept.save(update_fields=["file"])


def _laid_down(archive: zipfile.ZipFile, digest: str) -> str:
    path = path_of(digest)
    if default_storage.exists(path):
        return path
    with archive.open(FOLDER + digest) as file:
        return default_storage.save(path, File(file, name=digest))


def pack(text: str, path: Path, schools: Any) -> None:
    """Write the zip: the data and each file of the schools once.

    FileNotFoundError when a file is not where it was left.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, text)
        packed: set[str] = set()
        for one in _files_of(schools):
            if one.sha256 in packed:
                continue
            packed.add(one.sha256)
            with (
                one.file.open("rb") as file,
                archive.open(FOLDER + one.sha256, "w") as target,
            ):
                for part in iter(partial(file.read, CHUNK), b""):
                    target.write(part)


def _files_of(schools: Any) -> Iterator[Filed]:
    for model in filed_models():
        kept = model._base_manager.filter(**{f"{model.SCHOOL}__in": schools}).exclude(file="")
        yield from kept.order_by("sha256", "id")
