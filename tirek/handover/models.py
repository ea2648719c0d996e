"""Packages handed over: what was in them, to whom, on what basis, and the receipt."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import Department, School
from tirek.access.sight import sight_of
from tirek.filing.models import Filed
from tirek.journal.models import Entry
from tirek.reports.models import IssuedDocument


class PackageQuerySet(models.QuerySet["Package"]):
    """Reads packages."""

    def visible_to(self, user: Any) -> PackageQuerySet:
        """The packages of one's school, for those who see it whole."""
        return self.filter(school_id__in=sight_of(user).whole("handover.package:read"))

    def received_by(self, user: Any) -> PackageQuerySet:
        """What was sent to the departments in which the user is an expert, withdrawn ones too."""
        departments = {
            held.department_id
            for held in sight_of(user).held
            if held.department_id and sight_of(user).may("handover.received:read", None)
        }
        return self.filter(department_id__in=departments, sent_at__isnull=False)


class Package(models.Model):
    """What is handed over at one time; from sealing on its content never changes.

    `wants` is what was chosen for a draft; `figures` are the categories' counts on `as_of`, to be
    compared with another year's.
    """

    class State(models.TextChoices):
        """The way of a package."""

        DRAFT = "DRAFT", _("being prepared")
        SEALED = "SEALED", _("sealed")
        SENT = "SENT", _("handed over")
        RECEIVED = "RECEIVED", _("received")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    class Way(models.TextChoices):
        """How it is handed over."""

        TIREK = "TIREK", _("in Tirek")
        PAPER = "PAPER", _("on paper")
        FILE = "FILE", _("as a file")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="packages")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    as_of = models.DateField(_("As of"))
    # Whether the texts are in Kazakh, Russian or English.
    language = models.CharField(max_length=2)
    wants = models.JSONField(default=dict)
    threshold = models.PositiveSmallIntegerField(default=5)
    basis_document = models.CharField(_("Document"), max_length=300, blank=True)
    basis_number = models.CharField(_("Number"), max_length=60, blank=True)
    basis_on = models.DateField(_("Date of the document"), null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="packages"
    )
    recipient = models.CharField(_("Recipient"), max_length=300, blank=True)
    word = models.TextField(_("Accompanying words"), blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=40, blank=True)
    figures = models.JSONField(default=dict)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A receipt on paper: its number, its day, who signed.
    receipt_number = models.CharField(max_length=60, blank=True)
    receipt_on = models.DateField(null=True, blank=True)
    receipt_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    # Files with rows of children whose data were erased are kept no more.
    emptied_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], name="package_number_once", condition=~Q(number="")
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}" if self.number else str(self.as_of)


class Part(models.Model):
    """A document of a package, as it was frozen.

    `issued` is the paper of that `number`; `named`: it names children, `pupils` are their keys.
    """

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    issued = models.ForeignKey(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=60, blank=True)
    named = models.BooleanField(default=False)
    pupils = models.JSONField(default=list)
    number_of_pupils = models.PositiveIntegerField(default=0)
    # Names of its files in the zip.
    files = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class PackageFile(Filed):
    """The sealed zip."""

    SCHOOL = "package__school"

    package = models.OneToOneField(Package, on_delete=models.PROTECT, related_name="zip")


class Opened(models.Model):
    """Somebody of the department opened a package's page or took its file away."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    file = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at} {self.by_id}"


class Remark(models.Model):
    """What the department asks about a package, and what the school answers."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at} {self.by_id}"
