"""Prepares, seals, sends, receives and withdraws packages."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.filing.keeping import keep_bytes
from tirek.handover import drawing, queries
from tirek.handover.models import Opened, Package, PackageFile, Part, Remark
from tirek.handover.rules import manifest
from tirek.handover.rules.manifest import Content
from tirek.journal.actions import annul_entry, record_entry
from tirek.longwork.actions import Tell
from tirek.longwork.models import Work
from tirek.office.document import Document, from_json
from tirek.office.files import written
from tirek.reports.actions import issue_document, rows_served
from tirek.schoolyear.queries import year_at

FIELDS = (
    *("as_of", "language", "wants", "threshold", "department", "recipient", "word"),
    *("basis_document", "basis_number", "basis_on"),
)
ENDINGS = ("docx", "xlsx")


@transaction.atomic
def draft_package(
    *, by: User, school: School, fields: Mapping[str, Any], package: Package | None = None
) -> Package:
    """Prepare a package, or change one that is not sealed yet.

    Refused: nothing in it, a day to come, no recipient, names without a basis.
    """
    if package is not None:
        package = _locked(package, Package.State.DRAFT)
    made = package or Package(school=school, made_by=by)
    for name in FIELDS:
        setattr(made, name, fields[name])
    if made.as_of > clock.today():
        raise Refused(_("The day lies in the future."), "as_of")
    if made.department is None and not made.recipient.strip():
        raise Refused(_("State to whom it goes."), "recipient")
    if made.department is not None:
        made.recipient = made.recipient or made.department.name
    if not any(made.wants.values()):
        raise Refused(_("Choose what goes into the package."), "lists")
    names = made.wants.get("lists") or made.wants.get("passports")
    if names and not (made.basis_document and made.basis_on):
        raise Refused(
            _("Names of children go out on a basis only: state the document and its date."),
            "basis_document",
        )
    if made.basis_on and made.basis_on > clock.today():
        raise Refused(_("The document is dated in the future."), "basis_on")
    made.save()
    audit.record(by=by, verb="CHANGED" if package else "CREATED", thing=made, school=school)
    return made


@transaction.atomic
def seal_package(*, by: User, package: Package, tell: Tell = lambda done, whole: None) -> Package:
    """Issue every document, freeze them in one zip with its list of hashes, give it a number."""
    package = _locked(package, Package.State.DRAFT)
    school = School.objects.select_for_update().get(pk=package.school_id)
    wanted = queries.planned(package)
    whole = len(wanted) + 2
    package.number = _number(package)
    package.figures = queries.figures_on(school, package.as_of)
    files: list[Content] = []
    parts: list[Part] = []
    for at, one in enumerate(wanted, start=1):
        issued = issue_document(
            by=by, school=school, name=one.report, options=one.options, language=package.language
        )
        part = Part(
            package=package,
            position=at,
            title=one.title[:300],
            issued=issued,
            number=issued.number,
            named=one.named,
            pupils=list(one.pupils),
            number_of_pupils=len(one.pupils),
        )
        _add(part, from_json(issued.content), files, issued.options.get("word_form", ""))
        parts.append(part)
        tell(at, whole)
    if package.wants.get("aggregates"):
        paper = drawing.counts_paper(school, package.as_of, package.language, package.threshold)
        part = Part(package=package, position=len(parts) + 1, title=paper.title)
        _add(part, paper, files)
        parts.append(part)
    Part.objects.bulk_create(parts)
    hashes = {one.name: one.sha256 for one in files}
    contents = drawing.contents_paper(package, parts, hashes)
    first = Content(manifest.safe_name(0, contents.title, "docx"), written(contents, "docx"))
    target = io.BytesIO()
    manifest.packed(target, head_of(package), [first, *files])
    tell(whole - 1, whole)
    kept = keep_bytes(target.getvalue(), f"{package.number}.zip")
    PackageFile.objects.create(package=package, **vars(kept))
    package.state, package.sealed_at = Package.State.SEALED, clock.now()
    package.save()
    audit.record(by=by, verb="ISSUED", thing=package, school=school, note=f"parts={len(parts)}")
    tell(whole, whole)
    return package


def head_of(package: Package) -> dict[str, Any]:
    """What the manifest says of the package itself: no child's name."""
    return {
        "number": package.number,
        "school": {"code": package.school.code, "name": package.school.name},
        "recipient": package.recipient,
        "as_of": package.as_of.isoformat(),
        "basis": {
            "document": package.basis_document,
            "number": package.basis_number,
            "on": package.basis_on.isoformat() if package.basis_on else None,
        },
    }


def _add(part: Part, paper: Document, files: list[Content], word_form: str = "") -> None:
    """The paper in every format; as Word in the form it was issued in."""
    form = part.issued.name if part.issued else ""
    for ending in ENDINGS:
        name = manifest.safe_name(part.position, part.title, ending)
        content = written(paper, ending, school=part.package.school, form=form, version=word_form)
        files.append(Content(name, content))
        part.files.append(name)


