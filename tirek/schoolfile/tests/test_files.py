"""Attachments go out beside the file and come in again; a changed one is refused."""

from __future__ import annotations

import copy
import hashlib
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tirek.access.models import School
from tirek.filing.models import path_of
from tirek.journal.models import Attachment
from tirek.schoolfile.dump import dump, write
from tirek.schoolfile.load import load, load_file
from tirek.schoolfile.tests.test_round_trip import SCHOOL
from tirek.schoolfile.words import Unfit

pytestmark = pytest.mark.django_db

SCAN = "Анықтама".encode() * 1000
DIGEST = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    """Files of a test lie in its own folder."""
    stores = copy.deepcopy(settings.STORAGES)
    stores["default"]["OPTIONS"] = {"location": tmp_path / "kept"}
    settings.STORAGES = stores


def with_scans() -> dict[str, Any]:
    data = copy.deepcopy(SCHOOL)
    for entry in data["entries"]:
        entry["attachments"] = [
            {"name": "scan.pdf", "type": "application/pdf", "sha256": DIGEST, "size": len(SCAN)}
        ]
    return data


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A zip of a school with the same scan at two entries; the database is empty again."""
    load(with_scans())
    for kept in Attachment.objects.all():
        name = path_of(kept.sha256)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(SCAN))
        kept.file.name = name
        kept.save()
    schools = list(School.objects.all())
    path = tmp_path / "school.zip"
    write(dump(schools), path, files_of=schools)
    return path


def rewritten(path: Path, name: str, content: bytes | None) -> Path:
    """The zip with one member changed, or without it."""
    other = path.with_name(f"new-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif content is not None:
                new.writestr(member, content)
    return other


def renamed(path: Path) -> Path:
    """The same school under another code, so that it can come in beside the first."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("school.json").decode()
    text = text.replace('"school": "12"', '"school": "13"').replace('"code": "12"', '"code": "13"')
    text = text.replace('"username": "', '"username": "x').replace('"teacher": "', '"teacher": "x')
    text = text.replace('"author": "', '"author": "x').replace('"by": "', '"by": "x')
    text = text.replace('"stands_in_for": "', '"stands_in_for": "x')
    text = text.replace('"code": "d"', '"code": "e"').replace(
        '"department": "d"', '"department": "e"'
    )
    return rewritten(path, "school.json", text.encode())


def test_a_file_is_packed_once_and_comes_in_again(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == [f"files/{DIGEST}", "school.json"]
    Attachment.objects.all()[0].file.delete(save=False)
    found = load_file(renamed(packed))
    kept = list(Attachment.objects.filter(entry__school=found.schools["13"]))
    assert len(kept) == 2
    for one in kept:
        with one.file.open("rb") as file:
            assert file.read() == SCAN


@pytest.mark.parametrize("content", [None, b"", SCAN + b"x", SCAN[:-1] + b"?"])
def test_a_missing_or_changed_file_is_refused(packed: Path, content: bytes | None) -> None:
    broken = rewritten(renamed(packed), f"files/{DIGEST}", content)
    with pytest.raises(Unfit) as refused:
        load_file(broken)
    assert [one.path for one in refused.value.problems] == [
        "entries[0].attachments[0].sha256",
        "entries[1].attachments[0].sha256",
    ]
    assert list(School.objects.values_list("code", flat=True)) == ["12"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\x00" * 18, b"\xff\xfe", b"[[[[", b'{"a": 1', b"null"]
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "school.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"school\.json") as refused:
        call_command("import_school", str(path))
    assert refused.value.returncode == 2
    assert not School.objects.exists()


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000)
    with pytest.raises(Unfit):
        load_file(path)


def test_a_file_that_is_gone_stops_the_export_and_leaves_nothing(packed: Path) -> None:
    Attachment.objects.all()[0].file.delete(save=False)
    target = packed.with_name("again.zip")
    with pytest.raises(CommandError) as refused:
        call_command("export_school", str(target), "--with-files", stdout=StringIO())
    assert refused.value.returncode == 1
    assert not target.exists()
    assert not target.with_name("again.zip.part").exists()


def test_commands_say_what_was_done(tmp_path: Path) -> None:
    load(SCHOOL)
    target = tmp_path / "school.json"
    out = StringIO()
    call_command("export_school", str(target), "--school", "12", stdout=out)
    assert str(target) in out.getvalue()
    for arguments in (["--school", "99"], []):
        place = str(target) if arguments else str(tmp_path / "none" / "x.json")
        with pytest.raises(CommandError) as refused:
            call_command("export_school", place, *arguments, stdout=StringIO())
        assert refused.value.returncode == 2
    with pytest.raises(CommandError) as refused:
        call_command("import_school", str(tmp_path / "none.json"))
    assert refused.value.returncode == 2
