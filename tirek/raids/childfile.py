"""What raids put into a child's file: the stops at the family of this child alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.office.document import Block, Facts, Heading
from tirek.raids.models import Raid, RaidStop
from tirek.raids.queries import children_at
from tirek.school.childfile import Part
from tirek.school.models import HouseholdStay, Pupil
from tirek.web.rules.dates import short_day


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Stops of held raids; those at a home where other children live are counted as left out."""
    homes = HouseholdStay.objects.known_at().filter(pupil=pupil).values("household_id")
    stops = RaidStop.objects.filter(raid__in=Raid.objects.signed(), household__in=homes)
    blocks: list[Block] = []
    shared = 0
    for stop in stops.select_related("raid__entry", "raid__school").order_by("raid__entry__on"):
        on, home = stop.raid.entry.on, stop.household_id
        stays = HouseholdStay.objects.known_at().on(on).filter(pupil=pupil, household=home)
        if home is None or not stays.exists():
            continue
        if any(one.pk != pupil.pk for one in children_at(stop.raid.school, [home], on)[home]):
            shared += 1
            continue
        said = [
            (_("Address"), stop.address),
            (_("Result"), str(stop.get_result_display())),
            (_("Who was at home"), stop.at_home),
            (_("What was found"), stop.findings),
            (_("Measures"), stop.measures),
            (_("To visit again on"), short_day(stop.again_on) if stop.again_on else ""),
        ]
        day = f"{_('Raid')}, {short_day(on)}"
        blocks += [Heading(day), Facts([(label, text) for label, text in said if text])]
    left = [_("Raids to several children: %(n)s") % {"n": shared}] if shared else []
    return Part("raids", _("Raids"), blocks, left) if blocks or left else None
