"""Analyses of years: the list, the table of a plan, what is written, finishing, papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
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
from tirek.analysis import actions, queries
from tirek.analysis.documents import PAPER, Reasons, analysis_paper
from tirek.analysis.forms import Confirmed, PlanForm, RowForm
from tirek.analysis.models import READ, REASONS, WORDS, WRITE, Analysis
from tirek.analysis.rules.figures import share, unfinished
from tirek.analysis.wording import figures_words, label_of, reason_words
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.plans.models import PlanKind
from tirek.web.files import as_file, language_asked
from tirek.web.parts import Figure

FORM = "analysis/form.html"


def _page(analysis: Analysis, plan: str = "", code: str = "") -> str:
    there = f"?plan={plan}" if plan else ""
    return reverse("analysis:analysis", args=[analysis.pid]) + there + (f"#{code}" if code else "")


def _analysis(request: HttpRequest, pid: str) -> Analysis:
    """An analysis of the school of work that the reader may read."""
    school = request.school  # type: ignore[attr-defined]
    seen = queries.analyses_of(request.user, school)
    found: Analysis = get_object_or_404(seen, pid=pid)
    return found


@needs(READ)
@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """The years analysed, the newest first; years that wait for it."""
    school: Any = request.school  # type: ignore[attr-defined]
    found = list(queries.analyses_of(request.user, school))
    may_write = allowed(request, WRITE)
    shown = {
        "analyses": found,
        "years": queries.years_to_analyse(school, clock.today()) if may_write else [],
        "may_write": may_write,
    }
    return render(request, "analysis/analyses.html", shown)


@needs(WRITE)
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin the analysis of the year that is named."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    asked = request.POST.get("year", "")
    years = queries.years_to_analyse(school, clock.today())
    year = next((one for one in years if str(one.year) == asked), None)
    if year is None:
        messages.error(request, _("There is nothing to analyse in this school year."))
        return redirect("analysis:analyses")

    def deed() -> str:
        return _page(actions.begin_analysis(by=user, school_year=year))

    try:
        return redirect(do_once(request.POST.get("form_key"), user, deed))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("analysis:analyses")


@needs(READ, sensitive=True)
@require_safe
def analysis(request: HttpRequest, pid: str) -> HttpResponse:
    """One plan of an analysis: the plan as a whole, then row by row; `?plan=`, `?show=`."""
    one = _analysis(request, pid)
    tell_door(request, one)
    lines = queries.lines_of(one)
    kinds = list(dict.fromkeys(line.plan for line in lines))
    asked = request.GET.get("plan", "")
    plan = asked if asked in kinds else next(iter(kinds), "")
    rows = [line for line in lines if line.plan == plan and line.code]
    tests: dict[str, Callable[[queries.Line], bool]] = {
        "all": lambda line: True,
        "unfinished": lambda line: unfinished(line.figures),
        "unsaid": lambda line: unfinished(line.figures) and not line.part.why,
        "proposed": lambda line: bool(line.part.proposal),
    }
    words = {
        "all": _("Rows"),
        "unfinished": _("Not all done"),
        "unsaid": _("Not said why"),
        "proposed": _("With a proposal"),
    }
    show = request.GET.get("show", "")
    show = show if show in tests else "all"
    reasons = queries.reasons_of(one) if allowed(request, REASONS) else {}
    versions = list(
        queries.analyses_of(request.user, one.school).filter(school_year=one.school_year_id)
    )
    whole = next((line for line in lines if line.plan == plan and not line.code), None)
    shown = {
        "analysis": one,
        "plan": plan,
        "plans": [(kind, PlanKind(kind).label) for kind in kinds],
        "totals": _totals(whole) if whole else [],
        "whole": _texts(whole) if whole else [],
        "rows": [_shown(line, reasons) for line in rows if tests[show](line)],
        "figures": [
            Figure(
                sum(1 for line in rows if test(line)),
                words[code],
                f"?plan={plan}&show={code}",
                current=code == show,
            )
            for code, test in tests.items()
        ],
        "versions": [each for each in versions if each.pk != one.pk],
        "newest": all(each.version <= one.version for each in versions),
        "may_write": allowed(request, WRITE),
    }
    return render(request, "analysis/analysis.html", shown)


def _texts(line: queries.Line) -> list[tuple[str, str]]:
    said = ((label_of(name), getattr(line.part, name)) for name in WORDS)
    return [(label, text) for label, text in said if text]


def _shown(line: queries.Line, reasons: Reasons) -> dict[str, Any]:
    """A line as its page shows it: the figures in words, the texts under their labels."""
    term = line.item.get("term") or {}
    return {
        "line": line,
        "text": line.text(get_language() or "kk"),
        "figures": figures_words(line.figures, term),
        "before": figures_words(line.before, term) if line.before else "",
        "said": _texts(line),
        "reasons": [reason_words(one) for one in reasons.get((line.plan, line.code), ())],
        "unsaid": unfinished(line.figures) and not line.part.why,
        "late": bool(line.figures.get("overdue")),
    }


def _totals(whole: queries.Line) -> list[tuple[str, str]]:
    """This year and the year before, each in figures and with the share done."""
    found = []
    for label, figures in (
        (str(whole.part.analysis.school_year), whole.figures),
        (_("The year before"), whole.before),
    ):
        if figures is not None:
            part = share(figures)
            more = f" ({part} %)" if part is not None else ""
            found.append((label, figures_words(figures, {}) + more))
    return found


@needs(WRITE, sensitive=True)
def write(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What a draft says of a row (`?plan=&code=`), or of a plan as a whole."""
    user: User = request.user  # type: ignore[assignment]
    one = _analysis(request, pid)
    plan, code = request.GET.get("plan", ""), request.GET.get("code", "")
    lines = queries.lines_of(one)
    line = next((each for each in lines if (each.plan, each.code) == (plan, code)), None)
    if line is None:
        raise Http404
    tell_door(request, one)
    initial = {name: getattr(line.part, name) for name in WORDS}
    form = (RowForm if code else PlanForm)(request.POST or None, initial=initial)

    def deed() -> str:
        actions.write_part(by=user, analysis=one, plan=plan, code=code, **form.cleaned_data)
        return _page(one, plan, code)

    reasons = queries.reasons_of(one) if allowed(request, REASONS) else {}
    shown = _shown(line, reasons)
    context = {
        **shown,
        "analysis": one,
        "heading": shown["text"] or PlanKind(plan).label,
        "back": _page(one, plan, code),
        "button": _("Save"),
    }
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(WRITE, sensitive=True)
def finish(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Freeze a draft; says first how many rows are not explained."""
    user: User = request.user  # type: ignore[assignment]
    one = _analysis(request, pid)
    form = Confirmed(request.POST if request.method == "POST" else None)
    tell_door(request, one)
    rows = [line for line in queries.lines_of(one) if line.code]

    def deed() -> str:
        return _page(actions.finish_analysis(by=user, analysis=one))

    context = {
        "analysis": one,
        "heading": _("Finish the analysis"),
        "note": _(
            "The figures stay as they are now. A finished analysis is corrected by a new version."
        ),
        "unsaid": sum(1 for line in rows if unfinished(line.figures) and not line.part.why),
        "back": _page(one),
        "button": _("Finish"),
    }
    return act_once(request, form, deed, FORM, context, _("The analysis is finished."))


@needs(WRITE, sensitive=True)
def renew(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Begin a new version of a finished analysis."""
    user: User = request.user  # type: ignore[assignment]
    one = _analysis(request, pid)
    form = Confirmed(request.POST if request.method == "POST" else None)
    tell_door(request, one)

    def deed() -> str:
        return _page(actions.renew_analysis(by=user, analysis=one))

    context = {
        "analysis": one,
        "heading": _("A new version of the analysis"),
        "note": _(
            "The words are taken over, the figures are drawn anew. "
            "The version before holds until the new one is finished, and stays to be seen."
        ),
        "back": _page(one),
        "button": _("Begin a new version"),
    }
    return act_once(request, form, deed, FORM, context, _("A new version is begun."))


@needs(READ, thing="analysis.analysis")
@require_safe
def paper(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The analysis as Word, PDF or Excel."""
    one = _analysis(request, pid)
    if ending not in TYPES:
        raise Http404
    tell_door(request, one)
    reasons = queries.reasons_of(one) if allowed(request, REASONS) else {}
    document = analysis_paper(one, language_asked(request), reasons, sheet=ending == "xlsx")
    name = file_name(f"{document.title} {one.school_year}", ending)
    return as_file(written(document, ending, school=one.school, form=PAPER), name, TYPES[ending])
