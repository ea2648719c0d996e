"""A child's file for the legal representative (trust rule 32): a paper, data, kept files, one zip.

Nothing of another child goes in: rows and names of siblings and classmates are taken out of
everything that the rooms give, whichever room it is.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import clock
from tirek.cards import interchange as cards
from tirek.consents import interchange as consents
from tirek.guardianship import interchange as guardianship
from tirek.journal import interchange as journal
from tirek.journal.childfile import told
from tirek.office.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    as_json,
    file_name,
    from_json,
)
from tirek.office.files import written
from tirek.reports.models import ChildFile, IssuedDocument
from tirek.reports.rules.onechild import only_child
from tirek.school import interchange as school
from tirek.school.childfile import Part, others_beside
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import about, redacted, without
from tirek.web.rules.dates import long_day

PartMaker = Callable[[Pupil, Any, str], Part | None]


def parts_of(pupil: Pupil, user: Any, language: str) -> list[Part]:
    """What each room holds about the child, in the order of settings.CHILD_FILE."""
    makers: list[PartMaker] = [import_string(path) for path in settings.CHILD_FILE]
    with override(language):
        found = [maker(pupil, user, language) for maker in makers]
    return [one for one in found if one is not None]


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """This room's own part: the issued papers in which the child stands."""
    people = persons([pupil])
    rows = [
        [one.number, one.content.get("title", ""), one.on]
        for one in IssuedDocument.objects.filter(school=pupil.school).order_by("on", "id")
        if any(about(row, person) for row in _rows(one.content) for person in people)
    ]
    columns = [
        Column(_("Number"), 1.2),
        Column(_("Document"), 4),
        Column(_("Issued"), 1.2),
    ]
    table = Table(columns=columns, rows=rows)
    return Part("reports", _("Documents in which the child stands"), [table]) if rows else None


def _rows(content: Any) -> list[list[str]]:
    blocks = [block for block in content.get("blocks", []) if block.get("rows")]
    return [[str(cell) for cell in row] for block in blocks for row in block["rows"]]


def paper(asked: ChildFile, parts: Sequence[Part]) -> Document:
    """Everything in one readable document, then what was left out and why."""
    pupil, language = asked.pupil, asked.language
    with override(language):
        blocks: list[Block] = []
        left: list[str] = []
        for one in parts:
            if one.code in asked.left_out:
                left.append(f"{one.title}: {asked.left_why}")
                continue
            blocks += [Heading(one.title), *one.blocks]
            left += one.left_out
        left.append(_("Data and texts about other children: they belong to their families"))
        reasons = "\n".join(f"– {line}" for line in left)
        blocks += [Heading(_("What is not in this file, and why")), Paragraph(reasons)]
        document = Document(
            title=_("What the school holds about the child"),
            org=pupil.school.name,
            language=language,
            left=pupil.full_name,
            right=long_day(clock.today(), language),
            blocks=blocks,
            footer=pupil.school.name,
        )
    others = others_beside(pupil)
    kept = [pupil.surname, *(one.surname for one in others)]
    return from_json(without(as_json(document), others, keep=kept))


def packed(asked: ChildFile, user: Any) -> bytes:
    """The zip: the paper as Word and PDF, data.json, files about this child alone."""
    parts = parts_of(asked.pupil, user, asked.language)
    document = paper(asked, parts)
    others = others_beside(asked.pupil)
    chosen = [one for one in parts if one.code not in asked.left_out]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in ("docx", "pdf"):
            archive.writestr(file_name(document.title, ending), written(document, ending))
        data = data_of(asked, user, [one.code for one in chosen])
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        number = 0
        for one in chosen:
            for name, path in one.files:
                if default_storage.exists(path):
                    number += 1
                    with default_storage.open(path) as kept:
                        safe = redacted(name, others).replace("/", "_")
                        archive.writestr(f"files/{number:03d} {safe}", kept.read())
    return target.getvalue()


def data_of(asked: ChildFile, user: Any, codes: Sequence[str]) -> dict[str, Any]:
    """The child in the shape of the school file; sections of rooms left out are left out."""
    pupil = asked.pupil
    into: dict[str, Any] = {"schools": [{"code": pupil.school.code}]}
    for room in (school, cards, journal, consents, guardianship):
        room.dump([pupil.school], into)
    entries = {entry.key: own and open_ for entry, own, open_ in told(pupil, user)}
    found = only_child(into, pupil.key, entries, codes)
    others = others_beside(pupil)
    kept = [pupil.surname, *(one.surname for one in others)]
    cleaned: dict[str, Any] = without(found, others, keep=kept)
    return {"format": "tirek-school/1", **cleaned}
