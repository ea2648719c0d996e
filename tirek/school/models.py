"""Classes, pupils, families, and who was where from when till when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.school.rules.kazakh import folded, sort_key
from tirek.schoolyear.models import SchoolYear


class Sex(models.TextChoices):
    """Codes as in the school file."""

    M = "M", _("boy")
    F = "F", _("girl")


class Kept(models.Model):
    """What has a public id for addresses and a key for the school file."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    key = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A thing that came without a key gets its public id as its key."""
        self.key = self.key or self.pid
        super().save(*args, **kwargs)


def _own_classes(user: Any) -> Q:
    """Classes a class teacher answers for: by the class's own teacher, or by the role's list.

    The list names classes of the year that runs: last year's class of that name was another one.
    """
    sight = sight_of(user)
    held = sight.narrowed(Role.CLASS_TEACHER)
    reach = Q(pk__in=())
    for grant in held:
        running = Q(
            name__in=grant.class_names,
            school_year__starts_on__lte=sight.day,
            school_year__starts_on__gt=sight.day - timedelta(days=365),
        )
        reach |= Q(school_id=grant.school_id) & (Q(teacher_id=sight.user_id) | running)
    return reach


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    """Reads classes."""

    def visible_to(self, user: Any) -> SchoolClassQuerySet:
        """All classes for those who see the whole school; own classes for a class teacher."""
        return self.filter(Q(school_id__in=sight_of(user).schools()) | _own_classes(user))


class SchoolClass(models.Model):
    """A class of one school year: grade 0-12 and a letter, "5А"."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=15)
    language = models.CharField(max_length=2, blank=True)
    shift = models.PositiveSmallIntegerField(null=True, blank=True)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="classes",
    )
    sort_key = models.CharField(max_length=60, editable=False)

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "name"], name="class_name_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the order of classes: by grade, then by the Kazakh alphabet."""
        self.sort_key = class_sort_key(self.grade, self.letter)
        super().save(*args, **kwargs)


def class_sort_key(grade: int, letter: str) -> str:
    """Order of classes: 2А before 10А."""
    return f"{grade:02d}{sort_key(letter)}"


class PupilQuerySet(models.QuerySet["Pupil"]):
    """Reads pupils."""

    def visible_to(self, user: Any) -> PupilQuerySet:
        """Pupils of the whole school, of own classes (now enrolled), or assigned to a mentor."""
        sight = sight_of(user)
        reach = Q(school_id__in=sight.schools())
        if sight.narrowed(Role.CLASS_TEACHER):
            own = SchoolClass.objects.filter(_own_classes(user))
            enrolled = (
                Enrolment.objects.on(sight.day).known_at().filter(school_class__in=own)
            ).values("pupil_id")
            reach |= Q(pk__in=enrolled)
        for grant in sight.narrowed(Role.MENTOR):
            reach |= Q(school_id=grant.school_id, key__in=grant.pupil_keys)
        return self.filter(reach)


class Pupil(Kept):
    """A child who learns or learned at the school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    surname = models.CharField(_("Surname"), max_length=100)
    given = models.CharField(_("First name"), max_length=100)
    patronymic = models.CharField(_("Patronymic"), max_length=100, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    iin = models.CharField(_("IIN"), max_length=12, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    language = models.CharField(_("Language of teaching"), max_length=2, blank=True)
    # The day on which what was known of the child was erased; the row stays for past counts.
    erased_on = models.DateField(null=True, blank=True, editable=False)
    sort_key = models.CharField(max_length=700, editable=False)
    search = models.CharField(max_length=320, editable=False)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="pupil_key_once_a_school")
        ]
        indexes = [models.Index(fields=["school", "sort_key"], name="pupil_order")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic: for headings and documents."""
        if self.erased_on is not None:
            return gettext("erased")
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and given name: for rows."""
        return self.full_name if self.erased_on else f"{self.surname} {self.given}".strip()

    def put_in_order(self) -> None:
        """Fill the stored sort key and the folded search text from the name."""
        self.key = self.key or self.pid
        self.sort_key = sort_key(self.full_name)[:700]
        self.search = folded(self.full_name)[:320]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep order and search text in step with the name (bulk writers call put_in_order)."""
        self.put_in_order()
        super().save(*args, **kwargs)


class Enrolment(RecordedFact):
    """A pupil is in a class from - to, both days included; a move is a close and an open."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="enrolments"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["school_class", "since"], name="enrolment_class_since")]

    def __str__(self) -> str:
        return f"{self.pupil} {self.school_class}"


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Reads families."""

    def visible_to(self, user: Any) -> HouseholdQuerySet:
        """Families of the pupils the user sees, for roles that may read families."""
        sight = sight_of(user)
        reach = Q(
            school_id__in=sight.schools(
                [Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR, Role.DIRECTOR]
            )
        )
        if sight.narrowed(Role.CLASS_TEACHER):
            pupils = Pupil.objects.visible_to(user).values("pk")
            reach |= Q(
                pk__in=HouseholdStay.objects.known_at()
                .on(sight.day)
                .filter(pupil__in=pupils)
                .values("household_id")
            )
        return self.filter(reach)


class Household(Kept):
    """A family: people and pupils who live together; reports count pupils and families."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="households")
    address = models.CharField(_("Address"), max_length=300, blank=True)
    note = models.TextField(_("Note"), blank=True)
    search = models.CharField(max_length=620, editable=False, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="household_key_once_a_school")
        ]

    def __str__(self) -> str:
        return self.address or self.key


class HouseholdMember(models.Model):
    """A grown-up (or a child who is no pupil here) who lives in a family."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    key = models.CharField(max_length=80)
    surname = models.CharField(_("Surname"), max_length=100, blank=True)
    given = models.CharField(_("First name"), max_length=100, blank=True)
    patronymic = models.CharField(_("Patronymic"), max_length=100, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    work = models.CharField(_("Work or study"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["household", "key"], name="member_key_once_a_household")
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A member who came without a key gets the public id as the key."""
        self.key = self.key or self.pid
        super().save(*args, **kwargs)


class HouseholdStay(RecordedFact):
    """A pupil lives in a family from - to (open ends allowed: always, still)."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="stays")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pupil} {self.household}"


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Reads imports of class lists."""

    def visible_to(self, user: Any) -> RosterImportQuerySet:
        """Imports of the schools in which the user is the social pedagogue."""
        return self.filter(school_id__in=sight_of(user).schools([Role.SOCIAL_PEDAGOGUE]))


class RosterImport(models.Model):
    """A class list brought in: the file while it is a draft, then what it made and changed.

    `made` holds ids by kind (`pupils`, `enrolments`, `stays`) and `changes` with old and new
    values, so that the whole import can be taken back.
    """

    class State(models.TextChoices):
        """A draft is a file whose preview is open."""

        DRAFT = "DRAFT"
        APPLIED = "APPLIED"
        WITHDRAWN = "WITHDRAWN"

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="rosters/", blank=True)
    since = models.DateField()
    open_classes = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.file_name
