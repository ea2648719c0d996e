"""Departments, schools, users, their roles, and what was written and read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.roles import Role


class Department(models.Model):
    """A city or district education department."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school; every fact in the program belongs to one."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there are no superusers, only roles."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A new account; without a password nobody can sign in with it."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who works at a school or a department; what they may do comes from their roles."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    username = models.CharField(_("Login"), max_length=60, unique=True)
    full_name = models.CharField(_("Full name"), max_length=200)
    language = models.CharField(_("Language"), max_length=2, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name or self.username


# What narrows which role; other roles are for the whole school.
NARROWINGS = ("grades", "class_names", "pupil_keys")
NARROWED_BY = {
    Role.SOCIAL_PEDAGOGUE.value: "grades",
    Role.CLASS_TEACHER.value: "class_names",
    Role.SUBJECT_TEACHER.value: "class_names",
    Role.MENTOR.value: "pupil_keys",
}


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Reads roles."""

    def on(self, day: date) -> RoleGrantQuerySet:
        """Roles in force on `day`, the first and the last day included."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )

    def open_on(self, day: date) -> RoleGrantQuerySet:
        """Roles in force on `day` or later: none that is over by then, none that never was."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day)).exclude(
            until__lt=models.F("since")
        )


class RoleGrant(models.Model):
    """A role somebody holds in a school (or a department), from - to.

    `class_names` narrows class and subject teachers to classes ("5А"), `pupil_keys` narrows a
    mentor to pupils; empty means no class or no pupil. `grades` narrows a social pedagogue to
    some grades (0-12); empty means all. A grant that ends before it begins was never in force.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="grants")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    class_names = models.JSONField(default=list, blank=True)
    pupil_keys = models.JSONField(default=list, blank=True)
    grades = models.JSONField(default=list, blank=True)
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_in_school_or_department",
                condition=Q(school__isnull=False) | Q(department__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"

    @property
    def narrowing(self) -> dict[str, list[Any]]:
        """What of the school the role is narrowed to, by the name of the field."""
        return {name: list(getattr(self, name)) for name in NARROWINGS}

    @property
    def narrowed_by(self) -> str:
        """The field that narrows this role, empty for a role that nothing narrows."""
        return NARROWED_BY.get(self.role, "")


class HandOver(models.Model):
    """A successor has taken over from a day what was open; kept so that it can be taken back.

    `grants`: pairs of ids of a role that ended and of the one begun for it (null: was held already)
    with the last day it had; `moved`: ids of what changed hands, by kind of thing.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handed_over")
    taker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taken_over")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    grants = models.JSONField(default=list)
    moved = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.giver} {self.taker} {self.on}"


class AuditRow(models.Model):
    """One line of the audit: who did what to which thing, when; no values and no names in it.

    Written by `audit.record` only. Rows of a school (and those without one) form a chain: `number`
    from 1, `hash` as `rules.chain` seals it. The database refuses to change or delete a row.
    """

    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["school", "at"], name="audit_school_at"),
            models.Index(fields=["by", "at"], name="audit_by_at"),
            models.Index(fields=["thing_id", "at"], name="audit_thing_id_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="audit_number_of_school"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(school__isnull=True), name="audit_number_of_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.thing} {self.thing_id}"


class AuditHead(models.Model):
    """How far the chain of a school (or of no school) goes; locked while a row is added.

    `version` is another one after every deed that changed something: what was derived from the
    school's data under the same version still holds.
    """

    school = models.OneToOneField(School, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(null=True)
    version = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(school__isnull=True), name="audit_head_of_none"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id or '-'} {self.number} {self.hash}"


class Reviewed(models.Model):
    """What the director looks at afterwards: who reviewed it, when, with what verdict and word."""

    class Verdict(models.TextChoices):
        """What the review found."""

        RIGHT = "RIGHT", _("in order")
        WRONG = "WRONG", _("not in order")

    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=5, choices=Verdict.choices, blank=True)
    word = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Reads emergency openings."""

    def live(self, moment: datetime) -> OpeningQuerySet:
        """Openings that hold at the moment: from `at`, until `until` and no longer."""
        return self.filter(at__lte=moment, until__gt=moment)


class Opening(Reviewed):
    """An emergency opening (break-glass): one child outside the own ones, for half an hour.

    Given with a reason by somebody who sees some children of the school only; it ends by itself and
    is reviewed by the director.
    """

    LASTS = timedelta(minutes=30)

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="openings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    pupil_key = models.CharField(max_length=80)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "until"], name="opening_user_until")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An opening ends half an hour after it began."""
        self.until = self.at + self.LASTS
        super().save(*args, **kwargs)


class SentForm(models.Model):
    """A form that has been received: sent twice, it counts once and leads to the same result."""

    key = models.UUIDField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return str(self.key)
