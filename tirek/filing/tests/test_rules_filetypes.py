import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.filing.rules.filetypes import TYPES, made_type, safe_name, type_of


def box(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


WORD, EXCEL = (t for t in TYPES if "openxml" in t)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (box("[Content_Types].xml", "word/document.xml"), WORD),
        (box("[Content_Types].xml", "xl/workbook.xml"), EXCEL),
        (box("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), None),
        (box("word/document.xml"), None),
        (box("a.exe"), None),
        (b"PK\x03\x04", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg xmlns=", None),
        (b" %PDF-1.4", None),
        (b"", None),
    ],
)
def test_a_file_is_what_is_in_it(content, media_type):
    assert type_of(io.BytesIO(content)) == media_type


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Шешім № 12.pdf", "Шешім № 12.pdf"),
        ("C:\\scan\\акт.PDF", "акт.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("акт.pdf.exe", "акт.pdf.exe.pdf"),
        ('a"b\r\n.pdf', "ab.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("а" * 400, "а" * 150 + ".pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(name, kept):
    assert safe_name(name, "application/pdf") == kept


@given(st.text(), st.sampled_from(sorted(TYPES)))
def test_any_name_becomes_a_short_printable_one_with_the_right_ending(name, media_type):
    kept = safe_name(name, media_type)
    assert kept.rpartition(".")[2] in TYPES[media_type]
    assert kept.isprintable()
    assert 0 < len(kept) <= 160
    assert not set('/\\"') & set(kept)


def test_a_made_file_is_known_by_its_content_or_its_ending():
    assert made_type(io.BytesIO(box("[Content_Types].xml", "word/document.xml")), "x.zip") == WORD
    assert made_type(io.BytesIO(box("a.txt")), "топтама.zip") == "application/zip"
    assert safe_name("топтама.zip", "application/zip") == "топтама.zip"
    with pytest.raises(ValueError, match=r"a\.exe"):
        made_type(io.BytesIO(b"MZ"), "a.exe")
