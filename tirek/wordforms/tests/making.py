"""Own Word forms for tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from tirek.access.models import School, User
from tirek.wordforms.actions import take_form, use_version
from tirek.wordforms.models import FormVersion
from tirek.wordforms.samples import sample
from tirek.wordforms.starter import starter


def starter_of(form: str, language: str = "kk") -> bytes:
    """The ready Word file of a paper."""
    example = sample(form, language)
    assert example is not None
    return starter(example)


def changed(data: bytes, *, drop: Any = (), **parts: Any) -> bytes:
    """The file with parts put in, replaced (`word/document.xml` by a function of its text)."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as box, ZipFile(out, "w", ZIP_DEFLATED) as target:
        more = dict(parts.get("parts", {}))
        for name in box.namelist():
            if name in drop:
                continue
            content: Any = box.read(name)
            if name in more:
                new = more.pop(name)
                content = new(content.decode()) if callable(new) else new
            target.writestr(name, content)
        for name, content in more.items():
            target.writestr(name, content)
    return out.getvalue()


def said(data: bytes, old: str, new: str) -> bytes:
    """The file with words of its page replaced."""

    def replace(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return changed(data, parts={"word/document.xml": replace})


def upload(data: bytes, name: str = "форма.docx") -> SimpleUploadedFile:
    """The file as it comes from a browser."""
    return SimpleUploadedFile(name, data)


def version(
    school: School, by: User, form: str = "plan", *, data: bytes = b"", use: bool = False
) -> FormVersion:
    """A version of a form in Kazakh, put in use if asked."""
    made = take_form(
        by=by, school=school, form=form, language="kk", file=upload(data or starter_of(form))
    )
    if use:
        use_version(by=by, version=made)
    return made
