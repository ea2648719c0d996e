"""Takes a Word form in, puts a version in use, goes back to ours."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.filing.keeping import keep
from tirek.filing.rules.filetypes import WORD
from tirek.office.document import Document
from tirek.wordforms import wording
from tirek.wordforms.filler import fill
from tirek.wordforms.models import FormUse, FormVersion
from tirek.wordforms.reading import read
from tirek.wordforms.rules.package import LIMIT, Flaw, Unfit
from tirek.wordforms.samples import sample
from tirek.wordforms.shapes import named


class RefusedForm(Refused):
    """A Word file is no form: everything that is wrong with it, line by line."""

    def __init__(self, reasons: list[str]) -> None:
        ValidationError.__init__(self, reasons)
        self.field = "file"


def checked(data: bytes, example: Document) -> list[str]:
    """The placeholders that a file uses; RefusedForm with all that is wrong in words.

    The file is examined, read and filled once with the example.
    """
    known = named(example, example=True)
    try:
        reading = read(data, known)
    except Unfit as unfit:
        raise RefusedForm([wording.flaw(unfit.flaw)]) from None
    if reading.troubles:
        raise RefusedForm([wording.trouble(one) for one in reading.troubles])
    if not reading.used:
        raise RefusedForm([_("There is no placeholder in the file.")])
    try:
        fill(data, {**named(example).tree, "more": [_("An additional line")]})
    except Exception:  # a file may break docxtpl, Jinja or lxml in ways of their own
        raise RefusedForm([wording.flaw(Flaw("CANNOT_BE_FILLED"))]) from None
    return sorted(reading.used)


def take_form(*, by: User, school: School, form: str, language: str, file: Any) -> FormVersion:
    """Keep a Word file as the next version of a paper's form; it is not in use yet.

    RefusedForm at `file` with every reason; nothing is kept then.
    """
    example = sample(form, language)
    if example is None:
        raise Refused(_("There is no such paper."), "file")
    if file.size > LIMIT:
        raise RefusedForm([wording.flaw(Flaw("TOO_LARGE"))])
    used = checked(file.read(), example)
    file.seek(0)
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        before = FormVersion.objects.filter(school=school, form=form, language=language)
        version = FormVersion.objects.create(
            school=school,
            form=form,
            language=language,
            number=before.count() + 1,
            by=by,
            used=used,
            **vars(keep(file, types=(WORD,))),
        )
        audit.record(by=by, verb="CREATED", thing=version, school=school, note=f"{form} {language}")
    return version


@transaction.atomic
def use_version(*, by: User, version: FormVersion) -> None:
    """The paper is given in this version from now on; the one before is in use no more."""
    School.objects.select_for_update().get(pk=version.school_id)
    open_now = _open(version.school, version.form, version.language)
    if open_now and open_now.version_id == version.pk:
        raise Refused(_("This version is in use already."))
    if not version.file:
        raise Refused(_("The file of this version is not here."))
    _end(open_now, by)
    FormUse.objects.create(
        school=version.school,
        form=version.form,
        language=version.language,
        version=version,
        by=by,
    )
    FormVersion.objects.filter(pk=version.pk).update(failed_at=None, failed_why="")
    note = f"{version.form} {version.language} {version.number}"
    audit.record(by=by, verb="CHANGED", thing=version, school=version.school, note=note)


@transaction.atomic
def use_ours(*, by: User, school: School, form: str, language: str) -> None:
    """The paper is given in the program's own form again."""
    School.objects.select_for_update().get(pk=school.pk)
    open_now = _open(school, form, language)
    if open_now is None:
        raise Refused(_("The program's own form is in use already."))
    _end(open_now, by)
    audit.record(
        by=by, verb="ENDED", thing=open_now.version, school=school, note=f"{form} {language}"
    )


def _open(school: School, form: str, language: str) -> FormUse | None:
    return (
        FormUse.objects.filter(school=school, form=form, language=language, until__isnull=True)
        .select_related("version")
        .first()
    )


def _end(use: FormUse | None, by: User) -> None:
    if use is not None:
        use.until, use.ended_by = clock.now(), by
        use.save(update_fields=["until", "ended_by"])
