"""Pages of own Word forms: the list, a form with its placeholders and versions, its files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.filing.answers import as_answer
from tirek.office.document import Document, file_name
from tirek.office.files import TYPES
from tirek.web.files import as_file
from tirek.wordforms import actions, queries, wording
from tirek.wordforms.filling import Unfilled, parts_unused, tried
from tirek.wordforms.forms import FormFile
from tirek.wordforms.models import FormVersion
from tirek.wordforms.samples import sample
from tirek.wordforms.shapes import listed, named
from tirek.wordforms.starter import starter

READ, WRITE = "wordforms.form:read", "wordforms.form:write"
CODES = {"frame", "texts", "facts", "signatures", "more"}


@needs(READ)
@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """Every paper: in which form it is given in each language."""
    school = request.school  # type: ignore[attr-defined]
    shown = {"papers": queries.list_of_papers(school), "languages": settings.LANGUAGES}
    return render(request, "wordforms/forms.html", shown)


@needs(READ)
@require_safe
def form(request: HttpRequest, form: str, language: str) -> HttpResponse:
    """A paper's form in a language: its versions, how to make one's own, the placeholders."""
    example = _example(form, language)
    versions = queries.versions_of(request.school, form, language)  # type: ignore[attr-defined]
    known = named(example, example=True)
    shown = {
        **_about(form, language),
        "languages": settings.LANGUAGES,
        "groups": [
            (wording.label(title) if title in CODES else title, _worded(lines))
            for title, lines in listed(example)
        ],
        "versions": [_version(one, known) for one in versions],
        "hints": wording.hints(),
        "ours": not any(use.until is None for one in versions for use in one.uses.all()),
        "may_write": allowed(request, WRITE),
    }
    return render(request, "wordforms/form.html", shown)


@needs(WRITE)
def take(request: HttpRequest, form: str, language: str) -> HttpResponseBase:
    """A Word file comes in: it is checked and tried at once, and put in use by a second step."""
    _example(form, language)
    school, user = _asked(request)
    asked = FormFile(request.POST, request.FILES) if request.method == "POST" else FormFile()

    def deed() -> str:
        actions.take_form(
            by=user, school=school, form=form, language=language, file=asked.cleaned_data["file"]
        )
        return reverse("wordforms:form", args=[form, language])

    return act_once(
        request, asked, deed, "wordforms/take.html", _about(form, language),
        _("The file is taken and tried on invented data. Look at the result, then put it in use."),
    )  # fmt: skip


def _about(form: str, language: str) -> dict[str, Any]:
    return {
        "name": form,
        "title": queries.known_forms()[form],
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
    }


def _worded(lines: Any) -> list[tuple[str, str, str]]:
    return [(one.write, wording.label(one.label), one.example) for one in lines]


def _version(one: FormVersion, known: Any) -> dict[str, Any]:
    uses = list(one.uses.all())
    return {
        "version": one,
        "uses": uses,
        "current": any(use.until is None for use in uses),
        "failure": wording.failure(one.failed_why) if one.failed_at else "",
        "unused": parts_unused(one.used, known),
    }


@needs(READ)
@require_safe
def starter_file(request: HttpRequest, form: str, language: str) -> HttpResponse:
    """The Word file to begin from: our own form with the placeholders in it."""
    example = _example(form, language)
    name = file_name(f"{example.title} {language}", "docx")
    return as_file(starter(example), name, TYPES["docx"])


@needs(READ)
@require_safe
def version_file(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A version as it came."""
    return as_answer(_one(request, pid))


@needs(READ)
@require_safe
def version_tried(request: HttpRequest, pid: str) -> HttpResponse:
    """A version filled with the invented example."""
    version = _one(request, pid)
    page = reverse("wordforms:form", args=[version.form, version.language])
    try:
        content = tried(version)
    except (Unfilled, OSError, ValueError) as why:
        messages.error(request, wording.failure(getattr(why, "code", "")))
        return redirect(page)
    name = file_name(f"{version.form} {version.language} {version.number} {_('example')}", "docx")
    return as_file(content, name, TYPES["docx"])


@needs(WRITE)
@require_POST
def use(request: HttpRequest, pid: str) -> HttpResponse:
    """A version is the form of its paper from now on."""
    version = _one(request, pid)
    user: User = request.user  # type: ignore[assignment]
    return _done(
        request,
        version.form,
        version.language,
        lambda: actions.use_version(by=user, version=version),
        _("In use: version %(n)s") % {"n": version.number},
    )


@needs(WRITE)
@require_POST
def ours(request: HttpRequest, form: str, language: str) -> HttpResponse:
    """The program's own form again."""
    _example(form, language)
    school, user = _asked(request)
    return _done(
        request,
        form,
        language,
        lambda: actions.use_ours(by=user, school=school, form=form, language=language),
        _("In use: the program's own form"),
    )


def _done(request: HttpRequest, form: str, language: str, act: Any, said: str) -> HttpResponse:
    page = reverse("wordforms:form", args=[form, language])

    def deed() -> str:
        act()
        return page

    try:
        do_once(request.POST.get("form_key"), request.user, deed)  # type: ignore[arg-type]
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page)


def _asked(request: HttpRequest) -> tuple[Any, Any]:
    """The school and the user."""
    return request.school, request.user  # type: ignore[attr-defined]


def _example(form: str, language: str) -> Document:
    found = sample(form, language) if language in dict(settings.LANGUAGES) else None
    if found is None:
        raise Http404
    return found


def _one(request: HttpRequest, pid: str) -> FormVersion:
    seen = FormVersion.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]
