"""The report of a raid on paper: one document, drawn as Word or PDF by the office."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.office.document import (
    Block,
    Column,
    Document,
    Facts,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register
from tirek.raids.models import Raid, RaidStop
from tirek.raids.queries import children_at
from tirek.web.rules.dates import long_day, short_day

PAPER = "raid-report"
NOTHING = "–"


def raid_paper(raid: Raid, language: str) -> Document:
    """The report as the school files it: when, who went, how many, each address, who signs."""
    with translation.override(language):
        day = long_day(raid.entry.on, language)
        return Document(
            title=_("Raid report"),
            org=raid.school.name,
            language=language,
            left=day,
            right=raid.area,
            blocks=tuple(_blocks(raid)),
            footer=f"{_('Raid report')} · {short_day(raid.entry.on)}",
        )


def _blocks(raid: Raid) -> list[Block]:
    stops = list(raid.stops.select_related("household"))
    found = Counter(stop.result for stop in stops)
    blocks: list[Block] = []
    if raid.is_annulled:
        blocks.append(Paragraph(f"{_('Annulled')}. {raid.entry.annul_reason}", bold=True))
    if raid.reason:
        blocks.append(Paragraph(f"{_('Reason of the correction')}: {raid.reason}", small=True))
    blocks.append(
        Facts(
            [
                (_("Time"), hours(raid) or NOTHING),
                (_("Purpose"), raid.purpose or NOTHING),
                (_("Team"), "\n".join(_member(row) for row in raid.team) or NOTHING),
                *((_("Note"), text) for text in [raid.entry.text] if text),
                (_("Addresses"), str(len(stops))),
                *(
                    (str(result.label).capitalize(), str(found[result]))
                    for result in RaidStop.Result
                    if found[result]
                ),
            ]
        )
    )
    blocks.append(
        Table(
            columns=[
                Column("№", width=0.5, number=True),
                Column(_("Address"), width=3.0),
                Column(_("Who was at home"), width=2.2),
                Column(_("What was found"), width=3.0),
                Column(_("Measures"), width=2.6),
            ],
            rows=_rows(raid, stops),
            empty=NOTHING,
        )
    )
    signing = [(str(row.get("post") or NOTHING), str(row.get("name", ""))) for row in raid.team]
    return [*blocks, Signatures(title=_("Signatures"), rows=signing)]


def _rows(raid: Raid, stops: list[RaidStop]) -> list[list[Any]]:
    homes = [stop.household_id for stop in stops if stop.household_id]
    living = children_at(raid.school, homes, raid.entry.on)
    rows: list[list[Any]] = []
    for number, stop in enumerate(stops, start=1):
        children = [
            f"{one.short_name}, {one.class_name}" for one in living.get(stop.household_id or 0, ())
        ]
        result = str(stop.get_result_display()).capitalize() if stop.result else ""
        again = ""
        if stop.again_on:
            again = f"{_('To visit again on')}: {short_day(stop.again_on)}"
        rows.append(
            [
                number,
                "\n".join([stop.address or NOTHING, *children]),
                "\n".join(part for part in (result, stop.at_home) if part) or NOTHING,
                stop.findings or NOTHING,
                "\n".join(part for part in (stop.measures, again) if part) or NOTHING,
            ]
        )
    return rows


def hours(raid: Raid) -> str:
    """18:00–20:00, as far as it is known."""
    known = [f"{one:%H:%M}" if one else "" for one in (raid.starts_at, raid.ends_at)]
    return "–".join(known) if any(known) else ""


def _member(row: Any) -> str:
    return ", ".join(str(row[part]) for part in ("name", "post") if row.get(part))


# The register of papers: `tirek report raid-report --entry KEY`.


def register_all() -> None:
    """Declare the paper of this room."""
    title = gettext_lazy("Raid report")
    register(Report(PAPER, title, ("entry",), ("entry",), _paper, _figures))


def _paper(school: School, given: Options, language: str, user: Any) -> Document:
    return raid_paper(_asked(school, given, user), language)


def _figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    raid = _asked(school, given, user)
    found = Counter(raid.stops.values_list("result", flat=True))
    return {
        "key": raid.entry.key,
        "on": raid.entry.on.isoformat(),
        "state": raid.entry.state,
        "stops": sum(found.values()),
        "results": {result.value: found[result] for result in RaidStop.Result},
    }


def _asked(school: School, options: Options, user: Any) -> Raid:
    """The signed or annulled raid of an entry's key or public id, that this user may read."""
    raids = Raid.objects.all() if user is None else Raid.objects.visible_to(user)
    key = options.get("entry") or ""
    raid = raids.on_paper(school, key).first()
    if raid is None:
        raise Refused(_("There is no signed raid %(key)s.") % {"key": key}, "entry")
    return raid
