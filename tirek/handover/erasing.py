"""Lets go of packages' files in which erased children are named; that they were sent stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tirek.filing.keeping import forget
from tirek.handover.models import Package, PackageFile, Part, Remark
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The zip goes, the children's keys in the lists of contents too; hash and numbers stay.

    Names in the accompanying words and in questions and answers are made unreadable.
    """
    keys = {one.key for one in pupils}
    schools = {one.school_id for one in pupils}
    packages = set()
    for part in Part.objects.filter(package__school__in=schools, named=True):
        if keys & set(part.pupils):
            part.pupils = [key for key in part.pupils if key not in keys]
            part.save(update_fields=["pupils"])
            packages.add(part.package_id)
    for kept in PackageFile.objects.filter(package__in=packages).exclude(file=""):
        digest, size = kept.sha256, kept.size
        forget(kept)
        kept.sha256, kept.size = digest, size
        kept.save(update_fields=["sha256", "size"])
        kept.package.emptied_on = today
        kept.package.save(update_fields=["emptied_on"])
    _redact(pupils, schools)
    return {"packages": len(packages)}


def _redact(pupils: Sequence[Pupil], schools: set[int]) -> None:
    people = persons(pupils)
    texts: list[tuple[Any, tuple[str, ...]]] = [
        (Package.objects.filter(school__in=schools), ("word", "withdrawn_why")),
        (Remark.objects.filter(package__school__in=schools), ("text",)),
    ]
    for rows, names in texts:
        for one in rows:
            kept = {name: getattr(one, name) for name in names}
            left = {name: redacted(text, people) for name, text in kept.items()}
            if left != kept:
                type(one).objects.filter(pk=one.pk).update(**left)
