"""Annual reports: the years, a report with its chapters, writing, freezing, taking away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.annual import actions, queries
from tirek.annual.documents import report_paper, report_parts
from tirek.annual.forms import ChapterForm, FreezeForm
from tirek.annual.models import READ, WRITE, AnnualReport
from tirek.annual.rules.chapters import CHAPTERS, unwritten
from tirek.office.document import file_name, from_json
from tirek.office.files import TYPES, WRITERS, written
from tirek.reports.comparing import changed
from tirek.schoolyear.models import SchoolYear
from tirek.web.files import as_file, language_asked

FORM = "annual/form.html"


def _page(report: AnnualReport) -> str:
    return reverse("annual:report", args=[report.pid])


def _report(request: HttpRequest, pid: str, key: str = READ) -> AnnualReport:
    """A report of the school of work that the reader may know of."""
    seen = AnnualReport.objects.visible_to(request.user).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    seen = seen.select_related("school", "school_year__school", "issued", "replaces__issued")
    found: AnnualReport = get_object_or_404(seen, pid=pid)
    if key == WRITE and found.frozen:
        raise PermissionDenied
    return found


@needs(READ)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The school years that have begun, each with its report or a way to begin it."""
    school: Any = request.school  # type: ignore[attr-defined]
    years = SchoolYear.objects.filter(school=school, starts_on__lte=clock.today())
    by_year: dict[int, list[AnnualReport]] = {one.pk: [] for one in years}
    seen = AnnualReport.objects.visible_to(request.user).filter(school=school)
    for one in seen.select_related("issued").order_by("-id"):
        by_year.setdefault(one.school_year_id, []).append(one)
    shown = {
        "years": [(year, by_year[year.pk]) for year in years],
        "may_write": allowed(request, WRITE),
    }
    return render(request, "annual/reports.html", shown)


@needs(WRITE)
@require_POST
def begin(request: HttpRequest, year: int) -> HttpResponse:
    """Begin the report on a school year."""
    user: User = request.user  # type: ignore[assignment]
    years = SchoolYear.objects.visible_to(user).filter(school=request.school)  # type: ignore[attr-defined]
    school_year = get_object_or_404(years.select_related("school"), year=year)

    def deed() -> str:
        return _page(actions.begin_report(by=user, school_year=school_year))

    return _done(request, deed, reverse("annual:reports"))


@needs(READ, sensitive=True)
@require_safe
def report(request: HttpRequest, pid: str) -> HttpResponse:
    """A draft with figures drawn now, chapter by chapter; a frozen report as it was frozen."""
    one = _report(request, pid)
    tell_door(request, one)
    shown: dict[str, Any] = {"report": one, "may_write": allowed(request, WRITE)}
    later = AnnualReport.objects.filter(replaces=one).first()
    if one.issued:
        now = queries.drawn(one.school_year, one.issued.as_of).figures
        shown |= {
            "document": from_json(one.issued.content),
            "changed": changed(one.school, one.issued.figures, now),
            "later": later,
        }
        return render(request, "annual/frozen.html", shown)
    day = queries.last_day(one.school_year)
    texts = queries.texts_of(one)
    shown |= {
        "parts": report_parts(
            queries.drawn(one.school_year, day), texts, (get_language() or "kk")[:2]
        ),
        "as_of": day,
        "unwritten": unwritten(texts),
        "said": any(not texts.get(code, "").strip() for code in queries.analysed(one.school_year)),
    }
    return render(request, "annual/draft.html", shown)


@needs(WRITE, sensitive=True)
def write(request: HttpRequest, pid: str, code: str) -> HttpResponseBase:
    """The words of a chapter, with its figures beside them."""
    user: User = request.user  # type: ignore[assignment]
    one = _report(request, pid, WRITE)
    if code not in CHAPTERS:
        raise Http404
    tell_door(request, one)
    texts = queries.texts_of(one)
    form = ChapterForm(request.POST or None, initial={"text": texts.get(code, "")})
    drawn = queries.drawn(one.school_year, queries.last_day(one.school_year))
    parts = report_parts(drawn, texts, (get_language() or "kk")[:2])

    def deed() -> str:
        actions.write_chapter(by=user, report=one, code=code, text=form.cleaned_data["text"])
        return f"{_page(one)}#{code}"

    context = {
        "report": one,
        "part": next(part for part in parts if part.code == code),
        "back": f"{_page(one)}#{code}",
        "button": _("Save"),
    }
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(WRITE)
@require_POST
def take(request: HttpRequest, pid: str) -> HttpResponse:
    """Fill the empty chapters with the words of the finished analysis."""
    user: User = request.user  # type: ignore[assignment]
    one = _report(request, pid, WRITE)

    def deed() -> str:
        actions.take_analysis(by=user, report=one)
        return _page(one)

    return _done(request, deed, _page(one))


@needs(WRITE, sensitive=True)
def freeze(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Issue the report under a number."""
    user: User = request.user  # type: ignore[assignment]
    one = _report(request, pid, WRITE)
    tell_door(request, one)
    initial = {
        "as_of": queries.last_day(one.school_year),
        "language": (get_language() or "kk")[:2],
    }
    form = FreezeForm(request.POST or None, initial=initial)

    def deed() -> str:
        return _page(actions.freeze_report(by=user, report=one, **form.cleaned_data))

    context = {
        "report": one,
        "heading": _("Freeze the report"),
        "note": _("It gets a number, and nothing in it changes any more."),
        "back": _page(one),
        "button": _("Freeze"),
    }
    return act_once(request, form, deed, FORM, context, _("The report is frozen."))


@needs(WRITE)
@require_POST
def again(request: HttpRequest, pid: str) -> HttpResponse:
    """Begin the report that takes the place of a frozen one."""
    user: User = request.user  # type: ignore[assignment]
    one = _report(request, pid)

    def deed() -> str:
        return _page(actions.begin_again(by=user, report=one))

    return _done(request, deed, _page(one))


@needs(READ, thing="annual.report")
@require_safe
def paper(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The report as Word, Excel or PDF: a frozen one always the same, a draft as of today."""
    one = _report(request, pid)
    if ending not in WRITERS:
        raise Http404
    tell_door(request, one)
    form, version = actions.PAPER, None
    if one.issued:
        document = from_json(one.issued.content)
        version = one.issued.options.get("word_form", "")
        name = f"{document.title} {one.issued.number}"
    else:
        day = queries.last_day(one.school_year)
        before = one.replaces.issued if one.replaces else None
        document = report_paper(
            queries.drawn(one.school_year, day),
            queries.texts_of(one),
            language_asked(request),
            before.number if before else "",
        )
        name = document.title
    content = written(document, ending, school=one.school, form=form, version=version)
    return as_file(content, file_name(name, ending), TYPES[ending])


def _done(request: HttpRequest, deed: Any, back: str) -> HttpResponse:
    """Do it once and go to its result; a refusal is said where one came from."""
    user: User = request.user  # type: ignore[assignment]
    try:
        return redirect(do_once(request.POST.get("form_key"), user, deed))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
