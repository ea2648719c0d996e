"""A paper in the school's own Word form, or none when our own form has to serve."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from tirek.access import clock
from tirek.access.models import School
from tirek.office.document import Document
from tirek.wordforms.filler import fill
from tirek.wordforms.models import FormVersion
from tirek.wordforms.queries import asked_for
from tirek.wordforms.rules.package import examine
from tirek.wordforms.samples import sample
from tirek.wordforms.shapes import missed, named, sections, still_known

log = logging.getLogger(__name__)


class Unfilled(Exception):
    """The form cannot carry this paper; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def filled(school: School, form: str, document: Document, version: str | None) -> bytes | None:
    """The paper in the version asked for, or in the one in use; None when ours has to serve.

    A form that fails is no error for whoever wants the paper: it is noted for those who keep forms.
    """
    found = asked_for(school, form, document.language, version)
    if found is None:
        return None
    try:
        return in_form(found, document)
    except Unfilled as why:
        code = why.code
    except Exception as why:  # whatever a form does, the paper is to be had
        log.warning("word form %s could not be filled: %s", found.pid, type(why).__name__)
        code = "BROKEN"
    FormVersion.objects.filter(pk=found.pk).update(failed_at=clock.now(), failed_why=code)
    return None


def in_form(version: FormVersion, document: Document) -> bytes:
    """The paper in a version; Unfilled when a part of it has no place there.

    Nothing is lost in silence: a part that the example of this paper does not have goes to the
    lines of `more`, and without a place for them the form does not serve.
    """
    example = sample(version.form, version.language)
    if example is None:
        raise Unfilled("NO_SUCH_PAPER")
    known, found = named(example, example=True), named(document)
    if still_known(version.used, known):
        raise Unfilled("OUT_OF_DATE")
    left = missed(found, known)
    if not any(path.endswith(".section") for path in version.used):
        left.lines.extend(sections(document))
    used = {path.split(".")[0] for path in version.used}
    lost = (left.lines and "more" not in used) or (left.tables and "tables" not in used)
    if lost or left.other:
        raise Unfilled("NO_PLACE")
    found.tree["more"] = left.lines
    with version.file.open("rb") as file:
        content = file.read()
    examine(content)  # a form may have come with a school file, past the check of uploads
    return fill(content, found.tree)


def tried(version: FormVersion) -> bytes:
    """The version filled with the invented example, under the school's own name."""
    example = sample(version.form, version.language)
    if example is None:
        raise Unfilled("NO_SUCH_PAPER")
    return in_form(version, replace(example, org=version.school.name))


def parts_unused(used: list[str], known: Any) -> list[str]:
    """The parts of a paper that a form shows nowhere, by their names."""
    firsts = {path.split(".")[0] for path in used}
    if "tables" in firsts:
        firsts |= set(known.tables)
    wanted = [
        name
        for name, value in known.tree.items()
        if value and name not in {"tables", "more", "facts"}
    ]
    lost = [name for name in wanted if name not in firsts]
    facts = {path.split(".")[1] for path in used if path.startswith("facts.")}
    return lost + [f"facts.{name}" for name in known.tree["facts"] if name not in facts]
