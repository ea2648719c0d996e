"""What stands in a package: its list of files with their hashes, and whether a zip is whole."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, Final

FORMAT: Final = "tirek-package/1"
MANIFEST: Final = "manifest.json"
# Every part of a zip has the same moment, so that the same content is the same bytes.
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
LARGEST_MANIFEST: Final = 5 * 1024 * 1024
LARGEST_FILE: Final = 200 * 1024 * 1024
MOST_FILES: Final = 5_000
CHUNK: Final = 1 << 20


class Unfit(ValueError):
    """A zip that is no whole package: a code and the file it is about."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.name = name


@dataclass(frozen=True)
class Content:
    """A file of a package."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The file's hash."""
        return hashlib.sha256(self.data).hexdigest()


def safe_name(number: int, title: str, ending: str) -> str:
    """`03 Көп балалы.docx`: letters of any alphabet, no signs with a meaning to a file system."""
    kept = "".join(sign if sign.isalnum() or sign in " -.,№" else " " for sign in title)
    return f"{number:02d} {' '.join(kept.split())[:80].strip('., ')}.{ending}"


def described(head: Mapping[str, Any], files: Sequence[Content]) -> bytes:
    """The manifest: what the package says of itself, then every file with its size and hash."""
    told = {
        "format": FORMAT,
        **head,
        "files": [{"name": one.name, "size": len(one.data), "sha256": one.sha256} for one in files],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def packed(target: IO[bytes], head: Mapping[str, Any], files: Sequence[Content]) -> None:
    """Write the zip: the manifest first, then the files in their order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in (Content(MANIFEST, described(head, files)), *files):
            part = zipfile.ZipInfo(one.name, MOMENT)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, one.data)


def looked_through(file: IO[bytes]) -> dict[str, Any]:
    """The manifest of a whole package; raises Unfit. Reads piece by piece, no more than it says."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _looked_through(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError) as error:
        raise Unfit("BROKEN") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Unfit("BROKEN") from error


def _looked_through(archive: zipfile.ZipFile) -> dict[str, Any]:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_FILES or len(set(names)) < len(names):
        raise Unfit("BROKEN")
    if MANIFEST not in names:
        raise Unfit("NO_MANIFEST")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Unfit("TOO_LARGE", MANIFEST)
    try:
        told = json.loads(archive.read(MANIFEST))
        files = {str(one["name"]): (int(one["size"]), str(one["sha256"])) for one in told["files"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unfit("NO_MANIFEST") from None
    if told.get("format") != FORMAT:
        raise Unfit("NO_MANIFEST")
    for name in sorted(set(names) - {MANIFEST} - set(files)):
        raise Unfit("FOREIGN", name)
    for name, (size, digest) in files.items():
        if re.search(r"(^|/)\.\.(/|$)|^/|\\", name):
            raise Unfit("BROKEN", name)
        if name not in names:
            raise Unfit("MISSING", name)
        if size > LARGEST_FILE or archive.getinfo(name).file_size != size:
            raise Unfit("CHANGED", name)
        if _hash(archive, name) != digest:
            raise Unfit("CHANGED", name)
    return dict(told)


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as file:
        for piece in iter(partial(file.read, CHUNK), b""):
            found.update(piece)
    return found.hexdigest()