def _number(package: Package) -> str:
    """ҚББ-2026-01: the department's letters, the school year, the next number."""
    year = year_at(package.school, package.as_of)
    start = f"ҚББ-{year.year if year else package.as_of.year}-"
    taken = Package.objects.filter(school=package.school, number__startswith=start).count()
    return f"{start}{taken + 1:02d}"


@transaction.atomic
def send_package(*, by: User, package: Package, way: str) -> Package:
    """Hand it over: in Tirek the department's experts see it from now on; serves the plan."""
    package = _locked(package, Package.State.SEALED)
    if way == Package.Way.TIREK and package.department is None:
        raise Refused(_("The recipient has no account in Tirek: hand it over another way."), "way")
    today = clock.today()
    package.entry = record_entry(
        by=by,
        school=package.school,
        kind="HANDOVER",
        on=today,
        rows=rows_served(package.school, "HANDOVER", "", today),
        text=f"№ {package.number}",
    )
    package.state, package.way = Package.State.SENT, way
    package.sent_at, package.sent_by = clock.now(), by
    if way != Package.Way.TIREK:
        package.department = None
    package.save()
    audit.record(by=by, verb="ISSUED", thing=package, school=package.school, note=way)
    return package


@transaction.atomic
def record_receipt(
    *, by: User, package: Package, number: str = "", on: date | None = None, name: str = ""
) -> Package:
    """The receipt: the expert's own confirmation, or a paper's number, day and name."""
    package = _locked(package, Package.State.SENT)
    if on is not None and (on > clock.today() or (package.sent_at and on < _day(package.sent_at))):
        raise Refused(_("The day is not between the hand-over and today."), "on")
    package.state, package.received_at, package.received_by = (
        Package.State.RECEIVED,
        clock.now(),
        by,
    )
    package.receipt_number, package.receipt_on, package.receipt_name = number, on, name
    package.save()
    audit.record(by=by, verb="SIGNED", thing=package, school=package.school)
    return package


@transaction.atomic
def withdraw_package(*, by: User, package: Package, reason: str) -> Package:
    """Withdraw a package that is not received yet: it stays to be seen as withdrawn."""
    package = _locked(package, Package.State.SEALED, Package.State.SENT)
    if not reason.strip():
        raise Refused(_("State the reason."), "reason")
    if package.entry is not None:
        annul_entry(by=by, entry=package.entry, reason=reason)
    package.state = Package.State.WITHDRAWN
    package.withdrawn_at, package.withdrawn_why = clock.now(), reason
    package.save()
    audit.record(by=by, verb="ANNULLED", thing=package, school=package.school)
    return package


@transaction.atomic
def remark_on(*, by: User, package: Package, text: str) -> Remark:
    """The department asks, the school answers."""
    if not text.strip():
        raise Refused(_("Write the text."), "text")
    if package.state not in (Package.State.SENT, Package.State.RECEIVED):
        raise Refused(_("The package is not in the department's hands."))
    made = Remark.objects.create(package=package, by=by, text=text)
    audit.record(by=by, verb="CREATED", thing=package, school=package.school, note="remark")
    return made


def note_opening(*, who: User, package: Package, file: bool) -> None:
    """Somebody of the department looks at a package; beside the audit's, a line for the school."""
    Opened.objects.create(package=package, by=who, file=file)


def _locked(package: Package, *states: str) -> Package:
    found = (
        Package.objects.select_for_update(of=("self",))
        .select_related("school", "department", "entry")
        .get(pk=package.pk)
    )
    if found.state not in states:
        raise Refused(_("Meanwhile the package is in another state: look once more."))
    return found


def _day(moment: Any) -> date:
    return timezone.localtime(moment).date()


def digest_of(package: Package) -> str:
    """The zip's hash; empty when its file is kept no more."""
    kept = PackageFile.objects.filter(package=package).first()
    return kept.sha256 if kept else ""


def is_whole(package: Package) -> bool:
    """Is the zip still as it was sealed, and every file in it as the manifest says?"""
    kept = PackageFile.objects.filter(package=package).exclude(file="").first()
    if kept is None:
        return False
    digest = hashlib.sha256()
    with kept.file.open("rb") as file:
        for piece in file.chunks():
            digest.update(piece)
        file.seek(0)
        try:
            manifest.looked_through(file)
        except manifest.Unfit:
            return False
    return digest.hexdigest() == kept.sha256


def run(work: Work, tell: Tell) -> str:
    """Seal the package that the work names."""
    found = Package.objects.visible_to(work.by).get(pid=work.args["package"])
    with override(work.language):
        seal_package(by=work.by, package=found, tell=tell)
    return reverse("handover:package", args=[found.pid])
