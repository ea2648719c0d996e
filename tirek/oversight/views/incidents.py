"""The incident report: who opened, printed, took away, changed what between two moments."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.oversight.documents import incident_report
from tirek.oversight.forms import IncidentForm
from tirek.oversight.queries.incidents import Counted, counts_by_person, people_at
from tirek.oversight.queries.trail import children_of, rows_between
from tirek.oversight.wording import lines
from tirek.school.models import Pupil
from tirek.school.queries import pupils_named
from tirek.web.files import as_file, language_asked

PAGE, CHOICE = 50, 20
KEY = "oversight.look:read"
ENDINGS = ("docx", "xlsx")


class _Asked:
    """What was asked for: the form, the child it names, the rows (None until it is right)."""

    def __init__(self, request: HttpRequest) -> None:
        school = request.school  # type: ignore[attr-defined]
        today = clock.today()
        given = request.GET if "since" in request.GET else {"since": today, "until": today}
        self.form = IncidentForm(given, people=people_at(school))
        self.visible = Pupil.objects.visible_to(request.user).filter(school=school)
        self.child: Pupil | None = None
        self.choice: list[Pupil] = []
        self.rows: Any = None
        if self.form.is_valid() and self._finds_the_child(request.GET.get("pupil", "")):
            said = self.form.cleaned_data
            self.first, self.last, self.by = said["first"], said["last"], said["person"]
            self.rows = rows_between(school, self.first, self.last, self.by, self.child)

    def _finds_the_child(self, pid: str) -> bool:
        name = self.form.cleaned_data["child"].strip()
        if pid:
            self.child = self.visible.filter(pid=pid).first()
            return self.child is not None
        if not name:
            return True
        self.choice = list(pupils_named(self.visible, name)[:CHOICE])
        if len(self.choice) == 1:
            self.child = self.choice.pop()
            return True
        words = _("Choose one of these pupils.") if self.choice else _("No such pupil.")
        self.form.add_error("child", words)
        return False


@needs(KEY, sensitive=True)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Counts by person first, then every line; today until something else is asked."""
    asked = _Asked(request)
    shown: dict[str, Any] = {"asked": asked, "form": asked.form}
    if asked.rows is not None:
        counts = counts_by_person(asked.rows)
        whole = sum(one.lines for one in counts)
        page = Counted(asked.rows, PAGE, whole).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        tell_door(request, count=len(rows))
        shown |= {"counts": counts, "whole": whole, "page": page}
        shown["lines"] = lines(rows, children_of(rows, asked.visible))
    return render(request, "oversight/incidents.html", shown)


@needs(KEY)
@require_safe
def incidents_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as a file."""
    asked = _Asked(request)
    if asked.rows is None or ending not in ENDINGS:
        raise Http404
    school = request.school  # type: ignore[attr-defined]
    document = incident_report(
        school, asked.rows, (asked.first, asked.last), asked.by, asked.child, asked.visible,
        language_asked(request),
    )  # fmt: skip
    return as_file(written(document, ending), file_name(document.title, ending), TYPES[ending])
