"""Files are kept once under their hash, and go when no row holds them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tirek.access.refused import Refused
from tirek.filing.keeping import filed_models, forget, keep, keep_bytes
from tirek.filing.rules.filetypes import WORD
from tirek.journal.models import Attachment
from tirek.journal.tests.making import entry

PDF = b"%PDF-1.4 x"


def test_an_upload_lies_under_its_hash():
    kept = keep(SimpleUploadedFile("../Шешім.exe", PDF))
    assert (kept.name, kept.type, kept.size) == ("Шешім.exe.pdf", "application/pdf", len(PDF))
    assert kept.sha256 in kept.file
    assert "Шешім" not in kept.file
    with default_storage.open(kept.file) as file:
        assert file.read() == PDF
    assert keep(SimpleUploadedFile("again.pdf", PDF)).file == kept.file


@pytest.mark.parametrize(
    ("name", "content", "types"),
    [
        ("a.pdf", b"MZ", ()),
        ("a.docx", PDF, (WORD,)),
        ("a.jpg", b"\xff\xd8\xff\xe0broken", ()),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", ()),
    ],
)
def test_what_is_not_accepted_is_refused_at_its_field(name, content, types):
    with pytest.raises(Refused) as refusal:
        keep(SimpleUploadedFile(name, content), types=types, field="scan")
    assert refusal.value.field == "scan"


def test_a_file_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("tirek.filing.rules.filetypes.LIMIT", 5)
    with pytest.raises(Refused):
        keep(SimpleUploadedFile("a.pdf", PDF))


def test_a_made_package_is_kept():
    kept = keep_bytes(b"PK\x05\x06" + bytes(18), "топтама.zip")
    assert (kept.name, kept.type) == ("топтама.zip", "application/zip")


def test_a_file_goes_with_the_last_row_that_holds_it(school, django_capture_on_commit_callbacks):
    rows = [
        Attachment.objects.create(
            entry=entry(school), **vars(keep(SimpleUploadedFile("a.pdf", PDF)))
        )
        for _ in "ab"
    ]
    path = rows[0].file.name
    for row, there in zip(rows, (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            assert forget(row)
        assert default_storage.exists(path) is there
    assert not forget(rows[0])


def test_every_model_of_files_is_known():
    assert Attachment in filed_models()
    for model in filed_models():
        model._base_manager.filter(**{f"{model.SCHOOL}__code": "x"})
