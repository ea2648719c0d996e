"""Lets go of packages' files in which erased children are named; that they were sent stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.filing.keeping import forget
from tirek.handover.models import PackageFile, Part
from tirek.school.models import Pupil


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The zip goes, the children's keys in the lists of contents too; hash and numbers stay."""
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
    return {"packages": len(packages)}
