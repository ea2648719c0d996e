"""Reads which forms a school has and which are in use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from tirek.access.models import School
from tirek.office.reports import papers
from tirek.wordforms.models import FormUse, FormVersion
from tirek.wordforms.samples import sample


@dataclass
class Paper:
    """A paper in the list: its name and title; each language, its name and what is in use."""

    name: str
    title: str
    languages: list[tuple[str, str, FormUse | None]] = field(default_factory=list)


def known_forms() -> dict[str, Any]:
    """The papers of which there is an example, by name, in the order of their titles."""
    found = {name: title for name, title in papers().items() if sample(name, "kk")}
    return dict(sorted(found.items(), key=lambda one: str(one[1])))


def list_of_papers(school: School) -> list[Paper]:
    """Every paper with what is in use; one query."""
    uses = {
        (one.form, one.language): one
        for one in FormUse.objects.filter(school=school, until__isnull=True)
        .select_related("version")
        .order_by("id")
    }
    return [
        Paper(
            name,
            str(title),
            [(code, words, uses.get((name, code))) for code, words in settings.LANGUAGES],
        )
        for name, title in known_forms().items()
    ]


def in_use(school: School, form: str, language: str) -> FormVersion | None:
    """The version in which a paper is given now; None: in our own form."""
    use = (
        FormUse.objects.filter(school=school, form=form, language=language, until__isnull=True)
        .select_related("version")
        .first()
    )
    return use.version if use else None


def asked_for(school: School, form: str, language: str, version: str | None) -> FormVersion | None:
    """The version of a public id, or without one the version in use."""
    if version is None:
        return in_use(school, form, language)
    return FormVersion.objects.filter(school=school, form=form, pid=version).first()


def versions_of(school: School, form: str, language: str) -> list[FormVersion]:
    """All versions of a form, the newest first, with their times of use."""
    found = FormVersion.objects.filter(school=school, form=form, language=language)
    return list(found.select_related("by").prefetch_related("uses__by").order_by("-number"))


def failing(school: School) -> list[FormVersion]:
    """Versions in use that could not be filled, the latest first."""
    found = FormVersion.objects.filter(
        school=school, failed_at__isnull=False, uses__until__isnull=True
    )
    return list(found.distinct().order_by("-failed_at"))
