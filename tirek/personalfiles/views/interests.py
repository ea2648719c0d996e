"""What pupils are interested in: by class, and the form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.personalfiles import actions, documents, queries
from tirek.personalfiles.forms import InterestsForm
from tirek.school.models import Pupil, SchoolClass
from tirek.school.queries import pupils_on, with_class_on
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file, language_asked
from tirek.web.parts import Figure


@needs("personalfiles.file:read", sensitive=True)
@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """The pupils of a class with what they are interested in."""
    classes, chosen, pupils, found = _of_class(request)
    tell_door(request, count=len(pupils))
    shown = {
        "classes": classes,
        "chosen": chosen,
        "rows": [(one, found.get(one.pk)) for one in pupils],
        "figures": [
            Figure(len(pupils), pgettext("count", "pupils")),
            Figure(len(found), _("interests known"), icon="done"),
            Figure(len(pupils) - len(found), _("not known yet"), icon="ring"),
        ],
        "may_write": allowed(request, "personalfiles.file:write"),
    }
    return render(request, "personalfiles/interests.html", shown)


@needs("personalfiles.file:read")
@require_safe
def interests_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same list as Word or Excel."""
    if ending not in ("docx", "xlsx", "pdf"):
        raise Http404
    _classes, chosen, pupils, found = _of_class(request)
    tell_door(request, count=len(pupils))
    school: Any = request.school  # type: ignore[attr-defined]
    paper = documents.interests_paper(chosen, pupils, found, school, language_asked(request))
    return as_file(written(paper, ending), file_name(paper.title, ending), TYPES[ending])


def _of_class(request: HttpRequest) -> tuple[list[Any], Any, list[Any], dict[int, Any]]:
    """The classes within reach, the one asked for (the first by default), its pupils."""
    school: Any = request.school  # type: ignore[attr-defined]
    day = clock.today()
    seen: Any = pupils_on(school, day, pupils=Pupil.objects.visible_to(request.user, queries.READ))
    reached = set(seen.order_by().values_list("class_id_on", flat=True))
    classes = list(SchoolClass.objects.filter(pk__in=reached, school_year=year_at(school, day)))
    asked = request.GET.get("class", "")
    chosen = next((one for one in classes if one.name == asked), classes[0] if classes else None)
    pupils = list(seen.filter(class_id_on=chosen.pk)) if chosen else []
    return classes, chosen, pupils, queries.interests_of(one.pk for one in pupils)


@needs("personalfiles.file:write", sensitive=True)
def new_interests(request: HttpRequest) -> HttpResponseBase:
    """What one pupil is interested in (`?pupil=`); what was said last stands in the fields."""
    user: Any = request.user
    pid = request.GET.get("pupil", "")
    if not pid:
        return redirect("personalfiles:interests")
    seen = Pupil.objects.visible_to(user, "personalfiles.file:write").select_related("school")
    pupil: Any = get_object_or_404(with_class_on(seen, clock.today()), pid=pid)
    last = queries.interests_of([pupil.pk]).get(pupil.pk)
    form = InterestsForm(
        request.POST or None, initial={"on": clock.today(), **(last.details if last else {})}
    )

    def deed() -> str:
        given = dict(form.cleaned_data)
        actions.record_interests(by=user, pupil=pupil, on=given.pop("on"), fields=given)
        return reverse("cards:pupil", args=[pid])

    tell_door(request, pupil)
    context = {"pupil": pupil, "last": last}
    done = _("The interests are recorded.")
    return act_once(request, form, deed, "personalfiles/interests_form.html", context, done)
