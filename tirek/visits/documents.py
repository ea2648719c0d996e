"""The act on paper: one document, drawn as Word or PDF by the office."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.journal.kinds import kind
from tirek.office.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Pictures,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register
from tirek.visits.models import InspectionAct
from tirek.visits.queries import children_of, photos_of, signatures_of, snapshot
from tirek.visits.rules.asked import MAIN, Field, Type
from tirek.visits.rules.details import rows_of, said
from tirek.visits.rules.shared import CHILDREN, COMMISSION, SIGNATURES
from tirek.visits.wording import Section, day_in_words, in_words, label, read_out, table
from tirek.web.rules.dates import long_day

PAPERS = {"HOUSING_ACT": "housing-act", "PROPERTY_CHECK": "property-check"}  # kind -> its paper
NOTHING = "–"
WIDTHS = {
    "what": 4.0,
    "note": 2.6,
    "name": 3.0,
    "kinship": 1.6,
    "birth_year": 1.0,
    "work": 2.6,
    "income": 1.3,
    "post": 3.0,
}


def act_paper(act: InspectionAct, language: str) -> Document:
    """The act as the school files it: whom, where, the commission, what was seen, who signs."""
    with translation.override(language):
        title = act.entry.kind_name
        number = f"№ {act.number}" if act.number else ""
        return Document(
            title=title,
            org=act.school.name,
            language=language,
            left=long_day(act.entry.on, language),
            right=number,
            blocks=tuple(_blocks(act)),
            footer=" · ".join(part for part in (title, number, day_in_words(act.entry.on)) if part),
        )


def _blocks(act: InspectionAct) -> list[Block]:
    details = act.details
    blocks: list[Block] = []
    if act.is_annulled:
        blocks.append(Paragraph(f"{_('Annulled')}. {act.entry.annul_reason}", bold=True))
    if said(details.get("reason")):
        reason = f"{pgettext('act', 'Reason of the correction')}: {details['reason']}"
        blocks.append(Paragraph(reason, small=True))
    rows = rows_of(details, "children") or snapshot(children_of(act), act.entry.on)
    address = details.get("address")
    blocks += [
        Facts(
            [
                *((label(CHILDREN), _child(row)) for row in rows),
                (pgettext("act", "Address"), str(address) if said(address) else NOTHING),
            ]
        ),
        _table(act, COMMISSION),
    ]
    for section in read_out(act.form, details):
        if section.step.code not in (MAIN, SIGNATURES.code):
            blocks += _section(act, section)
    blocks += _signatures(act)
    shots = [(one.caption or one.name, one.path) for one in photos_of(act) if one.file]
    if shots:
        blocks.append(Pictures(shots, title=pgettext("act", "Photos")))
    return blocks


def _child(row: object) -> str:
    assert isinstance(row, dict)
    born = day_in_words(row["born_on"]) if row.get("born_on") else ""
    return ", ".join(str(part) for part in (row.get("name"), row.get("class"), born) if part)


def _section(act: InspectionAct, section: Section) -> list[Block]:
    """A step: its tables, its short answers as labels with values, then its long ones.

    The tables come first where the step begins with one, else last: as the questions are asked.
    """
    tables: list[Block] = [_table(act, one.field) for one in section.tables]
    short = [line for line in section.lines if line.field.type is not Type.TEXT]
    long = [line for line in section.lines if line.field.type is Type.TEXT]
    said: list[Block] = [Heading(section.title)] if section.lines else []
    said += [
        Facts([(line.label, line.text or NOTHING) for line in lines])
        for lines in (short, long)
        if lines
    ]
    first = section.step.asked[0].type is Type.ROWS
    return [*tables, *said] if first else [*said, *tables]


def _table(act: InspectionAct, asked: Field) -> Table:
    shown = table(asked, act.details)
    columns = [column for column in asked.columns if column.asked]
    return Table(
        title=shown.label,
        columns=[
            Column(
                head,
                width=WIDTHS.get(column.code, 1.5),
                number=column.type in (Type.DECIMAL, Type.YEAR),
            )
            for column, head in zip(columns, shown.heads, strict=True)
        ],
        rows=shown.rows,
        empty=NOTHING,
    )


def _signatures(act: InspectionAct) -> list[Block]:
    """The commission signs, chair first, then the parent; a refusal is written instead."""
    details = act.details
    role = next(one for one in COMMISSION.columns if one.code == "role")
    members = sorted(rows_of(details, "commission"), key=lambda row: row.get("role") != "CHAIR")
    lines = [
        (in_words(role, row.get("role")) or NOTHING, str(row.get("name", ""))) for row in members
    ]
    given = signatures_of(act)
    strokes = [given[name].path if name in given else "" for _role, name in lines]
    reader, day = str(details.get("read_by") or ""), details.get("read_on")
    acquainted = pgettext("act", "Parent or guardian acquainted")
    dated = f"{acquainted}, {day_in_words(day)}" if said(day) else acquainted
    signing = Signatures(
        title=pgettext("act", "Signatures"), rows=lines, strokes=strokes if any(strokes) else ()
    )
    if details.get("refused"):
        parts = [part for part in (reader, pgettext("act", "Refused to sign")) if part]
        return [signing, Paragraph(f"{dated}: {', '.join(parts)}")]
    strokes.append(given[reader].path if reader in given else "")
    return [
        Signatures(
            title=signing.title,
            rows=[*lines, (dated, reader)],
            strokes=strokes if any(strokes) else (),
        )
    ]


# The register of papers: `tirek report housing-act --entry KEY`, `property-check`.


def register_all() -> None:
    """Declare the papers of this room."""
    for code, name in PAPERS.items():
        register(
            Report(
                name,
                kind(code).name,
                ("entry",),
                ("entry",),
                partial(_paper, code),
                partial(_figures, code),
            )
        )


def _paper(code: str, school: School, given: Options, language: str, user: Any) -> Document:
    return act_paper(_asked(code, school, given, user), language)


def _figures(code: str, school: School, given: Options, user: Any) -> dict[str, Any]:
    return figures(_asked(code, school, given, user))


def figures(act: InspectionAct) -> dict[str, Any]:
    """An act with the keys of the school file."""
    return {
        "key": act.entry.key,
        "on": act.entry.on.isoformat(),
        "state": act.entry.state,
        "number": act.number,
        "pupils": sorted(child.key for child in children_of(act)),
        "details": dict(sorted(act.details.items())),
    }


def _asked(code: str, school: School, options: Options, user: Any) -> InspectionAct:
    """The signed or annulled act of an entry's key or public id, that this user may read."""
    acts = InspectionAct.objects.all()
    if user is not None:
        acts = acts.visible_to(user)
    key = options.get("entry") or ""
    act = acts.on_paper(school, key).filter(entry__kind=code).first()
    if act is None:
        raise Refused(_("There is no signed act %(key)s.") % {"key": key}, "entry")
    return act
