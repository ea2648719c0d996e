"""The incident report as a paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from tirek.access.models import School, User
from tirek.office.document import Column, Document, Facts, Table
from tirek.oversight.queries.incidents import counts_by_person
from tirek.oversight.queries.trail import Rows, children_of
from tirek.oversight.wording import lines
from tirek.school.models import Pupil
from tirek.web.templatetags.web import moment

# More lines than these nobody reads on paper: the paper says how many there are in all.
MOST = 3_000


def incident_report(
    school: School,
    rows: Rows,
    moments: tuple[datetime, datetime],
    by: User | None,
    child: Pupil | None,
    visible: Any,
    language: str,
) -> Document:
    """Counts by person, then the lines, the latest first."""
    with override(language):
        counts = counts_by_person(rows)
        whole = sum(one.lines for one in counts)
        listed = list(rows[:MOST])
        about = [
            (_("From"), moment(moments[0])),
            (_("To"), moment(moments[1])),
            (_("Person"), str(by) if by else _("all")),
            (_("Pupil"), child.full_name if child else _("all")),
        ]
        note = ""
        if whole > MOST:
            note = _("The last %(listed)s lines of %(whole)s.") % {"listed": MOST, "whole": whole}
        return Document(
            title=_("Incident report"),
            org=school.name,
            language=language,
            landscape=True,
            blocks=(
                Facts(about),
                Table(
                    title=_("Counts"),
                    columns=[
                        Column(_("Person"), 3),
                        Column(pgettext("counts", "Opened"), 1, number=True),
                        Column(pgettext("counts", "Printed"), 1, number=True),
                        Column(pgettext("counts", "Taken away"), 1, number=True),
                        Column(pgettext("counts", "Changed"), 1, number=True),
                        Column(pgettext("counts", "Refused"), 1, number=True),
                        Column(_("Children"), 1, number=True),
                    ],
                    rows=[
                        (
                            one.name or _("the program itself"),
                            *(one.opened, one.printed, one.exported, one.changed),
                            *(one.refused, one.children),
                        )
                        for one in counts
                    ],
                    empty=_("Nothing was done."),
                ),
                Table(
                    title=_("Lines"),
                    columns=[
                        Column(_("Moment"), 1.2),
                        Column(_("Person"), 2),
                        Column(_("Deed"), 1.2),
                        Column(_("Thing"), 2),
                        Column(_("Pupil"), 2),
                    ],
                    rows=[
                        (
                            *(moment(one.at), one.who, one.deed, one.thing),
                            ", ".join(pupil.short_name for pupil in one.children),
                        )
                        for one in lines(listed, children_of(listed, visible))
                    ],
                    empty=_("Nothing was done."),
                    note=note,
                ),
            ),
        )  # fmt: skip
